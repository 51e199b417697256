"""Checks of the regulation's grades: the standard's order, and the subset that is accredited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from indicators.check.place import Place, listed
from indicators.faults import Fault
from indicators.model import Grade, Regulation

_MOST_LETTERS: Final = 3


def check_letters(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A grade is the letter of its class, once to three times (GB/T 23791: more letters, higher credit)."""
    for grade in regulation.grades:
        if grade.name not in _names(grade.grade_class):
            expected = listed(_names(grade.grade_class))
            yield Place(file, f"grade {grade.name}").fault(
                "rulebook.grade_letters", "name", seen=grade.name, expected=expected
            )


def check_order(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Grades stand highest first: class A before B, and within a class more letters before fewer."""
    grades = regulation.grades
    for higher, lower in pairwise(grades):
        if _rank(higher) > _rank(lower):
            yield Place(file, f"grade {lower.name}").fault(
                "rulebook.grade_order", "name", seen=lower.name, expected=higher.name
            )


def check_accredited(file: str, regulation: Regulation) -> Iterator[Fault]:
    """At least one grade is accredited, and none is left out between two that are."""
    accredited = [grade.accredited for grade in regulation.grades]
    if True not in accredited:
        yield Place(file, "regulation").fault("rulebook.grades_none_accredited", "grade")
        return
    first, last = accredited.index(True), len(accredited) - 1 - accredited[::-1].index(True)
    for grade in regulation.grades[first:last]:
        if not grade.accredited:
            yield Place(file, f"grade {grade.name}").fault("rulebook.grade_left_out", "accredited", seen=grade.name)


def check_grades(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Run the checks of this module."""
    yield from check_letters(file, regulation)
    yield from check_order(file, regulation)
    yield from check_accredited(file, regulation)


def _names(grade_class: str) -> list[str]:
    return [grade_class * letters for letters in range(_MOST_LETTERS, 0, -1)]


def _rank(grade: Grade) -> tuple[str, int]:
    return grade.grade_class, -len(grade.name)
