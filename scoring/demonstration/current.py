"""The current round: assigned, half marked, and with every kind of trouble planted into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.model import RuleBook
from scoring.demonstration.assigning import assign, barred, connected
from scoring.demonstration.casting import FAVOUR, HURRY, SEVERITY, Roles, cast_roles, seat_at_home, troubles, with_roles
from scoring.demonstration.experts import Rater, change_employers
from scoring.demonstration.field import Applicant, Field
from scoring.demonstration.history import RECUSED, appointed
from scoring.demonstration.leaving_open import leave_open
from scoring.demonstration.marking import Marking, give_times, needs_note, simulate
from scoring.demonstration.overwriting import Overwriter
from scoring.demonstration.plan import Plan, RoundPlan
from scoring.demonstration.plant_facts import plant_ineligible
from scoring.demonstration.planted import Planting
from scoring.demonstration.pools import note_pool
from scoring.demonstration.recusing import Recusal, recuse_some
from scoring.demonstration.rounds import CurrentRound, OpenedRound
from scoring.model import Application, MarkState
from scoring.statistics.simulate import BoolArray

_SPLITS: Final = 2


@dataclass(frozen=True, slots=True)
class _Seats:
    """Who scores what, and where an expert is at home."""

    assigned: BoolArray
    home: BoolArray
    roles: Roles
    seated_at_home: tuple[int, ...]
    recusals: tuple[Recusal, ...]


def current_round(
    rng: np.random.Generator, field: Field, raters: Sequence[Rater], book: RuleBook, plan: RoundPlan, whole: Plan
) -> tuple[CurrentRound, tuple[Planting, ...]]:
    """Return the round that is being marked, and everything that was planted into it.

    Raises
    ------
    ValueError
        If the assignment falls apart into groups that cannot be compared.
    """
    applicants, plantings = _applicants(rng, field, book, plan)
    scored = [one for one in applicants if one[1].target_grade != "A"]
    applications = [one for _, one in scored]
    names = [one.application_id for one in applications]
    there = change_employers(rng, appointed(raters, plan.marked[0]), applications)
    experts = [rater.expert.expert_id for rater in there]
    ineligible = {name for one in plantings if one.kind == "ineligible" for name in one.applications}
    touched = {row for row, name in enumerate(names) if name in ineligible}
    seats = _seats(rng, scored, there, book, touched)
    touched |= set(seats.seated_at_home)
    marking_raters = with_roles(there, seats.roles)
    planted, found = troubles(
        rng,
        seats.assigned,
        seats.home,
        seats.roles,
        applications=names,
        experts=experts,
        round_id=plan.round_id,
        touched=touched,
    )
    plantings += found
    review = simulate(
        rng,
        stage="document_review",
        applications=names,
        quality=np.array([standing.quality(book.round.year) for standing, _ in scored]),
        raters=marking_raters,
        leaves=book.round.indicator_table.leaves(),
        assigned=seats.assigned,
        troubles=planted,
    )
    plantings += _overwrite(rng, review, applications, book, touched, seats.roles)
    plantings += _people(seats, names, experts, plan.round_id)
    give_times(rng, review, marking_raters, plan.marked, whole.zone)
    submitted, unfinished = leave_open(rng, review, plan.round_id, spared=touched)
    late, returned = _late_acts(rng, review, submitted, touched, seats.roles)
    plantings += [
        unfinished,
        Planting("late_recusal", plan.round_id, (late.application_id,), (late.expert_id,)),
        Planting("returned_sheet", plan.round_id, returned[:1], returned[1:2], returned[2:]),
    ]
    opened = OpenedRound(plan, book, tuple(one for _, one in applicants), there, review, seats.recusals)
    return CurrentRound(opened, submitted, late, returned), tuple(plantings)


def _applicants(
    rng: np.random.Generator, field: Field, book: RuleBook, plan: RoundPlan
) -> tuple[list[Applicant], list[Planting]]:
    """Return who applies, some of them without a right to."""
    sound = field.applicants(book, plan)
    changed, plantings = plant_ineligible(rng, [one for _, one in sound])
    applicants = [(standing, one) for (standing, _), one in zip(sound, changed, strict=True)]
    early = field.too_early(sound, book, plan)
    details = {"condition": "upgrade", "because": "not_held_long_enough"}
    plantings.append(Planting("ineligible", plan.round_id, (early[1].application_id,), details=details))
    return [*applicants, early], plantings


def _seats(
    rng: np.random.Generator,
    scored: Sequence[Applicant],
    raters: tuple[Rater, ...],
    book: RuleBook,
    spared: set[int],
) -> _Seats:
    """Draw who scores what, let some step back, and seat one expert at home; not in `spared` applications."""
    applications = [one for _, one in scored]
    names = [one.application_id for one in applications]
    experts = [rater.expert.expert_id for rater in raters]
    may_not = barred(applications, raters, [standing.visited_by for standing, _ in scored])
    home = np.array(
        [[one.enterprise.county[:4] == rater.expert.region[:4] for rater in raters] for one in applications]
    )
    panels = book.round.parameter_sheet.experts_per_application
    assigned = assign(rng, [max(panels) if one.target_grade == "AAA" else min(panels) for one in applications], may_not)
    assigned, recusals = recuse_some(
        rng, assigned, may_not, applications=names, experts=experts, share=RECUSED, pool=note_pool()
    )
    roles = cast_roles(rng, raters, home.sum(axis=0).tolist())
    moved = {one.application_id for one in recusals}
    fixed = np.array([name in moved or row in spared for row, name in enumerate(names)])
    seated = seat_at_home(rng, assigned, may_not | fixed[:, None], roles.home, home & ~fixed[:, None])
    if not connected(assigned):
        raise ValueError("the assignment is not connected")
    return _Seats(assigned, home, roles, tuple(seated), recusals)


def _overwrite(
    rng: np.random.Generator,
    review: Marking,
    applications: Sequence[Application],
    book: RuleBook,
    touched: set[int],
    roles: Roles,
) -> list[Planting]:
    over = Overwriter(rng, review, applications, book, touched)
    return [over.veto(), over.floor(), *over.splits(_SPLITS), over.push(roles.all)]


def _people(seats: _Seats, names: Sequence[str], experts: Sequence[str], round_id: str) -> list[Planting]:
    roles = seats.roles
    at_home = tuple(names[row] for row in seats.seated_at_home)
    return [
        Planting(
            "home_favour",
            round_id,
            at_home,
            (experts[roles.home],) * len(at_home),
            details={"favour": f"{FAVOUR:g}", "why_assigned": "planted against the rule"},
        ),
        Planting("hurried_expert", round_id, (), (experts[roles.hurried],), details={"pace": f"{HURRY:g}"}),
        Planting("severe_expert", round_id, (), (experts[roles.severe],), details={"severity": f"{SEVERITY:g}"}),
    ]


def _late_acts(
    rng: np.random.Generator, review: Marking, submitted: frozenset[tuple[str, str]], touched: set[int], roles: Roles
) -> tuple[Recusal, tuple[str, str, str]]:
    """Return who steps back after having submitted, and which sheet comes back for one mark to be changed."""
    untouched = [
        (row, expert)
        for row, expert in np.argwhere(review.assigned).tolist()
        if row not in touched
        and expert not in roles.all
        and (review.applications[row], review.experts[expert]) in submitted
    ]
    (row, expert), (other_row, other) = (untouched[n] for n in rng.choice(len(untouched), size=2, replace=False))
    late = Recusal(review.applications[row], review.experts[expert], note_pool().late_recusal)
    plain = (review.states[other_row, other] == MarkState.SCORED) & ~needs_note(review)[other_row, other]
    place = int(rng.choice(np.flatnonzero(plain)))
    return late, (review.applications[other_row], review.experts[other], review.leaves[place].code)
