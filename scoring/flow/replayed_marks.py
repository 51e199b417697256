"""Marks given under one rule book, held against another: matched indicators, exact totals, grades and their certainty.

Pure. A mark keeps the share of its indicator's points that it earned. An indicator of the draft that nobody marked
counts as not applicable: its points are shared among the rest of its parent, as the rules of totals have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np

from indicators.model import Indicator, IndicatorTable, RuleBook
from scoring.flow.panel import eligibility_of
from scoring.flow.scores import PanelScore, scores_of_table, total_of
from scoring.meeting.proposal import PanelScores, candidate_grades, grade_by_score, propose
from scoring.model import Application, MarkState, ScoreTable
from scoring.sheets import round_weights
from scoring.statistics.cut_scores import NO_GRADE, cuts_of_round
from scoring.statistics.probability.decisions import outlook_within_subsets
from scoring.statistics.totals import expert_totals, total_formula

#: Decimals kept of a mark brought to other points: far below any step, and far from where floats are no longer exact.
_FINER: Final = 4
_MOST_SURE: Final = 99


@dataclass(frozen=True, slots=True)
class Matched:
    """Which indicators of a draft are indicators of a round.

    Attributes
    ----------
    of : mapping of str to str
        Leaf of the draft to leaf of the round.
    without_marks, left_out : tuple of str
        Leaves of the draft that the round has not, and of the round that the draft has not.
    """

    of: Mapping[str, str]
    without_marks: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a rule book makes of one application: whether it can tell, the grade, and how sure it is in per cent."""

    known: bool
    grade: str | None = None
    sure: int | None = None


def matched(old: IndicatorTable, new: IndicatorTable) -> Matched:
    """Match the leaves of two tables: by name where that stands once in both, else by code.

    A table that was renumbered keeps its indicators; one that was renamed keeps those whose codes stayed.
    """
    before, after = old.leaves(), new.leaves()
    names, by_code = _by_name(before), {leaf.code: leaf for leaf in before}
    found = {leaf.code: names[leaf.name].code for leaf in _by_name(after).values() if leaf.name in names}
    taken = set(found.values())
    for leaf in after:
        if leaf.code not in found and leaf.code in by_code and leaf.code not in taken:
            found[leaf.code] = leaf.code
            taken.add(leaf.code)
    return Matched(
        of={leaf.code: found[leaf.code] for leaf in after if leaf.code in found},
        without_marks=tuple(leaf.code for leaf in after if leaf.code not in found),
        left_out=tuple(leaf.code for leaf in before if leaf.code not in taken),
    )


def held_under(
    table: ScoreTable, applications: Mapping[str, Application], old: RuleBook, new: RuleBook, match: Matched
) -> dict[str, Held]:
    """Return what a rule book makes of each application of a table marked under another one."""
    if not table.applicants:
        return {}
    scores = {name: _under(one, old, new, match) for name, one in _panel_scores(table, old, new).items()}
    totals = np.array([_number(scores[name].total) for name in table.applicants], np.float64)
    marks = expert_totals(_translated(table, old, new, match), round_weights(new.round.indicator_table))
    cuts = cuts_of_round(new.round)
    outlook, subset = outlook_within_subsets(marks, cuts, totals)
    found = {}
    for at, name in enumerate(table.applicants):
        chances = dict(zip(cuts.names, outlook.probability[subset[at], at].tolist(), strict=True))
        found[name] = _held(applications[name], scores[name], chances, new)
    return found


def _panel_scores(table: ScoreTable, old: RuleBook, new: RuleBook) -> dict[str, PanelScore]:
    """Return the panel's score of each indicator in the old points, aggregated as the new sheet says."""
    sheet = new.round.parameter_sheet
    by_new = replace(
        old.round.parameter_sheet,
        aggregate=sheet.aggregate,
        trimmed_each_side=sheet.trimmed_each_side,
        rounding_decimals=sheet.rounding_decimals,
    )
    return scores_of_table(table, replace(old, round=replace(old.round, parameter_sheet=by_new)))


def _under(scores: PanelScore, old: RuleBook, new: RuleBook, match: Matched) -> PanelScores:
    """Return exact scores in the points of the new table, and the total that it makes of them."""
    factors = _factors(old, new, match)
    exact = {code: scores.exact[was] * factors[code] for code, was in match.of.items() if was in scores.exact}
    unasked = {code for code, was in match.of.items() if was in scores.not_applicable} | set(match.without_marks)
    leaves = tuple(leaf.code for leaf in new.round.indicator_table.leaves())
    applicable = np.array([leaf not in unasked for leaf in leaves])
    formula = total_formula(round_weights(new.round.indicator_table), leaves, applicable, normalise=False)
    total = total_of(exact, formula, leaves, new.round.parameter_sheet.rounding_decimals)
    return PanelScores(total=total, indicators=exact, not_applicable=frozenset(unasked))


def _translated(table: ScoreTable, old: RuleBook, new: RuleBook, match: Matched) -> ScoreTable:
    """Return a table of marks in the points of the new leaves; those that nobody marked do not apply."""
    factors = _factors(old, new, match)
    leaves = tuple(leaf.code for leaf in new.round.indicator_table.leaves())
    place = {code: at for at, code in enumerate(table.indicators)}
    shape = (*table.values.shape[:2], len(leaves))
    values, states = np.full(shape, np.nan), np.full(shape, int(MarkState.NOT_APPLICABLE), np.uint8)
    decimals = table.decimals + _FINER
    marked = (table.states != MarkState.MISSING).any(axis=2)
    for at, code in enumerate(leaves):
        if code not in match.of:
            # An empty sheet stays empty: what nobody marked is a gap in none.
            states[..., at] = np.where(marked, int(MarkState.NOT_APPLICABLE), int(MarkState.MISSING))
            continue
        was = place[match.of[code]]
        values[..., at] = np.round(table.values[..., was] * float(factors[code]), decimals)
        states[..., at] = table.states[..., was]
    return replace(table, indicators=leaves, values=values, states=states, decimals=decimals)


def _held(application: Application, scores: PanelScores, chances: Mapping[str, float], book: RuleBook) -> Held:
    made = propose(
        target=application.target_grade,
        stage="document_review",
        scores=scores,
        eligibility=eligibility_of(application, book),
        rule_book=book,
    )
    if made.outcome is None:
        return Held(known=False)
    allowed = candidate_grades(application.target_grade, book)
    order = book.regulation.accredited_grades()
    reached = _reached(grade_by_score(scores.total, book.round.cut_scores), allowed, order)
    if reached != made.grade:
        return Held(known=True, grade=made.grade)
    chance = sum(
        share
        for name, share in chances.items()
        if _reached(None if name == NO_GRADE else name, allowed, order) == reached
    )
    return Held(True, made.grade, None if np.isnan(chance) else min(_MOST_SURE, max(1, round(100 * chance))))


def _reached(by_score: str | None, allowed: Iterable[str], order: tuple[str, ...]) -> str | None:
    """Return the highest grade that may come of an application and that a total reaches."""
    if by_score is None:
        return None
    reached = [grade for grade in allowed if order.index(grade) <= order.index(by_score)]
    return max(reached, key=order.index) if reached else None


def _factors(old: RuleBook, new: RuleBook, match: Matched) -> dict[str, Fraction]:
    before = {leaf.code: Fraction(leaf.max_score) for leaf in old.round.indicator_table.leaves()}
    after = {leaf.code: Fraction(leaf.max_score) for leaf in new.round.indicator_table.leaves()}
    return {code: after[code] / before[was] for code, was in match.of.items()}


def _by_name(leaves: Iterable[Indicator]) -> dict[str, Indicator]:
    """Return leaves by name; a name that stands twice identifies none."""
    every = list(leaves)
    names = [leaf.name for leaf in every]
    return {leaf.name: leaf for leaf in every if names.count(leaf.name) == 1}


def _number(total: Decimal | None) -> float:
    return float("nan") if total is None else float(total)
