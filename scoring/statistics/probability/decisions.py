"""The grades of a panel with names: how sure its marks make them, and what would change them. What `decide` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.language import Message
from scoring.model import FloatArray, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.outlook import Outlook, panel_outlook
from scoring.statistics.probability.robustness import Robustness, robustness
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import seated
from scoring.statistics.severity.connected import connected_subsets
from scoring.statistics.totals import expert_totals, panel_totals

CONSENT: Final = 0.90
"""From this probability of one grade on, a panel may agree without discussion."""


@dataclass(frozen=True, slots=True)
class ApplicantDecision:
    """What the marks say about the grade of one application.

    Attributes
    ----------
    applicant : str
    total : float or None
        The panel's, ``None`` where it is undefined.
    grade : str or None
        The highest whose cut score the total reaches, ``none`` below the lowest; ``None`` without a total.
    probability : mapping of str to float, or None
        How sure the marks make each grade, ``none`` first; ``None`` where `reasons` say why.
    same_with_another_panel : float or None
        Probability that another panel of the same size gives the same grade.
    needs_discussion : bool
        No grade is as sure as the consent asks, or nobody can say how sure.
    dropping_one_expert : tuple of str
        Experts without whom the grade differs.
    other_aggregates : tuple of str
        Rules of aggregation by which the grade differs.
    weights_10_percent : float or None
        Share of weights within a tenth of those declared that give another grade; ``None`` without a total.
    reasons : tuple of Message
        Why something is undefined, or was computed otherwise than asked.
    """

    applicant: str
    total: float | None
    grade: str | None
    probability: Mapping[str, float] | None
    same_with_another_panel: float | None
    needs_discussion: bool
    dropping_one_expert: tuple[str, ...]
    other_aggregates: tuple[str, ...]
    weights_10_percent: float | None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelDecisions:
    """The grades of one panel, applications in the order of the table."""

    panel: str
    cuts: CutScores
    aggregate: Aggregate
    applicants: tuple[ApplicantDecision, ...]


def panel_decisions(
    table: ScoreTable,
    cuts: CutScores,
    *,
    aggregate: Aggregate,
    weights: Weights | None = None,
    normalise: bool = False,
    decimals: int | None = None,
    consent: float = CONSENT,
    seed: int = 0,
    official: FloatArray | None = None,
) -> PanelDecisions:
    """Return the grades of a panel, how sure they are, and what would change them.

    Parameters
    ----------
    table : ScoreTable
        The marks of a panel.
    cuts : CutScores
    aggregate, weights, normalise, decimals
        How the panel's total is made: as for `totals.panel_totals`.
    consent : float
        Least probability of the surest grade that needs no discussion.
    seed : int
        Of the weights that are drawn.
    official : ndarray, shape (n_applications,), optional
        The totals that cut scores are held against, where they are rounded otherwise than here.

    Notes
    -----
    The total is by the given rule; the model of the probabilities is always of the experts' totals, and s² that of
    their mean. Where the panel falls apart, each subset of experts and applications is a panel by itself.
    """
    packed, _ = seated(table)
    totals = panel_totals(
        packed, aggregate_indicators(packed, aggregate), weights=weights, normalise=normalise, decimals=decimals
    )
    if official is not None:
        totals = replace(totals, totals=official)
    outlook, subset = outlook_within_subsets(expert_totals(table, weights, normalise=normalise), cuts, totals.totals)
    changed = robustness(
        table, totals, cuts, aggregate=aggregate, weights=weights, normalise=normalise, decimals=decimals, seed=seed
    )
    marked: list[bool] = np.any(~np.isnan(table.values), axis=(1, 2)).tolist()
    applicants = tuple(
        _applicant(table, cuts, totals.totals, outlook, int(subset[a]), changed, consent, a, marked=marked[a])
        for a in range(len(table.applicants))
    )
    return PanelDecisions(table.panel, cuts, aggregate, applicants)


def outlook_within_subsets(marks: FloatArray, cuts: CutScores, totals: FloatArray) -> tuple[Outlook, NDArray[np.int64]]:
    """Return the outlook of each connected subset as a panel of a stack, and the place of each application's."""
    subsets = connected_subsets(~np.isnan(marks))
    count = max(int(subsets.count), 1)
    number = subsets.applications
    stack = (
        np.where((number == np.arange(1, count + 1)[:, None])[..., None], marks, np.nan) if count > 1 else marks[None]
    )
    return panel_outlook(stack, cuts, totals=np.broadcast_to(totals, (count, len(totals)))), np.maximum(number - 1, 0)


def _applicant(
    table: ScoreTable,
    cuts: CutScores,
    totals: FloatArray,
    outlook: Outlook,
    subset: int,
    changed: Robustness,
    consent: float,
    a: int,
    *,
    marked: bool,
) -> ApplicantDecision:
    reason = Reason(int(outlook.reason[subset, a]))
    probability = None
    if reason is Reason.NONE:
        probability = dict(zip(cuts.names, outlook.probability[subset, a].tolist(), strict=True))
    elif not marked:
        reason = Reason.NO_MARKS
    messages = [reason.message] if reason.message else []
    if probability and len(outlook.reason) > 1:
        messages.append(Message("decide.within_subset", {"subset": subset + 1, "subsets": len(outlook.reason)}))
    grade = int(outlook.grade[subset, a])
    return ApplicantDecision(
        applicant=table.applicants[a],
        total=_or_none(totals[a]),
        grade=cuts.names[grade] if grade >= 0 else None,
        probability=probability,
        same_with_another_panel=None if probability is None else _or_none(outlook.same[subset, a]),
        needs_discussion=probability is None or max(probability.values()) < consent,
        dropping_one_expert=tuple(e for e, differs in zip(table.experts, changed.dropping[a], strict=True) if differs),
        other_aggregates=tuple(
            one.name for one, differs in zip(changed.rules, changed.aggregates[a], strict=True) if differs
        ),
        weights_10_percent=_or_none(changed.weights[a]),
        reasons=tuple(messages),
    )


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
