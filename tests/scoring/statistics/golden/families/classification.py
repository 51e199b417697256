"""Consistency and accuracy of grades: Livingston–Lewis, Hanson–Brennan, Huynh."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.classification.hanson_brennan import hanson_brennan
from scoring.statistics.classification.huynh import huynh
from scoring.statistics.classification.livingston_lewis import livingston_lewis


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("huynh."):
        scores = case.wide()
        scores = scores[:, 0] if case.id == "p18" else scores.sum(axis=1)
        one = huynh(scores, case.given("huynh.cut"), full_marks=case.given("huynh.n"))
        found |= {
            "huynh.kr21": one.kr21,
            "huynh.alpha": one.alpha,
            "huynh.beta": one.beta,
            "huynh.Pc": one.consistency,
            "huynh.kappa": one.kappa,
        }
    if case.has("ll."):
        found |= _livingston_lewis(case)
    if case.has("hb."):
        params = case.params
        by_points = hanson_brennan(
            case.wide()[:, 0], params["reliability"], params["cut"], full_marks=params["testlength"], model="2P"
        )
        found |= {
            "hb.lords_k": by_points.lords_k,
            "hb.2P.consistency_p": by_points.indices.consistency,
            "hb.2P.consistency_kappa": by_points.indices.kappa,
        }
    return found


def _livingston_lewis(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    low, high = case.given("ll.range")
    scores, rho, cut = case.wide()[:, 0], case.given("ll.reliability"), case.given("ll.cut")
    for model in ("2P", "4P"):
        one = livingston_lewis(scores, rho, cut, low=low, high=high, model=model)
        up = livingston_lewis(scores, rho, cut, low=low, high=high, model=model, rounding="up")
        found |= {
            f"ll.{model}.etl": one.effective_length,
            f"ll.{model}.etl_rounded": one.n_items,
            f"ll.{model}.true_beta_alpha_beta_l_u": np.stack(
                [one.true.alpha, one.true.beta, one.true.lower, one.true.upper]
            ),
            f"ll.{model}.accuracy": one.indices.accuracy,
            f"ll.{model}.consistency_p": one.indices.consistency,
            f"ll.{model}.consistency_kappa": one.indices.kappa,
            f"ll.{model}.consistency_p_ceil_rule": up.indices.consistency,
        }
    return found
