"""Prepared counts: what they say is what the rows say, after every act, whether or not anybody brought them forward."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import gather
from scoring.flow.regional.case_waits import RECOMMENDED
from scoring.flow.regional.funnel import funnel, office_waits, waits_of
from scoring.flow.regional.preparing import rebuild_counts
from scoring.flow.step_standings import OFFICES
from scoring.model import Actor
from scoring.procedure.steps import path
from scoring.register import (
    accreditations,
    chain,
    measures,
    regional_counts,
    regional_waits,
    step_acts,
    tables,
    withdrawals,
)
from scoring.register.database import Register
from scoring.register.measures import Measure
from scoring.register.regional_cells import CUBES, Cell, cells_of, cells_of_round, rounds_of
from scoring.register.regional_counts import Counts
from scoring.register.step_acts import StepAct
from scoring.register.withdrawals import Withdrawal
from scoring.texts import translator

procedure = sys.modules["procedure_register"]
ROUND = procedure.ROUND
SECRETARIAT = procedure.SECRETARIAT
HALTS = ("returned", "refused")
FACTS = '{"adverse_records":[],"adverse_records_checked":true,"declared":{},"growth":[],"held":[]}'


def from_rows(connection: Any) -> dict[Cell, int]:
    found: Counter[Cell] = Counter()
    for round_id in rounds_of(connection):
        found.update(cells_of_round(connection, round_id))
    return dict(found)


def as_read(connection: Any) -> dict[Cell, int]:
    counts = Counts(connection)
    return {cell: count for cube in CUBES for cell, count in counts.of(cube).items()}


def stored(register: Register) -> dict[Cell, int]:
    with register.read() as connection:
        return {Cell(*row[:-1]): row[-1] for row in connection.execute(select(tables.regional_count))}


def test_they_are_what_the_rows_say_after_every_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A mark from the very beginning: everything that follows is told from what was touched since.
    seen: list[int] = []
    record = chain.record

    def recorded(connection: Any, act: Any, rows: Any = None) -> Any:
        entry = record(connection, act, rows)
        expected = from_rows(connection)
        assert as_read(connection) == expected, act.act
        seen.append(sum(expected.values()))
        return entry

    hall = procedure.build(tmp_path / "register.db", "scored")
    with hall.register.write() as connection:
        first = connection.execute(select(tables.chain_entry).where(tables.chain_entry.c.sequence == 1)).one()
        connection.execute(insert(tables.regional_mark), {"id": 1, "upto": 1, "hash": first.hash})
        assert as_read(connection) == from_rows(connection) != {}
    monkeypatch.setattr("scoring.register.chain.record", recorded)
    for stage in procedure.STAGES[procedure.STAGES.index("scored") + 1 :]:
        procedure._DO[stage](hall)
    revoked(hall)
    assert seen[-1] == 4 * len(CUBES)
    assert stored(hall.register) != {}
    with hall.register.read() as connection:
        granted = {cell.granted: count for cell, count in Counts(connection).of("size", ROUND).items()}
    assert granted == {"A": 1, "AA": 2, "AAA": 1}


def revoked(hall: Any) -> None:
    """Revoke a grade after the announcement: what was prepared then no longer holds by itself."""
    with hall.register.write() as connection:
        (one,) = [each for each in accreditations.everything(connection) if each.application_id == procedure.FAR]
        ended = replace(one, version=2, state="revoked", reason="试")
        act = chain.Act("office", "secretariat", "grade.revoked", "application/x", hall.tick())
        chain.record(connection, act, {tables.accreditation: accreditations.add([ended])})


@pytest.fixture
def announced(tmp_path: Path) -> Any:
    return procedure.build(tmp_path / "register.db", "accredited")


def test_the_lock_and_the_announcement_bring_them_forward(announced: Any) -> None:
    with announced.register.read() as connection:
        mark = regional_counts.mark_of(connection)
        assert mark is not None
        assert mark.entry == chain.head(connection).sequence
        assert stored(announced.register) == from_rows(connection)
        kept = regional_waits.of_round(connection, ROUND)
        book = gather.rule_book(connection, ROUND)
        assert kept == waits_of(connection, ROUND, book) != Counter()
        assert regional_waits.stale(connection) == frozenset()


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("publicity_suspension", False),
        ("rectification_order", False),
        ("revocation", False),
        ("application_returned", True),
    ],
)
def test_of_measures_only_a_return_changes_how_far_an_application_came(announced: Any, kind: str, ends: bool) -> None:
    day = date(2026, 10, 1)
    ground = "untrue_material" if ends else "own_finding"
    rule = {"ground": ground, "document": "jiangsu_measures", "clause": "16", "taken_on": day, "reason": "试"}
    id_ = f"{procedure.FAR}/measure/1"
    taken = Measure(id_, 1, procedure.FAR, kind, authority="market_regulator", signer="office", **rule)
    with announced.register.write() as connection:
        before = waits_of(connection, ROUND, gather.rule_book(connection, ROUND))
        act = chain.Act("office", "secretariat", "measure.ordered", "application/x", announced.tick())
        chain.record(connection, act, {tables.measure: measures.add([taken])})
        after = waits_of(connection, ROUND, gather.rule_book(connection, ROUND))
        assert regional_waits.stale(connection) == ({ROUND} if ends else set())
        assert ends or after == before
        assert funnel(connection, ROUND, gather.rule_book(connection, ROUND), announced=True) == after


def test_whole_rounds_are_counted_where_much_was_touched(announced: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    revoked(announced)
    monkeypatch.setattr(regional_counts, "MANY", 0)
    with announced.register.read() as connection:
        assert as_read(connection) == from_rows(connection)


def test_a_mark_of_another_chain_is_no_mark(announced: Any) -> None:
    with announced.register.write() as connection:
        connection.execute(update(tables.regional_mark).values(hash="0" * 64))
        connection.execute(update(tables.regional_count).values(applications=77))
        assert regional_counts.mark_of(connection) is None
        assert as_read(connection) == from_rows(connection)
        assert regional_waits.stale(connection) == {ROUND}


def test_counts_that_were_tampered_with_are_made_anew(announced: Any) -> None:
    with announced.register.write() as connection:
        connection.execute(update(tables.regional_count).values(applications=77))
        connection.execute(delete(tables.regional_wait))
    rebuilt = rebuild_counts(announced.register, SECRETARIAT)
    with announced.register.read() as connection:
        assert stored(announced.register) == from_rows(connection)
        assert rebuilt.rounds == 1
        assert rebuilt.entry == chain.head(connection).sequence
        book = gather.rule_book(connection, ROUND)
        assert regional_waits.of_round(connection, ROUND) == funnel(connection, ROUND, book, announced=True)


def faults(hall: Any) -> list[str]:
    found = flow.check(hall.register, Actor("inspector", "inspector", frozenset({"inspector"})))
    assert all(fault.message(translator(language)) for fault in found for language in ("zh", "en"))
    return sorted(fault.what.key for fault in found)


def test_check_sees_a_count_that_is_not_what_the_rows_say(announced: Any) -> None:
    assert faults(announced) == []
    first = tables.regional_count.c.cube == "size"
    with announced.register.write() as connection:
        (grade,) = connection.scalars(select(tables.regional_count.c.target_grade).where(first).limit(1))
        first &= tables.regional_count.c.target_grade == grade
        connection.execute(update(tables.regional_count).where(first).values(applications=9))
    assert faults(announced) == ["invariant.counts_as_rows"]
    with announced.register.write() as connection:
        connection.execute(delete(tables.regional_count).where(tables.regional_count.c.cube == "county"))
        connection.execute(update(tables.regional_count).where(first).values(round_id="2019-none"))
    # What is missing, and a round that there is not.
    assert len(faults(announced)) == 4 + 2
    rebuild_counts(announced.register, SECRETARIAT)
    assert faults(announced) == []


def test_check_sees_waits_that_are_not_what_the_rows_say(announced: Any) -> None:
    with announced.register.write() as connection:
        passed = tables.regional_wait.c.step == "application"
        connection.execute(update(tables.regional_wait).where(passed).values(applications=50))
    assert faults(announced) == ["province.waits_not_as_rows"]


def test_counts_that_are_behind_the_chain_are_no_fault_but_wrong_ones_are(announced: Any) -> None:
    revoked(announced)
    assert faults(announced) == []
    with announced.register.write() as connection:
        connection.execute(update(tables.regional_count).values(applications=tables.regional_count.c.applications + 1))
    assert set(faults(announced)) == {"invariant.counts_as_rows"}
    with announced.register.write() as connection:
        connection.execute(update(tables.regional_mark).values(hash="0" * 64))
    # A mark of another chain is none: nothing of what is prepared is used.
    assert faults(announced) == []


def test_they_are_outside_of_the_chain(announced: Any) -> None:
    with announced.register.read() as connection:
        before = chain.head(connection)
    rebuild_counts(announced.register, SECRETARIAT)
    with announced.register.read() as connection:
        assert chain.head(connection) == before


def test_whoever_has_no_business_with_them_makes_nothing_anew(announced: Any) -> None:
    with pytest.raises(AccessRefusedError):
        rebuild_counts(announced.register, Actor("E01", "E01", frozenset({"expert"})))


def test_the_database_counts_what_following_each_application_does(tmp_path: Path) -> None:
    hall = procedure.build(tmp_path / "register.db", "open")
    rng = Random(20_261_127)
    with hall.register.write() as connection:
        book = gather.rule_book(connection, ROUND)
        applied, acts = random_files(rng, book, 160)
        chain.record(connection, act(hall, "applied"), {tables.application: applied})
        chain.record(connection, act(hall, "acts"), {tables.step_act: step_acts.add(acts)})
        ids = sorted({one["application_id"] for one in applied})
        again = [dict(one, version=2, county="320505", target_grade="A") for one in applied[:5]]
        gone = [Withdrawal(id_, 1, date(2026, 5, 9), "x") for id_ in ids[3:12]]
        untrue = [returned(id_) for id_ in ids[10:16]]
        rows = {tables.withdrawal: withdrawals.add(gone), tables.measure: measures.add(untrue)}
        chain.record(connection, act(hall, "later"), {tables.application: again, **rows})
        found = office_waits(connection, ROUND, book)
        assert found == waits_of(connection, ROUND, book, OFFICES)
        assert {wait.state for wait in found} == {"passed", "waiting", "dropped"}
        assert {wait.step for wait in found} >= {"application", "preliminary_review", "document_review", RECOMMENDED}
        # And whole rounds by the database as application by application.
        assert cells_of_round(connection, ROUND) == cells_of(connection, ids)


def test_the_database_counts_no_round_that_is_over(announced: Any) -> None:
    with announced.register.read() as connection, pytest.raises(ValueError, match="announced"):
        office_waits(connection, ROUND, gather.rule_book(connection, ROUND))


def act(hall: Any, what: str) -> chain.Act:
    return chain.Act("office", "secretariat", f"test.{what}", "round", hall.tick())


def returned(id_: str) -> Measure:
    on, document = date(2026, 5, 8), "jiangsu-measures"
    kind, ground = "application_returned", "untrue_material"
    return Measure(f"{id_}/1", 1, id_, kind, ground, document, "16", on, "market_regulator", "x", "x", happened_on=on)


def day(rng: Random) -> date:
    return date(2026, 4, 25) + timedelta(rng.randint(0, 30))


def random_files(rng: Random, book: Any, count: int) -> tuple[list[dict[str, Any]], list[StepAct]]:
    """Return applications and what offices did with them: in order and out of it, halted, gone on with, done twice."""
    applied, acts = [], []
    for number in range(count):
        grade = rng.choice(("A", "AA", "AAA"))
        applied.append(
            {
                "application_id": f"x-{number:04d}",
                "version": 1,
                "round_id": ROUND,
                "uscc": f"91{number:016d}",
                "name": "x",
                "legal_form": "legal_person",
                "county": rng.choice(("320102", "320505", "320583", "320999")),
                "industry": rng.choice(("C13", "C1310", "C34")),
                "size": "small",
                "registered_on": "2005-01-01",
                "target_grade": grade,
                "applied_on": "2026-05-01",
                "facts": FACTS,
            }
        )
        every = [one.id for step in path(book.regulation, grade) for one in step.acts][:8]
        some = every[: rng.randint(0, 8)] if rng.random() < 0.8 else rng.sample(every, rng.randint(0, 8))
        if rng.random() < 0.2:
            some += rng.sample(every, 2)
        verdicts = rng.choices(("signed", "returned", "refused", "completed", "resumed"), (30, 1, 1, 1, 1), k=len(some))
        acts += [
            StepAct(f"x-{number:04d}", at, one, verdict, 1, "x", "x", day(rng), "x" if verdict in HALTS else None, "x")
            for at, (one, verdict) in enumerate(zip(some, verdicts, strict=True), 1)
        ]
    return applied, acts
