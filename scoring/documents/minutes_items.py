"""The items in the minutes: what was decided about each, by how many votes, why, and who thought otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from indicators.language import Message
from indicators.model import ParameterSheet
from scoring.documents.minutes import DecidedItem, MinutesFacts, Tally
from scoring.documents.minutes_words import (
    Voice,
    heading,
    led,
    majority_formula,
    outcome,
    percent,
    points,
    quorum_formula,
)
from scoring.documents.paper import Column, Heading, Paragraph, Part, Table, printable

OUTCOMES: Final = ("propose_aaa", "send_to_site_visit", "propose_aa", "do_not_propose", "defer", None)


#: Citations without the name of the document.
_SHORT: Final = {
    "steps.cited_article": "minutes.same_article",
    "steps.cited_item": "minutes.same_item",
    "steps.cited_sub_item": "minutes.same_sub_item",
}


def decisions(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    """Return how many came to what, and all items in one table."""
    say = voice.say
    if not facts.items:
        return (Paragraph(say("minutes.no_items")),)
    counted = Counter(item.outcome for item in facts.items)
    totals = [say("minutes.total", outcome=outcome(one, say), count=counted[one]) for one in OUTCOMES if counted[one]]
    said = say("minutes.decided", count=len(facts.items), totals=voice.joined(totals, "minutes.total_between"))
    columns = (
        Column(say("minutes.column_number"), 10),
        Column(say("minutes.column_application"), 25),
        Column(say("minutes.column_enterprise"), 47, "left"),
        Column(say("minutes.column_target"), 14),
        Column(say("minutes.column_total"), 17),
        Column(say("minutes.column_certainty"), 18),
        Column(say("minutes.column_outcome"), 25),
    )
    rows = tuple(
        (
            str(item.number),
            printable(item.application_id),
            f"{printable(item.enterprise)}\n{printable(item.uscc)}",
            item.target,
            _moved(item, voice),
            percent(item.certainty, say),
            outcome(item.outcome, say),
        )
        for item in facts.items
    )
    return Paragraph(said), Paragraph(say("minutes.only_proposals")), Table(columns, rows)


def item_by_item(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    """Return each item, by block in the order decided; what is alike in every way goes into one table of its block."""
    if not facts.items:
        return (Paragraph(voice.say("minutes.no_items")),)
    parts: list[Part] = []
    for number, (block, items) in enumerate(groupby(facts.items, key=lambda item: item.block), 1):
        parts.append(heading(voice.say, number, f"minutes.block_{block}", level=2))
        together, alone = _apart(tuple(items))
        if together:
            parts += _together(together, facts.sheet, voice)
        for item in alone:
            parts += _item(item, facts.sheet, voice)
    return tuple(parts)


def _apart(items: Sequence[DecidedItem]) -> tuple[tuple[DecidedItem, ...], tuple[DecidedItem, ...]]:
    """Part the items that were voted together without a word from those that need words of their own."""
    together = tuple(item for item in items if item.block == "consent" and _plain(item))
    return together, tuple(item for item in items if item not in together)


def _plain(item: DecidedItem) -> bool:
    agreed = item.tally is not None and item.tally.carried is True and item.outcome == item.proposal
    return agreed and not (item.pulled or item.dissents or item.total_before is not None)


def _together(items: Sequence[DecidedItem], sheet: ParameterSheet, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    basis = [_basis(item, voice) for item in items]
    columns = [
        Column(say("minutes.column_item"), 24),
        Column(say("minutes.column_outcome"), 25),
        Column(say("minutes.column_recused"), 13),
        Column(say("minutes.column_quorum"), 22),
        Column(say("minutes.column_votes"), 20),
        Column(say("minutes.column_majority"), 22),
    ]
    rows = [_row(item, item.tally, sheet, voice) for item in items if item.tally is not None]
    if any(basis):
        columns.append(Column(say("minutes.column_basis"), 40, "left"))
        rows = [(*row, why or say("minutes.unknown")) for row, why in zip(rows, basis, strict=True)]
    return Paragraph(say("minutes.together"), keeps=True), Table(tuple(columns), tuple(rows))


def _basis(item: DecidedItem, voice: Voice) -> str:
    why = [_cites(item, voice)] if item.cites else []
    return "\n".join([*why, *(voice.said(one) for one in item.grounds), *voice.lines(item.reason)])


def _row(item: DecidedItem, tally: Tally, sheet: ParameterSheet, voice: Voice) -> tuple[str, ...]:
    say = voice.say
    return (
        f"{item.number}\n{printable(item.application_id)}",
        outcome(item.outcome, say),
        str(item.recused),
        quorum_formula(tally, sheet.quorum, say),
        f"{tally.in_favour}/{tally.against}/{tally.abstained}",
        majority_formula(tally, sheet.majority, say),
    )


def _item(item: DecidedItem, sheet: ParameterSheet, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    about = say(
        "minutes.item_about",
        application=printable(item.application_id),
        target=item.target,
    )
    return (
        Heading(say("minutes.item", number=item.number, enterprise=printable(item.enterprise)), 3),
        Paragraph(about),
        led(say, "minutes.score", _score(item, voice)),
        led(say, "minutes.decision", _decision(item, voice)),
        *_reason(item, voice),
        led(say, "minutes.votes", _votes(item, sheet, voice)),
        *_remarks(item, voice),
        *_dissents(item, voice),
    )


def _score(item: DecidedItem, voice: Voice) -> str:
    say = voice.say
    if item.total is None:
        return say("minutes.score_none")
    key = "minutes.score_below" if item.grade_by_score is None else "minutes.score_is"
    said = [say(key, total=points(item.total, say), grade=item.grade_by_score)]
    if item.total_before == item.total:
        said.append(say("minutes.score_unmoved"))
    elif item.total_before is not None:
        said.append(say("minutes.score_moved", before=points(item.total_before, say)))
    if item.certainty is not None:
        said.append(say("minutes.certainty_is", certainty=percent(item.certainty, say)))
    return _sentences(said, voice)


def _decision(item: DecidedItem, voice: Voice) -> str:
    say = voice.say
    if not item.cites:
        return say("minutes.decision_is", outcome=outcome(item.outcome, say))
    return say("minutes.decision_by", outcome=outcome(item.outcome, say), cites=_cites(item, voice))


def short_cite(cite: Message) -> Message:
    """Return a citation without the name of its document."""
    return Message(_SHORT[cite.key], cite.values) if cite.key in _SHORT else cite


def _cites(item: DecidedItem, voice: Voice) -> str:
    """Return the clauses in words; a document is named once where clauses of it follow one another."""
    said, before = [], None
    for cite in item.cites:
        title = cite.values.get("title")
        said.append(voice.said(short_cite(cite) if title == before else cite))
        before = title
    return voice.joined(said, "minutes.cite_between")


def _reason(item: DecidedItem, voice: Voice) -> tuple[Part, ...]:
    """Return the reason; that there is none is said only where there had to be one."""
    say = voice.say
    key = "minutes.reason_deferred" if item.outcome == "defer" else "minutes.reason"
    written = voice.lines(item.reason)
    if not written:
        owed = item.outcome is not None and item.outcome != item.proposal
        return (led(say, key, say("minutes.no_reason")),) if owed else ()
    return led(say, key, written[0]), *(Paragraph(line) for line in written[1:])


def _votes(item: DecidedItem, sheet: ParameterSheet, voice: Voice) -> str:
    say, tally = voice.say, item.tally
    said = [say("minutes.votes_recused", recused=item.recused)] if item.recused else []
    if tally is None:
        return _sentences([*said, say("minutes.no_votes")], voice)
    said.append(
        say(
            "minutes.votes_quorum",
            present=tally.present,
            entitled=tally.entitled,
            formula=quorum_formula(tally, sheet.quorum, say),
            met=say("minutes.met" if tally.quorum_met else "minutes.not_met"),
        )
    )
    if tally.motion is not None:
        said.append(say("minutes.votes_motion", motion=outcome(tally.motion, say)))
    counts = {"in_favour": tally.in_favour, "against": tally.against, "abstained": tally.abstained}
    formula = majority_formula(tally, sheet.majority, say)
    said.append(say("minutes.votes_majority", **counts, formula=formula, met=say(_came_to(tally))))
    if silent := tally.present - sum(counts.values()):
        said.append(say("minutes.votes_silent", count=silent))
    return _sentences(said, voice)


def _came_to(tally: Tally) -> str:
    if not tally.quorum_met or tally.carried is None:
        return "minutes.no_quorum"
    return "minutes.carried" if tally.carried else "minutes.not_carried"


def _remarks(item: DecidedItem, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    said = [say("minutes.withdrawn")] if item.withdrawn else []
    said += [voice.said(one) for one in item.grounds]
    if item.pulled:
        said.append(say("minutes.pulled"))
    if item.outcome is not None and item.outcome != item.proposal:
        key = "minutes.departs_none" if item.proposal is None else "minutes.departs"
        said.append(say(key, proposal=outcome(item.proposal, say)))
    return (led(say, "minutes.remarks", _sentences(said, voice)),) if said else ()


def _dissents(item: DecidedItem, voice: Voice) -> tuple[Part, ...]:
    """Return what the minority wrote, in the type of the decision itself."""
    say = voice.say
    parts: list[Part] = []
    for number, text in enumerate(item.dissents, 1):
        lead = say("minutes.dissent") if len(item.dissents) == 1 else say("minutes.dissent_numbered", number=number)
        first, *rest = voice.lines(text) or (say("minutes.no_reason"),)
        parts.append(Paragraph(first, lead=lead if say.language == "zh" else f"{lead} "))
        parts += [Paragraph(line) for line in rest]
    return tuple(parts)


def _moved(item: DecidedItem, voice: Voice) -> str:
    say = voice.say
    if item.total_before is None or item.total_before == item.total:
        return points(item.total, say)
    return say("minutes.total_moved", before=points(item.total_before, say), total=points(item.total, say))


def _sentences(said: Sequence[str], voice: Voice) -> str:
    return ("" if voice.say.language == "zh" else " ").join(said)
