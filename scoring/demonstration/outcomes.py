"""What sittings of the demonstration decide: mostly what is proposed, now and then something else, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.model import RuleBook
from scoring.demonstration.marking import Marking
from scoring.demonstration.pools import NotePool
from scoring.flow.panel import eligibility_of, proposal_of, scores_of
from scoring.meeting.outcomes import SittingOutcome, grade_of
from scoring.meeting.proposal import Proposal
from scoring.meeting.quorum import Votes, carried
from scoring.model import Application, MarkState, Stage
from scoring.register.marks import MarkColumns
from scoring.statistics.simulate import BoolArray

_NOTHING: Final = "do_not_propose"
# Which part of favourable proposals a sitting does not follow.
_AGAINST: Final = 0.02


@dataclass(frozen=True, slots=True)
class Decided:
    """What a sitting decided about an application, and with which votes. `departs`: not what was proposed."""

    application_id: str
    stage: Stage
    outcome: SittingOutcome
    grade: str | None
    votes: Votes
    reason: str
    departs: bool


def proposals(
    marking: Marking, counting: BoolArray, applications: Mapping[str, Application], book: RuleBook
) -> tuple[Proposal, ...]:
    """Return what the marks and the facts propose, for each application of the marking.

    `counting` says which sheets count, shape (n_applications, n_experts).
    """
    rows, experts = (places.tolist() for places in np.nonzero(counting))
    keys = {(marking.applications[row], marking.experts[expert]) for row, expert in zip(rows, experts, strict=True)}
    scores = scores_of(mark_columns(marking), keys, book)
    return tuple(
        proposal_of(applications[name], marking.stage, scores.get(name), eligibility_of(applications[name], book), book)
        for name in marking.applications
    )


def mark_columns(marking: Marking) -> MarkColumns:
    """Return the marks as the register gives them."""
    printed = [[f"{points:f}" for points in leaf.allowed_scores()] for leaf in marking.leaves]
    words = {state.value: state.name.lower() for state in MarkState}
    cells = np.nonzero(marking.states != MarkState.MISSING)
    rows, experts, places = (axis.tolist() for axis in cells)
    levels, states = marking.levels[cells].tolist(), marking.states[cells].tolist()
    return MarkColumns(
        application_id=tuple(marking.applications[row] for row in rows),
        expert_id=tuple(marking.experts[expert] for expert in experts),
        indicator=tuple(marking.leaves[place].code for place in places),
        version=(1,) * len(rows),
        value=tuple(
            printed[place][level] if state == MarkState.SCORED else None
            for place, level, state in zip(places, levels, states, strict=True)
        ),
        state=tuple(words[state] for state in states),
    )


def decide(
    rng: np.random.Generator,
    marking: Marking,
    proposed: Sequence[Proposal],
    *,
    recused: Mapping[str, int],
    voters: int,
    book: RuleBook,
    pool: NotePool,
) -> tuple[Decided, ...]:
    """Return what the sitting decides.

    Parameters
    ----------
    recused : mapping of str to int
        How many of the voters are recused, by application.
    voters : int
        Experts of the round.
    """
    decided = []
    for application_id, proposal in zip(marking.applications, proposed, strict=True):
        outcome: SittingOutcome = proposal.outcome or _NOTHING
        departs = outcome != _NOTHING and rng.random() < _AGAINST
        outcome = _NOTHING if departs else outcome
        reason = ""
        if departs or proposal.outcome is None:
            reason = pool.against_proposal[int(rng.integers(len(pool.against_proposal)))]
        decided.append(
            Decided(
                application_id=application_id,
                stage=marking.stage,
                outcome=outcome,
                grade=grade_of(outcome, proposal.target_grade),
                votes=_votes(rng, voters - recused.get(application_id, 0), book, favourable=outcome != _NOTHING),
                reason=reason,
                departs=departs,
            )
        )
    return tuple(decided)


def _votes(rng: np.random.Generator, entitled: int, book: RuleBook, *, favourable: bool) -> Votes:
    """Return votes that carry a favourable outcome, or that do not carry the grade that was asked for."""
    present = entitled - int(rng.binomial(entitled, 0.06))
    abstained = int(rng.binomial(present, 0.03))
    in_favour = int(rng.binomial(present - abstained, 0.9 if favourable else 0.2))
    while True:
        votes = Votes(entitled, present, in_favour, present - abstained - in_favour, abstained)
        if carried(votes, book.round.parameter_sheet.majority) == favourable:
            return votes
        in_favour += 1 if favourable else -1
