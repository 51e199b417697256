from __future__ import annotations

from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.meeting import doors
from scoring.meeting.doors import in_order, movements

PEOPLE = "ABCDEF"
EVERYBODY_IN: frozenset[str] = frozenset()
outside = st.frozensets(st.sampled_from(PEOPLE), max_size=4)


def length(segments: list[list[frozenset[str]]], orders: list[list[int]]) -> int:
    path = [segment[at] for segment, order in zip(segments, orders, strict=True) for at in order]
    return movements([EVERYBODY_IN, *path, EVERYBODY_IN])


def test_movements_count_those_who_leave_and_those_who_come_back() -> None:
    a, ab, b = frozenset("A"), frozenset("AB"), frozenset("B")
    # A out; B out; A in; B in.
    assert movements([EVERYBODY_IN, a, ab, b, EVERYBODY_IN]) == 4
    # A out; A in, B out; B in, A and B out... 1 + 2 + 1 + 2.
    assert movements([EVERYBODY_IN, a, b, ab, EVERYBODY_IN]) == 1 + 2 + 1 + 2
    assert movements([]) == 0


@given(st.lists(st.lists(outside, max_size=4), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_small_cases_equal_brute_force(segments: list[list[frozenset[str]]]) -> None:
    found = in_order(segments, start=EVERYBODY_IN, end=EVERYBODY_IN)
    assert [sorted(order) for order in found] == [list(range(len(one))) for one in segments]
    every = product(*(permutations(range(len(one))) for one in segments))
    assert length(segments, found) == min(length(segments, [list(one) for one in orders]) for orders in every)


@given(st.lists(outside, min_size=2, max_size=7), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_never_more_than_a_random_order(groups: list[frozenset[str]], random: object) -> None:
    shuffled = list(range(len(groups)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    best = length([groups], in_order([groups], start=EVERYBODY_IN, end=EVERYBODY_IN))
    assert best <= length([groups], [shuffled])


@given(st.lists(outside, min_size=1, max_size=7))
@settings(max_examples=40, deadline=None)
def test_the_heuristic_never_beats_the_exact_order_nor_loses_to_the_given_one(groups: list[frozenset[str]]) -> None:
    exact = doors._exact([groups], EVERYBODY_IN, EVERYBODY_IN)
    improved = doors._improved([groups], EVERYBODY_IN, EVERYBODY_IN)
    assert sorted(improved[0]) == list(range(len(groups)))
    assert length([groups], exact) <= length([groups], improved)
    assert length([groups], improved) <= length([groups], [list(range(len(groups)))])


def test_many_groups_are_put_in_a_good_order() -> None:
    # A chain A, AB, B, BC, … : in its own order each step costs one movement. Given here in a bad one.
    people = [chr(ord("A") + at) for at in range(9)]
    chain = [frozenset(people[at : at + size]) for at in range(8) for size in (1, 2)]
    given_ = chain[::3] + chain[1::3] + chain[2::3]
    assert len(given_) > doors.EXACT_GROUPS
    (order,) = in_order([given_], start=EVERYBODY_IN, end=EVERYBODY_IN)
    assert sorted(order) == list(range(len(given_)))
    assert length([given_], [order]) <= 1.25 * movements([EVERYBODY_IN, *chain, EVERYBODY_IN])


def test_ties_go_to_the_first_group() -> None:
    a, b, c = frozenset("A"), frozenset("B"), frozenset("C")
    assert in_order([[a, b, c]], start=EVERYBODY_IN, end=EVERYBODY_IN) == [[0, 1, 2]]
    assert in_order([[c, a, b]], start=EVERYBODY_IN, end=EVERYBODY_IN) == [[0, 1, 2]]


def test_who_is_outside_already_is_treated_first() -> None:
    a, b = frozenset("A"), frozenset("B")
    assert in_order([[b, a]], start=a, end=EVERYBODY_IN) == [[1, 0]]
    assert in_order([[], []], start=a, end=EVERYBODY_IN) == [[], []]
