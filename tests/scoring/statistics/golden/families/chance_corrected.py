"""Coefficients corrected for chance, of irrCAC: est, se, ci and p of each coefficient and weighting."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.brennan_prediger import brennan_prediger
from scoring.statistics.agreement.conger import conger_kappa
from scoring.statistics.agreement.fleiss import fleiss_kappa
from scoring.statistics.agreement.gwet import gwet_ac2
from scoring.statistics.agreement.gwet_alpha import gwet_alpha
from scoring.statistics.agreement.percent_agreement import percent_agreement

COEFFICIENTS = {
    "gwet": gwet_ac2,
    "fleiss": fleiss_kappa,
    "conger": conger_kappa,
    "bp": brennan_prediger,
    "kripp": gwet_alpha,
    "pa": percent_agreement,
}


def answers(case: Any) -> dict[str, Any]:
    asked = sorted({tuple(key.split(".")[1:3]) for key in case.keys if key.startswith("cac.")})
    if not asked:
        return {}
    marks = pairs(case) if "table" in case.document["files"] else case.wide()
    # irrCAC was called without categories: those seen. They were 1, 2, … with none left out.
    categories = np.arange(1.0, np.nanmax(marks) + 1.0)
    found: dict[str, Any] = {}
    for name, weighting in asked:
        result = COEFFICIENTS[name](marks, categories, "identity" if weighting == "unweighted" else weighting)
        found[f"cac.{name}.{weighting}.est"] = result.value
        found[f"cac.{name}.{weighting}.se"] = result.standard_error
        found[f"cac.{name}.{weighting}.ci"] = [result.low, result.high]
        found[f"cac.{name}.{weighting}.p"] = result.p_value
    return found


def pairs(case: Any) -> Any:
    """A table of counts as that many pairs of marks."""
    rows = case.rows()
    cells = np.array([[float(row["r"]), float(row["l"])] for row in rows])
    return np.repeat(cells, [int(row["count"]) for row in rows], axis=0)
