"""A file of experts: read, its faults told row by row, what it would change shown, entered as one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.rule_book_markup import opened, table
from dashboard.parts.wording import as_html, as_markdown
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.tabular import table_of
from scoring import flow
from scoring.flow import RosterPreview
from scoring.intake.columns import headings
from scoring.intake.experts import ExpertsRead, expert_rows, read_experts
from scoring.model import Actor, Expert

PLACE: Final = "roster"
REASON: Final = "roster-reason"
_TURN: Final = "roster-file-turn"
_MOST_ROWS: Final = 50


def import_experts(person: Actor, say: Translator, *, open_: bool) -> None:
    """Draw the way in for a file of experts."""
    with st.expander(say("roster.import"), icon=":material/upload_file:", expanded=open_, key="roster-import"):
        columns = say("chair.comma").join(headings("expert", say.language).values())
        st.caption(as_markdown(say("roster.columns", columns=columns)))
        with st.container(key="roster-upload"):
            # A new key after every act: the box of a file is emptied in no other way.
            file = st.file_uploader(
                say("roster.file"), type=["csv", "xlsx"], key=f"roster-file-{st.session_state.get(_TURN, 0)}"
            )
        if file is None:
            return
        try:
            read = _read(file.getvalue(), file.name)
        except FaultsError as error:
            _faults(say, file.name, error.faults)
            return
        for notice in read.notices:
            st.info(as_markdown(say(notice)), icon=":material/info:")
        _preview(person, say, file.name, read)


def _read(data: bytes, name: str) -> ExpertsRead:
    prefectures = [one.code for one in source.regions().prefectures()]
    return read_experts(table_of(data, name), prefectures=prefectures)


def _faults(say: Translator, name: str, faults: Sequence[Fault]) -> None:
    st.error(as_markdown(say("roster.faults", file=name, count=len(faults))), icon=":material/error:")
    rows = [
        [
            "–" if one.row is None else str(one.row),
            as_html(one.column or "–"),
            f'<div class="wide">{as_html(one.seen or "–")}</div>',
            f'<div class="wide">{as_html(one.message(say))}</div>',
        ]
        for one in faults[:_MOST_ROWS]
    ]
    desk.listing([say(f"roster.column_{head}") for head in ("row", "column", "seen", "fault")], rows)
    if len(faults) > _MOST_ROWS:
        st.caption(say("roster.more", count=len(faults) - _MOST_ROWS))


def _preview(person: Actor, say: Translator, name: str, read: ExpertsRead) -> None:
    found = source.ask(flow.preview_experts, person, read.experts)
    desk.counts(
        (
            (len(found.new), say("roster.count_new"), "yes" if found.new else ""),
            (len(found.changed), say("roster.count_changed"), "unknown" if found.changed else ""),
            (len(found.unchanged), say("roster.count_unchanged"), ""),
        )
    )
    if found.left_out:
        st.info(as_markdown(say("disclosure.left_out", count=found.left_out)), icon=":material/info:")
    _details(say, found)
    if not (found.new or found.changed):
        st.caption(say("roster.nothing_changes"))
        return
    desk.reason_input(say("roster.import_reason"), REASON, placeholder=say("roster.import_reason_example"))
    entering = len(found.new) + len(found.changed)
    desk.act_when_sure(
        sure=say("roster.import_sure", new=len(found.new), changed=len(found.changed)),
        label=say("roster.import_do"),
        key="roster-do",
        do=_enter,
        args=(person, name, read.experts, entering),
    )


def _details(say: Translator, found: RosterPreview) -> None:
    """Draw who is new, and what changes of whom: before and after."""
    if found.new:
        rows = [
            [as_html(one.expert_id), as_html(one.name), f'<div class="wide">{as_html(one.employer)}</div>']
            for one in found.new[:_MOST_ROWS]
        ]
        heads = [say(f"roster.column_{head}") for head in ("number", "name", "employer")]
        _on_demand(say("roster.show_new"), table(heads, rows))
    if found.changed:
        named = headings("expert", say.language)
        rows = [row for before, after in found.changed[:_MOST_ROWS] for row in _changes(before, after, named)]
        heads = [say(f"roster.column_{head}") for head in ("number", "name", "what", "before", "after")]
        _on_demand(say("roster.show_changed"), table(heads, rows))


def _on_demand(words: str, html: str) -> None:
    st.html(f'<div class="rb dk-table">{opened(as_html(words), html)}</div>')


def _changes(before: Expert, after: Expert, named: dict[str, str]) -> list[list[str]]:
    was, is_ = expert_rows([before, after])
    return [
        [as_html(after.expert_id), as_html(after.name), as_html(named[key]), as_html(was[key]), as_html(is_[key])]
        for key in was
        if was[key] != is_[key]
    ]


def _enter(person: Actor, name: str, given: Sequence[Expert], entering: int) -> None:
    reason = st.session_state.get(REASON) or ""
    done = Message("roster.done_import", {"count": entering, "file": name})
    if acting.attempt(PLACE, lambda: source.act(flow.import_experts, person, given, source=name, reason=reason), done):
        st.session_state[REASON] = ""
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
