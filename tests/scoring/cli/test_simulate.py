"""Rules tried by simulation, at tiny sizes: what is printed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.load import SHIPPED
from scoring.statistics.trials.report import Part

Call = Callable[..., Result]
Answer = Callable[..., Any]
SAMPLE = SHIPPED / "rounds" / "2026-sample.toml"


def _tried(answer: Answer, part: Part, *more: str | Path) -> Any:
    return answer("scheme", "simulate", *more, "--panels", "2", "--part", part.value)


def test_wrong_grades_say_where_severity_cannot_be_told(answer: Answer) -> None:
    said = _tried(answer, Part.WRONG_GRADES)
    assert (said["round_id"], said["panels"], said["seed"]) == ("2026-sample", 2, 0)
    designs = {(one["round"], one["design"]): one for one in said["wrong_grades"]}
    assert len({key for key in designs if key[0] is None}) >= 6
    for place in ("2026-sample", None):
        rules = {one["rule"]: one for one in designs[place, "prefectures"]["rules"]}
        assert "cannot be compared" in rules["fair"]["reason"]
        assert rules["fair"]["too_high"] is None
        assert rules["mean"]["reason"] is None
        assert set(rules) >= {"mean", "trimmed", "median", "fair"}
    linked = {one["rule"]: one for one in designs[None, "of_9_3"]["rules"]}
    assert linked["fair"]["reason"] is None
    assert 0 < linked["fair"]["too_high"]["value"] < 50
    assert {one["bar"] for one in said["bars"]} == {"gain", "same_ranks", "null", "robust_gain", "robust_cost"}
    assert said["calibration"] == said["alarms"] == []


def test_calibration_has_a_diagram_and_a_verdict(answer: Answer) -> None:
    said = _tried(answer, Part.CALIBRATION)
    one = said["calibration"][0]
    assert (one["round"], one["design"], one["of"], one["estimator"]) == (
        "2026-sample", "complete_5", "same", "predictive",
    )  # fmt: skip
    assert one["verdict"] in {"met", "undecided", "not_met"}
    assert [bin_["from"] for bin_ in one["diagram"]] == [place / 10 for place in range(10)]
    assert sum(bin_["count"] for bin_ in one["diagram"]) == one["all"]["count"]
    assert {"bias", "calibration_error", "brier"} <= set(one["near_cut"])


def test_alarms_have_size_and_power(answer: Answer) -> None:
    said = _tried(answer, Part.ALARMS)
    assert len(said["alarms"]) == 10
    for one in said["alarms"]:
        assert one["panels"] == 6
        assert one["false_alarms"]["low"] <= one["false_alarms"]["value"] <= one["false_alarms"]["high"]
        assert 0 <= one["found"]["value"] <= 1


def test_the_same_seed_prints_the_same_and_another_seed_does_not(call: Call) -> None:
    first, again, other = (
        call("scheme", "simulate", SAMPLE, "--panels", "2", "--part", "alarms", "--seed", seed).stdout
        for seed in ("1", "1", "2")
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["cannot be told", "3 of 9 by lot; severity 6", "What the fair total has to show"]),
     ("zh", ["无法判断", "9 名中抽 3 名；宽严差 6", "公平总分应达到的要求"])],
)  # fmt: skip
def test_tables_for_people(call: Call, language: str, words: list[str]) -> None:
    result = call("scheme", "simulate", "--panels", "2", "--part", "wrong-grades", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(word in result.stdout for word in words)


@pytest.mark.parametrize(("language", "words"), [("en", "Reliability diagram"), ("zh", "可靠性图")])
def test_calibration_for_people(call: Call, language: str, words: str) -> None:
    result = call("scheme", "simulate", "--panels", "2", "--part", "calibration", "--lang", language)
    assert result.exit_code == 0
    assert result.stdout.count(words) == 2


def test_a_round_file_brings_its_own_cut_scores_and_rule(call: Call, folder: Path) -> None:
    text = SAMPLE.read_text("utf-8").replace("min_score = 80", "min_score = 81", 1)
    text = text.replace('aggregate = "mean"', 'aggregate = "winsorised"').replace(
        "trimmed_each_side = 0", "trimmed_each_side = 1"
    )
    own = folder / "2026-sample.toml"
    own.write_text(text, "utf-8")
    result = call("scheme", "simulate", own, "--panels", "2", "--part", "wrong-grades", "--lang", "en")
    assert "cut scores AA=81, AAA=90, aggregate round's own" in result.stdout


def test_a_table_of_deductions_is_refused(call: Call, folder: Path) -> None:
    own = folder / "2026-sample.toml"
    own.write_text(SAMPLE.read_text("utf-8").replace('marking = "points"', 'marking = "deduction"'), "utf-8")
    result = call("scheme", "simulate", own, "--panels", "2", "--lang", "en")
    assert result.exit_code == 2
    assert "marked by deductions, which cannot be tried yet" in result.stderr


@pytest.mark.parametrize("wrong", [["--panels", "1"], ["--part", "everything"], ["2031-nowhere"]])
def test_calls_at_fault(call: Call, wrong: list[str]) -> None:
    result = call("scheme", "simulate", *wrong)
    assert result.exit_code in {1, 2}
    assert result.stdout == ""
    assert result.stderr
