"""How the step board names things: acts, offices, states, terms, and who is late."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.clauses import numeral
from indicators.language import Name, Translator
from indicators.model import Step, StepAct
from scoring.flow import BoardRow
from scoring.procedure.steps import Standing

PLACE: Final = "stepboard"
_STYLE: Final = Path(__file__).with_name("steps.css")
_KINDS: Final = {"open": "", "complete": "good", "returned": "near", "refused": "bad", "withdrawn": "", "ended": "bad"}


def style() -> None:
    """Put the look of the step board on the page."""
    st.html(_STYLE)


def act_name(say: Translator, act: StepAct) -> str:
    """Return the name of an act."""
    return say.say(Name(act.name, act.name_en))


def step_name(say: Translator, step: Step) -> str:
    """Return the name of a step with its item of Article 12."""
    number = numeral(step.order) if say.language == "zh" else step.order
    return say("stepboard.step", number=number, name=Name(step.name, step.name_en))


def office(say: Translator, level: str, authority: str, region: str) -> str:
    """Return an office with its region."""
    return say("stepboard.office", region=desk.region(region), office=say(f"stepboard.office_{level}_{authority}"))


def office_of(say: Translator, act: StepAct, county: str) -> str:
    """Return the office that does an act with an application of a county."""
    if act.level == "applicant":
        return say("stepboard.applicant")
    if act.level == "province":
        return say(f"stepboard.office_province_{act.authority}")
    code = county if act.level == "county" else source.regions().prefecture_of(county).code
    return office(say, act.level, act.authority, code)


def level_of(region: str) -> str:
    """Return the level of a region's office by its code."""
    return "province" if region.endswith("0000") else "prefecture" if region.endswith("00") else "county"


def stands(say: Translator, standing: Standing) -> str:
    """Return in a few words where an application stands."""
    if standing.announced is not None:
        return say("stepboard.announced", day=standing.announced)
    if standing.ended is not None:
        return say(f"stepboard.ended_{standing.ended}")
    if standing.state == "open" and standing.step is not None:
        return step_name(say, standing.step)
    return say(f"stepboard.state_{standing.state}")


def state_chip(say: Translator, standing: Standing) -> str:
    """Return where an application stands as a chip."""
    kind = "bad" if standing.ended else _KINDS[standing.state]
    return chip(stands(say, standing), kind)


def term(say: Translator, row: BoardRow, on: date) -> str:
    """Return until when what is due is in time, as markup: late in red, with how many days."""
    if row.due_on is None:
        return ""
    if row.late:
        words = say("stepboard.late", days=row.late[0].days)
        due = as_html(say("stepboard.was_due", day=row.due_on))
        return f'<span class="dk-late">{as_html(words)}</span><small>{due}</small>'
    left = (row.due_on - on).days
    words = say("stepboard.today") if left == 0 else say("stepboard.left", days=left)
    return f"{as_html(words)}<small>{as_html(say('stepboard.is_due', day=row.due_on))}</small>"


def waits_for(say: Translator, row: BoardRow) -> str:
    """Return what is done next with an application, and by whom."""
    if row.standing.state == "returned":
        return say("stepboard.waits_for_completion")
    if not row.standing.due:
        return say("stepboard.waits_for_province")
    return say("stepboard.comma").join(dict.fromkeys(act_name(say, act) for act in row.standing.due))
