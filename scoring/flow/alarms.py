"""What an inspector has to look at: counts of what happened in the record, by role and by application, never by name.

Gathered in one snapshot (`_gathered`), computed from that alone (`alarms_of`). Read it before names: an opening of
identities (`identity_openings`) is for what these leave unexplained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

from sqlalchemy import Connection

from indicators.language import BEIJING
from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.conflict_facts import sitting_conflicts
from scoring.model import Actor, Stage
from scoring.procedure.rounds import STATES, circumstances
from scoring.register import alarm_facts, applications, marks, openings_of_identity, rounds
from scoring.register.alarm_facts import Failures, Happened, Resubmission, RoleActs, RoleHour
from scoring.register.canonical import timestamp
from scoring.register.database import Register
from scoring.register.invariants.sittings import voters_have_seats
from scoring.sheets import round_weights
from scoring.statistics.spread import reaching
from scoring.statistics.totals import expert_totals

__all__ = ["DAYS", "Alarm", "AlarmKind", "Crossing", "Facts", "alarms", "alarms_of"]

AlarmKind = Literal[
    "crossed",
    "after_reveal",
    "against_proposal",
    "voided",
    "out_of_hours",
    "break_glass",
    "sign_ins",
    "identities",
    "conflicts",
    "recused_voting",
]
KINDS: Final[tuple[AlarmKind, ...]] = get_args(AlarmKind)
DAYS: Final = 30
"""Acts out of hours are counted so far back; everything else over the whole record."""
NIGHT: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
"""Hours of Beijing in which nobody of these offices is at work: from 22:00 until 6:00."""
VOIDED: Final = "decision.voided"
GLASS: Final = "account.first_again"
CLOSED: Final = tuple(state for state in STATES if "marks_closed" in circumstances(state))
STAGES: Final[tuple[Stage, ...]] = ("document_review", "on_site_verification")


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
    """

    kind: AlarmKind
    count: int
    of: int = 0
    last: str | None = None
    about: tuple[str, ...] = ()
    by_role: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """A sheet submitted again: the grades whose cut scores its total reached before and after."""

    application_id: str
    at: str
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What alarms are computed from, of one moment of the record."""

    resubmitted: tuple[Crossing, ...] = ()
    changed: tuple[Happened, ...] = ()
    decided: int = 0
    departed: tuple[Happened, ...] = ()
    acts: tuple[RoleActs, ...] = ()
    hours: tuple[RoleHour, ...] = ()
    failures: tuple[Failures, ...] = ()
    openings: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    recused_on_rolls: int = 0


def alarms(register: Register, actor: Actor, now: datetime) -> tuple[Alarm, ...]:
    """Return every kind of alarm, with a count of 0 where nothing happened.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "alarms")
    with register.read() as connection:
        facts = _gathered(connection, now)
    return alarms_of(facts)


def alarms_of(facts: Facts) -> tuple[Alarm, ...]:
    """Return the alarms of what was gathered, each kind once, in the order of `KINDS`."""
    crossed = [Happened(one.application_id, one.at) for one in facts.resubmitted if one.before != one.after]
    night = [one for one in facts.hours if _hour_of_beijing(one.hour) in NIGHT]
    roles: Counter[str] = Counter()
    for one in night:
        roles[one.role] += one.count
    found = (
        _of_applications("crossed", crossed, of=len(facts.resubmitted)),
        _of_applications("after_reveal", facts.changed),
        _of_applications("against_proposal", facts.departed, of=facts.decided),
        _of_acts("voided", facts.acts, VOIDED),
        Alarm(
            "out_of_hours",
            sum(one.count for one in night),
            of=sum(one.count for one in facts.hours),
            last=max((f"{one.hour}:00:00Z" for one in night), default=None),
            by_role=_most_first(roles),
        ),
        _of_acts("break_glass", facts.acts, GLASS),
        Alarm(
            "sign_ins",
            sum(one.count for one in facts.failures),
            of=sum(one.until is not None for one in facts.failures),
            last=max((one.last for one in facts.failures), default=None),
        ),
        Alarm("identities", len(facts.openings), last=max((at for _, at in facts.openings), default=None)),
        Alarm("conflicts", len(facts.conflicts), about=tuple(dict.fromkeys(facts.conflicts))),
        Alarm("recused_voting", facts.recused_on_rolls),
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


def _most_first(roles: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(roles.items(), key=lambda one: (-one[1], one[0])))


def _hour_of_beijing(hour: str) -> int:
    return datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=UTC).astimezone(BEIJING).hour


def _gathered(connection: Connection, now: datetime) -> Facts:
    decided, departed = alarm_facts.departed(connection)
    books: dict[str, RuleBook] = {}
    resubmitted = [_crossing(connection, one, books) for one in alarm_facts.resubmitted(connection)]
    return Facts(
        resubmitted=tuple(one for one in resubmitted if one is not None),
        changed=alarm_facts.changed_after_closing(connection, CLOSED),
        decided=decided,
        departed=departed,
        acts=alarm_facts.by_role(connection, (VOIDED, GLASS)),
        hours=alarm_facts.hours(connection, timestamp(now - timedelta(days=DAYS))),
        failures=tuple(
            one
            if one.until is not None and one.until > timestamp(now)
            else Failures(one.kind, one.count, one.last, None)
            for one in alarm_facts.failures(connection)
        ),
        openings=tuple((one.state, one.at) for one in openings_of_identity.everything(connection)),
        conflicts=tuple(_conflicts(connection, now)),
        recused_on_rolls=sum(1 for _ in voters_have_seats(connection)),
    )


def _crossing(connection: Connection, one: Resubmission, books: dict[str, RuleBook]) -> Crossing | None:
    found = applications.one(connection, one.application_id)
    if found is None:
        return None
    if found.round_id not in books:
        books[found.round_id] = gather.rule_book(connection, found.round_id)
    book = books[found.round_id]
    before, after = (_lines(connection, one, book, entry) for entry in (one.before, one.after))
    return Crossing(one.application_id, one.at, before, after)


def _lines(connection: Connection, one: Resubmission, book: RuleBook, entry: int) -> frozenset[str]:
    """Return the grades whose cut scores a sheet's total reached when it was submitted."""
    sheet = marks.as_of(
        connection, application_id=one.application_id, expert_id=one.expert_id, stage=one.stage, entry=entry
    )
    table = book.round.indicator_table
    leaves = [leaf.code for leaf in table.leaves()]
    of = marks.score_table(marks.columns_of(sheet), panel=book.round.round_id, indicators=leaves)
    totals = expert_totals(of, round_weights(table)).ravel().tolist()
    return frozenset(cut.grade for cut in book.round.cut_scores if reaching(totals, float(cut.min_score)))


def _conflicts(connection: Connection, now: datetime) -> Iterable[str]:
    """Yield an application for each expert who sits on its panel in spite of a conflict: of rounds under way."""
    on = now.astimezone(BEIJING).date()
    for adopted in rounds.all_adopted(connection):
        if not {"scoring_open", "deciding"} & circumstances(gather.state_of(connection, adopted.round_id)):
            continue
        for stage in STAGES:
            for sitting in sitting_conflicts(connection, adopted.round_id, stage, on):
                yield sitting.application_id
