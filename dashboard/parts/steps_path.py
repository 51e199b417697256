"""An application's way through the steps of Article 12: what is done, by whom and when, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.rule_book_sources import citation, clause_name
from dashboard.parts.steps_words import act_name, office_of, state_chip, step_name
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from indicators.model import Citation, RuleBook, Step
from scoring.flow import StepFile
from scoring.procedure.steps import Standing
from scoring.register.step_acts import StepAct as Done


def head(say: Translator, file: StepFile) -> None:
    """Draw whose application it is, and where it stands."""
    one = file.application.enterprise
    about = say("stepboard.about_file", application=file.application.application_id, uscc=one.uscc)
    st.html(
        f'<div class="sb-head"><h2>{as_html(one.name)}</h2>{desk.grade_chip(file.application.target_grade)}'
        f'{state_chip(say, file.standing)}<span class="qc-quiet">{as_html(about)} {as_html(desk.region(one.county))}'
        "</span></div>"
    )


def stand(say: Translator, book: RuleBook, file: StepFile, on: date) -> None:
    """Draw where it stands in a sentence: what is next, by whom, until when; what halted or ended it."""
    lines = [as_html(line) for line in _sentences(say, book, file)]
    kind = "" if file.standing.state in ("open", "returned") else "over"
    if file.late:
        kind = "late"
        words = say("stepboard.stand_late", day=file.late[0].due_on, days=file.late[0].days)
        lines.append(f'<span class="dk-late">{as_html(words)}</span>')
    elif file.due_on is not None:
        lines.append(as_html(say("stepboard.stand_due", day=file.due_on, days=(file.due_on - on).days)))
    st.html(f'<div class="sb-stand {kind}">{"<br>".join(lines)}</div>')


def _sentences(say: Translator, book: RuleBook, file: StepFile) -> list[str]:
    standing, county = file.standing, file.application.enterprise.county
    if file.withdrawal is not None:
        return [say("stepboard.stand_withdrawn", day=file.withdrawal.withdrawn_on, reason=file.withdrawal.reason)]
    if standing.state == "open" and not standing.due:
        return [say("stepboard.stand_province")]
    if standing.state == "open":
        return [
            say("stepboard.stand_next", act=act_name(say, act), office=office_of(say, act, county))
            for act in standing.due
        ]
    if standing.state in ("returned", "refused"):
        last = next(act for act in reversed(file.acts) if act.verdict == standing.state)
        law = next((one for one in book.documents if one.key == book.regulation.document), None)
        clause = clause_name(law, last.clause, say) if last.clause else "–"
        values = {"day": last.acted_on, "reason": (last.reason or "–").rstrip("。."), "clause": clause}
        return [say(f"stepboard.stand_{standing.state}", **values, office=desk.role(last.role, say))]
    if standing.announced is not None:
        return [say("stepboard.announced", day=standing.announced)]
    return [say(f"stepboard.ended_{standing.ended}" if standing.ended else f"stepboard.state_{standing.state}")]


def path(say: Translator, file: StepFile) -> None:
    """Draw the steps of its path, each with its acts."""
    st.subheader(say("stepboard.path"), anchor=False)
    signed = {act.act: act for act in file.acts if act.verdict == "signed"}
    items = "".join(_step(say, file, step, signed) for step in file.steps)
    st.html(f'<ol class="sb-path">{items}</ol>')


def _step(say: Translator, file: StepFile, step: Step, signed: Mapping[str, Done]) -> str:
    standing = file.standing
    kind = _kind(standing, step)
    mark = "✓" if kind == "done" else "!" if kind == "halted" else str(step.order)
    here = f"<em>{as_html(say(f'stepboard.{kind}'))}</em>" if kind in ("now", "halted") else ""
    current = ' aria-current="step"' if kind in ("now", "halted") else ""
    county = file.application.enterprise.county
    acts = ""
    for act in step.acts:
        due = act in standing.due
        words = act_name(say, act)
        if due:
            words = say("stepboard.due_by", act=words, office=office_of(say, act, county))
        when = as_html(_when(say, standing, act.id, signed.get(act.id), due=due))
        kind_of_act = "due" if due else "" if act.id in standing.done else "ahead"
        acts += f'<li class="{kind_of_act}"><div>{as_html(words)}</div><span>{when}</span></li>'
    return (
        f'<li class="{kind}"{current}><i aria-hidden="true">{mark}</i><div>'
        f'<div class="step">{as_html(step_name(say, step))}{here}</div><ul>{acts}</ul></div></li>'
    )


def _when(say: Translator, standing: Standing, act: str, signed: Done | None, *, due: bool) -> str:
    """Return when an act was done and by whom, or that it is due."""
    if act not in standing.done:
        return say("stepboard.due") if due else "–"
    day = standing.done[act].isoformat()
    return day if signed is None else say("stepboard.done_by", day=day, who=desk.role(signed.role, say))


def _kind(standing: Standing, step: Step) -> str:
    if standing.halted_by in {act.id for act in step.acts}:
        return "halted"
    if all(act.id in standing.done for act in step.acts):
        return "done"
    if standing.step is not None and step.id == standing.step.id and standing.state == "open":
        return "now"
    return "ahead"


def history(say: Translator, book: RuleBook, acts: Sequence[Done], steps: Sequence[Step]) -> None:
    """Draw everything that offices did with it, the newest first."""
    st.subheader(say("stepboard.history"), anchor=False)
    if not acts:
        st.caption(say("stepboard.no_history"))
        return
    names = {act.id: Name(act.name, act.name_en) for step in steps for act in step.acts}
    heads = [say(f"stepboard.column_{name}") for name in ("day", "act", "who", "why")]
    desk.listing(heads, [_row(say, book, act, names) for act in reversed(acts)])


def _row(say: Translator, book: RuleBook, act: Done, names: Mapping[str, Name]) -> list[str]:
    what = as_html(say(f"stepboard.verdict_{act.verdict}", act=names.get(act.act, act.act)))
    who = f'{as_html(desk.role(act.role, say))}<div class="dk-quiet">{as_html(act.signer)}</div>'
    cited = citation(book, Citation(book.regulation.document, act.clause), say) if act.clause else ""
    day = f'<span class="sb-day">{act.acted_on.isoformat()}</span>'
    return [
        day,
        f'<div class="sb-what">{what}</div>',
        who,
        f'<div class="wide">{as_html(act.reason or "–")}{cited}</div>',
    ]
