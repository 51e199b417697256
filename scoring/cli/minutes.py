"""``minutes``: of a sitting as a Word file or as PDF, for the office or for everybody; before it, the paper pack."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Final

import click

from indicators.language import Message, Translator
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import command
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.session import Session
from scoring.documents.agenda import AgendaFacts, agenda_docx, agenda_of, agenda_pdf
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.documents.head_words import head_words
from scoring.documents.minutes_template import minutes_of
from scoring.documents.minutes_text import minutes_docx, minutes_pdf
from scoring.errors import ConflictError
from scoring.flow import Mark, TemplateInForce, meeting, template_in_force
from scoring.flow.meeting import Written
from scoring.flow.meeting.minutes_roll import state_counts
from scoring.register.chain import Entry
from scoring.register.database import Register

WORD: Final = ".docx"
SUFFIXES: Final = (WORD, ".pdf")


@command("minutes")
@click.option("--agenda", is_flag=True, help="cli.option_minutes_agenda")
@click.option("--write", is_flag=True, help="cli.option_minutes_write")
@click.option("--public", is_flag=True, help="cli.option_minutes_public")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="cli.option_minutes_out")
@click.option("--sitting", "sitting_id", required=True, metavar="ID", help="cli.option_minutes_sitting")
@on_register(role="secretariat")
@click.pass_obj
def minutes(
    session: Session,
    *,
    acting: Acting,
    sitting_id: str,
    out: Path,
    overwrite: bool,
    public: bool,
    write: bool,
    agenda: bool,
) -> None:
    """Write the papers of a sitting."""
    if agenda and (write or public):
        raise click.UsageError(session.say("minutes.agenda_or_minutes"))
    refuse_bad_target(session, out, overwrite=overwrite, suffixes=SUFFIXES)
    with acting.register() as register:
        if agenda:
            facts = meeting.agenda_facts(register, acting.actor, sitting_id=sitting_id)
            held = template_in_force(register, acting.actor, kind="agenda", language=session.say.language)
            at, make = now(), partial(agenda_file, facts, out.suffix.lower(), session.say, held=held)
            mark = hand_over(register, acting, at, out, what="agenda", about=sitting_id, make=make)
            _tell_agenda(session, out, facts, mark)
            return
        entry = meeting.write_minutes(register, acting.actor, now(), sitting_id=sitting_id) if write else None
        written = _read(register, acting, sitting_id, internal=not public)
        held = template_in_force(register, acting.actor, kind="minutes", language=session.say.language)
        if public:  # for everybody: nobody's copy, and no act
            out.write_bytes(minutes_file(written, out.suffix.lower(), session.say, internal=False, held=held))
            _tell(session, out, written, entry, None)
            return
        make = partial(minutes_file, written, out.suffix.lower(), session.say, internal=True, held=held)
        mark = hand_over(register, acting, now(), out, what="minutes", about=sitting_id, make=make)
    _tell(session, out, written, entry, mark)


def _read(register: Register, acting: Acting, sitting_id: str, *, internal: bool) -> Written:
    written = meeting.read_minutes(register, acting.actor, sitting_id=sitting_id, internal=internal)
    if written is None:
        raise ConflictError(Message("minutes.none_written"))
    if not written.intact:
        raise ConflictError(Message("minutes.not_intact"))
    return written


def minutes_file(
    written: Written,
    suffix: str,
    say: Translator,
    mark: Mark | None = None,
    *,
    internal: bool,
    held: TemplateInForce,
) -> bytes:
    """Return minutes as the file of a kind; with a mark, as the copy of whoever takes them."""
    copy = "" if mark is None else say(mark.copy)
    if held.version:
        fonts, made_of = find_fonts(os.environ.get(VARIABLE)), say(held.words)
        return minutes_of(
            held.template, written.facts, suffix, say=say, internal=internal, fonts=fonts, made_of=made_of, copy=copy
        )
    if suffix == WORD:
        return minutes_docx(written.facts, say=say, internal=internal, copy=copy)
    fonts = find_fonts(os.environ.get(VARIABLE))
    return minutes_pdf(written.facts, say=say, internal=internal, fonts=fonts, copy=copy)


def agenda_file(facts: AgendaFacts, suffix: str, say: Translator, mark: Mark, *, held: TemplateInForce) -> bytes:
    """Return the paper pack as the file of a kind, as the copy of whoever takes it."""
    if held.version:
        fonts, made_of = find_fonts(os.environ.get(VARIABLE)), say(held.words)
        return agenda_of(held.template, facts, suffix, say=say, fonts=fonts, made_of=made_of, copy=say(mark.copy))
    if suffix == WORD:
        return agenda_docx(facts, say=say, copy=say(mark.copy))
    return agenda_pdf(facts, say=say, fonts=find_fonts(os.environ.get(VARIABLE)), copy=say(mark.copy))


def _tell_agenda(session: Session, out: Path, facts: AgendaFacts, mark: Mark) -> None:
    if session.as_json:
        told = {"file": out.name, "sitting": facts.sitting_id, "items": len(facts.items)}
        session.show_json({**told, **number_as_json(mark)})
        return
    session.show_line(session.say("minutes.agenda_made", file=str(out), count=len(facts.items)))
    tell_number(session, mark)


def _tell(session: Session, out: Path, written: Written, entry: Entry | None, mark: Mark | None) -> None:
    facts, counts = written.facts, state_counts(written.signatures)
    words = head_words(facts.head.hash, session.say.language)
    if session.as_json:
        told = {"file": out.name, "sitting": facts.sitting_id, "version": written.version, "digest": written.digest}
        told |= {"items": len(facts.items), "head": facts.head.text, "words": words, "signatures": counts}
        numbered = {} if mark is None else number_as_json(mark)
        session.show_json({**told, "entry": entry_as_json(entry), **numbered})
        return
    session.show_line(session.say("minutes.made", file=str(out), version=written.version, count=len(facts.items)))
    session.show_line(session.say("minutes.made_signed", **counts))
    session.show_line(session.say("minutes.made_head", head=facts.head.text, words=" ".join(words)))
    if entry is not None:
        show_entry(session, entry)
    if mark is not None:
        tell_number(session, mark)
