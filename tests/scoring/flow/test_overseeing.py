"""The province instructs prefectures and counties, and rechecks a sample of their opinions on A."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.procedure.oversight import RecheckCount
from scoring.procedure.uscc import make
from scoring.register import applications, chain, step_acts, tables
from scoring.register.step_acts import StepAct

ROUND = "2026-sample"
DAY, DUE = date(2026, 6, 1), date(2026, 6, 30)
NANJING, SUZHOU = "320100", "320500"
ID = "instruction/1"


def instruct(
    office: Any, region: str = NANJING, content: str = "初审应留存核查记录", due: date = DUE, on: date = DAY
) -> Any:
    who = office.who("secretariat")
    return flow.instruct(office.register, who, office.tick(), region=region, content=content, on=on, due=due)


def answer(office: Any, region: str = NANJING, role: str = "prefecture_regulator", text: str = "已落实") -> Any:
    who = office.who(role, region=region)
    return flow.answer_instruction(office.register, who, office.tick(), instruction_id=ID, answer=text, on=DAY)


def draw(office: Any, seed: str = "开奖号 0471", reason: str = "") -> Any:
    return flow.draw_rechecks(
        office.register, office.who("secretariat"), office.tick(), ROUND, seed=seed, reason=reason
    )


def record(office: Any, application_id: str, result: str, reason: str = "复查记录第 3 页") -> Any:
    return flow.record_recheck(
        office.register,
        office.who("secretariat"),
        office.tick(),
        application_id=application_id,
        result=result,  # type: ignore[arg-type]
        reason=reason,
    )


def rechecks(office: Any, role: str = "inspector") -> flow.Rechecks:
    return flow.read_rechecks(office.register, office.who(role), ROUND)


@pytest.fixture
def opined(office: Any) -> Any:
    """The office with opinions on A: thirty of 南京, one of 苏州."""
    sample = office.application(3, "A")
    given = [
        replace(
            sample,
            application_id=f"2026-{number:04d}",
            enterprise=replace(
                sample.enterprise,
                uscc=make(f"91320102MA3ABCD{number:02d}"),
                county="320505" if number == 40 else "320102",
            ),
        )
        for number in range(10, 41)
    ]
    rows = {tables.application: applications.add(given, versions={one.application_id: 1 for one in given})}
    opine(office, rows, [one.application_id for one in given])
    return office


def opine(office: Any, rows: dict[Any, Any], ids: list[str]) -> None:
    """Enter applications, and the opinion of their prefecture on each that is named."""
    acts = ("prefecture_document_review", "prefecture_recheck", "grade_opinion_or_recommendation")
    rows = rows | {
        tables.step_act: step_acts.add(
            StepAct(id_, version, act, "signed", 1, "p", "prefecture_regulator", DAY)
            for id_ in ids
            for version, act in enumerate(acts, start=1)
        )
    }
    with office.register.write() as connection:
        act = chain.Act("secretariat", "secretariat", "applications.imported", f"round/{ROUND}", office.tick())
        chain.record(connection, act, rows)


def test_an_instruction_is_answered_by_the_office_that_was_instructed(office: Any) -> None:
    instruct(office)
    for region, role in ((SUZHOU, "prefecture_regulator"), ("320102", "county_regulator"), (NANJING, "expert")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            answer(office, region, role)
    answer(office)
    (one,) = flow.read_instructions(office.register, office.who("prefecture_drc", region=NANJING))
    assert (one.state, one.answer, one.answered_on, one.version) == ("answered", "已落实", DAY, 2)
    with pytest.raises(ConflictError, match=r"supervision\.answered_already"):
        answer(office)


def test_offices_that_are_late_are_reminded_and_no_others(office: Any) -> None:
    instruct(office)
    instruct(office, "320505", due=date(2026, 7, 1))

    def late(on: date, role: str = "secretariat", region: str | None = None) -> list[str]:
        found = flow.late_instructions(office.register, office.who(role, region=region), on=on)
        return [one.region for one in found]

    assert (late(DUE), late(date(2026, 7, 1)), late(date(2026, 7, 2))) == ([], [NANJING], [NANJING, "320505"])
    assert late(date(2026, 7, 2), "county_regulator", "320505") == ["320505"]
    answer(office)
    assert late(date(2026, 7, 2)) == ["320505"]


def test_all_faults_of_an_instruction_are_told_at_once(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        instruct(office, "320000", " ", due=DAY, on=date(2026, 6, 2))
    assert [fault.what.key for fault in caught.value.faults] == [
        "supervision.text_missing",
        "supervision.day_to_come",
        "supervision.unknown_region",
        "supervision.ends_before_it_begins",
    ]
    instruct(office)
    with pytest.raises(FaultsError, match=r"supervision\.text_missing"):
        answer(office, text="")


def test_a_sample_is_drawn_by_prefecture_and_can_be_drawn_again(opined: Any) -> None:
    draw(opined)
    found = rechecks(opined)
    assert found.by_prefecture == (RecheckCount(NANJING, 30, 3, 0, 0), RecheckCount(SUZHOU, 1, 1, 0, 0))
    assert found.reproducible
    assert '"drawn":4' in opined.entries()[-1].content
    assert not flow.verify(opined.register, opined.who("inspector")).faults


def test_what_was_drawn_otherwise_than_the_seed_says_is_seen(opined: Any) -> None:
    draw(opined)
    drawn = {one.application_id for one in rechecks(opined).rechecks}
    other = next(f"2026-{number:04d}" for number in range(10, 40) if f"2026-{number:04d}" not in drawn)
    with opined.register.write() as connection:
        row = connection.execute(select(tables.recheck).limit(1)).one()._asdict() | {"application_id": other}
        act = chain.Act("x", "secretariat", "rechecks.drawn", f"round/{ROUND}", opined.tick())
        chain.record(connection, act, {tables.recheck: [{k: v for k, v in row.items() if k not in ("id", "entry")}]})
    assert not rechecks(opined).reproducible


def test_results_are_entered_once_with_their_reason_and_counted(opined: Any) -> None:
    draw(opined)
    first, second, third, suzhou = [one.application_id for one in rechecks(opined).rechecks]
    record(opined, first, "upheld")
    record(opined, second, "overturned")
    record(opined, suzhou, "overturned")
    nanjing, other = rechecks(opined).by_prefecture
    assert (nanjing.upheld, nanjing.overturned, nanjing.open) == (1, 1, 1)
    assert (other.overturned, other.open) == (1, 0)
    with pytest.raises(ConflictError, match=r"supervision\.not_to_recheck"):
        record(opined, first, "overturned")
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_recheck"):
        record(opined, third, "upheld", "")
    with pytest.raises(FaultsError, match=r"supervision\.unknown_result"):
        record(opined, third, "drawn")
    undrawn = ({f"2026-{number:04d}" for number in range(10, 40)} - {first, second, third}).pop()
    with pytest.raises(ConflictError, match=r"supervision\.not_to_recheck"):
        record(opined, undrawn, "upheld")


def test_a_further_sample_has_its_reason_and_draws_nobody_twice(opined: Any) -> None:
    draw(opined)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_further_sample"):
        draw(opined, "开奖号 0472")
    draw(opined, "开奖号 0472", "首批推翻率偏高")
    found = rechecks(opined)
    assert len({one.application_id for one in found.rechecks}) == len(found.rechecks) == 7
    assert found.reproducible


def test_there_must_be_a_seed_and_something_to_draw_from(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_draw"):
        draw(office)
    with pytest.raises(FaultsError, match=r"supervision\.text_missing"):
        draw(office, " ")


def test_only_opinions_that_were_given_are_drawn_from(office: Any) -> None:
    one, other = (office.application(number, "A") for number in (10, 11))
    rows = {tables.application: applications.add([one, other])}
    opine(office, rows, [one.application_id])
    draw(office)
    found = rechecks(office)
    assert [each.application_id for each in found.rechecks] == [one.application_id]
    assert [each.opinions for each in found.by_prefecture] == [1]


def test_leaders_see_how_often_prefectures_were_overturned_when_all_is_decided(opined: Any) -> None:
    draw(opined)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        rechecks(opined, "leader")
    for state in ("deciding", "in_notice"):
        opined.to(state)
    assert rechecks(opined, "leader") == rechecks(opined)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        rechecks(opined, "prefecture_regulator")
