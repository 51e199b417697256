"""What other lines, caps and weights would have moved in a round that is over: enterprises, and prefectures.

By the stored sheets alone: floors, vetoes and conditions stay as they were, and no decision of a sitting is derived
again. What moves shows how much hangs on a line, not who should have got what. No total leaves here: whoever asks sees
which grade a score reaches, by the lines of the round and by the others, and no point of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Connection

from indicators.collation import by_name
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.regional.funnel import funnel, recommended
from scoring.flow.regional.lines import name_of
from scoring.flow.regional.reweighing import Weight, factors_of, grade_by_score, total_after
from scoring.flow.scores import PanelScore, scores_of_table
from scoring.model import Actor, Application
from scoring.register import acts, applications, withdrawals
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Moved:
    """An enterprise whose grade by score would have been another; ``None``: below the lowest line."""

    uscc: str
    name: str
    prefecture: str
    target_grade: str
    grade: str | None
    grade_after: str | None
    up: bool


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


@dataclass(frozen=True, slots=True)
class WhatIfBasis:
    """What any number of trials of one round rest on; never shown itself.

    Attributes
    ----------
    applications : Mapping of application to Application
        Without the withdrawn.
    scores : Mapping of application to PanelScore
        Of the document review, by the sheets that count.
    recommended : Mapping of (prefecture, grade) to int
    """

    book: RuleBook
    applications: Mapping[str, Application]
    scores: Mapping[str, PanelScore]
    recommended: Mapping[tuple[str, str], int]


def what_if(
    register: Register,
    actor: Actor,
    *,
    round_id: str,
    cuts: Mapping[str, Decimal] | None = None,
    caps: Mapping[str, int] | None = None,
    weights: Mapping[str, Weight] | None = None,
) -> WhatIf:
    """Return what other lines, caps and weights would have moved; the arguments are those of `would_move`.

    Raises
    ------
    FaultsError
        With every grade or indicator that the round does not have, and every number that cannot be.
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        If there is no such round.
    """
    return would_move(what_if_basis(register, actor, round_id), cuts=cuts, caps=caps, weights=weights)


def what_if_revision(register: Register, actor: Actor, round_id: str) -> int:
    """Return a mark of everything that `what_if_basis` is computed from; refused to whom that is refused.

    Marks of a round that is over do not change, so those that experts give in another one need not count.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "region_what_if", round_id) as connection:
        return acts.last_but_marks(connection)


def what_if_scores_revision(register: Register, actor: Actor, round_id: str) -> tuple[int, ...]:
    """Return a mark of everything that `what_if_scores` is computed from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "region_what_if", round_id) as connection:
        return acts.revision(connection, round_id)


def what_if_scores(register: Register, actor: Actor, round_id: str) -> dict[str, PanelScore]:
    """Return the scores that trials of a round rest on: most of the work, and the round's own record alone.

    Raises
    ------
    AccessRefusedError, ConflictError
        As `what_if_basis`.
    """
    with gather.reading(register, actor, "read", "region_what_if", round_id) as connection:
        return _scores(connection, round_id, gather.rule_book(connection, round_id))


def _scores(connection: Connection, round_id: str, book: RuleBook) -> dict[str, PanelScore]:
    return scores_of_table(counting_table(connection, round_id, "document_review", book), book)


def what_if_basis(
    register: Register, actor: Actor, round_id: str, *, scores: Mapping[str, PanelScore] | None = None
) -> WhatIfBasis:
    """Return what trials of a round rest on.

    Parameters
    ----------
    scores : Mapping of application to PanelScore, optional
        What `what_if_scores` found, where it is known already; computed here otherwise.

    Raises
    ------
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        If there is no such round.
    """
    with gather.reading(register, actor, "read", "region_what_if", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        gone = withdrawals.of_round(connection, round_id)
        there = {one.application_id: one for one in applications.of_round(connection, round_id)}
        every = {id_: one for id_, one in there.items() if id_ not in gone}
        known = _scores(connection, round_id, book) if scores is None else scores
        used = recommended(funnel(connection, round_id, book, announced=True))
    return WhatIfBasis(book, every, {id_: one for id_, one in known.items() if id_ in every}, used)


def would_move(
    basis: WhatIfBasis,
    *,
    cuts: Mapping[str, Decimal] | None = None,
    caps: Mapping[str, int] | None = None,
    weights: Mapping[str, Weight] | None = None,
) -> WhatIf:
    """Return what other lines, caps and weights would have moved.

    Parameters
    ----------
    cuts : Mapping of grade to Decimal, optional
        Lines in points; a grade that is left out keeps its own.
    caps : Mapping of grade to int, optional
        The most that a prefecture may recommend.
    weights : Mapping of indicator to Decimal or Fraction, optional
        How many times as much as it did each leaf, or each leaf below a node, counts; full marks stay full marks.

    Raises
    ------
    FaultsError
        With every grade or indicator that the round does not have, and every number that cannot be.
    """
    book = basis.book
    if faults := _faults(book, cuts or {}, caps or {}, weights or {}):
        raise FaultsError(faults)
    now = {cut.grade: cut.min_score for cut in book.round.cut_scores}
    moved = _moved(basis, {**now, **(cuts or {})}, factors_of(book, weights or {}))
    known = sum(one.total is not None for one in basis.scores.values())
    return WhatIf(known, tuple(moved), _places(moved, basis.recommended, book, caps or {}))


def _moved(basis: WhatIfBasis, cuts: Mapping[str, Decimal], factors: Mapping[str, Fraction]) -> list[Moved]:
    book = basis.book
    order = book.regulation.accredited_grades()
    now = {cut.grade: cut.min_score for cut in book.round.cut_scores}
    reweighted = len(set(factors.values())) > 1
    found = []
    for id_, of_it in basis.scores.items():
        application = basis.applications[id_]
        after = total_after(of_it, book, factors) if reweighted else of_it.total
        if of_it.total is None or after is None:
            continue
        target = application.target_grade
        before_grade = grade_by_score(of_it.total, target, now, order)
        after_grade = grade_by_score(after, target, cuts, order)
        if before_grade != after_grade:
            enterprise = application.enterprise
            place = gather.prefecture_or_beginning(enterprise.county)
            up = _height(after_grade, order) > _height(before_grade, order)
            found.append(Moved(enterprise.uscc, enterprise.name, place, target, before_grade, after_grade, up))
    return sorted(found, key=lambda one: (one.prefecture, by_name(one.name), one.uscc))


def _height(grade: str | None, order: Sequence[str]) -> int:
    return -1 if grade is None else order.index(grade)


def _places(
    moved: Sequence[Moved], used: Mapping[tuple[str, str], int], book: RuleBook, caps: Mapping[str, int]
) -> tuple[MovedPlace, ...]:
    now = {cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps}
    ups = Counter(one.prefecture for one in moved if one.up)
    downs = Counter(one.prefecture for one in moved if not one.up)
    listed = gather.prefectures()
    codes = [*listed, *sorted({*ups, *downs, *(place for place, _ in used)} - set(listed))]

    def over(code: str, by: Mapping[str, int]) -> dict[str, int]:
        return {grade: max(0, used.get((code, grade), 0) - cap) for grade, cap in by.items()}

    return tuple(
        MovedPlace(
            code, name_of("prefecture", code), ups[code], downs[code], over(code, now), over(code, {**now, **caps})
        )
        for code in codes
    )


def _faults(
    book: RuleBook, cuts: Mapping[str, Decimal], caps: Mapping[str, int], weights: Mapping[str, Weight]
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
    if not faults and not any(factors_of(book, weights).values()):
        faults.append(Fault(Message("province.no_weight"), seen="0"))
    lines = [{**grades, **cuts}[grade] for grade in book.regulation.accredited_grades() if grade in grades]
    if lines != sorted(lines):
        faults.append(Fault(Message("province.lines_descend"), seen=", ".join(map(str, lines))))
    return faults
