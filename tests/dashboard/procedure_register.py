"""A register for the desks of the procedure: four applications taken as far as a test asks; all synthetic.

A, AA and AAA in 南京, and AA in 苏州, each sound. ``build(path, "in_notice")`` takes everything up to there; each
stage is one line below. Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results, source
from dashboard.roles import VIEWS
from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.finishing import Finisher
from scoring.demonstration.steps import confirm, recommend, sign_papers
from scoring.meeting.quorum import Votes
from scoring.model import (
    Actor,
    Application,
    Enterprise,
    Expert,
    GivenMark,
    GivenSheet,
    Growth,
    HeldGrade,
    MarkState,
)
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register, open_register

straight = sys.modules["straight"]
ROUND = "2026-sample"
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
NANJING, SUZHOU = "320102", "320505"
PREFECTURE = {NANJING: "320100", SUZHOU: "320500"}
GRADE_A, GRADE_AA, GRADE_AAA, FAR = "2026-0001", "2026-0002", "2026-0003", "2026-0004"
TARGETS = {GRADE_A: "A", GRADE_AA: "AA", GRADE_AAA: "AAA", FAR: "AA"}
NAMES = {
    GRADE_A: "南京样例甲有限公司",
    GRADE_AA: "南京样例乙有限公司",
    GRADE_AAA: "南京样例丙有限公司",
    FAR: "苏州样例丁有限公司",
}
COUNTIES = {GRADE_A: NANJING, GRADE_AA: NANJING, GRADE_AAA: NANJING, FAR: SUZHOU}
#: Experts of prefectures that have no application, so that anybody may score anything.
EXPERTS = {f"E{number:02d}": f"32{7 + number % 5:02d}00" for number in range(1, 11)}
#: Days of the finish: notice opened and its last day, closed, announced.
OPENED, LAST, CLOSED, ANNOUNCED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 10)
STAGES = (
    "planned",  # the round is there, nothing drafted
    "open",  # plan and notice signed, the round takes applications
    "entered",  # the four applications are in, nothing signed
    "recommended",  # counties and prefectures did what is theirs
    "confirmed",  # the province confirmed the A
    "reviewing",  # panels of five assigned
    "scored",  # every sheet in, full marks
    "deciding",
    "decided",  # AA, AA, and AAA after its site visit
    "in_notice",  # the round; nothing checked or drafted
    "checked",  # credit checked by both
    "noticed",  # the list drafted, signed, open
    "closed",  # the notice is over
    "documented",  # the joint document is signed by both
    "accredited",  # announced
)


def actor(role: str, region: str | None = None) -> Actor:
    return Actor(role, role, frozenset({role}), region)


SECRETARIAT, DRC = actor("secretariat"), actor("province_drc")


def application(id_: str, **facts: object) -> Application:
    """Return one of the four, sound in every condition unless facts say otherwise."""
    law = shipped_rule_book(ROUND).regulation
    number = int(id_[-4:])
    known: dict[str, object] = {
        "adverse_records_checked": True,
        "growth": tuple(Growth(year, Decimal("3.5")) for year in (2023, 2024, 2025)),
        "held": (HeldGrade("A", date(2020, 3, 1)), HeldGrade("AA", date(2023, 3, 1))),
        "declared": {one.id: True for one in law.conditions if one.judged_by == "declaration"},
    }
    enterprise = Enterprise(
        make(f"91{COUNTIES[id_]}MA1ABCD{number:02d}"),
        NAMES[id_],
        "legal_person",
        COUNTIES[id_],
        "C34",
        "medium",
        date(2010, 5, 4),
    )
    return Application(id_, ROUND, enterprise, TARGETS[id_], date(2026, 4, 1), **(known | facts))  # type: ignore[arg-type]


@dataclass
class Hall:
    """The register, its clock, which pages read too, and pages opened as any of its offices."""

    register: Register
    now: datetime = NOW

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def ticks(self) -> Iterator[datetime]:
        while True:
            yield self.tick()

    def on(self, day: date) -> None:
        """Let it become the morning of a day, for pages too."""
        self.now = max(self.now, datetime(day.year, day.month, day.day, 2, tzinfo=UTC))

    def do(self, step: Any, by: Actor, *args: Any, **values: Any) -> Any:
        """Do a step of `flow` now."""
        return step(self.register, by, self.tick(), *args, **values)

    def to(self, state: str) -> None:
        self.do(flow.advance_round, SECRETARIAT, ROUND, state)

    def page(self, role: str, file: str, *, region: str | None = None, language: str = "zh", **query: str) -> AppTest:
        """Open a page, ``office/steps``, as an office; `region` is the code that it acts for."""
        at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
        at.session_state["demonstration_role"] = role
        at.session_state["language"] = language
        if region is not None:
            at.session_state["demonstration_prefecture" if region.endswith("00") else "demonstration_county"] = region
        return straight.open_page(at, file, **query)

    def finisher(self) -> Finisher:
        def at(day: date) -> datetime:
            self.on(day)
            return self.tick()

        return Finisher(self.register, SECRETARIAT, DRC, at)


def granted() -> list[flow.Granted]:
    return [flow.Granted(id_, grade) for id_, grade in TARGETS.items()]


def _planned(hall: Hall) -> None:
    hall.do(flow.create_round, SECRETARIAT, shipped_rule_book(ROUND))
    people = [
        Expert(id_, f"专家{id_}", f"某研究院{id_}", region, ("C34",), date(2024, 1, 1))
        for id_, region in EXPERTS.items()
    ]
    hall.do(flow.import_experts, actor("assignment_holder"), people, source="experts.csv")


def _open(hall: Hall) -> None:
    sign_papers(hall.register, hall.ticks(), ROUND, first_day=date(2026, 3, 1), last_day=date(2026, 12, 31))
    hall.to("open")


def _entered(hall: Hall) -> None:
    everyone = [application(id_) for id_ in TARGETS]
    hall.do(flow.import_applications, SECRETARIAT, ROUND, everyone, source="applications.csv")


def _recommended(hall: Hall) -> None:
    recommend(hall.register, hall.ticks(), ROUND, [application(id_) for id_ in TARGETS], read_regions())


def _confirmed(hall: Hall) -> None:
    confirm(hall.register, hall.ticks(), ROUND, [application(id_) for id_ in TARGETS])


def _reviewing(hall: Hall) -> None:
    pairs = [(id_, expert) for id_, grade in TARGETS.items() if grade != "A" for expert in list(EXPERTS)[:5]]
    hall.do(flow.assign, actor("assignment_holder"), ROUND, pairs)
    hall.to("reviewing")


def _scored(hall: Hall) -> None:
    leaves = shipped_rule_book(ROUND).round.indicator_table.leaves()
    marks = tuple(GivenMark(leaf.code, MarkState.SCORED, Decimal(leaf.max_score), "第 3 页") for leaf in leaves)
    sheets = [
        GivenSheet(id_, expert, marks) for id_, grade in TARGETS.items() if grade != "A" for expert in list(EXPERTS)[:5]
    ]
    signed = {(one.application_id, one.expert_id) for one in sheets}
    hall.do(flow.import_sheets, actor("assignment_holder"), ROUND, sheets, submitted=signed, source="sheets.csv")


def _decided(hall: Hall) -> None:
    decisions = (
        (GRADE_AA, "propose_aa", "document_review"),
        (FAR, "propose_aa", "document_review"),
        (GRADE_AAA, "send_to_site_visit", "document_review"),
        (GRADE_AAA, "propose_aaa", "on_site_verification"),
    )
    for id_, outcome, stage in decisions:
        hall.do(
            flow.record_decision,
            actor("chair"),
            application_id=id_,
            outcome=outcome,
            votes=Votes(10, 10, 10, 0, 0),
            reason="现场核查属实" if stage == "on_site_verification" else "",
            stage=stage,
        )


def _checked(hall: Hall) -> None:
    hall.finisher().check(ROUND, granted(), OPENED, ("AA", "AAA"))


def _noticed(hall: Hall) -> None:
    hall.finisher().notice(ROUND, granted(), OPENED)


def _closed(hall: Hall) -> None:
    hall.on(CLOSED)
    hall.do(flow.close_notice, SECRETARIAT, ROUND, closed_on=CLOSED)


def _documented(hall: Hall) -> None:
    hall.finisher().document(ROUND, granted(), CLOSED, number="苏市监〔2026〕1号")


def _accredited(hall: Hall) -> None:
    hall.on(ANNOUNCED)
    hall.do(flow.announce, SECRETARIAT, ROUND, granted(), announced_on=ANNOUNCED)
    hall.to("accredited")


_DO = {
    "planned": _planned,
    "open": _open,
    "entered": _entered,
    "recommended": _recommended,
    "confirmed": _confirmed,
    "reviewing": _reviewing,
    "scored": _scored,
    "deciding": lambda hall: hall.to("deciding"),
    "decided": _decided,
    "in_notice": lambda hall: hall.to("in_notice"),
    "checked": _checked,
    "noticed": _noticed,
    "closed": _closed,
    "documented": _documented,
    "accredited": _accredited,
}


#: Registers made so far in this run, by the stage that they have come to: what they are in a file, and their moment.
_MADE: dict[tuple[str, tuple[str, ...]], tuple[bytes, datetime]] = {}


def build(path: Path, until: str) -> Hall:
    """Make the register and take everything as far as the named stage; it stays open.

    It goes on from the furthest that was made before, which takes a copy and not seconds.
    """
    wanted = STAGES[: STAGES.index(until) + 1]
    # A test may give its enterprises other names: what was made under those is its own.
    named = tuple(NAMES.values())
    made = next((stage for stage in reversed(wanted) if (stage, named) in _MADE), None)
    if made is None:
        hall = Hall(create_register(path, now=NOW, synthetic=True))
    else:
        path.write_bytes(_MADE[made, named][0])
        hall = Hall(open_register(path), _MADE[made, named][1])
    for stage in wanted[0 if made is None else wanted.index(made) + 1 :]:
        _DO[stage](hall)
    if made != until:
        hall.register.close()
        _MADE[until, named] = path.read_bytes(), hall.now
        hall.register = open_register(path)
    return hall


@contextmanager
def served(path: Path, until: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """Make the register and serve it to pages, whose clock is the hall's."""
    hall = build(path, until)
    hall.register.close()
    with serving(path, hall.now, monkeypatch) as hall:
        yield hall


@contextmanager
def serving(path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """Serve a register that was made before, a copy of one say, from the moment it had come to."""
    _forget()
    monkeypatch.setenv(source.ENVIRONMENT, str(path))
    hall = Hall(source.register(), now)
    monkeypatch.setattr(source, "now", hall.tick)
    try:
        yield hall
    finally:
        hall.register.close()
        _forget()


def _forget() -> None:
    # Copies of a register have its id, by which results are kept.
    for kept in (vars(source) | vars(results)).values():
        if hasattr(kept, "cache_clear") and kept is not source.regions:
            kept.cache_clear()
