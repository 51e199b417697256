"""Checks of what applicants must meet: conditions, the facts they are computed from, kinds of adverse record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from indicators.check.place import Place, listed
from indicators.faults import Fault
from indicators.model import Condition, FactTest, Regulation

_NEEDS_YEARS: Final = frozenset({"years_in_existence", "clean_record", "steady_growth"})


def check_judged_by(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A condition judged by facts has tests, and no other has."""
    for condition in regulation.conditions:
        place = _place(file, condition)
        if condition.judged_by == "facts" and not condition.tests:
            yield place.fault("rulebook.condition_without_tests", "tests")
        if condition.judged_by != "facts" and condition.tests:
            yield place.fault("rulebook.condition_with_tests", "tests", seen=condition.judged_by)


def check_tests(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A test has what its rule needs, years of at least 1 or allowed values, and nothing its rule would not read."""
    for condition in regulation.conditions:
        for test in condition.tests:
            place = Place(file, f"condition {condition.id} / tests {test.rule}")
            if test.rule in _NEEDS_YEARS and (test.years is None or test.years < 1):
                seen = None if test.years is None else test.years
                yield place.fault("rulebook.test_without_years", "years", seen=seen, rule=test.rule)
            if test.rule not in _NEEDS_YEARS and test.years is not None:
                yield place.fault("rulebook.test_value_unused", "years", seen=test.years, rule=test.rule)
            if test.rule == "legal_form" and not test.allowed:
                yield place.fault("rulebook.test_without_allowed", "allowed", rule=test.rule)
            if test.rule != "legal_form" and test.allowed:
                yield place.fault("rulebook.test_value_unused", "allowed", seen=test.allowed, rule=test.rule)


def check_grades_asked(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A condition is asked for grades that are accredited here, and for at least one."""
    accredited = regulation.accredited_grades()
    for condition in regulation.conditions:
        place = _place(file, condition)
        if not condition.grades:
            yield place.fault("rulebook.grades_none", "grades", expected=listed(accredited))
        for grade in condition.grades:
            if grade not in accredited:
                yield place.fault("rulebook.grade_not_accredited", "grades", seen=grade, expected=listed(accredited))


def check_rule_once(file: str, regulation: Regulation) -> Iterator[Fault]:
    """No rule is asked of one grade by two conditions: the two would contradict each other sooner or later."""
    first: dict[tuple[str, str], str] = {}
    for condition, test, grade in _asked(regulation):
        other = first.setdefault((grade, test.rule), condition.id)
        if other != condition.id:
            yield _place(file, condition).fault(
                "rulebook.rule_asked_twice", "tests", seen=test.rule, grade=grade, other=other
            )


def check_years_rise(file: str, regulation: Regulation) -> Iterator[Fault]:
    """A higher grade never asks for fewer years than a lower one."""
    years: dict[tuple[str, str], tuple[int, Condition]] = {
        (grade, test.rule): (test.years, condition) for condition, test, grade in _asked(regulation) if test.years
    }
    for lower, higher in pairwise(regulation.accredited_grades()):
        for rule in sorted(_NEEDS_YEARS):
            if (lower, rule) not in years or (higher, rule) not in years:
                continue
            least, (asked, condition) = years[lower, rule][0], years[higher, rule]
            if asked < least:
                place = Place(file, f"condition {condition.id} / tests {rule}")
                yield place.fault(
                    "rulebook.years_fall", "years", seen=asked, expected=least, lower=lower, higher=higher
                )


def check_adverse_records(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Where a clean record is asked for, the regulation says what would stain it."""
    asked = any(test.rule == "clean_record" for _, test, _ in _asked(regulation))
    if asked and not regulation.adverse_record_kinds:
        yield Place(file, "regulation").fault("rulebook.adverse_record_kinds_none", "adverse_record_kind")


def check_conditions(file: str, regulation: Regulation) -> Iterator[Fault]:
    """Run the checks of this module."""
    yield from check_judged_by(file, regulation)
    yield from check_tests(file, regulation)
    yield from check_grades_asked(file, regulation)
    yield from check_rule_once(file, regulation)
    yield from check_years_rise(file, regulation)
    yield from check_adverse_records(file, regulation)


def _place(file: str, condition: Condition) -> Place:
    return Place(file, f"condition {condition.id}")


def _asked(regulation: Regulation) -> Iterator[tuple[Condition, FactTest, str]]:
    for condition in regulation.conditions:
        for test in condition.tests:
            for grade in condition.grades:
                yield condition, test, grade
