"""What the members of a rehearsal do at a moment: rules of what they see, of a plan and of a seed, and nothing else.

The rules remember nothing: what a player has done stands in the record, and so a rehearsal that was broken off goes on
where it was, and the same seed plays the same part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from scoring.demonstration.rehearsal.plan import RehearsalPlan, TroubleKind
from scoring.demonstration.rehearsal.seeing import CONFIRMING, Seen, SeenRescoring, SeenVoting
from scoring.meeting.steps import TALKING
from scoring.register.votings import Choice

Does = Literal["sign_in", "confirm", "stand_aside", "ask_discussion", "ask_time", "save", "hand_in", "cast"]
_FAVOURABLE = ("propose_aa", "propose_aaa", "send_to_site_visit")
_AGAINST = 0.08
"""How often a player who follows no trouble votes against what is moved."""


@dataclass(frozen=True, slots=True)
class PlayerAct:
    """What one player does now."""

    person: str
    does: Does
    application_id: str = ""
    voting_id: str = ""
    choice: Choice | None = None
    indicator: str = ""
    value: Decimal | None = None


def acts(seen: Seen, plan: RehearsalPlan) -> tuple[PlayerAct, ...]:
    """Return everything that is due, in a fixed order; nothing while the power is cut."""
    if power_cut(seen, plan) or seen.opened_seconds is None or seen.phase in ("locked", "ended"):
        return ()
    return (
        *_arriving(seen, plan),
        *_confirming(seen, plan),
        *_pulling(seen, plan),
        *_troubling_an_item(seen, plan),
        *(() if seen.rescoring is None else _rescoring(seen, seen.rescoring, plan)),
        *(() if seen.voting is None else _casting(seen, seen.voting, plan)),
    )


def power_cut(seen: Seen, plan: RehearsalPlan) -> bool:
    """Whether the server is down just now."""
    trouble = plan.troubles.get("power_cut")
    if trouble is None or seen.current is None or seen.ordinal != trouble.item:
        return False
    return trouble.after <= seen.table_seconds < trouble.after + trouble.lasts


def late(seen: Seen, plan: RehearsalPlan) -> frozenset[str]:
    """Return who comes late."""
    trouble = plan.troubles.get("late_arrival")
    many = 0 if trouble is None else trouble.members
    return frozenset(sorted(seen.seats)[-many:] if many else ())


def share(seed: int, *what: str) -> float:
    """Return a number from 0 to below 1 that a seed and some words make."""
    digest = sha256("/".join((str(seed), *what)).encode()).digest()
    return int.from_bytes(digest[:6]) / 256**6


def _takes(plan: RehearsalPlan, pace: str, *what: str) -> float:
    low, high = plan.pace[pace]
    return low + (high - low) * share(plan.seed, pace, *what)


def _comes(seen: Seen, plan: RehearsalPlan, kind: TroubleKind) -> bool:
    """Whether a trouble belongs to the item on the table, and its time has come."""
    trouble = plan.troubles.get(kind)
    here = trouble is not None and seen.current is not None and seen.ordinal == trouble.item
    return here and trouble is not None and seen.table_seconds >= trouble.after


def _arriving(seen: Seen, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    trouble, behind = plan.troubles.get("late_arrival"), late(seen, plan)
    for person, (state, _) in sorted(seen.seats.items()):
        delay = _takes(plan, "sign_in", person)
        if trouble is not None and person in behind:
            delay += trouble.after
        if state == "invited" and (seen.opened_seconds or 0.0) >= delay:
            yield PlayerAct(person, "sign_in")


def _confirming(seen: Seen, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    if seen.phase not in CONFIRMING:
        return
    for person, (state, seconds) in sorted(seen.seats.items()):
        delay = _takes(plan, "confirm", person)
        if state == "present" and seconds >= delay and (seen.phase != "recusals" or seen.phase_seconds >= delay):
            yield PlayerAct(person, "confirm")


def _pulling(seen: Seen, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    """Ask for discussion of the last of the list: before its vote, or, where the chair was faster, after it."""
    trouble = plan.troubles.get("pulled")
    if trouble is None or seen.asked or not seen.present or seen.voting is not None:
        return
    if seen.phase == "consent" and seen.listed and seen.phase_seconds >= trouble.after:
        yield PlayerAct(seen.present[0], "ask_discussion", seen.listed[-1])
    elif seen.phase in TALKING and seen.list_decided:
        yield PlayerAct(seen.present[0], "ask_discussion", seen.list_decided[-1])


def _troubling_an_item(seen: Seen, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    current = seen.current
    if current is None:
        return
    there = [one for one in seen.present if one not in seen.aside]
    scored = [one for one in there if one in seen.panel]
    if _comes(seen, plan, "late_conflict") and current not in seen.conflicts_today and scored:
        yield PlayerAct(scored[0], "stand_aside", current)
    if _comes(seen, plan, "more_time"):
        # More than a third of those present.
        for person in there[: len(seen.present) // 3 + 1]:
            if person not in seen.short:
                yield PlayerAct(person, "ask_time", current)


def _rescoring(seen: Seen, turn: SeenRescoring, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    panel = [one for one in turn.panel if one in seen.present]
    mover = min(panel, key=lambda one: share(plan.seed, "moves", turn.application_id, one), default=None)
    dead = panel[-1] if panel and _comes(seen, plan, "dead_device") else None
    for person in panel:
        if person in turn.returned or person == dead:
            continue
        if turn.seconds < _takes(plan, "hand_in", turn.application_id, person):
            continue
        if person == mover and person not in turn.saved:
            indicator, value = turn.moves[person]
            yield PlayerAct(person, "save", turn.application_id, indicator=indicator, value=value)
        else:
            yield PlayerAct(person, "hand_in", turn.application_id)


def _casting(seen: Seen, voting: SeenVoting, plan: RehearsalPlan) -> Iterator[PlayerAct]:
    everybody = sorted(voting.may_cast)
    for place, person in enumerate(everybody):
        if person not in voting.cast and voting.seconds >= _takes(plan, "cast", voting.voting_id, person):
            choice = _choice(seen, voting, plan, person, place, len(everybody))
            yield PlayerAct(person, "cast", voting_id=voting.voting_id, choice=choice)


def _choice(seen: Seen, voting: SeenVoting, plan: RehearsalPlan, person: str, place: int, many: int) -> Choice:
    if voting.block == "consent":
        return "in_favour"
    if _comes(seen, plan, "tie"):
        half = many // 2
        return "in_favour" if place < half else "against" if place < 2 * half else "abstained"
    if _comes(seen, plan, "contradiction") and set(voting.motions.values()) & set(_FAVOURABLE):
        return "against" if place < many - many // 4 else "in_favour"
    return "against" if share(plan.seed, "vote", voting.voting_id, person) < _AGAINST else "in_favour"
