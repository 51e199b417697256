"""Minutes made of a template of the office: the same sections as in `minutes_text`, each a block of the template."""

from __future__ import annotations

from indicators.language import Translator
from scoring.documents.fonts import Fonts
from scoring.documents.minutes import MinutesFacts
from scoring.documents.minutes_text import sections_of, title_of
from scoring.documents.minutes_words import head_code, marks_words, moment, voice_of
from scoring.documents.paper import printable
from scoring.documents.templated.filling import Filling, Template, with_head
from scoring.documents.templated.making import made_file


def minutes_of(
    template: Template,
    facts: MinutesFacts,
    suffix: str,
    *,
    say: Translator,
    internal: bool,
    fonts: Fonts,
    made_of: str,
    copy: str = "",
) -> bytes:
    """Return the minutes made of a template of the office; `made_of`: what they say of it in the head of each page."""
    filling = with_head(minutes_filling(facts, say=say, internal=internal), made_of)
    return made_file(template, filling, suffix, fonts=fonts, copy=copy)


def minutes_filling(facts: MinutesFacts, *, say: Translator, internal: bool) -> Filling:
    """Return what goes into the template of minutes: the same sections as in `minutes_text`, each a block."""
    voice = voice_of(say, internal=internal, members=facts.members)
    marks, note = marks_words(facts.marks, say)
    sections = sections_of(facts, voice)
    return Filling(
        values={
            "sitting": title_of(facts, say),
            "number": printable(facts.sitting_id),
            "round": say.say(facts.round_name),
            "regulation": "",
            "day": say(moment(facts.ended_at)),
        },
        blocks={"head_code": (head_code(facts.head, say),), "held": sections["sitting"], **sections},
        marks=marks,
        marks_note=note,
        head=say("minutes.version_internal" if internal else "minutes.version_public"),
        at=facts.ended_at,
        name=say("minutes.heading"),
    )
