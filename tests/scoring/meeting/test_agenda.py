from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.model import Clocks, Share
from scoring.meeting.agenda import (
    Agenda,
    AgendaItem,
    SittingRules,
    WithoutQuorum,
    agenda,
    agenda_again,
    door_movements,
)
from scoring.meeting.doors import movements
from scoring.meeting.quorum import Votes, quorum_met
from scoring.meeting.triage import Block

CLOCKS = Clocks(
    length=Decimal(120),
    opening=Decimal(12),
    consent_item=Decimal("0.25"),
    normal_item=Decimal("2.5"),
    hard_item=Decimal(4),
    pause=Decimal(4),
    reserve=Decimal(14),
    closing=Decimal(19),
    pull_window_seconds=90,
)
MEMBERS = frozenset("ABCDEFGHIJKL")
QUORUM = Share(2, 3, "entitled")
RULES = SittingRules(MEMBERS, MEMBERS, QUORUM, CLOCKS)
IN: frozenset[str] = frozenset()

recused = st.frozensets(st.sampled_from("ABCD"), max_size=3)
BLOCKS: tuple[Block, ...] = ("consent", "hard", "normal", "reserve")
blocks = st.sampled_from(BLOCKS)
some_items = st.lists(st.tuples(blocks, recused), max_size=14).map(
    lambda pairs: [AgendaItem(f"{at:03}", block, who) for at, (block, who) in enumerate(pairs)]
)


def order(found: Agenda) -> list[str]:
    return [slot.application_id for slot in found.slots]


def item(name: str, block: Block = "normal", out: str = "") -> AgendaItem:
    return AgendaItem(name, block, frozenset(out))


@given(some_items, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_every_item_once_by_block_and_without_a_gap(items: list[AgendaItem], seed: int) -> None:
    found = agenda(items, rules=RULES, seed=seed)
    assert not found.without_quorum
    assert sorted(order(found)) == sorted(one.application_id for one in items)
    place = {"consent": 0, "hard": 1, "normal": 2, "reserve": 3}
    assert [place[one.block] for one in found.slots] == sorted(place[one.block] for one in found.slots)
    for before, after in zip(found.slots, found.slots[1:], strict=False):
        assert after.starts - before.starts - before.minutes in (0.0, 4.0)


@given(some_items, st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_no_order_within_the_blocks_moves_fewer_people(items: list[AgendaItem], seed: int, random: object) -> None:
    found = agenda(items, rules=RULES, seed=seed)
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    path = [one.recused for block in ("hard", "normal", "reserve") for one in shuffled if one.block == block]
    assert door_movements(found) <= movements([IN, *path, IN])


@given(some_items, st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_the_same_seed_gives_the_same_order_whatever_the_order_given(items: list[AgendaItem], seed: int) -> None:
    assert agenda(items, rules=RULES, seed=seed) == agenda(list(reversed(items)), rules=RULES, seed=seed)


def test_the_order_of_a_seed_is_written_down() -> None:
    # Raw numbers of PCG64, so that it holds on every machine and with every later numpy.
    items = [item(f"{at}") for at in range(8)]
    assert "".join(order(agenda(items, rules=RULES, seed=2026))) == SEEDED
    assert "".join(order(agenda(items, rules=RULES, seed=2027))) != SEEDED


SEEDED = "70432156"


def test_every_order_is_as_likely_as_any_other() -> None:
    items = [item(name) for name in "abc"]
    counts = Counter("".join(order(agenda(items, rules=RULES, seed=seed))) for seed in range(600))
    # Six orders, 100 each: chi-squared with 5 degrees of freedom is above 20.5 once in a thousand.
    assert len(counts) == 6
    assert sum((count - 100) ** 2 / 100 for count in counts.values()) < 20.5


def test_those_recused_from_the_same_items_leave_once() -> None:
    items = [item(f"{at}", "normal", "AB" if at % 2 else "") for at in range(8)]
    found = agenda(items, rules=RULES, seed=3)
    assert door_movements(found) == 4
    assert [len(one.outside) for one in found.slots] in ([2] * 4 + [0] * 4, [0] * 4 + [2] * 4)


def test_nobody_leaves_for_the_consent_block_and_each_item_counts_its_recusals() -> None:
    found = agenda([item("1", "consent", "ABC"), item("2", "consent")], rules=RULES, seed=1)
    assert door_movements(found) == 0
    assert {(one.application_id, one.entitled, one.present, one.needed) for one in found.slots} == {
        ("1", 9, 9, 6),
        ("2", 12, 12, 8),
    }
    # Twelve minutes of opening and the pull window.
    assert found.slots[0].starts == 13.5


@given(
    some_items,
    st.dictionaries(st.sampled_from("EFGHIJKL"), st.floats(0, 130), max_size=8),
    st.frozensets(st.sampled_from("EFGHIJKL"), max_size=6),
)
@settings(max_examples=100, deadline=None)
def test_every_item_has_its_quorum_or_is_listed(
    items: list[AgendaItem], late: dict[str, float], absent: frozenset[str]
) -> None:
    rules = replace(RULES, expected=MEMBERS - absent, from_minute=late)
    found = agenda(items, rules=rules, seed=5)
    by_id = {one.application_id: one for one in items}
    for slot in found.slots:
        entitled = MEMBERS - by_id[slot.application_id].recused
        there = [one for one in entitled - absent if late.get(one, 0) <= slot.starts]
        assert quorum_met(Votes(len(entitled), len(there), 0, 0, 0), QUORUM)
        assert (slot.entitled, slot.present) == (len(entitled), len(there))
        assert slot.present >= slot.needed
    for lacking in found.without_quorum:
        entitled = MEMBERS - by_id[lacking.application_id].recused
        at_close = [one for one in entitled - absent if late.get(one, 0) <= 120 - 19]
        assert not quorum_met(Votes(len(entitled), len(at_close), 0, 0, 0), QUORUM)
        assert lacking.missing is not None
        assert quorum_met(Votes(len(entitled), len(at_close) + lacking.missing, 0, 0, 0), QUORUM)
        assert not quorum_met(Votes(len(entitled), len(at_close) + lacking.missing - 1, 0, 0, 0), QUORUM)
    assert len(found.slots) + len(found.without_quorum) == len(items)


def test_an_item_nobody_may_vote_on_is_listed_without_a_number() -> None:
    found = agenda([AgendaItem("1", "hard", MEMBERS)], rules=RULES, seed=1)
    assert found.slots == ()
    assert found.without_quorum == (WithoutQuorum("1", "hard", 0, 0, None),)


def test_an_item_that_waits_for_a_late_member_stands_after_he_came() -> None:
    # Nine expected of twelve; "1" loses two of the expected: 7 of 10 with K, 6 of 10 without, and 6 2/3 are needed.
    rules = replace(RULES, expected=frozenset("ABCDEFGHK"), from_minute={"K": 20.0})
    items = [item("1", "hard", "AB"), *(item(f"h{at}", "hard") for at in range(4))]
    found = agenda(items, rules=rules, seed=1)
    assert order(found)[-1] == "1"
    assert found.slots[-1].starts == 12 + 4 * 4
    # Coming after the hard items he finds it behind the break; after the close it has no quorum.
    later = agenda(items, rules=replace(rules, from_minute={"K": 30.0}), seed=1)
    assert (order(later)[-1], later.slots[-1].starts) == ("1", 12 + 16 + 4)
    never = agenda(items, rules=replace(rules, from_minute={"K": 102.0}), seed=1)
    assert never.without_quorum == (WithoutQuorum("1", "hard", 10, 6, 1),)


def test_a_consent_item_whose_quorum_comes_late_is_talked_about() -> None:
    rules = replace(RULES, expected=frozenset("ABCDEFGHK"), from_minute={"K": 20.0})
    found = agenda([item("1", "consent", "AB"), item("2", "consent"), item("3", "hard")], rules=rules, seed=1)
    assert order(found)[0] == "2"
    waited = next(one for one in found.slots if one.application_id == "1")
    assert (waited.block, waited.minutes, waited.outside) == ("normal", 2.5, frozenset("AB"))
    assert waited.starts >= 20


def test_voters_of_one_panel() -> None:
    panel = frozenset("ABCDE")
    found = agenda([AgendaItem("1", "normal", frozenset("A"), panel)], rules=RULES, seed=1)
    assert (found.slots[0].entitled, found.slots[0].present, found.slots[0].needed) == (4, 4, 3)


class TestAgain:
    ITEMS = (
        *(item(f"c{at}", "consent") for at in range(3)),
        *(item(f"h{at}", "hard", "AB"[at % 2]) for at in range(4)),
        *(item(f"n{at}", "normal", "BC"[at % 2]) for at in range(4)),
    )

    def before(self) -> Agenda:
        return agenda(self.ITEMS, rules=RULES, seed=9)

    def test_nothing_changes_where_nothing_changed(self) -> None:
        before = self.before()
        for done in range(len(before.slots)):
            again = agenda_again(before, self.ITEMS, done=order(before)[:done], minute=20, rules=RULES)
            assert order(again) == order(before)
            assert again.done == done

    def test_what_is_done_is_kept_and_times_run_from_now(self) -> None:
        before = self.before()
        again = agenda_again(before, self.ITEMS, done=order(before)[:4], minute=33.0, rules=RULES)
        assert again.slots[:4] == before.slots[:4]
        assert again.rest()[0].starts == 33.0

    def test_a_late_conflict(self) -> None:
        before = self.before()
        done = order(before)[:4]
        last = order(before)[-1]
        items = [replace(one, recused=frozenset("KL")) if one.application_id == last else one for one in self.ITEMS]
        again = agenda_again(before, items, done=done, minute=25, rules=RULES)
        slot = next(one for one in again.slots if one.application_id == last)
        assert slot.outside == frozenset("KL")
        assert sorted(order(again)) == sorted(order(before))

    def test_a_pulled_consent_item_goes_to_the_reserve(self) -> None:
        before = self.before()
        done = [name for name in order(before)[:3] if name != "c1"]
        items = [replace(one, block="reserve") if one.application_id == "c1" else one for one in self.ITEMS]
        again = agenda_again(before, items, done=done, minute=15, rules=RULES)
        assert order(again)[-1] == "c1"
        assert again.slots[-1].block == "reserve"

    def test_a_late_arrival_gives_an_item_its_quorum(self) -> None:
        few = replace(RULES, expected=frozenset("ABCDEFGH"))
        items = [item("1", "normal", "A"), item("2", "normal")]
        before = agenda(items, rules=few, seed=1)
        assert [one.application_id for one in before.without_quorum] == ["1"]
        again = agenda_again(before, items, done=["2"], minute=30, rules=replace(few, expected=frozenset("ABCDEFGHI")))
        assert order(again) == ["2", "1"]

    def test_the_break_is_taken_once(self) -> None:
        before = self.before()
        normal = order(before)[7:]
        again = agenda_again(before, self.ITEMS, done=order(before)[:8], minute=60, rules=RULES)
        assert again.rest()[0].starts == 60
        paused = agenda_again(before, self.ITEMS, done=order(before)[:7], minute=60, rules=RULES, pause_taken=True)
        assert paused.rest()[0].starts == 60
        ahead = agenda_again(before, self.ITEMS, done=order(before)[:7], minute=60, rules=RULES)
        assert ahead.rest()[0].starts == 64
        assert order(again)[7:] == normal

    def test_what_was_never_there_cannot_be_done(self) -> None:
        with pytest.raises(ValueError, match="x9"):
            agenda_again(self.before(), self.ITEMS, done=["x9"], minute=20, rules=RULES)


def test_slips_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        agenda([item("1"), item("1")], rules=RULES, seed=1)
    with pytest.raises(ValueError, match="no voters: Z"):
        agenda([], rules=replace(RULES, expected=frozenset("Z")), seed=1)
