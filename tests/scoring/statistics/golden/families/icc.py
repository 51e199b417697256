"""Mean squares, the six intraclass correlations, and those with gaps."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.icc import icc

NAMES = {"1": "ICC1", "a1": "ICC2", "c1": "ICC3", "1k": "ICC1k", "ak": "ICC2k", "ck": "ICC3k"}


def answers(case: Any) -> dict[str, Any]:
    if case.has("iccNA."):
        return _with_gaps(case.wide())
    if case.has("icc1_multilevel"):
        return _multilevel(case)
    return _complete(_panel(case)) if case.has("icc.") else {}


def _panel(case: Any) -> Any:
    if case.id == "p11":  # the judge's mean over traits
        return case.long("examinee", "judge", "trait", value="score")[0].mean(axis=2)
    if case.id == "p16":
        return case.wide("total", columns=list(case.rows("total")[0])[1:])
    return case.wide(columns=case.params.get("columns"))


def _complete(marks: Any) -> dict[str, Any]:
    squares, forms = two_way(marks), icc(marks)
    found = {
        "icc.MSR": squares.ms_applications,
        "icc.MSC": squares.ms_experts,
        "icc.MSE": squares.ms_error,
        "icc.MSW": squares.ms_within,
        "icc.F.oneway": squares.ms_applications / squares.ms_within,
        "icc.F.twoway": squares.ms_applications / squares.ms_error,
        "icc.p.oneway": forms["icc_1"].p_value,
        "icc.p.twoway": forms["icc_a1"].p_value,
    }
    for ours, theirs in NAMES.items():
        form = forms[f"icc_{ours}"]
        found |= {f"icc.{theirs}.est": form.value, f"icc.{theirs}.ci": [form.low, form.high]}
    return found


def _with_gaps(marks: Any) -> dict[str, Any]:
    forms = icc(marks)
    return {
        "iccNA.ICC(1)": forms["icc_1"].value,
        "iccNA.ICC(A,1)": forms["icc_a1"].value,
        "iccNA.ICC(C,1)": forms["icc_c1"].value,
        "iccNA.k0": two_way(marks).marks_per_application,
    }


def _multilevel(case: Any) -> dict[str, Any]:
    items = [name for name in case.rows()[0] if name.startswith("i")]
    marks = np.stack([case.long("target", "rater", value=item)[0] for item in items]).mean(axis=0)
    forms = icc(marks)
    return {"icc1_multilevel": forms["icc_1"].value, "icc2_multilevel": forms["icc_1k"].value}
