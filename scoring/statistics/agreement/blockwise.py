"""Stacks of panels in pieces that fit the processor's cache, so that no copy of the big array is ever made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    first: Result | None = None
    found: list[list[Any]] = []
    with np.errstate(all="ignore"):  # what is undefined has a reason
        for some in blocks(len(flat), each):
            part = compute(flat[some])
            first = part if first is None else first
            found.append(list(_leaves(part)))
            del part
    joined: Result = _joined(first, iter(range(len(found[0]))), found, stack)
    return joined


def _leaves(part: Any) -> Iterator[Any]:
    """Yield what a result is made of, that of nested dataclasses too, in its order."""
    if is_dataclass(part):
        for field in fields(part):
            yield from _leaves(getattr(part, field.name))
    else:
        yield part


def _joined(like: Any, place: Iterator[int], found: list[list[Any]], stack: tuple[int, ...]) -> Any:
    """Return pieces of results as one: arrays end to end, what is no array as it is. The pieces are used up."""
    if is_dataclass(like) and not isinstance(like, type):
        names = [field.name for field in fields(like)]
        return type(like)(**{name: _joined(getattr(like, name), place, found, stack) for name in names})
    at = next(place)
    parts = [leaves[at] for leaves in found]
    for leaves in found:
        leaves[at] = None  # so that never more than one of them is there twice
    if not isinstance(parts[0], np.ndarray):
        return parts[0]
    one = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return one.reshape(stack + one.shape[1:])
