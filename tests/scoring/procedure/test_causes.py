"""A measure has the ground that its article asks for, and all that is missing is told at once."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.language import Message
from indicators.load import shipped_rule_book
from scoring.procedure.causes import Cause, FoundTrue, Validity, evidence_faults, ground_faults, measure_name

JIANGSU = shipped_rule_book("2026-sample").regulation
CITE = Message("steps.cited_article")
VALID = Validity(date(2026, 5, 20), date(2031, 5, 19))
ON = date(2026, 12, 1)
KNOWN = {
    "c1": FoundTrue("complaint", date(2026, 6, 1)),
    "c2": FoundTrue("tip_off", date(2026, 7, 1)),
    "c3": FoundTrue("complaint", date(2026, 8, 1)),
    "f1": FoundTrue("own_finding", date(2026, 8, 1)),
    "old": FoundTrue("complaint", date(2026, 5, 19)),
}


def keys(cause: Cause, *, many: int = 3, on: date = ON) -> list[str]:
    found = evidence_faults(cause, VALID, KNOWN, many=many, on=on, cite=CITE)
    return [fault.what.key.removeprefix("supervision.") for fault in found]


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (Cause("untrue_material"), []),
        (Cause("untrue_material", complaints=("c1",)), []),
        (Cause("untrue_material", complaints=("c9",)), ["not_found_true"]),
        (Cause("major_accident"), ["accident_without_day"]),
        (Cause("major_accident", date(2026, 5, 19)), ["accident_outside_validity"]),
        (Cause("major_accident", date(2026, 5, 20)), []),
        (Cause("major_accident", ON), []),
        (Cause("major_accident", date(2026, 12, 2)), ["accident_outside_validity"]),
        (Cause("complaints_found_true", complaints=("c1", "c2", "c3")), []),
        (Cause("complaints_found_true", complaints=("c1", "c2")), ["too_few_complaints"]),
        # The same twice is one; before validity is none; what the office found itself is no complaint.
        (Cause("complaints_found_true", complaints=("c1", "c2", "c2")), ["too_few_complaints"]),
        (Cause("complaints_found_true", complaints=("c1", "c2", "old")), ["too_few_complaints"]),
        (Cause("complaints_found_true", complaints=("c1", "c2", "f1")), ["too_few_complaints"]),
        (
            Cause("complaints_found_true", complaints=("c1", "c8", "c9")),
            ["not_found_true"] * 2 + ["too_few_complaints"],
        ),
        (Cause("own_finding", complaints=("f1",)), []),
        (Cause("own_finding", complaints=("c1",)), ["finding_needed"]),
        (Cause("own_finding"), ["finding_needed"]),
    ],
)
def test_what_a_ground_lacks(cause: Cause, expected: list[str]) -> None:
    assert keys(cause) == expected


def test_an_accident_of_the_last_day_of_validity_counts_and_one_after_it_does_not() -> None:
    later = date(2031, 9, 1)
    assert keys(Cause("major_accident", date(2031, 5, 19)), on=later) == []
    assert keys(Cause("major_accident", date(2031, 5, 20)), on=later) == ["accident_outside_validity"]


def test_how_many_are_many_is_told() -> None:
    cause = Cause("complaints_found_true", complaints=("c1", "c2"))
    assert keys(cause, many=2) == []
    (fault,) = evidence_faults(cause, VALID, KNOWN, many=3, on=ON, cite=CITE)
    assert (fault.seen, fault.expected) == ("2", "3")


@pytest.mark.parametrize(
    ("ground", "measure", "announced", "key"),
    [
        ("untrue_material", "revocation", True, None),
        ("major_accident", "publicity_suspension", True, None),
        ("untrue_material", "publicity_suspension", True, "measure_not_for_ground"),
        ("major_accident", "application_returned", False, "measure_not_for_ground"),
        ("major_accident", "application_returned", True, "measure_never"),
    ],
)
def test_the_regulation_says_which_ground_has_which_measure(
    ground: str, measure: str, announced: bool, key: str | None
) -> None:
    found = ground_faults(Cause(ground), measure, JIANGSU, CITE, announced=announced)  # type: ignore[arg-type]
    assert [fault.what.key for fault in found] == ([] if key is None else [f"supervision.{key}"])


def test_a_measure_goes_by_its_name_in_the_regulation() -> None:
    assert measure_name(JIANGSU, "rectification_order").zh == "责令限期整改"
    assert measure_name(JIANGSU, "flogging").en == "flogging"
