"""What each indicator of a round that is over was worth: for whoever writes the next indicator table.

Asked once the round's grades are announced, so that nothing shown can move anything. Numbers are over all applications
of the round: no application, no expert, no single mark is in them, and of few applications nothing is told at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.language import Name
from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.model import Actor, ScoreTable, Stage
from scoring.register import acts, rounds
from scoring.register.database import Register
from scoring.sheets import round_weights
from scoring.statistics.items.flags import LEAST_APPLICATIONS
from scoring.statistics.items.report import ItemReport, item_report
from scoring.statistics.items.scores import ItemScale


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """The item analysis of a round and stage.

    Attributes
    ----------
    applications : int
        With marks.
    report : ItemReport or None
        ``None`` with fewer than `flags.LEAST_APPLICATIONS`, whose marks numbers by indicator would give away.
    names : mapping of str to Name
        Of the indicators.
    """

    round_id: str
    stage: Stage
    rule_book: RuleBook
    applications: int
    report: ItemReport | None
    names: Mapping[str, Name]


def item_analysis(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> ItemAnalysis:
    """Return what the indicators of a round were worth at a stage.

    Raises
    ------
    AccessRefusedError
        The round's grades are not announced yet, or not for this person.
    ConflictError
        No such round.
    """
    with gather.reading(register, actor, "read", "item_analysis", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        table = counting_table(connection, round_id, stage, book)
    return analysis_of(table, book, round_id, stage)


def analysis_of(table: ScoreTable, book: RuleBook, round_id: str, stage: Stage) -> ItemAnalysis:
    """Return the item analysis of the marks of a round."""
    leaves = book.round.indicator_table.leaves()
    enough = len(table.applicants) >= LEAST_APPLICATIONS
    return ItemAnalysis(
        round_id=round_id,
        stage=stage,
        rule_book=book,
        applications=len(table.applicants),
        report=item_report(table, scales=scales_of(book), weights=round_weights(book.round.indicator_table))
        if enough
        else None,
        names={leaf.code: Name(leaf.name, leaf.name_en) for leaf in leaves},
    )


def scales_of(book: RuleBook) -> dict[str, ItemScale]:
    """Return the marks that may be given for each indicator of a round."""
    return {leaf.code: ItemScale(leaf.allowed_scores()) for leaf in book.round.indicator_table.leaves()}


def analysed_rounds(register: Register, actor: Actor) -> tuple[str, ...]:
    """Return the rounds whose indicators may be looked at, the oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "item_analysis")
    with register.read() as connection:
        return tuple(
            one.round_id
            for one in rounds.all_adopted(connection)
            if access.may(actor, "read", "item_analysis", gather.truths(connection, one.round_id))
        )


def item_revision(register: Register, actor: Actor, round_id: str | None = None) -> int | tuple[int, ...]:
    """Return a mark of everything that the item analysis of a round is computed from, or without one the truth loop.

    The former rests on what is recorded of that round, the latter on everything but marks: those of a round that is
    announced do not change any more.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "item_analysis")
    with register.read() as connection:
        if round_id is not None:
            access.require(actor, "read", "item_analysis", gather.truths(connection, round_id))
            return acts.revision(connection, round_id)
        return acts.last_but_marks(connection)
