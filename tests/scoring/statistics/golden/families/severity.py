"""Severity by least squares, connected subsets, drift."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.severity.connected import connected_subsets
from scoring.statistics.severity.drift import drift
from scoring.statistics.severity.least_squares import least_squares

JUDGES = ["CAN", "CHI", "FRA", "GER", "JAP", "POL", "RUS", "UKR", "USA"]


def answers(case: Any) -> dict[str, Any]:
    """Return what of a case is computed here."""
    found: dict[str, Any] = {}
    if case.has("sev.ls."):
        found |= _least_squares(_totals(case)[0])
    if case.has("conn."):
        found["conn.n_subsets"] = int(connected_subsets(~np.isnan(_totals(case)[0])).count)
    if case.has("levels."):
        _, (targets, raters) = _totals(case)
        found |= {"levels.target": [int(name) for name in targets], "levels.rater": [int(name) for name in raters]}
    if case.has("drift."):
        found |= _drift(case)
    return found


def _totals(case: Any) -> tuple[Any, list[list[str]]]:
    match case.id:
        case "p11":
            marks, levels = case.long("examinee", "judge", "trait", value="score")
            return marks.mean(axis=2), levels[:2]
        case "p15":
            return case.long("target", "rater", value="score")
        case "p16":
            return case.wide("total", JUDGES), []
        case _:
            return case.wide(), []


def _least_squares(totals: Any) -> dict[str, Any]:
    result = least_squares(totals)
    return {
        "sev.ls.grand": np.nanmean(result.fair),
        "sev.ls.target_adjusted": result.fair,
        "sev.ls.rater_effect": -result.severity,
        "sev.ls.resid_sd": np.sqrt(result.error_variance),
        "sev.ls.rater_F": result.f_value,
        "sev.ls.rater_p": result.p_value,
    }


def _drift(case: Any) -> dict[str, Any]:
    marks, _ = case.long("target", "rater", value="score")
    times, _ = case.long("target", "rater", value="time")
    result = drift(marks, times)
    return {
        "drift.slope": result.slopes.value,
        "drift.slope_se": result.slopes.standard_error,
        "drift.slope_p": result.slopes.p_value,
        "drift.F_any": result.any_drift.value,
        "drift.p_any": result.any_drift.p_value,
        "drift.F_differential": result.differential.value,
        "drift.p_differential": result.differential.p_value,
    }
