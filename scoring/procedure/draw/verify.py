"""Recorded panels held against the constraints they were drawn under, without solving anything again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from indicators.faults import Fault
from indicators.language import Message
from scoring.procedure.draw.links import parts_of
from scoring.procedure.draw.model import Case, Problem, Solution
from scoring.procedure.draw.solve import without_expertise


def check(problem: Problem, drawn: Solution) -> tuple[Fault, ...]:
    """Return every constraint that recorded panels do not keep, and every figure told of them that is wrong."""
    return (*_pairs(problem, drawn), *_panels(problem, drawn), *_loads(problem, drawn), *_told(problem, drawn))


def _pairs(problem: Problem, drawn: Solution) -> Iterator[Fault]:
    """Hold each pair against who may be drawn at all."""
    cases = {case.application_id: case for case in problem.cases}
    candidates = {one.expert_id for one in problem.candidates}
    for pair, times in Counter(drawn.pairs).items():
        application, expert = pair
        shown = " / ".join(pair)
        case = cases.get(application)
        if times > 1:
            yield Fault(Message("draw.check_twice"), seen=shown)
        if case is None or expert not in candidates:
            yield Fault(Message("draw.check_stranger"), seen=shown)
        elif expert in case.panel:
            yield Fault(Message("draw.check_twice"), seen=shown)
        elif expert in case.barred:
            kinds = [Message(f"draw.kind_{kind}") for kind in case.barred[expert]]
            yield Fault(Message("draw.check_barred", {"kind": kinds[0]}), seen=shown)


def _panels(problem: Problem, drawn: Solution) -> Iterator[Fault]:
    """Hold each panel against its size and its prefectures."""
    home = {one.expert_id: one.prefecture for one in problem.candidates}
    panels: dict[str, list[str]] = {}
    for application, expert in drawn.pairs:
        panels.setdefault(application, []).append(expert)
    for case in problem.cases:
        panel = panels.get(case.application_id, [])
        if len(panel) != case.seats:
            yield _of(case, "draw.check_seats", seen=len(panel), expected=case.seats)
        yield from _prefectures(case, panel, home, problem.terms.least_prefectures)


def _prefectures(case: Case, panel: Sequence[str], home: Mapping[str, str], least: int) -> Iterator[Fault]:
    most, sitting = case.most_of_one_prefecture(least), Counter(case.panel.values())
    for prefecture, count in Counter(home[one] for one in panel if one in home).items():
        together = sitting[prefecture] + count
        if together > most:
            yield _of(case, "draw.check_prefecture", seen=together, expected=most)


def _loads(problem: Problem, drawn: Solution) -> Iterator[Fault]:
    """Hold loads against the bounds that were told, and the bounds against the rules."""
    terms = problem.terms
    within = drawn.most_load - drawn.least_load
    if not problem.standing and within > terms.load_within:
        yield Fault(Message("draw.check_bounds"), seen=str(within), expected=str(terms.load_within))
    if drawn.most_load > terms.most_sheets:
        yield Fault(Message("draw.check_bounds"), seen=str(drawn.most_load), expected=str(terms.most_sheets))
    given = Counter(expert for _, expert in drawn.pairs)
    for expert, before in problem.loads().items():
        load = before + given[expert]
        if load < drawn.least_load or (given[expert] and load > drawn.most_load):
            expected = f"{drawn.least_load}-{drawn.most_load}"
            yield Fault(Message("draw.check_load", {"expert": expert}), seen=str(load), expected=expected)


def _told(problem: Problem, drawn: Solution) -> Iterator[Fault]:
    """Hold connectedness and expertise against the rules and against what was told of them."""
    parts = len(parts_of([*problem.standing, *drawn.pairs]))
    if parts != drawn.parts or (parts > 1 and problem.terms.connected == "required"):
        yield Fault(Message("draw.check_parts"), seen=str(parts), expected=str(drawn.parts))
    lacking = without_expertise(problem, drawn.pairs)
    if lacking != drawn.without_expertise or (lacking and problem.terms.expertise == "required"):
        expected = ", ".join(drawn.without_expertise) or "–"
        yield Fault(Message("draw.check_expertise"), seen=", ".join(lacking) or "–", expected=expected)


def _of(case: Case, key: str, *, seen: int, expected: int) -> Fault:
    values = {"application": case.application_id}
    return Fault(Message(key, values), entry=case.application_id, seen=str(seen), expected=str(expected))
