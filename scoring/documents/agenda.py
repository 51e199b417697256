"""The paper pack: agenda, tally forms and ballots, printed the night before, on which a sitting goes on without power.

Nobody is named on it, and ballots of an item cannot be told apart. What is filled in by hand is entered again by two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final

from indicators.language import Message, Name, Translator
from indicators.model import CutScore, ParameterSheet
from scoring.documents.fonts import Fonts
from scoring.documents.minutes import Block, Outcome
from scoring.documents.minutes_words import (
    Voice,
    cut_words,
    grouped,
    heading,
    led,
    marks_words,
    moment,
    needed,
    outcome,
    percent,
    points,
    rules_of_votes,
)
from scoring.documents.paper import Column, Heading, NewPage, Paper, Paragraph, Part, Slips, Table, numbered, printable
from scoring.documents.paper_docx import paper_docx
from scoring.documents.paper_pdf import paper_pdf
from scoring.documents.templated.filling import Filling, Template, with_head
from scoring.documents.templated.making import made_file
from scoring.model import Stage

_WRITING_MM: Final = 13.0


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as it stands on the agenda before the sitting.

    `entitled`: those who may vote on it if all come who are expected, its recused left out; as many ballots are
    printed. `proposal` is ``None`` where the rules can propose nothing.
    """

    number: int
    block: Block
    application_id: str
    enterprise: str
    target: str
    proposal: Outcome | None
    total: Decimal | None
    certainty: float | None
    entitled: int
    recused: int = 0


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """Everything of which the paper pack is made; fields as in ``MinutesFacts``, `made_at` the moment of the record.

    `starts_at`: ``None`` where the record does not know it: it is written in by hand.
    """

    sitting_id: str
    round_id: str
    round_name: Name
    stage: Stage
    starts_at: datetime | None
    made_at: datetime
    sheet: ParameterSheet
    cut_scores: tuple[CutScore, ...]
    rule_book_digest: str
    items: tuple[AgendaLine, ...]
    title: Name | None = None
    place: str = ""
    marks: tuple[str, ...] = ()
    seed: int | None = None


def agenda_of(
    template: Template,
    facts: AgendaFacts,
    suffix: str,
    *,
    say: Translator,
    fonts: Fonts,
    made_of: str,
    copy: str = "",
) -> bytes:
    """Return the paper pack made of a template of the office; `made_of`: as in `minutes_text.minutes_of`."""
    return made_file(template, with_head(agenda_filling(facts, say=say), made_of), suffix, fonts=fonts, copy=copy)


def agenda_docx(facts: AgendaFacts, *, say: Translator, copy: str = "") -> bytes:
    """Return the paper pack as a Word file; `copy`: the words of its own number."""
    return paper_docx(numbered(agenda_paper(facts, say=say), copy))


def agenda_pdf(facts: AgendaFacts, *, say: Translator, fonts: Fonts, copy: str = "") -> bytes:
    """Return the paper pack as PDF/A; `copy`: as in `agenda_docx`."""
    return paper_pdf(numbered(agenda_paper(facts, say=say), copy), fonts=fonts)


def agenda_paper(facts: AgendaFacts, *, say: Translator) -> Paper:
    """Return the paper pack in words: how to use it, the agenda by block, forms, ballots for each item."""
    voice = Voice(say, internal=False)
    marks, note = marks_words(facts.marks, say)
    sitting: object = facts.title or Message(
        "minutes.sitting", {"round": facts.round_name, "stage": Message(f"minutes.stage_{facts.stage}")}
    )
    return Paper(
        title=printable(say("agenda.title", sitting=sitting), lines=True),
        under_title=(say("minutes.number", sitting=printable(facts.sitting_id)),),
        marks=marks,
        marks_note=note,
        head=say("agenda.head"),
        language=say.language,
        at=facts.made_at,
        parts=(*_opening(facts, voice), *_agenda(facts, voice), *_ballots(facts, voice)),
    )


def agenda_filling(facts: AgendaFacts, *, say: Translator) -> Filling:
    """Return what goes into the template of the paper pack: its three parts, each a block."""
    paper, voice = agenda_paper(facts, say=say), Voice(say, internal=False)
    sitting: object = facts.title or Message(
        "minutes.sitting", {"round": facts.round_name, "stage": Message(f"minutes.stage_{facts.stage}")}
    )
    day = "" if facts.starts_at is None else say(moment(facts.starts_at))
    return Filling(
        values={
            "sitting": printable(say.say(sitting), lines=True),
            "number": printable(facts.sitting_id),
            "round": say.say(facts.round_name),
            "regulation": "",
            "day": day,
        },
        blocks={"opening": _opening(facts, voice), "agenda": _agenda(facts, voice), "ballots": _ballots(facts, voice)},
        marks=paper.marks,
        marks_note=paper.marks_note,
        head=paper.head,
        at=facts.made_at,
        name=say("agenda.head"),
    )


def _opening(facts: AgendaFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    order = "minutes.rule_order_open" if facts.seed is None else "minutes.rule_order_is"
    book = say("minutes.rule_book_is", round=printable(facts.round_id), digest=grouped(facts.rule_book_digest))
    place = printable(facts.place) or say("minutes.unknown")
    at = say("agenda.when_open") if facts.starts_at is None else moment(facts.starts_at)
    return (
        led(say, "agenda.when", say("agenda.when_is", at=at, place=place)),
        *rules_of_votes(facts.sheet.quorum, facts.sheet.majority, say),
        led(say, "minutes.rule_cuts", cut_words(facts.cut_scores, voice)),
        led(say, "minutes.rule_order", say(order, seed=facts.seed)),
        led(say, "minutes.rule_book", book),
        led(say, "agenda.use", say("agenda.use_is")),
    )


def _agenda(facts: AgendaFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    if not facts.items:
        return (Paragraph(say("agenda.no_items")),)
    parts: list[Part] = []
    for number, (block, items) in enumerate(groupby(facts.items, key=lambda item: item.block), 1):
        lines = tuple(items)
        parts += [NewPage(), heading(say, number, f"minutes.block_{block}"), _list(lines, facts.sheet, say)]
        parts += [Paragraph(say("agenda.fill_in"), keeps=True), _forms(lines, say), _entered(say)]
    return tuple(parts)


def _list(items: Sequence[AgendaLine], sheet: ParameterSheet, say: Translator) -> Table:
    """Return what is up, what is proposed, and how many make a quorum and, if all come, a majority."""
    columns = (
        Column(say("minutes.column_item"), 25),
        Column(say("agenda.column_enterprise"), 41, "left"),
        Column(say("minutes.column_target"), 13),
        Column(say("agenda.column_score"), 19),
        Column(say("agenda.column_proposal"), 24),
        Column(say("agenda.column_entitled"), 17),
        Column(say("agenda.column_quorum"), 17),
    )
    rows = tuple(
        (
            _name(item),
            printable(item.enterprise),
            item.target,
            f"{points(item.total, say)}\n{percent(item.certainty, say)}",
            say("agenda.no_proposal") if item.proposal is None else outcome(item.proposal, say),
            f"{item.entitled}\n{say('agenda.recused', recused=item.recused)}" if item.recused else str(item.entitled),
            str(needed(sheet.quorum, item.entitled)),
        )
        for item in items
    )
    return Table(columns, rows)


def _forms(items: Sequence[AgendaLine], say: Translator) -> Table:
    """Return the form to be filled in by hand: who was there, the counts, what came of it and why."""
    columns = (
        Column(say("minutes.column_item"), 25),
        Column(say("agenda.fill_present"), 17),
        Column(say("agenda.fill_for"), 17),
        Column(say("agenda.fill_against"), 17),
        Column(say("agenda.fill_abstained"), 17),
        Column(say("agenda.fill_outcome"), 26),
        Column(say("agenda.fill_reason"), 37),
    )
    return Table(columns, tuple((_name(item), "", "", "", "", "", "") for item in items), row_mm=_WRITING_MM)


def _entered(say: Translator) -> Table:
    """Return where the two sign who enter the form afterwards."""
    texts = (say("agenda.counted_by"), "", say("agenda.entered_by"), "", say("agenda.checked_by"), "")
    shares = (20, 32, 20, 32, 20, 32)
    return Table(tuple(Column("", share) for share in shares), (texts,), row_mm=_WRITING_MM, headed=False)


def _ballots(facts: AgendaFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    parts: list[Part] = []
    for item in facts.items:
        motion = "agenda.slip_to_fill" if item.proposal is None else "agenda.slip_proposal"
        lines = (
            say("agenda.slip_item", number=item.number, application=printable(item.application_id)),
            printable(item.enterprise),
            say(motion, proposal=outcome(item.proposal, say)),
            say("agenda.slip_choices"),
            say(f"agenda.slip_how_{facts.sheet.ballot}"),
        )
        title = say("agenda.ballots_of", number=item.number, application=printable(item.application_id))
        parts += [NewPage(), Heading(title), Slips(lines, item.entitled)]
    return tuple(parts)


def _name(item: AgendaLine) -> str:
    return f"{item.number}\n{printable(item.application_id)}"
