"""Which experts and applications can be compared at all: the connected subsets of a panel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
CountArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Subsets:
    """The connected subsets of a stack of panels.

    Two experts stand in one subset when applications that both scored join them, directly or by way of others. What
    stands in different subsets cannot be compared: a low mark may be a strict expert or a poor application.

    Attributes
    ----------
    count : ndarray of int, shape (...)
        How many there are; 0 without any mark.
    applications, experts : ndarray of int, shapes (..., n_applications) and (..., n_experts)
        Number of the subset, from 1, by the first of its experts; 0 for those without a mark.
    together : ndarray of bool, shape (..., n_experts, n_experts)
        Whether two experts stand in one subset; one without a mark stands with nobody but himself.
    """

    count: CountArray
    applications: CountArray
    experts: CountArray
    together: BoolArray


def connected_subsets(given: BoolArray) -> Subsets:
    """Return the connected components of the bipartite graph of applications and experts (Weeks & Williams 1964).

    Experts who share an application are joined; squaring that relation until nothing changes joins all who can be
    reached. No graph is walked, so a stack of panels costs a few products of matrices. Checked against
    ``scipy.sparse.csgraph.connected_components``.

    Parameters
    ----------
    given : ndarray of bool, shape (..., n_applications, n_experts)
        Where there is a mark.
    """
    n_experts = given.shape[-1]
    marked = given.astype(np.float32)
    reached = (np.swapaxes(marked, -1, -2) @ marked > 0) | np.eye(n_experts, dtype=np.bool_)
    for _ in range(max(n_experts - 1, 1).bit_length()):  # a path of n steps is found by log2(n) squarings
        step = reached.astype(np.float32)
        further = step @ step > 0
        if np.array_equal(further, reached):  # nobody else is reached any more: in a round after two or three steps
            break
        reached = further
    places = np.arange(n_experts)
    first = np.min(np.where(reached, places, n_experts), axis=-1, initial=n_experts)
    begins = (first == places) & given.any(axis=-2)
    number = np.cumsum(begins, axis=-1)
    experts = np.where(given.any(axis=-2), np.take_along_axis(number, first, axis=-1), 0)
    if n_experts:
        # All who marked an application stand in one subset: the first of them tells which.
        someone = np.take_along_axis(experts, np.argmax(given, axis=-1), axis=-1)
        applications = np.where(given.any(axis=-1), someone, 0)
    else:
        applications = np.zeros(given.shape[:-1], np.int64)
    return Subsets(begins.sum(axis=-1), applications, experts, reached)
