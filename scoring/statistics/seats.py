"""Marks of many experts packed by seat: of a round's hundreds of experts a handful mark one application."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray


def by_seat(marks: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return the marks without the sheets that nobody filled in, and whose each is.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_experts, n_indicators)
        ``nan`` where there is none.

    Returns
    -------
    marks : ndarray, shape (n_applications, n_seats, n_indicators)
        Those who marked the application, in the order of the experts; ``nan`` where it has fewer than the most.
    experts : ndarray of int, shape (n_applications, n_seats)
        The place of each among the experts; -1 where a seat is empty.
    """
    present = ~np.isnan(marks).all(axis=2)
    most = int(present.sum(axis=1).max(initial=0))
    order = np.argsort(~present, axis=1, kind="stable")[:, :most]
    seated = np.take_along_axis(marks, order[..., None], axis=1)
    return seated, np.where(np.take_along_axis(present, order, axis=1), order, -1)
