"""Twin registers at the doors of `flow` and of the command line: whoever may not know a thing reads the same of both.

Pages are held to it elsewhere; here each reading is asked directly by every role, also by those that have no page for
it, so that a rule of access that lets one through is found at once.
"""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scoring import flow
from scoring.cli import acting, main
from scoring.errors import SpokenError
from scoring.flow import disclosing
from scoring.flow.regional.report import regional_report
from scoring.model import Actor
from scoring.register.database import Register, open_register


def _hidden() -> Any:
    folder = Path(__file__).parents[1] / "dashboard"
    for name in ("straight", "twins", "procedure_register", "hidden_things"):
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
            assert spec is not None
            assert spec.loader is not None
            sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[name])
    return sys.modules["hidden_things"]


hidden = _hidden()
twins = sys.modules["twins"]
pr = hidden.pr
AT, ROUND, FAR = hidden.AT, pr.ROUND, pr.FAR
Reading = Callable[[Register, Actor], Any]
#: What a reading is asked for, by the names of its parameters: things of another region, of others, of a closed list.
ASKED = {
    "round_id": ROUND,
    "application_id": FAR,
    "uscc": pr.application(FAR).enterprise.uscc,
    "complaint_id": f"{FAR}/complaint/1",
    "reason": "核",
    "on": AT.date(),
    "now": AT,
    "claimed": f"{ROUND}-{FAR}",
    "number": "AAAA-AAAA",
    "case_id": "nowhere",
    "digest": "0" * 64,
}
#: What is made anew for each asking, or is of salted contents: another one in each register, and told from nothing.
MADE_ANEW = frozenset({"published_chain", "screen_code"})
#: What a function returns that does something, and one that sends reminders.
WRITES = frozenset({"Entry", "Receipt"})
SENDS = frozenset({"remind_late"})
#: The states in which most is hidden; marks are closed to those who see them later.
EVERY = tuple(sorted(hidden.EVERYBODY))
LATER = tuple(sorted(hidden.EVERYBODY - {"chair", "inspector", "assignment_holder", "secretariat"}))
AT_ONCE = {"scored": ("chair", "inspector", "assignment_holder"), "decided": EVERY, "accredited": LATER}
WALK = os.environ.get("QUALITY_CREDIT_TWINS") == "walk"
CASES = [(state, role) for state in hidden.STATES for role in (EVERY if WALK else AT_ONCE.get(state, ()))]


def readings() -> dict[str, Reading]:
    """Return every reading of `flow` that can be asked for with these, so that a new one joins by being there."""
    found: dict[str, Reading] = {}
    for name, function in sorted(vars(flow).items()):
        if not inspect.isfunction(function) or name in MADE_ANEW | SENDS:
            continue
        given = inspect.signature(function)
        names = [one.name for one in given.parameters.values()]
        needed = [one for one in list(given.parameters.values())[2:] if one.default is one.empty]
        if names[:2] != ["register", "actor"] or given.return_annotation in WRITES:
            continue
        if all(one.name in ASKED for one in needed):
            found[name] = partial(_asked, function, tuple(needed))
    return found


def _asked(function: Callable[..., Any], needed: tuple[inspect.Parameter, ...], register: Register, who: Actor) -> Any:
    named = {one.name: ASKED[one.name] for one in needed if one.kind is one.KEYWORD_ONLY}
    in_place = [ASKED[one.name] for one in needed if one.kind is not one.KEYWORD_ONLY]
    return function(register, who, *in_place, **named)


READINGS = readings() | {"regional_report": lambda r, who: regional_report(r, who, AT, ROUND)}
REGIONS = {
    "county_regulator": pr.NANJING,
    "county_drc": pr.NANJING,
    "prefecture_regulator": pr.PREFECTURE[pr.NANJING],
    "prefecture_drc": pr.PREFECTURE[pr.NANJING],
}
#: Digests are of salted contents, another one in each register.
DIGEST = re.compile(r"[0-9a-f]{64}|(?<=\.\d{9})\d+")


def reader(role: str) -> Actor:
    id_ = hidden.VIEWER if role == "expert" else role
    return Actor(id_, id_, frozenset({role}), REGIONS.get(role))


def read(path: Path, role: str, names: Collection[str] = tuple(READINGS)) -> dict[str, str]:
    """Return what each reading says to a role, or how it is refused."""
    found = {}
    copy = path.with_name("read.db")  # looks are written down
    copy.write_bytes(path.read_bytes())
    with open_register(copy) as register:
        for name in names:
            try:
                found[name] = DIGEST.sub("", repr(READINGS[name](register, reader(role))))
            except (SpokenError, LookupError) as error:
                found[name] = f"{type(error).__name__}: {error}"
    return found


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return hidden.shared(tmp_path_factory.getbasetemp() / "hidden-things")


@pytest.mark.parametrize(("state", "role"), CASES)
def test_a_reading_tells_nobody_what_he_may_not_know(registers: Any, state: str, role: str) -> None:
    first, other = (read(registers.path(state, one), role) for one in (frozenset(), hidden.hidden_from(role, state)))
    assert [name for name in READINGS if first[name] != other[name]] == []


@pytest.mark.parametrize("thing", [one for one in hidden.THINGS if "/" not in one.control[1]], ids=lambda one: one.name)
def test_whoever_may_know_it_reads_it(registers: Any, thing: Any) -> None:
    role, name, state = thing.control
    assert name in READINGS
    first, other = (read(registers.path(state, one), role, (name,)) for one in (frozenset(), frozenset({thing.name})))
    assert first[name] != other[name]


def test_most_of_flow_is_asked() -> None:
    assert len(READINGS) > 70


OUT = ("--overwrite", "--out")
TO = ("--overwrite", "--to")
COMMANDS: dict[str, tuple[str, ...]] = {
    "regions": ("regions", "--round", ROUND),
    "regions in a workbook": ("regions", "--round", ROUND, "--format", "xlsx", *TO, "out.xlsx"),
    "sheets": ("export", "sheets", "--round", ROUND, *TO, "out.csv"),
    "sheets in a workbook": ("export", "sheets", "--round", ROUND, *TO, "out.xlsx"),
    "experts": ("export", "experts", *TO, "out.csv"),
    "applications": ("export", "applications", "--round", ROUND, *TO, "out.csv"),
    "register": ("export", "register", *TO, "out.csv"),
    "minutes": ("minutes", "--sitting", f"{ROUND}-S1", *OUT, "out.docx"),
    "public minutes": ("minutes", "--sitting", f"{ROUND}-S1", "--public", *OUT, "out.docx"),
    "evidence": ("evidence", "--application", FAR, *OUT, "out.zip"),
    "round": ("round", "show", ROUND),
    "check": ("check",),
    "verify": ("verify",),
    "head": ("head", "--to", "."),
}
#: Roles to which commands give the most; a walk takes all.
TELLING = ("leader", "chair", "inspector")
#: The head in words, and the salted digests of what a pack holds: another one in each register.
WORDS = re.compile(
    r'"(words|head|hash|digest|salt|register_id|register|sealed|previous)": ?("[^"]*"|\[[^\]]*\])'
    r"|(?m:^(words|words-en) .*$)|(?<=register )[0-9a-f-]{36}"
)


def called(path: Path, role: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what commands print and write for a role."""
    found = {}
    for number, (name, arguments) in enumerate(COMMANDS.items()):
        place = folder / str(number)
        place.mkdir(parents=True)
        monkeypatch.chdir(place)
        copy = place / "register.db"
        copy.write_bytes(path.read_bytes())
        options = ("--json", "--lang", "zh", "--role", role, "--actor", reader(role).id, "--register", "register.db")
        region = ("--region", REGIONS[role]) if role in REGIONS else ()
        result = CliRunner().invoke(main, [*arguments, *options, *region])
        copy.unlink()
        files = [one for one in sorted(place.rglob("*")) if one.is_file()]
        written = [DIGEST.sub("", one.name).encode() + b"\n" + twins.plain(one.read_bytes()) for one in files]
        said = b"\n".join([f"{result.exit_code} {result.output}".encode(), *written]).decode(errors="replace")
        found[name] = WORDS.sub("", DIGEST.sub("", said))
    return found


@pytest.mark.parametrize("role", EVERY if WALK else TELLING)
def test_a_command_tells_nobody_what_he_may_not_know(
    registers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(acting, "now", lambda: AT)
    for module in [one for name, one in sys.modules.items() if name.startswith("scoring.cli") and hasattr(one, "now")]:
        monkeypatch.setattr(module, "now", lambda: AT)
    monkeypatch.setattr(disclosing, "new_number", lambda register: "AAAA-AAAA")
    one, other = (
        called(registers.path("decided", unknown), role, tmp_path / str(len(unknown)), monkeypatch)
        for unknown in (frozenset(), hidden.hidden_from(role, "decided"))
    )
    assert not [name for name in COMMANDS if one[name].startswith("2 ")], "no command is called wrongly"
    differing = [name for name in COMMANDS if one[name] != other[name]]
    assert differing == []
