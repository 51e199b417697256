"""G studies, D studies, nested, with gaps, and Φ(λ)."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.designs import CROSSED, TWO_WAY
from scoring.statistics.reliability.g_study import GStudy, g_study, g_study_nested, g_study_two_way
from scoring.statistics.reliability.henderson import quadratic_forms
from scoring.statistics.reliability.phi_lambda import phi_lambda

TWO_WAY_KEYS = {"p": "applicant", "r": "expert", "pr": "residual"}
CROSSED_KEYS = {
    "p": "applicant",
    "o": "expert",
    "i": "indicator",
    "po": "applicant:expert",
    "pi": "applicant:indicator",
    "io": "expert:indicator",
    "pio": "residual",
}
NESTED_KEYS = {
    "p": "applicant",
    "t": "indicator",
    "rt": "expert:indicator",
    "pt": "applicant:indicator",
    "res": "residual",
}


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("g.var_"):
        found |= _two_way(case)
    if case.has("g3.var_"):
        found |= _crossed(case)
    if case.has("gn."):
        found |= _nested(case)
    if case.has("gh."):
        found |= _with_gaps(case)
    return found


def _two_way(case: Any) -> dict[str, Any]:
    study = g_study_two_way(case.wide())
    found = {f"g.var_{key}": study.component(effect) for key, effect in TWO_WAY_KEYS.items()}
    for key in case.keys:
        if size := re.fullmatch(r"d\.(\w+)\.n(\d+)", key):
            one = d_study(study, int(size[2]))
            by_name = {"Erho2": one.g_coefficient, "Phi": one.phi_coefficient, "SEM_abs": one.absolute_error}
            found[key] = by_name[size[1]]
    if case.has("phi_lambda."):
        found["phi_lambda.est"] = phi_lambda(study, case.given("phi_lambda.cut")).value
    return found


def _crossed(case: Any) -> dict[str, Any]:
    columns = {"p": "p", "o": "o", "i": "i"} if case.id != "p11" else {"p": "examinee", "o": "judge", "i": "trait"}
    value = "y" if case.id != "p11" else "score"
    marks, _ = case.long(columns["p"], columns["o"], columns["i"], value=value, name="long")
    study = g_study(marks)
    assert study.design is CROSSED
    found: dict[str, Any] = {}
    for key, effect in CROSSED_KEYS.items():
        found[f"g3.var_{key}"] = study.component(effect)
        found[f"g3.MS_{key}"] = study.mean_squares[CROSSED.place(effect)]
    return found | _sized(case, study, r"d3\.(\w+)\.i(\d+)\.o(\d+)", indicators=2, experts=3)


def _nested(case: Any) -> dict[str, Any]:
    marks, _ = case.long("person", "rater", "task", value="score")
    study = g_study_nested(marks)
    found: dict[str, Any] = {f"gn.var_{key}": study.component(effect) for key, effect in NESTED_KEYS.items()}
    return found | _sized(case, study, r"dn\.(\w+)\.t(\d+)\.r(\d+)", indicators=2, experts=3)


def _sized(case: Any, study: GStudy, pattern: str, *, indicators: int, experts: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in case.keys:
        if size := re.fullmatch(pattern, key):
            one = d_study(study, int(size[experts]), n_indicators=int(size[indicators]))
            found[key] = one.g_coefficient if size[1] == "Erho2" else one.phi_coefficient
    return found


def _with_gaps(case: Any) -> dict[str, Any]:
    marks = case.wide()
    study = g_study_two_way(marks)
    forms = quadratic_forms(marks, TWO_WAY).uncorrected
    t_mean, t_p, t_i, t_pi = np.moveaxis(forms, -1, 0)
    return {
        "gh.var_p": study.component("applicant"),
        "gh.var_i": study.component("expert"),
        "gh.var_pi": study.component("residual"),
        "gh.T_mean": t_mean,
        "gh.T_p": t_p,
        "gh.T_i": t_i,
        "gh.T_pi": t_pi,
        "gh.harmonic_n_i": study.experts_each,
    }
