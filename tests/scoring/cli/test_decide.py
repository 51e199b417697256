"""``decide`` end to end: the JSON, the table in both languages, real panels, and every bad call in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.cli import main

ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017"
CUTS = "A=70,AA=80,AAA=90"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["decide", *map(str, arguments)])


def decided(*arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    panels: list[dict[str, Any]] = json.loads(result.stdout, parse_constant=pytest.fail)["panels"]
    return panels


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    scores = {"甲公司": (91, 88, 90), "乙公司": (71, 69, 68), "丙公司": (84, 85, 80), "丁公司": (55, 60, 52)}
    rows = [f"{who},e{n + 1},{score}" for who, given in scores.items() for n, score in enumerate(given)]
    file = tmp_path / "marks.csv"
    file.write_text("\n".join(["applicant,expert,score", *rows]), "utf-8")
    return file


def test_the_shape_of_the_json(marks: Path) -> None:
    (panel,) = decided(marks, "--cuts", CUTS)
    assert panel["panel"] == ""
    assert panel["cuts"] == {"A": 70, "AA": 80, "AAA": 90}
    assert all(isinstance(score, int) for score in panel["cuts"].values())
    first, second = panel["applicants"][:2]
    assert set(first) == {
        "applicant",
        "total",
        "grade",
        "probability",
        "same_with_another_panel",
        "needs_discussion",
        "reason",
        "changed_by",
    }
    assert (first["applicant"], first["grade"], first["reason"]) == ("甲公司", "AA", None)
    assert first["total"] == pytest.approx(269 / 3)
    assert list(first["probability"]) == ["none", "A", "AA", "AAA"]
    assert sum(first["probability"].values()) == pytest.approx(1)
    assert first["probability"]["AA"] > first["probability"]["AAA"] > 0.2
    assert first["needs_discussion"] is True
    assert second["grade"] == "none"
    assert second["changed_by"] == {
        "dropping_one_expert": ["e3"],
        "other_aggregates": [],
        "weights_10_percent": 0.0,
    }
    assert panel["applicants"][3]["needs_discussion"] is False


def test_the_table_in_both_languages(marks: Path) -> None:
    english = run(marks, "--cuts", CUTS, "--round", "1", "--lang", "en").stdout
    assert "P(AAA)" in english
    assert "changed without" in english
    assert "<1%" in english
    assert "no grade reaches 90%" in english
    chinese = run(marks, "--cuts", CUTS, "--consent", "0.8", "--lang", "zh").stdout
    assert "把握度（AAA）" in chinese
    assert "未达" in chinese
    assert "80%" in chinese.splitlines()[-1]


def test_options_are_passed_on(marks: Path) -> None:
    assert decided(marks, "--cuts", CUTS, "--round", "0")[0]["applicants"][0]["grade"] == "AAA"
    assert decided(marks, "--cuts", CUTS, "--aggregate", "median")[0]["applicants"][0]["total"] == 90
    assert not any(one["needs_discussion"] for one in decided(marks, "--cuts", CUTS, "--consent", "0")[0]["applicants"])
    assert decided(marks, "--cuts", "银=70.5,金=80")[0]["cuts"] == {"银": 70.5, "金": 80}


def test_the_seed_decides_the_weights_drawn(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("applicant,expert,indicator,score\n甲,e1,质量,90\n甲,e1,信用,70\n", "utf-8")

    def share(*options: str) -> float:
        return float(decided(file, "--cuts", "A=80", *options)[0]["applicants"][0]["changed_by"]["weights_10_percent"])

    assert share() == share("--seed", "0")
    assert share() != share("--seed", "1")
    assert share() == pytest.approx(0.5, abs=0.05)


def test_the_published_panels() -> None:
    weights = ISU / "official_indicator_scores.csv"
    options = ("--aggregate", "trimmed:1", "--round", "2", "--weights", weights)
    panels = decided(ISU / "scores.csv", *options, "--cuts", "bronze=55,silver=65,gold=75")
    scored = CliRunner().invoke(main, ["score", *map(str, (ISU / "scores.csv", *options)), "--json"])
    official = [[one["total"] for one in panel["applicants"]] for panel in json.loads(scored.stdout)["panels"]]
    assert [[one["total"] for one in panel["applicants"]] for panel in panels] == official
    everybody = [one for panel in panels for one in panel["applicants"]]
    assert len(everybody) == 217
    for one in everybody:
        assert sum(one["probability"].values()) == pytest.approx(1)
        assert 0 < one["same_with_another_panel"] <= 1
        assert one["reason"] is None
    far = [one for one in everybody if min(abs(one["total"] - cut) for cut in (55, 65, 75)) > 5]
    assert min(one["probability"][one["grade"]] for one in far) > 0.99


def test_a_panel_of_one_expert_has_grades_and_says_why_no_more(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("applicant,expert,score\n甲,e1,75\n乙,e1,65\n", "utf-8")
    (panel,) = decided(file, "--cuts", CUTS)
    for one, grade in zip(panel["applicants"], ("A", "none"), strict=True):
        assert one["grade"] == grade
        assert (one["probability"], one["same_with_another_panel"]) == (None, None)
        assert one["needs_discussion"] is True
        assert one["reason"] == "fewer than two experts gave marks"
        assert one["changed_by"]["dropping_one_expert"] == []
    assert "评分" in run(file, "--cuts", CUTS, "--lang", "zh").stdout


def test_panels_that_cannot_be_computed_stop_no_other(marks: Path, tmp_path: Path) -> None:
    rows = [f"{line},good" for line in marks.read_text("utf-8").splitlines()[1:]]
    rows += ["甲,e1,80,equal", "甲,e2,80,equal", "乙,e1,80,equal", "乙,e2,80,equal", "丙,e1,,empty"]
    rows += ["甲,e1,80,apart", "乙,e1,70,apart", "甲,e2,82,apart", "乙,e2,73,apart"]
    rows += ["丙,e3,60,apart", "丁,e3,72,apart", "丙,e4,66,apart", "丁,e4,75,apart"]
    file = tmp_path / "panels.csv"
    file.write_text("\n".join(["applicant,expert,score,panel", *rows]), "utf-8")
    good, equal, empty, apart = decided(file, "--cuts", CUTS)
    assert all(one["probability"] for one in good["applicants"])
    assert "all marks are equal" in equal["applicants"][0]["reason"]
    assert empty["applicants"][0]["total"] is None
    assert empty["applicants"][0]["reason"] == "nothing was scored"
    assert apart["applicants"][2]["probability"]
    assert "2 groups" in apart["applicants"][2]["reason"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--cuts", "A=80,AA=70"), ("AA", "A")),
        (("--cuts", "A=eighty"), ("A=eighty",)),
        (("--cuts", ""), ("--cuts",)),
        (("--cuts", "A"), ("A",)),
        (("--cuts", "A=70,A=80"), ("A",)),
        (("--cuts", "none=70"), ("none",)),
        (("--cuts", CUTS, "--consent", "1.5"), ("1.5", "0.90")),
        (("--cuts", CUTS, "--consent", "much"), ("much",)),
        (("--cuts", CUTS, "--aggregate", "mode"), ("mode",)),
        (("--cuts", CUTS, "--seed", "x"), ("x",)),
        ((), ("--cuts",)),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_call_at_fault_is_told_in_words(
    marks: Path, options: tuple[str, ...], words: tuple[str, ...], language: str
) -> None:
    result = run(marks, *options, "--lang", language)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(word in result.stderr for word in words)
    assert any("一" <= letter <= "鿿" for letter in result.stderr) == (language == "zh")
