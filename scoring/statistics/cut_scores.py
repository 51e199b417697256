"""Cut scores: from which total on a grade is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.language import Message
from indicators.model import Round
from scoring.errors import SpokenError
from scoring.model import FloatArray
from scoring.sheets.columns import read_number

NO_GRADE: Final = "none"
"""What a total below the lowest cut gets."""
TOTAL_DECIMALS: Final = 9
"""Totals are compared after rounding to so many decimals: a sum of floats that is a cut on paper reaches it."""


@dataclass(frozen=True, slots=True)
class CutScores:
    """Grades from the lowest, and the lowest total of each, ascending."""

    grades: tuple[str, ...]
    scores: tuple[float, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All that an application can get, ``none`` first: what `grade_of` numbers."""
        return (NO_GRADE, *self.grades)

    def grade_of(self, totals: FloatArray) -> NDArray[np.int64]:
        """Return the grade of each total as a place in `names`; a total equal to a cut reaches it, ``nan`` is -1."""
        missing = np.isnan(totals)
        rounded = np.round(np.where(missing, 0.0, totals), TOTAL_DECIMALS)
        return np.where(missing, -1, np.searchsorted(np.array(self.scores), rounded, side="right"))


def cuts_of_round(round_: Round) -> CutScores:
    """Return the cut scores that a round lays down, from the lowest."""
    ordered = sorted(round_.cut_scores, key=lambda cut: cut.min_score)
    return CutScores(tuple(cut.grade for cut in ordered), tuple(float(cut.min_score) for cut in ordered))


def parse_cuts(text: str) -> CutScores:
    """Return the cut scores written as ``A=70,AA=80,AAA=90``, from the lowest.

    Raises
    ------
    SpokenError
        If they cannot be read, do not ascend, or name a grade twice.
    """
    grades: list[str] = []
    scores: list[float] = []
    for part in text.split(","):
        grade, equals, number = (piece.strip() for piece in part.partition("="))
        value = read_number(number).value
        if not grade or not equals or value is None:
            raise SpokenError(Message("cuts.unreadable", {"seen": part.strip()}))
        if grade in grades or grade == NO_GRADE:
            raise SpokenError(Message("cuts.grade_taken", {"grade": grade}))
        if scores and float(value) <= scores[-1]:
            raise SpokenError(Message("cuts.not_ascending", {"grade": grade, "before": grades[-1]}))
        grades.append(grade)
        scores.append(float(value))
    return CutScores(tuple(grades), tuple(scores))
