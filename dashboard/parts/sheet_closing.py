"""The end of a sheet: what is missing, the confirmation, the receipt; and a locked sheet to read."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_acts as acts
from dashboard.parts import sheet_choices as choices
from dashboard.parts import sheet_state as state
from dashboard.parts.sheet_state import SheetView
from dashboard.parts.sheet_words import classes, heading, mark_words, name, option_words, row_key
from dashboard.parts.wording import as_html, as_markdown, clock, day_and_clock, grouped
from indicators.faults import Fault
from indicators.language import Translator
from indicators.model import Indicator
from scoring.model import Actor


def confirmation(view: SheetView, person: Actor, say: Translator) -> None:
    """Ask before a sheet is locked, or say all that it lacks, class by class."""
    missing = source.still_missing(view.own, view.own.sheet.marks)

    def closed() -> None:
        view.asking = False

    @st.dialog(
        say("own_sheet.not_yet_title" if missing else "own_sheet.confirm_title"), on_dismiss=closed, width="medium"
    )
    def asked() -> None:
        if missing:
            st.write(as_markdown(say("own_sheet.not_yet", count=len(missing))))
            _by_class(view, say, missing)
        else:
            st.write(as_markdown(say("own_sheet.confirm", enterprise=view.own.enterprise.name)))
            with st.container(horizontal=True, horizontal_alignment="right"):
                st.button(
                    say("own_sheet.not_now"),
                    key="sheet-not-now",
                    on_click=acts.ask,
                    args=(view,),
                    kwargs={"open_": False},
                )
                st.button(
                    say("own_sheet.submit"),
                    key="sheet-confirm",
                    type="primary",
                    on_click=acts.submit,
                    args=(view, person),
                )

    asked()


def _by_class(view: SheetView, say: Translator, missing: tuple[Fault, ...]) -> None:
    for code, (node, leaves) in classes(view.own.sheet.rule_book.round.indicator_table).items():
        codes = {leaf.code for leaf in leaves}
        own = [fault for fault in missing if fault.column in codes]
        if not own:
            continue
        st.button(
            f"{as_markdown(code)} {as_markdown(name(say, node))}",
            key=f"sheet-mend-{code}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=acts.go_to,
            args=(view, code),
        )
        items = "".join(f"<li>{as_html(fault.message(say))}</li>" for fault in own)
        st.html(f'<ul class="qc-lacks">{items}</ul>')


def refusals(view: SheetView, say: Translator) -> None:
    """Say why the last submission, or the last mark, was refused as a whole."""
    for trouble in view.refused:
        st.error(as_markdown(state.told(trouble, say)), icon=":material/error:")


def receipt(view: SheetView, say: Translator) -> None:
    """Draw what an expert has in hand: when the sheet was locked, its digest, the entry that holds it."""
    sheet = view.own.sheet
    if sheet.locked_at is None or sheet.digest is None:
        return
    rows = {
        "own_sheet.receipt_time": day_and_clock(sheet.locked_at),
        "own_sheet.receipt_entry": "–" if view.own.entry is None else str(view.own.entry),
        "own_sheet.receipt_digest": grouped(sheet.digest),
    }
    lines = "".join(f"<dt>{as_html(say(key))}</dt><dd>{as_html(value)}</dd>" for key, value in rows.items())
    title = as_html(say("own_sheet.receipt"))
    st.html(
        f'<section class="qc-receipt" aria-label="{title}"><h2>{title}'
        f"</h2><dl>{lines}</dl><p>{as_html(say('own_sheet.receipt_note'))}</p></section>"
    )


def why_closed(view: SheetView, say: Translator) -> None:
    """Say why a sheet that was never submitted takes no marks."""
    if view.own.sheet.locked_at is None:
        key = (
            "own_sheet.round_closed" if view.own.assignment == "assigned" else f"own_sheet.closed_{view.own.assignment}"
        )
        st.info(as_markdown(say(key)), icon=":material/lock:")


def reading(view: SheetView, say: Translator, leaf: Indicator) -> None:
    """Draw an indicator of a sheet that is only read: no input, nothing that looking could change."""
    mark = view.own.sheet.marks.get(leaf.code)
    there = choices.entry_of(leaf, mark)
    levels = [
        (option_words(say, leaf, str(at)), level.anchor, there.chosen == str(at))
        for at, level in enumerate(choices.levels(leaf))
    ]
    items = "".join(
        f"<li{' class=qc-given' if given else ''}><b>{as_html(words)}</b>"
        f'<span lang="zh-CN">{as_html(anchor)}</span></li>'
        for words, anchor, given in levels
    )
    unsaved = view.own.sheet.may_save and state.differs(view, leaf.code)
    words = f'<p class="qc-why">{as_html(say("own_sheet.unsaved_here"))}</p>' if unsaved else ""
    with st.container(key=row_key(leaf.code), border=True):
        st.html(f'{heading(say, leaf)}<ol class="qc-levels">{items}</ol>{_kept(view, say, leaf)}{words}')


def _kept(view: SheetView, say: Translator, leaf: Indicator) -> str:
    mark = view.own.sheet.marks.get(leaf.code)
    if mark is None:
        return f'<p class="qc-held">{as_html(say("own_sheet.not_marked"))}</p>'
    when = clock(mark.saved_at, source.now())
    words = say("own_sheet.held", mark=mark_words(say, leaf, mark), time=when, version=mark.version)
    note = f'<p class="qc-note">{as_html(say("own_sheet.note_is", note=mark.note))}</p>' if mark.note else ""
    return f'<p class="qc-held qc-chosen">{as_html(words)}</p>{note}'
