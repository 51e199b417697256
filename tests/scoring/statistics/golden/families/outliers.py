"""Tests of one outlying mark."""

from __future__ import annotations

from typing import Any

from scoring.statistics.agreement.dixon import dixon
from scoring.statistics.agreement.grubbs import grubbs
from scoring.statistics.agreement.modified_z import modified_z


def answers(case: Any) -> dict[str, Any]:
    if case.id != "p14":
        return {}
    marks = case.wide()[:, 0]
    tested = grubbs(marks)
    return {
        "outlier.grubbs_G": tested.g,
        "outlier.grubbs_p": tested.p_value,
        "outlier.grubbs_p_two_sided": tested.p_two_sided,
        "outlier.dixon_Q": dixon(marks).q,
        "outlier.modified_z": modified_z(marks).z,
    }
