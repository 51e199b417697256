"""Quorum and majority against cases worked by hand: the arithmetic stands in the last column of the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model import Share
from scoring.meeting.quorum import Votes
from scoring.meeting.resolve import Resolution, least, resolve_by
from scoring.texts import translator

TABLE = Path(__file__).with_name("quorum_table.csv")
with TABLE.open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))


def share(text: str, of: str) -> Share:
    numerator, denominator = text.removeprefix(">").split("/")
    return Share(int(numerator), int(denominator), of, strict=text.startswith(">"))  # type: ignore[arg-type]


def resolution(row: dict[str, str]) -> Resolution:
    part, of = row["majority"].split()
    entitled = int(row["voters"]) - int(row["recused"])
    votes = Votes(entitled, *(int(row[name]) for name in ("present", "favour", "against", "abstain")))
    return resolve_by(votes, share(row["quorum"], "entitled"), share(part, of))


def whole(text: str) -> int | None:
    return None if text == "-" else int(text)


def test_the_table_has_every_kind_of_case() -> None:
    assert len(ROWS) >= 60
    assert {row["majority"].split()[1] for row in ROWS} == {"entitled", "present", "cast"}
    for name in ("valid", "carried", "tie"):
        assert {row[name] for row in ROWS} == {"yes", "no"}
    assert any(row["recused"] != "0" for row in ROWS)
    assert any(row["abstain"] != "0" for row in ROWS)
    assert any(row["voters"] == row["recused"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[f"{at}" for at in range(2, len(ROWS) + 2)])
def test_case_worked_by_hand(row: dict[str, str]) -> None:
    found = resolution(row)
    assert found.quorum.needed == whole(row["quorum_needed"]), row["by_hand"]
    assert found.valid is (row["valid"] == "yes"), row["by_hand"]
    assert found.majority.needed == whole(row["majority_needed"]), row["by_hand"]
    assert found.carried is (row["carried"] == "yes"), row["by_hand"]
    assert found.tie is (row["tie"] == "yes"), row["by_hand"]


@given(st.integers(1, 200), st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_what_is_needed_is_the_least_that_is_enough(people: int, a: int, b: int, strict: bool) -> None:
    rule = Share(min(a, b), max(a, b), "present", strict)
    needed = least(people, rule)
    enough = [
        n
        for n in range(people + 1)
        if resolve_by(Votes(people, people, n, 0, 0), Share(0, 1, "entitled"), rule).majority.met
    ]
    assert (needed,) == (enough[0],) if enough else needed is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_formula_shows_its_numbers(language: str) -> None:
    say = translator(language)
    found = resolve_by(Votes(11, 9, 6, 2, 1), Share(2, 3, "entitled"), Share(1, 2, "cast", strict=True))
    quorum, majority = say(found.quorum.text), say(found.majority.text)
    assert all(number in quorum for number in ("9", "11", "2/3", "8"))
    assert all(number in majority for number in ("6", "8", "1/2", "5"))
    assert say("quorum.more_than") in majority
    assert say("quorum.at_least") in quorum
    nobody = resolve_by(Votes(0, 0, 0, 0, 0), Share(2, 3, "entitled"), Share(2, 3, "present"))
    assert say("quorum.out_of_reach") in say(nobody.quorum.text)


def test_counts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match=r"quorum\.more_ballots"):
        resolve_by(Votes(5, 5, 4, 1, 1), Share(2, 3, "entitled"), Share(2, 3, "present"))
