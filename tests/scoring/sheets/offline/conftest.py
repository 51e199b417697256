"""A sheet of the sample round, and another of a round with steps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.load import shipped_rule_book
from indicators.model import RuleBook
from scoring.sheets.offline import OfflineSheet


@pytest.fixture(scope="session")
def sheet() -> OfflineSheet:
    book = shipped_rule_book("2026-sample")
    return OfflineSheet(
        application_id="2026-0001",
        expert_id="E01",
        stage="document_review",
        round_id="2026-sample",
        enterprise="南京样例有限公司",
        target_grade="AA",
        rule_book=book,
        marks={},
        synthetic=False,
        longest_note=1_000,
    )


@pytest.fixture(scope="session")
def stepped(sheet: OfflineSheet) -> OfflineSheet:
    """A sheet on which the first indicator goes by half points, the second by hundredths."""
    return replace(sheet, rule_book=with_steps(sheet.rule_book, {"1.1.1": Decimal("0.5"), "1.1.2": Decimal("0.01")}))


def with_steps(book: RuleBook, steps: dict[str, Decimal]) -> RuleBook:
    table = book.round.indicator_table
    changed = tuple(replace(node, step=steps[node.code]) if node.code in steps else node for node in table.indicators)
    return replace(book, round=replace(book.round, indicator_table=replace(table, indicators=changed)))
