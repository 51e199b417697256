from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha, pairable
from scoring.statistics.agreement.krippendorff_bootstrap import krippendorff_bootstrap
from scoring.statistics.agreement.krippendorff_draws import plan
from scoring.statistics.agreement.result import Method
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import GAP, random_panel

LEVELS = list(Level)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("categories", [4, 400])
def test_each_draw_has_the_alpha_of_the_applications_drawn(level: Level, categories: int) -> None:
    stack = random_panel(1, shape=(3, 9, 4), categories=categories)
    drawn = np.random.default_rng(2).integers(0, 9, (20, 9))
    counts = np.stack([np.bincount(draw, minlength=9) for draw in drawn], axis=1).astype(np.float64)
    found = plan(pairable(stack, level, 9), level).alphas(counts)
    for panel in range(3):
        for n, draw in enumerate(drawn):
            expected = krippendorff_alpha(stack[panel, draw], level=level)
            np.testing.assert_allclose(found[panel, n], expected.value, atol=1e-10)


@pytest.mark.parametrize("level", LEVELS)
def test_a_panel_has_the_same_limits_alone_and_among_others(level: Level) -> None:
    stack = random_panel(3, shape=(6, 9, 4), gaps=0.1)
    found = krippendorff_bootstrap(stack, level=level, draws=200, seed=5)
    alone = krippendorff_bootstrap(stack[4], level=level, draws=200, seed=5)
    for name in ("value", "low", "high", "standard_error"):
        np.testing.assert_allclose(getattr(found, name)[4], getattr(alone, name), atol=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_work_in_pieces_gives_the_same_limits(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    stack = random_panel(4, shape=(5, 9, 4))
    at_once = krippendorff_bootstrap(stack, level=level, draws=100, seed=1)
    monkeypatch.setattr("scoring.statistics.agreement.krippendorff_bootstrap._AT_ONCE", 2_000)
    in_pieces = krippendorff_bootstrap(stack, level=level, draws=100, seed=1)
    np.testing.assert_allclose(in_pieces.low, at_once.low, atol=1e-12)
    np.testing.assert_allclose(in_pieces.high, at_once.high, atol=1e-12)


def test_limits_are_quantiles_of_the_draws() -> None:
    marks = random_panel(5, shape=(20, 4))
    found = krippendorff_bootstrap(marks, draws=500, seed=9, confidence=0.9)
    counts = np.zeros((20, 500))
    for n, draw in enumerate(np.random.default_rng([9, 20]).integers(0, 20, (500, 20))):
        counts[:, n] = np.bincount(draw, minlength=20)
    alphas = plan(pairable(marks[None], Level.INTERVAL, 9), Level.INTERVAL).alphas(counts)[0]
    np.testing.assert_allclose([found.low, found.high], np.quantile(alphas, [0.05, 0.95]), atol=1e-12)
    assert found.standard_error == pytest.approx(alphas.std(ddof=1))
    assert found.confidence == 0.9
    assert found.method == Method.BOOTSTRAP


def test_rows_without_marks_are_not_drawn() -> None:
    marks = random_panel(6, gaps=0.0)
    padded = np.full((20, 5), GAP)
    padded[3:15] = marks
    found, expected = (krippendorff_bootstrap(m, draws=200, seed=2) for m in (padded, marks))
    assert (found.low, found.high) == (expected.low, expected.high)


def test_the_seed_decides() -> None:
    marks = random_panel(7)
    first, again, other = (krippendorff_bootstrap(marks, draws=100, seed=seed).low for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_shifting_all_marks_moves_no_limit() -> None:
    marks = random_panel(8)
    one, other = (krippendorff_bootstrap(m, draws=200, seed=1) for m in (marks, marks + 1000))
    np.testing.assert_allclose([one.low, one.high], [other.low, other.high], atol=1e-9)


def test_undefined_alphas_have_no_limits_and_keep_their_reason() -> None:
    good = random_panel(9)
    found = krippendorff_bootstrap(np.stack([np.full_like(good, 2.0), good, np.full_like(good, np.inf)]), draws=50)
    assert found.reason.tolist() == [Reason.ALL_EQUAL, 0, Reason.NOT_FINITE]
    assert np.isnan(found.low).tolist() == [True, False, True]


@pytest.mark.parametrize("level", LEVELS)
def test_draws_of_equal_marks_are_left_out(level: Level) -> None:
    marks = np.full((6, 2), 5.0)
    marks[0, 0] = 6.0  # in a third of the draws it is missing
    found = krippendorff_bootstrap(marks, level=level, draws=400, seed=1)
    assert found.low <= found.value <= found.high < 1


def test_no_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="0 draws"):
        krippendorff_bootstrap(random_panel(11), draws=0)


def test_one_draw_makes_no_limits() -> None:
    found = krippendorff_bootstrap(random_panel(11), draws=1)
    assert np.isnan([found.low, found.high, found.standard_error]).all()
    assert found.reason_of() is Reason.NONE


def test_progress_ends_at_the_whole() -> None:
    told: list[tuple[int, int]] = []
    krippendorff_bootstrap(random_panel(10, shape=(3, 9, 4)), draws=60, progress=lambda *seen: told.append(seen))
    assert told[-1] == (180, 180)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
