"""The shipped round, small."""

from __future__ import annotations

import pytest

from indicators.load import shipped_rule_book
from scoring.statistics.trials.setting import RoundSetting, setting_of


@pytest.fixture(scope="session")
def setting() -> RoundSetting:
    return setting_of(shipped_rule_book("2026-sample").round, n_applications=40)
