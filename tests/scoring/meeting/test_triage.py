from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.meeting.triage import LOW, TriageCase, triage
from scoring.texts import translator

SURE = TriageCase("a1", "AAA", "send_to_site_visit", "AAA", 0.95, "AAA", "AAA")


def keys(case: TriageCase, threshold: float = 0.9) -> tuple[str, list[str]]:
    found = triage(case, threshold)
    return found.block, [reason.key.removeprefix("triage.") for reason in found.reasons]


def test_a_sure_case_on_its_score_is_consent() -> None:
    assert keys(SURE) == ("consent", ["sure"])
    assert keys(replace(SURE, certainty=0.9))[0] == "consent"


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"certainty": 0.899}, ["unsure"]),
        ({"certainty": None}, ["certainty_unknown"]),
        ({"certainty": float("nan")}, ["certainty_unknown"]),
        ({"outcome": None, "grade": None}, ["no_proposal"]),
        ({"condition_unknown": True}, ["condition_unknown"]),
        ({"likeliest": "AA"}, ["likeliest_differs"]),
        # A refusal in spite of the score: by a floor, a veto or a condition.
        ({"outcome": "do_not_propose", "grade": None}, ["against_score"]),
        # A proposal above the score.
        ({"likeliest": "AA", "grade_by_score": "AA"}, ["against_score"]),
        ({"certainty": 0.5, "without_one": 1}, ["without_one", "unsure"]),
        ({"certainty": 0.5, "straddles": True}, ["straddled", "unsure"]),
        ({"certainty": 0.5, "split_range": 14.0, "range_limit": 13.9}, ["wide", "unsure"]),
    ],
)
def test_what_is_talked_about_normally(change: dict[str, object], reasons: list[str]) -> None:
    assert keys(replace(SURE, **change)) == ("normal", reasons)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"certainty": LOW - 0.001, "straddles": True, "without_one": 2},
        {"certainty": 0.85, "split_range": 14.0, "range_limit": 13.9, "without_one": 1},
        {"certainty": LOW - 0.001, "straddles": True, "split_range": 14.0, "range_limit": 13.9},
        {"certainty": None, "split_range": 14.0, "range_limit": 13.9, "without_one": 1},
    ],
)
def test_two_flags_make_it_hard(change: dict[str, object]) -> None:
    assert keys(replace(SURE, **change))[0] == "hard"  # type: ignore[arg-type]


def test_a_flag_counts_only_beyond_its_limit() -> None:
    unsure = replace(SURE, certainty=LOW, straddles=True, without_one=1, split_range=13.9, range_limit=13.9)
    assert keys(unsure) == ("normal", ["without_one", "unsure"])


def test_a_sure_case_with_a_wide_range_stays_in_consent_and_says_so() -> None:
    assert keys(replace(SURE, split_range=20.0, range_limit=13.9, without_one=1)) == (
        "consent",
        ["sure", "without_one", "wide"],
    )


@pytest.mark.parametrize(
    "case",
    [
        # An AA applicant whose score reaches AAA is proposed AA on it.
        TriageCase("a", "AA", "propose_aa", "AA", 0.95, "AAA", "AAA"),
        # Surely below the line applied for.
        TriageCase("a", "AA", "do_not_propose", None, 0.95, "none", None),
        TriageCase("a", "AAA", "do_not_propose", None, 0.95, "AA", "AA"),
    ],
)
def test_other_consents(case: TriageCase) -> None:
    assert triage(case, 0.9).block == "consent"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_has_words(language: str) -> None:
    say = translator(language)
    case = replace(SURE, certainty=0.5, straddles=True, split_range=14.0, range_limit=13.9, without_one=1)
    assert all("{" not in say(reason) for reason in triage(case, 0.9).reasons)
    assert "50%" in " ".join(say(reason) for reason in triage(case, 0.9).reasons)
