"""What the marks say about a sitting's applications: a grade that nobody can be given makes nothing unsure."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring.flow.meeting.measuring import measured
from scoring.flow.scores import aggregate_of
from scoring.model import Application, Enterprise, MarkState, ScoreTable
from scoring.statistics.cut_scores import cuts_of_round

BOOK = shipped_rule_book("2026-sample")
LEAVES = BOOK.round.indicator_table.leaves()


def _applications(targets: str) -> list[Application]:

    enterprise = Enterprise("91320102MA1ABCD01X", "样例", "legal_person", "320102", "C34", "medium", date(2010, 5, 4))
    return [
        Application(f"a{number}", "2026-sample", enterprise, target, date(2026, 4, 1), adverse_records_checked=True)
        for number, target in enumerate(targets.split(), start=1)
    ]


def _table(shares: list[list[float]]) -> ScoreTable:
    """Return marks in which each expert gives the same share of every indicator's points."""
    full = np.array([float(leaf.max_score) for leaf in LEAVES])
    values = np.array(shares)[:, :, None] * full[None, None, :]
    return ScoreTable(
        "2026-sample",
        tuple(f"a{number}" for number in range(1, len(shares) + 1)),
        tuple(f"e{number}" for number in range(1, len(shares[0]) + 1)),
        tuple(leaf.code for leaf in LEAVES),
        values,
        np.full(values.shape, MarkState.SCORED, np.uint8),
        decimals=6,
    )


#: Totals near the line of AAA, in points of 100, for five experts; beside them panels that agree.
NEAR = [0.93, 0.89, 0.91, 0.88, 0.9]
FIRM = [[0.85, 0.84, 0.86, 0.85, 0.85], [0.72, 0.7, 0.71, 0.72, 0.7], [0.95, 0.96, 0.95, 0.94, 0.95]]


def test_the_line_of_aaa_makes_an_applicant_for_aaa_unsure_and_one_for_aa_not() -> None:
    lines = dict(zip(cuts_of_round(BOOK.round).grades, cuts_of_round(BOOK.round).scores, strict=True))
    assert min(NEAR) * 100 < lines["AAA"] < max(NEAR) * 100, "the panel must lie on both sides of the line"
    aa, aaa, *_ = measured(_table([NEAR, NEAR, *FIRM]), _applications("AA AAA AA AA AA"), "document_review", BOOK)
    assert aaa.case.straddles
    assert aaa.case.certainty is not None
    assert aaa.case.certainty < 0.9
    assert not aa.case.straddles
    assert aa.case.likeliest == aa.case.grade_by_score == "AA"
    assert aa.case.certainty == pytest.approx(1.0, abs=1e-6)
    assert aa.case.without_one == 0
    assert aa.decision is not None
    assert aa.decision.probability == pytest.approx(aaa.decision.probability if aaa.decision else {})


def test_leaving_one_out_counts_by_the_rule_of_the_round() -> None:
    assert aggregate_of(BOOK).kind == "mean"
    # 89.6, 90.4: without the most severe the mean rises over 90, without the mildest it falls below.
    on_the_line = [0.902, 0.91, 0.9, 0.888, 0.9]
    found, *_ = measured(_table([on_the_line, *FIRM]), _applications("AAA AA AA AA"), "document_review", BOOK)
    mean = sum(on_the_line) / 5
    others = [(5 * mean - one) / 4 for one in on_the_line]
    by_hand = sum((one >= 0.9 - 1e-12) != (round(mean * 100, 2) >= 90) for one in others)
    assert found.case.without_one == by_hand > 0


def test_without_a_sheet_nothing_is_sure() -> None:
    (found,) = measured(_table(FIRM), _applications("AA AA AA AAA")[3:], "document_review", BOOK)
    assert (found.case.certainty, found.case.likeliest, found.panel, found.scores) == (None, None, (), None)
