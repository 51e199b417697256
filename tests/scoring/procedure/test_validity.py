from __future__ import annotations

from datetime import date

import pytest

from indicators.model import Citation, Validity
from scoring.procedure.validity import expiry_warning, standing, valid_until

FIVE = Validity(5, "announcement", Citation("jiangsu-measures", "15"))


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        (date(2026, 5, 10), date(2031, 5, 9)),
        (date(2026, 1, 1), date(2030, 12, 31)),
        # Five years after 29 February there is none: 28 February corresponds, the day before it is the last.
        (date(2024, 2, 29), date(2029, 2, 27)),
        (date(2023, 3, 1), date(2028, 2, 29)),
    ],
)
def test_five_years_from_the_day_of_the_announcement(announced: date, last: date) -> None:
    assert valid_until(announced, FIVE) == last


def test_an_accreditation_expires_the_day_after_its_last() -> None:
    last = date(2031, 5, 9)
    assert standing("valid", last, on=last) == "valid"
    assert standing("valid", last, on=date(2031, 5, 10)) == "expired"
    assert standing("revoked", last, on=date(2040, 1, 1)) == "revoked"


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2030, 5, 8), None),
        (date(2030, 5, 9), 12),
        (date(2030, 11, 8), 12),
        (date(2030, 11, 9), 6),
        (date(2031, 2, 8), 6),
        (date(2031, 2, 9), 3),
        (date(2031, 5, 9), 3),
        (date(2031, 5, 10), None),
    ],
)
def test_an_end_is_warned_of_so_many_months_before(on: date, months: int | None) -> None:
    assert expiry_warning(date(2031, 5, 9), (12, 6, 3), on=on) == months


def test_a_warning_before_the_end_of_february_falls_on_its_last_day() -> None:
    assert expiry_warning(date(2029, 5, 31), (3,), on=date(2029, 2, 27)) is None
    assert expiry_warning(date(2029, 5, 31), (3,), on=date(2029, 2, 28)) == 3
    assert expiry_warning(date(2028, 5, 31), (3,), on=date(2028, 2, 28)) is None
    assert expiry_warning(date(2028, 5, 31), (3,), on=date(2028, 2, 29)) == 3


def test_no_months_no_warning() -> None:
    assert expiry_warning(date(2031, 5, 9), (), on=date(2031, 5, 9)) is None
