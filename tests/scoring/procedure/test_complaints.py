"""What follows what in a complaint, and the last day of each clock (Article 18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.load import shipped_rule_book
from scoring.procedure.complaints import MAY_FOLLOW, OPEN, ComplaintState, due_on, is_late

CHOICES = shipped_rule_book("2026-sample").regulation.interpretations


def test_every_state_that_follows_is_one_and_the_open_ones_go_on() -> None:
    assert {state for following in MAY_FOLLOW.values() for state in following} <= MAY_FOLLOW.keys()
    assert {"received", "accepted", "investigated"} == OPEN


@pytest.mark.parametrize(
    ("state", "since", "due"),
    [
        ("received", date(2026, 6, 1), date(2026, 6, 11)),
        # Over the end of February, of a leap year and of a common one, and over the end of a year.
        ("received", date(2028, 2, 20), date(2028, 3, 1)),
        ("received", date(2027, 2, 20), date(2027, 3, 2)),
        ("received", date(2026, 12, 28), date(2027, 1, 7)),
        ("accepted", date(2026, 12, 31), date(2027, 3, 1)),
    ],
)
def test_days_are_those_of_the_rule_book_and_the_first_is_not_counted(
    state: ComplaintState, since: date, due: date
) -> None:
    assert due_on(state, since=since, due=None, choices=CHOICES) == due


def test_one_clock_runs_from_the_taking_up_to_the_outcome() -> None:
    due = date(2026, 8, 10)
    assert due_on("investigated", since=date(2026, 7, 1), due=due, choices=CHOICES) == due
    for state in ("found_true", "unfounded", "not_accepted"):
        assert due_on(state, since=date(2026, 7, 1), due=due, choices=CHOICES) is None  # type: ignore[arg-type]


def test_other_numbers_make_other_days() -> None:
    other = replace(CHOICES, accept_within_days=7)
    assert due_on("received", since=date(2026, 6, 1), due=None, choices=other) == date(2026, 6, 8)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 6, 11), False), (date(2026, 6, 12), True)])
def test_the_last_day_is_in_time(on: date, late: bool) -> None:
    assert is_late(date(2026, 6, 11), on) == late
    assert not is_late(None, on)
