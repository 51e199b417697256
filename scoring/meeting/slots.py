"""The agenda of a sitting as records, and who may vote on an item at which minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.model import Clocks, Share
from scoring.meeting.quorum import Votes, quorum_met
from scoring.meeting.resolve import least
from scoring.meeting.triage import Block

Minutes = float


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An application to be treated.

    Attributes
    ----------
    application_id : str
    block : Block
        By its triage; of a pulled or an over-long item ``reserve``.
    recused : frozenset of str
        Members who may not take part in it.
    voters : frozenset of str or None
        Who votes on it, where only the members of its own panel do; ``None``: all voters of the sitting.
    """

    application_id: str
    block: Block
    recused: frozenset[str] = frozenset()
    voters: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SittingRules:
    """What the order of a sitting depends on.

    Attributes
    ----------
    voters : frozenset of str
        All voters of the sitting: the quorum is counted of them, less the recused of an item.
    expected : frozenset of str
        Those of them who are there or will come.
    from_minute : mapping of str to float
        Minute of the sitting from which a member is there; whoever is not in it is there from the start.
    quorum : Share
    clocks : Clocks
    """

    voters: frozenset[str]
    expected: frozenset[str]
    quorum: Share
    clocks: Clocks
    from_minute: Mapping[str, Minutes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """One item in its place.

    Attributes
    ----------
    application_id : str
    block : Block
        As of the item; a consent item whose quorum only comes after the vote for the block is a normal one.
    starts, minutes : float
        Planned, in minutes from the opening; of an item that is done its plan of then.
    outside : frozenset of str
        Who is expected and leaves the room. Nobody leaves for a consent item: those recused have no vote on it.
    entitled, present, needed : int
        Voters less the recused; of those, who is there then; the least that make a quorum.
    """

    application_id: str
    block: Block
    starts: Minutes
    minutes: Minutes
    outside: frozenset[str]
    entitled: int
    present: int
    needed: int


@dataclass(frozen=True, slots=True)
class WithoutQuorum:
    """An item that no order can give a quorum: `missing` more members would have to come.

    `missing` is ``None`` where nobody is entitled to vote on it, so that nobody who comes can help.
    """

    application_id: str
    block: Block
    entitled: int
    expected: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The order of a sitting, and the seed of its chance. `done`: how many of `slots` are over."""

    seed: int
    slots: tuple[Slot, ...]
    without_quorum: tuple[WithoutQuorum, ...]
    done: int = 0

    def rest(self) -> tuple[Slot, ...]:
        """Return what is still to be treated."""
        return self.slots[self.done :]


def votes_at(item: AgendaItem, rules: SittingRules, minute: Minutes) -> Votes:
    """Return who may vote on an item and who of them is expected to be there at a minute, with no ballots yet."""
    entitled = (rules.voters if item.voters is None else item.voters) - item.recused
    there = sum(rules.from_minute.get(one, 0.0) <= minute for one in entitled & rules.expected)
    return Votes(len(entitled), there, 0, 0, 0)


def _closing(rules: SittingRules) -> Minutes:
    return float(rules.clocks.length - rules.clocks.closing)


def earliest_quorum(item: AgendaItem, rules: SittingRules) -> Minutes | None:
    """Return from which minute on the item has a quorum; ``None`` if not before the close."""
    for minute in sorted({0.0, *rules.from_minute.values()}):
        if quorum_met(votes_at(item, rules, minute), rules.quorum):
            return minute if minute <= _closing(rules) else None
    return None


def without_quorum(item: AgendaItem, rules: SittingRules) -> WithoutQuorum:
    """Return how many members an item lacks that never has a quorum before the close."""
    votes = votes_at(item, rules, _closing(rules))
    needed = least(votes.entitled, rules.quorum)
    missing = None if needed is None else needed - votes.present
    return WithoutQuorum(item.application_id, item.block, votes.entitled, votes.present, missing)
