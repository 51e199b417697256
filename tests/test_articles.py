"""The table of articles names every article of the Measures, and only files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "articles.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| 条")
]
ARTICLES = range(2, 22)


def test_every_article_has_its_row() -> None:
    named = {int(number) for row in ROWS for number in re.findall(r"\d+", row[0].split("(")[0])}
    assert named == set(ARTICLES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_code_and_tests_that_are_there(row: list[str]) -> None:
    where, tests = (re.findall(r"`([^`]+)`", cell) for cell in row[2:4])
    assert where
    assert tests
    assert not [name for name in (*where, *tests) if not (ROOT / name).exists()]
    assert all(name.startswith("tests/") for name in tests)
