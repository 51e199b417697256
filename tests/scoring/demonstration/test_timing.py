from __future__ import annotations

from datetime import date, timedelta, timezone

import numpy as np

from scoring.demonstration.timing import moment, working_times

ZONE = timezone(timedelta(hours=8))
DAYS = (date(2026, 5, 11), date(2026, 6, 7))


def _times(pace: float, sheets: int = 40) -> np.ndarray:
    noted = np.zeros((sheets, 49), dtype=bool)
    noted[:, ::5] = True
    return working_times(np.random.default_rng(4), noted=noted, pace=pace, days=DAYS, zone=ZONE)


def test_marks_follow_each_other_in_the_days_of_marking() -> None:
    times = _times(1.0).ravel()
    assert (np.diff(times) > 0).all()
    first, last = moment(int(times[0]), ZONE), moment(int(times[-1]), ZONE)
    assert DAYS[0] <= first.date()
    assert last.date() <= DAYS[1]


def test_work_is_done_in_evenings_and_at_week_ends() -> None:
    moments = [moment(int(one), ZONE) for one in _times(1.0).ravel()]
    weekdays = [one for one in moments if one.weekday() < 5]
    assert all(one.hour >= 17 for one in weekdays)
    assert {one.date() for one in moments if one.weekday() >= 5}
    assert all(one.hour >= 7 for one in moments)


def test_who_hurries_takes_a_tenth_of_the_time() -> None:
    usual, hurried = np.diff(_times(1.0), axis=1), np.diff(_times(0.1), axis=1)
    assert 15e6 < np.median(usual) < 60e6
    assert np.median(hurried) < 5e6


def test_too_much_work_still_ends_in_time() -> None:
    times = _times(4.0, sheets=120)
    assert (np.diff(times.ravel()) > 0).all()
    assert moment(int(times[-1, -1]), ZONE).date() <= DAYS[1]
