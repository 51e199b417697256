"""Past marks as weights from data need them: complete, on a declared scale, and said what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.weighting.judgements import FloatArray
from indicators.weighting.places import fault

BoolArray = NDArray[np.bool_]

MOST_MISSING: Final = 0.2
"""An indicator with more than this share of its marks missing leaves, rather than most applications with it."""
LEAST_ROWS: Final = 3
"""Fewer applications say nothing about how indicators go together."""


@dataclass(frozen=True, slots=True)
class Left:
    """An application or indicator that was left out, and why."""

    name: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of applications by indicator, as shares of the declared scale.

    Attributes
    ----------
    applications, indicators : tuple of str
        Those that stay.
    shares : ndarray, shape (n_applications, n_indicators)
        (mark - low) / (high - low), no gaps, from 0 to 1.
    rows_left, columns_left : tuple of Left
        What was left out.
    """

    applications: tuple[str, ...]
    indicators: tuple[str, ...]
    shares: FloatArray
    rows_left: tuple[Left, ...] = ()
    columns_left: tuple[Left, ...] = ()


def marks(
    applications: Sequence[str],
    indicators: Sequence[str],
    values: FloatArray,
    *,
    low: FloatArray | float,
    high: FloatArray | float,
    most_missing: float = MOST_MISSING,
) -> Marks:
    """Return marks made ready: first indicators with too many gaps leave, then applications with any gap.

    Parameters
    ----------
    applications, indicators : sequence of str
    values : ndarray, shape (n_applications, n_indicators)
        Panel marks, ``nan`` where there is none or the indicator does not apply.
    low, high : float or ndarray, shape (n_indicators,)
        The declared scale. It is never inferred: the lowest mark given is not the lowest that could be given.
    most_missing : float
        Share of missing marks above which an indicator leaves.

    Raises
    ------
    FaultsError
        For a scale that does not rise, and for every mark off the scale.
    """
    values = np.asarray(values, np.float64)
    lows, highs = (np.broadcast_to(np.asarray(end, np.float64), (len(indicators),)) for end in (low, high))
    faults = [
        fault("weighting.scale_does_not_rise", seen=f"{lows[j]:g}:{highs[j]:g}", indicator=name)
        for j, name in enumerate(indicators)
        if not lows[j] < highs[j]
    ]
    off = (values < lows - 1e-9) | (values > highs + 1e-9)
    faults += [
        fault(
            "weighting.mark_off_scale",
            seen=f"{values[i, j]:g}",
            expected=f"{lows[j]:g} … {highs[j]:g}",
            application=applications[i],
            indicator=indicators[j],
        )
        for i, j in np.argwhere(off).tolist()
    ]
    if faults:
        raise FaultsError(faults)
    gaps = np.isnan(values)
    missing = gaps.mean(axis=0) if len(values) else np.ones(len(indicators))
    stays = missing <= most_missing
    columns_left = tuple(
        Left(name, _why_column(float(missing[j]), most_missing)) for j, name in enumerate(indicators) if not stays[j]
    )
    whole = ~gaps[:, stays].any(axis=1)
    rows_left = tuple(
        Left(applications[i], _why_row(gaps[i], stays, indicators)) for i in np.flatnonzero(~whole).tolist()
    )
    return Marks(
        applications=tuple(applications[i] for i in np.flatnonzero(whole).tolist()),
        indicators=tuple(indicators[j] for j in np.flatnonzero(stays).tolist()),
        shares=((values - lows) / (highs - lows))[np.ix_(whole, stays)],
        rows_left=rows_left,
        columns_left=columns_left,
    )


def _why_column(missing: float, most: float) -> Message:
    if missing == 1:
        return Message("weighting.left_no_mark")
    return Message("weighting.left_too_many_gaps", {"missing": f"{missing:.0%}", "most": f"{most:.0%}"})


def _why_row(gaps: BoolArray, stays: BoolArray, indicators: Sequence[str]) -> Message:
    empty = [indicators[j] for j in np.flatnonzero(gaps & stays).tolist()]
    return Message("weighting.left_without_mark", {"indicators": ", ".join(empty)})
