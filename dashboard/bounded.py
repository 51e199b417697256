"""What a process keeps of the record's answers is bounded by how much it is, not only by how many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, Final, ParamSpec, Protocol, TypeGuard, TypeVar

#: So many things are looked into for what they hold; of more each counts as one.
FEW: Final = 16

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")
_Answer = TypeVar("_Answer", covariant=True)


class Keeper(Protocol[_Given, _Answer]):
    """A function that keeps what it found, and can forget it."""

    def __call__(self, *args: _Given.args, **values: _Given.kwargs) -> _Answer:
        """Return what was kept or is found now."""
        ...

    def cache_clear(self) -> None:
        """Forget everything."""
        ...


def kept_within(*, answers: int, rows: int) -> Callable[[Callable[_Given, _Found]], Keeper[_Given, _Found]]:
    """Keep so many answers of a function, and of all of them together so many rows; the longest unasked go first.

    A round of six thousand applications makes one answer a hundred times as large as another, and a bound on their
    number alone lets a process grow without one. An answer that is larger than the bound is not kept at all.

    Parameters
    ----------
    answers : int
        How many at most.
    rows : int
        How many rows at most, as `rows_of` counts them.
    """

    def keep(find: Callable[_Given, _Found]) -> Keeper[_Given, _Found]:
        return _Kept(find, answers, rows)

    return keep


def rows_of(answer: object) -> int:
    """Return how many rows an answer has: those of a list, or of all lists of a record; 1 for anything else.

    Of a record's list of few the lists within count too: a round has two stages, and each of them thousands of panels.
    """
    if _is_list(answer):
        return max(1, len(answer))
    if is_dataclass(answer):
        return max(1, sum(_held(getattr(answer, field.name)) for field in fields(answer)))
    return 1


def _held(value: object) -> int:
    if not _is_list(value):
        return 0
    return sum(map(rows_of, value)) if len(value) <= FEW else len(value)


def _is_list(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, Collection) and not isinstance(value, str | bytes)


class _Kept:
    """The keeper that `kept_within` makes."""

    def __init__(self, find: Callable[..., Any], answers: int, rows: int) -> None:
        self._find: Final = find
        self._most: Final = (answers, rows)
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._rows = 0
        self._lock = Lock()
        self.__name__ = find.__name__
        self.__doc__ = find.__doc__

    def __call__(self, *args: Any, **values: Any) -> Any:
        key = (args, tuple(sorted(values.items())))
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        # Found outside of the lock: one that reads for a second keeps nobody else waiting. What it raises is not kept.
        found = self._find(*args, **values)
        with self._lock:
            self._drop(key)
            self._held[key] = (found, rows_of(found))
            self._rows += self._held[key][1]
            while self._held and (len(self._held) > self._most[0] or self._rows > self._most[1]):
                self._drop(next(iter(self._held)))
        return found

    def _drop(self, key: Hashable) -> None:
        if key in self._held:
            self._rows -= self._held.pop(key)[1]

    def cache_clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._rows = 0
