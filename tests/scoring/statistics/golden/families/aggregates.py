"""Mean, median, and the mean without the highest and the lowest mark, by the panel's own aggregation."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.model import MarkState, ScoreTable
from scoring.statistics.aggregate import Aggregate, aggregate_indicators

RULES = {
    "agg.mean": Aggregate("mean"),
    "agg.median": Aggregate("median"),
    "agg.isu_drop_hi_lo": Aggregate("trimmed", 1),
}


def answers(case: Any) -> dict[str, Any]:
    if case.has("agg.target_mean"):
        marks, _ = case.long("target", "rater", value="score")
        return {"agg.target_mean": aggregated(marks, Aggregate("mean"))}
    if not case.has("agg."):
        return {}
    marks = case.wide("total")[:, 1:] if case.id == "p16" else case.wide()  # its first column numbers the pairs
    return {key: aggregated(marks, rule) for key, rule in RULES.items()}


def aggregated(marks: Any, rule: Aggregate) -> Any:
    """Return the score of each application from its marks, shape (n_applications, n_experts): whole numbers."""
    values = marks[:, :, None]
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    applicants, experts = (tuple(map(str, range(n))) for n in marks.shape)
    return aggregate_indicators(ScoreTable("", applicants, experts, ("total",), values, states), rule).values[:, 0]
