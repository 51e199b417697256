"""The feedback letter to an applicant: what the panel found as a whole, and what a higher grade still asks for.

No mark, total, vote, count of experts or name is among its facts, so none can come into a letter, whatever a template
says: what was found comes in bands of groups of indicators (`procedure.feedback`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.language import Message, Name, Translator
from scoring.documents.minutes_words import marks_words
from scoring.documents.paper import printable
from scoring.documents.templated.filling import Filling


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """What was found in a group of indicators: its name, the clause of the standard, its weak and fair indicators."""

    name: Name
    clause: Message
    weak: tuple[Name, ...] = ()
    fair: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterMissing:
    """What a grade still asks for, and by which article."""

    what: Message
    basis: Message


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything of which a feedback letter is made.

    Attributes
    ----------
    granted : str or None
        The grade that was announced; ``None`` where none was.
    next_grade : str or None
        The grade whose conditions stand under `missing`; ``None`` where the highest is held.
    judged : bool
        Whether a panel scored the application; a grade that is confirmed without experts has no findings.
    day : date or None
        Of the announcement.
    at : datetime
        The moment that the file gives as its own.
    """

    enterprise: str
    application_id: str
    round_name: Name
    regulation: Name
    target: str
    granted: str | None
    next_grade: str | None
    judged: bool
    strengths: tuple[LetterFinding, ...]
    gaps: tuple[LetterFinding, ...]
    missing: tuple[LetterMissing, ...]
    day: date | None
    at: datetime
    marks: tuple[str, ...] = ()


def letter_filling(facts: LetterFacts, *, say: Translator) -> Filling:
    """Return what goes into the template of a letter, in the language of `say`."""
    marks, note = marks_words(facts.marks, say)
    values = {
        "enterprise": facts.enterprise,
        "application": facts.application_id,
        "round": say.say(facts.round_name),
        "regulation": say.say(facts.regulation),
        "target_grade": facts.target,
        "result": _result(facts, say),
        "next_step": _next(facts, say),
        "day": say("letter.day_open") if facts.day is None else say(day_words(facts.day)),
    }
    return Filling(
        values={name: printable(text) for name, text in values.items()},
        lists={
            "strengths": _found(facts, facts.strengths, "strength", say),
            "gaps": _found(facts, facts.gaps, "gap", say),
            "missing": _missing(facts, say),
        },
        marks=marks,
        marks_note=note,
        head=say("letter.head"),
        at=facts.at,
        name=say("letter.name"),
    )


def day_words(on: date) -> Message:
    """Return a day as officials write it."""
    return Message("certificate.day", {"year": on.year, "month": on.month, "day": on.day})


def _result(facts: LetterFacts, say: Translator) -> str:
    if facts.granted is None:
        return say("letter.result_none", target=facts.target)
    if facts.granted != facts.target:
        return say("letter.result_other", grade=facts.granted, target=facts.target)
    return say("letter.result_granted", grade=facts.granted)


def _next(facts: LetterFacts, say: Translator) -> str:
    if facts.next_grade is None:
        return say("letter.next_keep", grade=facts.granted)
    return say("letter.next_again" if facts.granted is None else "letter.next_is", grade=facts.next_grade)


def _found(
    facts: LetterFacts, found: Sequence[LetterFinding], kind: str, say: Translator
) -> tuple[dict[str, str], ...]:
    """Return the findings of a kind; where there is none, one that says so: a table is never empty."""
    if not found:
        key = f"letter.no_{kind}" if facts.judged else "letter.not_judged"
        return ({"clause": say("letter.none"), "text": say(key)},)
    said = []
    for one in found:
        weak = say("letter.between").join(say.say(name) for name in one.weak)
        fair = say("letter.between").join(say.say(name) for name in one.fair)
        text = say(f"letter.{kind}_weak" if weak else f"letter.{kind}", name=one.name, weak=weak)
        if fair:
            text = say("letter.gap_both" if weak else "letter.gap_fair", name=one.name, weak=weak, fair=fair)
        said.append({"clause": printable(say(one.clause)), "text": printable(text)})
    return tuple(said)


def _missing(facts: LetterFacts, say: Translator) -> tuple[dict[str, str], ...]:
    if not facts.missing:
        return ({"clause": say("letter.none"), "text": say("letter.no_missing")},)
    return tuple({"clause": printable(say(one.basis)), "text": printable(say(one.what))} for one in facts.missing)
