"""Sittings tried by simulation on the command line: what is printed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Call = Callable[..., Result]
Answer = Callable[..., Any]


def test_rows_of_the_sample_round_are_those_of_the_design_papers(answer: Answer) -> None:
    said = answer("scheme", "sitting", "--sittings", "400")
    assert (said["round_id"], said["applications"], said["noise"]) == ("2026-sample", 40, 5.0)
    rows = {(one["rule"], one["experts"]): one for one in said["rows"]}
    printed = {
        ("own", 5): (19.2, 0.79), ("unanimous", 5): (6.9, 0.24), ("threshold", 5): (26.2, 1.87),
        ("agreeing", 5): (13.8, 0.49), ("experts", 3): (12.4, 0.84), ("experts", 7): (22.2, 0.66),
        ("calibrated", 5): (26.0, 0.5), ("unmeasured", 5): (19.0, 0.11),
    }  # fmt: skip
    assert set(rows) == set(printed)
    for key, (consent, wrong) in printed.items():
        found = rows[key]
        assert found["consent"]["value"] == pytest.approx(consent, abs=0.3 + 4 * found["consent"]["standard_error"])
        assert found["wrong"]["value"] == pytest.approx(wrong, abs=0.05 + 4 * found["wrong"]["standard_error"])
        whole = sum(found[block]["value"] for block in ("consent", "normal", "hard"))
        assert whole == pytest.approx(40)


def test_a_quieter_panel_consents_to_more(answer: Answer) -> None:
    noisy, quiet = (
        answer("scheme", "sitting", "--sittings", "50", "--noise", noise, "--applications", "20")["rows"][0]
        for noise in ("7", "2.5")
    )
    assert quiet["consent"]["value"] > noisy["consent"]["value"] + 4


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["合并表决", "按时结束", "分数线 80, 90"]), ("en", ["wrong in consent", "in time", "80, 90"])],
)
def test_the_table_for_people(call: Call, language: str, words: list[str]) -> None:
    result = call("scheme", "sitting", "--sittings", "20", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(word in result.stdout for word in words)
    assert result.stdout == call("scheme", "sitting", "--sittings", "20", "--lang", language).stdout


@pytest.mark.parametrize("wrong", [["--noise", "0"], ["--noise", "x"], ["--applications", "0"], ["2031-nowhere"]])
def test_calls_at_fault(call: Call, wrong: list[str]) -> None:
    result = call("scheme", "sitting", *wrong)
    assert result.exit_code in {1, 2}
    assert result.stdout == ""
    assert result.stderr
