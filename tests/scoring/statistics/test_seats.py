"""Marks packed by seat hold every mark, in its order, and give the same findings as the whole table."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable
from scoring.statistics.integrity.identical import alike
from scoring.statistics.seats import by_seat, seated, unseated

GAP = np.nan


def scattered(seed: int, *, experts: int = 30, seats: int = 5, applications: int = 40) -> np.ndarray:
    """Return marks of which each application has a few experts'."""
    rng = np.random.default_rng(seed)
    marks = np.full((applications, experts, 8), GAP)
    for row in marks:
        row[rng.choice(experts, int(rng.integers(0, seats + 1)), replace=False)] = rng.integers(0, 5, 8) / 2
        row[rng.random(row.shape) < 0.1] = GAP
    return marks


def test_seats_written_out() -> None:
    marks = np.array([[[1.0], [GAP], [3.0]], [[GAP], [GAP], [2.0]], [[GAP], [GAP], [GAP]]])
    seated, experts = by_seat(marks)
    np.testing.assert_array_equal(seated[..., 0], [[1, 3], [2, GAP], [GAP, GAP]])
    assert experts.tolist() == [[0, 2], [2, -1], [-1, -1]]


@pytest.mark.parametrize(("shape", "seats"), [((0, 3, 2), 1), ((3, 0, 2), 0), ((3, 2, 2), 1)])
def test_nobody_marked_anything(shape: tuple[int, ...], seats: int) -> None:
    seated, experts = by_seat(np.full(shape, GAP))
    assert seated.shape == (shape[0], seats, shape[2])
    assert experts.shape == (shape[0], seats)
    assert np.isnan(seated).all()
    assert (experts == -1).all()


@pytest.mark.parametrize("seed", range(5))
def test_every_mark_sits_where_it_was(seed: int) -> None:
    marks = scattered(seed)
    seated, experts = by_seat(marks)
    back = np.full(marks.shape, GAP)
    for a, seat in np.argwhere(experts >= 0).tolist():
        back[a, experts[a, seat]] = seated[a, seat]
    np.testing.assert_array_equal(back, marks)
    assert seated.shape[1] <= 5


@pytest.mark.parametrize("seed", range(5))
def test_sheets_are_as_alike_by_seat_as_among_all_experts(seed: int) -> None:
    marks = scattered(seed)
    seated, experts = by_seat(marks)
    whole, packed = alike(marks, decimals=1), alike(seated, decimals=1)
    place = {tuple(pair): n for n, pair in enumerate(whole.experts.tolist())}
    compared = np.argwhere(packed.compared > 0).tolist()
    assert len(compared) == np.count_nonzero(whole.compared)
    for a, n in compared:
        at = (a, place[tuple(experts[a, packed.experts[n]].tolist())])
        here = (packed.compared, packed.equal, packed.longest_run, packed.expected, packed.p_value, packed.dispersion)
        there = (whole.compared, whole.equal, whole.longest_run, whole.expected, whole.p_value, whole.dispersion)
        np.testing.assert_allclose([one[a, n] for one in here], [one[at] for one in there], rtol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_some_rows_of_a_packed_table_are_those_rows_of_the_whole(seed: int) -> None:
    marks = scattered(seed)
    states = np.where(np.isnan(marks), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    names = [tuple(f"{kind}{at}" for at in range(n)) for kind, n in zip("aei", marks.shape, strict=True)]
    table = ScoreTable("panel", *names, marks, states, 1)
    packed, seats = seated(table)
    rows = np.array([7, 2, 30, 11])
    found, expected = unseated(packed, seats, table.experts, rows), table.of_rows(rows.tolist())
    assert (found.applicants, found.experts) == (expected.applicants, expected.experts)
    np.testing.assert_array_equal(found.values, expected.values)
    np.testing.assert_array_equal(found.states, expected.states)
