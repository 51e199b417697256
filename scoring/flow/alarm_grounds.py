"""What alarms rest on that nothing but acts which count can change: decisions, resubmissions, conflicts, openings.

It takes reading a round; who keeps it asks for it again once such an act was recorded, or another day has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.conflict_facts import sitting_conflicts
from scoring.model import Actor
from scoring.procedure.rounds import circumstances
from scoring.register import alarm_facts, applications, assignments, marks, openings_of_identity, rounds
from scoring.register.alarm_facts import Happened, Resubmission
from scoring.register.database import Register
from scoring.register.invariants.sittings import voters_have_seats
from scoring.sheets import round_weights
from scoring.statistics.spread import reaching
from scoring.statistics.totals import expert_totals


@dataclass(frozen=True, slots=True)
class Crossing:
    """A sheet submitted again: the grades whose cut scores its total reached before and after."""

    application_id: str
    at: str
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Facts of one moment of the record, without a person.

    Attributes
    ----------
    conflicts : tuple of str
        An application for each expert who sits on its panel in spite of a conflict, in rounds under way.
    left : tuple of (str, int)
        Seats that were left, by how: ``recused``, ``replaced``.
    without_reason : int
        How many of them without a reason.
    aside : int
        How often a member of a sitting stands aside of an application.
    recused_on_rolls : int
        How many stand on the roll of a vote without a right to it.
    """

    resubmitted: tuple[Crossing, ...] = ()
    decided: int = 0
    departed: tuple[Happened, ...] = ()
    openings: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    without_reason: int = 0
    aside: int = 0
    recused_on_rolls: int = 0


def alarm_grounds(register: Register, actor: Actor, on: date) -> Grounds:
    """Return what alarms rest on, with conflicts as of a day.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "alarms")
    with register.read() as connection:
        decided, departed = alarm_facts.departed(connection)
        books: dict[str, RuleBook] = {}
        resubmitted = [_crossing(connection, one, books) for one in alarm_facts.resubmitted(connection)]
        left = assignments.left(connection)
        return Grounds(
            resubmitted=tuple(one for one in resubmitted if one is not None),
            decided=decided,
            departed=departed,
            openings=tuple((one.state, one.at) for one in openings_of_identity.everything(connection)),
            conflicts=tuple(_conflicts(connection, on)),
            left=tuple((state, count) for state, (count, _) in left.items()),
            without_reason=sum(lacking for _, lacking in left.values()),
            aside=alarm_facts.aside(connection),
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


def _conflicts(connection: Connection, on: date) -> Iterable[str]:
    """Yield an application for each expert who sits on its panel in spite of a conflict: of rounds under way."""
    for adopted in rounds.all_adopted(connection):
        if not {"scoring_open", "deciding"} & circumstances(gather.state_of(connection, adopted.round_id)):
            continue
        for sitting in sitting_conflicts(connection, adopted.round_id, on):
            yield sitting.application_id
