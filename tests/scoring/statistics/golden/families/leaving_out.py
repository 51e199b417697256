"""A panel without each of its experts, and consistency at a cut score by normal theory."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.leaving_out import leave_one_out
from scoring.statistics.probability.peng_subkoviak import normal_consistency


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("loro."):
        one = leave_one_out(_totals(case), CutScores(("pass",), (case.given("loro.cut"),)))
        found |= {
            "loro.icc2k": one.icc_ak,
            "loro.alpha_if_dropped": one.cronbach_alpha,
            "loro.flips_at_cut": one.grade_changes,
            "loro.max_abs_shift": one.largest_shift,
            "loro.spearman_with_full": one.rank_correlation,
            "loro.rater_rest_r": one.rest_correlation,
        }
    if case.has("decision.normal."):
        normal = normal_consistency(_totals(case), np.array([case.given("decision.normal.cut")]))
        found |= {"decision.normal.Pc": normal.consistency[0], "decision.normal.kappa": normal.kappa[0]}
    return found


def _totals(case: Any) -> Any:
    if "total" in case.document["files"]:
        return case.wide("total", list(case.rows("total")[0])[1:])
    return case.wide()
