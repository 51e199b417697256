"""What an inspector has to look at: counts of what happened in the record, by role and by application, never by name.

Gathered in one snapshot (`alarm_grounds`, `chain_following`), computed from that alone (`alarms_of`). Read it before
names: an opening of identities (`identity_openings`) is for what these leave unexplained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

from indicators.language import BEIJING
from scoring import access
from scoring.flow.accounts.unsigned import UnsignedAct
from scoring.flow.alarm_grounds import Crossing, Grounds, alarm_grounds
from scoring.flow.chain_following import Followed, follow
from scoring.model import Actor
from scoring.procedure.rounds import STATES, circumstances
from scoring.register import alarm_facts
from scoring.register.alarm_facts import Failures, Happened, RoleActs, RoleHour
from scoring.register.canonical import timestamp
from scoring.register.database import Register

__all__ = ["DAYS", "Alarm", "AlarmKind", "Crossing", "Facts", "Grounds", "NamelessAct", "alarms", "alarms_of"]

AlarmKind = Literal[
    "crossed",
    "after_reveal",
    "against_proposal",
    "voided",
    "out_of_hours",
    "break_glass",
    "unsigned",
    "sign_ins",
    "identities",
    "conflicts",
    "recused_voting",
]
KINDS: Final[tuple[AlarmKind, ...]] = get_args(AlarmKind)
DAYS: Final = 30
"""Acts out of hours are counted so far back; everything else over the whole record."""
MOST_ACTS: Final = 50
"""No more acts that nobody signed in for are told one by one."""
NIGHT: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
"""Hours of Beijing in which nobody of these offices is at work: from 22:00 until 6:00."""
VOIDED: Final = "decision.voided"
GLASS: Final = "account.first_again"
CLOSED: Final = tuple(state for state in STATES if "marks_closed" in circumstances(state))
_HOUR: Final = "%Y-%m-%dT%H"


@dataclass(frozen=True, slots=True)
class NamelessAct:
    """An entry of the chain without its actor: where it stands, when, which act, in which role, why it is told."""

    sequence: int
    at: str
    act: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One kind of thing.

    Attributes
    ----------
    count, of : int
        How often it happened; among how many, 0 where there is nothing to compare with.
    last : str or None
        When it last did, as the record writes it; of acts out of hours to the hour.
    about : tuple of str
        Applications, each once, in order.
    by_role : tuple of (str, int)
        Who did it, by role, most first.
    acts : tuple of NamelessAct
        The entries themselves, the newest first, where each has to be looked at.
    """

    kind: AlarmKind
    count: int
    of: int = 0
    last: str | None = None
    about: tuple[str, ...] = ()
    by_role: tuple[tuple[str, int], ...] = ()
    acts: tuple[NamelessAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What alarms are computed from, of one moment of the record."""

    grounds: Grounds = field(default_factory=Grounds)
    changed: tuple[Happened, ...] = ()
    acts: tuple[RoleActs, ...] = ()
    hours: tuple[RoleHour, ...] = ()
    unsigned: tuple[UnsignedAct, ...] = ()
    failures: tuple[Failures, ...] = ()


def alarms(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    grounds: Grounds | None = None,
    followed: Followed | None = None,
) -> tuple[Alarm, ...]:
    """Return every kind of alarm, with a count of 0 where nothing happened.

    Parameters
    ----------
    grounds : Grounds, optional
        What `alarm_grounds` gave today, while nothing but marks and looks was recorded since.
    followed : Followed, optional
        What was read of the chain of this register before; it is brought up to now.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "alarms")
    standing = alarm_grounds(register, actor, now.astimezone(BEIJING).date()) if grounds is None else grounds
    read = Followed() if followed is None else followed
    with register.read() as connection:
        follow(connection, read, counted=(VOIDED, GLASS), closed=CLOSED)
        return alarms_of(
            Facts(
                grounds=standing,
                changed=alarm_facts.changed(connection, read.replaced),
                acts=tuple(read.acts.values()),
                hours=read.hours_since(timestamp(now - timedelta(days=DAYS))),
                unsigned=tuple(read.unsigned),
                failures=tuple(
                    one
                    if one.until is not None and one.until > timestamp(now)
                    else Failures(one.kind, one.count, one.last, None)
                    for one in alarm_facts.failures(connection)
                ),
            )
        )


def alarms_of(facts: Facts) -> tuple[Alarm, ...]:
    """Return the alarms of what was gathered, each kind once, in the order of `KINDS`."""
    crossed = [Happened(one.application_id, one.at) for one in facts.grounds.resubmitted if one.before != one.after]
    night = [one for one in facts.hours if _hour_of_beijing(one.hour) in NIGHT]
    roles: Counter[str] = Counter()
    for one in night:
        roles[one.role] += one.count
    found = (
        _of_applications("crossed", crossed, of=len(facts.grounds.resubmitted)),
        _of_applications("after_reveal", facts.changed),
        _of_applications("against_proposal", facts.grounds.departed, of=facts.grounds.decided),
        _of_acts("voided", facts.acts, VOIDED),
        Alarm(
            "out_of_hours",
            sum(one.count for one in night),
            of=sum(one.count for one in facts.hours),
            last=max((f"{one.hour}:00:00Z" for one in night), default=None),
            by_role=_most_first(roles),
        ),
        _of_acts("break_glass", facts.acts, GLASS),
        _unsigned(facts.unsigned),
        Alarm(
            "sign_ins",
            sum(one.count for one in facts.failures),
            of=sum(one.until is not None for one in facts.failures),
            last=max((one.last for one in facts.failures), default=None),
        ),
        Alarm(
            "identities", len(facts.grounds.openings), last=max((at for _, at in facts.grounds.openings), default=None)
        ),
        Alarm("conflicts", len(facts.grounds.conflicts), about=tuple(dict.fromkeys(facts.grounds.conflicts))),
        Alarm("recused_voting", facts.grounds.recused_on_rolls),
    )
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _of_applications(kind: AlarmKind, happened: Sequence[Happened], *, of: int = 0) -> Alarm:
    about = tuple(dict.fromkeys(one.application_id for one in happened))
    return Alarm(kind, len(happened), of, max((one.at for one in happened), default=None), about)


def _of_acts(kind: AlarmKind, acts: Iterable[RoleActs], act: str) -> Alarm:
    these = [one for one in acts if one.act == act]
    roles = Counter({one.role: one.count for one in these})
    last = max((one.last for one in these), default=None)
    return Alarm(kind, roles.total(), last=last, by_role=_most_first(roles))


def _unsigned(found: Sequence[UnsignedAct]) -> Alarm:
    newest = sorted(found, key=lambda one: one.act.sequence, reverse=True)
    told = tuple(NamelessAct(one.act.sequence, one.act.at, one.act.act, one.act.role, one.why) for one in newest)
    roles = Counter(one.role for one in told)
    not_held = sum(one.why == "role_not_held" for one in told)
    return Alarm(
        "unsigned", len(told), not_held, told[0].at if told else None, (), _most_first(roles), told[:MOST_ACTS]
    )


def _most_first(roles: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(roles.items(), key=lambda one: (-one[1], one[0])))


def _hour_of_beijing(hour: str) -> int:
    return datetime.strptime(hour, _HOUR).replace(tzinfo=UTC).astimezone(BEIJING).hour
