"""An expert's tasks: what to go on with, until when, each application with its one action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import recusal, sheet_page
from dashboard.parts.wording import as_html, as_markdown, clock
from indicators.language import Translator
from indicators.model import Deadline
from scoring.flow import Task
from scoring.meeting.proposal import SITE_VISIT
from scoring.procedure.steps import EXPERTS

OPEN: Final = ("returned", "under_way", "to_do")
ORDER: Final = (*OPEN, "closed", "submitted", "recused", "replaced")
_CHIP: Final = {"returned": " bad", "under_way": " near", "closed": " bad", "submitted": " good"}
#: The step of the procedure, for which a round may set a term, in which an expert's sheet of a stage is due.
_STEPS: Final = {"document_review": EXPERTS, "on_site_verification": SITE_VISIT}


def counts(say: Translator, tasks: Sequence[Task]) -> None:
    """Say how many tasks stand where."""
    found = Counter(task.state for task in tasks)
    always = ("to_do", "under_way", "submitted")
    cells = "".join(
        f"<div><b>{found[state]}</b><span>{as_html(say(f'own_tasks.{state}'))}</span></div>"
        for state in ORDER
        if state in always or found[state]
    )
    st.html(f'<div class="qc-counts">{cells}</div>')


def go_on(say: Translator, task: Task) -> None:
    """Draw the one thing to do next."""
    with st.container(border=True, key="tasks-next", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="qc-quiet" style="margin:0">{as_html(say("own_tasks.go_on"))}</p>{_facts(say, task)}')
        _link(say, task, primary=True)


def rows(say: Translator, tasks: Sequence[Task]) -> None:
    """Draw every task under the heading of where it stands."""
    for state in ORDER:
        own = [task for task in tasks if task.state == state]
        if own:
            heading = say("own_tasks.heading", state=say(f"own_tasks.{state}"), count=len(own))
            st.header(as_markdown(heading), anchor=False)
        for task in own:
            _row(say, task)


def _row(say: Translator, task: Task) -> None:
    with st.container(border=True, key=f"task-{_of(task)}", horizontal=True, vertical_alignment="center"):
        st.html(_facts(say, task))
        if task.state in OPEN:
            recusal.offer(say, task.application_id, task.stage)
        if task.state not in ("recused", "replaced") or task.marked:
            _link(say, task)


def _facts(say: Translator, task: Task) -> str:
    facts = [say("own_tasks.facts", application=task.application_id, grade=task.target_grade)]
    if task.last_at is not None:
        key = "own_tasks.submitted_at" if task.state == "submitted" else "own_tasks.last"
        facts.append(say(key, time=clock(task.last_at, source.now())))
    bar = ""
    if task.state in ("under_way", "returned", "closed"):
        words = as_html(say("own_tasks.marked", done=task.marked, all=task.indicators))
        share = 100 * task.marked // task.indicators
        bar = f'<div class="qc-progress"><span>{words}</span><i><b style="width:{share}%"></b></i></div>'
    chip = f'<span class="qc-chip{_CHIP.get(task.state, "")}">{as_html(say(f"own_tasks.{task.state}"))}</span>'
    quiet = "".join(f'<span class="qc-quiet">{as_html(fact)}</span>' for fact in facts)
    chip += sheet_page.on_site(say, task.stage)
    return f'<div class="qc-task"><b>{as_html(task.enterprise.name)}</b>{chip}{quiet}{bar}</div>'


def _of(task: Task) -> str:
    return recusal.task_key(task.application_id, task.stage)


def _link(say: Translator, task: Task, *, primary: bool = False) -> None:
    words = {"to_do": "own_tasks.begin", "under_way": "own_tasks.continue", "returned": "own_tasks.continue"}
    with st.container(key=f"task-{'next' if primary else 'go'}-{_of(task)}", width="content"):
        st.page_link(
            sheet_page.SHEET,
            label=say(words.get(task.state, "own_tasks.read")),
            icon=":material/arrow_forward:",
            query_params=sheet_page.address(task),
        )


def term(say: Translator, tasks: Sequence[Task], deadlines: Sequence[Deadline]) -> None:
    """Say how long the round gives its experts, where it says so and something is to be done; nothing else."""
    open_ = {task.stage for task in tasks if task.state in OPEN}
    days = {one.step_id: one.days for one in deadlines}
    for stage, step in _STEPS.items():
        if stage in open_ and step in days:
            words = say(f"own_tasks.term_{stage}", days=days[step])
            st.html(f'<p class="qc-term">{as_html(words)}</p>')
