"""From the marks of a panel to its severities and fair totals, by the method asked for: the one way in."""

from __future__ import annotations

import math

import numpy as np

from indicators.language import Message
from scoring.model import ScoreTable, Weights
from scoring.sheets import Scale
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.estimates import Estimates, by_blup, by_rasch, of_two_way
from scoring.statistics.severity.huber import huber
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.notes import notes
from scoring.statistics.severity.panel import (
    ApplicantTotal,
    EqualSeverity,
    ExpertSeverity,
    PanelSeverity,
    SeverityMethod,
)
from scoring.statistics.severity.result import Severity
from scoring.statistics.totals import expert_totals


def panel_severity(
    table: ScoreTable,
    method: SeverityMethod = SeverityMethod.LEAST_SQUARES,
    *,
    weights: Weights | None = None,
    normalise: bool = False,
    scale: Scale | None = None,
) -> PanelSeverity:
    """Return severities and fair totals of a panel.

    Parameters
    ----------
    table : ScoreTable
        The marks of a panel.
    method : SeverityMethod
    weights, normalise
        As for `totals.expert_totals`, whose totals are compared.
    scale : Scale, optional
        Of the marks; Rasch needs it.
    """
    totals = expert_totals(table, weights, normalise=normalise)
    plain = least_squares(totals)
    equal = None
    match method:
        case SeverityMethod.LEAST_SQUARES:
            found, equal = of_two_way(plain), _equal(plain)
        case SeverityMethod.HUBER:
            plain = huber(totals)
            found, equal = of_two_way(plain), _equal(plain)
        case SeverityMethod.BLUP:
            found = by_blup(totals)
        case SeverityMethod.RASCH:
            found = by_rasch(table, weights, normalise=normalise, scale=scale)
    given = ~np.isnan(table.values)
    return PanelSeverity(
        panel=table.panel,
        method=method,
        connected=int(found.subsets.count) == 1,
        subsets=int(found.subsets.count),
        experts=_experts(table, found, np.asarray(given.any(axis=(0, 2))).tolist()),
        applicants=_applicants(table, found, plain, np.asarray(given.any(axis=(1, 2))).tolist()),
        equal=equal,
        notes=tuple(notes(table, method, found, plain)),
    )


def _experts(table: ScoreTable, found: Estimates, marked: list[bool]) -> tuple[ExpertSeverity, ...]:
    return tuple(
        ExpertSeverity(
            expert=expert,
            subset=int(found.subsets.experts[e]) or None,
            severity=_or_none(found.severity[e]),
            standard_error=_or_none(found.severity_error[e]),
            infit=_or_none(found.infit[e]),
            outfit=_or_none(found.outfit[e]),
            marks=int(found.marks[e]),
            reasons=_reasons(int(found.expert_reason[e]), marked=marked[e]),
        )
        for e, expert in enumerate(table.experts)
    )


def _applicants(table: ScoreTable, found: Estimates, plain: Severity, marked: list[bool]) -> tuple[ApplicantTotal, ...]:
    return tuple(
        ApplicantTotal(
            applicant=applicant,
            subset=int(found.subsets.applications[a]) or None,
            raw_total=_or_none(plain.raw[a]),
            fair_total=_or_none(found.fair[a]),
            standard_error=_or_none(found.fair_error[a]),
            reasons=_reasons(int(found.application_reason[a]), marked=marked[a]),
        )
        for a, applicant in enumerate(table.applicants)
    )


def _reasons(code: int, *, marked: bool) -> tuple[Message, ...]:
    """Return the reason as texts; without a total, marks are missing that count, unless there are none at all."""
    reason = Reason.INCOMPLETE_SHEET if code == Reason.NO_MARKS and marked else Reason(code)
    return () if reason.message is None else (reason.message,)


def _equal(result: Severity) -> EqualSeverity | None:
    if int(result.test_reason) != Reason.NONE:
        return None
    return EqualSeverity(
        float(result.f_value), int(result.f_freedom), int(result.degrees_of_freedom), float(result.p_value)
    )


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
