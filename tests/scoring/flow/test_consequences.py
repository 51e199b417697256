"""What a table would do, told beforehand; what no application can be: window, grade, bar, code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.model import Application
from scoring.register import bars, chain, tables
from scoring.register.bars import Bar
from scoring.register.chain import Act
from scoring.texts import translator

ROUND = "2026-sample"


def preview(office: Any, *given: Application, reason: str = "", who: Any = None) -> flow.Consequences:
    actor = who or office.who("secretariat")
    return flow.preview_applications(office.register, actor, office.tick(), ROUND, given, source="a.csv", reason=reason)


def enter(office: Any, *given: Application, reason: str = "", who: Any = None) -> Any:
    actor = who or office.who("secretariat")
    return flow.import_applications(office.register, actor, office.tick(), ROUND, given, source="a.csv", reason=reason)


def keys(found: flow.Consequences) -> list[str]:
    assert all(fault.message(say) for fault in found.faults for say in (translator("zh"), translator("en")))
    return [fault.what.key for fault in found.faults]


def bar(office: Any, uscc: str, from_: date, until: date) -> None:
    given = Bar(
        uscc, 1, from_, until, "16", "弄虚作假", document="jiangsu-measures", bar_id="x/return", application_id="x"
    )
    with office.register.write() as connection:
        act = Act("s", "secretariat", "test.barred", "x", office.tick())
        chain.record(connection, act, {tables.bar: bars.add([given])})


def test_a_preview_tells_new_changed_unchanged_refused_and_writes_nothing(opened: Any) -> None:
    enter(opened, opened.application(3), opened.application(4))
    before = len(opened.entries())
    found = preview(
        opened,
        opened.application(3),
        opened.application(4, adverse_records_checked=False),
        opened.application(5),
        replace(opened.application(3), application_id="2026-0009"),
        reason="县局更正",
    )
    assert [row.kind for row in found.rows] == ["unchanged", "changed", "new", "refused"]
    assert keys(found) == ["flow.second_application"]
    changed = found.of_kind("changed")[0]
    assert [cite.clause for finding in changed.findings for cite in finding.cite] == ["10(2)4"]
    assert len(opened.entries()) == before


def test_a_preview_tells_which_caps_would_be_reached(opened: Any) -> None:
    cap = next(cap.per_prefecture for cap in opened.book.round.parameter_sheet.caps if cap.grade == "AAA")
    found = preview(
        opened, *(opened.application(number, "AAA") for number in range(1, cap + 2)), opened.application(90)
    )
    told = {one.grade: (one.before, one.after, one.reached, one.exceeded) for one in found.quotas}
    assert told == {"AAA": (0, cap + 1, True, True), "AA": (0, 1, False, False)}
    assert found.faults == ()  # the cap is on recommendations, and held there


def test_upgrade_periods_are_told_beforehand(opened: Any) -> None:
    (row,) = preview(opened, opened.application(3, held=())).rows
    assert [finding.condition for finding in row.findings] == ["upgrade"]


def test_the_import_refuses_what_the_preview_said(opened: Any) -> None:
    given = [
        replace(opened.application(3), target_grade="BBB"),
        replace(opened.application(4), applied_on=date(2018, 12, 31)),
        replace(opened.application(5), applied_on=date(2026, 6, 2)),
        replace(opened.application(6), enterprise=replace(opened.application(6).enterprise, uscc="91320102MA1ABCD010")),
    ]
    expected = ["steps.grade_not_open", "steps.outside_window", "steps.applied_in_future", "steps.credit_code"]
    assert keys(preview(opened, *given)) == expected
    with pytest.raises(FaultsError) as caught:
        enter(opened, *given)
    assert [fault.what.key for fault in caught.value.faults] == expected


@pytest.mark.parametrize(
    ("applied", "fault"),
    [
        (date(2018, 12, 31), "steps.outside_window"),
        (date(2019, 1, 1), None),  # the first day of the notice
        (date(2020, 2, 29), None),
        (date(2026, 6, 1), None),  # today
        (date(2026, 6, 2), "steps.applied_in_future"),
    ],
)
def test_days_at_their_edges(opened: Any, applied: date, fault: str | None) -> None:
    assert keys(preview(opened, replace(opened.application(3), applied_on=applied))) == ([fault] if fault else [])


@pytest.mark.parametrize(("applied", "fits"), [(date(2027, 12, 31), True), (date(2028, 1, 1), False)])
def test_the_last_day_of_the_notice_is_in_time(opened: Any, applied: date, fits: bool) -> None:
    opened.now = datetime(2028, 1, 1, 1, tzinfo=UTC)
    found = keys(preview(opened, replace(opened.application(3), applied_on=applied)))
    assert found == ([] if fits else ["steps.outside_window"])


@pytest.mark.parametrize(
    ("applied", "barred"),
    [(date(2026, 3, 31), False), (date(2026, 4, 1), True), (date(2026, 5, 1), True), (date(2026, 5, 2), False)],
)
def test_a_barred_enterprise_is_refused_with_the_article_and_the_attempt_stays(
    opened: Any, applied: date, barred: bool
) -> None:
    given = replace(opened.application(3), applied_on=applied)
    bar(opened, given.enterprise.uscc, date(2026, 4, 1), date(2026, 5, 1))
    before = len(opened.entries())
    if not barred:
        enter(opened, given)
        return
    with pytest.raises(FaultsError, match=r"steps\.barred") as caught:
        enter(opened, given)
    assert caught.value.faults[0].what.values["until"] == date(2026, 5, 1)
    (entry,) = opened.entries()[before:]
    assert entry.act == "attempt.refused"
    assert given.enterprise.uscc in entry.content


def test_a_round_takes_new_applications_while_it_is_open_and_late_ones_by_the_secretariat(office: Any) -> None:
    county = office.who("county_regulator", region="320102")
    with pytest.raises(FaultsError, match=r"steps\.round_takes_no_applications"):
        enter(office, office.application(3), who=county)
    enter(office, office.application(3))
    office.to("deciding")
    with pytest.raises(FaultsError, match=r"steps\.round_takes_no_applications"):
        enter(office, office.application(4))
    enter(office, office.application(3, adverse_records_checked=False), reason="核查更正")


def test_a_form_gives_the_next_number(opened: Any) -> None:
    county = opened.who("county_regulator", region="320102")
    enter(opened, opened.application(7))
    blank = replace(opened.application(8), application_id="")
    entered = flow.enter_application(opened.register, county, opened.tick(), ROUND, blank)
    assert entered.application_id == "2026-0008"
    assert opened.entries()[-1].act == "application.entered"
    elsewhere = replace(blank, enterprise=replace(blank.enterprise, county="320583"))
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.enter_application(opened.register, county, opened.tick(), ROUND, elsewhere)
    with pytest.raises(FaultsError, match=r"flow\.second_application"):
        flow.enter_application(opened.register, county, opened.tick(), ROUND, blank)


def test_a_preview_is_for_those_who_may_import(opened: Any) -> None:
    for role in ("county_drc", "prefecture_regulator", "leader", "chair"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            preview(opened, opened.application(3), who=opened.who(role, region="320102"))
