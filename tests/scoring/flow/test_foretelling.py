"""The truth loop out of the record: who is followed for how long, which events count, which marks belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.foretelling import Marked, loop_of
from scoring.flow.later_events import COMPLAINT, REVOCATION, Fate, LaterEvent, fates
from scoring.model import Actor, AdverseRecord
from scoring.procedure.uscc import make
from scoring.register import accreditations, applications, chain, complaints, measures, rounds, tables
from scoring.register.accreditations import Accreditation
from scoring.register.chain import Act
from scoring.register.complaints import Complaint
from scoring.register.database import Register
from scoring.register.measures import Measure
from scoring.statistics.foretelling.report import LEAST_SHOWN, Verdict

ROUND, OTHER, SAMPLE = "2024-synthetic", "2025-synthetic", "2026-sample"
SECRETARIAT = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
ON = date(2026, 6, 1)


@pytest.fixture
def register(office) -> Register:
    """Accreditations, measures and complaints as rows of the record: three of 2024, two of 2025, one of 2026."""
    held = [
        *(_accreditation(f"2024-000{number}", ROUND, date(2024, 5, 10)) for number in (1, 2, 3)),
        _accreditation("2025-0001", OTHER, date(2025, 6, 10), of=1),
        _accreditation("2025-0016", OTHER, date(2025, 6, 10)),
        _accreditation("2026-0002", SAMPLE, date(2026, 5, 20)),
    ]
    found = (AdverseRecord("quality_accident", date(2023, 1, 5)), AdverseRecord("quality_violation", date(2025, 9, 5)))
    again = replace(office.application(1), adverse_records=found)
    rows = {
        tables.accreditation: accreditations.add(held),
        tables.application: applications.add([again], versions={again.application_id: 2}),
        tables.measure: measures.add(
            [
                _measure("2024-0002", "publicity_suspension", state="voided"),
                _measure("2024-0003", REVOCATION, state="signed"),
                _measure("2025-0016", REVOCATION, state="in_force"),
                _measure("2025-0016", "rectification_order", state="done", number=8, on=date(2026, 1, 10)),
            ]
        ),
        tables.complaint: complaints.add([_complaint("2024-0002", "found_true"), _complaint("2024-0003", "unfounded")]),
        tables.round_state: rounds.add_states([rounds.RoundState(SAMPLE, 9, "accredited")]),
    }
    with office.register.write() as connection:
        act = Act("secretariat", "secretariat", "grades.announced", f"round/{SAMPLE}", office.tick())
        chain.record(connection, act, rows)
    return office.register


def _accreditation(id_: str, round_id: str, on: date, *, of: int | None = None) -> Accreditation:
    """The enterprise of an application of this year, unless it is one of its own."""
    uscc = make(f"91320102MA1ABCD{of or int(id_[2:4]) + int(id_[-2:]):02d}")
    return Accreditation(id_, 1, uscc, round_id, "AA", on, on.replace(year=on.year + 5))


def _measure(application_id: str, kind: str, *, state: str, number: int = 9, on: date = date(2026, 1, 20)) -> Measure:
    return Measure(
        f"{application_id}/measure/{number}",
        1,
        application_id,
        kind,
        "own_finding",
        "jiangsu-measures",
        "17",
        on,
        "market_regulator",
        "x",
        "理由",
        ended_on=date(2026, 2, 1) if state == "done" else None,
        state=state,  # type: ignore[arg-type]
    )


def _complaint(application_id: str, state: str) -> Complaint:
    return Complaint(
        f"{application_id}/complaint/9", 1, application_id, "complaint", "320500", date(2025, 3, 1), "账", state,
        date(2025, 4, 1), None, "查",
    )  # type: ignore[arg-type]  # fmt: skip


def of(register: Register, outcome: flow.LaterOutcome, on: date = ON) -> dict[str, Fate]:
    with register.read() as connection:
        return {one.accreditation.application_id: one for one in fates(connection, outcome, on)}


def test_measures_that_stand_and_complaints_found_true_are_events_and_nothing_else_is(register):
    found = of(register, "measure_or_complaint")
    assert {id_: one.event.kind for id_, one in found.items() if one.event} == {
        "2024-0002": COMPLAINT,
        "2025-0016": "rectification_order",  # the first of two
    }
    assert found["2024-0002"].days == (date(2025, 3, 1) - date(2024, 5, 10)).days
    assert found["2024-0003"].days == (ON - date(2024, 5, 10)).days


def test_revocations_alone(register):
    found = of(register, "revocation")
    assert [id_ for id_, one in found.items() if one.event] == ["2025-0016"]
    assert found["2025-0016"].days == (date(2026, 1, 20) - date(2025, 6, 10)).days


def test_following_ends_with_the_day_asked_about_and_what_came_later_is_not_known_then(register):
    found = of(register, "measure_or_complaint", date(2024, 12, 31))
    assert set(found) == {"2024-0001", "2024-0002", "2024-0003"}  # the others were not announced yet
    assert not any(one.event for one in found.values())
    assert {one.days for one in found.values()} == {(date(2024, 12, 31) - date(2024, 5, 10)).days}


def test_following_ends_with_the_next_accreditation_of_the_same_enterprise(office, register):
    with office.register.write() as connection:
        again = _accreditation("2025-0001", OTHER, date(2025, 6, 10), of=1)
        older = replace(_accreditation("2024-0009", ROUND, date(2024, 5, 10)), uscc=again.uscc)
        act = Act("secretariat", "secretariat", "grades.announced", "round/x", office.tick())
        chain.record(connection, act, {tables.accreditation: accreditations.add([older])})
    found = of(register, "measure_or_complaint")
    assert found["2024-0009"].days == (date(2025, 6, 10) - date(2024, 5, 10)).days
    assert found["2025-0001"].days == (ON - date(2025, 6, 10)).days


def test_adverse_records_are_those_of_who_applied_again_up_to_that_day(register):
    found = of(register, "adverse_record")
    assert set(found) == {"2025-0001"}  # its enterprise applied on 1 April 2026
    assert found["2025-0001"].event == LaterEvent("quality_violation", date(2025, 9, 5))


def test_grades_without_experts_marks_are_counted_and_nothing_is_told_of_them(register):
    found = flow.truth_loop(register, SECRETARIAT, ON)
    assert (found.unscored, found.rounds, found.report) == (1, (), None)
    assert flow.analysed_rounds(register, SECRETARIAT) == (SAMPLE,)
    assert flow.item_analysis(register, SECRETARIAT, SAMPLE).report is None


def test_only_who_writes_rule_books_or_oversees_them_asks(register):
    for role in ("expert", "public", "county_regulator", "system_admin"):
        with pytest.raises(AccessRefusedError):
            flow.truth_loop(register, Actor("x", "x", frozenset({role})), ON)


def accredited(id_: str, round_id: str) -> Accreditation:
    return Accreditation(id_, 1, id_, round_id, "AA", date(2024, 5, 10), date(2029, 5, 9))


def marked(round_id: str, n: int, *, seed: int = 1) -> Marked:
    book = shipped_rule_book(round_id)
    rng = np.random.default_rng(seed)
    shares = rng.choice([0.5, 0.75, 1.0], (n, len(book.round.indicator_table.leaves())))
    ids = tuple(f"{round_id[:4]}-{number:04d}" for number in range(n))
    return Marked(round_id, book, ids, shares, shares.mean(axis=1) * 100, rng.random(n))


def fates_of(one: Marked, events: int) -> list[Fate]:
    """The applications with the lowest first mark have the events."""
    order = np.argsort(one.shares[:, 0], kind="stable")
    hit = {one.applications[at] for at in order[:events]}
    return [
        Fate(
            accredited(id_, one.round_id), 300 if id_ in hit else 700, LaterEvent(COMPLAINT, ON) if id_ in hit else None
        )
        for id_ in one.applications
    ]


def test_rounds_are_taken_together_where_code_and_name_are_the_same():
    old, new = marked(ROUND, 40), marked(OTHER, 40, seed=2)
    leaves = list(old.book.round.indicator_table.indicators)
    at = next(place for place, leaf in enumerate(leaves) if leaf.code == "1.1.2")
    leaves[at] = replace(leaves[at], name="另一项指标")
    table = replace(old.book.round.indicator_table, indicators=tuple(leaves))
    old = replace(old, book=replace(old.book, round=replace(old.book.round, indicator_table=table)))
    found = loop_of([old, new], {ROUND: fates_of(old, 6), OTHER: fates_of(new, 6)}, "measure_or_complaint", ON)
    assert found.rule_book is new.book
    assert [(one.round_id, one.followed, one.events) for one in found.rounds] == [(ROUND, 40, 6), (OTHER, 40, 6)]
    lines = {line.name: line for line in found.report.lines}
    assert (lines["1.1.1"].followed, lines["1.1.2"].followed) == (80, 40)
    assert lines["1.1.1"].verdict is Verdict.FORETOLD
    assert set(lines) == {*found.names, flow.TOTAL, flow.CERTAINTY}


def test_below_five_events_not_even_their_kinds_are_told():
    one = marked(ROUND, 40)
    found = loop_of([one], {ROUND: fates_of(one, LEAST_SHOWN - 1)}, "measure_or_complaint", ON)
    assert found.kinds == {}
    assert {line.verdict for line in found.report.lines} == {Verdict.SUPPRESSED}
    more = loop_of([one], {ROUND: fates_of(one, LEAST_SHOWN)}, "measure_or_complaint", ON)
    assert more.kinds == {COMPLAINT: LEAST_SHOWN}
