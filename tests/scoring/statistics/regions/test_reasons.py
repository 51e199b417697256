"""Every reason that a number is missing can be told in both languages."""

from __future__ import annotations

import pytest

from scoring.statistics.regions.reasons import RegionReason
from scoring.texts import translator


@pytest.mark.parametrize("reason", [one for one in RegionReason if one])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reason_is_a_text(reason: RegionReason, language: str) -> None:
    assert reason.message is not None
    assert len(translator(language)(reason.message)) > 8


def test_no_reason_says_nothing() -> None:
    assert RegionReason.NONE.message is None
