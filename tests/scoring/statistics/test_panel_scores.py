"""Scores with names and reasons, and a published panel to the cent."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.tabular import read_table, table_of
from scoring.model import Weights
from scoring.sheets import fitting_weights, parse_scale, read_marks, read_weights, score_tables
from scoring.statistics.aggregate import Aggregate, parse_aggregate
from scoring.statistics.panel_scores import ApplicantScore, panel_scores
from scoring.texts import translator

EN, ZH = translator("en"), translator("zh")
ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017"


def scores(rows: str, rule: str = "mean", weights: Weights | None = None) -> tuple[ApplicantScore, ...]:
    (table,) = score_tables(read_marks(table_of(f"applicant,expert,indicator,score,state\n{rows}".encode(), "m.csv")))
    return panel_scores(table, parse_aggregate(rule), weights=weights).applicants


def test_a_published_panel_to_the_printed_cent() -> None:
    """ISU World Figure Skating Championships 2017: every component score and every total that was published."""
    tables = score_tables(read_marks(read_table(ISU / "scores.csv"), scale=parse_scale("0:10:0.25")))
    read, _ = read_weights(read_table(ISU / "official_indicator_scores.csv"))
    weights, _ = fitting_weights(tables, read, file="official_indicator_scores.csv")
    found: dict[tuple[str, ...], float | None] = {}
    for table in tables:
        for one in panel_scores(table, Aggregate("trimmed", 1), weights=weights[table.panel], decimals=2).applicants:
            found[table.panel, one.applicant] = one.total
            found |= {(table.panel, one.applicant, score.indicator): score.score for score in one.indicators}
    with (ISU / "official_indicator_scores.csv").open(encoding="utf-8") as stream:
        published = {
            (row["panel"], row["applicant"], row["indicator"]): row["official_score"] for row in csv.DictReader(stream)
        }
    assert len(published) == 1085
    with (ISU / "official_totals.csv").open(encoding="utf-8") as stream:
        totals = {(row["panel"], row["applicant"]): row["official_total"] for row in csv.DictReader(stream)}
    assert len(totals) == 217
    assert len(found) == 1085 + 217
    assert {key: Decimal(str(value)) for key, value in found.items()} == {
        key: Decimal(value) for key, value in (published | totals).items()
    }


def test_counts_and_spread() -> None:
    (one,) = scores("a,e,i,1,\na,e,j,2,\na,f,i,3,\na,f,j,,\na,g,i,,\na,g,j,,\n")
    assert (one.applicant, one.total, one.experts, one.missing, one.spread) == ("a", 2.0, 2, 1, None)
    assert [(score.indicator, score.score, score.experts) for score in one.indicators] == [("i", 2.0, 2), ("j", 2.0, 1)]
    assert one.reasons == ()


@pytest.mark.parametrize(
    ("rows", "english", "chinese"),
    [
        ("a,e,i,,\n", "no marks at all", "没有任何评分"),
        ("a,e,i,1,\na,e,j,,\n", "indicators without a mark: j", "没有评分的指标：j"),
        (
            "a,e,i,1,\na,e,j,,not_applicable\n",
            "indicators that every expert judged not applicable: j; the others share their weight",
            "专家一致认为不适用的指标：j",
        ),
        ("a,e,i,1,\nb,e,i,1,\nb,e,j,1,\n", "indicators without a mark: j", "没有评分的指标：j"),
    ],
)
def test_what_is_undefined_has_a_reason(rows: str, english: str, chinese: str) -> None:
    one = scores(rows)[0]
    (reason,) = one.reasons
    assert english in EN(reason)
    assert chinese in ZH(reason)


def test_trimming_too_few_marks_has_a_reason() -> None:
    (one,) = scores("a,e,i,1,\na,f,i,2,\na,e,j,1,\na,f,j,2,\n", "trimmed:1")
    (reason,) = one.reasons
    assert one.total == 1.5
    assert "too few marks for trimmed:1, so the plain mean was taken of: i, j" in EN(reason)
    assert "不足以按 trimmed:1 汇总，以下指标改取平均：i, j" in ZH(reason)


def test_nothing_left_that_counts() -> None:
    weights = Weights({"i": Decimal(1), "j": Decimal(0)})
    (one,) = scores("a,e,i,,not_applicable\na,e,j,3,\n", weights=weights)
    assert one.total is None
    assert "no indicator is left that counts" in EN(one.reasons[-1])
    assert "没有可计入总分的指标" in ZH(one.reasons[-1])
