"""A demonstration several times as large: as many more of everybody, wider caps in its rule books, the same days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from indicators.check import FileNames, check_rule_book
from indicators.load import digest_of, shipped_rule_book
from scoring.demonstration.enlarging import MOST_TIMES, enlarged, rule_book_of
from scoring.demonstration.experts import Rater
from scoring.demonstration.marking import _AT_ONCE, Troubles, simulate
from scoring.demonstration.plan import Plan
from scoring.demonstration.pools import name_pool
from scoring.model import Expert


def test_everybody_comes_so_many_times_on_the_same_days(plan: Plan) -> None:
    large = enlarged(plan, 10)
    assert [one.applications for one in large.rounds] == [
        {grade: 10 * count for grade, count in one.applications.items()} for one in plan.rounds
    ]
    assert [one.experts for one in large.prefectures] == [10 * one.experts for one in plan.prefectures]
    assert [(one.applied, one.marked, one.end) for one in large.rounds] == [
        (one.applied, one.marked, one.end) for one in plan.rounds
    ]
    assert (large.now, large.before, large.times) == (plan.now, plan.before, 10)


@pytest.mark.parametrize("times", [0, -1, MOST_TIMES + 1])
def test_a_size_for_which_there_are_no_names_is_refused(plan: Plan, times: int) -> None:
    with pytest.raises(ValueError, match=f"1 to {MOST_TIMES}"):
        enlarged(plan, times)


def test_there_are_names_for_everybody_of_the_largest(plan: Plan) -> None:
    pool = name_pool()
    pairs = len(pool.rare) * (len(pool.rare) - 1)
    everybody = MOST_TIMES * sum(sum(one.applications.values()) for one in plan.rounds)
    assert everybody < pairs * len(pool.common)
    assert MOST_TIMES * sum(one.experts for one in plan.prefectures) < len(pool.surnames) * len(pool.given_second)


ROUNDS = ("2022-synthetic", "2023-synthetic", "2024-synthetic", "2025-synthetic", "2026-sample")


@pytest.mark.parametrize("round_id", ROUNDS)
def test_the_caps_are_wider_and_the_rule_book_says_why(round_id: str) -> None:
    shipped, book = shipped_rule_book(round_id), rule_book_of(round_id, 10)
    caps = {cap.grade: cap.per_prefecture for cap in shipped.round.parameter_sheet.caps}
    assert {cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps} == {
        grade: 10 * cap for grade, cap in caps.items()
    }
    assert "10倍" in book.round.parameter_sheet.notes["caps"].text
    assert book.round.indicator_table == shipped.round.indicator_table
    assert (book.round.status, book.round.banner) == (shipped.round.status, shipped.round.banner)
    assert book.digest == digest_of(book.texts) != shipped.digest
    names = FileNames("documents.toml", f"{book.round.regulation}.toml", f"{round_id}.toml")
    assert check_rule_book(names, documents=book.documents, regulation=book.regulation, round_=book.round) == ()


def test_once_is_the_rule_book_that_comes_with_the_program() -> None:
    assert rule_book_of("2026-sample", 1) is shipped_rule_book("2026-sample")


def test_more_rows_than_fit_at_once_are_marked_in_parts() -> None:
    """Whoever copies does so in his own part; nobody marks what he was not given; all panels have a truth."""
    leaves = shipped_rule_book("2026-sample").round.indicator_table.leaves()[:3]
    experts = [Expert(f"E{number}", "甲", "乙", "320100", ("C39",), date(2022, 1, 10)) for number in range(4)]
    raters = [Rater(expert, severity=0.0, halo=0.1, pace=1.0) for expert in experts]
    rows = _AT_ONCE + 20
    assigned = np.ones((rows, 4), dtype=bool)
    assigned[::2, 3] = False
    copied = ((5, 0, 1), (_AT_ONCE + 7, 2, 3))
    found = simulate(
        np.random.default_rng(1),
        stage="document_review",
        applications=[f"a{number}" for number in range(rows)],
        quality=np.full(rows, 80.0),
        raters=raters,
        leaves=leaves,
        assigned=assigned,
        troubles=Troubles(copied=copied),
    )
    assert found.levels.shape == found.states.shape == found.times.shape == (rows, 4, 3)
    assert found.true_totals.shape == (rows,)
    for row, source, target in copied:
        assert (found.levels[row, source] == found.levels[row, target]).all()
    assert not found.states[~assigned].any()
    assert found.states[assigned].any(axis=1).all()
