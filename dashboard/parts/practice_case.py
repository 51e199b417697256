"""A reference case while its expert marks it: portrait, what the dossier holds, worded levels beside the mark."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts import sheet_choices as choices
from dashboard.parts.practice_list import bar, chips
from dashboard.parts.sheet_words import heading, option_words, row_key
from dashboard.parts.wording import as_html, as_markdown, clock
from indicators.faults import FaultsError
from indicators.language import Message, Translator
from indicators.model import Indicator
from scoring import flow
from scoring.errors import SpokenError
from scoring.flow import CaseEvidence, CaseHead, OwnPractice, SavedMark
from scoring.model import Actor, MarkState

PLACE: Final = "practice"
JUST_CLOSED: Final = "practice-just-closed"
_LONGEST_NOTE: Final = 1_000


def head(say: Translator, found: CaseHead) -> None:
    """Say which made-up enterprise it is, and that nobody else reads what comes of it."""
    st.html(
        f'<div class="qc-whose"><b lang="zh-CN">{as_html(found.enterprise)}</b>{chips(say, found)}</div>'
        f'<p class="pr-portrait" lang="zh-CN">{as_html(found.portrait)}</p>'
        f'<p class="qc-quiet">{as_html(say("own_practice.private"))}</p>'
    )


def progress(say: Translator, own: OwnPractice) -> None:
    """Say how far the expert is, and how a mark is chosen."""
    acting.tell(PLACE, say)
    st.html(f'{bar(say, own.head)}<p class="qc-quiet">{as_html(say("own_practice.how"))}</p>')


def row(person: Actor, say: Translator, own: OwnPractice, finding: CaseEvidence) -> None:
    """Draw one indicator: evidence, levels with their anchors, a note, and what of it is saved."""
    leaf = finding.indicator
    case_id, mark = own.head.case_id, own.marks.get(leaf.code)
    _begin(case_id, leaf, mark)
    with st.container(key=f"practice-row-{_short(leaf.code)}", border=True):
        st.html(heading(say, leaf))
        found = as_html(say("own_practice.in_the_dossier"))
        st.html(f'<div class="pr-evidence"><b>{found}</b><p lang="zh-CN">{as_html(finding.evidence)}</p></div>')
        words, beside = st.columns([5, 3], gap="medium")
        with words:
            _levels(person, say, case_id, leaf)
        with beside:
            st.text_area(
                say("own_practice.note"),
                key=_key("note", case_id, leaf.code),
                max_chars=_LONGEST_NOTE,
                height=90,
                placeholder=say("own_practice.note_placeholder"),
                on_change=_save,
                args=(person, case_id, leaf),
            )
            acting.tell(_place(case_id, leaf.code), say)
            st.html(_standing(say, case_id, leaf, mark))


def closing(person: Actor, say: Translator, own: OwnPractice) -> None:
    """Say what still has no mark; once nothing lacks, offer the reference marks."""
    missing = [one.indicator.code for one in own.findings if _unmarked(own.marks.get(one.indicator.code))]
    st.header(say("own_practice.closing"), anchor=False)
    if missing:
        links = "".join(f'<a href="#{row_key(code)}">{as_html(code)}</a>' for code in missing)
        words = as_html(say("own_practice.still_missing", count=len(missing)))
        st.html(f'<p class="qc-missing">{words} {links}</p>')
        return
    desk.act_when_sure(
        sure=say("own_practice.close_sure"),
        label=say("own_practice.close"),
        key="practice-close",
        do=_close,
        args=(person, own.head.case_id),
        icon=":material/visibility:",
    )


def _levels(person: Actor, say: Translator, case_id: str, leaf: Indicator) -> None:
    anchors = [as_markdown(level.anchor) for level in choices.levels(leaf)]
    given = choices.options(leaf)
    st.radio(
        say("own_sheet.levels_of", code=leaf.code),
        given,
        index=None,
        key=_key("chosen", case_id, leaf.code),
        format_func=lambda option: option_words(say, leaf, option),
        captions=[*anchors, *(say(f"own_sheet.what_{name}") for name in given[len(anchors) :])],
        on_change=_save,
        args=(person, case_id, leaf),
        label_visibility="collapsed",
    )


def _begin(case_id: str, leaf: Indicator, mark: SavedMark | None) -> None:
    """Let the inputs show the record where it has moved on, here or on another device; else what was typed stays."""
    chosen, seen = _key("chosen", case_id, leaf.code), _key("seen", case_id, leaf.code)
    version = 0 if mark is None else mark.version
    if st.session_state.get(seen) == version and chosen in st.session_state:
        return
    there = choices.entry_of(leaf, mark)
    st.session_state[chosen] = there.chosen
    st.session_state[_key("note", case_id, leaf.code)] = there.note
    st.session_state[seen] = version


def _save(person: Actor, case_id: str, leaf: Indicator) -> None:
    chosen, note = (st.session_state.get(_key(name, case_id, leaf.code)) for name in ("chosen", "note"))
    seen = st.session_state.get(_key("seen", case_id, leaf.code), 0)
    given = choices.chosen_mark(leaf, chosen, note or "")
    try:
        source.act(flow.save_practice_mark, person, case_id=case_id, given=given, seen_version=seen)
    except FaultsError as error:
        acting.refuse(_place(case_id, leaf.code), error.faults)
    except SpokenError as error:
        acting.refuse(_place(case_id, leaf.code), (error.what,))


def _close(person: Actor, case_id: str) -> None:
    st.session_state[JUST_CLOSED] = acting.attempt(
        PLACE, lambda: source.act(flow.close_practice, person, case_id=case_id), Message("own_practice.done_closed")
    )


def _standing(say: Translator, case_id: str, leaf: Indicator, mark: SavedMark | None) -> str:
    """Return what the record holds of this row, and whether the inputs say something else."""
    there = choices.entry_of(leaf, mark)
    chosen, note = (st.session_state[_key(name, case_id, leaf.code)] for name in ("chosen", "note"))
    if (chosen, note.strip()) != (there.chosen, there.note.strip()):
        return f'<div role="status">{_chip("bad", say("own_practice.unsaved"))}</div>'
    if mark is None:
        return f'<div role="status">{_chip("", say("own_sheet.not_marked"))}</div>'
    when = clock(mark.saved_at, source.now())
    key = "own_sheet.note_only" if _unmarked(mark) else "own_sheet.saved"
    kind = "" if _unmarked(mark) else "good"
    return f'<div role="status">{_chip(kind, say(key, time=when, version=mark.version))}</div>'


def _chip(kind: str, words: str) -> str:
    return f'<span class="qc-chip {kind} pr-saved">{as_html(words)}</span>'


def _unmarked(mark: SavedMark | None) -> bool:
    return mark is None or mark.state is MarkState.MISSING


def _short(code: str) -> str:
    return code.replace(".", "-")


def _key(name: str, case_id: str, code: str) -> str:
    return f"{name}-practice-{case_id}-{_short(code)}"


def _place(case_id: str, code: str) -> str:
    return f"{PLACE}-{case_id}-{code}"
