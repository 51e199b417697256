"""Cronbach's alpha, measurement error, limits of agreement with the mean, Bland–Altman."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.bland_altman import bland_altman
from scoring.statistics.agreement.cronbach import cronbach_alpha
from scoring.statistics.agreement.loam import deviations, loam
from scoring.statistics.agreement.measurement_error import measurement_error


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("cronbach."):
        alpha = cronbach_alpha(_panel(case))
        found |= {"cronbach.alpha": alpha.value, "cronbach.alpha.ci_feldt": [alpha.low, alpha.high]}
    if case.has("sem."):
        found["sem.mean_score"] = measurement_error(_panel(case), kind="relative").value
    if case.has("loam."):
        found |= _loam(_panel(case))
    if case.has("ba."):
        found |= _bland_altman(case.wide(columns=case.params.get("bland_altman_columns", case.params.get("columns"))))
    return found


def _panel(case: Any) -> Any:
    if case.id == "p16":
        return case.wide("total", columns=list(case.rows("total")[0])[1:])
    return case.wide(columns=case.params.get("columns"))


def _loam(marks: Any) -> dict[str, Any]:
    half, apart = loam(marks), deviations(two_way(marks))
    return {
        "loam.est": half.value,
        "loam.ci": [half.low, half.high],
        "loam.sigmaA": apart.applications,
        "loam.sigmaB": apart.experts,
        "loam.sigmaE": apart.error,
    }


def _bland_altman(marks: Any) -> dict[str, Any]:
    pair = bland_altman(marks)
    return {
        "ba.bias": pair.bias[0],
        "ba.sd": pair.deviation[0],
        "ba.loa": np.array([pair.lower[0], pair.upper[0]]),
        "ba.bias_se": pair.bias_error[0],
        "ba.bias_ci": np.array([pair.bias_low[0], pair.bias_high[0]]),
        "ba.loa_se": pair.limit_error[0],
        "ba.loa_ci_lower": np.array([pair.lower_low[0], pair.lower_high[0]]),
        "ba.loa_ci_upper": np.array([pair.upper_low[0], pair.upper_high[0]]),
    }
