"""Kendall's W with its tests, and the mean of rank correlations."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.kendall import kendall_concordance
from scoring.statistics.agreement.rank_correlation import mean_rank_correlation


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("kendall."):
        w = kendall_concordance(_marks(case))
        found = {
            "kendall.W": w.w,
            "kendall.W_uncorrected": w.w_uncorrected,
            "kendall.chisq": w.chi_square,
            "kendall.p_chisq": w.p_chi_square,
            "kendall.F": w.f,
            "kendall.p_F": w.p_f,
        }
    if case.has("kendall.rank_sums"):
        found["kendall.rank_sums"] = w.rank_sums
    if case.has("meanrho_spearman"):
        found["meanrho_spearman"] = mean_rank_correlation(case.wide(), fisher=True).value
    return found


def _marks(case: Any) -> Any:
    if case.id == "p11":
        marks, _ = case.long("examinee", "judge", "trait", value="score")
        return np.asarray(marks.sum(axis=-1))
    if case.id == "p16":
        return case.wide("total", [name for name in case.rows("total")[0] if name != "pair"])
    return case.wide()
