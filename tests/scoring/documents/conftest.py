"""A certificate as a record, and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.language import Name
from scoring.documents.certificate import Certificate
from scoring.documents.certificate_page import certificate_pdf
from scoring.documents.fonts import find_fonts
from scoring.texts import translator

SOUND = Certificate(
    number="QC32-2026-000042",
    application_id="2026-0001",
    enterprise="南京样例1有限公司",
    uscc="91320102MA1ABCD01X",
    grade="AA",
    valid_from=date(2026, 9, 1),
    valid_until=date(2031, 8, 31),
    regulation=Name("小办法", "Small measures"),
    marks=(),
    joint_document=None,
    entry=12,
    entry_hash="0123456789abcdef" * 4,
    digest="fedcba9876543210" * 4,
)


@pytest.fixture
def certificate() -> Callable[..., Certificate]:
    """Return a certificate that differs from a sound one in some fields."""
    return lambda **other: replace(SOUND, **other)


@pytest.fixture
def page() -> Callable[[Certificate], bytes]:
    def of(given: Certificate) -> bytes:
        says: dict[str, Any] = {"chinese": translator("zh"), "english": translator("en")}
        return certificate_pdf(given, **says, fonts=find_fonts())

    return of
