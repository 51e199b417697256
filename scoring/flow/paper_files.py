"""A paper of any kind as a file: its facts read in the name of whoever asks, filled into the template in force.

What may be read is asked where the facts are read; a template holds none. Every file names its template in the head of
its pages and among its properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from scoring.documents.agenda import agenda_filling
from scoring.documents.briefing import briefing_filling
from scoring.documents.fonts import Fonts
from scoring.documents.letter import letter_filling
from scoring.documents.lists import list_filling
from scoring.documents.minutes_template import minutes_filling
from scoring.documents.score_sheet import sheet_filling
from scoring.documents.templated.filling import Filling, with_head
from scoring.documents.templated.kinds import Kind
from scoring.documents.templated.making import made_file, suffixes_of
from scoring.errors import ConflictError
from scoring.flow import meeting
from scoring.flow.disclosing import What
from scoring.flow.letters import letter_facts
from scoring.flow.papers import joint_document_facts, notice_facts, score_sheet_facts
from scoring.flow.regional.taking import briefing_facts
from scoring.flow.templates import template_in_force
from scoring.model import Actor, Stage
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """Which paper is asked for.

    Attributes
    ----------
    about : str
        The round of a notice, joint document or briefing; the application of a letter or score sheet; the sitting of
        an agenda or minutes.
    suffix : str
        ``.docx``, ``.pdf``, and of some kinds ``.xlsx``.
    """

    kind: Kind
    about: str
    suffix: str
    stage: Stage = "document_review"


def make_paper(
    register: Register,
    actor: Actor,
    now: datetime,
    asked: PaperAsked,
    *,
    say: Translator,
    fonts: Fonts,
    copy: str = "",
) -> bytes:
    """Return a paper as a file in the language of `say`.

    Parameters
    ----------
    copy : str
        The words of the number of the copy, where it is one person's.

    Raises
    ------
    FaultsError
        There is no such file of this kind.
    ConflictError
        There is nothing yet of which it could be made.
    AccessRefusedError, RecordError
    """
    if asked.suffix not in suffixes_of(asked.kind):
        known = ", ".join(suffixes_of(asked.kind))
        told = Message("template.no_such_file", {"suffix": asked.suffix, "known": known})
        raise FaultsError([Fault(told, seen=asked.suffix, expected=known)])
    filling = _filling(register, actor, now, asked, say=say, fonts=fonts)
    held = template_in_force(register, actor, kind=asked.kind, language=say.language)
    return made_file(held.template, with_head(filling, say(held.words)), asked.suffix, fonts=fonts, copy=copy)


def _filling(
    register: Register, actor: Actor, now: datetime, asked: PaperAsked, *, say: Translator, fonts: Fonts
) -> Filling:
    about = asked.about
    match asked.kind:
        case "feedback_letter":
            return letter_filling(letter_facts(register, actor, application_id=about), say=say)
        case "notice":
            return list_filling(notice_facts(register, actor, round_id=about), say=say)
        case "joint_document":
            return list_filling(joint_document_facts(register, actor, round_id=about), say=say)
        case "score_sheet":
            facts = score_sheet_facts(register, actor, application_id=about, stage=asked.stage)
            return sheet_filling(facts, say=say)
        case "agenda":
            return agenda_filling(meeting.agenda_facts(register, actor, sitting_id=about), say=say)
        case "briefing":
            return briefing_filling(briefing_facts(register, actor, now, about), say=say, fonts=fonts)
        case "minutes":
            written = meeting.read_minutes(register, actor, sitting_id=about, internal=True)
            if written is None or not written.intact:
                raise ConflictError(Message("minutes.none_written" if written is None else "minutes.not_intact"))
            return minutes_filling(written.facts, say=say, internal=True)


def export_of(kind: Kind) -> What:
    """Return what a paper is called where it is written down that somebody took it."""
    kinds: dict[Kind, What] = {
        "feedback_letter": "letter",
        "agenda": "agenda",
        "minutes": "minutes",
        "briefing": "briefing",
    }
    return kinds.get(kind, "paper")
