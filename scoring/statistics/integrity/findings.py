"""What all tests of integrity found in the panels of a file or a round, with names: what the command prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray, ScoreTable
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.integrity.deviation import deviations
from scoring.statistics.integrity.halo import halo
from scoring.statistics.integrity.home_favour import HomeFavour, favour_by_expert, home_favour
from scoring.statistics.integrity.hurried import hurried
from scoring.statistics.integrity.identical import alike
from scoring.statistics.integrity.influence import influence
from scoring.statistics.integrity.range_alarm import range_alarms
from scoring.statistics.integrity.report import (
    Evidence,
    ExpertFavour,
    ExpertHalo,
    ExpertInfluence,
    HurriedSheet,
    IdenticalSheets,
    Integrity,
    RangeAlarm,
    StraightLine,
    UnusualMark,
)
from scoring.statistics.integrity.straight_lined import straight_lined
from scoring.statistics.integrity.unusual import unusual
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import by_seat
from scoring.statistics.totals import expert_totals

MOST_UNUSUAL: Final = 20
LEVEL: Final = 0.05
"""False alarms of a kind: one file of honest sheets in twenty."""

BoolArray = NDArray[np.bool_]


def find(
    panels: Sequence[Evidence],
    *,
    cuts: CutScores | None = None,
    aggregate: Aggregate | None = None,
    normalise: bool = False,
    decimals: int | None = None,
    full_marks: FloatArray | None = None,
) -> Integrity:
    """Return what the tests of integrity find.

    Parameters
    ----------
    panels : sequence of Evidence
    cuts : CutScores, optional
        Without them no grade hangs on anybody.
    aggregate, normalise, decimals
        As the panels' totals are made (`totals.panel_totals`); the plain mean unless given.
    full_marks : ndarray, shape (n_indicators,), optional
        The most that each indicator can earn: a sheet of one level throughout is then a straight line, whatever its
        points. Without it the points themselves are compared.
    """
    totals = [expert_totals(one.table, one.weights, normalise=normalise) for one in panels]
    apart = [deviations(of_panel) for of_panel in totals]
    home, known = zip(*(_home(one) for one in panels), strict=True) if panels else ((), ())
    favour, experts = _favour(panels, apart, home, known)
    late = [_hurried(one) for one in panels]
    return Integrity(
        home_favour=favour,
        experts=experts,
        unusual=_unusual(panels, totals, apart, home, known),
        identical_sheets=_identical(panels),
        straight_lined=tuple(line for one in panels for line in _straight(one.table, full_marks)),
        influence=tuple(
            found
            for one in panels
            if cuts is not None
            for found in _influence(one, cuts, aggregate or Aggregate(), normalise=normalise, decimals=decimals)
        ),
        halo=tuple(found for one in panels for found in _halo(one.table)),
        hurried=tuple(sheet for sheets, _ in late for sheet in sheets),
        hurried_reason={one.table.panel: reason for one, (_, reason) in zip(panels, late, strict=True)},
        range_alarms=tuple(
            alarm for one, of in zip(panels, totals, strict=True) for alarm in _range_alarms(one.table, of)
        ),
    )


def _home(panel: Evidence) -> tuple[BoolArray, BoolArray]:
    """Return where expert and applicant are of one region, and where both are known: (n_applications, n_experts)."""
    shape = panel.table.values.shape[:2]
    if panel.circumstances is None:
        return np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    applicants = np.array(panel.circumstances.applicant_regions, np.str_)[:, None]
    experts = np.array(panel.circumstances.expert_regions, np.str_)[None, :]
    known = (applicants != "") & (experts != "")
    return known & (applicants == experts), known


def _favour(
    panels: Sequence[Evidence], apart: Sequence[FloatArray], home: Sequence[BoolArray], known: Sequence[BoolArray]
) -> tuple[HomeFavour, tuple[ExpertFavour, ...]]:
    group, application = _places([one.shape for one in apart])
    flat = np.concatenate([np.ravel(one) for one in apart]) if apart else np.zeros(0)
    at_home, told = (
        np.concatenate([np.ravel(one) for one in parts] or [np.zeros(0, np.bool_)]) for parts in (home, known)
    )
    overall = home_favour(flat, at_home, group, application, known=told)
    if not told.any():
        return replace(overall, reason=np.asarray(Reason.NO_REGION, np.uint8)), ()
    each, q_value = favour_by_expert(flat, at_home, group, known=told)
    names = [(one.table.panel, expert) for one in panels for expert in one.table.experts]
    return overall, tuple(
        ExpertFavour(
            panel, expert, _number(each.estimate[n]), _number(each.p_value[n]), _number(q_value[n]),
            int(each.home_marks[n]), Reason(int(each.reason[n])),
        )
        for n, (panel, expert) in enumerate(names)
    )  # fmt: skip


def _places(shapes: Sequence[tuple[int, ...]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return expert within panel and application within panel of each cell of all panels, numbered through."""
    experts, applications = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    e = a = 0
    for n_applications, n_experts in shapes:
        experts.append(np.tile(np.arange(e, e + n_experts), n_applications))
        applications.append(np.repeat(np.arange(a, a + n_applications), n_experts))
        e, a = e + n_experts, a + n_applications
    return np.concatenate(experts), np.concatenate(applications)


def _unusual(
    panels: Sequence[Evidence],
    totals: Sequence[FloatArray],
    apart: Sequence[FloatArray],
    home: Sequence[BoolArray],
    known: Sequence[BoolArray],
) -> tuple[UnusualMark, ...]:
    fits = [unusual(of_panel) for of_panel in totals]
    tests = sum(int((fit.reason == Reason.NONE).sum()) for fit in fits)
    found: list[tuple[float, UnusualMark]] = []
    for one, fit, off, at_home, told in zip(panels, fits, apart, home, known, strict=True):
        size = np.abs(off)
        for a, e in _largest(np.where(np.isnan(size), -1.0, size), MOST_UNUSUAL):
            mark = UnusualMark(
                panel=one.table.panel,
                applicant=one.table.applicants[a],
                expert=one.table.experts[e],
                deviation=float(off[a, e]),
                z=_number(fit.z[a, e]),
                p_value=_number(min(fit.p_value[a, e] * tests, 1.0)),
                home=bool(at_home[a, e]) if told[a, e] else None,
                reason=Reason(int(fit.reason[a, e])),
            )
            found.append((float(size[a, e]), mark))
    found.sort(key=lambda pair: -pair[0])
    return tuple(mark for _, mark in found[:MOST_UNUSUAL])


def _largest(values: FloatArray, most: int) -> Iterable[tuple[int, int]]:
    """Yield the places of the largest values that are not negative, falling; equal ones in their order."""
    flat = values.ravel()
    for n in np.argsort(-flat, kind="stable")[:most].tolist():
        if flat[n] >= 0:
            yield divmod(n, values.shape[1])


def _identical(panels: Sequence[Evidence]) -> tuple[IdenticalSheets, ...]:
    """Return what one honest file in twenty has, and whole copies of which an honest file has less than one."""
    # Only who marked the same application can be alike: pairs of seats there, not of all experts of a round.
    seated = [by_seat(one.table.values) for one in panels]
    pairs = [alike(marks, decimals=one.table.decimals) for one, (marks, _) in zip(panels, seated, strict=True)]
    tests = sum(one.tests for one in pairs)
    found: list[IdenticalSheets] = []
    for one, (_, sits), of in zip(panels, seated, pairs, strict=True):
        by_chance = of.p_value * tests
        whole = (of.equal == of.compared) & (of.compared > 0)
        for a, n in np.argwhere((by_chance <= LEVEL) | (whole & (by_chance < 1.0))).tolist():
            left, right = sits[a, of.experts[n]].tolist()
            found.append(
                IdenticalSheets(
                    panel=one.table.panel,
                    applicant=one.table.applicants[a],
                    experts=(one.table.experts[left], one.table.experts[right]),
                    share=float(of.share[a, n]),
                    compared=int(of.compared[a, n]),
                    longest_run=int(of.longest_run[a, n]),
                    expected_share=float(of.expected[a, n] / of.compared[a, n]),
                    by_chance=float(by_chance[a, n]),
                )
            )
    return tuple(sorted(found, key=lambda pair: pair.by_chance))


def _straight(table: ScoreTable, full_marks: FloatArray | None) -> Iterable[StraightLine]:
    found = straight_lined(table.values, decimals=table.decimals, full_marks=full_marks)
    for a, e in np.argwhere(found.straight).tolist():
        yield StraightLine(
            table.panel, table.applicants[a], table.experts[e], float(found.value[a, e]), int(found.marks[a, e]),
            _number(found.expected[a, e]),
        )  # fmt: skip


def _influence(
    panel: Evidence, cuts: CutScores, aggregate: Aggregate, *, normalise: bool, decimals: int | None
) -> Iterable[ExpertInfluence]:
    table = panel.table
    found = influence(table, aggregate, cuts, weights=panel.weights, normalise=normalise, decimals=decimals)
    for e, changes in enumerate(found.grade_changes.tolist()):
        whose = tuple(table.applicants[a] for a in np.flatnonzero(found.changed[:, e]))
        yield ExpertInfluence(table.panel, table.experts[e], changes, whose)


def _halo(table: ScoreTable) -> Iterable[ExpertHalo]:
    found = halo(table.values)
    for e, expert in enumerate(table.experts):
        numbers = (found.ratio, found.correlation, found.others_correlation, found.p_value, found.q_value)
        ratio, correlation, others, p_value, q_value = (_number(of[e]) for of in numbers)
        reason = Reason(int(found.reason[e]))
        yield ExpertHalo(table.panel, expert, ratio, correlation, others, p_value, q_value, reason)


def _hurried(panel: Evidence) -> tuple[tuple[HurriedSheet, ...], Reason]:
    table, known = panel.table, panel.circumstances
    if known is None or known.times is None:
        return (), Reason.NO_TIME
    found = hurried(known.times, only_order=known.only_order)
    if found.reason is not Reason.NONE:
        return (), found.reason
    p_value = np.minimum(found.p_value * found.tests, 1.0)
    order = sorted(np.argwhere(p_value <= LEVEL).tolist(), key=lambda place: p_value[tuple(place)])
    return tuple(
        HurriedSheet(
            table.panel, table.applicants[a], table.experts[e], float(found.seconds_per_mark[a, e]),
            float(found.z[a, e]), float(p_value[a, e]),
        )
        for a, e in order
    ), Reason.NONE  # fmt: skip


def _range_alarms(table: ScoreTable, totals: FloatArray) -> Iterable[RangeAlarm]:
    found = range_alarms(totals)
    for a in np.flatnonzero(found.alarm).tolist():
        yield RangeAlarm(
            table.panel, table.applicants[a], float(found.range[a]), float(found.limit[a]), int(found.experts[a])
        )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
