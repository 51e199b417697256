"""``weights`` end to end: judgements to a file that ``score`` takes, marks to weights, weights to what moves grades."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.tabular import read_table
from scoring.sheets.weights import read_weights

Call = Callable[..., Result]
JUDGED = [("甲", "x", "y", "2"), ("甲", "x", "z", "4"), ("甲", "y", "z", "2")]
TORN = [("乙", "x", "y", "9"), ("乙", "x", "z", "1/5"), ("乙", "y", "z", "5")]
MARKS = {"A": (9, 6, 5), "B": (7, 8, 6), "C": (5, 9, 9), "D": (8, 7, 3)}


def judgements(file: Path, rows: list[tuple[str, ...]]) -> Path:
    file.write_text("expert,first,second,judgement\n" + "".join(",".join(row) + "\n" for row in rows), "utf-8")
    return file


@pytest.fixture
def marks(folder: Path) -> Path:
    file = folder / "marks.csv"
    rows = [f"{a},e1,{i},{m}\n" for a, given in MARKS.items() for i, m in zip("xyz", given, strict=True)]
    file.write_text("applicant,expert,indicator,score\n" + "".join(rows), "utf-8")
    return file


def document(call: Call, *arguments: str | Path) -> dict[str, Any]:
    result = call("weights", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout, parse_constant=pytest.fail)
    return found


def test_judgements_become_a_file_that_score_takes(call: Call, folder: Path, marks: Path) -> None:
    result = call("weights", "ahp", judgements(folder / "j.csv", JUDGED), "--to", folder / "w.csv", "--unit", "0.5")
    assert result.exit_code == 0, result.output
    assert (folder / "w.csv").read_text("utf-8-sig") == "indicator,weight\nx,57\ny,28.5\nz,14.5\n"
    scored = call("score", marks, "--weights", folder / "w.csv", "--json")
    totals = [one["total"] for one in json.loads(scored.stdout)["panels"][0]["applicants"]]
    assert totals[0] == 9 * 57 + 6 * 28.5 + 5 * 14.5
    again = call("weights", "ahp", folder / "j.csv", "--to", folder / "w.csv")
    assert (again.exit_code, "w.csv" in again.stderr) == (2, True)


@pytest.mark.parametrize("name", ["w.csv", "w.xlsx"])
def test_names_that_look_like_formulas_go_out_as_text_and_come_in_as_they_were(
    call: Call, folder: Path, name: str
) -> None:
    bad = ("=1+1", "@sum", "-x")
    file = judgements(folder / "j.csv", [("\u7532", bad[0], bad[1], "2"), ("\u7532", bad[0], bad[2], "2"),
                                         ("\u7532", bad[1], bad[2], "1")])  # fmt: skip
    assert call("weights", "ahp", file, "--to", folder / name).exit_code == 0
    if name.endswith("csv"):
        rows = (folder / name).read_text("utf-8-sig").splitlines()[1:]
        assert [row[:1] for row in rows] == ["'"] * 3
    weights, _ = read_weights(read_table(folder / name))
    assert set(weights[""].of) == set(bad)
    assert weights[""].of["=1+1"] == 50


def test_who_is_inconsistent_and_where(call: Call, folder: Path) -> None:
    file = judgements(folder / "j.csv", [*JUDGED, *TORN])
    found = document(call, "ahp", file)
    (group,) = found["groups"]
    first, second = group["experts"]
    assert (first["consistency"]["acceptable"], first["consistency"]["worst"]) == (True, None)
    assert second["consistency"]["acceptable"] is False
    assert second["consistency"]["triad"]["factor"] == pytest.approx(225)
    assert [one["indicator"] for one in found["weights"]] == ["x", "y", "z"]
    for language, words in (("zh", "专家“乙”最不一致的判断"), ("en", "Most doubtful judgement of 乙")):
        spoken = call("weights", "ahp", file, "--lang", language).stdout
        assert words in spoken
        assert "专家“甲”最不一致" not in spoken


def test_down_the_tree_of_a_round(call: Call, folder: Path) -> None:
    file = judgements(folder / "j.csv", [("甲", "1", "2", "1/2"), ("甲", "2", "3", "2")])
    refused = call("weights", "ahp", file, "--round", "2026-sample", "--json")
    assert refused.exit_code == 1
    assert len(json.loads(refused.stdout)["faults"]) == 13
    found = document(call, "ahp", file, "--round", "2026-sample", "--keep-unjudged", "--unit", "0.5")
    assert len(found["weights"]) == 49
    assert sum(one["points"] for one in found["weights"]) == 100
    assert found["kept"][0] == "1"
    no_round = call("weights", "ahp", file, "--round", "1999")
    assert (no_round.exit_code, "2026-sample" in no_round.stderr) == (2, True)


def test_best_worst_takes_the_same_file(call: Call, folder: Path) -> None:
    found = document(call, "best-worst", judgements(folder / "j.csv", JUDGED), "--model", "nonlinear")
    assert [one["share"] for one in found["weights"]] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    (expert,) = found["experts"]
    assert (expert["best"], expert["worst"], expert["input_ratio"], expert["doubtful"]) == ("x", "z", 0, None)
    refused = call("weights", "best-worst", judgements(folder / "t.csv", [*TORN, *JUDGED]), "--json")
    assert [fault["column"] for fault in json.loads(refused.stdout)["faults"]] == ["first"]
    assert "最重要" in call("weights", "best-worst", folder / "j.csv", "--lang", "zh").stdout


def test_swings_and_ranks(call: Call, folder: Path) -> None:
    (folder / "s.csv").write_text("expert,indicator,points\n甲,x,100\n甲,y,60\n甲,z,40\n", "utf-8")
    (folder / "r.csv").write_text("expert,indicator,rank\n甲,x,1\n甲,y,2\n乙,x,2\n乙,y,1\n", "utf-8")
    found = document(call, "swing", folder / "s.csv")
    assert [one["points"] for one in found["weights"]] == [50, 30, 20]
    assert found["agreement"]["kendall_w"] is None
    assert found["agreement"]["reason"]
    found = document(call, "swing", folder / "r.csv", "--expert-weights", "甲=3,乙=1")
    assert [one["share"] for one in found["weights"]] == pytest.approx([0.625, 0.375])
    assert call("weights", "swing", folder / "r.csv", "--expert-weights", "甲").exit_code == 2


# z is spread out most; x goes against the other two.
@pytest.mark.parametrize(("method", "most"), [("entropy", "z"), ("critic", "x"), ("deviation", "z")])
def test_weights_from_marks(call: Call, marks: Path, folder: Path, method: str, most: str) -> None:
    found = document(call, method, marks, "--scale", "0:10:1", "--to", folder / "w.csv")
    assert (found["method"], found["applicants"], found["left_out"]) == (method, 4, [])
    assert sum(one["points"] for one in found["weights"]) == 100
    assert max(found["weights"], key=lambda one: one["share"])["indicator"] == most
    assert (folder / "w.csv").read_text("utf-8-sig").startswith("indicator,weight\nx,")
    undeclared = call("weights", method, marks)
    assert (undeclared.exit_code, "--scale" in undeclared.stderr) == (2, True)
    assert "信息量" in call("weights", method, marks, "--scale", "0:10:1", "--lang", "zh").stdout


def test_marks_without_differences_give_no_weights_but_reasons(call: Call, folder: Path) -> None:
    file = folder / "same.csv"
    file.write_text("applicant,expert,indicator,score\n" + "".join(f"{a},e,x,5\n" for a in "ABC"), "utf-8")
    found = document(call, "critic", file, "--scale", "0:10:1", "--to", folder / "w.csv")
    assert found["weights"][0]["share"] is None
    assert found["weights"][0]["reason"]
    assert not (folder / "w.csv").exists()


def test_combine_tells_how_far_apart(call: Call, folder: Path) -> None:
    for name, weights in (("a", (50, 50)), ("b", (80, 20))):
        (folder / f"{name}.csv").write_text(f"indicator,weight\nx,{weights[0]}\ny,{weights[1]}\n", "utf-8")
    found = document(call, "combine", folder / "a.csv", folder / "b.csv", "--shares", "0.5,0.5")
    assert [one["points"] for one in found["weights"]] == [65, 35]
    pairs = [(one["first"], one["second"], round(one["moved"], 9)) for one in found["distances"]]
    assert pairs == [("a.csv", "b.csv", 0.3), ("a.csv", None, 0.15), ("b.csv", None, 0.15)]
    assert "合成结果" in call("weights", "combine", folder / "a.csv", folder / "b.csv", "--lang", "zh").stdout


def test_sensitivity_of_a_score_file(call: Call, folder: Path, marks: Path) -> None:
    (folder / "w.csv").write_text("indicator,weight\nx,5\ny,3\nz,2\n", "utf-8")
    weights = ("--weights", folder / "w.csv", "--cuts", "A=65,AA=75")
    found = document(call, "sensitivity", marks, *weights)
    (panel,) = found["panels"]
    assert (panel["applicants"], panel["left_out"]) == (4, [])
    by_name = {one["indicator"]: one for one in panel["indicators"]}
    # D: 8·5 + 7·3 + 3·2 = 67. In z: 3 against 61/8: 67 + δ(3 - 7.625) = 65 at δ = 0.4324.
    more = by_name["z"]["nearest_more"]
    assert (more["applicant"], more["cut"], more["up"]) == ("D", 65, False)
    assert more["change"] == pytest.approx(2 / 4.625)
    assert [one["change"] for one in by_name["z"]["moved"]] == [-0.2, -0.1, 0.1, 0.2]
    shown = call("weights", "sensitivity", marks, *weights, "--lang", "zh")
    assert "越过 2.4324 时“D”低于 65" in shown.stdout
    for missing in ((), ("--weights", folder / "w.csv")):
        assert call("weights", "sensitivity", marks, *missing).exit_code == 2


def test_faults_come_as_json_with_their_rows(call: Call, folder: Path) -> None:
    file = judgements(folder / "j.csv", [("甲", "x", "y", "很重要"), ("甲", "x", "x", "1")])
    result = call("weights", "ahp", file, "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["row"], fault["column"], fault["seen"]) == (2, "judgement", "很重要")
