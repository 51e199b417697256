"""``agreement`` end to end: the shape of its output, published panels, and panels that say little or nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.cli import main

DATA = Path(__file__).parents[2] / "data"
ISU = DATA / "isu-worlds-2017"
HEADER = "applicant,expert,score\n"
NEED_SCALE = {
    "percent_agreement", "gwet_ac1", "gwet_ac2", "fleiss_kappa", "conger_kappa", "brennan_prediger", "rwg",
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["agreement", *map(str, arguments)])


def parts(*arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.stdout
    return json.loads(result.stdout)["panels"]


def named(part: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in part["statistics"]}


def file_of(folder: Path, rows: str) -> Path:
    file = folder / "marks.csv"
    file.write_text(HEADER + rows, "utf-8")
    return file


@pytest.fixture
def shrout_fleiss(tmp_path: Path) -> Path:
    with (DATA / "golden" / "p01_panel.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    lines = [f"企业{a},e{e},{float(mark):g}" for a, row in enumerate(rows) for e, mark in enumerate(row)]
    return file_of(tmp_path, "\n".join(lines) + "\n")


def test_the_shape_of_the_json(shrout_fleiss: Path) -> None:
    (part,) = parts(shrout_fleiss)
    statistics = part.pop("statistics")
    assert part == {
        "panel": "", "applicants": 6, "experts": 4, "indicators": 1, "missing_share": 0.0, "of": "total",
    }  # fmt: skip
    assert len(statistics) == 21
    one = statistics[1]
    assert one == {
        "name": "icc_a1",
        "value": pytest.approx(0.2898, abs=5e-5),
        "low": pytest.approx(0.0188, abs=5e-5),
        "high": pytest.approx(0.7611, abs=5e-5),
        "confidence": 0.95,
        "p_value": pytest.approx(0.0001, abs=5e-5),
        "method": "two-way ANOVA",
        "applicants": 6,
        "experts": 4,
        "reason": None,
    }
    assert all(set(other) == set(one) for other in statistics)


def test_published_values_of_shrout_and_fleiss(shrout_fleiss: Path) -> None:
    found = named(parts(shrout_fleiss)[0])
    want = {"icc_1": 0.1657, "icc_c1": 0.7148, "icc_1k": 0.4428, "icc_ak": 0.6201, "icc_ck": 0.9093}
    for name, value in want.items():
        assert found[name]["value"] == pytest.approx(value, abs=5e-5)
    # Not irr's and irrNA's [.0394, .9286].
    assert (found["icc_ak"]["low"], found["icc_ak"]["high"]) == pytest.approx((0.0711, 0.9272), abs=5e-5)
    # Not irr's .1226.
    assert found["alpha_interval"]["value"] == pytest.approx(0.1473, abs=5e-5)


def test_the_published_panels_of_totals_and_indicators() -> None:
    weights = ISU / "official_indicator_scores.csv"
    found = parts(ISU / "scores.csv", "--weights", weights, "--scale", "0:10:0.25", "--by-indicator")
    assert len(found) == 8 * (1 + 5)
    assert [part["of"] for part in found[:2]] == ["total", "Composition"]
    for part in found:
        assert (part["experts"], part["indicators"], part["missing_share"]) == (9, 5, 0.0)
        for name, one in named(part).items():
            assert one["value"] is not None, name
            assert one["low"] is None or one["low"] <= one["value"] <= one["high"], name
        assert 0.5 < named(part)["alpha_interval"]["value"] < 1


def test_no_scale_is_guessed(shrout_fleiss: Path) -> None:
    found = named(parts(shrout_fleiss)[0])
    assert {name for name, one in found.items() if one["value"] is None} == NEED_SCALE
    assert len({found[name]["reason"] for name in NEED_SCALE}) == 1
    assert "none was declared (--scale or --categories)" in found["rwg"]["reason"]
    identity = named(parts(shrout_fleiss, "--weighting", "identity")[0])
    assert identity["percent_agreement"]["value"] is not None
    assert identity["gwet_ac2"]["value"] is None


def test_a_scale_and_the_same_marks_one_by_one_are_the_same(shrout_fleiss: Path) -> None:
    scale = parts(shrout_fleiss, "--scale", "1:10:1")
    assert scale == parts(shrout_fleiss, "--categories", "1,2,3,4,5,6,7,8,9,10")
    assert named(scale[0])["gwet_ac2"]["value"] == pytest.approx(0.3151, abs=5e-5)
    longer = named(parts(shrout_fleiss, "--scale", "0:100:1")[0])
    assert longer["gwet_ac2"]["value"] == pytest.approx(0.9953, abs=5e-5)
    assert longer["alpha_interval"] == named(scale[0])["alpha_interval"]


def test_weights_of_categories(shrout_fleiss: Path) -> None:
    values = {
        weighting: named(parts(shrout_fleiss, "--scale", "1:10:1", "--weighting", weighting)[0])
        for weighting in ("identity", "linear", "quadratic", "ordinal")
    }
    assert len({one["gwet_ac2"]["value"] for one in values.values()}) == 4
    assert len({one["gwet_ac1"]["value"] for one in values.values()}) == 1
    assert values["identity"]["gwet_ac2"]["value"] == values["identity"]["gwet_ac1"]["value"]
    assert named(parts(shrout_fleiss, "--scale", "1:10:1")[0]) == values["quadratic"]


def test_the_scale_of_totals_is_that_of_their_indicators_and_weights(tmp_path: Path) -> None:
    rows = [
        ("甲", "e1", 3, 5),
        ("甲", "e2", 4, 4),
        ("乙", "e1", 1, 2),
        ("乙", "e2", 2, 2),
        ("丙", "e1", 5, 5),
        ("丙", "e2", 5, 4),
    ]
    marks = tmp_path / "m.csv"
    lines = [f"{a},{e},{i},{x}" for a, e, *both in rows for i, x in zip(("质量", "信用"), both, strict=True)]
    marks.write_text("applicant,expert,indicator,score\n" + "\n".join(lines) + "\n", "utf-8")
    means = file_of(tmp_path, "\n".join(f"{a},{e},{(x + y) / 2}" for a, e, x, y in rows) + "\n")
    of_two = named(parts(marks, "--scale", "1:5:1")[0])
    declared = named(parts(means, "--scale", "1:5:0.5")[0])
    for name in NEED_SCALE:
        assert of_two[name]["value"] == pytest.approx(declared[name]["value"], rel=1e-12)


def test_draws_for_alpha(shrout_fleiss: Path) -> None:
    one = named(parts(shrout_fleiss, "--bootstrap", "200", "--seed", "7")[0])
    again = named(parts(shrout_fleiss, "--bootstrap", "200", "--seed", "7")[0])
    other = named(parts(shrout_fleiss, "--bootstrap", "200", "--seed", "8")[0])
    assert one == again
    assert one["alpha_interval"]["low"] < one["alpha_interval"]["value"] < one["alpha_interval"]["high"]
    assert one["alpha_interval"]["method"] == "bootstrap over applications"
    assert one["alpha_interval"]["high"] != other["alpha_interval"]["high"]


def test_the_tables_for_people(shrout_fleiss: Path) -> None:
    chinese = run(shrout_fleiss, "--lang", "zh").stdout.splitlines()
    assert chinese[0] == "全部评分，总分（申报者 6 个，专家 4 名，缺评 0.0%）"
    assert chinese[1].split() == ["统计量", "值", "95%", "置信区间", "p", "值", "说明"]
    (line,) = [line for line in chinese if line.startswith("组内相关 ICC(A,1)")]
    assert line.split() == ["组内相关", "ICC(A,1)（单人，绝对一致）", "0.2898", "0.0188", "~", "0.7611", "0.0001"]
    assert any("AC2" in line and "未声明标尺" in line for line in chinese)
    assert "怎样读" in chinese
    english = run(shrout_fleiss, "--scale", "1:10:1", "--by-indicator", "--lang", "en").stdout
    assert english.splitlines()[0] == "All marks, totals (6 applicants, 4 experts, 0.0% of marks missing)"
    assert "All marks, indicator total (6" in english
    assert english.count("How to read them") == 1
    assert "on 0–100 do not go by it" in " ".join(english.split())


BAD: dict[str, tuple[str, set[str], str, str]] = {
    "one expert": ("a,e,1\nb,e,2\n", set(), "fewer than two experts", "专家不足两名"),
    "one applicant": ("a,e,1\na,f,2\n", {"percent_agreement", "rwg"}, "fewer than two applications", "申报不足两个"),
    "no mark": ("a,e,\nb,f,\n", set(), "nothing was scored", "没有任何评分"),
    "nobody in common": ("a,e,1\nb,f,2\n", set(), "scored by two experts", "无从比较"),
    "all equal": (
        "a,e,5\na,f,5\nb,e,5\nb,f,5\n",
        {"percent_agreement", "gwet_ac1", "gwet_ac2", "brennan_prediger", "rwg", "loam", "measurement_error"},
        "all marks are equal",
        "所有评分都相同",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_undefined_is_null_with_a_reason_in_either_language(tmp_path: Path, name: str) -> None:
    rows, defined, english, chinese = BAD[name]
    file = file_of(tmp_path, rows)
    for language, words in (("en", english), ("zh", chinese)):
        result = run(file, "--scale", "0:10:1", "--bootstrap", "10", "--json", "--lang", language)
        assert result.exit_code == 0
        found = named(json.loads(result.stdout)["panels"][0])
        assert {key for key, one in found.items() if one["value"] is not None} >= defined
        undefined = [one for key, one in found.items() if one["value"] is None]
        assert undefined
        assert all(one["reason"] and one["low"] is None and one["p_value"] is None for one in undefined)
        assert any(words in one["reason"].lower() for one in undefined), undefined[0]["reason"]
        assert run(file, "--lang", language).exit_code == 0


def test_groups_with_nothing_in_common_are_said_where_they_matter(tmp_path: Path) -> None:
    rows = "a,e1,1\na,e2,2\nb,e1,3\nb,e2,3\nc,e3,5\nc,e4,6\nd,e3,8\nd,e4,7\n"
    (part,) = parts(file_of(tmp_path, rows), "--scale", "0:10:1")
    assert part["missing_share"] == 0.5
    assert named(part)["gwet_ac2"]["value"] is not None
    assert "nothing in common" in named(part)["icc_a1"]["reason"]


def test_a_mark_off_the_scale_is_a_fault_and_off_the_list_a_reason(tmp_path: Path) -> None:
    file = file_of(tmp_path, "a,e,1\na,f,2\nb,e,3\nb,f,4\n")
    assert run(file, "--scale", "1:3:1").exit_code == 1
    found = named(parts(file, "--categories", "1,2,3")[0])
    assert found["gwet_ac2"]["reason"] == "a mark lies off the declared scale"
    assert found["icc_a1"]["value"] is not None


@pytest.mark.parametrize(
    ("options", "english", "chinese"),
    [
        (["--scale", "1:5:1", "--categories", "1,2"], "two ways to declare one scale", "只能给一个"),
        (["--categories", "1"], "is not two or more numbers", "不是两个以上"),
        (["--scale", "0:1000000000:0.001"], "more than 1000000 marks", "超过 1000000 个"),
        (["--weighting", "bipolar"], "identity, linear, quadratic, ordinal", "identity, linear, quadratic, ordinal"),
        (["--bootstrap", "0"], "--bootstrap", "--bootstrap"),
        (["--seed", "-1"], "--seed", "--seed"),
    ],
)
def test_a_wrong_call_is_explained(shrout_fleiss: Path, options: list[str], english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        result = run(shrout_fleiss, *options, "--lang", language)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert words in result.stderr
