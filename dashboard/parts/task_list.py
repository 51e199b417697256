"""An expert's tasks: what to go on with, each application with its one action, a recusal declared in a dialog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NoReturn

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_page
from dashboard.parts.sheet_state import Trouble, told
from dashboard.parts.wording import as_html, as_markdown, clock
from indicators.faults import FaultsError
from indicators.language import Translator
from scoring.errors import SpokenError
from scoring.flow import Task
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor

OPEN: Final = ("returned", "under_way", "to_do")
ORDER: Final = (*OPEN, "closed", "submitted", "recused", "replaced")
_CHIP: Final = {"returned": " bad", "under_way": " near", "closed": " bad", "submitted": " good"}
_RECUSING, _REFUSED, _DONE = "tasks-recusing", "tasks-refused", "tasks-recused"


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


def rows(person: Actor, say: Translator, tasks: Sequence[Task]) -> None:
    """Draw every task under the heading of where it stands."""
    for state in ORDER:
        own = [task for task in tasks if task.state == state]
        if own:
            heading = say("own_tasks.heading", state=say(f"own_tasks.{state}"), count=len(own))
            st.subheader(as_markdown(heading), anchor=False)
        for task in own:
            _row(person, say, task)


def _row(person: Actor, say: Translator, task: Task) -> None:
    with st.container(border=True, key=f"task-{_of(task)}", horizontal=True, vertical_alignment="center"):
        st.html(_facts(say, task))
        if task.state in OPEN:
            st.button(
                say("own_tasks.recuse"),
                key=f"recuse-{_of(task)}",
                type="tertiary",
                on_click=_open,
                args=(_of(task),),
            )
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
    """Return which task this is: of the site visit an expert has another than before."""
    return f"{task.application_id}-visit" if task.stage == SITE_VISIT else task.application_id


def _link(say: Translator, task: Task, *, primary: bool = False) -> None:
    words = {"to_do": "own_tasks.begin", "under_way": "own_tasks.continue", "returned": "own_tasks.continue"}
    with st.container(key=f"task-{'next' if primary else 'go'}-{_of(task)}", width="content"):
        st.page_link(
            sheet_page.SHEET,
            label=say(words.get(task.state, "own_tasks.read")),
            icon=":material/arrow_forward:",
            query_params=sheet_page.address(task),
        )


def recusal(person: Actor, say: Translator, tasks: Sequence[Task]) -> None:
    """Draw the dialog of a recusal where one was asked for, and say when one was recorded."""
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        st.success(as_markdown(say("own_tasks.recused_now", enterprise=done)), icon=":material/check:")
    asked = next((task for task in tasks if _of(task) == st.session_state.get(_RECUSING)), None)
    if asked is None:
        return

    @st.dialog(say("own_tasks.recuse_title"), on_dismiss=_forget)
    def declare() -> None:
        values = {"enterprise": asked.enterprise.name, "application": asked.application_id}
        st.write(as_markdown(say("own_tasks.recuse_what", **values)))
        key = f"recusal-reason-{_of(asked)}"
        st.text_area(say("own_tasks.recuse_reason"), key=key, placeholder=say("own_tasks.recuse_reason_placeholder"))
        st.caption(as_markdown(say("own_tasks.recuse_who_reads")))
        refused: tuple[Trouble, ...] = st.session_state.get(_REFUSED, ())
        for trouble in refused:
            st.error(as_markdown(told(trouble, say)), icon=":material/error:")
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button(say("own_tasks.recuse_cancel"), key="recusal-cancel", on_click=_close)
            st.button(
                say("own_tasks.recuse_confirm"),
                key="recusal-confirm",
                type="primary",
                on_click=_declare,
                args=(person, asked, key),
            )

    declare()


def _open(of: str) -> None:
    st.session_state[_RECUSING] = of


def _forget() -> None:
    for key in (_RECUSING, _REFUSED):
        st.session_state.pop(key, None)


def _close() -> NoReturn:
    _forget()
    st.rerun()


def _declare(person: Actor, task: Task, key: str) -> NoReturn:
    try:
        source.recuse_myself(person, task.application_id, st.session_state.get(key) or "", task.stage)
    except FaultsError as error:
        st.session_state[_REFUSED] = error.faults
    except SpokenError as error:
        st.session_state[_REFUSED] = (error.what,)
    else:
        _forget()
        st.session_state[_DONE] = task.enterprise.name
    st.rerun()
