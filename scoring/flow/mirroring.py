"""An expert's mirror: his own scoring of a round beside that of others, for himself alone.

Shown from the lock of the decisions on, to all experts with the same act of the secretariat, and computed from the
sheets that the decisions rest on. From then on neither changes, so that no two looks differ and nothing can be read
from a difference. What all mirrors of a round rest on is computed once and kept here: nobody is given it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Engine

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.counting import sheets_began
from scoring.flow.scores import aggregate_of
from scoring.model import Actor, ScoreTable, Stage
from scoring.register import applications, decisions, marks, rounds
from scoring.register.database import Register
from scoring.sheets import round_weights
from scoring.statistics.cut_scores import cuts_of_round
from scoring.statistics.mirror.mirror import Mirror, mirror
from scoring.statistics.mirror.panel import MirroredPanel, mirrored_panel


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What all mirrors of a round and stage rest on; `panel` is ``None`` where no decision rests on any sheet."""

    rule_book: RuleBook
    panel: MirroredPanel | None
    names: Mapping[str, str]


class _Kept:
    """Grounds that are computed by whoever looks first, while the others wait; of a few rounds, the newest asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, Stage], _Grounds] = OrderedDict()

    def of(self, register: Register, round_id: str, stage: Stage) -> _Grounds:
        key = (round_id, stage)
        with self._lock:
            if key not in self._found:
                self._found[key] = _grounds(register, round_id, stage)
            self._found.move_to_end(key)
            while len(self._found) > _MOST_GROUNDS:
                self._found.popitem(last=False)
            return self._found[key]


_MOST_GROUNDS: Final = 2
_KEPT: Final[WeakKeyDictionary[Engine, _Kept]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class OwnMirror:
    """An expert's mirror of a round and stage.

    Attributes
    ----------
    mirror : Mirror or None
        ``None`` where no decision of the stage rests on a sheet of his.
    names : mapping of str to str
        Enterprises of the applications in it.
    """

    round_id: str
    stage: Stage
    rule_book: RuleBook
    mirror: Mirror | None
    names: Mapping[str, str]


def my_mirror(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> OwnMirror:
    """Return the actor's own mirror of a round.

    Raises
    ------
    AccessRefusedError
        Before the decisions are locked, and to everybody who is no expert.
    ConflictError
        No such round.
    """
    with gather.reading(register, actor, "read", "mirror", round_id, also={"own"}) as connection:
        kept = _KEPT.setdefault(connection.engine, _Kept())
    grounds = kept.of(register, round_id, stage)  # whoever waits for it holds no connection meanwhile
    book, panel = grounds.rule_book, grounds.panel
    found = None
    if panel is not None:
        found = mirror(
            panel,
            actor.id,
            weights=round_weights(book.round.indicator_table),
            cuts=cuts_of_round(book.round),
            aggregate=aggregate_of(book),
            decimals=book.round.parameter_sheet.rounding_decimals,
        )
    shown = () if found is None else found.applications
    names = {one.application_id: grounds.names[one.application_id] for one in shown}
    return OwnMirror(round_id, stage, book, found, names)


def forget() -> None:
    """Forget what is kept of all registers: whoever looks next has it computed."""
    _KEPT.clear()


def mirrored_rounds(register: Register, actor: Actor) -> tuple[str, ...]:
    """Return the rounds whose mirrors are shown, the oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "mirror")
    with register.read() as connection:
        return tuple(
            one.round_id
            for one in rounds.all_adopted(connection)
            if access.may(actor, "read", "mirror", gather.truths(connection, one.round_id) | {"own"})
        )


def _grounds(register: Register, round_id: str, stage: Stage) -> _Grounds:
    """Read and compute what mirrors rest on, for a caller who has asked whether he may look into his own."""
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        table = _decided_table(connection, round_id, stage, book)
        began = sheets_began(connection, round_id, stage, table)
        names = {one.application_id: one.enterprise.name for one in applications.of_round(connection, round_id)}
    full_marks = np.array([float(leaf.max_score) for leaf in book.round.indicator_table.leaves()])
    weights = round_weights(book.round.indicator_table)
    panel = mirrored_panel(table, weights=weights, full_marks=full_marks, began=began) if table.applicants else None
    return _Grounds(book, panel, names)


def _decided_table(connection: Connection, round_id: str, stage: Stage, book: RuleBook) -> ScoreTable:
    """Return the marks that standing decisions of a stage rest on, under the experts' own ids: for `mirror` alone."""
    keys = decisions.sheets_decided_on(connection, round_id, stage)
    columns = marks.load_table(connection, stage=stage, round_id=round_id)
    leaves = [leaf.code for leaf in book.round.indicator_table.leaves()]
    return marks.score_table(columns, panel=round_id, indicators=leaves, sheets=keys)
