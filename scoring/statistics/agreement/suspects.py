"""The marks of one application in order, with the one that lies furthest from their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.quantiles import ascending
from scoring.statistics.agreement.result import CodeArray, CountArray
from scoring.statistics.agreement.ties import rounded
from scoring.statistics.reasons import Reason

LEAST: Final = 3
"""Of two marks, neither can be said to lie apart."""

_GREATEST: Final = 1e150
"""The squares of greater marks are infinite."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """What tests of one outlying mark begin with, shapes (...) but `ordered`, (..., n_marks).

    `ordered` ascends, ``nan`` last; all ``nan`` where there is a reason. `high` says that the mark furthest from the
    mean is the highest; `index` is where it stands in the input, -1 where there is a reason.
    """

    ordered: FloatArray
    n: CountArray
    high: NDArray[np.bool_]
    index: CountArray
    reason: CodeArray


def suspects(marks: FloatArray, decimals: int) -> Suspects:
    """Return the outermost mark of lists, shape (n_lists, n_marks): of two equally far the highest, the first of it."""
    values = rounded(marks, decimals)
    infinite = (np.abs(values) > _GREATEST).any(axis=-1)
    values[infinite] = np.nan
    ordered, n = ascending(values)
    lowest = np.fmin.reduce(values, axis=-1, initial=np.inf)
    highest = np.fmax.reduce(values, axis=-1, initial=-np.inf)
    reason = np.select(
        [infinite, n == 0, n < LEAST, lowest == highest],
        [np.uint8(Reason.NOT_FINITE), np.uint8(Reason.NO_MARKS), np.uint8(Reason.TOO_FEW), np.uint8(Reason.ALL_EQUAL)],
        np.uint8(Reason.NONE),
    )
    undefined = reason != Reason.NONE
    ordered[undefined] = np.nan
    # The mean lies nearer to the lowest if it is below the middle of the two; rounding must not decide.
    middle = np.asarray((lowest + highest) / 2.0)
    beyond = np.nansum(ordered - middle[..., None], axis=-1)
    high = np.asarray((beyond <= 1e-12 * n * (highest - lowest)) & ~undefined)
    outermost = np.asarray(np.where(high, highest, lowest))
    where = values == outermost[..., None]
    index = np.where(undefined, -1, where.argmax(axis=-1) if values.shape[-1] else -1)
    return Suspects(ordered, n, high, np.asarray(index), reason)
