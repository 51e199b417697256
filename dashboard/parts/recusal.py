"""A recusal declared by the expert himself, from his tasks or a sheet: one dialog, a short reason, no room asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NoReturn

import streamlit as st

from dashboard import source
from dashboard.parts.sheet_state import Trouble, told
from dashboard.parts.wording import as_markdown
from indicators.faults import FaultsError
from indicators.language import Translator
from scoring.errors import SpokenError
from scoring.flow import Task
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor, Stage

_RECUSING: Final = "tasks-recusing"
_REFUSED: Final = "tasks-refused"
_DONE: Final = "tasks-recused"


def task_key(application_id: str, stage: Stage) -> str:
    """Return which task this is: of the site visit an expert has another than before."""
    return f"{application_id}-visit" if stage == SITE_VISIT else application_id


def offer(say: Translator, application_id: str, stage: Stage) -> None:
    """Draw the button that opens the dialog."""
    of = task_key(application_id, stage)
    st.button(say("own_tasks.recuse"), key=f"recuse-{of}", type="tertiary", on_click=_open, args=(of,))


def asked() -> bool:
    """Whether the dialog is to be drawn: tasks are then read for it."""
    return _RECUSING in st.session_state


def recusal(person: Actor, say: Translator, tasks: Sequence[Task]) -> None:
    """Draw the dialog where it was asked for."""
    of = st.session_state.get(_RECUSING)
    task = next((one for one in tasks if task_key(one.application_id, one.stage) == of), None)
    if task is None:
        return

    @st.dialog(say("own_tasks.recuse_title"), on_dismiss=_forget)
    def declare() -> None:
        values = {"enterprise": task.enterprise.name, "application": task.application_id}
        st.write(as_markdown(say("own_tasks.recuse_what", **values)))
        key = f"recusal-reason-{of}"
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
                args=(person, task, key),
            )

    declare()


def done(say: Translator) -> None:
    """Say once that a recusal was recorded."""
    enterprise = st.session_state.pop(_DONE, None)
    if enterprise is not None:
        st.success(as_markdown(say("own_tasks.recused_now", enterprise=enterprise)), icon=":material/check:")


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
