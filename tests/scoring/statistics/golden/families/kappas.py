"""Kappas of pairs and of unweighted panels, and tests on margins: irr, vcd."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.conger import conger_kappa
from scoring.statistics.agreement.fleiss import fleiss_test
from scoring.statistics.agreement.light import light_kappa
from scoring.statistics.agreement.marginal_homogeneity import marginal_homogeneity

IRR = {"unweighted": "identity", "equal": "linear", "squared": "quadratic"}


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("fleiss."):
        marks, categories = case.wide(), np.arange(1.0, len(case.params["category_labels"]) + 1)
        test = fleiss_test(marks, categories)
        found |= {"fleiss.kappa": test.kappa, "fleiss.z": test.z, "fleiss.p": test.p_value}
        found["fleiss.category_kappa"] = test.by_category
        found["conger.kappa_exact"] = conger_kappa(marks, categories, "identity").value
        found["light.kappa"] = light_kappa(marks, categories).value
    if case.has("cohen.kappa"):
        low, high = case.params["scale"]
        two, categories = case.wide()[:, :2], np.arange(low, high + 1.0)
        squared = cohen_kappa(two, categories)
        found["cohen.kappa_quadratic.r1r2"] = squared.agreement.value
        found["cohen.z_quadratic.r1r2"] = squared.z
        found["cohen.kappa_linear.r1r2"] = cohen_kappa(two, categories, "linear").agreement.value
        found["cohen.kappa.r1r2"] = cohen_kappa(two, categories, "identity").agreement.value
    if case.has("cohen.unweighted"):
        rows = case.rows()
        cells = np.array([[float(row["r"]), float(row["l"])] for row in rows])
        two, categories = np.repeat(cells, [int(row["count"]) for row in rows], axis=0), np.arange(1.0, 5.0)
        for name, weighting in IRR.items():
            kappa = cohen_kappa(two, categories, weighting)
            found[f"cohen.{name}.kappa"] = kappa.agreement.value
            found[f"cohen.{name}.z0"] = kappa.z
            found[f"cohen.{name}.ase"] = kappa.agreement.standard_error
        margins = marginal_homogeneity(two, categories)
        found["stuart_maxwell.chisq"], found["stuart_maxwell.p"] = margins.stuart_maxwell, margins.stuart_maxwell_p
        found["bhapkar.chisq"] = margins.bhapkar
    return found
