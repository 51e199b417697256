"""Externally studentised residuals, by falling |z|."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.integrity.unusual import unusual


def answers(case: Any) -> dict[str, Any]:
    if not case.has("resid."):
        return {}
    totals = case.wide("total")[:, 1:] if case.id == "p16" else case.wide()  # its first column numbers the pairs
    found = unusual(totals)
    order = np.argsort(-np.where(np.isnan(found.z), 0.0, np.abs(found.z)).ravel(), kind="stable")[:3]
    application, expert = np.unravel_index(order, totals.shape)
    return {
        "resid.top_target": application + 1,
        "resid.top_rater": expert + 1,
        "resid.top_rstudent": found.z.ravel()[order],
        "resid.top_bonferroni_p": found.bonferroni.ravel()[order],
    }
