"""Marks by seat give the numbers of every expert beside every application: of whole rounds, with gaps and edges."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from scoring.statistics.reasons import Reason
from scoring.statistics.seats import by_seat
from scoring.statistics.severity.by_seat import severity_by_seat
from scoring.statistics.severity.expert_by_indicator import expert_by_indicator, expert_by_indicator_by_seat
from scoring.statistics.severity.least_squares import least_squares

GAP = np.nan


def of_a_round(seed: int, *, applications: int = 60, experts: int = 25, seats: int = 5, lists: int = 6) -> np.ndarray:
    """Return marks of which each application has a few experts', shape (n_applications, n_experts, n_indicators)."""
    rng = np.random.default_rng(seed)
    marks = np.full((applications, experts, lists), GAP)
    severity, leaning = rng.normal(0, 4, (experts, 1)), rng.normal(0, 2, (experts, lists))
    for row in marks:
        own = rng.choice(experts, int(rng.integers(1, seats + 1)), replace=False)
        sheets = rng.normal(0, 3, (len(own), 1)) + rng.normal(0, 2, (len(own), lists))
        row[own] = 70 + rng.normal(0, 8) - severity[own] - leaning[own] + sheets
    marks[rng.random(marks.shape) < 0.05] = GAP
    return marks


def two_groups() -> np.ndarray:
    marks = of_a_round(11, experts=10)
    marks[:30, 5:], marks[30:, :5] = GAP, GAP
    return marks


def one_alone() -> np.ndarray:
    marks = of_a_round(12, experts=6)
    marks[:, 5] = GAP
    marks[40:, :5], marks[40:, 5] = GAP, 61.0
    return marks


def an_expert_without_marks_and_an_empty_list() -> np.ndarray:
    marks = of_a_round(13)
    marks[:, 7], marks[:, :, 2] = GAP, GAP
    return marks


def one_infinite() -> np.ndarray:
    marks = of_a_round(14)
    marks[tuple(np.argwhere(~np.isnan(marks))[5])] = np.inf
    return marks


def all_equal() -> np.ndarray:
    marks = of_a_round(15)
    return np.where(np.isnan(marks), GAP, 7.1)


ROUNDS = [
    *(of_a_round(seed) for seed in range(3)),
    of_a_round(4, seats=1),
    two_groups(),
    one_alone(),
    an_expert_without_marks_and_an_empty_list(),
    one_infinite(),
    all_equal(),
    np.full((4, 3, 2), GAP),
    np.zeros((0, 3, 2)),
    of_a_round(16)[:, :, :1],
]


@pytest.mark.parametrize("marks", ROUNDS)
def test_each_list_has_the_numbers_of_least_squares(marks: np.ndarray) -> None:
    packed, seats = by_seat(marks)
    found = severity_by_seat(np.moveaxis(packed, -1, 0), seats, marks.shape[1])
    whole = least_squares(np.moveaxis(marks, -1, 0))
    for field in fields(found):
        np.testing.assert_allclose(
            getattr(found, field.name), getattr(whole, field.name), rtol=1e-9, atol=1e-9, err_msg=field.name
        )


@pytest.mark.parametrize("marks", ROUNDS)
def test_experts_by_indicator_are_the_same_by_seat(marks: np.ndarray) -> None:
    found = expert_by_indicator_by_seat(*by_seat(marks), marks.shape[1])
    whole = expert_by_indicator(marks)
    for field in fields(found):
        np.testing.assert_allclose(
            getattr(found, field.name), getattr(whole, field.name), rtol=1e-8, atol=1e-9, err_msg=field.name
        )


def test_what_cannot_be_told_has_its_reason() -> None:
    packed, seats = by_seat(one_infinite())
    infinite = severity_by_seat(np.moveaxis(packed, -1, 0), seats, 25)
    assert (infinite.test_reason == Reason.NOT_FINITE).sum() == 1
    alone = one_alone()
    packed, seats = by_seat(alone)
    found = severity_by_seat(np.moveaxis(packed, -1, 0), seats, 6)
    assert (found.expert_reason[:, 5] == Reason.ONE_EXPERT).all()
    assert np.isnan(found.severity[:, 5]).all()
    assert not np.isnan(found.severity[:, 0]).any()


def test_work_grows_with_what_was_marked_and_not_with_experts(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = []
    from scoring.statistics.severity import by_seat as module

    real = module.layout
    monkeypatch.setattr(module, "layout", lambda weights: laid_out.append(1) or real(weights))
    marks = of_a_round(17, lists=8)
    complete = np.where(np.isnan(marks).any(axis=2, keepdims=True), GAP, marks)
    packed, seats = by_seat(complete)
    severity_by_seat(np.moveaxis(packed, -1, 0), seats, 25)
    assert len(laid_out) == 1, "lists of the same marks are laid out once"
