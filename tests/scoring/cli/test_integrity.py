"""``integrity`` end to end: planted troubles found, the published panels, the document's shape, both languages."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from scoring.cli import main
from scoring.statistics.simulate import PanelModel, simulate_panels

ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017" / "scores.csv"
HEADER = "applicant,expert,indicator,score,applicant_region,expert_region,time\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["integrity", *map(str, arguments)])


def document(*arguments: str | Path) -> Any:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two panels of 30 x 5 x 30: favour of 6 points, a copied, a straight and a hurried sheet in the first."""
    rng = np.random.default_rng(42)
    applicant_regions, expert_regions = rng.integers(5, size=30), np.arange(5)
    home = applicant_regions[:, None] == expert_regions
    straight = np.zeros((30, 5), bool)
    straight[7, 2] = True
    panels = simulate_panels(
        rng,
        PanelModel(quality_mean=70.0),
        allowed=[[Decimal(n) / 2 for n in range(21)]] * 30,
        assigned=np.ones((30, 5), bool),
        n_panels=2,
        home=home,
        favour=np.full(5, 6.0),
        straight_lined=straight,
        copied=[(11, 0, 3)],
    )
    file = tmp_path_factory.mktemp("integrity") / "scores.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["panel", *HEADER.strip().split(",")])
        for p, a, e in np.ndindex(2, 30, 5):
            pace = 1.0 if (p, a, e) == (0, 20, 4) else float(rng.lognormal(3.0, 0.3))
            seconds = np.cumsum(pace * rng.lognormal(0.0, 0.3, 30)) + 600.0 * a
            for i, mark in enumerate(panels.values[p, a, e].tolist()):
                minutes, second = divmod(seconds[i], 60)
                time = f"2026-03-{1 + e:02d}T{int(minutes) // 60 % 24:02d}:{int(minutes) % 60:02d}:{second:09.6f}"
                place = [f"r{applicant_regions[a]}", f"r{expert_regions[e]}", time]
                out.writerow([f"p{p}", f"a{a}", f"e{e}", f"i{i}", mark, *place])
    return file


def test_what_was_planted_is_found(planted: Path) -> None:
    found = document(planted, "--cuts", "A=6.5,AA=7.5")
    favour = found["home_favour"]
    # 6 of 100 are 0.6 of 10, and the four colleagues of each favourer lie 0.6 / 4 lower: every application has one.
    assert favour["low"] < 0.75 < favour["high"]
    assert favour["p_value"] < 1e-6
    assert favour["home_marks"] + favour["other_marks"] == 300
    assert favour["reason"] is None
    copies = {(one["panel"], one["applicant"], *one["experts"]) for one in found["identical_sheets"]}
    assert copies == {("p0", "a11", "e0", "e3"), ("p1", "a11", "e0", "e3")}
    assert {one["share"] for one in found["identical_sheets"]} == {1.0}
    lines = {(one["panel"], one["applicant"], one["expert"]) for one in found["straight_lined"]}
    assert lines == {("p0", "a7", "e2"), ("p1", "a7", "e2")}
    assert {(one["panel"], one["applicant"], one["expert"]) for one in found["hurried"]} == {("p0", "a20", "e4")}
    assert sum(one["grade_changes"] for one in found["influence"]) > 0
    sizes = [abs(one["deviation"]) for one in found["unusual"]]
    assert len(sizes) == 20
    assert sizes == sorted(sizes, reverse=True)
    assert {one["home"] for one in found["unusual"]} <= {True, False}


def test_the_document(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(HEADER + "甲,e1,质量,8,南京,南京,1\n甲,e2,质量,6,南京,苏州,2\n乙,e1,质量,5,苏州,南京,3\n", "utf-8")
    found = document(file, "--cuts", "A=7")
    assert list(found) == [
        "home_favour", "experts", "unusual", "identical_sheets", "straight_lined", "influence",
        "range_alarms", "halo", "hurried", "hurried_reason",
    ]  # fmt: skip
    assert found["home_favour"] == {
        "estimate": None, "low": None, "high": None, "p_value": None, "home_marks": 1, "other_marks": 1,
        "reason": "no expert has marks both at home and elsewhere",
    }  # fmt: skip
    assert [(one["expert"], one["home_favour"], one["home_marks"]) for one in found["experts"]] == [
        ("e1", None, 1), ("e2", None, 0),
    ]  # fmt: skip
    assert {"expert", "panel", "home_favour", "p_value", "q_value", "home_marks", "reason"} == set(found["experts"][0])
    assert [(one["applicant"], one["expert"], one["deviation"], one["z"], one["home"]) for one in found["unusual"]] == [
        ("甲", "e1", 2.0, None, True), ("甲", "e2", -2.0, None, False),
    ]  # fmt: skip
    assert [(one["panel"], one["expert"], one["grade_changes"]) for one in found["influence"]] == [
        ("", "e1", 1), ("", "e2", 0),
    ]  # fmt: skip
    assert found["influence"][0]["applicants"] == ["甲"]
    assert found["hurried_reason"] == {"": "only the order of the marks is known, not the time between them"}


def test_the_published_panels() -> None:
    found = document(ISU, "--aggregate", "trimmed:1")
    assert found["home_favour"]["estimate"] is None
    assert found["home_favour"]["reason"] == "the score file names no regions"
    assert found["experts"] == found["influence"] == []
    assert found["identical_sheets"] == []  # hundreds of sheets of five marks are alike, and chance makes them so
    assert len(found["unusual"]) == 20
    assert all(one["home"] is None for one in found["unusual"])
    assert {one["panel"] for one in found["straight_lined"]} <= {one["panel"] for one in found["halo"]}
    assert len(found["halo"]) == 8 * 9


@pytest.mark.parametrize(
    "rows",
    ["a,e,i,1,x,x,\n", "a,e,i,,x,x,\n", "a,e,i,-1,x,y,\na,f,i,-1,x,x,\nb,e,i,-1,y,y,\nb,f,i,-1,y,x,\n"],
)
def test_poor_files_give_an_answer(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "m.csv"
    file.write_text(HEADER + rows, "utf-8")
    found = document(file, "--cuts", "A=1")
    assert found["home_favour"]["p_value"] is None
    assert found["home_favour"]["reason"]
    assert found["identical_sheets"] == found["range_alarms"] == found["hurried"] == []
    assert run(file, "--lang", "zh").exit_code == 0


def test_tables_for_people_in_both_languages(planted: Path) -> None:
    chinese = run(planted, "--lang", "zh", "--cuts", "A=6.5").stdout
    assert chinese.startswith("同地区倾向：专家对本地区申报者平均多给 +0.")
    assert "雷同的评分表" in chinese
    assert "e0 = e3" in chinese
    assert chinese.rstrip().endswith("以上只提示应当核查之处，不能单独作为认定问题的依据。")
    english = run(planted, "--lang", "en").stdout
    assert english.startswith("Home favour: experts give applicants from their own region +0.")
    assert english.rstrip().endswith("It proves nothing by itself.")
    assert "Grades that hang on one expert\nNone." in english


def test_bad_circumstances_are_faults(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(HEADER + "a,e,i,1,x,x,soon\na,f,i,1,y,x,\n", "utf-8")
    result = run(file, "--json", "--lang", "en")
    assert result.exit_code == 1
    assert [(one["row"], one["column"]) for one in json.loads(result.stdout)["faults"]] == [
        (2, "time"), (3, "applicant_region"),
    ]  # fmt: skip
    chinese = run(file, "--lang", "zh").stderr
    assert "“soon”不是时间" in chinese
    assert "地区此处为“y”，第 2 行为“x”" in chinese


@pytest.mark.parametrize(
    ("cuts", "words"), [("A", "is no cut score"), ("A=2,B=1", "not above"), ("A=1,A=2", "cannot be named here")]
)
def test_cuts_that_cannot_be_meant(tmp_path: Path, cuts: str, words: str) -> None:
    file = tmp_path / "m.csv"
    file.write_text(HEADER + "a,e,i,1,x,x,\n", "utf-8")
    result = run(file, "--cuts", cuts, "--lang", "en")
    assert result.exit_code == 2
    assert words in result.stderr
