"""rWG: agreement on each application, held against marks given blindly all over the scale (James, Demaree, Wolf 1984).

It needs no differences between applications, and so says something of a panel whose applications are all alike; and it
depends on the declared scale: the wider that is against what is really used, the nearer to 1.
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import coded, declared
from scoring.statistics.agreement.result import Agreement, CodeArray, Entered, agreement, entered
from scoring.statistics.agreement.within import Within, mean_where_defined, variances, within
from scoring.statistics.reasons import Reason


def rwg(marks: FloatArray, categories: FloatArray | None) -> Agreement:
    """Return the mean of rWG over applications, each truncated at 0, for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark. Applications below two marks do not enter.
    categories : ndarray or None
        Every mark that may be given; ``None`` where no scale was declared, and then there is no value.

    Notes
    -----
    Checked against multilevel 2.7 in the golden cases p01 and p05. No limits: none are established for the mean.
    """
    marks = np.asarray(marks, np.float64)
    who, each = entered(marks), rwg_each(marks, categories)
    enters = each.reason == Reason.NONE
    value = mean_where_defined(np.where(enters, np.maximum(each.value, 0.0), np.nan), axis=-1)
    return agreement(
        "rwg",
        value,
        n_applications=enters.sum(axis=-1),
        n_experts=who.n_experts,
        reason=_panel_reason(marks, categories, who),
    )


def rwg_each(marks: FloatArray, categories: FloatArray | None) -> Within:
    """Return rWG = 1 − s²/σ² of each application, as it is: below 0 where experts differ more than blind marks would.

    s² is the sample variance (n − 1), σ² that of all `categories` alike, (A² − 1)/12 for A steps of 1.
    """
    marks = np.asarray(marks, np.float64)
    spread = variances(marks)
    value = 1 - spread / (np.nan if categories is None else _blind(categories))
    return within(value, _panel_reason(marks, categories, entered(marks))[..., np.newaxis])


def rwg_j(marks: FloatArray, categories: FloatArray | None) -> Within:
    """Return rWG(J) of each application over its indicators: J(1 − u) / (J(1 − u) + u), u = mean s²/σ², at most 1.

    `marks` has shape (..., n_applications, n_experts, n_indicators); an indicator with fewer than two marks does not
    count. It steps up as Spearman and Brown do for a mean, without a mean being asked for: with many indicators it is
    near 1 whatever the experts do (Lindell, Brandt & Whitney 1999); `rwg_j_lindell` is not.

    Checked against multilevel 2.7 in the golden case p21.
    """
    share, counted, reason = _mean_share(np.asarray(marks, np.float64), categories)
    share = np.minimum(share, 1.0)
    agreed = counted * (1 - share)
    return within(agreed / np.maximum(agreed + share, np.finfo(np.float64).tiny), reason[..., np.newaxis])


def rwg_j_lindell(marks: FloatArray, categories: FloatArray | None) -> Within:
    """Return r*WG(J) = 1 − mean s²/σ² of each application over its indicators, as it is; see `rwg_j`."""
    share, _, reason = _mean_share(np.asarray(marks, np.float64), categories)
    return within(1 - share, reason[..., np.newaxis])


def _mean_share(marks: FloatArray, categories: FloatArray | None) -> tuple[FloatArray, FloatArray, CodeArray]:
    """Return mean s²/σ² over indicators, over how many, and what is wrong with the panels."""
    spread = variances(np.moveaxis(marks, -1, 0))
    share = mean_where_defined(spread, axis=0) / (np.nan if categories is None else _blind(categories))
    flat = marks.reshape(*marks.shape[:-2], marks.shape[-2] * marks.shape[-1])
    return share, (~np.isnan(spread)).sum(axis=0).astype(np.float64), _panel_reason(flat, categories, entered(flat))


def _blind(categories: FloatArray) -> float:
    """Return the variance of marks that fall on each category alike; ``nan`` where there is but one."""
    return float(np.var(declared(categories))) or np.nan


def _panel_reason(marks: FloatArray, categories: FloatArray | None, who: Entered) -> CodeArray:
    """Return what is wrong with each panel; a single application is enough."""
    reason = np.where(who.reason == Reason.ONE_APPLICATION, np.uint8(Reason.NONE), who.reason)
    alone = (who.reason == Reason.ONE_APPLICATION) & ~(np.isfinite(marks).sum(axis=-1) > 1).any(axis=-1)
    reason = np.where(alone, np.uint8(Reason.NO_PAIRS), reason)
    if categories is None or np.isnan(_blind(categories)):
        return np.where(reason == Reason.NONE, np.uint8(Reason.NO_SCALE), reason)
    if marks.size == 0:
        return reason
    off = coded(marks.reshape(-1, *marks.shape[-2:]), declared(categories)).off_scale.reshape(reason.shape)
    return np.where((reason == Reason.NONE) & off, np.uint8(Reason.OFF_SCALE), reason)
