"""For what a voter stands aside: his own list, confirmed once; one more at any minute; and the notice to go out."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.attending_words import PLACE, by_id, card, chip, fold, lines, plain
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor

_ITEM: Final = "attending-aside-item"
_REASON: Final = "attending-aside-reason"
_FOLD: Final = "attending-open-aside"


def must_leave(say: Translator, found: MemberDesk) -> None:
    """Tell the voter to go out; of the item nothing but its number."""
    number = "" if found.current is None else found.current.application_id
    card(
        say("attending.leave_room"),
        say("attending.come_back"),
        say("attending.leave_why", application=number),
        kind="go",
    )


def leave_next(say: Translator) -> None:
    """Tell the voter that he goes out for the next item."""
    card(say("attending.leave_next"), say("attending.leave_next_what"), kind="soon")


def confirmation(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Ask the voter to look through the agenda, and to confirm for what he stands aside."""
    card(say("attending.confirm_now"), say("attending.confirm_what"), kind="act")
    _own(say, found)
    whole = [(item, chip(say("attending.aside"), "near") if item.aside else "") for item in by_id(found).values()]
    label = as_html(say("attending.whole_agenda", count=len(whole)))
    st.html(f'<details class="at-more" open><summary>{label}</summary>{lines(whole)}</details>')
    _one_more(person, say, found)
    st.button(
        say("attending.confirm"),
        key="attending-confirm",
        type="primary",
        icon=":material/verified:",
        width="stretch",
        on_click=_confirm,
        args=(person, found.sitting.sitting_id),
    )


def own_list(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw the voter's own list where he opens it, and let him add to it at any minute."""
    if fold("aside", say("attending.aside_fold", count=sum(one.aside for one in found.items))):
        _own(say, found)
        _one_more(person, say, found)


def this_one(say: Translator, found: MemberDesk) -> None:
    """Draw the short way to stand aside for the item on the table."""
    if found.current is None:
        return
    st.button(
        say("attending.aside_this"),
        key="attending-aside-this",
        type="tertiary",
        icon=":material/front_hand:",
        on_click=_choose,
        args=(found.current.application_id,),
    )


def _own(say: Translator, found: MemberDesk) -> None:
    aside = [(item, chip(say("attending.aside"), "near")) for item in by_id(found).values() if item.aside]
    if aside:
        st.html(lines(aside))
    else:
        st.html(f'<p class="qc-quiet">{as_html(say("attending.aside_none"))}</p>')


def _one_more(person: Actor, say: Translator, found: MemberDesk) -> None:
    items = {id_: item for id_, item in by_id(found).items() if not item.aside and item.state != "decided"}
    if st.session_state.get(_ITEM) not in items:
        st.session_state[_ITEM] = None
    with st.container(key="attending-aside-form", border=True):
        st.selectbox(
            say("attending.aside_which"),
            list(items),
            index=None,
            key=_ITEM,
            placeholder=say("attending.aside_choose"),
            format_func=lambda id_: plain(say, items[id_]) if id_ in items else id_,
            persist_state="page",
        )
        st.text_area(
            say("attending.aside_reason"),
            key=_REASON,
            max_chars=desk.LONGEST_REASON,
            height=90,
            placeholder=say("attending.aside_reason_placeholder"),
            persist_state="page",
        )
        st.html(f'<p class="qc-quiet">{as_html(say("attending.aside_who_reads"))}</p>')
        desk.act_when_sure(
            sure=say("attending.aside_sure"),
            label=say("attending.aside_declare"),
            key="attending-aside-declare",
            do=_stand_aside,
            args=(person, found.sitting.sitting_id),
            icon=":material/front_hand:",
        )


def _choose(application_id: str) -> None:
    st.session_state[_FOLD] = True
    st.session_state[_ITEM] = application_id


def _stand_aside(person: Actor, sitting_id: str) -> None:
    application_id = st.session_state.get(_ITEM)
    if not application_id:
        acting.refuse(PLACE, (Message("attending.aside_no_item"),))
        return
    reason = st.session_state.get(_REASON) or ""
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.stand_aside, person, sitting_id=sitting_id, application_id=application_id, reason=reason
        ),
        Message("attending.done_aside", {"application": application_id}),
    )
    if done:
        st.session_state[_ITEM] = None
        st.session_state[_REASON] = ""


def _confirm(person: Actor, sitting_id: str) -> None:
    acting.attempt(
        PLACE,
        lambda: source.act(meeting.confirm_recusals, person, sitting_id=sitting_id),
        Message("attending.done_confirm"),
    )
