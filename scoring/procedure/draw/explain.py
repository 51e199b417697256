"""Why a draw has no panels: which constraint, how many are short, what to do. Never "infeasible" alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from indicators.faults import Fault
from indicators.language import Message
from scoring.procedure.draw.model import Case, Problem, Solution, Terms, knows
from scoring.procedure.draw.solve import solve

# No seed matters where it is only asked whether there are panels at all.
_ANY_SEED = 0


def explain(problem: Problem) -> tuple[Fault, ...]:
    """Return why there are no panels: everything that can be counted, else the constraint without which there are."""
    if not problem.candidates:
        return (Fault(Message("draw.no_candidates", {"seats": problem.seats})),)
    counted = (*_capacity(problem), *(fault for case in problem.cases for fault in _of_case(case, problem)))
    return counted or (_by_relaxing(problem),)


def _capacity(problem: Problem) -> Iterator[Fault]:
    """Yield where all experts together may not take as many sheets as there are seats."""
    most, loads = problem.terms.most_sheets, problem.loads().values()
    room = sum(max(0, most - load) for load in loads)
    if room < problem.seats:
        short = problem.seats - room
        values = {
            "seats": problem.seats,
            "experts": len(problem.candidates),
            "most": most,
            "room": room,
            "short": short,
            "more": -(-short // most),
        }
        yield Fault(Message("draw.too_few_experts", values))


def _of_case(case: Case, problem: Problem) -> Iterator[Fault]:
    """Yield what an application alone makes impossible."""
    free = [one for one in problem.candidates if one.expert_id not in case.barred and one.expert_id not in case.panel]
    named: dict[str, object] = {"application": case.application_id, "seats": case.seats, "free": len(free)}
    if len(free) < case.seats:
        told = {**named, "short": case.seats - len(free), "because": _because(case)}
        yield Fault(Message("draw.too_few_free", told), entry=case.application_id)
        return
    sitting = Counter(case.panel.values())
    most = case.most_of_one_prefecture(problem.terms.least_prefectures)
    by_prefecture = Counter(one.prefecture for one in free)
    room = sum(min(count, max(0, most - sitting[place])) for place, count in by_prefecture.items())
    if room < case.seats:
        told = {
            **named,
            "prefectures": len(by_prefecture.keys() | sitting.keys()),
            "least": problem.terms.least_prefectures,
            "short": case.seats - room,
        }
        yield Fault(Message("draw.too_few_prefectures", told), entry=case.application_id)
    needs_one = problem.terms.expertise == "required" and not case.panel_knows
    if needs_one and not any(knows(one.divisions, case.division) for one in free):
        told = {"application": case.application_id, "free": len(free), "division": case.division}
        yield Fault(Message("draw.nobody_knows", told), entry=case.application_id)


def _because(case: Case) -> Message:
    counted = Counter(kind for kinds in case.barred.values() for kind in kinds[:1])
    kinds = ("own_prefecture", "employer", "earlier_visit", "declared", "found", "unsuitable", "left_before")
    return Message("draw.barred_counts", {kind: counted[kind] for kind in kinds})


def _by_relaxing(problem: Problem) -> Fault:
    """Return the one constraint that stands in the way: without it there are panels."""
    terms = problem.terms
    if terms.connected == "required" and (found := _solved(problem, replace(terms, connected="preferred"))):
        experts = len({expert for _, expert in (*problem.standing, *found.pairs)})
        panels = len({application for application, _ in (*problem.standing, *found.pairs)})
        values = {"parts": found.parts, "sheets": len(problem.standing) + problem.seats, "least": panels + experts - 1}
        return Fault(Message("draw.not_connected", values))
    if terms.expertise == "required" and (found := _solved(problem, replace(terms, expertise="preferred"))):
        told = {"applications": ", ".join(found.without_expertise), "short": len(found.without_expertise)}
        return Fault(Message("draw.expertise_against_load", told))
    if within := _within_that_works(problem):
        values = {"within": terms.load_within, "needed": within, "experts": len(problem.candidates)}
        return Fault(Message("draw.unbalanced", values))
    if _solved(problem, replace(terms, least_prefectures=1)):
        return Fault(Message("draw.prefectures_against_load", {"least": terms.least_prefectures}))
    return Fault(Message("draw.constraints_together", {"seats": problem.seats, "experts": len(problem.candidates)}))


def _within_that_works(problem: Problem) -> int | None:
    """Return the least distance of loads with which there are panels, by halving; ``None`` where no distance helps."""
    low, high = problem.terms.load_within, problem.terms.most_sheets
    if not _solved(problem, replace(problem.terms, load_within=high)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _solved(problem, replace(problem.terms, load_within=middle)):
            high = middle
        else:
            low = middle
    return high


def _solved(problem: Problem, terms: Terms) -> Solution | None:
    return solve(replace(problem, terms=terms), _ANY_SEED)
