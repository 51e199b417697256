"""Files that commands write are acts of the record with a number that is told; a list of experts leads back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

from indicators.tabular import read_table
from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
INSPECTOR = Actor("inspector", "inspector", frozenset({"inspector"}))


def test_a_list_of_experts_is_told_with_its_number_and_led_back_by_file_number_and_names(
    register: Put, call: Call, answer: Answer
) -> None:
    path = register("applied")
    told = answer("export", "experts", "--to", "out.csv")
    assert (told["rows"], told["decoy"]) == (5, True)
    rows = [cells for _, cells in read_table(Path("out.csv")).rows]
    assert len(rows) == 6  # one is nobody
    shown = call("export", "experts", "--to", "again.csv", "--lang", "en")
    assert "Export number" in shown.stdout
    assert "one entry of the list is no expert" in shown.stdout
    with open_register(path) as opened:
        typed = [cells["name"] for cells in rows]
        for given in ({"texts": (told["export"],)}, {"texts": typed}, {"file": Path("out.csv").read_bytes()}):
            (found,) = flow.trace_leak(opened, INSPECTOR, **given).exports
            assert (found.export.export_id, found.export.what) == (told["export"], "experts")


def test_a_list_that_comes_in_again_is_told_and_nobody_enters(register: Put, call: Call, answer: Answer) -> None:
    register("applied")
    answer("export", "experts", "--to", "out.csv")
    result = call("import", "experts", "out.csv", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    assert "is no expert and was left out" in result.stderr
    assert answer("export", "experts", "--to", "after.csv")["rows"] == 5
