"""Finished rounds: who applied, how it was marked, what was decided, what became of the grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np

from indicators.model import RuleBook
from scoring.demonstration.assigning import assign, barred, connected
from scoring.demonstration.experts import Rater
from scoring.demonstration.field import Applicant, Field
from scoring.demonstration.marking import Marking, give_times, simulate
from scoring.demonstration.outcomes import Decided, decide, proposals
from scoring.demonstration.plan import Plan, RoundPlan
from scoring.demonstration.pools import note_pool
from scoring.demonstration.recusing import recuse_some
from scoring.demonstration.rounds import FinishedRound, Grant, OpenedRound, Revoked
from scoring.demonstration.standing import Holding, Standing
from scoring.model import Application
from scoring.procedure.causes import Cause
from scoring.procedure.sanctions import REVOCATION, Ground, debarment, sanction_for
from scoring.procedure.validity import valid_until

RECUSED: Final = 0.01
_CONFIRMED: Final = 0.95
# On the spot an enterprise that got so far shows itself a little better than on paper; points of 100.
_ON_SITE: Final = 1.5
_REVOCATIONS: Final = 2
_LEAST_TEAM: Final = 15
_VISITS_EACH: Final = 6
# Why the first and why the second is revoked: grounds of the regulation, in the order of the sentences in `notes`; an
# accident some days before.
_GROUNDS: Final[tuple[Ground, ...]] = ("untrue_material", "major_accident")
_ACCIDENT: Final = timedelta(days=20)


def finished_round(
    rng: np.random.Generator,
    field: Field,
    raters: Sequence[Rater],
    book: RuleBook,
    plan: RoundPlan,
    whole: Plan,
    *,
    next_opens: date,
) -> FinishedRound:
    """Return a finished round; the standings of the field are afterwards what it made of them.

    `next_opens` is the first day of the next round: what is revoked is revoked before it.

    Raises
    ------
    ValueError
        If the plan gives the round no end.
    """
    if plan.end is None:
        raise ValueError(f"{plan.round_id} has no end in the plan")
    applicants = field.applicants(book, plan)
    by_id = {one.application_id: one for _, one in applicants}
    opened = open_round(rng, applicants, appointed(raters, plan.marked[0]), book, plan, whole)
    decisions = _decided(rng, opened, opened.review, by_id)
    ahead = {one.application_id for one in decisions if one.outcome == "send_to_site_visit"}
    visit = _visited(rng, opened, [one for one in applicants if one[1].application_id in ahead])
    give_times(rng, visit, opened.raters, plan.end.visited, whole.zone)
    visit_decisions = _decided(rng, opened, visit, by_id)
    granted = _granted(rng, by_id.values(), (*decisions, *visit_decisions), book, plan.end.announced)
    standings = {one.application_id: standing for standing, one in applicants}
    for row, name in enumerate(visit.applications):
        went = np.flatnonzero(visit.assigned[row])
        standings[name].visited_by |= {visit.experts[place] for place in went}
    for grant in granted:
        holding = Holding(grant.grade, plan.end.announced, grant.until, grant.application_id)
        standings[grant.application_id].held.append(holding)
    revoked = _revoked(rng, granted, standings, book, plan.end.announced, next_opens)
    return FinishedRound(opened, decisions, visit, visit_decisions, granted, revoked)


def appointed(raters: Sequence[Rater], on: date) -> tuple[Rater, ...]:
    """Return the experts who are appointed on a day."""
    return tuple(rater for rater in raters if rater.expert.appointed_from <= on)


def open_round(
    rng: np.random.Generator,
    applicants: Sequence[Applicant],
    raters: tuple[Rater, ...],
    book: RuleBook,
    plan: RoundPlan,
    whole: Plan,
) -> OpenedRound:
    """Return a round with everything marked; AA and AAA are for experts, A is not.

    Raises
    ------
    ValueError
        If the assignment falls apart into groups that cannot be compared.
    """
    scored = [one for one in applicants if one[1].target_grade != "A"]
    applications = [one for _, one in scored]
    names = tuple(one.application_id for one in applications)
    experts = tuple(rater.expert.expert_id for rater in raters)
    may_not = barred(applications, raters, [standing.visited_by for standing, _ in scored])
    assigned = assign(rng, [min(book.round.parameter_sheet.experts_per_application)] * len(names), may_not)
    assigned, recusals = recuse_some(
        rng, assigned, may_not, applications=names, experts=experts, share=RECUSED, pool=note_pool()
    )
    if not connected(assigned):
        raise ValueError(f"the assignment of {plan.round_id} is not connected")
    review = simulate(
        rng,
        stage="document_review",
        applications=names,
        quality=np.array([standing.quality(book.round.year) for standing, _ in scored]),
        raters=raters,
        leaves=book.round.indicator_table.leaves(),
        assigned=assigned,
    )
    give_times(rng, review, raters, plan.marked, whole.zone)
    return OpenedRound(plan, book, tuple(one for _, one in applicants), raters, review, recusals)


def _visited(rng: np.random.Generator, opened: OpenedRound, visited: Sequence[Applicant]) -> Marking:
    """Return the marks of the site visits, by a team of the experts, each of whom goes to several.

    Raises
    ------
    ValueError
        If the visits fall apart into groups that cannot be compared.
    """
    applications = [one for _, one in visited]
    size = min(opened.book.round.parameter_sheet.experts_per_application)
    team = rng.permutation(len(opened.raters))[: max(_LEAST_TEAM, size * len(visited) // _VISITS_EACH)]
    may_not = barred(applications, opened.raters, [standing.visited_by for standing, _ in visited])
    may_not |= ~np.isin(np.arange(len(opened.raters)), team)
    assigned = assign(rng, [size] * len(visited), may_not)
    if not connected(assigned):
        raise ValueError(f"the site visits of {opened.plan.round_id} are not connected")
    year = opened.book.round.year
    return simulate(
        rng,
        stage="on_site_verification",
        applications=[one.application_id for one in applications],
        quality=np.array([standing.quality(year) + _ON_SITE for standing, _ in visited]),
        raters=opened.raters,
        leaves=opened.book.round.indicator_table.leaves(),
        assigned=assigned,
    )


def _decided(
    rng: np.random.Generator, opened: OpenedRound, marking: Marking, by_id: Mapping[str, Application]
) -> tuple[Decided, ...]:
    recused = Counter(one.application_id for one in opened.recusals)
    proposed = proposals(marking, marking.assigned, by_id, opened.book)
    return decide(
        rng, marking, proposed, recused=recused, voters=len(opened.raters), book=opened.book, pool=note_pool()
    )


def _granted(
    rng: np.random.Generator,
    applications: Iterable[Application],
    decisions: Iterable[Decided],
    book: RuleBook,
    announced: date,
) -> tuple[Grant, ...]:
    """Return the grades announced: what sittings proposed, and A where the province confirms it."""
    until = valid_until(announced, book.regulation.validity)
    grades = {
        one.application_id: one.grade
        for one in decisions
        if one.grade is not None and one.outcome != "send_to_site_visit"
    }
    for application in applications:
        if application.target_grade == "A" and rng.random() < _CONFIRMED:
            grades[application.application_id] = "A"
    return tuple(Grant(name, grade, until) for name, grade in sorted(grades.items()))


def _revoked(
    rng: np.random.Generator,
    granted: Sequence[Grant],
    standings: Mapping[str, Standing],
    book: RuleBook,
    announced: date,
    before: date,
) -> tuple[Revoked, ...]:
    """Take some AA and AAA away again; who loses one may not apply for as long as the regulation says."""
    higher = [grant for grant in granted if grant.grade != "A"]
    drawn = rng.permutation(len(higher))[:_REVOCATIONS].tolist()
    days = sorted(int(rng.integers(30, (before - announced).days - 30)) for _ in drawn)
    revoked = []
    for place, day, ground, reason in zip(drawn, days, _GROUNDS, note_pool().revocation, strict=True):
        on = announced + timedelta(days=day)
        standing = standings[higher[place].application_id]
        standing.held.pop()
        sanction = sanction_for(book.regulation, ground, announced=True)
        term = None if sanction is None else debarment(sanction, REVOCATION, on)
        standing.debarred_until = None if term is None else term.last
        cause = Cause(ground, on - _ACCIDENT if ground == "major_accident" else None)
        revoked.append(Revoked(higher[place].application_id, on, cause, reason))
    return tuple(revoked)
