"""What a process keeps is bounded by number and by size; the longest unasked goes first, and refusals are not kept."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dashboard import source
from dashboard.bounded import kept_within, rows_of


@dataclass(frozen=True)
class Board:
    name: str
    rows: tuple[int, ...]
    late: tuple[int, ...]


def test_rows_are_those_of_lists_and_of_the_lists_of_a_record() -> None:
    assert rows_of(tuple(range(7))) == 7
    assert rows_of(dict.fromkeys(range(5))) == 5
    assert rows_of(Board("a long name", (1, 2, 3), (4,))) == 4
    assert (rows_of("text"), rows_of(()), rows_of(None), rows_of(Board("", (), ()))) == (1, 1, 1, 1)


@dataclass(frozen=True)
class House:
    boards: tuple[Board, ...]


def test_what_the_few_parts_of_a_record_hold_counts_and_of_many_parts_each_is_one() -> None:
    board = Board("", tuple(range(5_000)), (1,))
    assert rows_of(House((board, board))) == 10_002
    assert rows_of(House((board,) * 17)) == 17


def test_so_many_answers_and_so_many_rows_are_kept_and_the_longest_unasked_go_first() -> None:
    asked: list[int] = []

    @kept_within(answers=3, rows=10)
    def found(size: int) -> tuple[int, ...]:
        asked.append(size)
        return tuple(range(size))

    for size in (1, 2, 3, 1, 2, 3):
        assert len(found(size)) == size
    assert asked == [1, 2, 3]
    found(1)
    found(4)  # a fourth answer: 2 was not asked for longest
    found(3)
    found(1)
    assert asked == [1, 2, 3, 4]
    found(2)
    assert asked == [1, 2, 3, 4, 2]
    found(9)  # with 1 row of another there is no room for more
    found(1)
    found(9)
    assert asked[5:] in ([9], [9, 1])
    found(3)
    found(9)
    assert asked[-2:] == [3, 9]


def test_what_is_larger_than_everything_is_given_and_not_kept_and_costs_no_other_its_place_for_good() -> None:
    asked: list[int] = []

    @kept_within(answers=9, rows=10)
    def found(size: int) -> tuple[int, ...]:
        asked.append(size)
        return tuple(range(size))

    assert len(found(11)) == len(found(11)) == 11
    found(5)
    found(5)
    assert asked == [11, 11, 5]


def test_a_refusal_is_not_kept_and_everything_can_be_forgotten() -> None:
    asked: list[str] = []

    @kept_within(answers=2, rows=2)
    def found(*, name: str) -> str:
        asked.append(name)
        if len(asked) == 1:
            raise ValueError(name)
        return name

    with pytest.raises(ValueError, match="x"):
        found(name="x")
    assert found(name="x") == found(name="x") == "x"
    found.cache_clear()
    found(name="x")
    assert asked == ["x", "x", "x"]


def test_answers_of_the_record_are_kept_within_a_bound() -> None:
    assert source._kept._most == (source.MOST_ANSWERS, source.MOST_ROWS)
    assert source.MOST_ROWS < 100_000
