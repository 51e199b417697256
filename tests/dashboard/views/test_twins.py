"""Twin registers: two that differ in one hidden thing show the same, to everybody who may not know it, on every page.

Made from the list of pages, so that a page joins by being in the list. Everything is compared that a page sends: every
block and element, every label, every option, every figure. A twin says in which states of the round who is blind to it;
and a control shows, for each, that somebody who may know does see a difference.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from shutil import copyfile
from typing import Any

import pytest

from dashboard import source
from dashboard.identity import ROLES
from dashboard.roles import pages_of
from scoring import flow
from scoring.model import Actor

pr = sys.modules["panel_register"]
AT = datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
VIEWER = pr.EXPERTS[0]
#: Peers gave other marks; the viewer's own are alike.
OTHER_MARKS = {
    id_: (given[0], *("0.25" if share != "0.25" else "1" for share in given[1:])) for id_, given in pr.SHARES.items()
}
#: Under which a download waits for whoever presses its button: another one each time.
WAITING = re.compile(r'deferred_file_id: "[0-9a-f]+"')
EVERYBODY = frozenset(ROLES)
MAY_SEE_MARKS = frozenset({"chair", "inspector"})
MAY_KNOW_NAMES = frozenset({"assignment_holder"})


@dataclass(frozen=True)
class Twin:
    """A hidden thing: how to build the register that differs in it, who is blind to it in which state, who sees it.

    `at_work` are pages on which a role has to do with it, by role: the secretariat calls voters in and out by name.
    `control` is a role, a page and a state in which the difference has to show: else nothing was hidden at all.
    """

    name: str
    build: Callable[[Path], Any]
    blind: Mapping[str, frozenset[str]]
    control: tuple[str, str, str]
    queries: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    at_work: Mapping[str, str] = field(default_factory=dict)


def _other_marks(path: Path) -> Any:
    return pr.build(path, OTHER_MARKS)


def _other_names(path: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pr, "PEOPLE", (pr.PEOPLE[0], *(f"{name}又" for name in pr.PEOPLE[1:])))
        patch.setattr(pr, "EMPLOYERS", (pr.EMPLOYERS[0], *(f"{name}二所" for name in pr.EMPLOYERS[1:])))
        return pr.build(path)


TWINS = (
    Twin(
        "marks of peers",
        _other_marks,
        {"reviewing": EVERYBODY, "deciding": EVERYBODY - MAY_SEE_MARKS},
        ("chair", "chair/overview", "deciding"),
        {"expert/sheet": tuple({"application": id_} for id_ in (pr.APART, pr.FEW))},
    ),
    Twin(
        "names and employers of peers",
        _other_names,
        {"deciding": EVERYBODY - MAY_KNOW_NAMES},
        ("assignment_holder", "holder/experts", "reviewing"),
        at_work={"secretariat": "secretariat/sitting"},
    ),
)
CASES = [(twin, state) for twin in TWINS for state in twin.blind]


@contextmanager
def standing(path: Path, patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Serve a register whose clock stands still: what pages say of the time is then alike."""
    with pr.serving(path, patch) as sitting, pytest.MonkeyPatch.context() as standing_still:
        standing_still.setattr(source, "now", lambda: AT)
        # The switch of roles is the demonstration's: it lists every expert by name, which no real register does.
        standing_still.setattr(source, "demonstration_experts", lambda: {VIEWER: pr.PEOPLE[0]})
        yield sitting


def shown(sitting: Any, role: str, twin: Twin) -> dict[str, str]:
    """Return everything that each page of a role sends, by page and address."""
    found = {}
    for page in pages_of(Actor(role, role, frozenset({role}))):
        file = f"{page.section}/{page.name}"
        for query in ({}, *twin.queries.get(file, ())):
            found[f"{file} {dict(query)}"] = WAITING.sub("", pr.words(sitting.page(role, file, **query)))
    return found


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Twin | None, str], Path]:
    """Return the register of a twin, or the one that all twins are compared with, in a state."""
    made: dict[tuple[str, str], Path] = {}
    folder = tmp_path_factory.mktemp("twins")

    def register(twin: Twin | None, state: str) -> Path:
        """Return a copy of its own: who looks leaves a trace, and the inspector's pages show it."""
        name = "first" if twin is None else twin.name
        if (name, state) not in made:
            made[name, state] = folder / f"{name} {state}.db"
            sitting = pr.build(made[name, state]) if twin is None else twin.build(made[name, state])
            if state == "deciding":
                sitting.to("deciding")
            sitting.register.close()
        copy = folder / f"{token_hex(8)}.db"
        copyfile(made[name, state], copy)
        return copy

    return register


@pytest.mark.parametrize(("twin", "state"), CASES, ids=lambda value: getattr(value, "name", value))
def test_who_may_not_know_sees_no_difference_on_any_page(
    registers: Any, monkeypatch: pytest.MonkeyPatch, twin: Twin, state: str
) -> None:
    both = []
    head = flow.head_of_record
    # Salted: another one in every register, whatever is in it.
    monkeypatch.setattr(flow, "head_of_record", lambda *given: replace(head(*given), hash="0" * 64))
    for one in (None, twin):
        with standing(registers(one, state), monkeypatch) as sitting:
            both.append({role: shown(sitting, role, twin) for role in ROLES if role in twin.blind[state]})
    differ = [
        f"{role}: {page}"
        for role, pages in both[0].items()
        for page, sent in pages.items()
        if sent != both[1][role][page] and not page.startswith(f"{twin.at_work.get(role, '-')} ")
    ]
    assert not differ


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_who_may_know_does_see_it(registers: Any, monkeypatch: pytest.MonkeyPatch, twin: Twin) -> None:
    role, file, state = twin.control
    both = []
    for one in (None, twin):
        with standing(registers(one, state), monkeypatch) as sitting:
            both.append(pr.words(sitting.page(role, file)))
    assert both[0] != both[1]
