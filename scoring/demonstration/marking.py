"""The marks of a round of the demonstration, with their truth, their notes and their times.

The model is that of `scoring.statistics.simulate`: a mark is the enterprise's true quality and profile, less the
expert's severity, plus what this expert sees in this dossier, pressed to the levels of the indicator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.model import Indicator
from scoring.demonstration.experts import Rater
from scoring.demonstration.pools import NotePool
from scoring.demonstration.remarks import Remarks
from scoring.demonstration.timing import Times, moment, working_times
from scoring.model import FloatArray, GivenMark, GivenSheet, MarkState, ScoreTable, Stage, StateArray
from scoring.statistics.simulate import BoolArray, PanelModel, simulate_panels

MODEL: Final = PanelModel(insufficient_share=0.0015)
# One application in so many has an indicator that does not apply to it.
_NOT_APPLICABLE_SHARE: Final = 0.02
# A cube of all applications, experts and indicators takes memory with the square of the size: so many rows at a time.
_AT_ONCE: Final = 500
LevelArray = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Marking:
    """All sheets of one stage of one round.

    Attributes
    ----------
    applications, experts : tuple of str
        Ids, the first two axes.
    leaves : tuple of Indicator
        The third axis.
    assigned : ndarray of bool, shape (n_applications, n_experts)
        Who has a sheet.
    levels : ndarray of int8, shape (n_applications, n_experts, n_indicators)
        Which of the points that may be given was given, counted from the least, 0.
    states : ndarray of uint8, same shape
        `MarkState`; missing throughout where nobody is assigned.
    times : ndarray of int64, same shape
        Microseconds since 1970-01-01 UTC; 0 where there is no mark.
    true_totals, quality : ndarray, shape (n_applications,)
        As in `scoring.statistics.simulate.SimulatedPanels`.
    """

    stage: Stage
    applications: tuple[str, ...]
    experts: tuple[str, ...]
    leaves: tuple[Indicator, ...]
    assigned: BoolArray
    levels: LevelArray
    states: StateArray
    times: Times
    true_totals: FloatArray
    quality: FloatArray

    def table(self, panel: str, rows: Sequence[int] | None = None) -> ScoreTable:
        """Return the marks as an array under its labels, of some applications where `rows` says which."""
        chosen = slice(None) if rows is None else list(rows)
        scale = points_of(self.leaves)
        values = scale[np.arange(len(self.leaves)), self.levels[chosen]]
        states = self.states[chosen]
        values = np.where(states == MarkState.SCORED, values, np.nan)
        values[states == MarkState.INSUFFICIENT] = 0.0
        names = self.applications if rows is None else tuple(self.applications[row] for row in rows)
        codes = tuple(leaf.code for leaf in self.leaves)
        return ScoreTable(panel, names, self.experts, codes, values, states, _decimals(self.leaves))


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """What is planted into a simulation; see `planted`. Shapes as there."""

    favour: FloatArray | None = None
    home: BoolArray | None = None
    straight_lined: BoolArray | None = None
    copied: tuple[tuple[int, int, int], ...] = ()


def simulate(
    rng: np.random.Generator,
    *,
    stage: Stage,
    applications: Sequence[str],
    quality: FloatArray,
    raters: Sequence[Rater],
    leaves: Sequence[Indicator],
    assigned: BoolArray,
    troubles: Troubles | None = None,
) -> Marking:
    """Return the marks of a stage, without times yet."""
    planted = troubles or Troubles()
    not_applicable = np.array([leaf.allows_not_applicable for leaf in leaves]) & (
        rng.random((len(applications), len(leaves))) < _NOT_APPLICABLE_SHARE
    )
    parts = [
        _simulated(rng, slice(first, first + _AT_ONCE), quality, raters, leaves, assigned, not_applicable, planted)
        for first in range(0, max(len(applications), 1), _AT_ONCE)
    ]
    levels, states, totals = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Marking(
        stage=stage,
        applications=tuple(applications),
        experts=tuple(rater.expert.expert_id for rater in raters),
        leaves=tuple(leaves),
        assigned=assigned,
        levels=levels,
        states=states,
        times=np.zeros(states.shape, dtype=np.int64),
        true_totals=totals,
        quality=quality,
    )


def _simulated(
    rng: np.random.Generator,
    rows: slice,
    quality: FloatArray,
    raters: Sequence[Rater],
    leaves: Sequence[Indicator],
    assigned: BoolArray,
    not_applicable: BoolArray,
    planted: Troubles,
) -> tuple[LevelArray, StateArray, FloatArray]:
    """Return levels, states and true totals of some applications, marked one after the other by all experts."""
    found = simulate_panels(
        rng,
        MODEL,
        allowed=[leaf.allowed_scores() for leaf in leaves],
        assigned=assigned[rows],
        quality=quality[rows],
        severity=np.array([rater.severity for rater in raters]),
        halo=np.array([rater.halo for rater in raters]),
        not_applicable=not_applicable[rows],
        home=None if planted.home is None else planted.home[rows],
        favour=planted.favour,
        straight_lined=None if planted.straight_lined is None else planted.straight_lined[rows],
        copied=[(row - rows.start, *pair) for row, *pair in planted.copied if rows.start <= row < rows.stop],
    )
    values, scale = found.values[0], points_of(leaves)
    levels = (np.nan_to_num(values)[..., None] > scale[:, :-1] + 1e-9).sum(axis=-1).astype(np.int8)
    return levels, found.states[0], found.true_totals[0]


def give_times(
    rng: np.random.Generator, marking: Marking, raters: Sequence[Rater], days: tuple[date, date], zone: tzinfo
) -> None:
    """Fill in when each mark was given: every expert takes his sheets in an order of his own."""
    noted = needs_note(marking)
    for expert, rater in enumerate(raters):
        sheets = rng.permutation(np.flatnonzero(marking.assigned[:, expert]))
        if sheets.size:
            marking.times[sheets, expert] = working_times(
                rng, noted=noted[sheets, expert], pace=rater.pace, days=days, zone=zone
            )


def needs_note(marking: Marking) -> BoolArray:
    """Return which marks carry a note: the least and the most points, what does not apply, what was insufficient."""
    highest = np.array([len(leaf.allowed_scores()) - 1 for leaf in marking.leaves])
    extreme = (marking.levels == 0) | (marking.levels == highest)
    kinds = (MarkState.NOT_APPLICABLE, MarkState.INSUFFICIENT)
    return np.asarray(np.isin(marking.states, kinds) | (extreme & (marking.states == MarkState.SCORED)))


def given_sheets(rng: np.random.Generator, marking: Marking, pool: NotePool, zone: tzinfo) -> Iterator[GivenSheet]:
    """Yield every sheet that has a mark, in the order in which the sheets were begun."""
    remarks = Remarks(rng, pool, marking.leaves)
    points = [leaf.allowed_scores() for leaf in marking.leaves]
    highest = [len(row) - 1 for row in points]
    marked = (marking.states != MarkState.MISSING) & marking.assigned[..., None]
    begun = np.where(marked, marking.times, np.iinfo(np.int64).max).min(axis=2)
    rows, columns = np.nonzero(marked.any(axis=2))
    order = np.lexsort((columns, rows, begun[rows, columns]))
    kinds = {state.value: state for state in MarkState}
    codes = [leaf.code for leaf in marking.leaves]
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        states = [kinds[state] for state in marking.states[row, column].tolist()]
        levels = marking.levels[row, column].tolist()
        times = marking.times[row, column].tolist()
        notes = remarks.write(states, levels, highest)
        there = [place for place, state in enumerate(states) if state is not MarkState.MISSING]
        marks = tuple(
            GivenMark(
                codes[place],
                states[place],
                points[place][levels[place]] if states[place] is MarkState.SCORED else None,
                notes[place],
            )
            for place in there
        )
        moments = tuple(moment(times[place], zone) for place in there)
        yield GivenSheet(marking.applications[row], marking.experts[column], marks, moments)


def points_of(leaves: Sequence[Indicator]) -> FloatArray:
    """Return the points that may be given, shape (n_indicators, most levels); short rows end in their last value."""
    rows = [leaf.allowed_scores() for leaf in leaves]
    most = max(len(row) for row in rows)
    return np.array([[float(row[min(level, len(row) - 1)]) for level in range(most)] for row in rows])


def _decimals(leaves: Sequence[Indicator]) -> int:
    exponents = [int(points.normalize().as_tuple().exponent) for leaf in leaves for points in leaf.allowed_scores()]
    return max(0, -min(exponents))
