"""What other lines, caps and weights would have moved in a round that is over: enterprises, and prefectures.

By the stored sheets alone: floors, vetoes and conditions stay as they were, and no decision of a sitting is derived
again. What moves shows how much hangs on a line, not who should have got what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Indicator, RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.regional.funnel import funnel, recommended
from scoring.flow.regional.lines import name_of
from scoring.flow.scores import PanelScore, scores_of_table
from scoring.model import Actor, Application
from scoring.register import applications
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Moved:
    """An enterprise whose grade by score would have been another; ``None``: below the lowest line."""

    uscc: str
    name: str
    prefecture: str
    target_grade: str
    total: Decimal
    total_after: Decimal
    grade: str | None
    grade_after: str | None


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """One prefecture: how many would have gone up or down, and recommended more than the caps by how many.

    `over`, `over_after`: by grade, beyond the cap of the parameter sheet and beyond the other one.
    """

    code: str
    name: str
    up: int
    down: int
    over: Mapping[str, int]
    over_after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would have moved; `scored` applications have a total, and so could."""

    scored: int
    moved: tuple[Moved, ...]
    places: tuple[MovedPlace, ...]


def what_if(
    register: Register,
    actor: Actor,
    *,
    round_id: str,
    cuts: Mapping[str, Decimal] | None = None,
    caps: Mapping[str, int] | None = None,
    weights: Mapping[str, Decimal] | None = None,
) -> WhatIf:
    """Return what other lines, caps and weights would have moved.

    Parameters
    ----------
    cuts : Mapping of grade to Decimal, optional
        Lines in points; a grade that is left out keeps its own.
    caps : Mapping of grade to int, optional
        The most that a prefecture may recommend.
    weights : Mapping of indicator to Decimal, optional
        How many times as much as it did each leaf, or each leaf below a node, counts; full marks stay full marks.

    Raises
    ------
    FaultsError
        With every grade or indicator that the round does not have, and every number that cannot be.
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        If there is no such round.
    """
    gather.refuse_whoever_never_may(actor, "read", "region_what_if")
    with register.read() as connection:
        access.require(actor, "read", "region_what_if", gather.truths(connection, round_id))
        book = gather.rule_book(connection, round_id)
        if faults := _faults(book, cuts or {}, caps or {}, weights or {}):
            raise FaultsError(faults)
        every = {one.application_id: one for one in applications.of_round(connection, round_id)}
        scores = scores_of_table(counting_table(connection, round_id, "document_review", book), book)
        used = recommended(funnel(connection, round_id, book, announced=True))
    factors = factors_of(book, weights or {})
    now = {cut.grade: cut.min_score for cut in book.round.cut_scores}
    moved = _moved(every, scores, book, {**now, **(cuts or {})}, factors)
    known = sum(one.total is not None for one in scores.values())
    return WhatIf(known, tuple(moved), _places(moved, used, book, caps or {}))


def factors_of(book: RuleBook, weights: Mapping[str, Decimal]) -> dict[str, Fraction]:
    """Return how many times as much each leaf counts: the factors of all nodes above it and its own, multiplied."""
    nodes = {node.code: node for node in book.round.indicator_table.indicators}
    found = {}
    for leaf in book.round.indicator_table.leaves():
        factor = Fraction(1)
        node: Indicator | None = leaf
        while node is not None:
            factor *= Fraction(weights.get(node.code, 1))
            node = nodes.get(node.parent) if node.parent else None
        found[leaf.code] = factor
    return found


def total_after(scores: PanelScore, book: RuleBook, factors: Mapping[str, Fraction]) -> Decimal | None:
    """Return the total that other weights make, rounded half-up as the parameter sheet lays down.

    The change that the weights make is added to the total as it stands, so that equal weights change nothing, also
    where an indicator was not applicable.
    """
    if scores.total is None:
        return None
    full = Fraction(book.round.indicator_table.full_marks)
    leaves = [leaf for leaf in book.round.indicator_table.leaves() if leaf.code in scores.exact]

    def weighted(of: Mapping[str, Fraction]) -> Fraction:
        most = sum((of[leaf.code] * Fraction(leaf.max_score) for leaf in leaves), Fraction())
        return full * sum((of[leaf.code] * scores.exact[leaf.code] for leaf in leaves), Fraction()) / most

    if not any(factors[leaf.code] for leaf in leaves):
        return None
    change = weighted(factors) - weighted(dict.fromkeys(factors, Fraction(1)))
    decimals = book.round.parameter_sheet.rounding_decimals
    return Decimal(floor((Fraction(scores.total) + change) * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def grade_by_score(total: Decimal, target: str, cuts: Mapping[str, Decimal], order: Sequence[str]) -> str | None:
    """Return the highest grade whose line a total reaches, none above the one applied for; a total equal reaches it."""
    reached = [grade for grade in order[: order.index(target) + 1] if grade in cuts and total >= cuts[grade]]
    return reached[-1] if reached else None


def _moved(
    every: Mapping[str, Application],
    scores: Mapping[str, PanelScore],
    book: RuleBook,
    cuts: Mapping[str, Decimal],
    factors: Mapping[str, Fraction],
) -> list[Moved]:
    order = book.regulation.accredited_grades()
    now = {cut.grade: cut.min_score for cut in book.round.cut_scores}
    found = []
    for id_, of_it in scores.items():
        application, after = every[id_], total_after(of_it, book, factors)
        if of_it.total is None or after is None:
            continue
        target = application.target_grade
        before_grade = grade_by_score(of_it.total, target, now, order)
        after_grade = grade_by_score(after, target, cuts, order)
        if before_grade != after_grade:
            enterprise = application.enterprise
            place = gather.prefecture_or_beginning(enterprise.county)
            totals = (of_it.total, after, before_grade, after_grade)
            found.append(Moved(enterprise.uscc, enterprise.name, place, target, *totals))
    return sorted(found, key=lambda one: (one.prefecture, one.name, one.uscc))


def _places(
    moved: Sequence[Moved], used: Counter[tuple[str, str]], book: RuleBook, caps: Mapping[str, int]
) -> tuple[MovedPlace, ...]:
    order = book.regulation.accredited_grades()

    def height(grade: str | None) -> int:
        return -1 if grade is None else order.index(grade)

    now = {cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps}
    ups = Counter(one.prefecture for one in moved if height(one.grade_after) > height(one.grade))
    downs = Counter(one.prefecture for one in moved if height(one.grade_after) < height(one.grade))
    listed = gather.prefectures()
    codes = [*listed, *sorted({*ups, *downs, *(place for place, _ in used)} - set(listed))]

    def over(code: str, by: Mapping[str, int]) -> dict[str, int]:
        return {grade: max(0, used[code, grade] - cap) for grade, cap in by.items()}

    return tuple(
        MovedPlace(
            code, name_of("prefecture", code), ups[code], downs[code], over(code, now), over(code, {**now, **caps})
        )
        for code in codes
    )


def _faults(
    book: RuleBook, cuts: Mapping[str, Decimal], caps: Mapping[str, int], weights: Mapping[str, Decimal]
) -> list[Fault]:
    grades = {cut.grade: cut.min_score for cut in book.round.cut_scores}
    capped = {cap.grade for cap in book.round.parameter_sheet.caps}
    nodes = {node.code for node in book.round.indicator_table.indicators}
    full = book.round.indicator_table.full_marks
    faults = [
        Fault(Message("province.unknown_grade"), seen=grade, expected=" | ".join(sorted(known)))
        for given, known in ((cuts, set(grades)), (caps, capped))
        for grade in given
        if grade not in known
    ]
    faults += [Fault(Message("province.unknown_indicator"), seen=code) for code in weights if code not in nodes]
    numbers = [(f"{value}", 0 <= value <= full, f"0 – {full}") for value in cuts.values()]
    numbers += [(f"{value}", value >= 0, "≥ 0") for value in caps.values()]
    numbers += [(f"{value}", value >= 0, "≥ 0") for value in weights.values()]
    faults += [
        Fault(Message("province.impossible_number"), seen=seen, expected=allowed)
        for seen, fits, allowed in numbers
        if not fits
    ]
    lines = [{**grades, **cuts}[grade] for grade in book.regulation.accredited_grades() if grade in grades]
    if lines != sorted(lines):
        faults.append(Fault(Message("province.lines_descend"), seen=", ".join(map(str, lines))))
    return faults
