"""What a closed voting came to, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from scoring.flow.meeting.state import SittingState
from scoring.meeting.outcomes import SittingOutcome, outcome_named
from scoring.meeting.quorum import Votes
from scoring.meeting.resolve import Resolution, resolve
from scoring.register.votings import Ballot, Choice, VotingItem

CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class Result:
    """What a closed voting came to about one item."""

    voting_id: str
    application_id: str
    outcome: SittingOutcome
    resolution: Resolution


def votes_of(moved: VotingItem, ballots: Sequence[Ballot]) -> Votes:
    """Return the votes on an item of a closed voting, from ballots, those of other votings among them or not."""
    about = (moved.voting_id, moved.application_id)
    given = [one.choice for one in ballots if (one.voting_id, one.application_id) == about]
    return Votes(moved.entitled, moved.present, *(given.count(choice) for choice in CHOICES))


def result_of(state: SittingState, moved: VotingItem, ballots: Sequence[Ballot]) -> Result:
    """Return what a voting came to about one item, from its ballots."""
    resolution = resolve(votes_of(moved, ballots), state.book.round.parameter_sheet)
    return Result(moved.voting_id, moved.application_id, outcome_named(moved.outcome), resolution)
