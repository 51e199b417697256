"""An entry of nobody: settled by key and number, like the others to look at, and nobody's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from scoring.model import Expert
from scoring.procedure.canary import decoy, name_of, tags, tidy

KEY = bytes(range(32))


def roster(*ids: str) -> list[Expert]:
    return [
        Expert(id_, f"某{id_}", f"{id_} 研究院", f"32{place % 13 + 1:02d}00", (f"C{place}",), date(2022, 1, place + 1))
        for place, id_ in enumerate(ids)
    ]


TWELVE = roster(*(f"E{number:02d}" for number in range(1, 13)))


def test_the_same_key_and_number_give_the_same_and_others_another() -> None:
    first = decoy(KEY, "AAAA-AAAA", TWELVE)
    assert first == decoy(KEY, "AAAA-AAAA", TWELVE)
    assert first is not None
    assert first.entry.name == name_of(KEY, "AAAA-AAAA", first.turn)
    others = {name_of(KEY, f"AAAA-{number:04d}") for number in range(200)}
    assert len(others) >= 199  # names come from some half a million
    assert name_of(KEY, "AAAA-AAAA") != name_of(bytes(32), "AAAA-AAAA")


def test_every_particular_is_a_colleagues_and_the_entry_is_nobodys() -> None:
    for number in range(50):
        made = decoy(KEY, f"N{number}", TWELVE)
        assert made is not None
        one = made.entry
        assert one.expert_id not in {other.expert_id for other in TWELVE}
        assert one.name not in {other.name for other in TWELVE}
        assert re.fullmatch("[\u4e00-\u9fff]{3}", one.name)
        assert any((one.employer, one.region) == (other.employer, other.region) for other in TWELVE)
        assert any(one.expertise == other.expertise for other in TWELVE)
        assert any(
            (one.appointed_from, one.appointed_until) == (other.appointed_from, other.appointed_until)
            for other in TWELVE
        )


@pytest.mark.parametrize(
    ("ids", "form"),
    [
        (("E01", "E02", "E04"), r"E03"),  # in the gap
        (("E01", "E02", "E03"), r"E(0[4-9]|1[0-2])"),  # none: one of those that follow
        (("ZJ-8", "ZJ-9"), r"ZJ-1[0-8]"),
        (("E7K2MQ", "E9PXTA", "EHHHHH"), r"E[279AHKMPQTX]{5}"),
        (("K0042",), r"K00(4[3-9]|5[01])"),
        (("ONLY",), r"[ONLY]{4}"),
        (("A", "B"), r"BA"),  # neither letter is left
    ],
)
def test_its_number_is_formed_like_the_others(ids: tuple[str, ...], form: str) -> None:
    seen = {made.entry.expert_id for turn in range(30) if (made := decoy(KEY, str(turn), roster(*ids)))}
    assert all(re.fullmatch(form, one) for one in seen), seen
    assert seen.isdisjoint(ids)


def test_a_name_that_somebody_bears_or_that_was_given_before_is_passed_over() -> None:
    first, second = (name_of(KEY, "AAAA-AAAA", turn) for turn in (0, 1))
    there = [*TWELVE, replace(TWELVE[0], expert_id="E77", name=f" {first[0]} {first[1:]}")]
    made = decoy(KEY, "AAAA-AAAA", there)
    assert made is not None
    assert (made.turn, made.entry.name) == (1, second)
    made = decoy(KEY, "AAAA-AAAA", TWELVE, taken=[first, second])
    assert made is not None
    assert made.turn == 2


def test_a_list_of_nobody_has_none() -> None:
    assert decoy(KEY, "AAAA-AAAA", []) is None


def test_tags_find_an_entry_by_name_with_number_or_employer_and_tell_no_name() -> None:
    made = decoy(KEY, "AAAA-AAAA", TWELVE)
    assert made is not None
    one = made.entry
    by_number, by_employer = tags(KEY, one)
    assert tags(KEY, replace(one, employer="other", name=f"{one.name} ")) == (
        by_number,
        tags(KEY, replace(one, employer="other"))[1],
    )
    assert tags(KEY, replace(one, expert_id="other"))[1] == by_employer
    assert not set(tags(KEY, replace(one, name="王某某"))) & {by_number, by_employer}
    assert not set(tags(bytes(32), one)) & {by_number, by_employer}
    assert tidy("Ａ b　c") == "ABC"
