"""The report: its numbers against counts by hand, nothing before the lock, the same from every side."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.collation import by_name
from indicators.faults import FaultsError
from indicators.language import Message
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.regional import what_if as what_if_module
from scoring.flow.regional.enterprises import regional_enterprises
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.report import regional_report, said_of_marks
from scoring.flow.regional.revision import said_revision
from scoring.flow.regional.sentences import undecided_in_words
from scoring.flow.regional.tables import report_tables
from scoring.flow.regional.what_if import what_if, what_if_basis, what_if_scores, what_if_scores_revision
from scoring.flow.scores import scores_of_table
from scoring.meeting.quorum import Votes
from scoring.model import Actor
from scoring.register import accreditations, chain, tables
from scoring.register.database import Register, open_register
from scoring.texts import translator

procedure = sys.modules["procedure_register"]
ROUND = procedure.ROUND
LEADER = Actor("leader", "leader", frozenset({"leader"}))
LATER = datetime(2026, 6, 20, 1, tzinfo=UTC)
NANJING, SUZHOU = "320100", "320500"


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the register at three stages: made once, read only."""
    found = {}
    for stage in ("deciding", "in_notice", "accredited"):
        found[stage] = tmp_path_factory.mktemp("regions") / f"{stage}.db"
        procedure.build(found[stage], stage).register.close()
    return found


@pytest.fixture
def opened(registers: dict[str, Path], tmp_path: Path) -> Iterator[Any]:
    """Return what opens a copy of the register at a stage."""
    made: list[Register] = []

    def open_at(stage: str) -> Register:
        path = tmp_path / f"{len(made)}.db"
        path.write_bytes(registers[stage].read_bytes())
        made.append(open_register(path))
        return made[-1]

    yield open_at
    for register in made:
        register.close()


def report_of(register: Register, actor: Actor = LEADER) -> RegionalReport:
    return regional_report(register, actor, LATER, ROUND)


def line_of(report: RegionalReport, code: str) -> Any:
    return next(one for one in report.prefectures if one.line.code == code)


def in_words(report: RegionalReport) -> str:
    """Return everything that a report says, in its own words and in ours."""
    say = translator("zh")
    told = [
        [
            say(table.title),
            say(table.define),
            *map(say.say, table.columns),
            *(say.say(c) for r in table.rows for c in r),
        ]
        for table in report_tables(report)
    ]
    return repr(report) + json.dumps(told, ensure_ascii=False)


def decide(register: Register, outcomes: dict[str, str]) -> None:
    for second, (id_, outcome) in enumerate(outcomes.items()):
        flow.record_decision(
            register,
            Actor("chair", "chair", frozenset({"chair"})),
            datetime(2026, 6, 2, 1, 0, second, tzinfo=UTC),
            application_id=id_,
            outcome=outcome,  # type: ignore[arg-type]
            votes=Votes(10, 10, 10, 0, 0),
            reason="合议",
            stage="document_review",
        )


def test_before_the_lock_two_registers_that_differ_in_outcomes_give_the_same(opened: Any) -> None:
    yes, no, none = opened("deciding"), opened("deciding"), opened("deciding")
    decide(yes, {procedure.GRADE_AA: "propose_aa", procedure.GRADE_AAA: "send_to_site_visit"})
    decide(no, {procedure.GRADE_AA: "do_not_propose", procedure.GRADE_AAA: "do_not_propose", procedure.FAR: "defer"})
    said = {in_words(report_of(register)) for register in (yes, no, none)}
    assert len(said) == 1
    report = report_of(yes)
    assert not report.locked
    assert report.files == {"A": 1, "AA": 2, "AAA": 1}
    assert (report.prefectures, report.province, report.undecided, report.fairness) == ((), None, None, ())
    assert [table.key for table in report_tables(report)] == ["answers", "files", "funnel"]
    assert {step.step: step.waiting for step in report.funnel}["expert_document_review"] == 3


def test_the_twins_differ_once_decisions_are_locked(opened: Any) -> None:
    yes, no = opened("deciding"), opened("deciding")
    decide(yes, {procedure.GRADE_AA: "propose_aa"})
    decide(no, {procedure.GRADE_AA: "do_not_propose"})
    for register in (yes, no):
        flow.advance_round(register, procedure.SECRETARIAT, LATER, ROUND, "in_notice")
    assert in_words(report_of(yes)) != in_words(report_of(no))
    # Two of three are undecided: so few could be named.
    assert report_of(yes).undecided == Message("province.undecided_few", {"least": 4})


def test_the_city_table_counts_what_there_is(opened: Any) -> None:
    report = report_of(opened("accredited"))
    nanjing, suzhou = line_of(report, NANJING), line_of(report, SUZHOU)
    assert nanjing.line.applied == {"A": 1, "AA": 1, "AAA": 1} == nanjing.line.granted
    assert suzhou.line.applied == {"A": 0, "AA": 1, "AAA": 0} == suzhou.line.granted
    assert nanjing.recommended == {"AA": 1, "AAA": 1}
    assert nanjing.caps["AAA"].used == 1
    assert nanjing.passed["confirmation"] == 1
    assert nanjing.passed["on_site_verification"] == 1
    assert (nanjing.line.rate.numerator, nanjing.line.rate.denominator) == (3, 3)
    assert nanjing.line.rate.low == pytest.approx(0.4385, abs=1e-4)  # 3 of 3: Newcombe (1998), Wilson's limits
    # Three of three and one of one cannot be told apart.
    assert (nanjing.best, nanjing.worst, suzhou.best, suzhou.worst) == (1, 2, 1, 2)
    assert report.province is not None
    assert report.province.grants == 4
    assert report.undecided == undecided_in_words(0)


def test_every_grouping_adds_up_to_the_province(opened: Any) -> None:
    report = report_of(opened("accredited"))
    assert report.province is not None
    for lines in (report.areas, report.counties, report.industries, report.sizes):
        assert sum(line.applications for line in lines) == report.province.applications
        assert sum(line.grants for line in lines) == report.province.grants
    assert [line.code for line in report.areas] == ["苏南", "苏中", "苏北"]


def test_between_lock_and_announcement_grades_without_experts_are_not_known(opened: Any) -> None:
    report = report_of(opened("in_notice"))
    assert report.locked
    assert line_of(report, NANJING).line.granted == {"AA": 1, "AAA": 1}
    # What comes after the offices' steps would tell who is decided on.
    assert {step.step for step in report.funnel if step.passed} == {
        "application",
        "preliminary_review",
        "document_review",
        "confirmation",
    }


def test_the_stock_of_a_day_and_what_ends_soon(opened: Any) -> None:
    register = opened("accredited")
    soon = regional_report(register, LEADER, datetime(2031, 4, 1, tzinfo=UTC), ROUND)
    (nanjing,) = [line for line in soon.stock if line.code == NANJING]
    assert nanjing.within == {3: 3, 6: 3, 12: 3}
    assert soon.sentences[2] == Message("province.needs_expiring", {"count": 4})
    over = regional_report(register, LEADER, datetime(2031, 7, 1, tzinfo=UTC), ROUND)
    (nanjing,) = [line for line in over.stock if line.code == NANJING]
    assert (sum(nanjing.valid.values()), nanjing.expired, nanjing.within[12]) == (0, 3, 0)
    (five,) = [line for line in over.ends if line.grade == "AA" and line.years == 5]
    assert (five.valid.value, five.expired, five.valid.denominator) == (0.0, 1.0, 2)
    (four,) = [line for line in over.ends if line.grade == "AA" and line.years == 4]
    assert four.valid.value == 1.0


def test_what_was_revoked_is_stock_no_more(opened: Any) -> None:
    register = opened("accredited")
    with register.write() as connection:
        (one,) = [each for each in accreditations.everything(connection) if each.application_id == procedure.FAR]
        ended = replace(one, version=2, state="revoked", reason="试")
        act = chain.Act("office", "secretariat", "grade.revoked", "application/x", LATER)
        chain.record(connection, act, {tables.accreditation: accreditations.add([ended])})
    report = report_of(register)
    (suzhou,) = [line for line in report.stock if line.code == SUZHOU]
    assert (sum(suzhou.valid.values()), suzhou.revoked) == (0, 1)
    # Announced it was, and is counted as such.
    assert line_of(report, SUZHOU).line.granted["AA"] == 1


def test_who_may_see_it(opened: Any) -> None:
    register = opened("in_notice")
    for role in access.rules().role:
        actor = Actor(role.id, role.id, frozenset({role.id}))
        if access.may(actor, "read", "region_statistics", {"decisions_locked"}):
            assert report_of(register, actor).locked
        else:
            with pytest.raises(AccessRefusedError):
                report_of(register, actor)
    with pytest.raises(ConflictError):
        regional_report(register, LEADER, LATER, "1999")


def test_what_marks_say_may_be_known_before_and_is_what_the_report_says(opened: Any) -> None:
    register = opened("accredited")
    whole = report_of(register)
    said = said_of_marks(register, LEADER, whole.round_id)
    assert (whole.reliability, whole.favour) == (said.reliability, said.favour)
    assert regional_report(register, LEADER, whole.at, whole.round_id, said=said) == whole
    other = replace(said, favour=Message("province.favour_none"))
    assert regional_report(register, LEADER, whole.at, whole.round_id, said=other).favour == other.favour


def test_what_marks_say_is_refused_as_the_numbers_are(opened: Any) -> None:
    for step in (said_of_marks, said_revision):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            step(opened("deciding"), LEADER, ROUND)
        for role in access.rules().role:
            if role.id not in access.roles_that_may("read", "region_statistics", access.CIRCUMSTANCES):
                with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                    step(opened("accredited"), Actor("x", "x", frozenset({role.id})), ROUND)


def test_scores_of_trials_may_be_known_before(opened: Any) -> None:
    register = opened("accredited")
    scores = what_if_scores(register, LEADER, ROUND)
    assert scores
    assert what_if_basis(register, LEADER, ROUND, scores=scores) == what_if_basis(register, LEADER, ROUND)
    assert what_if_basis(register, LEADER, ROUND, scores={}).scores == {}


def test_scores_of_trials_are_refused_as_trials_are(opened: Any) -> None:
    for step in (what_if_scores, what_if_scores_revision):
        for stage in ("deciding", "in_notice"):
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                step(opened(stage), LEADER, ROUND)
        for role in access.rules().role:
            if role.id not in access.roles_that_may("read", "region_what_if", access.CIRCUMSTANCES):
                with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                    step(opened("accredited"), Actor("x", "x", frozenset({role.id})), ROUND)


def test_no_expert_is_named(opened: Any) -> None:
    words = in_words(report_of(opened("accredited")))
    assert not [id_ for id_ in procedure.EXPERTS if id_ in words or f"专家{id_}" in words]


def test_every_number_says_what_it_is(opened: Any) -> None:
    for stage in ("deciding", "in_notice", "accredited"):
        for language in ("zh", "en"):
            say = translator(language)
            for table in report_tables(report_of(opened(stage))):
                assert say(table.define)
                assert all(len(row) == len(table.columns) for row in table.rows)
                assert all(say.say(name) for name in table.columns)


def test_from_a_prefecture_to_its_enterprises_and_no_deeper(opened: Any) -> None:
    register = opened("accredited")
    asked: dict[str, Any] = {"on": date(2026, 6, 20), "round_id": ROUND, "prefecture": NANJING}
    found = regional_enterprises(register, LEADER, **asked)
    assert [(one.name, one.grade, one.standing) for one in found] == [
        (procedure.NAMES[id_], procedure.TARGETS[id_], "valid")
        for id_ in sorted(
            (procedure.GRADE_A, procedure.GRADE_AA, procedure.GRADE_AAA), key=lambda id_: by_name(procedure.NAMES[id_])
        )
    ]
    reasons = {one.target_grade: translator("zh")(one.reason) for one in found}
    assert reasons["AA"] == "2026-06-10 公告为 AA 级，见联合发文 苏市监〔2026〕1号"
    with pytest.raises(FaultsError):
        regional_enterprises(register, LEADER, **{**asked, "prefecture": "320102"})
    with pytest.raises(AccessRefusedError):
        regional_enterprises(opened("in_notice"), LEADER, **asked)


def scores_of(register: Register) -> Any:
    with register.read() as connection:
        book = gather.rule_book(connection, ROUND)
        return scores_of_table(counting_table(connection, ROUND, "document_review", book), book)


def test_other_lines_move_whom_they_cross_and_where(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    register = opened("accredited")
    same = what_if(register, LEADER, round_id=ROUND)
    assert (same.scored, same.moved) == (3, ())
    # Full marks reach any line; nobody moves by weights either: all marks are full.
    heavier = what_if(register, LEADER, round_id=ROUND, weights={"1": Decimal(3)})
    assert heavier.moved == ()
    scores = {id_: replace(one, total=Decimal(85)) for id_, one in scores_of(register).items()}
    monkeypatch.setattr(what_if_module, "scores_of_table", lambda *_: scores)
    lower = what_if(register, LEADER, round_id=ROUND, cuts={"AAA": Decimal(84)})
    (moved,) = lower.moved
    assert (moved.name, moved.grade, moved.grade_after) == (procedure.NAMES[procedure.GRADE_AAA], "AA", "AAA")
    higher = what_if(register, LEADER, round_id=ROUND, cuts={"AA": Decimal(86)})
    assert {place.code: (place.up, place.down) for place in higher.places if place.up or place.down} == {
        NANJING: (0, 2),
        SUZHOU: (0, 1),
    }
    fewer = what_if(register, LEADER, round_id=ROUND, caps={"AA": 0})
    assert {place.code: place.over_after["AA"] for place in fewer.places if place.over_after["AA"]} == {
        NANJING: 1,
        SUZHOU: 1,
    }
    with pytest.raises(FaultsError) as raised:
        what_if(register, LEADER, round_id=ROUND, cuts={"B": Decimal(1), "AAA": Decimal(1)}, weights={"x": Decimal(-1)})
    assert len(raised.value.faults) == 4
    with pytest.raises(AccessRefusedError):
        what_if(opened("in_notice"), LEADER, round_id=ROUND)
