"""Where the applications of a round stand in the seven steps, gathered for whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from indicators.model import RuleBook, Step
from scoring import access
from scoring.flow import gather, last_step
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor, Application
from scoring.procedure.notice import NOTICE_STEP
from scoring.procedure.steps import EXPERTS, Elsewhere, Ending, Standing, path, standing_of
from scoring.register import accreditations, applications, chain, measures, queries, step_acts, withdrawals
from scoring.register.step_acts import Decided, StepAct


@dataclass(frozen=True, slots=True)
class Case:
    """An application, the path it takes, what was done with it, and where it stands."""

    application: Application
    version: int
    steps: tuple[Step, ...]
    acts: tuple[StepAct, ...]
    elsewhere: Elsewhere
    sees_last_step: bool = True

    @property
    def standing(self) -> Standing:
        """Where it stands; nothing is called due in the last step for whoever does not see what is done there."""
        found = standing_of(self.steps, self.acts, self.elsewhere)
        hidden = not self.sees_last_step and found.step is not None and found.step.id == NOTICE_STEP
        return replace(found, due=()) if hidden else found

    @property
    def recommended(self) -> bool:
        """Whether every step before the experts is done and nothing halts it: it may go to them."""
        return self.standing.has_passed(self.steps, EXPERTS)


@dataclass(frozen=True, slots=True)
class Sees:
    """Which of what is done elsewhere somebody sees: what sittings decided, and what comes of the last step.

    Where he does not, his applications stand for him as if it had not happened yet: a step that is done, a path that
    became another or a case that ended would tell him what was decided.
    """

    decisions: bool = True
    last_step: bool = True


EVERYTHING: Final = Sees()
OFFICES: Final = Sees(decisions=False, last_step=False)
"""What stands done by offices alone: the same whatever sittings decided."""


def sight_of(connection: Connection, actor: Actor, round_id: str) -> Sees:
    """Return what somebody sees of the applications of a round that lie in his own region."""
    true = gather.truths(connection, round_id) | {"own_region"}
    return Sees(access.may(actor, "read", "decision", true), access.may(actor, "read", "credit_check", true))


def cases(
    connection: Connection,
    round_id: str,
    book: RuleBook,
    sees: Sees = EVERYTHING,
    *,
    only: Sequence[str] | None = None,
) -> dict[str, Case]:
    """Return every application of a round with where it stands, as far as somebody sees it.

    With `only` those of its ids that are in the round, without reading the rest.
    """
    if only is None:
        versions, acts, entered, found_there = _whole(connection, round_id)
    else:
        versions, acts = applications.versions_of(connection, only), step_acts.of_some(connection, only)
        entered, some = step_acts.entered_of(connection, only), applications.some(connection, only).values()
        found_there = tuple(one for one in some if one.round_id == round_id)
    decided = step_acts.decided(connection, round_id, only=_few(only)) if sees.decisions else {}
    known = _known(connection, round_id, sees, only)
    found = {}
    ways: dict[str, tuple[Step, ...]] = {}
    for one in found_there:
        name = one.application_id
        mine = decided.get(name, {})
        grade = _grade(one.target_grade, mine)
        if grade not in ways:
            ways[grade] = path(book.regulation, grade)
        found[name] = Case(
            application=one,
            version=versions[name],
            steps=ways[grade],
            acts=acts.get(name, ()),
            elsewhere=_elsewhere(name, gather.day_of(entered[name]), mine, known),
            sees_last_step=sees.last_step,
        )
    return found


_Whole = tuple[Mapping[str, int], Mapping[str, tuple[StepAct, ...]], Mapping[str, datetime], tuple[Application, ...]]
#: What was read last of a whole round, by the register and by the head of its chain, whose hash is that of everything.
_LAST: Final[WeakKeyDictionary[Engine, tuple[tuple[str, str], _Whole]]] = WeakKeyDictionary()


def _whole(connection: Connection, round_id: str) -> _Whole:
    """Return versions, acts, entrances and applications of a round; a page that asks twice reads them once."""
    key = (round_id, chain.head(connection).hash)
    last = _LAST.get(connection.engine)
    if last is not None and last[0] == key:
        return last[1]
    found = (
        applications.current_versions(connection, round_id),
        step_acts.of_round(connection, round_id),
        step_acts.entered(connection, round_id),
        applications.of_round(connection, round_id),
    )
    _LAST[connection.engine] = (key, found)
    return found


def office_cases(connection: Connection, round_id: str, ids: Sequence[str], book: RuleBook) -> Iterator[Case]:
    """Yield some applications of a round that announced nothing yet, as if no sitting had decided anything.

    The same as `cases` gives of them where neither decisions nor the last step are seen, without reading the rest.
    """
    known = _known(connection, round_id, OFFICES, ids)
    versions, entered = applications.versions_of(connection, ids), step_acts.entered_of(connection, ids)
    acts = step_acts.of_some(connection, ids)
    for name, one in applications.some(connection, ids).items():
        yield Case(
            application=one,
            version=versions[name],
            steps=path(book.regulation, one.target_grade),
            acts=acts.get(name, ()),
            elsewhere=_elsewhere(name, gather.day_of(entered[name]), {}, known),
            sees_last_step=False,
        )


def case(connection: Connection, application: Application, sees: Sees = EVERYTHING) -> Case:
    """Return one application with where it stands."""
    book = gather.rule_book(connection, application.round_id)
    name = application.application_id
    return cases(connection, application.round_id, book, sees, only=(name,))[name]


def _grade(target: str, decided: Mapping[str, Decided]) -> str:
    """Return the grade whose path an application takes: who is proposed for a lower one goes on as if for that."""
    proposed = [one.grade for one in decided.values() if one.grade and one.outcome != "send_to_site_visit"]
    return proposed[-1] if proposed else target


@dataclass(frozen=True, slots=True)
class _Known:
    """What a round's record holds apart from acts of offices and decisions, by application."""

    withdrawn: Collection[str]
    returned: Collection[str]
    done: Mapping[str, Mapping[str, date]]
    ended: Mapping[str, Ending]
    announced: Mapping[str, date]
    over: bool


def _known(connection: Connection, round_id: str, sees: Sees, only: Sequence[str] | None) -> _Known:
    only = _few(only)
    over = "announced" in gather.truths(connection, round_id)
    granted = accreditations.of_round(connection, round_id, only=only) if over or sees.last_step else ()
    recorded = last_step.read(connection, round_id, only=only) if sees.last_step else None
    return _Known(
        withdrawn=withdrawals.of_round(connection, round_id, only=only),
        returned=measures.returned(connection, round_id, only=only),
        done=last_step.done(recorded) if recorded else {},
        ended=last_step.ended(recorded) if recorded else {},
        announced={one.application_id: one.announced_on for one in granted},
        over=over,
    )


def _few(ids: Sequence[str] | None) -> Sequence[str] | None:
    """Return ids that one statement may name; of more the whole round is read."""
    return ids if ids is not None and len(ids) <= queries.IDS_AT_ONCE else None


def _elsewhere(name: str, entered: date, decided: Mapping[str, Decided], known: _Known) -> Elsewhere:
    """Return what sittings and the last step did: a decision that stands is the experts' step done without a click."""
    done = dict(known.done.get(name, {}))
    for stage, one in decided.items():
        if one.outcome != "defer":
            done[SITE_VISIT if stage == SITE_VISIT else EXPERTS] = gather.day_of(one.decided_at)
    return Elsewhere(
        entered,
        done,
        withdrawn=name in known.withdrawn,
        ended=_ending(name, decided, known),
        announced=known.announced.get(name),
    )


def _ending(name: str, decided: Mapping[str, Decided], known: _Known) -> Ending | None:
    if name in known.returned:
        return "untrue"
    if any(one.outcome == "do_not_propose" for one in decided.values()):
        return "not_proposed"
    if name in known.ended:
        return known.ended[name]
    return "not_accredited" if known.over and name not in known.announced else None
