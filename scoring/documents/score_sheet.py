"""An expert's own score sheet on paper, for him to check and sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.language import Message, Name, Translator
from scoring.documents.minutes_words import marks_words, moment
from scoring.documents.paper import printable
from scoring.documents.templated.filling import Filling
from scoring.model import MarkState, Stage


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An indicator as its expert marked it; `state` is ``None`` where he has not."""

    code: str
    name: Name
    max_score: Decimal
    state: MarkState | None
    value: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Everything of which a score sheet on paper is made.

    `submitted_at` is ``None`` while the sheet is open; `total` is the sum of the points given, of `full_marks`.
    """

    round_name: Name
    regulation: Name
    stage: Stage
    application_id: str
    enterprise: str
    target: str
    expert: str
    lines: tuple[SheetLine, ...]
    total: Decimal
    full_marks: Decimal
    submitted_at: datetime | None
    at: datetime
    marks: tuple[str, ...] = ()


def sheet_filling(facts: SheetFacts, *, say: Translator) -> Filling:
    """Return what goes into the template of a score sheet."""
    marks, note = marks_words(facts.marks, say)
    if facts.submitted_at is None:
        state = say("papersheet.open", missing=sum(one.state in (None, MarkState.MISSING) for one in facts.lines))
    else:
        state = say("papersheet.submitted", at=moment(facts.submitted_at))
    values = {
        "round": say.say(facts.round_name),
        "regulation": say.say(facts.regulation),
        "stage": say(f"minutes.stage_{facts.stage}"),
        "application": facts.application_id,
        "enterprise": facts.enterprise,
        "target_grade": facts.target,
        "expert": facts.expert,
        "state": state,
        "total": f"{facts.total:f}",
        "full_marks": f"{facts.full_marks:f}",
        "day": "",
    }
    lines = tuple(
        {
            "code": one.code,
            "name": printable(say.say(one.name)),
            "max_score": f"{one.max_score:f}",
            "mark": _mark(one, say),
            "note": printable(one.note, lines=True),
        }
        for one in facts.lines
    )
    return Filling(
        values=values,
        lists={"marks": lines},
        marks=marks,
        marks_note=note,
        head=say(Message("papersheet.head")),
        at=facts.at,
        name=say("papersheet.name"),
    )


def _mark(one: SheetLine, say: Translator) -> str:
    if one.state == MarkState.SCORED:
        return f"{one.value:f}"
    state = MarkState.MISSING if one.state is None else one.state
    return say(f"papersheet.mark_{state.name.lower()}")
