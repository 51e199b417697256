"""The whole demonstration, from one seed: enterprises, experts, rounds, and the list of what was planted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from indicators.model import RuleBook
from indicators.regions import Regions
from scoring.demonstration.current import current_round
from scoring.demonstration.enterprises import Foundry
from scoring.demonstration.experts import Rater, draw_raters
from scoring.demonstration.field import Field
from scoring.demonstration.history import finished_round
from scoring.demonstration.names import NameMaker
from scoring.demonstration.plan import Plan
from scoring.demonstration.planted import Planting
from scoring.demonstration.pools import divisions, name_pool
from scoring.demonstration.rounds import CurrentRound, FinishedRound

# A suspension follows the last revocation by some days, and an accident by as many as its inquiry takes.
_AFTER: Final = timedelta(days=3)
_INQUIRY: Final = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the demonstration tells, in the order of time."""

    plan: Plan
    raters: tuple[Rater, ...]
    finished: tuple[FinishedRound, ...]
    current: CurrentRound
    planted: tuple[Planting, ...]


def tell(seed: int, *, plan: Plan, books: Mapping[str, RuleBook], regions: Regions) -> Story:
    """Return the demonstration of a seed.

    Each part has a source of chance of its own, so that changing one does not shuffle the others.

    Parameters
    ----------
    seed : int
        The same seed tells the same story.
    plan : Plan
        How big, and when.
    books : mapping of round id to RuleBook
        Of every round of the plan.
    regions : Regions
        Of the province.
    """
    for_names, for_firms, for_raters, for_field, *for_rounds = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(4 + len(plan.rounds))
    )
    names = NameMaker(for_names, name_pool())
    foundry = Foundry(for_firms, names, divisions(), {one.code: one.industries for one in plan.prefectures})
    raters = draw_raters(for_raters, names, name_pool(), plan.prefectures, regions.prefectures(), divisions())
    field = Field(for_field, foundry, regions, plan)
    *earlier, last = plan.rounds
    finished = tuple(
        finished_round(rng, field, raters, books[one.round_id], one, plan, next_opens=following.applied[0])
        for rng, one, following in zip(for_rounds, earlier, plan.rounds[1:], strict=False)
    )
    current, planted = current_round(for_rounds[-1], field, raters, books[last.round_id], last, plan)
    told = [planting for one in finished for planting in _told(one)]
    return Story(plan, raters, finished, current, (*told, *_objected(finished), *_suspended(finished), *planted))


def _told(one: FinishedRound) -> list[Planting]:
    """Return what a finished round has to show: decisions against the proposal, and grades revoked."""
    round_id = one.opened.plan.round_id
    departing = [
        Planting("decision_against_proposal", round_id, (decided.application_id,), details={"stage": decided.stage})
        for decided in (*one.decisions, *one.visit_decisions)
        if decided.departs
    ]
    revoked = [
        Planting("revocation", round_id, (grade.application_id,), details={"on": grade.on.isoformat()})
        for grade in one.revoked
    ]
    return [*departing, *revoked]


def _objected(finished: Sequence[FinishedRound]) -> list[Planting]:
    """Return what was objected to the last notice: one whose grade stayed, found groundless."""
    for one in finished[-1:]:
        revoked = {grade.application_id for grade in one.revoked}
        stayed = [grant.application_id for grant in one.granted if grant.application_id not in revoked]
        return [Planting("groundless_objection", one.opened.plan.round_id, (stayed[0],))] if stayed else []
    return []


def _suspended(finished: Sequence[FinishedRound]) -> list[Planting]:
    """Return whose grade of the last finished round may not be used in publicity: the last AA or AAA that stayed.

    It is told to put things right as well, some days after what was revoked.
    """
    for one in finished[-1:]:
        revoked = {grade.application_id: grade.on for grade in one.revoked}
        stayed = [grant for grant in one.granted if grant.application_id not in revoked and grant.grade != "A"]
        if stayed and revoked:
            on = max(revoked.values()) + _AFTER
            details = {"on": on.isoformat(), "accident": (on - _INQUIRY).isoformat()}
            round_id = one.opened.plan.round_id
            return [Planting("publicity_suspension", round_id, (stayed[-1].application_id,), details=details)]
    return []
