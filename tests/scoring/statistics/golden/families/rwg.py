"""Agreement on each application: rWG, rWG(J), Lindell's, aWG and the average deviation."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.average_deviation import average_deviation, awg
from scoring.statistics.agreement.rwg import rwg, rwg_each, rwg_j, rwg_j_lindell


def answers(case: Any) -> dict[str, Any]:
    if case.has("rwgj."):
        return _several_indicators(case)
    return _one_indicator(case) if case.has("rwg.") else {}


def _one_indicator(case: Any) -> dict[str, Any]:
    marks, categories = case.wide(), np.arange(1.0, case.given("rwg.options") + 1)
    each = rwg_each(marks, categories).value
    return {
        "rwg.per_target": np.maximum(each, 0),
        "rwg.per_target_untruncated": each,
        "rwg.mean": rwg(marks, categories).value,
    }


def _several_indicators(case: Any) -> dict[str, Any]:
    items = [name for name in case.rows()[0] if name.startswith("i")]
    marks = np.stack([case.long("target", "rater", value=item)[0] for item in items], axis=-1)
    categories = np.arange(1.0, case.params["options"] + 1)
    return {
        "rwgj.per_group": rwg_j(marks, categories).value,
        "rwgj_lindell.per_group": rwg_j_lindell(marks, categories).value,
        "awg.per_group": awg(marks, 1, 5).value,
        "ad_mean.per_group": average_deviation(marks).value,
    }
