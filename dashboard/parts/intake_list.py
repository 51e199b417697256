"""The office's own applications: searched, filtered, page by page, and one of them opened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

import streamlit as st

from dashboard.parts import desk, frame, round_choice, spoken
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Dossier

ON_A_PAGE: Final = 50
PAGE: Final = "office_intake"
FILTERS: Final = ("all", "returned", "lacking", "bare", "standing", "gone")
_GONE: Final = ("withdrawn", "refused", "untrue")
#: How many are offered to be opened at once; the search finds the others.
MOST: Final = 100
_KINDS: Final = {"standing": "good", "returned": "bad", "refused": "bad", "withdrawn": "", "untrue": "bad"}


def section(say: Translator, found: Sequence[Dossier]) -> Dossier | None:
    """Draw the list, or return the application that was opened."""
    by_id = {one.application.application_id: one for one in found}
    if not found:
        frame.empty(say("dossier.none_yet"))
        return None
    opened = _open(say, by_id)
    if opened is not None:
        return opened
    with st.container(horizontal=True, vertical_alignment="bottom", key="intake-filters"):
        search = st.text_input(
            say("dossier.search"), key="intake-search", placeholder=say("dossier.search_hint"), persist_state="page"
        )
        which = st.selectbox(
            say("dossier.filter"),
            FILTERS,
            key=spoken.keyed("intake-filter", say),
            format_func=lambda one: say(f"dossier.filter_{one}"),
            persist_state="page",
        )
    chosen = [one for one in found if _matches(one, search or "") and _is(one, which)]
    if not chosen:
        frame.empty(say("dossier.none_match"))
        return None
    _table(say, chosen)
    return None


def _open(say: Translator, by_id: dict[str, Dossier]) -> Dossier | None:
    def words(id_: str) -> str:
        if not id_:
            return say("dossier.open_none")
        one = by_id[id_].application
        return f"{id_} {one.enterprise.name} {one.target_grade}"

    with st.container(horizontal=True, vertical_alignment="bottom", key="intake-opening"):
        options = _openable(by_id)
        chosen = round_choice.choose(say("dossier.open"), PAGE, round_choice.APPLICATION, ["", *options], words)
        if len(options) < len(by_id):
            st.caption(say("dossier.open_some", shown=len(options), count=len(by_id)))
        if chosen:
            st.button(say("dossier.back"), key="intake-back", icon=":material/arrow_back:", on_click=back)
    return by_id.get(chosen or "")


def _openable(by_id: dict[str, Dossier]) -> list[str]:
    """Return whose files are offered: the first that the search finds, and the one that is open or that is asked for.

    All of a large round would be sent to the browser anew with every run.
    """
    text = st.session_state.get("intake-search") or ""
    options = list(islice((id_ for id_, one in by_id.items() if _matches(one, text)), MOST))
    key = round_choice.key_of(PAGE, round_choice.APPLICATION)
    for one in (st.query_params.get(round_choice.APPLICATION), st.session_state.get(key)):
        if one in by_id and one not in options:
            options.append(one)
    return options


def back() -> None:
    """Go back to the list: for callbacks."""
    round_choice.put(PAGE, round_choice.APPLICATION, "")


def _matches(one: Dossier, search: str) -> bool:
    given = one.application
    text = (
        f"{given.application_id} {given.enterprise.name} {given.enterprise.uscc} {desk.region(given.enterprise.county)}"
    )
    return all(word in text.casefold() for word in search.casefold().split())


def _is(one: Dossier, which: str | None) -> bool:
    standing = one.state == "standing"
    return {
        "returned": one.state == "returned",
        "lacking": standing and bool(one.findings),
        "bare": standing and not one.files,
        "standing": standing,
        "gone": one.state in _GONE,
    }.get(which or "all", True)


def _table(say: Translator, chosen: Sequence[Dossier]) -> None:
    pages = -(-len(chosen) // ON_A_PAGE)
    at = min(st.session_state.get("intake-page") or 1, pages)
    st.caption(say("dossier.listed", count=len(chosen), page=at, pages=pages))
    heads = [
        say(f"dossier.column_{name}")
        for name in ("application", "enterprise", "county", "grade", "applied", "state", "lacking", "files")
    ]
    rows = (_row(say, one) for one in chosen[(at - 1) * ON_A_PAGE : at * ON_A_PAGE])
    desk.listing(heads, rows, kind="in-list")
    if pages > 1:
        if (st.session_state.get("intake-page") or 1) > pages:
            st.session_state["intake-page"] = pages
        st.pagination(pages, key="intake-page")


def _row(say: Translator, one: Dossier) -> list[str]:
    given = one.application
    enterprise = given.enterprise
    lacking = f'<span class="in-count near">{len(one.findings)}</span>' if one.findings else "–"
    files = str(one.files) if one.files else '<span class="in-count near">0</span>'
    return [
        f'<span class="in-id">{as_html(given.application_id)}</span>',
        f'<div class="in-name">{as_html(enterprise.name)}'
        f'<span class="dk-quiet">{as_html(enterprise.uscc)}</span></div>',
        f'<span class="in-id">{as_html(desk.region(enterprise.county))}</span>',
        desk.grade_chip(given.target_grade),
        f'<span class="in-id">{given.applied_on}</span>',
        state_chip(say, one),
        f'<span class="num">{lacking}</span>',
        f'<span class="num">{files}</span>',
    ]


def state_chip(say: Translator, one: Dossier) -> str:
    """Return where an application stands, as a chip."""
    return chip(say(f"dossier.state_{one.state}"), _KINDS[one.state])
