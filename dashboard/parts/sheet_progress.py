"""How far a sheet has come: counts, the classes to turn to, what is missing; a fragment that follows every mark."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_acts as acts
from dashboard.parts.sheet_state import SheetView
from dashboard.parts.sheet_words import classes, marked_in, name, row_key
from dashboard.parts.wording import as_html, as_markdown, points
from indicators.language import Translator
from indicators.model import Indicator


def progress(view: SheetView, say: Translator, current: str) -> None:
    """Draw the way through the sheet. `current` is the code of the class on the page.

    Marks change what is said of the class on the page and of the sheet; the list of classes stays as it is drawn, and
    says nothing of this one that a mark would belie: each element that is sent again costs whoever else is typing.
    """
    with st.container(key="sheet-rail"):
        st.fragment(_standing, key=acts.PROGRESS)(view, say, current)
        _classes(view, say, current)


def _standing(view: SheetView, say: Translator, current: str) -> None:
    _node, here = classes(view.own.sheet.rule_book.round.indicator_table)[current]
    missing = {str(fault.column) for fault in source.still_missing(view.own, view.shown)}
    of_class = say("own_sheet.of_class", done=marked_in(here, view.shown), all=len(here))
    leaves = tuple(view.leaves.values())
    st.html(_bar(say, marked_in(leaves, view.shown), len(leaves), of_class))
    if view.own.sheet.may_save:
        with st.container(key="sheet-rest"):
            _rest(view, say, here, missing)


def _classes(view: SheetView, say: Translator, current: str) -> None:
    missing = {fault.column for fault in source.still_missing(view.own, view.shown)}
    with st.container(key="sheet-classes"):
        for code, (node, own) in classes(view.own.sheet.rule_book.round.indicator_table).items():
            words, here = f"{as_markdown(code)} {as_markdown(name(say, node))}", code == current
            of = as_markdown(say("own_sheet.of", done=marked_in(own, view.shown), all=len(own)))
            whole = not here and not missing & _codes(own)
            st.button(
                words if here else f"{words} :small[{of}]",
                key=f"sheet-class-{code}",
                type="primary" if here else "tertiary",
                icon_position="right",
                icon=":material/check:" if whole else None,
                on_click=acts.go_to,
                args=(view, code),
                width="stretch",
            )


def _rest(view: SheetView, say: Translator, own: tuple[Indicator, ...], missing: set[str]) -> None:
    """Say what is missing here, and let the expert submit, or see his own sum if he asks for it."""
    here = [leaf for leaf in own if leaf.code in missing]
    if here:
        links = " ".join(f'<a href="#{row_key(leaf.code)}">{as_html(leaf.code)}</a>' for leaf in here)
        st.html(f'<p class="qc-missing">{as_html(say("own_sheet.missing_here"))}{links}</p>')
    elif missing:
        st.html(f'<p class="qc-missing">{as_html(say("own_sheet.missing_elsewhere", count=len(missing)))}</p>')
    else:
        st.html(f'<p class="qc-missing qc-complete">{as_html(say("own_sheet.complete"))}</p>')
    submit_button(view, say, key="sheet-submit", ready=not missing)
    if st.toggle(say("own_sheet.show_total"), key="sheet-total", help=say("own_sheet.show_total_help")):
        sum_ = source.points_so_far(view.own, view.shown)
        words = say("own_sheet.total", given=points(sum_.given), of=points(sum_.of))
        st.html(f'<p class="qc-missing">{as_html(words)}</p>')


def submit_button(view: SheetView, say: Translator, *, key: str, ready: bool = False) -> None:
    """Draw the way to submission, which begins with a check."""
    kind: Literal["primary", "secondary"] = "primary" if ready else "secondary"
    st.button(say("own_sheet.check_and_submit"), key=key, type=kind, on_click=acts.ask, args=(view,))


def _codes(leaves: tuple[Indicator, ...]) -> set[str | None]:
    return {leaf.code for leaf in leaves}


def _bar(say: Translator, done: int, all_: int, of_class: str) -> str:
    share = 100 * done // all_ if all_ else 0
    words = as_html(say("own_sheet.progress", done=done, all=all_))
    return (
        f'<div class="qc-progress" role="progressbar" aria-valuemin="0" aria-valuemax="{all_}" aria-valuenow="{done}" '
        f'aria-label="{words}"><span>{words}<small>{as_html(of_class)}</small></span>'
        f'<i><b style="width:{share}%"></b></i></div>'
    )
