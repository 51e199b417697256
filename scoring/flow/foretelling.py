"""The truth loop: whether marks of rounds that are over foretold what happened to the accredited later.

Rounds whose grades are announced are taken together: an indicator of one round counts as that of another where code
and name are the same. Of applications that were scored by experts, those accredited are followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy import Connection

from indicators.language import Name
from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.items import scales_of
from scoring.flow.later_events import Fate, Outcome, counted, fates
from scoring.flow.quality import certainties
from scoring.model import Actor, FloatArray, Stage
from scoring.register import rounds
from scoring.register.database import Register
from scoring.sheets import round_weights
from scoring.statistics.foretelling.report import LEAST_SHOWN, Followed, ForetellingReport, foretold
from scoring.statistics.items.scores import item_scores, made_up_totals

TOTAL: Final = "total"
CERTAINTY: Final = "certainty"
APART: Final = (TOTAL, CERTAINTY)
STAGE: Final[Stage] = "document_review"


@dataclass(frozen=True, slots=True)
class RoundFollowed:
    """How many of a round's accredited with experts' marks were followed, for how many years, with how many events."""

    round_id: str
    name: Name
    followed: int
    years: float
    events: int


@dataclass(frozen=True, slots=True)
class TruthLoop:
    """What marks foretold.

    Attributes
    ----------
    outcome : Outcome
    on : date
        Up to which day.
    rule_book : RuleBook or None
        Whose indicators are listed: the newest round's that has anybody followed; ``None`` where none has.
    rounds : tuple of RoundFollowed
        The oldest first.
    unscored : int
        Accredited who were followed and had no experts' marks: grades that no expert decides.
    kinds : mapping of str to int
        Events by kind; empty below `report.LEAST_SHOWN`, for one event is one enterprise.
    names : mapping of str to Name
        Of the indicators.
    report : ForetellingReport or None
        ``None`` where nobody was followed.
    """

    outcome: Outcome
    on: date
    rule_book: RuleBook | None
    rounds: tuple[RoundFollowed, ...]
    unscored: int
    kinds: Mapping[str, int]
    names: Mapping[str, Name]
    report: ForetellingReport | None


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of a round: (application, indicator) in shares of the scale, totals, certainties of the best grade."""

    round_id: str
    book: RuleBook
    applications: tuple[str, ...]
    shares: FloatArray
    total: FloatArray
    certainty: FloatArray


def truth_loop(register: Register, actor: Actor, on: date, *, outcome: Outcome = "measure_or_complaint") -> TruthLoop:
    """Return what the marks of all announced rounds foretold, up to a day.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "truth_loop")
    with register.read() as connection:
        every = fates(connection, outcome, on)
        of_round: dict[str, list[Fate]] = {}
        for one in every:
            of_round.setdefault(one.accreditation.round_id, []).append(one)
        marked = [
            _marked(connection, one.round_id)
            for one in rounds.all_adopted(connection)
            if one.round_id in of_round and "announced" in gather.truths(connection, one.round_id)
        ]
    return loop_of(marked, of_round, outcome, on)


def loop_of(marked: Sequence[Marked], of_round: Mapping[str, Iterable[Fate]], outcome: Outcome, on: date) -> TruthLoop:
    """Return what marks foretold of what became of the accredited."""
    scored: list[tuple[Marked, list[tuple[int, Fate]]]] = []
    unscored = 0
    for one in marked:
        place = {id_: at for at, id_ in enumerate(one.applications)}
        followed = list(of_round[one.round_id])
        own = [(place[fate.accreditation.application_id], fate) for fate in followed
               if fate.accreditation.application_id in place]  # fmt: skip
        unscored += len(followed) - len(own)
        if own:
            scored.append((one, own))
    lines = tuple(_followed(one, [fate for _, fate in own]) for one, own in scored)
    if not scored:
        return TruthLoop(outcome, on, None, lines, unscored, {}, {}, None)
    book = scored[-1][0].book
    leaves = book.round.indicator_table.leaves()
    codes = tuple(leaf.code for leaf in leaves)
    aligned = [(np.column_stack([_like(one, book), one.total, one.certainty]), own) for one, own in scored]
    given = Followed(
        marks=np.vstack([marks[[at for at, _ in own]] for marks, own in aligned]),
        days=np.array([fate.days for _, own in scored for _, fate in own], np.float64),
        event=np.array([fate.event is not None for _, own in scored for _, fate in own], np.bool_),
        applied=np.vstack([marks for marks, _ in aligned]),
    )
    report = foretold(given, (*codes, *APART), apart=APART)
    kinds = counted(fate for _, own in scored for _, fate in own) if report.events >= LEAST_SHOWN else {}
    names = {leaf.code: Name(leaf.name, leaf.name_en) for leaf in leaves}
    return TruthLoop(outcome, on, book, lines, unscored, kinds, names, report)


def _marked(connection: Connection, round_id: str) -> Marked:
    book = gather.rule_book(connection, round_id)
    table = counting_table(connection, round_id, STAGE, book)
    scores = item_scores(table, scales_of(book), round_weights(book.round.indicator_table))
    total = made_up_totals(scores, without=False)[:, 0] if len(table.applicants) else np.zeros(0)
    return Marked(round_id, book, table.applicants, scores.means, total, certainties(table, book))


def _like(one: Marked, book: RuleBook) -> FloatArray:
    """Return the marks of a round under the indicators of another; ``nan`` where it has not the same."""
    own = {(leaf.code, leaf.name): at for at, leaf in enumerate(one.book.round.indicator_table.leaves())}
    wanted = [own.get((leaf.code, leaf.name)) for leaf in book.round.indicator_table.leaves()]
    columns = [np.full(len(one.shares), np.nan) if at is None else one.shares[:, at] for at in wanted]
    return np.column_stack(columns)


def _followed(one: Marked, own: Sequence[Fate]) -> RoundFollowed:
    round_ = one.book.round
    return RoundFollowed(
        one.round_id,
        Name(round_.name, round_.name_en),
        len(own),
        sum(fate.days for fate in own) / 365.25,
        sum(fate.event is not None for fate in own),
    )
