"""The draft beside another rule book, entry by entry: what came, what went, what changed from what to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet, cite_words
from dashboard.parts.wording import as_html
from indicators.compare import Change, compare, place_in_words
from indicators.entries import entries
from indicators.language import Name
from indicators.model import Citation, Note, RuleBook
from scoring.model import Actor

KINDS: Final = {"added": "good", "removed": "bad", "changed": "near"}
_A_PAGE: Final = 40


def draw(sheet: Sheet, person: Actor, _page: str) -> None:
    """Draw the differences from the base, or from another round of the record."""
    work, say = sheet.work, sheet.say
    draft = work.opened.draft
    others = {one.round_id: one.rule_book for one in source.rounds(person)}
    books: dict[str, RuleBook] = {
        draft.base_round: work.base,
        **{k: b for k, b in others.items() if k != draft.base_round},
    }
    names = {
        id_: say("rules.round_choice", name=Name(b.round.name, b.round.name_en), id=id_) for id_, b in books.items()
    }
    key = f"studio-against-{draft.draft_id}"
    against = st.selectbox(say("studio.against"), list(books), format_func=names.__getitem__, key=key)
    old, new = books[against], work.book()
    changes = compare(old, new)
    counts = {kind: sum(one.kind == kind for one in changes) for kind in KINDS}
    desk.counts((counts[kind], say(f"studio.change_{kind}"), "") for kind in KINDS)
    if not changes:
        frame.empty(say("studio.no_change"))
        return
    cites = {**_cites(old), **_cites(new)}
    shown = page_of(say, "studio-changes-page", changes, size=_A_PAGE)
    heads = [say(f"studio.compare_{name}") for name in ("entry", "kind", "column", "old", "new", "clause")]
    st.html(card_table(heads, [_row(sheet, one, cites) for one in shown]))


def _row(sheet: Sheet, one: Change, cites: Mapping[str, tuple[Citation, ...]]) -> list[str]:
    say = sheet.say
    column = "" if one.column is None else say(f"rulebook.key_of_{one.column}")
    clause = "\uff1b" if say.language == "zh" else "; "
    return [
        f"<b>{as_html(place_in_words(one, say))}</b>",
        chip(say(f"studio.change_{one.kind}"), KINDS[one.kind]),
        as_html(column or say("studio.whole_entry")),
        _value(one.old),
        _value(one.new),
        f"<small>{as_html(clause.join(cite_words(sheet, cite) for cite in cites.get(one.entry, ())))}</small>",
    ]


def _value(text: str | None) -> str:
    return f'<span class="st-value">{as_html(text)}</span>' if text else "–"


def _cites(book: RuleBook) -> dict[str, tuple[Citation, ...]]:
    """Return on what each entry of a round rests; an entry without a source of its own on that which it is part of."""
    found: dict[str, tuple[Citation, ...]] = {}
    notes = book.round.parameter_sheet.notes
    for entry in entries(book.round, "round"):
        own = _of(entry.record, notes.get(entry.table))
        found[entry.name] = own or found.get(entry.within, ())
    return found


def _of(record: Any, note: Note | None) -> tuple[Citation, ...]:
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name == "cite" and value:
            return value if isinstance(value, tuple) else (value,)
    return (note.cite,) if note else ()
