"""Troubles written over the marks of a round after they were drawn."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.model import RuleBook
from scoring.demonstration.marking import Marking, points_of
from scoring.demonstration.nudging import total_of, towards
from scoring.demonstration.planted import Kind, Planting
from scoring.model import Application, FloatArray, MarkState
from scoring.statistics.simulate import BoolArray

_PUSH: Final = 15.0
# Distances of the experts' totals from the cut score, in points; they sum to about zero.
_SPLIT: Final = {5: (-4.0, -2.5, -1.0, 2.5, 5.0), 7: (-5.0, -3.5, -2.0, -0.8, 2.5, 4.0, 4.8)}


@dataclass(slots=True)
class Overwriter:
    """Writes troubles over the marks of a round; it changes the marking it is given.

    `taken` holds the applications that are in some trouble already, as places on the first axis.
    """

    rng: np.random.Generator
    marking: Marking
    applications: Sequence[Application]
    book: RuleBook
    taken: set[int] = field(default_factory=set)
    _points: FloatArray = field(init=False)
    _highest: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        self._points = points_of(self.marking.leaves)
        self._highest = np.array([len(leaf.allowed_scores()) - 1 for leaf in self.marking.leaves])

    def splits(self, each: int) -> list[Planting]:
        """Put the totals of some panels on both sides of a cut score, and the panel's total close to it."""
        plantings = []
        for cut in self.book.round.cut_scores:
            line = float(cut.min_score)
            for row in self._near(cut.grade, line, each):
                experts = self._panel(row)
                distances = self.rng.permutation(_SPLIT[len(experts)])
                for expert, distance in zip(experts, distances, strict=True):
                    self._rewrite(row, expert, line + float(distance))
                plantings.append(self._planting("split_at_cut_score", row, experts, cut=f"{line:g}", grade=cut.grade))
        return plantings

    def veto(self) -> Planting:
        """Let a whole panel find the lowest level of a veto indicator in an application that is good otherwise."""
        veto = next(veto for veto in self.book.round.vetoes if "AA" in veto.grades)
        place = next(n for n, leaf in enumerate(self.marking.leaves) if leaf.code == veto.indicator)
        row = self._best("AA")
        experts = self._panel(row)
        self.marking.levels[row, experts, place] = 0
        return self._planting("veto", row, experts, indicators=(veto.indicator,), grade="AA")

    def floor(self) -> Planting:
        """Let an application fall short in one node of the tree and make up for it everywhere else."""
        floor = next(floor for floor in self.book.round.floors if floor.grade == "AA")
        below = np.array([leaf.code.startswith(f"{floor.indicator}.") for leaf in self.marking.leaves])
        line = next(float(cut.min_score) for cut in self.book.round.cut_scores if cut.grade == "AA")
        row, short = self._best("AA"), float(floor.min_score) - 2.0
        experts = self._panel(row)
        for expert in experts:
            self._rewrite(row, expert, short, below)
            self._rewrite(row, expert, line + 3.0 - short, ~below)
        return self._planting("floor", row, experts, indicators=(floor.indicator,), grade="AA")

    def push(self, busy: Container[int]) -> Planting:
        """Let one expert lift one application far above what his colleagues gave, as somebody asked him to."""
        row = self._near("AA", 77.0, 1)[0]
        free = [expert for expert in self._panel(row) if expert not in busy]
        expert = free[int(self.rng.integers(len(free)))]
        others = [total_of(self.marking.levels[row, one], self._points) for one in self._panel(row) if one != expert]
        self._rewrite(row, expert, min(float(np.mean(others)) + _PUSH, 98.5))
        return self._planting("pushed_sheet", row, [expert], points=f"{_PUSH:g}")

    def _panel(self, row: int) -> list[int]:
        return [int(expert) for expert in np.flatnonzero(self.marking.assigned[row])]

    def _rewrite(self, row: int, expert: int, target: float, which: BoolArray | None = None) -> None:
        sheet = self.marking.levels[row, expert]
        self.marking.levels[row, expert] = towards(
            self.rng, sheet, self._points, self._highest, target=target, which=which
        )

    def _panel_totals(self, grade: str) -> dict[int, float]:
        """Return the mean total of each free application for a grade whose every indicator was scored."""
        totals = {}
        for row, application in enumerate(self.applications):
            panel = self.marking.assigned[row]
            if application.target_grade != grade or row in self.taken:
                continue
            if (self.marking.states[row, panel] == MarkState.SCORED).all():
                sheets = self.marking.levels[row, panel]
                totals[row] = float(np.mean([total_of(sheet, self._points) for sheet in sheets]))
        return totals

    def _near(self, grade: str, line: float, count: int) -> list[int]:
        totals = self._panel_totals(grade)
        rows = sorted(totals, key=lambda row: (abs(totals[row] - line), row))[:count]
        self.taken |= set(rows)
        return rows

    def _best(self, grade: str) -> int:
        return self._near(grade, 100.0, 1)[0]

    def _planting(
        self, kind: Kind, row: int, experts: Sequence[int], *, indicators: tuple[str, ...] = (), **details: str
    ) -> Planting:
        names = tuple(self.marking.experts[expert] for expert in experts)
        application = self.marking.applications[row]
        return Planting(kind, self.book.round.round_id, (application,) * len(names), names, indicators, details)
