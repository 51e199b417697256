"""The summary as one JSON document: the same bytes for the same marks, whoever computed them."""

from __future__ import annotations

import math
from typing import Any

from scoring.distributed.national import Spread, Summary
from scoring.distributed.ranks import QUANTILES
from scoring.distributed.regional import GradeRates, RegionalRates
from scoring.distributed.scheme import Scheme
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import Interval

_COUNTS = ("applications", "panels", "seats", "sheets", "marks")


def summary_document(summary: Summary, scheme: Scheme) -> dict[str, Any]:
    """Return the summary as JSON holds it; what is undefined is ``None`` with a reason."""
    factor = 10**scheme.decimals
    return {
        "synthetic": summary.synthetic,
        "scheme": {"round_id": scheme.round_id, "digest": scheme.digest, "aggregate": scheme.aggregate.name},
        "counts": {"blocks": len(summary.blocks), **{name: summary.count(name) for name in _COUNTS}},
        "totals": _quantiles(tuple(total / factor for total in summary.totals)),
        "agreement": {name: _spread(one) for name, one in summary.agreement.items()},
        "severity": {
            **_spread(summary.severity),
            "panels_tested": summary.tested,
            "panels_unequal": summary.unequal,
            "panels_disconnected": summary.disconnected,
        },
        "provinces": _regions(summary.provinces),
        "prefectures": _regions(summary.prefectures),
        "blocks": [
            {"block": block.block, "made_from": block.made_from, **{name: getattr(block, name) for name in _COUNTS}}
            for block in summary.blocks
        ],
    }


def _quantiles(values: tuple[float, ...]) -> dict[str, float] | None:
    return {f"{share:g}": value for share, value in zip(QUANTILES, values, strict=True)} if values else None


def _spread(one: Spread) -> dict[str, Any]:
    return {"defined": one.defined, "undefined": dict(one.undefined), "quantiles": _quantiles(one.quantiles)}


def _regions(rates: RegionalRates) -> dict[str, Any]:
    return {
        "same_rate_p": {grade.grade: _number(grade.same) for grade in rates.grades},
        "regions": [
            {
                "code": code,
                "without_total": int(rates.without_total[at]),
                "grades": {grade.grade: _rate(grade, at) for grade in rates.grades},
            }
            for at, code in enumerate(rates.codes)
        ],
    }


def _rate(grade: GradeRates, at: int) -> dict[str, Any]:
    return {
        "events": int(grade.events[at]),
        "cases": int(grade.cases[at]),
        "rate": _interval(grade.rate, at),
        "shrunken": _interval(grade.shrunken, at),
        "outside": int(grade.outside[at]),
    }


def _interval(one: Interval, at: int) -> dict[str, Any]:
    reason = one.reason_of(at)
    value, low, high = (_number(float(part[at])) for part in (one.value, one.low, one.high))
    return {
        "value": value,
        "low": low,
        "high": high,
        "reason": None if reason is RegionReason.NONE else reason.name.lower(),
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
