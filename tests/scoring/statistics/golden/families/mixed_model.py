"""Components by restricted maximum likelihood, and what the mixed model makes of applications and experts."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.mixed import fit_two_way


def answers(case: Any) -> dict[str, Any]:
    if not case.has("sev.reml."):
        return {}
    fit = fit_two_way(_marks(case))
    return {
        "sev.reml.var_t": fit.var_application,
        "sev.reml.var_r": fit.var_expert,
        "sev.reml.var_e": fit.var_residual,
        "sev.reml.mu": fit.mean,
        "sev.reml.logLik": fit.log_likelihood,
        "sev.reml.ICC_A1": fit.icc_a1,
        "sev.blup.target": fit.application,
        "sev.blup.rater": -fit.severity,
    }


def _marks(case: Any) -> Any:
    """Return the panel, shape (n_applications, n_experts); with several indicators, their mean."""
    match case.id:
        case "p11":
            marks, _ = case.long("examinee", "judge", "trait", value="score")
            return np.nanmean(marks, axis=2)
        case "p15":
            return case.long("target", "rater", value="score")[0]
        case "p16":
            return case.wide("total", list(case.rows("total")[0])[1:])
    return case.wide()
