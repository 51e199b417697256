"""The head of the studio: which draft, a round copied into a new one, how the draft stands, saved and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, studio_files
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet, in_words, key_by, place, take
from dashboard.parts.studio_work import Work, do, on_desk, opened_anew
from dashboard.parts.wording import as_html, points
from indicators.drafting import children_of
from indicators.language import Message, Name, Translator
from scoring import flow
from scoring.model import Actor

STYLE: Final = Path(__file__).with_name("studio.css")
CHOSEN: Final = "studio-draft"
_KINDS: Final = {"adopted": "good", "proposed": "near", "withdrawn": "", "declined": "bad"}


def choose(person: Actor, say: Translator, page: str) -> str | None:
    """Draw the choice of a draft and the way to a new one; ``None`` while there is none."""
    drafts = {one.draft_id: one for one in source.ask(flow.list_drafts, person)}
    left, right = st.columns([3, 1], vertical_alignment="bottom", gap="medium")
    if drafts:
        if st.session_state.get(CHOSEN) not in drafts:
            st.session_state[CHOSEN] = next(iter(drafts))
        lines = {id_: _choice(say, one) for id_, one in drafts.items()}
        key = key_by("studio-drafts", lines.values())
        left.selectbox(
            say("studio.draft"),
            list(drafts),
            index=list(drafts).index(st.session_state[CHOSEN]),
            format_func=lines.__getitem__,
            key=key,
            on_change=take,
            args=(CHOSEN, key),
        )
    else:
        frame.empty(say("studio.none_yet"))
    with (
        right if drafts else st.container(),
        st.popover(say("studio.copy"), icon=":material/content_copy:", key="studio-copying", width="stretch"),
    ):
        _copying(person, say, page)
    return st.session_state.get(CHOSEN) if drafts else None


def _choice(say: Translator, one: flow.RuleDraft) -> str:
    state = Message(f"drafting.state_{one.state}")
    return say("studio.draft_choice", id=one.draft_id, name=one.name, state=state)


def _copying(person: Actor, say: Translator, page: str) -> None:
    known = {one.round_id: one.rule_book.round for one in source.rounds(person)}
    if not known:
        frame.empty(say("studio.nothing_to_copy"))
        return
    newest = max(one.year for one in known.values()) + 1
    st.selectbox(
        say("studio.copy_of"),
        list(known),
        format_func=lambda id_: say("rules.round_choice", name=Name(known[id_].name, known[id_].name_en), id=id_),
        key="studio-copy-of",
    )
    first, second = st.columns(2)
    first.text_input(say("studio.copy_id"), value=str(newest), key="studio-copy-id", max_chars=60)
    second.text_input(say("rulebook.key_of_year"), value=str(newest), key="studio-copy-year", max_chars=4)
    st.text_input(
        say("rulebook.key_of_name"),
        value=say("studio.copy_name_default", year=newest),
        key="studio-copy-name",
        max_chars=200,
    )
    desk.reason_input(say("studio.reason"), "studio-copy-reason", placeholder=say("studio.copy_reason_example"))
    st.button(
        say("studio.copy_do"),
        key="studio-copy-do",
        type="primary",
        icon=":material/content_copy:",
        on_click=_copy,
        args=(person, page),
    )


def _copy(person: Actor, page: str) -> None:
    given = {
        name: str(st.session_state.get(f"studio-copy-{name}") or "") for name in ("of", "id", "year", "name", "reason")
    }
    if not given["year"].isdigit():
        acting.refuse(page, [Message("studio.year_no_number", {"seen": given["year"]})])
        return

    def act() -> None:
        source.act(
            flow.copy_round,
            person,
            given["of"],
            new_round_id=given["id"].strip(),
            year=int(given["year"]),
            name=given["name"],
            reason=given["reason"],
        )
        st.session_state[CHOSEN] = source.ask(flow.list_drafts, person)[0].draft_id

    if acting.attempt(page, act, Message("studio.copied", {"round": given["of"]})):
        st.session_state["studio-copy-reason"] = ""


def strip(sheet: Sheet, person: Actor) -> None:
    """Draw how the draft stands: state, version, faults, the sum."""
    work, say = sheet.work, sheet.say
    _newer(work, person, say)
    frame.banner(say, work.opened.book)
    draft = work.opened.draft
    total = sum((one.max_score for one in children_of(work.round, None)), Decimal(0))
    full = work.round.indicator_table.full_marks
    fits = total == full
    cells = [
        chip(say("studio.marked_draft"), "near"),
        chip(say(f"drafting.state_{draft.state}"), _KINDS.get(draft.state, "")),
        chip(say("studio.version", version=draft.version)),
        chip(say("studio.sum", total=points(total), full=points(full)), "good" if fits else "bad"),
        chip(say("studio.leaves", count=len(work.round.indicator_table.leaves()))),
        chip(
            say("studio.faults", count=len(sheet.faults)) if sheet.faults else say("studio.no_faults"),
            "bad" if sheet.faults else "good",
        ),
    ]
    if work.is_unsaved:
        cells.append(chip(say("studio.unsaved"), "near"))
    who = say("studio.last_by", by=draft.by, role=desk.role(draft.role, say), reason=draft.reason or "–")
    st.html(f'<div class="st-strip" role="status">{"".join(cells)}<span>{as_html(who)}</span></div>')
    if work.is_unsaved:
        _unsaved(work, person, say)
    if sheet.faults:
        with st.expander(say("studio.all_faults", count=len(sheet.faults)), icon=":material/error:"):
            rows = "".join(
                f"<li><b>{as_html(place(one.entry, say))}</b> {as_html(in_words(one, say))}</li>"
                for one in sheet.faults
            )
            st.html(f'<ul class="st-all">{rows}</ul>')
    if not work.is_editable:
        st.html(f'<p class="dk-quiet" role="note">{as_html(say("studio.read_only"))}</p>')


def _unsaved(work: Work, person: Actor, say: Translator) -> None:
    """Say where unsaved work is and is not; what was brought back can be given up."""
    if work.brought_back:
        with st.container(horizontal=True, vertical_alignment="center", key="studio-brought-back"):
            st.info(say("studio.kept_again"), icon=":material/history:", width="stretch")
            st.button(
                say("studio.kept_drop"),
                key="studio-drop",
                on_click=_open_newer,
                args=(person, work.opened.draft.draft_id),
            )
    st.html(f'<p class="dk-quiet" role="note">{as_html(say("studio.unsaved_what"))}</p>')


def bar(sheet: Sheet, person: Actor, page: str, tabs: Sequence[str]) -> str:
    """Draw the parts of the studio and, beside them, saving, the step back and files; return the part chosen."""
    work, say = sheet.work, sheet.say
    left, right = st.columns([3, 2], gap="small", vertical_alignment="center")
    with left:
        tab = st.segmented_control(
            say("studio.tabs"),
            tabs,
            format_func=lambda name: say(f"studio.tab_{name}"),
            default=tabs[0],
            required=True,
            key="studio-tab",
            label_visibility="collapsed",
            wrap=True,
        )
    with right, st.container(horizontal=True, gap="small", horizontal_alignment="right", key="studio-tools"):
        if work.is_editable:
            _saving(work, person, say, page)
            st.button(
                say("studio.undo"),
                key="studio-undo",
                icon=":material/undo:",
                disabled=not work.undo,
                on_click=do,
                args=(Work.step_back,),
            )
        studio_files.draw(sheet, person, page)
    return tab or tabs[0]


def _saving(work: Work, person: Actor, say: Translator, page: str) -> None:
    with st.popover(
        say("studio.save"), icon=":material/save:", type="primary", disabled=not work.is_changed, key="studio-saving"
    ):
        desk.reason_input(say("studio.reason"), "studio-save-reason", placeholder=say("studio.save_reason_example"))
        st.html(f'<p class="dk-quiet">{as_html(say("studio.save_what", version=work.opened.draft.version + 1))}</p>')
        st.button(say("studio.save_do"), key="studio-save-do", type="primary", on_click=_save, args=(person, page))


def _save(person: Actor, page: str) -> None:
    work = on_desk(person, st.session_state[CHOSEN])
    draft = work.opened.draft
    if work.untyped:
        acting.refuse(page, tuple(work.untyped.values()))
        return
    act = partial(
        source.act,
        flow.save_draft,
        person,
        draft.draft_id,
        content=work.text(),
        seen_version=draft.version,
        reason=st.session_state.get("studio-save-reason") or "",
        sources=work.sources,
    )
    if acting.attempt(page, act, Message("studio.saved", {"version": draft.version + 1})):
        opened_anew(person, draft.draft_id)
        st.session_state["studio-save-reason"] = ""


def _newer(work: Work, person: Actor, say: Translator) -> None:
    """Open what somebody saved meanwhile; where there are changes on the desk, say so and leave them."""
    draft = work.opened.draft
    newest = next(one for one in source.ask(flow.list_drafts, person) if one.draft_id == draft.draft_id)
    if newest.version == draft.version:
        return
    if not work.is_unsaved:
        opened_anew(person, draft.draft_id)
        st.rerun()
    st.warning(say("studio.newer", by=newest.by, version=newest.version), icon=":material/sync_problem:")
    st.button(say("studio.open_newer"), key="studio-newer", on_click=_open_newer, args=(person, draft.draft_id))


def _open_newer(person: Actor, draft_id: str) -> None:
    opened_anew(person, draft_id)
