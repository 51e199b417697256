"""The order of a sitting: hard cases while fresh, chance inside a block, few movements at the door, always a quorum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from numpy.random import PCG64

from scoring.meeting.clock import item_minutes, pull_minutes
from scoring.meeting.doors import in_order, movements
from scoring.meeting.resolve import least
from scoring.meeting.slots import (
    Agenda,
    AgendaItem,
    Minutes,
    SittingRules,
    Slot,
    WithoutQuorum,
    earliest_quorum,
    votes_at,
    without_quorum,
)
from scoring.meeting.triage import Block

__all__ = ["Agenda", "AgendaItem", "SittingRules", "Slot", "WithoutQuorum", "agenda", "agenda_again", "door_movements"]
_ORDER: Final[tuple[Block, ...]] = ("consent", "hard", "normal", "reserve")
_AFTER_PAUSE: Final = frozenset[Block]({"normal", "reserve"})


def agenda(items: Sequence[AgendaItem], *, rules: SittingRules, seed: int) -> Agenda:
    """Return the order of a sitting: the consent block, hard items, the break, normal items, the reserve.

    Inside a block the items for which the same people leave come one after the other, in the order of groups with the
    fewest movements at the door from the opening to the close (`doors.in_order`); what is then still free is drawn by
    lot. An item whose quorum waits for members who come late stands after they come: at the end of its block where that
    is late enough, otherwise in a later block. What no order gives a quorum is in `Agenda.without_quorum`.

    Parameters
    ----------
    items : sequence of AgendaItem
        In any order, which changes nothing: the lot falls on the sorted numbers.
    rules : SittingRules
    seed : int
        Of the lot, recorded. Raw numbers of PCG64 (O'Neill 2014) give the same order on every machine.

    Raises
    ------
    ValueError
        If an application is there twice, or somebody is expected who is no voter.
    """
    return _solved(items, rules, seed, _Start(float(rules.clocks.opening)))


def agenda_again(
    before: Agenda,
    items: Sequence[AgendaItem],
    *,
    done: Sequence[str],
    minute: Minutes,
    rules: SittingRules,
    pause_taken: bool = False,
) -> Agenda:
    """Solve the rest of a sitting anew: after a late conflict, an arrival, a pulled or an over-long item.

    Where the present order needs no more movements than the best one, it stays.

    Parameters
    ----------
    before : Agenda
    items : sequence of AgendaItem
        All of them as they are now, those done among them: the lot is the same again.
    done : sequence of str
        Applications that are over or on the table now, in the order treated; kept as they are.
    minute : float
        From when on the rest is planned, in minutes from the opening.
    rules : SittingRules
        As of now.
    pause_taken : bool
        The break is over.

    Raises
    ------
    ValueError
        If something done was never on the agenda; otherwise as `agenda`.
    """
    slots = {one.application_id: one for one in before.slots}
    unknown = [one for one in done if one not in slots]
    if unknown:
        raise ValueError(f"done, but never on the agenda: {', '.join(unknown)}")
    kept = tuple(slots[one] for one in done)
    paused = pause_taken or any(one.block in _AFTER_PAUSE for one in kept)
    outside = kept[-1].outside if kept else frozenset()
    place = {one.application_id: at for at, one in enumerate(before.slots)}
    return _solved(items, rules, before.seed, _Start(minute, outside, paused, kept, place))


def door_movements(agenda: Agenda) -> int:
    """Return how many times somebody goes through the door, all being in the room before the first item and at last."""
    inside = frozenset[str]()
    return movements([inside, *(one.outside for one in agenda.slots), inside])


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the rest of a sitting begins: after what is done, with these people outside."""

    minute: Minutes
    outside: frozenset[str] = frozenset()
    paused: bool = False
    kept: tuple[Slot, ...] = ()
    place: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Items that may change places among themselves, and when the first of them begins."""

    starts: Minutes
    items: tuple[AgendaItem, ...]
    consent: bool


def _solved(items: Sequence[AgendaItem], rules: SittingRules, seed: int, start: _Start) -> Agenda:
    _refuse(items, rules)
    lot = _lot(items, seed)
    done = {one.application_id for one in start.kept}
    drawn = sorted((one for one in items if one.application_id not in done), key=lambda one: lot[one.application_id])
    earliest = {one.application_id: earliest_quorum(one, rules) for one in drawn}
    segments, never = _segments(drawn, earliest, rules, start)
    slots = _laid_out(segments, rules, start)
    return Agenda(seed, (*start.kept, *slots), tuple(without_quorum(one, rules) for one in never), len(start.kept))


def _refuse(items: Sequence[AgendaItem], rules: SittingRules) -> None:
    ids = [one.application_id for one in items]
    if len(set(ids)) < len(ids):
        raise ValueError(f"twice on the agenda: {', '.join(sorted({one for one in ids if ids.count(one) > 1}))}")
    strangers = rules.expected - rules.voters
    if strangers:
        raise ValueError(f"expected, but no voters: {', '.join(sorted(strangers))}")


def _lot(items: Sequence[AgendaItem], seed: int) -> dict[str, int]:
    ids = sorted(one.application_id for one in items)
    raw: list[int] = PCG64(seed).random_raw(len(ids)).tolist() if ids else []
    return {ids[at]: place for place, at in enumerate(sorted(range(len(ids)), key=raw.__getitem__))}


def _segments(
    drawn: Sequence[AgendaItem], earliest: Mapping[str, Minutes | None], rules: SittingRules, start: _Start
) -> tuple[list[_Segment], list[AgendaItem]]:
    """Return the parts of the sitting one after the other, and the items that never have a quorum."""
    never = [one for one in drawn if earliest[one.application_id] is None]
    when = {name: minute for name, minute in earliest.items() if minute is not None}
    segments: list[_Segment] = []
    waiting: list[AgendaItem] = []
    minute, paused = start.minute, start.paused
    for block in _ORDER:
        own = [one for one in drawn if one.block == block and one.application_id in when]
        if block in _AFTER_PAUSE and not paused and (own or waiting):
            minute, paused = minute + float(rules.clocks.pause), True
        if block == "consent" and own:
            minute += pull_minutes(rules.clocks)
        waiting += own
        while ready := [one for one in waiting if when[one.application_id] <= minute]:
            segments.append(_Segment(minute, tuple(ready), block == "consent"))
            minute += sum(_minutes(one, rules, consent=block == "consent") for one in ready)
            waiting = [one for one in waiting if one not in ready]
            if block == "consent":
                break  # one vote for the block; who comes later finds it closed
    while waiting:
        minute = max(minute, min(when[one.application_id] for one in waiting))
        ready = [one for one in waiting if when[one.application_id] <= minute]
        segments.append(_Segment(minute, tuple(ready), consent=False))
        minute += sum(_minutes(one, rules, consent=False) for one in ready)
        waiting = [one for one in waiting if one not in ready]
    return segments, never


def _minutes(item: AgendaItem, rules: SittingRules, *, consent: bool) -> Minutes:
    block: Block = "normal" if item.block == "consent" and not consent else item.block
    return item_minutes(block, rules.clocks)


def _laid_out(segments: Sequence[_Segment], rules: SittingRules, start: _Start) -> list[Slot]:
    """Return the items in the order of fewest movements, those of equal recusals together, ties by lot."""
    best = [
        _Segment(one.starts, items, one.consent)
        for one, items in zip(segments, _grouped(segments, rules, start), strict=True)
    ]
    kept = _as_before(segments, start.place)
    if kept is not None and _cost(kept, rules, start) <= _cost(best, rules, start):
        best = kept
    slots = []
    for segment in best:
        minute = segment.starts
        for item in segment.items:
            slots.append(_slot(item, rules, minute, consent=segment.consent))
            minute += slots[-1].minutes
    return slots


def _grouped(segments: Sequence[_Segment], rules: SittingRules, start: _Start) -> list[tuple[AgendaItem, ...]]:
    groups: list[dict[frozenset[str], list[AgendaItem]]] = []
    for segment in segments:
        by_outside: dict[frozenset[str], list[AgendaItem]] = {}
        for item in segment.items:
            by_outside.setdefault(_outside(item, rules, consent=segment.consent), []).append(item)
        groups.append(by_outside)
    orders = in_order([list(one) for one in groups], start=start.outside, end=frozenset())
    return [
        tuple(item for place in order for item in list(group.values())[place])
        for group, order in zip(groups, orders, strict=True)
    ]


def _as_before(segments: Sequence[_Segment], place: Mapping[str, int]) -> list[_Segment] | None:
    """Return the segments in the order of the agenda before; ``None`` where something was not on it."""
    if any(item.application_id not in place for segment in segments for item in segment.items):
        return None
    return [
        _Segment(one.starts, tuple(sorted(one.items, key=lambda item: place[item.application_id])), one.consent)
        for one in segments
    ]


def _cost(segments: Sequence[_Segment], rules: SittingRules, start: _Start) -> int:
    outside = [_outside(item, rules, consent=one.consent) for one in segments for item in one.items]
    return movements([start.outside, *outside, frozenset()])


def _outside(item: AgendaItem, rules: SittingRules, *, consent: bool) -> frozenset[str]:
    return frozenset() if consent else item.recused & rules.expected


def _slot(item: AgendaItem, rules: SittingRules, minute: Minutes, *, consent: bool) -> Slot:
    votes = votes_at(item, rules, minute)
    return Slot(
        application_id=item.application_id,
        block="normal" if item.block == "consent" and not consent else item.block,
        starts=minute,
        minutes=_minutes(item, rules, consent=consent),
        outside=_outside(item, rules, consent=consent),
        entitled=votes.entitled,
        present=votes.present,
        needed=least(votes.entitled, rules.quorum) or 0,
    )
