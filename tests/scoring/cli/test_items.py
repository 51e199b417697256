"""``items`` and ``foretell`` end to end: the shape of their output, planted faults, bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from scoring.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def found(*arguments: str | Path) -> Any:
    result = run(*arguments, "--json", "--lang", "en")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout, parse_constant=pytest.fail)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Forty applicants, four experts, three indicators: the third is noise; low marks have events."""
    rng = np.random.default_rng(8)
    truth = rng.normal(6, 1.5, 40)
    rows, later = ["applicant,expert,indicator,score"], ["applicant,followed_from,followed_until,happened_on"]
    for a, quality in enumerate(truth):
        for e in range(4):
            for name, mean in (("x", quality), ("y", quality), ("noise", 6.0)):
                mark = int(np.clip(np.round(mean + rng.normal(0, 2.0 if name == "noise" else 0.8)), 0, 10))
                rows.append(f"A{a},E{e},{name},{mark}")
        bad = "2024-03-01" if quality < np.sort(truth)[12] else ""
        later.append(f"A{a},2023-01-01,2025-01-01,{bad}")
    folder = tmp_path_factory.mktemp("items")
    marks, after = folder / "marks.csv", folder / "later.csv"
    marks.write_text("\n".join(rows) + "\n", "utf-8")
    after.write_text("\n".join(later) + "\n", "utf-8")
    return marks, after


def test_items_names_what_does_not_discriminate(files: tuple[Path, Path]) -> None:
    (panel,) = found("items", files[0], "--scale", "0:10:1")["panels"]
    assert (panel["applicants"], panel["experts"], panel["directions"]) == (40, 4, 1)
    x, y, noise = panel["indicators"]
    assert {flag["kind"] for flag in noise["flags"] if flag["sure"]} >= {"not_telling"}
    assert noise["icc"]["value"] < 0.2 < x["icc"]["low"]
    assert {flag["kind"] for flag in (*x["flags"], *y["flags"]) if flag["sure"]} == {"repeats"}
    assert x["nearest"]["indicator"] == "y"
    assert sum(step["count"] for step in x["steps"]) == 160


@pytest.mark.parametrize("language", ["zh", "en"])
def test_items_in_words(files: tuple[Path, Path], language: str) -> None:
    result = run("items", files[0], "--scale", "0:10:1", "--lang", language)
    assert result.exit_code == 0
    words = {
        "zh": ("不能区分优劣", "与 y 重复", "建议：两项合并"),
        "en": ("does not discriminate", "repeats y", "merge both"),
    }
    assert all(word in result.stdout for word in words[language])


def test_foretell_finds_what_foretold(files: tuple[Path, Path]) -> None:
    report = found("foretell", *files, "--scale", "0:10:1")
    marks = {one["mark"]: one for one in report["marks"]}
    assert (report["followed"], report["rate"]["events"]) == (40, 12)
    assert marks["x"]["verdict"] == marks["total"]["verdict"] == "foretold"
    assert marks["noise"]["q_value"] > marks["x"]["q_value"]
    assert marks["x"]["concordance"]["value"] > 0.9
    assert 0.6 < report["detectable"] < 0.9


@pytest.mark.parametrize("language", ["zh", "en"])
def test_foretell_in_words(files: tuple[Path, Path], language: str) -> None:
    result = run("foretell", *files, "--lang", language)
    assert result.exit_code == 0
    words = {"zh": ("每百企业年", "有预示作用", "未获认定"), "en": ("per 100 years", "foretold", "Only the accredited")}
    assert all(word in result.stdout for word in words[language])


def test_every_fault_of_the_table_of_what_came_later_is_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    later.write_text(
        "applicant,followed_from,followed_until,happened_on\n"
        "A1,2023-01-01,2022-01-01,\nA2,2023-01-01,2024-13-01,\nA3,2023-01-01,2024-01-01,2025-01-01\n"
        "A4,2023-01-01,2024-01-01,\nA4,2023-01-01,2024-01-01,\n",
        "utf-8",
    )
    result = run("foretell", files[0], later, "--lang", "en")
    assert result.exit_code == 1
    for words in ("must end after", "No date", "outside the days", "stands twice"):
        assert words in result.output


def test_a_call_that_names_both_or_neither_is_refused(files: tuple[Path, Path]) -> None:
    assert run("items", "--lang", "en").exit_code == 2
    assert run("items", files[0], "--round", "x", "--lang", "en").exit_code == 2
    assert run("foretell", files[0], "--lang", "en").exit_code == 2
