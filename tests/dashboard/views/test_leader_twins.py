"""Twin registers for the leader: what he may not know changes no byte of what he is sent, on any page of his.

Pairs of registers are alike but for one hidden thing. Every page of his, at addresses that are right and wrong, with
each widget moved and each file made, is held against the same from the other register, before and after the lock and
after the announcement. What he may see is in control pairs, which must differ; and with the rules of access, or the
guard of the report, switched off the same comparison must find something, or it would compare nothing.

What marks may show after the lock: how reliable the panels were, in one sentence, and whether equal scores got equal
grades, on the pages of the round; which enterprises a trial would move, after the announcement. Never a mark, never
whose it is, never a total.

What everybody is held to in a run of the tests (`test_twins.py`) holds for him too; this goes further, with every
widget moved and each thing by itself, and is run with ``QUALITY_CREDIT_TWINS=walk``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dashboard.parts import drill_choice
from dashboard.roles import pages_of
from indicators.load import shipped_rule_book
from scoring import access, flow
from scoring.flow.regional import taking
from scoring.meeting.quorum import Votes
from scoring.model import Actor, GivenMark, GivenSheet, MarkState

pytestmark = pytest.mark.skipif(
    os.environ.get("QUALITY_CREDIT_TWINS") != "walk", reason="QUALITY_CREDIT_TWINS=walk asks for each thing by itself"
)
pr = sys.modules["procedure_register"]
twins = sys.modules["twins"]
ROLE = "leader"
AT = datetime(2026, 6, 20, 3, 0, tzinfo=UTC)
PANEL = tuple(pr.EXPERTS)[:5]
#: How much of the points each expert of a panel gives; they differ, so that whose a mark is could be told.
SHARES = dict(zip(PANEL, ("1", "0.75", "1", "0.75", "0.5"), strict=True))
#: Under review; decided, not locked; locked and credit checked; under notice; announced.
STATES = ("scored", "decided", "checked", "noticed", "accredited")
ADDRESSES: tuple[Mapping[str, str], ...] = (
    {},
    {"round": "2099-nowhere", "prefecture": "999999"},
    {"round": pr.ROUND, "prefecture": "320500"},
)
FILES = tuple(f"{one.section}/{one.name}" for one in pages_of(Actor(ROLE, ROLE, frozenset({ROLE}))))
#: Where marks show once decisions are locked, and where once grades are announced.
ROUND_PAGES = frozenset(file for file in FILES if file in ("leader/regions", "leader/analysis"))
WITH_MARKS: Mapping[str, frozenset[str]] = {
    "checked": ROUND_PAGES,
    "noticed": ROUND_PAGES,
    "accredited": ROUND_PAGES | {"leader/what_if"},
}


def _score(hall: Any, *, of: Mapping[str, str] = SHARES, other: Mapping[str, str] | None = None) -> None:
    """Let the panels score; `other`: how much one application gets instead."""
    leaves = shipped_rule_book(pr.ROUND).round.indicator_table.leaves()

    def sheet(id_: str, expert: str, share: str) -> GivenSheet:
        given = (GivenMark(leaf.code, MarkState.SCORED, Decimal(share) * leaf.max_score, "第 3 页") for leaf in leaves)
        return GivenSheet(id_, expert, tuple(given))

    ids = [id_ for id_, grade in pr.TARGETS.items() if grade != "A"]
    sheets = [
        sheet(id_, expert, share) for id_ in ids for expert, share in ((other or of) if id_ == pr.FAR else of).items()
    ]
    signed = {(one.application_id, one.expert_id) for one in sheets}
    hall.do(flow.import_sheets, pr.actor("assignment_holder"), pr.ROUND, sheets, submitted=signed, source="sheets.csv")
    hall.tick()  # in a twin somebody is recused in this second


def _recused(hall: Any) -> None:
    _score(hall)
    hall.now = pr.datetime.fromtimestamp(hall.now.timestamp() - 1, UTC)
    holder = pr.actor("assignment_holder")
    hall.do(flow.recuse, holder, application_id=pr.FAR, expert_id=PANEL[4], reason="与申报企业有亲属关系")


def _named_otherwise(hall: Any) -> None:
    given = pr.Expert
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            pr, "Expert", lambda id_, name, employer, *more: given(id_, f"{name}又", f"{employer}二所", *more)
        )
        pr._planned(hall)


def _decided(hall: Any, outcome: str = "propose_aa") -> None:
    """Decide as the register does, in one case otherwise."""
    act = hall.do

    def do(step: Any, by: Any, *args: Any, **values: Any) -> Any:
        if step is flow.record_decision:
            values |= {"reason": values["reason"] or "综合评议"}
        if step is flow.record_decision and values["application_id"] == pr.FAR:
            if outcome == "nothing":
                return hall.tick()
            values |= {"outcome": outcome, "reason": "材料不足以支持建议", "votes": VOTES[outcome]}
        return act(step, by, *args, **values)

    hall.do = do
    pr._decided(hall)
    del hall.do


VOTES = {
    "propose_aa": Votes(10, 10, 10, 0, 0),
    "do_not_propose": Votes(10, 10, 0, 10, 0),
    "defer": Votes(10, 10, 0, 10, 0),
}


def _checked(hall: Any, *, failed: str = "") -> None:
    pr._checked(hall)
    found = flow.CreditResult(pr.FAR, "failed" if failed else "passed", failed or "查无失信记录")
    hall.do(flow.check_credit, pr.SECRETARIAT, pr.ROUND, [found], checked_on=pr.OPENED, reason="复核")


def _objected(hall: Any, *, substance: str) -> None:
    pr._noticed(hall)
    values = {"received_on": pr.OPENED, "received_from": "某举报人", "substance": substance}
    found = hall.do(flow.receive_objection, pr.SECRETARIAT, application_id=pr.FAR, **values)
    named = {"objection_id": found.objection_id}
    hall.do(flow.acknowledge_objection, pr.SECRETARIAT, **named, acknowledged_on=pr.OPENED)
    settled = {"outcome": "groundless", "decided_on": pr.OPENED, "reason": f"经核查，{substance}不成立"}
    hall.do(flow.decide_objection, pr.SECRETARIAT, **named, **settled)
    hall.do(flow.sign_objection, pr.DRC, **named, signed_on=pr.OPENED)


GIVEN: Mapping[str, Callable[[Any], None]] = {
    "scored": _score,
    "decided": _decided,
    # As many acts as in its twin: the number of the last entry of the chain is told.
    "checked": _checked,
    "noticed": partial(_objected, substance="荣誉证书日期有误"),
}


@dataclass(frozen=True)
class Hidden:
    """A hidden thing: the step of the register in which it differs, how, and in which states he is blind to it.

    `shows`: pages that may differ all the same, by state.
    """

    name: str
    step: str
    instead: Callable[[Any], None]
    states: tuple[str, ...]
    shows: Mapping[str, frozenset[str]] = field(default_factory=dict)


#: A total of 80 reaches the line; this one, of 75, does not.
OTHER = dict(zip(PANEL, ("1", "0.75", "0.75", "0.75", "0.5"), strict=True))
SWAPPED = dict(zip(PANEL, (*list(SHARES.values())[1::-1], *list(SHARES.values())[2:]), strict=True))
HIDDEN = (
    Hidden("marks of an expert", "scored", partial(_score, other=OTHER), STATES[:4], WITH_MARKS),
    Hidden("who scored what", "scored", partial(_score, of=SWAPPED), ("scored", "decided", "checked", "accredited")),
    Hidden("names of experts", "planned", _named_otherwise, ("scored", "accredited")),
    Hidden("a recusal", "scored", _recused, ("scored", "decided", "checked"), WITH_MARKS),
    Hidden("a decision before the lock", "decided", partial(_decided, outcome="do_not_propose"), ("decided",)),
    Hidden("an undecided case", "decided", partial(_decided, outcome="nothing"), ("decided",)),
    Hidden("a credit check", "checked", partial(_checked, failed="有失信记录"), ("checked",)),
    Hidden(
        "an objection's ground", "noticed", partial(_objected, substance="涉嫌商业秘密纠纷"), ("noticed", "accredited")
    ),
)
CASES = [(hidden, state) for hidden in HIDDEN for state in hidden.states]


class Registers:
    """Registers by hidden thing and state, each made once; a twin goes on from where the first had not yet differed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, count()
        self.made: dict[str | None, dict[Any, Any]] = {}
        self.paths: dict[tuple[str | None, str], Path] = {}
        self.sent: dict[tuple[str | None, str], dict[str, Any]] = {}

    def path(self, hidden: Hidden | None, state: str) -> Path:
        name = None if hidden is None else hidden.name
        if (name, state) not in self.paths:
            path = self.folder / str(next(self.number)) / "register.db"
            path.parent.mkdir()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    pr, "_DO", {**pr._DO, **GIVEN, **({} if hidden is None else {hidden.step: hidden.instead})}
                )
                patch.setattr(pr, "_MADE", self._made(hidden))
                pr.build(path, state).register.close()
            self.paths[name, state] = path
        return self.paths[name, state]

    def _made(self, hidden: Hidden | None) -> dict[Any, Any]:
        if hidden is None:
            return self.made.setdefault(None, {})
        if hidden.name not in self.made:
            before = pr.STAGES.index(hidden.step)
            if before:
                self.path(None, pr.STAGES[before - 1])
            shared = self.made.get(None, {})
            self.made[hidden.name] = {key: made for key, made in shared.items() if pr.STAGES.index(key[0]) < before}
        return self.made[hidden.name]

    def outputs(self, hidden: Hidden | None, state: str) -> dict[str, Any]:
        """Return what each page of the leader sends."""
        name = None if hidden is None else hidden.name
        if (name, state) not in self.sent:
            self.sent[name, state] = outputs(self.path(hidden, state))
        return self.sent[name, state]


def outputs(path: Path, files: tuple[str, ...] = FILES) -> dict[str, Any]:
    """Return what pages send: wrong addresses as they come, the right one with every widget moved."""
    found = {}
    with each_file_made_once():
        for file in files:
            wrong = twins.outputs_of(path, ROLE, file, ADDRESSES[:-1], at=AT, walk=False)
            right = twins.outputs_of(path, ROLE, file, ADDRESSES[-1:], at=AT, walk=file.startswith("leader/"))
            found[file] = twins.Outputs(wrong.sent | right.sent)
    return found


@contextmanager
def each_file_made_once() -> Any:
    """Make each file of a register once, however often it is offered, and figures as all that they are drawn from.

    But for the takings themselves the record stands still meanwhile. The facts of a figure hold every number of it, and
    more than its pixels show.
    """
    made: dict[Any, Any] = {}

    def once(make: Callable[..., Any]) -> Callable[..., Any]:
        def kept(register: Any, actor: Actor, now: datetime, round_id: str, *form: Any, **values: Any) -> Any:
            asked = (make, actor, now, round_id, form, values.get("form"))
            if asked not in made:
                made[asked] = make(register, actor, now, round_id, *form, **values)
            return made[asked]

        return kept

    def facts_of(facts: Any, kind: str, *, form: str, **values: Any) -> bytes:
        return f"{kind} {form} {facts}".encode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking, "figure_file", facts_of)
        for name in ("briefing_facts", "regional_briefing", "regional_figures", "regional_figure", "regional_workbook"):
            patch.setattr(taking, name, once(getattr(taking, name)))
        yield


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [name for file in one for name in one[file].differ(other[file])]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return Registers(tmp_path_factory.mktemp("leader"))


@pytest.mark.parametrize(("hidden", "state"), CASES, ids=lambda value: getattr(value, "name", value))
def test_what_he_may_not_know_changes_no_byte(registers: Registers, hidden: Hidden, state: str) -> None:
    found = differing(registers.outputs(None, state), registers.outputs(hidden, state))
    shown = hidden.shows.get(state, frozenset())
    assert not [name for name in found if name.partition(" ")[0] not in shown]


@pytest.mark.parametrize(
    ("name", "state", "file"),
    [
        ("a decision before the lock", "in_notice", "leader/regions"),
        ("marks of an expert", "accredited", "leader/what_if"),
    ],
)
def test_what_he_may_see_does_differ(registers: Registers, name: str, state: str, file: str) -> None:
    hidden = next(one for one in HIDDEN if one.name == name)
    both = [outputs(registers.path(one, state), (file,)) for one in (None, hidden)]
    assert differing(*both)


def test_no_total_and_no_expert_is_among_all_that_he_is_sent(registers: Registers) -> None:
    sent = b"".join(bytes(one) for one in registers.outputs(None, "accredited").values()).decode(errors="replace")
    names = {f"专家{id_}" for id_ in pr.EXPERTS} | {f"某研究院{id_}" for id_ in pr.EXPERTS}
    assert pr.NAMES[pr.FAR] in sent
    assert not [one for one in names if one in sent]
    assert "80.00" not in sent


@contextmanager
def everybody_may() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drill_choice, "is_announced", lambda summary: True)
        patch.setattr(access, "may", lambda *asked, **values: True)
        patch.setattr(access, "require", lambda *asked, **values: None)
        yield


@pytest.mark.parametrize("name", ["a decision before the lock", "an undecided case", "marks of an expert"])
def test_with_the_rules_of_access_switched_off_it_goes_red(registers: Registers, name: str) -> None:
    hidden = next(one for one in HIDDEN if one.name == name)
    files = tuple(file for file in FILES if file.startswith("leader/"))
    paths = [registers.path(one, "decided") for one in (None, hidden)]
    with everybody_may():
        both = [outputs(path, files) for path in paths]
    assert differing(*both)
