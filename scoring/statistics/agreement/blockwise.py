"""Stacks of panels in pieces that fit the processor's cache, so that no copy of the big array is ever made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from math import prod
from typing import Any, Final, TypeVar

import numpy as np

from scoring.model import FloatArray

BLOCK: Final = 1 << 18
"""So many marks are worked on at once."""

Result = TypeVar("Result")


def blocks(n_panels: int, each: int, *, most: int = BLOCK) -> Iterator[slice]:
    """Yield the panels of a stack in turn, so many at once that they hold about `most` numbers, `each` a panel.

    One empty piece where there are no panels, so that results have their shape.
    """
    step = max(1, most // max(each, 1))
    for first in range(0, max(n_panels, 1), step):
        yield slice(first, min(first + step, n_panels))


def as_panels(marks: FloatArray) -> FloatArray:
    """Return a stack of panels, shape (..., n_applications, n_experts), as (n_panels, n_applications, n_experts)."""
    return marks.reshape(prod(marks.shape[:-2]), *marks.shape[-2:])


def as_lists(marks: FloatArray) -> FloatArray:
    """Return lists of marks, shape (..., n_marks), as (n_lists, n_marks)."""
    return marks.reshape(prod(marks.shape[:-1]), marks.shape[-1])


def of_panels(compute: Callable[[FloatArray], Result], marks: FloatArray) -> Result:
    """Return what `compute` finds for panels, shape (n_panels, n_applications, n_experts), for a stack of any shape.

    It answers with a dataclass whose arrays, in nested dataclasses as well, begin with the axis of panels; here they
    begin with the axes of the stack.
    """
    return _pieces(compute, as_panels(marks), marks.shape[:-2], prod(marks.shape[-2:]))


def of_lists(compute: Callable[[FloatArray], Result], marks: FloatArray, *, each: int = 0) -> Result:
    """Return what `compute` finds for lists, shape (n_lists, n_marks), for a stack of any shape, as `of_panels` does.

    `each` says how many numbers a list needs if that is more than its marks.
    """
    return _pieces(compute, as_lists(marks), marks.shape[:-1], max(marks.shape[-1], each))


def _pieces(compute: Callable[[FloatArray], Result], flat: FloatArray, stack: tuple[int, ...], each: int) -> Result:
    with np.errstate(all="ignore"):  # what is undefined has a reason
        parts = [compute(flat[some]) for some in blocks(len(flat), each)]
    joined: Result = _joined(parts, stack)
    return joined


def _joined(parts: Sequence[Any], stack: tuple[int, ...]) -> Any:
    """Return pieces of results as one: arrays end to end, what is no array as it is."""
    first = parts[0]
    if isinstance(first, np.ndarray):
        return np.concatenate(parts).reshape(stack + first.shape[1:])
    if is_dataclass(first) and not isinstance(first, type):
        names = [field.name for field in fields(first)]
        return type(first)(**{name: _joined([getattr(part, name) for part in parts], stack) for name in names})
    return first
