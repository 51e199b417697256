"""Quotients and reasons for whole stacks, without a warning where something is undefined."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import CountArray


def divided(numerator: FloatArray, denominator: FloatArray | CountArray) -> FloatArray:
    """Return the quotient, ``nan`` where the denominator is not positive."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    return np.asarray(np.divide(numerator, denominator, out=np.full(shape, np.nan), where=np.asarray(denominator) > 0))


def first_reason(before: CodeArray, *cases: tuple[ArrayLike, Reason]) -> CodeArray:
    """Return the reasons there are, and where there is none, that of the first case which holds."""
    conditions = [before != Reason.NONE, *(holds for holds, _ in cases)]
    return np.select(conditions, [before, *(np.uint8(reason) for _, reason in cases)], np.uint8(0)).astype(np.uint8)
