"""Checks of the procedure and what comes after it: steps and their acts, validity, measures, sanctions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indicators.check.place import Place, listed
from indicators.faults import Fault
from indicators.model import Regulation, Sanction

_COUNTS: Final = (
    "many_complaints",
    "accept_within_days",
    "investigate_within_days",
    "rectify_within_days",
    "recheck_percent",
    "recheck_least",
)
_WHOLE: Final = 100


def check_step_order(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Steps stand in their order, numbered 1, 2, 3 without a gap."""
    for expected, step in enumerate(regulation.steps, start=1):
        if step.order != expected:
            yield Place(file, f"step {step.id}").fault(
                "rulebook.step_order", "order", seen=step.order, expected=expected
            )


def check_step_acts(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A step has acts, and what applicants do is done at their own level."""
    for step in regulation.steps:
        if not step.acts:
            yield Place(file, f"step {step.id}").fault("rulebook.step_without_acts", "act")
        for act in step.acts:
            if (act.level == "applicant") != (act.authority == "applicant"):
                place = Place(file, f"step {step.id} / act {act.id}")
                yield place.fault("rulebook.act_applicant", "authority", seen=act.authority, level=act.level)


def check_act_order(file: str, regulation: Regulation) -> Iterator[Fault]:
    """An act waits only for acts that stand before it in the same step."""
    for step in regulation.steps:
        before: list[str] = []
        for act in step.acts:
            for name in act.after:
                if name not in before:
                    place = Place(file, f"step {step.id} / act {act.id}")
                    yield place.fault("rulebook.act_after_unknown", "after", seen=name, expected=listed(before))
            before.append(act.id)


def check_step_grades(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Every step is taken by accredited grades, and every accredited grade takes a step."""
    accredited = regulation.accredited_grades()
    for step in regulation.steps:
        place = Place(file, f"step {step.id}")
        if not step.grades:
            yield place.fault("rulebook.grades_none", "grades", expected=listed(accredited))
        for grade in step.grades:
            if grade not in accredited:
                yield place.fault("rulebook.grade_not_accredited", "grades", seen=grade, expected=listed(accredited))
    for grade in accredited:
        if not any(grade in step.grades for step in regulation.steps):
            yield Place(file, "regulation").fault("rulebook.grade_without_steps", "step", seen=grade)


def check_validity(file: str, regulation: Regulation) -> Iterator[Fault]:
    """An accreditation holds for at least a year."""
    if regulation.validity.years < 1:
        yield Place(file, "validity").fault("rulebook.years_below_one", "years", seen=regulation.validity.years)


def check_sanction_measures(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A sanction takes measures, and each is one that the regulation has."""
    known = [measure.id for measure in regulation.measures]
    for sanction in regulation.sanctions:
        if not sanction.measures:
            yield _place(file, sanction).fault("rulebook.sanction_without_measures", "measures")
        for measure in sanction.measures:
            if measure not in known:
                yield _place(file, sanction).fault(
                    "rulebook.measure_unknown", "measures", seen=measure, expected=listed(known)
                )


def check_debarment(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A bar has its years and the day from which they run; one that runs from a revocation follows a revocation."""
    ending = {measure.id for measure in regulation.measures if measure.ends_validity}
    for sanction in regulation.sanctions:
        place, years, start = _place(file, sanction), sanction.debarment_years, sanction.debarment_from
        if years is not None and years < 1:
            yield place.fault("rulebook.years_below_one", "debarment_years", seen=years)
        if years is not None and start is None:
            yield place.fault("rulebook.debarment_without_start", "debarment_from", seen=years)
        if years is None and start is not None:
            yield place.fault("rulebook.debarment_without_years", "debarment_years", seen=start)
        if start == "revocation" and not ending & set(sanction.measures):
            yield place.fault("rulebook.debarment_without_revocation", "debarment_from", seen=start)


def check_supervision(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Numbers of days and of complaints are at least one, and nobody rechecks more than everything."""
    place, choices = Place(file, "interpretations"), regulation.interpretations
    for column in _COUNTS:
        if (count := getattr(choices, column)) is not None and count < 1:
            yield place.fault("rulebook.count_below_one", column, seen=count)
    if choices.recheck_percent is not None and choices.recheck_percent > _WHOLE:
        yield place.fault("rulebook.percent_above_whole", "recheck_percent", seen=choices.recheck_percent)


def check_procedure(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Run the checks of this module."""
    yield from check_step_order(file, regulation)
    yield from check_step_acts(file, regulation)
    yield from check_act_order(file, regulation)
    yield from check_step_grades(file, regulation)
    yield from check_validity(file, regulation)
    yield from check_sanction_measures(file, regulation)
    yield from check_debarment(file, regulation)
    yield from check_supervision(file, regulation)


def _place(file: str, sanction: Sanction) -> Place:
    return Place(file, f"sanction {sanction.id}")
