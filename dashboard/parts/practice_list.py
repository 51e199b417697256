"""Reference cases as a list: what each is about, how far the expert is, and the way in and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, day_and_clock
from indicators.language import Translator
from scoring.flow import CaseHead

CASE: Final = "case"
"""What of the address names a case."""
_STYLE: Final = Path(__file__).with_name("practice.css")


def style() -> None:
    """Put the look of practice on the page."""
    st.html(_STYLE)


def cases(say: Translator, found: Sequence[CaseHead]) -> None:
    """Draw every case with what to do next about it."""
    done = sum(one.closed_at is not None for one in found)
    st.header(say("own_practice.cases", count=len(found), done=done), anchor=False)
    for one in found:
        with st.container(
            border=True, key=f"practice-case-{one.case_id}", horizontal=True, vertical_alignment="center"
        ):
            st.html(_facts(say, one))
            st.button(
                say(f"own_practice.go_{_standing(one)}"),
                key=f"practice-go-{one.case_id}",
                type="secondary" if one.closed_at else "primary",
                on_click=_go,
                args=(one.case_id,),
            )


def back(say: Translator) -> None:
    """Draw the way back to all cases."""
    st.button(
        say("own_practice.back"), key="practice-back", type="tertiary", icon=":material/arrow_back:", on_click=_go
    )


def chips(say: Translator, head: CaseHead) -> str:
    """Return what kind of enterprise it is, and that it is made up, as HTML."""
    return "".join(
        (
            chip(say("own_practice.made_up"), "near"),
            chip(say("own_sheet.target", grade=head.target_grade)),
            chip(head.industry),
            chip(say(f"case.size_{head.size}")),
        )
    )


def bar(say: Translator, head: CaseHead) -> str:
    """Return how many indicators of a case are marked, as HTML."""
    words = as_html(say("own_practice.marked", done=head.marked, all=head.indicators))
    share = 100 * head.marked // head.indicators
    return f'<div class="qc-progress"><span>{words}</span><i><b style="width:{share}%"></b></i></div>'


def _facts(say: Translator, head: CaseHead) -> str:
    title = f'<b class="pr-title">{as_html(say.say(head.title))}</b>'
    if head.closed_at is not None:
        below = f'<p class="qc-quiet">{as_html(say("own_practice.closed_at", time=day_and_clock(head.closed_at)))}</p>'
    else:
        below = bar(say, head)
    return f'<div class="pr-case">{title}<p class="pr-chips">{chips(say, head)}</p>{below}</div>'


def _standing(head: CaseHead) -> str:
    return "feedback" if head.closed_at is not None else "on" if head.marked else "begin"


def _go(case_id: str | None = None) -> None:
    if case_id is None:
        st.query_params.pop(CASE, None)
    else:
        st.query_params[CASE] = case_id
