"""Public notice and joint document: the words of a template around a list of enterprises and grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from indicators.language import Message, Name, Translator
from scoring.documents.letter import day_words
from scoring.documents.minutes_words import marks_words
from scoring.documents.paper import printable
from scoring.documents.templated.filling import Filling


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An enterprise on a list, with the grade that it is to have."""

    enterprise: str
    uscc: str
    prefecture: str
    grade: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Everything of which a notice or a joint document is made.

    Attributes
    ----------
    state : Message
        Whether it is a draft, in words: said in the head of each page.
    number : str
        Official number of a joint document; empty in a notice.
    opened_on, last_day, working_days
        Of a notice; ``None`` while it is not open.
    day : date or None
        The day that it bears; ``None`` in a draft: room is left for it.
    entries : tuple of ListEntry
        In the order of the list.
    """

    kind: Literal["notice", "joint_document"]
    round_name: Name
    regulation: Name
    state: Message
    entries: tuple[ListEntry, ...]
    at: datetime
    number: str = ""
    opened_on: date | None = None
    last_day: date | None = None
    working_days: int | None = None
    day: date | None = None
    marks: tuple[str, ...] = ()


def list_filling(facts: ListFacts, *, say: Translator) -> Filling:
    """Return what goes into the template of a notice or joint document."""
    marks, note = marks_words(facts.marks, say)

    def day(on: date | None) -> str:
        return say("letter.day_open") if on is None else say(day_words(on))

    values = {
        "round": say.say(facts.round_name),
        "regulation": say.say(facts.regulation),
        "state": say(facts.state),
        "number": facts.number,
        "count": str(len(facts.entries)),
        "opened_on": day(facts.opened_on),
        "last_day": day(facts.last_day),
        "working_days": say("lists.days_open") if facts.working_days is None else str(facts.working_days),
        "day": day(facts.day),
    }
    entries = tuple(
        {
            "number": str(number),
            "enterprise": printable(one.enterprise),
            "uscc": printable(one.uscc),
            "prefecture": printable(one.prefecture),
            "grade": one.grade,
        }
        for number, one in enumerate(facts.entries, 1)
    )
    return Filling(
        values=values,
        lists={"entries": entries},
        marks=marks,
        marks_note=note,
        head=say(facts.state),
        at=facts.at,
        name=say(f"lists.name_{facts.kind}"),
    )
