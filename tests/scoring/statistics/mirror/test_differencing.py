"""An expert who wants a colleague's total, with everything that all releases of his mirror give him, does not get it.

He knows the worst that he may know: who sat where, every panel's published total to two decimals, his own marks, and
the mirrors of several rounds in which he met the same colleagues. The same attack on a mean that is shown live finds
every total, so that it is the mirror that withstands and not the attack that is weak.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.model import FloatArray, ScoreTable
from scoring.statistics.mirror.mirror import Mirror
from scoring.statistics.totals import expert_totals

NAME = "test_mirror_panels"
if NAME not in sys.modules:
    spec = importlib.util.spec_from_file_location(NAME, Path(__file__).with_name("test_mirror.py"))
    assert spec is not None
    assert spec.loader is not None
    sys.modules[NAME] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[NAME])
panels: Any = sys.modules[NAME]
NEAR = 0.5
RELEASES = 4


def guesses(table: ScoreTable, totals: FloatArray, shown: Mirror, habits: FloatArray) -> FloatArray:
    """Return the best guess of each colleague's total on each shared application, shape as `totals`.

    The sum of the others follows from the published mean; the middle of their band and their habits, as learnt from all
    releases, say how it may be shared out among them.
    """
    found = np.full(totals.shape, np.nan)
    for one in shown.applications:
        row = table.applicants.index(one.application_id)
        there = np.isfinite(totals[row])
        others = there.copy()
        others[0] = False
        published = round(float(totals[row, there].mean()), 2)
        mean = (published * there.sum() - one.total) / others.sum()
        middle = (one.others.low + one.others.high) / 2
        leaning = habits[others] - habits[others].mean()
        found[row, others] = 0.8 * mean + 0.2 * middle + leaning
    return found


def habits_from(releases: list[tuple[ScoreTable, FloatArray, Mirror]]) -> FloatArray:
    """Return each colleague's severity as the sums of panels let it be solved: one equation an application."""
    n_experts = len(panels.EXPERTS)
    rows, sums = [], []
    for table, totals, shown in releases:
        for one in shown.applications:
            there = np.isfinite(totals[table.applicants.index(one.application_id)])
            there[0] = False
            rows.append(there / there.sum())
            mean = float(np.nanmean(totals[table.applicants.index(one.application_id), there]))
            sums.append(mean - (one.others.low + one.others.high) / 2)
    weights = np.array(rows)
    found = np.linalg.solve(weights.T @ weights + np.eye(n_experts), weights.T @ np.array(sums))
    return np.asarray(found, np.float64)


def hits(guessed: FloatArray, totals: FloatArray) -> tuple[int, int]:
    known = np.isfinite(guessed)
    return int((np.abs(guessed - totals)[known] < NEAR).sum()), int(known.sum())


@pytest.fixture(scope="module")
def releases() -> list[tuple[ScoreTable, FloatArray, Mirror]]:
    found = []
    for seed in range(RELEASES):
        table = panels.panel(45, severity={1: 0.3, 2: -0.3, 5: 0.2}, seed=seed)
        found.append((table, expert_totals(table, panels.WEIGHTS), panels.of(table)))
    return found


def test_no_total_is_recovered_more_often_than_by_guessing(releases: Any) -> None:
    habits = habits_from(releases)
    found, tried, blind = 0, 0, 0
    for table, totals, shown in releases:
        got, of_all = hits(guesses(table, totals, shown, habits), totals)
        found, tried = found + got, tried + of_all
        blind += hits(guesses(table, totals, shown, np.zeros(len(panels.EXPERTS))), totals)[0]
    assert tried > 300
    # A normal error of the noise's size lands within half a point of the truth about one time in six here.
    assert found / tried < 0.3
    assert found <= blind + 3 * np.sqrt(tried * 0.15 * 0.85)


def test_the_same_attack_finds_everything_where_a_mean_is_shown_live(releases: Any) -> None:
    """The control: the mean of the others with one decimal, before and after the last of them submits."""
    table, totals, shown = releases[0]
    found = tried = 0
    for one in shown.applications:
        row = totals[table.applicants.index(one.application_id)]
        others = np.flatnonzero(np.isfinite(row))[1:] if np.isfinite(row[0]) else np.flatnonzero(np.isfinite(row))
        before, after = round(float(row[others[:-1]].mean()), 1), round(float(row[others].mean()), 1)
        guess = after * len(others) - before * (len(others) - 1)
        found += abs(guess - row[others[-1]]) < NEAR
        tried += 1
    assert found == tried


def test_a_colleague_can_change_his_total_and_nothing_in_most_mirrors_moves(releases: Any) -> None:
    """What is shown is so coarse that a point more or less of one colleague mostly leaves it as it is."""
    table, _, shown = releases[0]
    row = table.applicants.index(shown.applications[0].application_id)
    colleague = int(np.flatnonzero(np.isfinite(table.values[row, 1:, 0]))[0]) + 1
    values = table.values.copy()
    values[row, colleague, 0] = np.clip(values[row, colleague, 0] + 0.3, 0, 10)
    other = panels.of(replace(table, values=values))
    assert other.severity == shown.severity
    assert other.applications == shown.applications
    assert (other.halo, other.distance, other.rank_agreement) == (shown.halo, shown.distance, shown.rank_agreement)
