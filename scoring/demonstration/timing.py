"""When the marks of the demonstration were given: in evenings and at week-ends, in an order of each expert's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
"""Microseconds since 1970-01-01 UTC."""

USUAL_SECONDS: Final = 24.0
NOTE_SECONDS: Final = 14.0
_BETWEEN_SHEETS: Final = 90.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def working_times(
    rng: np.random.Generator,
    *,
    noted: NDArray[np.bool_],
    pace: float,
    days: tuple[date, date],
    zone: tzinfo,
) -> Times:
    """Return when each mark of one expert was given.

    Every mark takes a log-normal time, a note takes longer, and a sheet begins with reading. The work is laid end to
    end into the expert's sessions: most evenings from about seven, and some week-end mornings. Where it does not fit,
    he works faster.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    noted : ndarray of bool, shape (n_sheets, n_indicators)
        Which marks have a note; sheets in the order in which he takes them.
    pace : float
        Relative time for a mark.
    days : (date, date)
        First and last day of marking.
    zone : tzinfo
        In which it is evening.

    Returns
    -------
    ndarray of int64, shape (n_sheets, n_indicators)
        Strictly ascending in the order of sheets and indicators.
    """
    seconds = pace * USUAL_SECONDS * rng.lognormal(0.0, 0.5, noted.shape) + NOTE_SECONDS * pace * noted
    seconds[:, 0] += pace * _BETWEEN_SHEETS * rng.lognormal(0.0, 0.4, len(noted))
    work = np.cumsum(seconds)
    starts, lengths = _sessions(rng, days, zone)
    ends = np.cumsum(lengths)
    if work.size and work[-1] > 0.97 * ends[-1]:
        work *= 0.97 * ends[-1] / work[-1]
    # Not everybody works to the last evening.
    elif work.size:
        work *= rng.uniform(1.0, min(2.0, 0.97 * ends[-1] / work[-1])) if rng.random() < 0.3 else 1.0
    session = np.searchsorted(ends, work, side="right")
    moments = starts[session] + (work - (ends - lengths)[session])
    micros = np.maximum.accumulate(np.rint(moments * 1_000_000).astype(np.int64)) + np.arange(work.size)
    return np.asarray(micros.reshape(noted.shape))


def moment(micros: int, zone: tzinfo) -> datetime:
    """Return a time as a moment in a time zone, exactly."""
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)


def _sessions(
    rng: np.random.Generator, days: tuple[date, date], zone: tzinfo
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return begin (seconds since 1970) and length (seconds) of each session, in order."""
    starts, lengths = [], []
    for offset in range((days[1] - days[0]).days + 1):
        day = days[0] + timedelta(days=offset)
        chances = ((0.6, 9.0, 2.5), (0.85, 19.0, 2.2)) if day.weekday() >= 5 else ((0.85, 19.0, 2.2),)
        for chance, hour, hours in chances:
            takes_place = rng.random() < chance
            begin, long = rng.normal(hour, 0.35), max(rng.normal(hours, 0.5), 0.6)
            if takes_place:
                starts.append(datetime.combine(day, time(), tzinfo=zone).timestamp() + 3600 * begin)
                lengths.append(3600 * long)
    if not starts:
        starts.append(datetime.combine(days[1], time(19), tzinfo=zone).timestamp())
        lengths.append(3 * 3600.0)
    return np.array(starts), np.array(lengths)
