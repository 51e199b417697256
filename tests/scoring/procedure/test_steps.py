"""Where an application stands, from what was done: returns begin their step anew, decisions are the experts' steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pytest

from indicators.load import shipped_rule_book
from scoring.procedure.deadlines import due_on, late_acts
from scoring.procedure.steps import EXPERTS, Elsewhere, Standing, Verdict, fault_of, path, standing_of
from scoring.register import tables

BOOK = shipped_rule_book("2026-sample")
DAY = date(2026, 4, 28)
WAY = (
    "county_preliminary_review",
    "county_recheck",
    "prefecture_document_review",
    "prefecture_recheck",
    "grade_opinion_or_recommendation",
)


@dataclass(frozen=True)
class Done:
    act: str
    verdict: Verdict = "signed"
    acted_on: date = DAY
    signer: str = "s"


def standing(*acts: Done, grade: str = "AA", **known: object) -> Standing:
    return standing_of(path(BOOK.regulation, grade), acts, Elsewhere(DAY, **known))  # type: ignore[arg-type]


def due(found: Standing) -> list[str]:
    return [act.id for act in found.due]


@pytest.mark.parametrize(
    ("grade", "steps"),
    [
        ("A", [1, 2, 3, 4]),
        ("AA", [1, 2, 3, 5, 7]),
        ("AAA", [1, 2, 3, 5, 6, 7]),
    ],
)
def test_each_grade_takes_its_path(grade: str, steps: list[int]) -> None:
    assert [step.order for step in path(BOOK.regulation, grade)] == steps


def test_acts_follow_each_other_and_both_authorities_confirm_in_any_order() -> None:
    done: list[Done] = []
    for act in WAY:
        assert due(standing(*done)) == [act]
        done.append(Done(act))
    assert due(standing(*done, grade="A")) == ["confirmation_by_market_regulator", "confirmation_by_drc"]
    half = standing(*done, Done("confirmation_by_drc"), grade="A")
    assert due(half) == ["confirmation_by_market_regulator"]
    assert standing(*done, Done("confirmation_by_drc"), Done("confirmation_by_market_regulator"), grade="A").state == (
        "complete"
    )


def test_a_completed_dossier_begins_the_step_anew_that_sent_it_back() -> None:
    sent_back = [*(Done(act) for act in WAY[:3]), Done(WAY[3], "returned")]
    assert (standing(*sent_back).state, standing(*sent_back).halted_by) == ("returned", WAY[3])
    again = standing(*sent_back, Done(WAY[3], "completed", date(2026, 5, 6)))
    assert due(again) == [WAY[2]]
    assert (again.state, again.since) == ("open", date(2026, 5, 6))
    assert WAY[1] in again.done  # the county's step stands


def test_what_was_refused_and_taken_up_again_goes_on_where_it_stood() -> None:
    refused = [Done(WAY[0]), Done(WAY[1], "refused")]
    assert standing(*refused).state == "refused"
    assert due(standing(*refused, Done(WAY[1], "resumed"))) == [WAY[1]]


def test_the_experts_steps_are_done_by_decisions() -> None:
    found = standing(*(Done(act) for act in WAY), done={EXPERTS: date(2026, 6, 10)}, grade="AAA")
    assert due(found) == ["on_site_verification"]
    ended = standing(*(Done(act) for act in WAY), done={EXPERTS: date(2026, 6, 10)}, ended="not_proposed")
    assert (ended.state, ended.due, ended.ended) == ("ended", (), "not_proposed")
    assert standing(withdrawn=True, ended="not_proposed").state == "withdrawn"


@pytest.mark.parametrize("count", range(6))
def test_only_what_the_prefecture_recommended_goes_to_the_experts(count: int) -> None:
    steps = path(BOOK.regulation, "AA")
    found = standing(*(Done(act) for act in WAY[:count]))
    assert found.has_passed(steps, EXPERTS) == (count == 5)


@pytest.mark.parametrize("halt", ["returned", "refused"])
def test_nothing_that_is_halted_goes_to_the_experts(halt: Literal["returned", "refused"]) -> None:
    found = standing(*(Done(act) for act in WAY[:4]), Done(WAY[4], halt))
    assert not found.has_passed(path(BOOK.regulation, "AA"), EXPERTS)


def test_one_person_does_not_sign_for_both_authorities() -> None:
    steps, found = path(BOOK.regulation, "AA"), standing(Done(WAY[0], signer="p1"))

    def fault(signer: str) -> str | None:
        what = fault_of(found, steps, WAY[1], "signed", signer=signer, application_id="a", documents=BOOK.documents)
        return None if what is None else what.key

    assert (fault("p1"), fault("p2")) == ("steps.same_person", None)


def test_verdicts_of_the_record_and_of_the_procedure_are_the_same() -> None:
    from typing import get_args

    from scoring.register.tables import steps as kept

    assert set(kept.VERDICTS) == set(get_args(Verdict))
    assert "verdict" in tables.step_act.c


@pytest.mark.parametrize(
    ("since", "days", "last"),
    [
        (date(2026, 4, 28), 10, date(2026, 5, 8)),
        (date(2028, 2, 19), 10, date(2028, 2, 29)),
        (date(2027, 2, 19), 10, date(2027, 3, 1)),
        (date(2026, 12, 25), 10, date(2027, 1, 4)),
    ],
)
def test_a_deadline_counts_from_the_next_day_and_its_last_day_is_in_time(since: date, days: int, last: date) -> None:
    assert due_on(since, days) == last


def test_late_is_only_whoever_could_act_and_has_not() -> None:
    deadlines = BOOK.round.parameter_sheet.deadlines
    reviewed = standing(Done(WAY[0]))
    assert late_acts("a", reviewed, deadlines, on=date(2026, 5, 8)) == ()
    (late,) = late_acts("a", reviewed, deadlines, on=date(2026, 5, 9))
    assert (late.act.id, late.due_on, late.days) == (WAY[1], date(2026, 5, 8), 1)
    assert late_acts("a", standing(Done(WAY[0], "returned")), deadlines, on=date(2027, 1, 1)) == ()
    waiting = standing(*(Done(act) for act in WAY))  # for the experts, who have no such deadline
    assert late_acts("a", waiting, deadlines, on=date(2027, 1, 1)) == ()
