"""Krippendorff's alpha of four levels, and its limits by drawing applications again."""

from __future__ import annotations

from typing import Any

from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha
from scoring.statistics.agreement.krippendorff_bootstrap import krippendorff_bootstrap


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for level in Level:
        key = f"kripp.{level}"
        if key in case.keys:
            found[key] = krippendorff_alpha(case.wide(), level=level).value
        if f"{key}.boot_ci_units" in case.keys:
            drawn = krippendorff_bootstrap(case.wide(), level=level, draws=10_000, seed=20260101)
            found[f"{key}.boot_ci_units"] = [drawn.low, drawn.high]
            found[f"{key}.boot_se_units"] = drawn.standard_error
    return found
