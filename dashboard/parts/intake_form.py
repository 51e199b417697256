"""The entry form of one application, new or corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, get_args

import streamlit as st

from dashboard import source
from dashboard.parts import desk, intake_head
from dashboard.parts.intake_values import HELD, RECORDS, clear, declarations, key, years
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Name, Translator
from indicators.model import RuleBook
from scoring import flow
from scoring.model import Actor, Size
from scoring.procedure import uscc
from scoring.procedure.eligibility import FORMS

SIZES: Final[tuple[str, ...]] = get_args(Size)
_EARLIEST: Final = date(1949, 10, 1)
_KEEP: Final = "page"


def form(person: Actor, say: Translator, summary: flow.RoundSummary) -> None:
    """Draw the fields, part by part."""
    book = summary.rule_book
    if RECORDS not in st.session_state:
        clear(st.session_state)
    _heading(say)
    with st.container(border=True, key="intake-enterprise"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.part_enterprise"))}</h3>')
        _enterprise(person, say)
    with st.container(border=True, key="intake-application"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.part_application"))}</h3>')
        _application(say, book)
    with st.container(border=True, key="intake-records"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.part_records"))}</h3>')
        _records(say, book)
    with st.container(border=True, key="intake-business"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.part_business"))}</h3>')
        _growth(say, book)
        _held(say, book)
    with st.container(border=True, key="intake-declarations"):
        _declared(say, book)
    if st.session_state.get("intake-editing") or intake_head.late(summary):
        desk.reason_input(say("dossier.reason_for_form"), key("reason"))


def _heading(say: Translator) -> None:
    editing = st.session_state.get("intake-editing")
    with st.container(horizontal=True, vertical_alignment="center", key="intake-form-head"):
        words = say("dossier.correcting", application=editing) if editing else say("dossier.entering")
        st.html(f'<h2 class="in-title">{as_html(words)}</h2>')
        st.button(say("dossier.clear"), key="intake-clear", icon=":material/ink_eraser:", on_click=_clear)


def _clear() -> None:
    clear(st.session_state)


def _enterprise(person: Actor, say: Translator) -> None:
    left, right = st.columns(2)
    with left:
        st.text_input(say("dossier.field_name"), key=key("name"), max_chars=200, persist_state=_KEEP)
        _select(say, "legal_form", list(FORMS), lambda id_: say(FORMS[id_]))
        counties = own_counties(person)
        if len(counties) == 1:
            st.session_state[key("county")] = counties[0]
        _select(say, "county", counties, desk.region)
    with right:
        code = st.text_input(say("dossier.field_uscc"), key=key("uscc"), max_chars=24, persist_state=_KEEP)
        _code(say, code or "")
        _day(say("dossier.field_registered_on"), key("registered_on"))
        a, b = st.columns(2)
        with a:
            st.text_input(
                say("dossier.field_industry"), key=key("industry"), max_chars=20, placeholder="C34", persist_state=_KEEP
            )
        with b:
            _select(say, "size", SIZES, lambda id_: say(f"dossier.size_{id_}"))


def _code(say: Translator, code: str) -> None:
    """Say at once what is wrong with a credit code, or that its check character fits."""
    code = code.strip().upper()
    if not code:
        return
    wrong = uscc.check(code)
    if wrong:
        st.html(f'<div class="in-code bad">{"<br>".join(as_html(say(one)) for one in wrong)}</div>')
    else:
        st.html(f'<div class="in-code good">{as_html(say("dossier.code_fits"))}</div>')


def own_counties(person: Actor) -> list[str]:
    """Return the counties of the office's own region; of the province where it is bound to none."""
    region = person.region or ""
    digits = 6 if not region.endswith("00") else 4 if not region.endswith("0000") else 2
    found = [one.code for one in source.regions().counties()]
    return [code for code in found if code.startswith(region[:digits])] if region else found


def _application(say: Translator, book: RuleBook) -> None:
    left, right = st.columns(2)
    with left:
        _select(say, "grade", book.round.grades_open, str)
    with right:
        _day(say("dossier.field_applied_on"), key("applied_on"))


def _records(say: Translator, book: RuleBook) -> None:
    kinds = {kind.id: kind for kind in book.regulation.adverse_record_kinds}
    chosen = st.radio(
        say("dossier.field_checked"),
        ("none", "some", "unchecked"),
        index=None,
        key=key("checked"),
        format_func=lambda one: say(f"dossier.checked_{one}"),
        horizontal=True,
        persist_state=_KEEP,
    )
    if chosen != "some":
        return
    for at in st.session_state[RECORDS]:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"intake-record-{at}"):
            kind = st.selectbox(
                say("dossier.record_kind"),
                list(kinds),
                index=None,
                key=key("adverse-kind", at),
                format_func=lambda id_: say.say(Name(kinds[id_].name, kinds[id_].name_en)),
                placeholder=say("dossier.choose"),
                persist_state=_KEEP,
            )
            _day(say("dossier.record_on"), key("adverse-on", at))
            if kind is None or kinds[kind].nature == "listing":
                _day(say("dossier.record_until"), key("adverse-until", at))
            _drop(say, RECORDS, at)
    _add(say("dossier.add_record"), RECORDS)


def _growth(say: Translator, book: RuleBook) -> None:
    asked = years(st.session_state, book)
    if not asked:
        st.caption(say("dossier.growth_not_asked"))
        return
    st.caption(say("dossier.growth_note"))
    for column, year in zip(st.columns(max(3, len(asked))), asked, strict=False):
        with column:
            st.text_input(
                say("dossier.growth_of", year=year),
                key=key("growth", year),
                max_chars=12,
                placeholder="5.2",
                persist_state=_KEEP,
            )


def _held(say: Translator, book: RuleBook) -> None:
    st.html(f'<div class="in-label">{as_html(say("dossier.held"))}</div>')
    for at in st.session_state[HELD]:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"intake-held-row-{at}"):
            st.selectbox(
                say("dossier.held_grade"),
                book.regulation.accredited_grades(),
                index=None,
                key=key("held-grade", at),
                placeholder=say("dossier.choose"),
                persist_state=_KEEP,
            )
            _day(say("dossier.held_since"), key("held-since", at))
            _drop(say, HELD, at)
    _add(say("dossier.add_held"), HELD)


def _declared(say: Translator, book: RuleBook) -> None:
    names = {one.id: Name(one.name, one.name_en) for one in book.regulation.conditions}
    asked = declarations(book, st.session_state.get(key("grade")))
    with st.container(horizontal=True, vertical_alignment="center", key="intake-declared-head"):
        st.html(f'<h3 class="in-part">{as_html(say("dossier.part_declared"))}</h3>')
        st.button(
            say("dossier.declare_all"),
            key="intake-declare-all",
            icon=":material/done_all:",
            on_click=_all,
            args=(asked,),
        )
    st.caption(say("dossier.declared_note"))
    columns = st.columns(2)
    for place, id_ in enumerate(asked):
        with columns[place % 2]:
            st.segmented_control(
                as_markdown(say.say(names[id_])),
                ("met", "not_met"),
                key=key("declared", id_),
                format_func=lambda one: say(f"dossier.declared_{one}"),
                persist_state=_KEEP,
            )


def _all(asked: Sequence[str]) -> None:
    for id_ in asked:
        st.session_state[key("declared", id_)] = "met"


def _select(say: Translator, name: str, options: Sequence[str], words: Callable[[str], str]) -> None:
    st.selectbox(
        say(f"dossier.field_{name}"),
        list(options),
        index=None,
        key=key(name),
        format_func=words,
        placeholder=say("dossier.choose"),
        persist_state=_KEEP,
    )


def _day(label: str, at: str) -> None:
    st.date_input(
        label,
        value=None,
        min_value=_EARLIEST,
        max_value=source.today(),
        format="YYYY-MM-DD",
        key=at,
        persist_state=_KEEP,
    )


def _add(label: str, rows: str) -> None:
    st.button(label, key=f"{rows}-add", icon=":material/add:", on_click=_added, args=(rows,))


def _added(rows: str) -> None:
    at = st.session_state.setdefault(rows, [])
    st.session_state[rows] = [*at, max(at, default=-1) + 1]


def _drop(say: Translator, rows: str, at: int) -> None:
    st.button(
        say("dossier.drop"), key=f"{rows}-drop-{at}", icon=":material/delete:", on_click=_dropped, args=(rows, at)
    )


def _dropped(rows: str, at: int) -> None:
    st.session_state[rows] = [one for one in st.session_state[rows] if one != at]
