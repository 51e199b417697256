"""``severity`` end to end: the shape of its output, the published panels by every method, and panels on a bad day."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.cli import main

ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017"
METHODS = ("least-squares", "huber", "blup", "rasch")
INCOMPLETE = "甲,a,80 甲,b,82 乙,b,90 乙,c,85 丙,a,70 丙,c,71 丁,a,64 丁,b,66 丁,c,60"
ONE_TO_FIVE = " ".join(
    f"企业{row},{expert},{mark}"
    for row, marks in enumerate(("434", "321", "545", "2-3", "312", "43-", "234", "353", "-12", "445", "254", "323"))
    for expert, mark in zip("abc", marks, strict=True)
    if mark != "-"
)
BAD_DAYS = {
    "one expert": "甲,a,80 乙,a,70",
    "one applicant": "甲,a,80 甲,b,70",
    "all equal": "甲,a,80 甲,b,80 乙,a,80 乙,b,80",
    "an expert of one mark": "甲,a,80 甲,b,70 甲,c,75 乙,a,60 乙,b,65",
    "experts fixed to prefectures": "甲,a,80 甲,b,84 乙,a,70 乙,b,78 丙,c,60 丙,d,62 丁,c,50 丁,d,55",
    "nobody shares anything": "甲,a,80 乙,b,70",
    "nothing scored": "甲,a, 乙,b,",
    "negative": "甲,a,-8 甲,b,-7 乙,a,-6 乙,b,-2 丙,b,-3",
    "highest and lowest only": "甲,a,100 甲,b,0 乙,a,100 乙,b,0",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["severity", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a score file of marks as they stand above."""

    def write(marks: str) -> Path:
        path = tmp_path / "marks.csv"
        path.write_text("applicant,expert,score\n" + "\n".join(marks.split(" ")) + "\n", "utf-8")
        return path

    return write


def panels(*arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout, parse_constant=pytest.fail)
    assert list(document) == ["panels"]
    found: list[dict[str, Any]] = document["panels"]
    return found


@pytest.mark.parametrize("method", METHODS)
def test_the_document_has_the_promised_shape(file: Callable[[str], Path], method: str) -> None:
    (panel,) = panels(file(ONE_TO_FIVE), "--method", method, "--scale", "1:5:1")
    assert list(panel) == ["panel", "method", "connected", "subsets", "reason", "experts", "applicants"]
    assert (panel["panel"], panel["method"], panel["connected"], panel["subsets"]) == ("", method, True, 1)
    assert [one["expert"] for one in panel["experts"]] == ["a", "b", "c"]
    assert [one["applicant"] for one in panel["applicants"]] == [f"企业{row}" for row in range(12)]
    expected = ["expert", "subset", "severity", "standard_error", "infit", "outfit", "marks", "reason"]
    assert [list(one) for one in panel["experts"]] == [expected] * 3
    expected = ["applicant", "subset", "raw_total", "fair_total", "standard_error", "reason"]
    assert [list(one) for one in panel["applicants"]] == [expected] * 12
    assert [one["infit"] is None for one in panel["experts"]] == [method != "rasch"] * 3
    assert sum(one["severity"] for one in panel["experts"]) == pytest.approx(0, abs=1e-6)
    assert [one["marks"] for one in panel["experts"]] == [11, 11, 11]


def test_severity_is_in_points_and_positive_for_low_marks(file: Callable[[str], Path]) -> None:
    # Worked by hand: b marks 6 above a and 3 above c throughout.
    (panel,) = panels(file("甲,a,70 甲,b,76 乙,b,83 乙,c,80 丙,a,50 丙,c,53 丁,a,60 丁,b,66 丁,c,63"))
    assert [one["severity"] for one in panel["experts"]] == pytest.approx([3, -3, 0])
    assert [one["fair_total"] for one in panel["applicants"]] == pytest.approx([73, 80, 53, 63])
    assert [one["raw_total"] for one in panel["applicants"]] == pytest.approx([73, 81.5, 51.5, 63])


@pytest.mark.parametrize("method", ["least-squares", "huber"])
def test_the_published_panels_are_complete_and_so_left_alone(method: str) -> None:
    found = panels(ISU / "scores.csv", "--weights", ISU / "official_indicator_scores.csv", "--method", method)
    assert len(found) == 8
    for panel in found:
        assert panel["connected"]
        assert "left as they are" in panel["reason"]
        assert len(panel["experts"]) == 9
        assert sum(one["severity"] for one in panel["experts"]) == pytest.approx(0, abs=1e-9)
        assert all(one["fair_total"] == one["raw_total"] for one in panel["applicants"])
    assert sum(len(panel["applicants"]) for panel in found) == 217


def test_the_published_panels_by_rasch_and_blup_rank_as_the_totals_do() -> None:
    weights = ISU / "official_indicator_scores.csv"
    for method in ("blup", "rasch"):
        found = panels(ISU / "scores.csv", "--weights", weights, "--method", method, "--scale", "0:10:0.25")
        assert len(found) == 8
        for panel in found:
            pairs = [(one["raw_total"], one["fair_total"]) for one in panel["applicants"]]
            assert max(abs(raw - fair) for raw, fair in pairs) < 1.0
            by_raw = [fair for _, fair in sorted(pairs)]
            assert sum(a > b + 0.05 for a, b in pairwise(by_raw)) <= 1
            assert (panel["experts"][0]["infit"] is None) == (method == "blup")


@pytest.mark.parametrize("name", BAD_DAYS)
@pytest.mark.parametrize("method", METHODS)
def test_whatever_comes_is_answered_by_numbers_or_a_reason(file: Callable[[str], Path], method: str, name: str) -> None:
    scale = "-10:10:1" if name == "negative" else "0:100:1"
    (panel,) = panels(file(BAD_DAYS[name]), "--method", method, "--scale", scale)
    for one in panel["experts"]:
        assert one["severity"] is not None or one["reason"]
    for one in panel["applicants"]:
        assert one["fair_total"] is not None or one["reason"]
    assert all(one["standard_error"] is not None or one["reason"] or panel["reason"] for one in panel["experts"])
    for language in ("zh", "en"):
        spoken = run(file(BAD_DAYS[name]), "--method", method, "--scale", scale, "--lang", language)
        assert (spoken.exit_code, spoken.stderr) == (0, "")
        assert "nan" not in spoken.stdout
        assert "-0.00" not in spoken.stdout


def test_experts_fixed_to_prefectures_are_not_corrected_and_it_says_why(file: Callable[[str], Path]) -> None:
    marks = file(BAD_DAYS["experts fixed to prefectures"])
    (panel,) = panels(marks)
    assert (panel["connected"], panel["subsets"]) == (False, 2)
    assert [one["subset"] for one in panel["experts"]] == [1, 1, 2, 2]
    assert all(one["fair_total"] == one["raw_total"] for one in panel["applicants"])
    assert "cannot be told" in panel["reason"]
    assert "Subset 2: experts c, d; 2 applicants" in panel["reason"]
    chinese = run(marks, "--lang", "zh").stdout
    assert "无法区分" in chinese
    assert "第 2 部分：专家 c, d；申报者 2 个" in chinese


def test_the_table_shows_what_was_added_to_each_total(file: Callable[[str], Path]) -> None:
    result = run(file("甲,a,70 甲,b,76 乙,b,83 乙,c,80 丙,a,50 丙,c,53 丁,a,60 丁,b,67 丁,c,63"), "--lang", "en")
    assert result.exit_code == 0
    row = next(line.split() for line in result.stdout.splitlines() if line.startswith("乙"))
    assert row[2] == "81.50"
    assert float(row[4]) == pytest.approx(float(row[3]) - 81.5, abs=0.011)
    assert "Test of equal severity: F(2, 3)" in result.stdout


def test_a_total_that_lacks_a_mark_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(
        "applicant,expert,indicator,score\n甲,a,x,8\n甲,a,y,6\n甲,b,x,9\n乙,a,x,5\n乙,a,y,5\n乙,b,x,4\n", "utf-8"
    )
    (panel,) = panels(path)
    assert [one["marks"] for one in panel["experts"]] == [2, 0]
    assert panel["experts"][1]["reason"] == "a mark that counts is missing, so there is no total"


def test_rasch_without_a_scale_is_a_wrong_call(file: Callable[[str], Path]) -> None:
    result = run(file(INCOMPLETE), "--method", "rasch", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--scale" in result.stderr


def test_z_scores_are_not_offered(file: Callable[[str], Path]) -> None:
    result = run(file(INCOMPLETE), "--method", "z", "--lang", "en")
    assert result.exit_code == 2
    assert "least-squares, huber, blup, rasch" in result.stderr


def test_marks_off_the_scale_are_faults(file: Callable[[str], Path]) -> None:
    result = run(file("甲,a,80.5 甲,b,70"), "--scale", "0:100:1", "--json", "--lang", "en")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["faults"][0]["row"] == 2


def test_panels_are_apart(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    rows = [f"{panel},{mark}" for panel in ("p", "q") for mark in INCOMPLETE.split(" ")]
    path.write_text("panel,applicant,expert,score\n" + "\n".join(rows) + "\n", "utf-8")
    first, second = panels(path)
    assert (first["panel"], second["panel"]) == ("p", "q")
    assert first["experts"] == second["experts"]
