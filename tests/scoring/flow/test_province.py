"""The report by region against decisions and announcements counted by hand: nothing before the lock for anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from indicators.load import shipped_rule_book
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.regional.records import RegionalReport, StockLine
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.sentences import undecided_in_words
from scoring.meeting.quorum import Votes
from scoring.model import Actor, Application, Expert
from scoring.procedure.rounds import RoundState, circumstances
from scoring.procedure.uscc import make
from scoring.register import applications

ROUND, EARLIER = "2026-sample", "2024-synthetic"
NANJING, SUZHOU = "320100", "320500"
YES, NO = Votes(5, 5, 5, 0, 0), Votes(5, 5, 1, 4, 0)
LEADER = Actor("leader", "leader", frozenset({"leader"}))
EVERYBODY = tuple(role.id for role in access.rules().role)


def report_of(province: Any, person: Actor = LEADER, round_id: str = ROUND) -> RegionalReport:
    return regional_report(province.register, person, province.tick(), round_id, marks=False)


def in_prefecture(result: RegionalReport, code: str) -> Any:
    return next(one.line for one in result.prefectures if one.line.code == code)


def stock_on(province: Any, day: date) -> StockLine:
    """Return what is valid in 苏州 at noon of a day."""
    now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    report = regional_report(province.register, LEADER, now, EARLIER, marks=False)
    return next(one for one in report.stock if one.code == SUZHOU)


def applicant(office: Any, number: int, target: str, county: str, round_id: str = ROUND) -> Application:
    """An application as sound as those of the fixture, for another round, grade or county."""
    found = office.sample_application
    return replace(
        found,
        application_id=f"{round_id[:4]}-{number:04d}",
        round_id=round_id,
        target_grade=target,
        applied_on=date(int(round_id[:4]), 4, 1),
        enterprise=replace(found.enterprise, uscc=make(f"91320102MA2ABCD{number:02d}"), county=county),
    )


@pytest.fixture
def province(office: Any) -> Any:
    """The office, with two further applicants of the round: AA in 苏州, A in 南京."""

    class Province:
        register, to, tick, score, revoke = office.register, office.to, office.tick, office.score, office.revoke
        recommend, confirm, void = office.recommend, office.confirm, office.void
        secretariat = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
        chair = Actor("chair", "chair", frozenset({"chair"}))

        def __init__(self) -> None:
            with self.register.read() as connection:
                self.sample_application = applications.of_round(connection, ROUND)[0]

        def decide(self, application_id: str, outcome: Any, stage: Any = "document_review") -> None:
            votes = NO if outcome in ("do_not_propose", "defer") else YES
            flow.record_decision(
                self.register,
                self.chair,
                self.tick(),
                application_id=application_id,
                outcome=outcome,
                votes=votes,
                reason="集体讨论",
                stage=stage,
            )

        def earlier_round(self, *granted: Application) -> None:
            """A round of 2024 with applicants for A alone, all of them announced on 10 May 2024."""
            book = shipped_rule_book(EARLIER)
            flow.create_round(self.register, self.secretariat, self.tick(), book)
            office.open_round(EARLIER)
            flow.import_applications(self.register, self.secretariat, self.tick(), EARLIER, granted, source="old.csv")
            office.recommend(*granted, round_id=EARLIER)
            office.confirm(*granted, round_id=EARLIER)
            for state in ("reviewing", "deciding", "in_notice"):
                flow.advance_round(self.register, self.secretariat, self.tick(), EARLIER, state)  # type: ignore[arg-type]
            given = [flow.Granted(one.application_id, "A") for one in granted]
            self.announce(EARLIER, given, date(2024, 5, 10))

        def announce(self, round_id: str, given: list[flow.Granted], on: date) -> None:
            office.accredit(*given, on=on, round_id=round_id)
            flow.advance_round(self.register, self.secretariat, self.tick(), round_id, "accredited")

        def decided(self) -> None:
            """南京: AA proposed, AAA not; 苏州: one AA proposed, one deferred."""
            for name in ("2026-0001", "2026-0002", "2026-0003", "2026-0004"):
                self.score(name, "1")
            self.to("deciding")
            self.decide("2026-0001", "propose_aa")
            self.decide("2026-0002", "do_not_propose")
            self.decide("2026-0003", "propose_aa")
            self.decide("2026-0004", "defer")

    found = Province()
    more = [
        applicant(found, 3, "AA", "320505"),
        applicant(found, 4, "AA", "320506"),
        applicant(found, 5, "A", "320102"),
    ]
    flow.import_applications(found.register, found.secretariat, found.tick(), ROUND, more, source="more.csv")
    office.recommend(*more)
    office.confirm(*more)
    holder = Actor("holder", "holder", frozenset({"assignment_holder"}))
    # No expert of 苏州 judges there.
    people = [Expert(f"E{n:02d}", f"专家E{n:02d}", "研究院", "320600", ("C34",), date(2024, 1, 1)) for n in range(1, 6)]
    flow.import_experts(found.register, holder, found.tick(), people, source="experts.csv")
    pairs = [(one.application_id, f"E{n:02d}") for one in more[:2] for n in range(1, 6)]
    flow.assign(found.register, holder, found.tick(), ROUND, pairs)
    return found


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_sees_grades_before_the_decisions_are_locked(province: Any, role: str) -> None:
    person = Actor(role, role, frozenset({role}), "320000")
    province.decided()
    # There is something to see by now: the chair reads the decisions one by one.
    assert len(flow.read_decisions(province.register, province.chair, ROUND)) == 4
    try:
        found = report_of(province, person)
    except AccessRefusedError:
        assert role not in access.roles_that_may("read", "region_statistics", access.CIRCUMSTANCES)
    else:
        assert (found.locked, found.province, found.prefectures, found.years) == (False, None, (), ())


@pytest.mark.parametrize("state", get_args(RoundState))
def test_the_rule_itself_opens_with_the_lock(state: RoundState) -> None:
    open_to = access.roles_that_may("read", "region_statistics", circumstances(state))
    assert bool(open_to) == (state in ("in_notice", "accredited", "closed"))


def test_before_the_lock_there_is_a_count_of_files(province: Any) -> None:
    found = report_of(province)
    assert (found.state, sum(found.files.values())) == ("reviewing", 5)


def test_who_may_never_read_does_not_learn_which_rounds_there_are(province: Any) -> None:
    expert = Actor("E01", "E01", frozenset({"expert"}))
    for round_id in (ROUND, "2031"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            report_of(province, expert, round_id)
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        report_of(province, LEADER, "2031")


def test_in_notice_the_counts_are_those_of_the_decisions(province: Any) -> None:
    province.decided()
    province.to("in_notice")
    found = report_of(province)
    decided = flow.read_decisions(province.register, LEADER, ROUND)
    proposed = [one for one in decided if one.outcome.startswith("propose")]
    assert found.province is not None
    assert found.province.grants == len(proposed) == 2
    assert not found.announced
    assert in_prefecture(found, NANJING).applied == {"A": 1, "AA": 1, "AAA": 1}
    # A is confirmed without experts: before the announcement it is not known, and so not 0.
    assert in_prefecture(found, NANJING).granted == {"AA": 1, "AAA": 0}
    assert in_prefecture(found, NANJING).rate.denominator == 2
    assert in_prefecture(found, SUZHOU).granted == {"AA": 1, "AAA": 0}
    assert found.undecided == undecided_in_words(1)
    assert len(found.prefectures) == 13
    assert {grade: use.cap for grade, use in found.prefectures[0].caps.items()} == {"AAA": 15, "AA": 30}
    assert found.grades == ("A", "AA", "AAA")


def test_a_case_sent_to_the_site_visit_or_voided_is_not_decided(province: Any) -> None:
    for name in ("2026-0001", "2026-0002"):
        province.score(name, "1")
    province.to("deciding")
    province.decide("2026-0002", "send_to_site_visit")
    province.decide("2026-0001", "propose_aa")
    (last,) = (
        one
        for one in flow.read_decisions(province.register, province.chair, ROUND)
        if one.application_id == "2026-0001"
    )
    province.void(last.decision_id)
    province.to("in_notice")
    found = report_of(province)
    assert found.province is not None
    assert found.province.grants == 0
    assert found.undecided == undecided_in_words(4)


def test_once_announced_the_counts_are_those_announced_whatever_became_of_them(province: Any) -> None:
    province.decided()
    province.to("in_notice")
    given = [flow.Granted("2026-0001", "AA"), flow.Granted("2026-0005", "A")]
    province.announce(ROUND, given, date(2026, 6, 10))
    found = report_of(province)
    assert found.announced
    # Proposed in 苏州, but not announced: an objection stood.
    assert in_prefecture(found, SUZHOU).granted == {"A": 0, "AA": 0, "AAA": 0}
    assert in_prefecture(found, NANJING).granted == {"A": 1, "AA": 1, "AAA": 0}
    province.revoke("2026-0001", on=date(2026, 6, 10))
    assert [one.line for one in report_of(province).prefectures] == [one.line for one in found.prefectures]


def test_the_years_go_from_the_oldest_round_to_the_newest(province: Any) -> None:
    province.earlier_round(applicant(province, 31, "A", "320505", EARLIER))
    assert [one.round_id for one in report_of(province).years] == [EARLIER]
    province.decided()
    province.to("in_notice")
    found = report_of(province)
    assert [one.round_id for one in found.years] == [EARLIER, ROUND]
    assert found.years[1].line == found.province
    assert found.years[0].line.granted == {"A": 1, "AA": 0, "AAA": 0}


def test_revoked_expired_and_superseded_are_not_valid(province: Any) -> None:
    old = [applicant(province, number, "A", "320505", EARLIER) for number in (31, 32, 33)]
    province.earlier_round(*old)
    # The rule book of that round lets a grade hold three years: 10 May 2024 to 9 May 2027.
    on = date(2026, 6, 20)
    assert stock_on(province, on).valid == {"A": 3}
    province.revoke("2024-0031")
    again = replace(applicant(province, 6, "A", "320505"), enterprise=old[1].enterprise)
    flow.import_applications(
        province.register, province.secretariat, province.tick(), ROUND, [again], source="again.csv"
    )
    province.recommend(again)
    province.confirm(again)
    province.decided()
    province.to("in_notice")
    province.announce(ROUND, [flow.Granted("2026-0006", "A")], date(2026, 6, 10))
    found = stock_on(province, on)
    assert (found.valid, found.revoked, found.superseded, found.expired) == ({"A": 2}, 1, 1, 0)
    later = stock_on(province, date(2027, 5, 9))
    assert (sum(later.valid.values()), later.within[3], later.expired) == (2, 1, 0)
    later = stock_on(province, date(2027, 5, 10))
    assert (sum(later.valid.values()), later.within[3], later.expired) == (1, 0, 1)


def test_the_stock_of_a_register_without_accreditations_is_empty(province: Any) -> None:
    found = report_of(province)
    assert sum(sum(one.valid.values()) for one in found.stock) == 0
