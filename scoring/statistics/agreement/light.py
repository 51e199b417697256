"""Light's kappa: the mean of Cohen's kappa over all pairs of experts.

Light (1971), on the applications that both of a pair scored; pairs without a kappa of their own (nothing in common, or
one and the same mark throughout) are left out of the mean. Checked against irr 0.84.1 (golden p03).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.result import Agreement, agreement, entered
from scoring.statistics.agreement.weighting import Weighting
from scoring.statistics.reasons import Reason


def light_kappa(marks: FloatArray, categories: FloatArray | None, weighting: Weighting = "identity") -> Agreement:
    """Return Light's kappa; parameters as for `gwet.gwet_ac2`. It has no standard error of its own.

    Where no pair has a kappa, the reason is that of the panel, or else of its first pair.
    """
    whole = np.asarray(marks, np.float64)
    seen = entered(whole)
    reason = np.array(seen.reason, np.uint8)
    total, count = np.zeros(reason.shape), np.zeros(reason.shape)
    why = np.full(reason.shape, Reason.NO_PAIRS, np.uint8)
    for pair, (one, other) in enumerate(combinations(range(whole.shape[-1]), 2)):
        kappa = cohen_kappa(whole[..., [one, other]], categories, weighting).agreement
        known = kappa.reason == Reason.NONE
        total += np.where(known, kappa.value, 0.0)
        count += known
        why = kappa.reason if pair == 0 else np.where(kappa.reason == Reason.OFF_SCALE, kappa.reason, why)
    off_scale = why == Reason.OFF_SCALE
    undefined = (reason == Reason.NONE) & ((count == 0) | off_scale)
    reason = np.where(undefined, why, reason).astype(np.uint8)
    value = np.divide(total, count, out=np.full(reason.shape, np.nan), where=count > 0)
    return agreement("light_kappa", value, n_applications=seen.n_applications, n_experts=seen.n_experts, reason=reason)
