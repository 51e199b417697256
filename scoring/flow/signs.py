"""Signs of favour, copying and haste in a round's marks, for the inspector: without names.

Every list is in an order of its own, by the size of what was found, so that no place in one tells who stands in
another. A sign is a question to ask, not a finding of fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.counting import counting_table, times_given
from scoring.flow.scores import aggregate_of
from scoring.model import Actor, FloatArray, MarkState, ScoreTable, Stage
from scoring.register import applications, experts
from scoring.register.database import Register
from scoring.sheets import round_weights
from scoring.sheets.circumstances import Circumstances
from scoring.statistics.cut_scores import cuts_of_round
from scoring.statistics.integrity.findings import find
from scoring.statistics.integrity.home_favour import HomeFavour
from scoring.statistics.integrity.report import Evidence, Integrity
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.adjustment import panel_severity
from scoring.statistics.severity.drifted import drifted, first_of_sheets
from scoring.statistics.totals import expert_totals


@dataclass(frozen=True, slots=True)
class OfExpert:
    """One number of one expert, whoever he is: its size and its chance.

    `q_value` is controlled for the number of experts who were looked at. `of` counts sheets at home, for favour alone:
    a number of sheets in two lists would join them.
    """

    size: float
    q_value: float | None
    of: int = 0


@dataclass(frozen=True, slots=True)
class OfSheet:
    """A sign in one sheet, or in two of one application: which application, how strong, and its chance."""

    application_id: str
    name: str
    size: float
    p_value: float | None
    compared: int = 0
    home: bool | None = None


@dataclass(frozen=True, slots=True)
class RoundSigns:
    """What the tests of integrity found in a round.

    Attributes
    ----------
    home_favour : HomeFavour
        Over all experts, numbers of shape ().
    favour, severity, drift, halo : tuple of OfExpert
        Points of favour at home; points of severity; points of change over his sheets; ratio of his spread between
        indicators to the others'.
    unusual, identical, straight_lined, hurried, ranges : tuple of OfSheet
        Points from the others' mean; share of equal marks; the mark itself; seconds a mark; range of totals.
    influence : tuple of OfExpert
        Grades that would be other ones without him.
    reasons : mapping of str to Reason
        Why a test could not be made.
    """

    round_id: str
    stage: Stage
    rule_book: RuleBook
    experts: int
    sheets: int
    home_favour: HomeFavour
    favour: tuple[OfExpert, ...]
    severity: tuple[OfExpert, ...]
    drift: tuple[OfExpert, ...]
    halo: tuple[OfExpert, ...]
    influence: tuple[OfExpert, ...]
    unusual: tuple[OfSheet, ...]
    identical: tuple[OfSheet, ...]
    straight_lined: tuple[OfSheet, ...]
    hurried: tuple[OfSheet, ...]
    ranges: tuple[OfSheet, ...]
    reasons: Mapping[str, Reason]


def round_signs(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> RoundSigns:
    """Return the signs in a round's marks at a stage.

    Raises
    ------
    AccessRefusedError
        Marks still open, not for this person.
    ConflictError
    """
    with gather.reading(register, actor, "read", "integrity_statistics", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        table = counting_table(connection, round_id, stage, book)
        times = times_given(connection, round_id, stage, table)
        known = _circumstances(connection, round_id, table, times)
        names = {one.application_id: one.enterprise.name for one in applications.of_round(connection, round_id)}
    return signs_of(table, book, round_id, stage, known, names)


def _circumstances(connection: Connection, round_id: str, table: ScoreTable, times: FloatArray) -> Circumstances:
    """Return the prefectures of applicants and experts, and when marks were given."""
    filed = applications.of_round(connection, round_id)
    at_home = {one.application_id: f"{one.enterprise.county[:4]}00" for one in filed}
    of_expert = {one.expert_id: one.region for one in experts.everyone(connection)}
    return Circumstances(
        applicant_regions=tuple(at_home.get(name, "") for name in table.applicants),
        expert_regions=tuple(of_expert.get(name, "") for name in table.experts),
        times=times,
    )


def signs_of(
    table: ScoreTable,
    book: RuleBook,
    round_id: str,
    stage: Stage,
    known: Circumstances,
    names: Mapping[str, str],
) -> RoundSigns:
    """Return the signs in marks; `names` gives the enterprise of each application."""
    weights = round_weights(book.round.indicator_table)
    cuts = cuts_of_round(book.round)
    full_marks = np.array([float(leaf.max_score) for leaf in book.round.indicator_table.leaves()])
    found = find([Evidence(table, weights, known)], cuts=cuts, aggregate=aggregate_of(book), full_marks=full_marks)
    changes = drifted(expert_totals(table, weights), None if known.times is None else first_of_sheets(known.times))
    severity = [
        OfExpert(one.severity, None)
        for one in panel_severity(table, weights=weights).experts
        if one.severity is not None
    ]
    return RoundSigns(
        round_id=round_id,
        stage=stage,
        rule_book=book,
        experts=len(table.experts),
        sheets=int((table.states != MarkState.MISSING).any(axis=2).sum()),
        home_favour=found.home_favour,
        favour=_largest(
            OfExpert(one.home_favour, one.q_value, one.home_marks)
            for one in found.experts
            if one.home_favour is not None
        ),
        severity=_largest(severity),
        drift=_largest(
            OfExpert(float(points), _or_none(q))
            for points, q in zip(changes.points, changes.q_value, strict=True)
            if np.isfinite(points)
        ),
        halo=tuple(
            sorted(
                (OfExpert(one.ratio, one.q_value) for one in found.halo if one.ratio is not None),
                key=lambda one: one.size,
            )
        ),
        influence=_largest(OfExpert(one.grade_changes, None) for one in found.influence if one.grade_changes),
        reasons={
            "home_favour": found.favour_reason,
            "drift": changes.reason,
            "hurried": next(iter(found.hurried_reason.values()), Reason.NO_MARKS),
        },
        **_of_sheets(found, names),
    )


def _of_sheets(found: Integrity, names: Mapping[str, str]) -> dict[str, tuple[OfSheet, ...]]:
    return {
        "unusual": _strongest(
            OfSheet(one.applicant, names[one.applicant], one.deviation, one.p_value, home=one.home)
            for one in found.unusual
        ),
        "identical": _strongest(
            OfSheet(one.applicant, names[one.applicant], one.share, min(one.by_chance, 1.0), one.compared)
            for one in found.identical_sheets
        ),
        "straight_lined": _strongest(
            OfSheet(one.applicant, names[one.applicant], one.value, one.by_chance, one.marks)
            for one in found.straight_lined
        ),
        "hurried": _strongest(
            OfSheet(one.applicant, names[one.applicant], one.seconds_per_mark, one.p_value) for one in found.hurried
        ),
        "ranges": tuple(
            OfSheet(one.applicant, names[one.applicant], one.range, None, one.experts)
            for one in sorted(found.range_alarms, key=lambda one: one.limit / one.range)
        ),
    }


def _strongest(found: Iterable[OfSheet]) -> tuple[OfSheet, ...]:
    """Return them by their chance and what is shown of them: whose sheets they are must not put one before another.

    Nor may the last digits of a chance, which follow the order in which numbers were added up.
    """
    return tuple(
        sorted(
            found,
            key=lambda one: (
                np.inf if one.p_value is None else float(f"{one.p_value:.6g}"),
                one.application_id,
                -abs(one.size),
                -one.size,
                one.compared,
                one.home is True,
            ),
        )
    )


def _largest(found: Iterable[OfExpert]) -> tuple[OfExpert, ...]:
    """Return them by size alone, the largest first: nothing else may tell one expert's place from another's."""
    return tuple(sorted(found, key=lambda one: (-abs(one.size), -one.size)))


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
