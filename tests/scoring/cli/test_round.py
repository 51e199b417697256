"""Rounds entered, listed, shown and brought forward."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.load import SHIPPED, shipped_rule_book

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
BROKEN = Path(__file__).parents[2] / "data" / "broken"


def test_where_there_is_no_register_it_is_said_how_to_make_one(call: Call, folder: Path) -> None:
    english = call("round", "create", "2026-sample")
    assert (english.exit_code, english.stdout) == (3, "")
    assert "There is no register quality-credit.db." in english.stderr
    assert "quality-credit migrate --create" in english.stderr
    assert "没有登记簿“quality-credit.db”" in call("round", "list", "--lang", "zh").stderr
    assert list(folder.iterdir()) == []


def test_a_shipped_round_is_entered_with_its_digest(register: Put, answer: Answer, call: Call) -> None:
    register("empty")
    made = answer("round", "create", "2025-synthetic")
    assert made["rule_book"] == shipped_rule_book("2025-synthetic").digest
    assert (made["entry"]["sequence"], made["entry"]["act"]) == (2, "round.created")
    text = call("round", "create", "2026-sample").stdout
    assert "Sample round, for trial and demonstration only" in text
    assert f"Entry of the chain: 3:{answer('verify')['head'].partition(':')[2]}" in text
    listed = answer("round", "list")
    assert [(one["round_id"], one["status"], one["state"]) for one in listed["rounds"]] == [
        ("2025-synthetic", "synthetic", "planned"),
        ("2026-sample", "sample", "planned"),
    ]
    assert listed["synthetic"] is False
    assert "合成数据，纯属虚构" in call("round", "list", "--lang", "zh").stdout


def test_a_round_of_a_file(register: Put, answer: Answer, folder: Path) -> None:
    register("empty")
    file = folder / "2031.toml"
    text = (SHIPPED / "rounds" / "2026-sample.toml").read_text("utf-8")
    file.write_text(text.replace('round_id = "2026-sample"', 'round_id = "2031"'), "utf-8")
    assert answer("round", "create", file)["round_id"] == "2031"


def test_a_broken_rule_book_changes_nothing(
    register: Put, answer: Answer, faults: Callable[..., list[dict[str, Any]]], folder: Path
) -> None:
    register("empty")
    before = answer("verify")["head"]
    shutil.copytree(BROKEN.parent / "rulebook", folder / "book")
    file = Path(shutil.copy(folder / "book" / "rounds" / "2030.toml", folder / "book" / "rounds" / "2031.toml"))
    found = faults("round", "create", file)
    assert [(fault["file"], fault["column"], fault["seen"]) for fault in found] == [("2031.toml", "round_id", "2030")]
    assert answer("verify")["head"] == before


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("2099", "No round 2099 comes with the program. There are: 2022-synthetic"),
        ("gone.toml", "There is no file gone.toml."),
    ],
)
def test_what_is_no_round_is_a_fault_of_the_call(register: Put, call: Call, source: str, words: str) -> None:
    register("empty")
    result = call("round", "create", source)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_round_is_shown_with_the_source_of_every_value(register: Put, answer: Answer, call: Call) -> None:
    register("planned")
    shown = answer("round", "show", "2026-sample")["round"]
    book = shipped_rule_book("2026-sample")
    assert (shown["rule_book"], shown["banner_en"]) == (book.digest, book.round.banner_en)
    assert shown["cut_scores"][1] == {
        "grade": "AAA",
        "min_score": 90,
        "cite": {"document": "sample-round", "clause": ""},
    }
    sheet = {one["key"]: one for one in shown["parameter_sheet"]}
    assert sheet.keys() == book.round.parameter_sheet.notes.keys()
    assert sheet["quorum"]["value"] == {"numerator": 2, "denominator": 3, "of": "entitled", "strict": False}
    assert sheet["caps"]["value"][0] == {"grade": "AAA", "per_prefecture": 15}
    assert all(one["note"] and one["cite"]["document"] for one in sheet.values())
    chinese = call("round", "show", "2026-sample", "--lang", "zh").stdout
    for words in ("示例，非正式", book.round.banner, "应到人数（回避后）的 2/3 以上（含）", "出处：《"):
        assert words in chinese
    english = call("round", "show", "2026-sample").stdout
    for words in ("sample, not official", "at least 2/3 of those entitled", "80 points or more", "Source: "):
        assert words in english


def test_what_is_not_there_or_no_longer_fits_is_said(register: Put, call: Call, answer: Answer) -> None:
    register("planned")
    before = answer("verify")["head"]
    for arguments, words in (
        (("show", "2099"), "The record has no round '2099'. There are: 2026-sample."),
        (("create", "2026-sample"), "is already there with the same rule book"),
        (("advance", "2026-sample", "closed"), "it cannot become closed. It may become: open"),
    ):
        result = call("round", *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
    assert call("round", "advance", "2026-sample", "done").exit_code == 2
    assert answer("verify")["head"] == before


def test_a_step_back_needs_a_reason(register: Put, call: Call, answer: Answer) -> None:
    register("deciding")
    refused = call("round", "advance", "2026-sample", "reviewing")
    assert refused.exit_code == 1
    assert "needs a reason" in refused.stderr
    assert answer("round", "advance", "2026-sample", "reviewing", "--reason", "退回一份评分表")["state"] == "reviewing"
