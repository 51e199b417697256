"""The minutes of a sitting in words, once for the office and once for everybody, and as files.

Both versions come of the same facts by the same functions. The public one has counts where the internal one has names,
offices in place of persons, and leaves names, employers and codes of the members out of every text that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable

from indicators.language import Message, Translator
from scoring.documents.fonts import Fonts
from scoring.documents.minutes import Member, MinutesFacts, Signature
from scoring.documents.minutes_items import decisions, item_by_item
from scoring.documents.minutes_words import (
    Voice,
    clock,
    cut_words,
    grouped,
    head_code,
    heading,
    led,
    marks_words,
    moment,
    outcome,
    points,
    rules_of_votes,
    until,
    voice_of,
)
from scoring.documents.paper import (
    Column,
    Heading,
    Paper,
    Paragraph,
    Part,
    SignatureLine,
    Signatures,
    Table,
    numbered,
    printable,
)
from scoring.documents.paper_docx import paper_docx
from scoring.documents.paper_pdf import paper_pdf


def minutes_docx(facts: MinutesFacts, *, say: Translator, internal: bool, copy: str = "") -> bytes:
    """Return the minutes as a Word file; the same facts give the same bytes. `copy`: the words of its own number."""
    return paper_docx(numbered(minutes_text(facts, say=say, internal=internal), copy))


def minutes_pdf(facts: MinutesFacts, *, say: Translator, internal: bool, fonts: Fonts, copy: str = "") -> bytes:
    """Return the minutes as PDF/A; the same facts and fonts give the same bytes. `copy`: as in `minutes_docx`."""
    return paper_pdf(numbered(minutes_text(facts, say=say, internal=internal), copy), fonts=fonts)


def minutes_text(facts: MinutesFacts, *, say: Translator, internal: bool) -> Paper:
    """Return the minutes in words.

    Parameters
    ----------
    facts : MinutesFacts
        The same for both versions.
    say : Translator
        Of the language wanted; it has the catalogues of ``scoring``.
    internal : bool
        The record of the office with the names of those present; else the version for everybody.
    """
    voice = voice_of(say, internal=internal, members=facts.members)
    parts = [
        part
        for number, (name, body) in enumerate(sections_of(facts, voice).items(), 1)
        for part in (heading(say, number, f"minutes.section_{name}"), *body)
    ]
    marks, note = marks_words(facts.marks, say)
    version = say("minutes.version_internal" if internal else "minutes.version_public")
    return Paper(
        title=title_of(facts, say),
        under_title=(say("minutes.number", sitting=printable(facts.sitting_id)),),
        marks=marks,
        marks_note=note,
        head=version,
        language=say.language,
        at=facts.ended_at,
        parts=(head_code(facts.head, say), *parts),
    )


def sections_of(facts: MinutesFacts, voice: Voice) -> dict[str, tuple[Part, ...]]:
    """Return the sections of minutes by their names, in order."""
    return {
        "sitting": _sitting(facts, voice),
        "attendance": _attendance(facts, voice),
        "rules": _rules(facts, voice),
        "course": _course(facts, voice),
        "decisions": decisions(facts, voice),
        "items": item_by_item(facts, voice),
        "check": (*_check(facts, voice), *_reopened(facts, voice)),
        "visits": _visits(facts, voice),
        "signatures": _signatures(facts, voice),
    }


def title_of(facts: MinutesFacts, say: Translator) -> str:
    """Return the title of minutes, in lines."""
    title = say("minutes.title", sitting=_name(facts))
    return printable(title if facts.title else f"{say('minutes.heading')}\n{title}", lines=True)


def _name(facts: MinutesFacts) -> object:
    """Return what the sitting is called."""
    if facts.title is not None:
        return facts.title
    return Message("minutes.sitting", {"round": facts.round_name, "stage": Message(f"minutes.stage_{facts.stage}")})


def _sitting(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    held = {
        "started": moment(facts.started_at),
        "ended": until(facts.started_at, facts.ended_at),
        "heading": Message("minutes.heading"),
        "sitting": _name(facts),
        "place": voice.free(facts.place),
    }
    return (
        Paragraph(voice.free(say("minutes.held_at" if facts.place.strip() else "minutes.held", **held))),
        Paragraph(_led_by(facts, voice)),
    )


def _led_by(facts: MinutesFacts, voice: Voice) -> str:
    say = voice.say
    names = {
        role: [printable(one.name) for one in facts.members if one.role == role] for role in ("chair", "secretary")
    }
    if not (voice.internal and names["chair"] and names["secretary"]):
        return say("minutes.led_by_office")
    joined = {role: voice.joined(some, "minutes.cite_between") for role, some in names.items()}
    return say("minutes.led_by", **joined)


def _attendance(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say, there = voice.say, facts.attendance
    counts = {"entitled": there.entitled, "present": there.present, "absent": there.entitled - there.present}
    parts: list[Part] = [
        Paragraph(say("minutes.attendance", **counts)),
        Paragraph(say("minutes.attendance_moved", late=there.late, left=there.left)),
    ]
    if voice.internal:
        absent = [one for one in facts.members if one.presence == "absent"]
        here = [one for one in facts.members if one.presence != "absent"]
        voting = ("chair", "voter")
        parts += _listed("minutes.present_are", [one for one in here if one.role in voting], voice)
        parts += _listed("minutes.observers_are", [one for one in here if one.role not in voting], voice)
        parts += _listed("minutes.absent_are", absent, voice)
    return tuple(parts)


def _listed(key: str, members: Iterable[Member], voice: Voice) -> tuple[Part, ...]:
    """Return a list of persons as the norm has it (GB/T 9704-2012, 10.3): the word, then employers and names."""
    said = [_member(one, voice) for one in members]
    if not said:
        return ()
    lead = voice.say(key) + ("" if voice.say.language == "zh" else " ")
    text = voice.joined(said, "minutes.between") + voice.say("minutes.stop")
    return (Paragraph(text, lead=lead, look="hanging"),)


def _member(one: Member, voice: Voice) -> str:
    say = voice.say
    notes = [] if one.role in ("voter", "observer") else [say(f"minutes.role_{one.role}")]
    if one.arrived_at is not None and one.presence != "present":
        notes.append(say("minutes.came", at=clock(one.arrived_at)))
    if one.left_at is not None:
        notes.append(say("minutes.went", at=clock(one.left_at)))
    values = {"name": printable(one.name), "employer": printable(one.employer)}
    if not notes:
        return say("minutes.member", **values)
    return say("minutes.member_note", **values, note=voice.joined(notes, "minutes.note_between"))


def _rules(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say, sheet = voice.say, facts.sheet
    voters, ballot = say(f"minutes.voters_{sheet.voters}"), say(f"minutes.ballot_{sheet.ballot}")
    clocks = {
        name: points(minutes, say)
        for name, minutes in (
            ("length", sheet.clocks.length),
            ("hard", sheet.clocks.hard_item),
            ("normal", sheet.clocks.normal_item),
            ("consent", sheet.clocks.consent_item),
            ("reserve", sheet.clocks.reserve),
        )
    }
    order = "minutes.rule_order_open" if facts.seed is None else "minutes.rule_order_is"
    book = say("minutes.rule_book_is", round=printable(facts.round_id), digest=grouped(facts.rule_book_digest))
    return (
        *rules_of_votes(sheet.quorum, sheet.majority, say),
        led(say, "minutes.rule_ballot", say("minutes.rule_ballot_is", ballot=ballot, voters=voters)),
        led(say, "minutes.rule_cuts", cut_words(facts.cut_scores, voice)),
        led(say, "minutes.rule_consent", say("minutes.rule_consent_is", threshold=sheet.consent_threshold)),
        led(say, "minutes.rule_clocks", say("minutes.rule_clocks_are", **clocks)),
        led(say, "minutes.rule_order", say(order, seed=facts.seed)),
        led(say, "minutes.rule_book", book),
    )


def _course(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    if not facts.acts:
        return (Paragraph(say("minutes.no_acts")),)
    columns = (Column(say("minutes.column_time"), 24), Column(say("minutes.column_act"), 132, "left"))
    rows = []
    for act in facts.acts:
        lines = (voice.said(act.what), *voice.lines(act.note))
        rows.append((say(clock(act.at)), "\n".join(lines)))
    return (Table(columns, tuple(rows)),)


def _check(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    if not facts.contradictions:
        return (Paragraph(say("minutes.check_none")),)
    found = [Paragraph(say("minutes.check_found", count=len(facts.contradictions)))]
    for number, one in enumerate(facts.contradictions, 1):
        became = voice.free(one.became)
        key = "minutes.check_line" if became else "minutes.check_open"
        found.append(Paragraph(say(key, number=number, what=voice.said(one.what), became=became)))
    return tuple(found)


def _reopened(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    if not facts.reopened:
        return (Paragraph(say("minutes.reopened_none")),)
    return tuple(
        Paragraph(
            say(
                "minutes.reopened_line",
                number=one.number,
                application=printable(one.application_id),
                before=outcome(one.before, say),
                after=outcome(one.after, say),
                reason=voice.free(one.reason) or say("minutes.no_reason"),
            )
        )
        for one in facts.reopened
    )


def _visits(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    parts: list[Part] = []
    for item in facts.items:
        if item.visit_questions:
            values = {"application": printable(item.application_id), "enterprise": printable(item.enterprise)}
            parts.append(Heading(say("minutes.visit_item", **values), 3))
            for number, question in enumerate(item.visit_questions, 1):
                parts.append(Paragraph(say("minutes.visit_question", number=number, question=voice.free(question))))
    return tuple(parts) or (Paragraph(say("minutes.visits_none")),)


def _signatures(facts: MinutesFacts, voice: Voice) -> tuple[Part, ...]:
    say = voice.say
    if not voice.internal:
        counts = {state: sum(one.state == state for one in facts.signatures) for state in ("signed", "refused", "open")}
        return (Paragraph(say("minutes.sign_counts", **counts)),)
    if not facts.signatures:
        return (Paragraph(say("minutes.sign_nobody")),)
    lines = tuple(
        SignatureLine(
            _label(one, say),
            _state(one, voice),
        )
        for one in facts.signatures
    )
    return Paragraph(say("minutes.sign_here"), keeps=True), Signatures(lines)


def _label(one: Signature, say: Translator) -> str:
    role = say(f"minutes.role_{one.role}")
    return say("minutes.sign_label", name=printable(one.name), role=role) if one.name.strip() else role


def _state(one: Signature, voice: Voice) -> str:
    say = voice.say
    if one.state == "signed":
        return say("minutes.signed", at="" if one.at is None else say(moment(one.at))).rstrip("\n")
    if one.state == "refused":
        return say("minutes.refused", reason=voice.free(one.reason) or say("minutes.refused_without"))
    return ""
