"""What the marks say about the applications of a sitting: how sure each grade is, and what splits its panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress

import numpy as np

from indicators.model import RuleBook
from scoring.flow.panel import eligibility_of, proposal_of
from scoring.flow.scores import PanelScore, aggregate_of, scores_of_table
from scoring.meeting.proposal import Proposal
from scoring.meeting.triage import TriageCase
from scoring.model import Application, FloatArray, MarkState, ScoreTable, Stage
from scoring.procedure.eligibility import Eligibility
from scoring.sheets import round_weights
from scoring.statistics.cut_scores import cuts_of_round
from scoring.statistics.integrity.range_alarm import range_alarms
from scoring.statistics.probability.decisions import ApplicantDecision, panel_decisions
from scoring.statistics.totals import expert_totals


@dataclass(frozen=True, slots=True)
class Measured:
    """One application of a sitting, measured.

    Attributes
    ----------
    case : TriageCase
    panel : tuple of str
        Whose sheets count: for counting and for who votes, never for a page.
    decision : ApplicantDecision or None
        Certainty and counterfactuals; ``None`` without a counting sheet.
    scores : PanelScore or None
    proposal : Proposal
    eligibility : mapping of str to Eligibility
    """

    case: TriageCase
    panel: tuple[str, ...]
    decision: ApplicantDecision | None
    scores: PanelScore | None
    proposal: Proposal
    eligibility: Mapping[str, Eligibility]


def measured(whole: ScoreTable, chosen: Sequence[Application], stage: Stage, book: RuleBook) -> tuple[Measured, ...]:
    """Return what the marks of a round say about some of its applications, in their order.

    Parameters
    ----------
    whole : ScoreTable
        The counting sheets of all applications of the round that are judged at this stage: how noisy sheets are is
        learnt from all of them.
    """
    weights, cuts = round_weights(book.round.indicator_table), cuts_of_round(book.round)
    scored = scores_of_table(whole, book)
    totals = expert_totals(whole, weights)
    official = np.array([_number(scored[name].total) for name in whole.applicants], np.float64)
    decisions: dict[str, ApplicantDecision] = {}
    if whole.applicants:
        found = panel_decisions(whole, cuts, aggregate=aggregate_of(book), weights=weights, official=official)
        decisions = {one.applicant: one for one in found.applicants}
    alarms = range_alarms(totals)
    place = {name: at for at, name in enumerate(whole.applicants)}
    lines = np.array(cuts.scores, np.float64)
    result = []
    for application in chosen:
        id_ = application.application_id
        row = place.get(id_)
        scores = scored.get(id_)
        eligibility = eligibility_of(application, book)
        proposal = proposal_of(application, stage, scores, eligibility, book)
        decision = decisions.get(id_)
        panel = () if row is None else tuple(compress(whole.experts, _gave(whole, row)))
        case = TriageCase(
            application_id=id_,
            target=application.target_grade,
            outcome=proposal.outcome,
            grade=proposal.grade,
            certainty=_best(decision),
            likeliest=_likeliest(decision),
            grade_by_score=proposal.grade_by_score,
            without_one=0 if decision is None else len(decision.dropping_one_expert),
            straddles=row is not None and _straddles(totals[row], lines),
            split_range=None if row is None else _known(alarms.range[row]),
            range_limit=None if row is None else _known(alarms.limit[row]),
            condition_unknown=any(one.eligible is None for one in eligibility.values()),
        )
        result.append(Measured(case, panel, decision, scores, proposal, eligibility))
    return tuple(result)


def _gave(whole: ScoreTable, row: int) -> list[bool]:
    gave: list[bool] = (whole.states[row] != MarkState.MISSING).any(axis=1).tolist()
    return gave


def _straddles(totals: FloatArray, lines: FloatArray) -> bool:
    known = totals[~np.isnan(totals)]
    sides = known[:, None] >= lines[None, :]
    return bool((sides.any(axis=0) & ~sides.all(axis=0)).any()) if len(known) else False


def _likeliest(decision: ApplicantDecision | None) -> str | None:
    if decision is None or not decision.probability:
        return None
    return max(decision.probability, key=decision.probability.__getitem__)


def _best(decision: ApplicantDecision | None) -> float | None:
    return max(decision.probability.values()) if decision is not None and decision.probability else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _number(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)
