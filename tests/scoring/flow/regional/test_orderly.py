"""How orderly a round went: one of each by hand; home favour as the inspector's signs have it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from scoring import flow
from scoring.flow import gather, signs
from scoring.flow.counting import counting_table
from scoring.flow.regional import orderly
from scoring.flow.regional.orderly import favour_in_words, integrity_counts
from scoring.flow.regional.records_checks import IntegrityCounts
from scoring.model import Actor, MarkState
from scoring.register import chain, conflicts, decisions, experts, objections, sheets, tables
from scoring.register.conflicts import Conflict
from scoring.register.database import Register, open_register
from scoring.register.decisions import Decision
from scoring.register.objections import Objection
from scoring.register.sheets import SheetEvent
from scoring.statistics.disclosure import LEAST_OTHERS
from scoring.texts import translator

procedure = sys.modules["procedure_register"]
ROUND = procedure.ROUND
AT = "2026-06-01T01:00:00.000000Z"
DAY = date(2026, 6, 10)
INSPECTOR = Actor("inspector", "inspector", frozenset({"inspector"}))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("orderly") / "register.db"
    procedure.build(path, "deciding").register.close()
    return path.read_bytes()


@pytest.fixture
def register(scored: bytes, tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "register.db"
    path.write_bytes(scored)
    found = open_register(path)
    yield found
    found.close()


def write(register: Register, rows: dict[Any, Any]) -> None:
    with register.write() as connection:
        at = datetime(2026, 6, 11, 1, chain.head(connection).sequence % 60, tzinfo=UTC)
        chain.record(connection, chain.Act("office", "secretariat", "test.wrote", "round", at), rows)


def counts(register: Register, round_id: str = ROUND) -> IntegrityCounts:
    with register.read() as connection:
        return integrity_counts(connection, round_id)


def decided(register: Register, number: int, outcome: str, grade: str | None, *proposal: str | None) -> Decision:
    with register.read() as connection:
        digest = gather.rule_book(connection, ROUND).digest
    target = (procedure.GRADE_AA, procedure.GRADE_AAA, procedure.FAR)[number % 3]
    stage: Any = "document_review"
    proposed = dict(zip(("outcome", "grade"), proposal, strict=True))
    return Decision(f"d{number}", 1, target, stage, outcome, grade, digest, AT, "x", proposal=proposed)


def conflict(number: int, expert: str, uscc: str, **other: Any) -> Conflict:
    return Conflict(f"c{number}", 1, expert, uscc, "declared", "x", "x", **other)


def test_one_of_each_is_counted_once(register: Register) -> None:
    before = counts(register)
    assert before == IntegrityCounts(0, 0, 0, 0, 0, 0, before.head)
    with register.read() as connection:
        uscc = connection.scalar(
            tables.application.select()
            .where(tables.application.c.application_id == procedure.GRADE_AA)
            .with_only_columns(tables.application.c.uscc)
        )
    # The same pair for two reasons is one recusal; a lifted one is none, nor is one with who did not apply.
    lifted = conflict(3, "E02", str(uscc))
    pairs = [conflict(1, "E01", str(uscc)), conflict(2, "E01", str(uscc)), conflict(4, "E03", "91" + "0" * 16), lifted]
    write(register, {tables.conflict: conflicts.add(pairs)})
    write(register, {tables.conflict: conflicts.add([replace(lifted, version=2, state="lifted")])})
    sheet = SheetEvent(procedure.GRADE_AA, "E01", "document_review", 2, "returned", AT, reason="x")
    voided = SheetEvent(procedure.FAR, "E01", "document_review", 2, "voided", AT, reason="x")
    write(register, {tables.sheet_event: sheets.add([sheet, voided])})
    on = f"{ROUND}/notice/1"
    received = Objection(f"{ROUND}/objection/1", 1, on, procedure.FAR, "received", DAY, "x", "x", DAY, "x")
    over = replace(received, objection_id=f"{ROUND}/objection/2")
    write(register, {tables.objection: objections.add([received, over])})
    write(register, {tables.objection: objections.add([replace(over, version=2, state="groundless", reason="x")])})
    assert counts(register) == IntegrityCounts(1, 1, 1, 0, 0, 1, before.head + 5)


def test_decisions_against_the_score_are_those_that_stand_and_differ_in_outcome_or_grade(register: Register) -> None:
    as_proposed = decided(register, 0, "propose_aa", "AA", "propose_aa", "AA")
    nothing = decided(register, 1, "do_not_propose", None, "do_not_propose", None)
    write(register, {tables.decision: decisions.add([as_proposed, nothing])})
    assert counts(register).against_score == 0
    outcome = decided(register, 2, "do_not_propose", None, "propose_aa", "AA")
    grade = decided(register, 3, "send_to_site_visit", "AA", "send_to_site_visit", "AAA")
    unscored = decided(register, 4, "do_not_propose", None, None, None)
    gone = decided(register, 5, "defer", None, "propose_aa", "AA")
    write(register, {tables.decision: decisions.add([outcome, grade, unscored, gone])})
    assert (counts(register).against_score, counts(register).superseded) == (3, 0)
    write(register, {tables.decision: decisions.add([replace(gone, version=2, state="voided")])})
    assert (counts(register).against_score, counts(register).superseded) == (2, 1)


def test_nothing_of_another_round_is_counted(register: Register) -> None:
    sheet = SheetEvent(procedure.GRADE_AA, "E01", "document_review", 2, "returned", AT, reason="x")
    write(register, {tables.sheet_event: sheets.add([sheet])})
    other = counts(register, "2025-other")
    assert other == IntegrityCounts(0, 0, 0, 0, 0, 0, other.head)


def favour(register: Register) -> Any:
    with register.read() as connection:
        return favour_in_words(connection, ROUND, gather.rule_book(connection, ROUND))


def test_of_fewer_than_four_experts_who_scored_at_home_nothing_is_told(register: Register) -> None:
    assert favour(register).key == "province.favour_few"
    assert favour(register).values == {"least": LEAST_OTHERS}


def given(monkeypatch: pytest.MonkeyPatch, register: Register, *, at_home: int, extra: float) -> None:
    """Let ten experts, some of them of 苏州, score all three, and give their own so much more."""
    with register.read() as connection:
        real = counting_table(connection, ROUND, "document_review", gather.rule_book(connection, ROUND))
    names = tuple(f"E{number:02d}" for number in range(1, 11))
    rng = np.random.default_rng(20_261_127)
    full = real.values[:1, :1]
    marks = np.round(full * rng.uniform(0.6, 0.7, (len(real.applicants), len(names), 1)), 2)
    places = [gather.prefecture_or_beginning(procedure.COUNTIES[name]) for name in real.applicants]
    marks[places.index("320500"), :at_home] *= 1.0 + extra
    table = replace(real, experts=names, values=marks, states=np.full(marks.shape, MarkState.SCORED, np.uint8))
    homes = [SimpleNamespace(expert_id=one, region="320500") for one in names[:at_home]]
    homes += [SimpleNamespace(expert_id=one, region="320900") for one in names[at_home:]]
    monkeypatch.setattr(orderly, "counting_table", lambda *_: table)
    monkeypatch.setattr(signs, "counting_table", lambda *_: table)
    monkeypatch.setattr(experts, "everyone", lambda _: tuple(homes))


@pytest.mark.parametrize(("at_home", "told"), [(LEAST_OTHERS - 1, False), (LEAST_OTHERS, True)])
def test_from_four_experts_at_home_on_it_is_told(
    register: Register, monkeypatch: pytest.MonkeyPatch, at_home: int, told: bool
) -> None:
    given(monkeypatch, register, at_home=at_home, extra=0.3)
    found = favour(register)
    assert found.key == ("province.favour_more" if told else "province.favour_few")
    assert ("points" in found.values) == told


@pytest.mark.parametrize(("extra", "key"), [(0.3, "more"), (-0.3, "less"), (0.0, "unclear")])
def test_it_is_the_number_of_the_inspector(
    register: Register, monkeypatch: pytest.MonkeyPatch, extra: float, key: str
) -> None:
    given(monkeypatch, register, at_home=5, extra=extra)
    found, his = favour(register), flow.round_signs(register, INSPECTOR, ROUND).home_favour
    assert found.key == f"province.favour_{key}"
    points, low, high = (float(one) for one in (his.estimate, his.low, his.high))
    expected = {"points": f"{points:+.1f}", "low": f"{low:+.1f}", "high": f"{high:+.1f}", "marks": int(his.home_marks)}
    assert found.values == expected
    assert (low > 0, high < 0) == (extra > 0, extra < 0)
    assert all(translator(language)(found) for language in ("zh", "en"))
    assert not [name for name in procedure.EXPERTS if name in translator("zh")(found)]


def test_without_marks_nothing_is_told(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, register, at_home=5, extra=0.3)
    empty = replace(orderly.counting_table(None, ROUND, "document_review", None), applicants=())  # type: ignore[arg-type]
    monkeypatch.setattr(orderly, "counting_table", lambda *_: empty)
    assert favour(register).key == "province.favour_none"
