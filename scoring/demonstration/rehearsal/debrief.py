"""After a rehearsal: each trouble, when it came, what the chair did about it, and how long that took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from typing import Any

from sqlalchemy import Connection, select

from scoring.demonstration.rehearsal.plan import RehearsalPlan, Trouble, TroubleKind, rehearsal_plan
from scoring.demonstration.rehearsal.playing import rehearsed
from scoring.flow.meeting.state import asked_to
from scoring.model import Actor
from scoring.register import sittings, votings
from scoring.register.database import Register
from scoring.register.tables import chain_entry

#: Acts by which a chair answers what happens to the item on the table.
_AT_THE_TABLE = (
    "voting.opened",
    "voting.closed",
    "rescoring.opened",
    "rescoring.closed",
    "item.stepped",
    "item.put_off",
    "item.decided",
    "sitting.step_undone",
)


@dataclass(frozen=True, slots=True)
class Met:
    """A trouble and how it was met.

    Attributes
    ----------
    application_id : str or None
        The item that it was about.
    came_at : str or None
        When it came; ``None`` where it did not, because the chair did not get there.
    answer : str or None
        The chair's act, by its name in the record; ``None`` while nothing was done.
    seconds : float or None
        From its coming to that act; after a power cut, from when the power was back.
    """

    kind: TroubleKind
    application_id: str | None
    came_at: str | None
    answer: str | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class _Done:
    at: datetime
    act: str
    role: str
    details: Mapping[str, Any]

    @property
    def about(self) -> str | None:
        """The application of the act, where it names one."""
        found: str | None = self.details.get("application")
        return found


def debrief(register: Register, actor: Actor, *, sitting_id: str, plan: RehearsalPlan | None = None) -> tuple[Met, ...]:
    """Return every trouble of the plan, in the order in which they are planned.

    Raises
    ------
    ConflictError
        The sitting is no rehearsal.
    AccessRefusedError
    """
    plan = plan or rehearsal_plan()
    rehearsed(register, sitting_id)
    with register.read() as connection:
        asked_to(connection, actor, "read", "sitting", sitting_id)
        course = _Course(connection, sitting_id)
        return tuple(_FINDERS[kind](course, trouble) for kind, trouble in plan.troubles.items())


class _Course:
    """What happened in a sitting, oldest first, with the items in the order in which they were laid on the table."""

    def __init__(self, connection: Connection, sitting_id: str) -> None:
        query = select(chain_entry).where(chain_entry.c.object == sittings.object_of(sitting_id))
        self.done = [
            _Done(datetime.fromisoformat(row.at), row.act, row.role, loads(row.content)["details"])
            for row in connection.execute(query.order_by(chain_entry.c.sequence))
        ]
        taken = [one.about for one in self.done if one.act == "item.taken" and one.about is not None]
        self.items = tuple(dict.fromkeys(taken))
        self.cast = Counter(
            (one.voting_id, one.application_id, one.choice) for one in votings.ballots(connection, sitting_id)
        )

    def item(self, trouble: Trouble) -> str | None:
        """Return the item on the table at which a trouble comes."""
        return self.items[trouble.item - 1] if 0 < trouble.item <= len(self.items) else None

    def first(self, *acts: str, since: datetime | None = None, about: str | None = None) -> _Done | None:
        """Return the first of some acts, from a moment on, about an item."""
        return next(
            (
                one
                for one in self.done
                if one.act in acts
                and (since is None or one.at > since)
                and (about is None or one.about in (None, about))
            ),
            None,
        )

    def met(self, trouble: Trouble, item: str | None, came: datetime | None, answer: _Done | None) -> Met:
        """Return how a trouble was met."""
        if came is None:
            return Met(trouble.kind, item, None, None, None)
        if answer is None:
            return Met(trouble.kind, item, came.isoformat(), None, None)
        back = came + timedelta(seconds=trouble.lasts)
        return Met(trouble.kind, item, came.isoformat(), answer.act, max((answer.at - back).total_seconds(), 0.0))

    def closed(self, item: str, favourable: Callable[[int, int], bool]) -> datetime | None:
        """Return when a vote on an item was closed whose counts for and against are such."""
        for one in self.done:
            name = str(one.details.get("voting"))
            counts = tuple(self.cast[name, item, choice] for choice in ("in_favour", "against"))
            if one.act == "voting.closed" and any(counts) and favourable(*counts):
                return one.at
        return None


def _late_arrival(course: _Course, trouble: Trouble) -> Met:
    opened = course.first("sitting.opened")
    return course.met(trouble, None, None if opened is None else opened.at, course.first("voting.opened"))


def _pulled(course: _Course, trouble: Trouble) -> Met:
    asked = course.first("member.asked_discussion")
    if asked is None:
        return course.met(trouble, None, None, None)
    answer = course.first("item.taken", "item.reopened", "item.moved", since=asked.at, about=asked.about)
    return course.met(trouble, asked.about, asked.at, answer)


def _late_conflict(course: _Course, trouble: Trouble) -> Met:
    taken = course.first("item.taken")
    aside = None if taken is None else course.first("member.stood_aside", since=taken.at)
    if aside is None:
        return course.met(trouble, None, None, None)
    return course.met(trouble, course.item(trouble), aside.at, course.first(*_AT_THE_TABLE, since=aside.at))


def _dead_device(course: _Course, trouble: Trouble) -> Met:
    item = course.item(trouble)
    opened = None if item is None else course.first("rescoring.opened", since=_taken(course, item), about=item)
    if opened is None:
        return course.met(trouble, item, None, None)
    answer = course.first("rescoring.closed", "sitting.step_undone", since=opened.at)
    return course.met(trouble, item, opened.at, answer)


def _tie(course: _Course, trouble: Trouble) -> Met:
    item = course.item(trouble)
    came = None if item is None else course.closed(item, lambda in_favour, against: in_favour == against)
    return course.met(trouble, item, came, None if came is None else course.first(*_AT_THE_TABLE, since=came))


def _more_time(course: _Course, trouble: Trouble) -> Met:
    item = course.item(trouble)
    asked = [one for one in course.done if one.act == "member.asked_time" and one.about == item]
    if item is None or not asked:
        return course.met(trouble, item, None, None)
    return course.met(trouble, item, asked[-1].at, course.first(*_AT_THE_TABLE, since=asked[-1].at))


def _power_cut(course: _Course, trouble: Trouble) -> Met:
    item = course.item(trouble)
    if item is None:
        return course.met(trouble, None, None, None)
    came = _taken(course, item) + timedelta(seconds=trouble.after)
    left = course.first("item.decided", "item.put_off", since=_taken(course, item), about=item)
    if left is not None and left.at < came:
        return course.met(trouble, item, None, None)
    return course.met(trouble, item, came, course.first(*_AT_THE_TABLE, since=came))


def _contradiction(course: _Course, trouble: Trouble) -> Met:
    item = course.item(trouble)
    came = None if item is None else course.closed(item, lambda in_favour, against: in_favour < against)
    if came is None:
        return course.met(trouble, item, None, None)
    again = course.first("item.reopened", since=came, about=item)
    return course.met(trouble, item, came, again or course.first("sitting.locked", since=came))


def _taken(course: _Course, item: str) -> datetime:
    return next(one.at for one in course.done if one.act == "item.taken" and one.about == item)


_FINDERS: Mapping[TroubleKind, Callable[[_Course, Trouble], Met]] = {
    "late_arrival": _late_arrival,
    "pulled": _pulled,
    "late_conflict": _late_conflict,
    "dead_device": _dead_device,
    "tie": _tie,
    "more_time": _more_time,
    "power_cut": _power_cut,
    "contradiction": _contradiction,
}
