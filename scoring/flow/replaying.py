"""A round that is over, under a draft of another rule book: who would move, where, and how sure it is.

By the stored sheets of the document review alone. Each mark keeps the share of its indicator's points that it earned;
what the panel makes of them, lines, floors, vetoes and upgrade rules are the draft's. What experts would have given
under other words of a level, and what a sitting would have decided, nobody can compute. No total leaves here: grades,
and how sure the marks make them, in whole per cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from indicators.language import Message
from indicators.model import RuleBook
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.replayed_marks import Held, Matched, held_under, matched
from scoring.meeting.proposal import PROPOSABLE
from scoring.model import Actor, Application, FloatArray, ScoreTable
from scoring.register import acts, withdrawals
from scoring.register import applications as applied
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Replayed:
    """One application under both rule books.

    Attributes
    ----------
    before, after : str or None
        The grade proposed by the rules; ``None``: none.
    sure_before, sure_after : int or None
        Whole per cent: how sure the marks make that grade. ``None`` where a floor, a veto or a condition decides it
        rather than the total, or where the marks cannot say.
    up : bool or None
        Which way it moves; ``None`` where it stays.
    """

    application_id: str
    name: str
    prefecture: str
    target_grade: str
    before: str | None
    after: str | None
    sure_before: int | None
    sure_after: int | None
    up: bool | None


@dataclass(frozen=True, slots=True)
class ReplayedPlace:
    """One prefecture: applications judged, and how many would have gone up or down."""

    code: str
    name: str
    judged: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Replay:
    """A round under a draft.

    Attributes
    ----------
    round_id, old, new : str
        The round, the digest of its rule book, and of the draft's.
    cases : tuple of Replayed
        Every application whose grade both rule books can tell, in the order of applications.
    unknown : int
        Applications that one of them cannot judge: marks or facts are missing.
    before, after : mapping of str to int
        How many get each grade; ``""``: none.
    places : tuple of ReplayedPlace
        Prefectures with applications, in the order of the official list.
    matched : Matched
        Which indicators of the draft have marks in the round.
    """

    round_id: str
    old: str
    new: str
    cases: tuple[Replayed, ...]
    unknown: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    places: tuple[ReplayedPlace, ...]
    matched: Matched

    @property
    def moved(self) -> tuple[Replayed, ...]:
        """Whose grade differs."""
        return tuple(one for one in self.cases if one.up is not None)

    @property
    def up(self) -> int:
        """How many would have gone up."""
        return sum(one.up is True for one in self.cases)

    @property
    def down(self) -> int:
        """How many would have gone down."""
        return sum(one.up is False for one in self.cases)


@dataclass(frozen=True, slots=True)
class ReplayBasis:
    """What replays of a round rest on; never shown itself. `table` bears numbers for experts.

    `held`: what the round's own rule book makes of each application, computed once for every draft that is tried.
    """

    round_id: str
    book: RuleBook
    applications: Mapping[str, Application]
    table: ScoreTable
    held: Mapping[str, Held]


def replay(register: Register, actor: Actor, round_id: str, book: RuleBook) -> Replay:
    """Return a round that is over under another rule book.

    Raises
    ------
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        No such round, or a book that takes points off, which nothing here computes.
    """
    return replayed(replay_basis(register, actor, round_id), book)


def replay_revision(register: Register, actor: Actor, round_id: str) -> int:
    """Return a mark of everything that `replay_basis` is read from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "rule_replay", round_id) as connection:
        return acts.last_but_marks(connection)


def replay_basis(register: Register, actor: Actor, round_id: str) -> ReplayBasis:
    """Return what replays of a round rest on.

    Raises
    ------
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        No such round.
    """
    with gather.reading(register, actor, "read", "rule_replay", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        gone = withdrawals.of_round(connection, round_id)
        judged = {
            one.application_id: one
            for one in applied.of_round(connection, round_id)
            if one.target_grade in PROPOSABLE and one.application_id not in gone
        }
        whole = counting_table(connection, round_id, "document_review", book)
    table = whole.of_rows([at for at, name in enumerate(whole.applicants) if name in judged])
    return basis_of(round_id, book, judged, replace(table, experts=tuple(map(str, range(len(table.experts))))))


def basis_of(round_id: str, book: RuleBook, applications: Mapping[str, Application], table: ScoreTable) -> ReplayBasis:
    """Return the basis that marks and applications make."""
    own = matched(book.round.indicator_table, book.round.indicator_table)
    return ReplayBasis(round_id, book, applications, table, held_under(table, applications, book, book, own))


def replayed(basis: ReplayBasis, book: RuleBook) -> Replay:
    """Return the round of a basis under another rule book.

    Raises
    ------
    ConflictError
        The book takes points off.
    """
    if book.round.indicator_table.marking != "points":
        values = {"round": book.round.round_id, "seen": book.round.indicator_table.marking}
        raise ConflictError(Message("flow.marking_not_computed", values))
    match = matched(basis.book.round.indicator_table, book.round.indicator_table)
    before = basis.held
    after = held_under(basis.table, basis.applications, basis.book, book, match)
    order = basis.book.regulation.accredited_grades()
    known = [
        _case(basis.applications[id_], before[id_], after[id_], order)
        for id_ in basis.table.applicants
        if before[id_].known and after[id_].known
    ]
    return Replay(
        round_id=basis.round_id,
        old=basis.book.digest,
        new=book.digest,
        cases=tuple(known),
        unknown=len(basis.applications) - len(known),
        before=Counter(one.before or "" for one in known),
        after=Counter(one.after or "" for one in known),
        places=tuple(_places(known)),
        matched=match,
    )


def shares_under(basis: ReplayBasis, book: RuleBook) -> tuple[tuple[str, ...], FloatArray]:
    """Return which share of its points each leaf of a draft earned with each panel, the mean of its sheets.

    Returns
    -------
    leaves : tuple of str
        Leaves of the draft that have marks in the round.
    shares : ndarray, shape (n_applications, n_leaves)
        ``nan`` where nobody scored it. For weights from data and their sensitivity; no row leaves as it is.
    """
    match = matched(basis.book.round.indicator_table, book.round.indicator_table)
    points = {leaf.code: float(leaf.max_score) for leaf in basis.book.round.indicator_table.leaves()}
    place = {code: at for at, code in enumerate(basis.table.indicators)}
    there = ~np.isnan(basis.table.values)
    sums, counts = np.where(there, basis.table.values, 0.0).sum(axis=1), there.sum(axis=1)
    means = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    columns = [means[:, place[was]] / points[was] for was in match.of.values()]
    shares = np.column_stack(columns) if columns else np.empty((len(basis.table.applicants), 0))
    return tuple(match.of), shares


def _case(application: Application, before: Held, after: Held, order: tuple[str, ...]) -> Replayed:
    def height(grade: str | None) -> int:
        return -1 if grade is None else order.index(grade)

    return Replayed(
        application_id=application.application_id,
        name=application.enterprise.name,
        prefecture=gather.prefecture_or_beginning(application.enterprise.county),
        target_grade=application.target_grade,
        before=before.grade,
        after=after.grade,
        sure_before=before.sure,
        sure_after=after.sure,
        up=None if before.grade == after.grade else height(after.grade) > height(before.grade),
    )


def _places(cases: Iterable[Replayed]) -> Iterable[ReplayedPlace]:
    every = list(cases)
    listed = gather.prefectures()
    strange = sorted({one.prefecture for one in every} - set(listed))
    for code in (*listed, *strange):
        here = [one for one in every if one.prefecture == code]
        if here:
            ups = (sum(one.up is True for one in here), sum(one.up is False for one in here))
            yield ReplayedPlace(code, gather.regions().name(code), len(here), *ups)
