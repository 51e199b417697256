"""What the marks say about the applications of a sitting: how sure each grade is, and what splits its panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress
from typing import Final

import numpy as np

from indicators.model import RuleBook
from scoring.flow.panel import eligibility_of, proposal_of
from scoring.flow.scores import PanelScore, aggregate_of, scores_of_table
from scoring.meeting.proposal import Proposal
from scoring.meeting.triage import TriageCase
from scoring.model import Application, FloatArray, MarkState, ScoreTable, Stage
from scoring.procedure.eligibility import Eligibility
from scoring.sheets import round_weights
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores, cuts_of_round
from scoring.statistics.integrity.range_alarm import range_alarms
from scoring.statistics.probability.decisions import ApplicantDecision, panel_decisions
from scoring.statistics.probability.without_one import without_one
from scoring.statistics.totals import expert_totals

CERTAINTY_DECIMALS: Final = 6
"""Far more than is printed, and few enough that every machine writes the same."""


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


def certainty_text(value: float) -> str:
    """Return a probability as the record keeps it: what marks say is never certain, nor impossible."""
    edge = 10**-CERTAINTY_DECIMALS
    return f"{min(max(value, edge), 1 - edge):.{CERTAINTY_DECIMALS}f}"


def measured(whole: ScoreTable, chosen: Sequence[Application], stage: Stage, book: RuleBook) -> tuple[Measured, ...]:
    """Return what the marks of a round say about some of its applications, in their order.

    In `case` a grade above the one applied for counts as that grade, since nobody can be given it: how sure the score
    alone makes which grade stands in `decision`.

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
    result = []
    for application in chosen:
        id_, row = application.application_id, place.get(application.application_id)
        scores, decision = scored.get(id_), decisions.get(id_)
        eligibility = eligibility_of(application, book)
        proposal = proposal_of(application, stage, scores, eligibility, book)
        within = _up_to(application.target_grade, cuts)
        sure = _merged(decision, within)
        likeliest = max(sure, key=sure.__getitem__) if sure else None
        case = TriageCase(
            application_id=id_,
            target=application.target_grade,
            outcome=proposal.outcome,
            grade=proposal.grade,
            certainty=None if likeliest is None else sure[likeliest],
            likeliest=likeliest,
            grade_by_score=None if proposal.total is None else within.names[_place(within, float(proposal.total))],
            without_one=0 if row is None else _changing(totals[row], official[row], within, aggregate_of(book)),
            straddles=row is not None and _straddles(totals[row], within),
            split_range=None if row is None else _known(alarms.range[row]),
            range_limit=None if row is None else _known(alarms.limit[row]),
            condition_unknown=any(one.eligible is None for one in eligibility.values()),
        )
        panel = () if row is None else tuple(compress(whole.experts, _gave(whole, row)))
        result.append(Measured(case, panel, decision, scores, proposal, eligibility))
    return tuple(result)


def _up_to(target: str, cuts: CutScores) -> CutScores:
    """Return the lines that matter to an application: what lies above the grade applied for is given to nobody."""
    if target not in cuts.grades:
        return cuts
    last = cuts.grades.index(target) + 1
    return CutScores(cuts.grades[:last], cuts.scores[:last])


def _merged(decision: ApplicantDecision | None, within: CutScores) -> dict[str, float]:
    """Return how sure each grade is that may be given; one above the grade applied for counts as that grade."""
    found: dict[str, float] = {}
    for grade, share in ((decision.probability or {}) if decision is not None else {}).items():
        name = grade if grade in within.names else within.names[-1]
        found[name] = found.get(name, 0.0) + share
    return found


def _place(within: CutScores, total: float) -> int:
    return int(within.grade_of(np.array([total]))[0])


def _changing(totals: FloatArray, official: float, within: CutScores, aggregate: Aggregate) -> int:
    """Return how many experts change the grade that may be given when they are left out."""
    if np.isnan(official):
        return 0
    left = without_one(totals, aggregate)[~np.isnan(totals)]
    return int((within.grade_of(left) != _place(within, official)).sum())


def _gave(whole: ScoreTable, row: int) -> list[bool]:
    gave: list[bool] = (whole.states[row] != MarkState.MISSING).any(axis=1).tolist()
    return gave


def _straddles(totals: FloatArray, within: CutScores) -> bool:
    known = totals[~np.isnan(totals)]
    sides = known[:, None] >= np.array(within.scores, np.float64)[None, :]
    return bool((sides.any(axis=0) & ~sides.all(axis=0)).any()) if len(known) else False


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _number(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)
