"""What a round needs before it opens, and the days of its notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scoring.procedure.opening import AUTHORITIES, in_force, missing_to_open, window_faults, window_of
from scoring.register.openings import Authority, Paper, PaperKind, Signature
from scoring.register.tables import steps as kept

PLAN = Paper("r", "annual_plan", 1, "d", "计划", None, "正文")
NOTICE = Paper("r", "opening_notice", 1, "d", "通知", None, "正文", date(2026, 3, 26), date(2026, 4, 26))
TODAY = date(2026, 3, 6)


def signed(kind: PaperKind, *authorities: Authority, version: int = 1) -> list[Signature]:
    return [Signature("r", kind, version, one, f"s-{one}", "") for one in authorities]


def keys(papers: list[Paper], signatures: list[Signature], digest: str = "d") -> list[str]:
    return [what.key for what in missing_to_open(papers, signatures, digest=digest)]


BOTH = [*signed("annual_plan", *AUTHORITIES), *signed("opening_notice", *AUTHORITIES)]


def test_both_papers_and_both_signatures_are_needed() -> None:
    assert keys([], []) == ["steps.paper_missing", "steps.paper_missing"]
    assert keys([PLAN, NOTICE], []) == ["steps.signature_missing"] * 4
    assert keys([PLAN, NOTICE], BOTH[:3]) == ["steps.signature_missing"]
    assert keys([PLAN, NOTICE], BOTH) == []


def test_a_signature_of_other_rules_or_of_an_older_version_does_not_count() -> None:
    assert keys([PLAN, NOTICE], BOTH, digest="other") == ["steps.paper_of_other_rules"] * 2
    newer = replace(NOTICE, version=2, last_day=date(2026, 5, 6), reason="延期")
    assert keys([PLAN, NOTICE, newer], BOTH) == []  # the first notice stands until the second is signed
    half = [*BOTH, *signed("opening_notice", "drc", version=2)]
    assert window_of(in_force([PLAN, NOTICE, newer], half, "opening_notice", digest="d")) == window_of(NOTICE)
    whole = [*half, *signed("opening_notice", "market_regulator", version=2)]
    assert window_of(in_force([PLAN, NOTICE, newer], whole, "opening_notice", digest="d")) == window_of(newer)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 26), date(2026, 4, 26), []),
        (date(2026, 3, 6), date(2026, 3, 6), []),  # today alone
        (date(2026, 1, 1), date(2026, 3, 5), ["steps.days_over"]),  # a day of yesterday
        (date(2026, 4, 26), date(2026, 3, 26), ["steps.days_reversed"]),
        (date(2026, 4, 26), date(2025, 4, 26), ["steps.days_reversed", "steps.days_over"]),
        (None, date(2026, 4, 26), ["steps.days_missing"]),
        (date(2026, 4, 26), None, ["steps.days_missing"]),
        (date(2027, 12, 31), date(2028, 2, 29), []),
    ],
)
def test_days_of_a_notice(first: date | None, last: date | None, expected: list[str]) -> None:
    assert [fault.what.key for fault in window_faults("opening_notice", first, last, on=TODAY)] == expected


def test_a_plan_names_no_days() -> None:
    assert window_faults("annual_plan", None, None, on=TODAY) == ()
    assert [one.what.key for one in window_faults("annual_plan", TODAY, TODAY, on=TODAY)] == ["steps.plan_without_days"]


def test_words_of_the_record_and_of_the_procedure_are_the_same() -> None:
    assert set(kept.AUTHORITIES) == set(AUTHORITIES)
    assert set(kept.PAPERS) == {"annual_plan", "opening_notice"}
