"""``reliability`` end to end: the shape of its output, the published panels, gaps, and bad input in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from scoring.cli import main
from scoring.statistics.reliability.g_study import g_study_two_way

ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017"
GOLDEN = Path(__file__).parents[2] / "data" / "golden"
CROSSED = [
    "applicant",
    "expert",
    "indicator",
    "applicant:expert",
    "applicant:indicator",
    "expert:indicator",
    "residual",
]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["reliability", *map(str, arguments)])


def panels(*arguments: str | Path) -> Any:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout, parse_constant=pytest.fail)["panels"]


def written(folder: Path, marks: np.ndarray, *, indicators: bool = False) -> Path:
    """Write marks as a score file; a gap is an empty score."""
    rows = ["applicant,expert,indicator,score" if indicators else "applicant,expert,score"]
    for place, mark in np.ndenumerate(marks):
        names = [f"{letter}{n}" for letter, n in zip("aei", place, strict=False)]
        rows.append(",".join([*names, "" if np.isnan(mark) else f"{mark:g}"]))
    file = folder / "marks.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


MARKS = np.array([[9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
"""Shrout & Fleiss (1979): golden case p01."""


def test_the_shape_of_the_json(tmp_path: Path) -> None:
    (panel,) = panels(written(tmp_path, MARKS))
    assert panel["panel"] == ""
    assert (panel["applicants"], panel["experts"], panel["indicators"]) == (6, 4, 1)
    assert (panel["method"], panel["reason"]) == ("mean squares", None)
    assert [one["effect"] for one in panel["components"]] == ["applicant", "expert", "residual"]
    assert [one["variance"] for one in panel["components"]] == pytest.approx([2.555556, 5.244444, 1.019444])
    assert [one["negative"] for one in panel["components"]] == [False, False, False]
    assert panel["g_coefficient"] == pytest.approx(0.9093155)
    assert panel["phi_coefficient"] == pytest.approx(0.6200505)
    assert panel["measurement_error"] == pytest.approx({"relative": 0.5048377, "absolute": 1.2513881})
    assert [one["experts"] for one in panel["by_experts"]] == list(range(1, 16))
    third = panel["by_experts"][2]
    assert third == pytest.approx({"experts": 3, "g_coefficient": 0.882635113527342, "phi_coefficient": 0.55034895})


def test_brennans_three_facets_printed(tmp_path: Path) -> None:
    """Golden case p09, raters as experts and tasks as indicators: Brennan (2001), table 3.1 and after."""
    rows = (GOLDEN / "p09_long.csv").read_text("utf-8").replace('"', "").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    file = tmp_path / "p09.csv"
    file.write_text(
        "applicant,expert,indicator,score\n" + "\n".join(f"{p},{o},{i},{y}" for p, i, o, y in cells), "utf-8"
    )
    (panel,) = panels(file)
    assert [one["effect"] for one in panel["components"]] == CROSSED
    printed = [0.5528, 0.0074, 0.4417, 0.1009, 0.5750, 0.1565, 0.9352]
    assert [one["variance"] for one in panel["components"]] == pytest.approx(printed, abs=6e-5)
    assert panel["g_coefficient"] == pytest.approx(0.639871382636656)
    assert panel["phi_coefficient"] == pytest.approx(0.554124608423251)
    (fixed,) = panels(file, "--fixed", "indicator")
    assert fixed["components"] == panel["components"]
    p, r, _, pr, pi, ri, e = (one["variance"] for one in panel["components"])
    universe, relative = p + pi / 4, pr / 2 + e / 8
    assert fixed["g_coefficient"] == pytest.approx(universe / (universe + relative))
    assert fixed["phi_coefficient"] == pytest.approx(universe / (universe + relative + r / 2 + ri / 8))


def test_the_published_panels() -> None:
    found = panels(ISU / "scores.csv")
    assert len(found) == 8
    for panel in found:
        assert panel["experts"] == 9
        assert [one["effect"] for one in panel["components"]] == CROSSED
        assert panel["reason"] is None
        own = panel["by_experts"][8]
        assert (own["g_coefficient"], own["phi_coefficient"]) == (panel["g_coefficient"], panel["phi_coefficient"])
        assert 0.9 < panel["phi_coefficient"] <= panel["g_coefficient"] < 1
    negative = [one for panel in found for one in panel["components"] if one["negative"]]
    assert negative
    assert all(one["variance"] < 0 for one in negative)


def test_gaps(tmp_path: Path) -> None:
    marks = MARKS.copy()
    marks[0, 1] = marks[4, 3] = np.nan
    (panel,) = panels(written(tmp_path, marks))
    assert panel["method"] == "Henderson method 1"
    study = g_study_two_way(marks)
    assert [one["variance"] for one in panel["components"]] == pytest.approx(study.variance.tolist())
    assert panel["by_experts"][2]["g_coefficient"] < panel["g_coefficient"] < panel["by_experts"][3]["g_coefficient"]


def test_what_does_not_apply_is_a_gap_and_insufficient_material_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    rows = [f"a{n},e{e},{n + e},scored" for n in range(4) for e in range(3)]
    file.write_text("applicant,expert,score,state\n" + "\n".join(rows), "utf-8")
    plain = panels(file)[0]
    text = file.read_text("utf-8")
    file.write_text(text.replace("a0,e0,0,scored", "a0,e0,,insufficient"), "utf-8")
    assert panels(file)[0]["components"] == plain["components"]
    file.write_text(text.replace("a0,e0,0,scored", "a0,e0,,not_applicable"), "utf-8")
    assert panels(file)[0]["method"] == "Henderson method 1"


@pytest.mark.parametrize(
    ("marks", "components", "english", "chinese"),
    [
        (MARKS[:, :1], None, "fewer than two experts gave marks", "专家不足两名"),
        (MARKS[:1], None, "fewer than two applications have marks", "申报不足两个"),
        (np.full((4, 3), np.nan), None, "nothing was scored", "没有任何评分"),
        (np.full((4, 3), 7.3), [0.0, 0.0, 0.0], "all marks are equal", "所有评分都相同"),
    ],
)
def test_what_is_undefined_is_null_with_a_reason(
    tmp_path: Path, marks: np.ndarray, components: list[float] | None, english: str, chinese: str
) -> None:
    file = written(tmp_path, marks)
    (panel,) = panels(file)
    assert [one["variance"] for one in panel["components"]] == (components or [None, None, None])
    assert (panel["g_coefficient"], panel["phi_coefficient"]) == (None, None)
    assert [one["phi_coefficient"] for one in panel["by_experts"]] == [None] * 15
    assert english in panel["reason"]
    for language, words in (("zh", chinese), ("en", english)):
        result = run(file, "--lang", language)
        assert (result.exit_code, result.stderr) == (0, "")
        assert words in result.stdout


def test_a_panel_that_is_undefined_does_not_stop_the_next(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    good = [f"good,a{a},e{e},{mark:g}" for (a, e), mark in np.ndenumerate(MARKS)]
    file.write_text("panel,applicant,expert,score\nbad,a,e,1\n" + "\n".join(good), "utf-8")
    bad, other = panels(file)
    assert (bad["panel"], bad["g_coefficient"], other["panel"]) == ("bad", None, "good")
    assert other["g_coefficient"] == pytest.approx(0.9093155)


def test_the_table_for_people(tmp_path: Path) -> None:
    file = written(tmp_path, MARKS)
    chinese = run(file, "--lang", "zh").stdout.splitlines()
    assert chinese[0] == "全部评分（申报者 6 个，专家 4 名，指标 1 项；评分完整，均方法）"
    assert chinese[1].split() == ["来源", "方差分量", "占比"]
    assert chinese[3].split() == ["申报者", "2.5556", "29.0%"]
    assert "本组：4  0.9093  0.6201" in " ".join(chinese)
    english = run(file, "--lang", "en").stdout.splitlines()
    assert english[0] == "All marks (applicants: 6, experts: 4, indicators: 1; complete, by mean squares)"
    assert any(line.split()[:4] == ["as", "it", "sat:", "4"] for line in english)


def test_a_negative_component_is_shown_and_explained(tmp_path: Path) -> None:
    file = written(tmp_path, np.array([[1.0, 5], [5, 1], [1, 5], [5, 1]]))
    (panel,) = panels(file)
    assert [one["negative"] for one in panel["components"]] == [True, True, False]
    assert (panel["g_coefficient"], panel["phi_coefficient"]) == (0, 0)
    assert "coefficients take it as 0" in run(file, "--lang", "en").stdout
    assert "计算系数时按 0 计" in run(file, "--lang", "zh").stdout


def test_weights_change_nothing_and_that_is_said(tmp_path: Path) -> None:
    file = written(tmp_path, np.random.default_rng(1).integers(0, 11, (5, 3, 2)) * 1.0, indicators=True)
    weights = tmp_path / "w.csv"
    weights.write_text("indicator,weight\ni0,3\ni1,1\n", "utf-8")
    plain, weighted = run(file, "--json", "--lang", "en"), run(file, "--weights", weights, "--json", "--lang", "en")
    assert weighted.stdout == plain.stdout
    assert plain.stderr == ""
    assert "unweighted" in weighted.stderr
    assert "不加权" in run(file, "--weights", weights, "--json", "--lang", "zh").stderr


@pytest.mark.parametrize(("language", "words"), [("en", "1.5 is off the declared scale"), ("zh", "评分 1.5 不在规定")])
def test_a_bad_file_is_refused_with_its_faults(tmp_path: Path, language: str, words: str) -> None:
    file = tmp_path / "m.csv"
    file.write_text("applicant,expert,score\na,e,1.5\na,f,x\n", "utf-8")
    result = run(file, "--scale", "0:10:1", "--lang", language)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    as_json = run(file, "--scale", "0:10:1", "--lang", language, "--json")
    assert as_json.exit_code == 1
    assert [fault["row"] for fault in json.loads(as_json.stdout)["faults"]] == [2, 3]


def test_only_indicators_can_be_fixed(tmp_path: Path) -> None:
    result = run(written(tmp_path, MARKS), "--fixed", "expert", "--lang", "en")
    assert result.exit_code == 2
    assert "expert" in result.stderr
    assert "indicator" in result.stderr
