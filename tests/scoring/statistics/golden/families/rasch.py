"""Many-facet Rasch: joint and marginal maximum likelihood, against mfrmr, TAM and independent solvers."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.rasch.marginal import fit_marginal
from scoring.statistics.rasch.result import Facet


def answers(case: Any) -> dict[str, Any]:
    """Return the keys of ``mfrm.jml`` and ``mfrm.mml``."""
    if not case.has("mfrm.jml."):
        return {}
    names = case.params
    value = "score" if case.id == "p11" else "y"
    marks, _levels = case.long(names["persons"], names["raters"], names["items"], value=value)
    categories = np.arange(names["min"], names["max"] + 1.0).tolist()
    return _joint(marks, categories) | (_marginal(marks, categories) if case.has("mfrm.mml.") else {})


def _joint(marks: Any, categories: list[float]) -> dict[str, Any]:
    fit = fit_rasch(marks, categories=categories)
    found: dict[str, Any] = {
        "threshold": fit.thresholds[0],
        "loglik": fit.log_likelihood,
        "rater.separation": fit.experts.separation,
        "target.reliability": fit.applications.reliability,
    }
    for name, facet in (("target", fit.applications), ("rater", fit.experts), ("item", fit.indicators)):
        found |= {f"{name}.{key}": values for key, values in _facet(facet).items()}
    return {f"mfrm.jml.{key}": values for key, values in found.items()}


def _marginal(marks: Any, categories: list[float]) -> dict[str, Any]:
    fit = fit_marginal(marks, categories=categories)
    found = {
        "rater.measure": fit.severity,
        "item.measure": fit.difficulty,
        "threshold": fit.thresholds[0],
        "var_target": fit.variance,
        "mean_target": fit.mean,
        "deviance": fit.deviance,
        "EAP": fit.expected,
        "EAP_reliability": fit.reliability,
    }
    return {f"mfrm.mml.{key}": values for key, values in found.items()}


def _facet(facet: Facet) -> dict[str, Any]:
    return {
        "measure": facet.measure,
        "se": facet.standard_error,
        "infit": facet.infit,
        "outfit": facet.outfit,
        "observed_mean": facet.observed_mean,
        "zinfit_wright_masters": facet.infit_z,
        "zoutfit_wright_masters": facet.outfit_z,
    }
