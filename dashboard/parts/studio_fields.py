"""Boxes for the fields of a round: each with its label, what may stand there, and what is wrong right below it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard.parts.rule_book_sources import clause_name
from dashboard.parts.rule_book_words import first_upper
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.compare import Change, place_in_words
from indicators.drafting import as_typed, field_of, record_at, typed
from indicators.drafting.fields import Field, Path
from indicators.faults import Fault
from indicators.language import Name, Translator
from indicators.model import Citation

LONG: Final = frozenset({"evidence", "anchor", "text", "reason", "banner", "banner_en"})
_LONGEST: Final = 4_000
_TALL: Final = 100


class Sheet:
    """What the boxes of a run share: the work, the words, and the faults by place."""

    def __init__(self, work: Work, say: Translator) -> None:
        self.work = work
        self.say = say
        work.language = say.language
        self.faults = work.faults()
        self._names = work.names()

    def entry_of(self, path: Path) -> str:
        """Return the name of the record at a place, by which its faults are told."""
        return self._names.get(id(record_at(self.work.round, path)), "round")

    def at(self, entry: str, column: str | None = None) -> tuple[Fault, ...]:
        """Return the faults of an entry, or of one of its fields."""
        return tuple(one for one in self.faults if one.entry == entry and column in (None, one.column))

    def rest(self, path: Path) -> None:
        """Say what is wrong with a record as a whole, or in a field that has no box of its own."""
        boxes_ = {one.name for one in fields(record_at(self.work.round, path))}
        show((one for one in self.at(self.entry_of(path)) if one.column not in boxes_), self.say)

    def beside(self, entry: str, column: str) -> None:
        """Say what is wrong with a field, right below it."""
        show(self.at(entry, column), self.say)


def show(faults: Iterable[Fault], say: Translator) -> None:
    """Say faults in the small red of a field."""
    told = "".join(f"<p>{as_html(in_words(one, say))}</p>" for one in faults)
    if told:
        st.html(f'<div class="st-faults" role="alert">{told}</div>')


def in_words(fault: Fault, say: Translator) -> str:
    """Return a fault in the words and labels of the page, without the names of files and entries that it shows."""
    label, file = f"rulebook.key_of_{fault.column}", fault.file
    seen = fault.seen if fault.seen is None else word(say, fault.seen)
    fault = replace(fault, column=say(label) if label in say.keys else fault.column, seen=seen)
    words = fault.message(say)
    for mark in ("\uff1a", ": "):
        head, found, rest = words.partition(mark)
        if found and file and file in head and rest.strip():
            return rest.strip()
    return words


def place(entry: str | None, say: Translator) -> str:
    """Return the name of an entry in the reader's language."""
    return place_in_words(Change("changed", entry or "round", "", None, None, None), say)


def box(sheet: Sheet, path: Path, *, label: str | None = None, live: bool = False, disabled: bool = False) -> None:
    """Draw the box of a field and what is wrong with it."""
    record, column = record_at(sheet.work.round, path[:-1]), str(path[-1])
    entry, field = sheet.entry_of(path[:-1]), field_of(type(record), column)
    label = first_upper(label or sheet.say(f"rulebook.key_of_{column}"))
    key = key_of(sheet.work, path)
    off = disabled or not sheet.work.is_editable
    given = (path, entry, column, field, key)
    value = getattr(record, column)
    # What means nothing there is in the box all the same, in another language too, whose boxes are others.
    untyped = sheet.work.untyped.get((entry, column))
    text = as_typed(value) if untyped is None or untyped.seen is None else untyped.seen
    match field.kind:
        case "truth":
            st.checkbox(label, value=value, key=key, disabled=off, on_change=_took, args=given)
        case "choice":
            st.selectbox(
                label,
                [*field.options, *([None] if field.empty else [])],
                index=[*field.options, None].index(value),
                format_func=partial(word, sheet.say),
                key=key,
                disabled=off,
                on_change=_took,
                args=given,
            )
        case "words":
            options = list(dict.fromkeys([*_options(sheet, column, field), *value]))
            st.multiselect(label, options, default=list(value), key=key, disabled=off, on_change=_took, args=given)
        case "cites" | "cite":
            _citations(sheet, path, label, off=off)
        case "other":
            raise TypeError(f"{path} is no single field")
        case "text" if column in LONG:
            st.text_area(
                label,
                text,
                key=key,
                height=_TALL,
                max_chars=_LONGEST,
                disabled=off,
                on_change=_took,
                args=given,
            )
        case _:
            st.text_input(
                label,
                text,
                key=key,
                max_chars=_LONGEST,
                disabled=off,
                on_change=_took,
                args=given,
                live=live,
            )
    sheet.beside(entry, column)


def key_of(work: Work, path: Sequence[str | int]) -> str:
    """Return the key of a box; it is another box once something else than typing changed what stands there."""
    return f"studio-{work.generation}{work.language}-{'-'.join(map(str, path))}"


def key_by(name: str, labels: Iterable[str]) -> str:
    """Return the key of a choice whose labels change: the browser holds the words of what is chosen, not its place.

    With other words it is another choice, drawn where the state of the page says.
    """
    return f"{name}-{zlib.crc32('|'.join(labels).encode()):08x}"


def take(state: str, key: str) -> None:
    """Take what was chosen under a key that changes into the state of the page."""
    st.session_state[state] = st.session_state[key]


def boxes(sheet: Sheet, path: Path, *, columns: int = 2, but: Iterable[str] = ()) -> None:
    """Draw the boxes of every field of a record, records in it under their own heading."""
    record, left = record_at(sheet.work.round, path), frozenset(but)
    plain = [one.name for one in fields(record) if one.name not in left and not _holds_records(record, one.name)]
    for start in range(0, len(plain), columns):
        for column, name in zip(st.columns(columns, gap="medium"), plain[start : start + columns], strict=False):
            with column:
                box(sheet, (*path, name))


def word(say: Translator, value: Any) -> str:
    """Return a word of the rule book in the reader's language."""
    if value is None:
        return "–"
    for key in (f"rounds.word_{value}", f"page.status_{value}"):
        if key in say.keys:
            return say(key)
    return str(value)


def cite_words(sheet: Sheet, cite: Citation) -> str:
    """Return a source as its title and clause."""
    documents = {one.key: one for one in sheet.work.opened.book.documents}
    document, say = documents.get(cite.document), sheet.say
    title = cite.document if document is None else say.say(Name(document.title, document.title_en))
    if not cite.clause:
        return title
    clause = clause_name(document, cite.clause, say)
    # A heading in place of a number stands apart from the title.
    return say("studio.clause", title=title, clause=f" {clause}" if clause == cite.clause else clause)


def _citations(sheet: Sheet, path: Path, label: str, *, off: bool) -> None:
    work, say = sheet.work, sheet.say
    value = record_at(work.round, path)
    single = isinstance(value, Citation)
    now = [value] if single else list(value)
    known = list(dict.fromkeys([*now, *known_citations(work)]))
    key = key_of(work, path)
    given = (path, "", str(path[-1]), Field("cite" if single else "cites"), key)
    words = partial(cite_words, sheet)
    if single:
        st.selectbox(label, known, index=0, format_func=words, key=key, disabled=off, on_change=_took, args=given)
    else:
        st.multiselect(
            label, known, default=now, format_func=words, key=key, disabled=off, on_change=_took, args=given, wrap=True
        )
    if off:
        return
    with st.popover(say("studio.another_clause"), icon=":material/add:", type="tertiary", key=f"{key}-more"):
        titles = {one.key: one.title if say.language == "zh" else one.title_en for one in work.opened.book.documents}
        st.selectbox(say("rulebook.key_of_document"), list(titles), format_func=titles.__getitem__, key=f"{key}-doc")
        st.text_input(say("studio.clause_label"), key=f"{key}-clause", placeholder="10(3)1", max_chars=60)
        st.button(say("studio.add_clause"), key=f"{key}-add", on_click=_cited, args=(path, key, single))


def known_citations(work: Work) -> list[Citation]:
    """Return every source that the round names already, in the order of the file."""
    found: dict[Citation, None] = {}

    def walk(value: Any) -> None:
        if isinstance(value, Citation):
            found.setdefault(value)
        elif is_dataclass(value):
            for one in fields(value):
                walk(getattr(value, one.name))
        elif isinstance(value, tuple):
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            walk(tuple(value.values()))

    walk(work.round)
    return list(found)


def _cited(path: Path, key: str, single: bool) -> None:
    cite = Citation(st.session_state[f"{key}-doc"], (st.session_state.get(f"{key}-clause") or "").strip())

    def change(work: Work) -> None:
        now = record_at(work.round, path)
        work.put(path, cite if single else tuple(dict.fromkeys([*now, cite])))
        work.generation += 1

    do(change)


def _took(path: Path, entry: str, column: str, field: Field, key: str) -> None:
    """Take what a box holds: the value goes into the round, what is none stays in the box and is told."""
    given = st.session_state[key]

    def change(work: Work) -> None:
        value, fault = given, None
        if field.kind in ("cites", "words"):
            value = tuple(given)
        elif field.kind not in ("truth", "choice", "cite"):
            value, fault = typed(field, given or "", entry=entry, column=column)
        work.untyped.pop((entry, column), None)
        if fault is None:
            work.put(path, value)
        else:
            work.untyped[entry, column] = fault

    do(change)


def _options(sheet: Sheet, column: str, field: Field) -> Sequence[str]:
    if field.options:
        return field.options
    return sheet.work.opened.book.regulation.accredited_grades() if column in ("grades_open", "grades") else ()


def _holds_records(record: Any, column: str) -> bool:
    return field_of(type(record), column).kind == "other"
