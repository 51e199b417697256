"""One indicator of an open sheet: evidence, worded levels, the mark beside them, and the truth about what is saved."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_acts as acts
from dashboard.parts import sheet_choices as choices
from dashboard.parts import sheet_state as state
from dashboard.parts.sheet_state import SheetView
from dashboard.parts.sheet_words import heading, mark_words, option_words, row_key
from dashboard.parts.wording import as_html, as_markdown, clock, points
from indicators.faults import Fault
from indicators.language import Translator
from indicators.model import Indicator
from scoring.model import Actor, MarkState


def row(view: SheetView, person: Actor, say: Translator, leaf: Indicator) -> None:
    """Draw a row as a fragment of its own, so that a mark redraws this row and no other."""
    key = row_key(leaf.code)
    with st.container(key=key, border=True):
        st.fragment(_inputs, key=key)(view, person, say, leaf)


def _inputs(view: SheetView, person: Actor, say: Translator, leaf: Indicator) -> None:
    state.begin(view, leaf.code)
    st.html(heading(say, leaf))
    words, mark = st.columns([5, 3], gap="medium")
    with words:
        _levels(view, person, say, leaf)
    with mark:
        _number(view, person, say, leaf)
        _note(view, person, say, leaf)
        st.html(_standing(view, say, leaf))
        if state.differs(view, leaf.code):
            _what_now(view, person, say, leaf.code)
    view.due.discard(leaf.code)


def _levels(view: SheetView, person: Actor, say: Translator, leaf: Indicator) -> None:
    anchors = [as_markdown(level.anchor) for level in choices.levels(leaf)]
    given = choices.options(leaf)
    st.radio(
        say("own_sheet.levels_of", code=leaf.code),
        given,
        index=None,
        key=view.key("chosen", leaf.code),
        format_func=lambda option: option_words(say, leaf, option),
        captions=[*anchors, *(say(f"own_sheet.what_{name}") for name in given[len(anchors) :])],
        on_change=acts.chosen,
        args=(view, person, leaf.code),
        label_visibility="collapsed",
        persist_state="page",
    )


def _number(view: SheetView, person: Actor, say: Translator, leaf: Indicator) -> None:
    # No limits here: the browser would keep a number outside them to itself, and nobody would say that it is not saved.
    most = str(len(leaf.levels) - 1) if leaf.step is None else points(leaf.max_score)
    label = "own_sheet.typed_level" if leaf.step is None else "own_sheet.typed_points"
    st.number_input(
        say(label, most=most, step="" if leaf.step is None else points(leaf.step)),
        value=None,
        step=1.0 if leaf.step is None else float(leaf.step),
        format="%g",
        key=view.key("typed", leaf.code),
        on_change=acts.typed,
        args=(view, person, leaf.code),
        placeholder=f"0–{most}",
        persist_state="page",
    )


def _note(view: SheetView, person: Actor, say: Translator, leaf: Indicator) -> None:
    st.text_area(
        say("own_sheet.note"),
        key=view.key("note", leaf.code),
        on_change=acts.noted,
        args=(view, person, leaf.code),
        placeholder=say("own_sheet.note_placeholder"),
        height=68,
        persist_state="page",
    )


def _standing(view: SheetView, say: Translator, leaf: Indicator) -> str:
    """Return what the record is known to hold. The page's script compares the inputs with it while somebody types."""
    mark = view.shown.get(leaf.code)
    there = state.held(view, leaf.code)
    unsaved = state.differs(view, leaf.code)
    lines = [f'<span class="qc-chip bad qc-unsaved">{as_html(say("own_sheet.unsaved"))}</span>']
    if mark is None:
        lines.append(f'<span class="qc-chip qc-saved">{as_html(say("own_sheet.not_marked"))}</span>')
    else:
        when = clock(mark.saved_at, source.now())
        missing = mark.state is MarkState.MISSING
        key = ("own_sheet.note_only" if mark.note else "own_sheet.cleared") if missing else "own_sheet.saved"
        saved = as_html(say(key, time=when, version=mark.version))
        lines.append(f'<span class="qc-chip{"" if missing else " good"} qc-saved">{saved}</span>')
        held = as_html(say("own_sheet.held", mark=mark_words(say, leaf, mark), time=when, version=mark.version))
        note = as_html(say("own_sheet.note_is", note=mark.note)) if mark.note else ""
        lines.append(f'<p class="qc-held">{held}<br>{note}</p>' if note else f'<p class="qc-held">{held}</p>')
    lines += [f'<p class="qc-why">{as_html(state.told(one, say))}</p>' for one in view.troubles.get(leaf.code, ())]
    marked = mark is not None and mark.state is not MarkState.MISSING
    if marked and leaf.code in {fault.column for fault in source.still_missing(view.own, view.shown)}:
        lines.append(f'<p class="qc-needs">{as_html(say("own_sheet.needs_note"))}</p>')
    typed = "" if there.typed is None else f"{there.typed:g}"
    return (
        f'<div class="qc-standing" role="status" data-code="{as_html(leaf.code)}" '
        f'data-unsaved="{int(unsaved)}" data-typed="{typed}" '
        f'data-chosen="{_place(leaf, there.chosen)}" data-note="{as_html(there.note)}" '
        f'data-n="{_place(leaf, choices.NOT_APPLICABLE)}" data-m="{_place(leaf, choices.INSUFFICIENT)}">'
        f"{''.join(lines)}</div>"
    )


def _place(leaf: Indicator, chosen: str | None) -> str:
    """Return where an option stands in its row; nothing where the row does not offer it."""
    given = choices.options(leaf)
    return str(given.index(chosen)) if chosen in given else ""


def _what_now(view: SheetView, person: Actor, say: Translator, code: str) -> None:
    if code not in view.troubles:
        st.html(f'<p class="qc-why">{as_html(say("own_sheet.differs"))}</p>')
    # A number that no level has can only be replaced; everything else the expert may want in the record all the same.
    never = any(
        not isinstance(one, Fault) and one.key == "own_sheet.no_such_level" for one in view.troubles.get(code, ())
    )
    with st.container(horizontal=True, gap="small"):
        if not never:
            st.button(
                say("own_sheet.insist"), key=view.key("insist", code), on_click=acts.insist, args=(view, person, code)
            )
        st.button(say("own_sheet.give_way"), key=view.key("give_way", code), on_click=acts.give_way, args=(view, code))
