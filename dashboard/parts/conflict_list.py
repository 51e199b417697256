"""Conflicts of interest as they stand, who sits in spite of one, who left a panel; names only where they are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dashboard.parts import desk, paging
from dashboard.parts.draw_words import Roster, kind_chip, line_html, person_html, person_words
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import LeftSeat, SittingConflict
from scoring.register.conflicts import Conflict

SEARCH: Final = "conflicts-search"
PAGE: Final = "conflicts-page"
_MOST: Final = 10
Offer = Callable[[SittingConflict], None]


def sitting(say: Translator, found: Sequence[SittingConflict], roster: Roster, offer: Offer | None = None) -> None:
    """Draw who sits on a panel and must not, in red; `offer` draws what the reader may do about one."""
    if not found:
        return
    st.error(say("roster.sitting", count=len(found)), icon=":material/error:")
    for one in found[:_MOST]:
        key = f"sitting-{one.application_id}-{one.expert_id}-{one.stage}"
        with st.container(border=True, key=key, horizontal=True, vertical_alignment="center"):
            kinds = "".join(kind_chip(kind, say, "bad") for kind in one.kinds)
            st.html(
                f'<div class="dw-seat"><b>{as_html(one.application_id)}</b><span>'
                f"{as_html(person_words(one.expert_id, roster))}</span>"
                f'<span class="dk-quiet">{as_html(say(f"chair.stage_{one.stage}"))}</span>{kinds}</div>'
            )
            if offer is not None:
                offer(one)
    if len(found) > _MOST:
        st.caption(say("roster.sitting_more", count=len(found) - _MOST))


def conflicts(say: Translator, found: Sequence[Conflict], roster: Roster) -> None:
    """Draw the conflicts that stand: whose, with whom, of which kind, from where and why."""
    st.header(say("roster.conflicts", count=len(found)), anchor=False)
    if not found:
        st.html(f'<div class="qc-empty">{as_html(say("roster.no_conflicts"))}</div>')
        return
    st.text_input(say("roster.search"), key=SEARCH, placeholder=say("roster.search_conflicts"), on_change=_first_page)
    wanted = str(st.session_state.get(SEARCH) or "").casefold().split()
    hits = [one for one in found if all(word in _text(one, roster) for word in wanted)]
    if not hits:
        st.html(f'<div class="qc-empty">{as_html(say("draws.nothing_found"))}</div>')
        return
    heads = [say(f"roster.column_{name}") for name in ("expert", "enterprise", "kind", "source", "reason")]
    desk.listing(heads, [_row(say, one, roster) for one in paging.page_of(say, PAGE, hits)])


def left(say: Translator, found: Sequence[LeftSeat], roster: Roster) -> None:
    """Draw who left a panel, newest first: recused or replaced, when and why."""
    st.header(say("roster.left", count=len(found)), anchor=False)
    if not found:
        st.html(f'<div class="qc-empty">{as_html(say("roster.nobody_left"))}</div>')
        return
    heads = [say(f"roster.column_{name}") for name in ("when", "application", "expert", "how", "reason")]
    rows = [
        [
            line_html(moment(one.at)),
            f"{line_html(one.application_id)} {chip(say(f'chair.stage_{one.stage}'))}",
            person_html(one.expert_id, roster),
            as_html(say(f"roster.how_{one.state}")),
            f'<div class="wide">{as_html(one.reason or "–")}</div>',
        ]
        for one in paging.page_of(say, "left-page", tuple(reversed(found)))
    ]
    desk.listing(heads, rows)


def _first_page() -> None:
    st.session_state[PAGE] = 0


def _text(one: Conflict, roster: Roster) -> str:
    words = (person_words(one.expert_id, roster), one.uscc, one.application_id or "", one.source, one.reason)
    return " ".join(words).casefold()


def _row(say: Translator, one: Conflict, roster: Roster) -> list[str]:
    of = "<br>".join(line_html(each) for each in (one.application_id, one.uscc) if each)
    return [
        person_html(one.expert_id, roster),
        of,
        kind_chip(one.kind, say, "near"),
        f'<div class="dw-text">{as_html(one.source)}</div>',
        f'<div class="dw-text">{as_html(one.reason)}</div>',
    ]
