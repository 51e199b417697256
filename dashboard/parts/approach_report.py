"""An approach (请托登记) reported in one step, from tasks or a sheet; afterwards only its number is shown."""

from __future__ import annotations

from datetime import date
from typing import Final, NoReturn

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame, spoken
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.sheet_state import Trouble, told
from dashboard.parts.wording import as_markdown
from indicators.faults import FaultsError
from indicators.language import Message, Translator
from scoring import flow
from scoring.errors import SpokenError
from scoring.model import Actor
from scoring.register.tables.expert_desk import CHANNELS

_OPEN: Final = "approach-open"
_REFUSED: Final = "approach-refused"
_DONE: Final = "approach-done"
_BY, _CHANNEL, _DAY, _ACCOUNT, _ABOUT = (
    f"approach-{name}" for name in ("by", "channel", "day", "account", "application")
)
_LONGEST_NAME: Final = 200


def offer(say: Translator) -> None:
    """Draw the one quiet button."""
    st.button(say("approaches.offer"), key="approach-offer", type="tertiary", icon=":material/report:", on_click=_begin)


def report(person: Actor, say: Translator) -> None:
    """Draw the dialog where it was asked for."""
    if not st.session_state.get(_OPEN):
        return
    names = {None: say("approaches.about_none"), **_own(person)}

    @st.dialog(say("approaches.title"), on_dismiss=_forget)
    def form() -> None:
        st.caption(as_markdown(say("approaches.who_reads")))
        st.text_input(say("approaches.by"), key=_BY, max_chars=_LONGEST_NAME, placeholder=say("approaches.by_example"))
        left, right = st.columns(2)
        with left:
            st.selectbox(
                say("approaches.channel"),
                CHANNELS,
                index=None,
                key=spoken.keyed(_CHANNEL, say),
                format_func=lambda one: say(f"approaches.channel_{one}"),
                placeholder=say("approaches.choose"),
            )
        with right:
            desk.day_input(say("approaches.day"), _DAY)
        desk.reason_input(say("approaches.account"), _ACCOUNT, placeholder=say("approaches.account_example"))
        st.selectbox(
            say("approaches.application"),
            list(names),
            key=spoken.keyed(_ABOUT, say),
            format_func=lambda one: names[one],
        )
        refused: tuple[Trouble, ...] = st.session_state.get(_REFUSED, ())
        for trouble in refused:
            st.error(as_markdown(told(trouble, say)), icon=":material/error:")
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.button(say("approaches.cancel"), key="approach-cancel", on_click=_close)
            st.button(say("approaches.do"), key="approach-do", type="primary", on_click=_report, args=(person,))

    form()


def done(say: Translator) -> None:
    """Say once that a report was made: its number, and who reads it."""
    number = st.session_state.pop(_DONE, None)
    if number is not None:
        st.success(as_markdown(say("approaches.done", number=number)), icon=":material/check:")


def own_reports(person: Actor, say: Translator) -> None:
    """Draw the button, and the numbers of one's own reports with what became of them; nothing of what they say."""
    done(say)
    with frame.told(say):
        found = source.ask(flow.my_approach_reports, person)
    with st.container(horizontal=True, vertical_alignment="center", key="approach-own"):
        offer(say)
        if found:
            told_each = (
                say("approaches.own", number=number_of(one.report_id), state=state_words(one.state)) for one in found
            )
            st.html(f'<div class="qc-chips">{"".join(chip(words) for words in told_each)}</div>')


def number_of(report_id: str) -> str:
    """Return the number under which people speak of a report."""
    return report_id.rpartition("/")[2]


def state_words(state: str) -> Message:
    """Return the words of a report's state."""
    return Message(f"approaches.state_{state}")


def _own(person: Actor) -> dict[str | None, str]:
    """Return the applications that were ever assigned to the expert, with the enterprise's name."""
    tasks = [task for one in source.rounds(person) for task in source.my_tasks(person, one.round_id)]
    return {task.application_id: f"{task.application_id} {task.enterprise.name}" for task in tasks}


def _begin() -> None:
    st.session_state[_OPEN] = True


def _forget() -> None:
    for key in (_OPEN, _REFUSED):
        st.session_state.pop(key, None)


def _close() -> NoReturn:
    _forget()
    st.rerun()


def _report(person: Actor) -> NoReturn:
    state = st.session_state
    on: date | None = state.get(_DAY)
    if on is None or state.get(_CHANNEL) is None:
        state[_REFUSED] = (Message("approaches.choose_how_and_when"),)
        st.rerun()
    approach = flow.Approach(
        approached_by=state.get(_BY) or "",
        channel=state[_CHANNEL],
        happened_on=on,
        account=state.get(_ACCOUNT) or "",
        application_id=state.get(_ABOUT),
    )
    try:
        source.act(flow.report_approach, person, approach=approach)
        made = source.ask(flow.my_approach_reports, person)
    except FaultsError as error:
        state[_REFUSED] = error.faults
    except SpokenError as error:
        state[_REFUSED] = (error.what,)
    else:
        _forget()
        # The newest version written is that of the report just made.
        state[_DONE] = number_of(made[-1].report_id)
    st.rerun()
