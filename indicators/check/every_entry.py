"""What holds for every entry of every file: well-formed ids, no empty text, nothing twice, a citation that exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields
from typing import Any, Final

from indicators.check.place import Place, nearest
from indicators.entries import Entry, entries, values
from indicators.faults import Fault
from indicators.model import Citation, Document, Note, Regulation, Round
from indicators.unseen import LINES_AND_TABS, named, unseen_in

#: Texts that a reader meets; the others (number, source, note …) may be unknown.
_TEXTS: Final = ("name", "name_en", "title", "title_en", "chapter", "text", "anchor", "reason")
_IDS: Final = ("key", "id", "round_id")
_ID_FORM: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_CODE_FORM: Final = re.compile(r"[^\s/,;]+")
_ARTICLE: Final = re.compile(r"\d+")


def check_ids(file: str, found: Iterable[Entry]) -> Iterator[Fault]:
    """Ids are keys in files, addresses and the register; codes are labels. Neither may hold what would break those."""
    for entry in found:
        place, of = Place(file, entry.name), values(entry.record)
        for column in _IDS:
            if isinstance(value := of.get(column), str) and not _ID_FORM.fullmatch(value):
                yield place.fault("rulebook.id_form", column, seen=value)
        if isinstance(code := of.get("code"), str) and not _CODE_FORM.fullmatch(code):
            yield place.fault("rulebook.code_form", "code", seen=code)


def check_texts(file: str, found: Iterable[Entry]) -> Iterator[Fault]:
    """No name, text or reason is empty."""
    for entry in found:
        for column, value in values(entry.record).items():
            if column in _TEXTS and isinstance(value, str) and not value.strip():
                yield Place(file, entry.name).fault("rulebook.text_empty", column)


def check_nothing_hidden(file: str, found: Iterable[Entry]) -> Iterator[Fault]:
    """No text holds what cannot be seen, or what makes it read otherwise than it is kept."""
    for entry in found:
        for column, value in values(entry.record).items():
            if isinstance(value, str) and (unseen := unseen_in(value, but=LINES_AND_TABS)):
                yield Place(file, entry.name).fault("rulebook.hidden_character", column, seen=named(unseen))


def check_nothing_twice(file: str, found: Iterable[Entry]) -> Iterator[Fault]:
    """No code, id, grade or article stands twice in its list, and no value twice in a list of values."""
    found = list(found)
    count = Counter(entry.name for entry in found)
    for entry in {entry.name: entry for entry in found}.values():
        # What stands in a doubled entry is doubled with it, and that need not be said again.
        if count[entry.name] > 1 and count[entry.within] < 2:
            yield Place(file, entry.name).fault("rulebook.entry_twice", times=count[entry.name])
    for entry in found:
        for column, value in values(entry.record).items():
            if isinstance(value, tuple):
                for item, times in Counter(value).items():
                    if times > 1:
                        yield Place(file, entry.name).fault("rulebook.value_twice", column, seen=item)


def check_citations(
    file: str, found: Iterable[Entry], *, documents: Mapping[str, Document], articles: Mapping[str, Set[int]]
) -> Iterator[Fault]:
    """Every rule says where it stands: in a document that is listed, in an article that the document has.

    Parameters
    ----------
    documents : mapping
        The sources by key.
    articles : mapping
        For documents whose articles are known, their numbers.
    """
    for entry in found:
        place = Place(file, entry.name)
        for column, cite in _citations(entry.record):
            if cite is None:
                yield place.fault("rulebook.cite_missing", column)
            elif cite.document not in documents:
                expected = nearest(cite.document, documents)
                yield place.fault("rulebook.cite_unknown", column, seen=cite.document, expected=expected)
            elif not _article_exists(cite, articles.get(cite.document)):
                yield place.fault("rulebook.cite_no_article", column, seen=cite.clause, document=cite.document)


def check_banner(file: str, entry: str, record: Regulation | Round) -> Iterator[Fault]:
    """What is not real says so, in both languages."""
    for column in ("banner", "banner_en"):
        if record.status in ("sample", "synthetic") and not getattr(record, column).strip():
            yield Place(file, entry).fault("rulebook.banner_missing", column, seen=record.status)


def check_notes(file: str, entry: str, record: Any) -> Iterator[Fault]:
    """Every choice of a sheet says why: one note for each other field that is given, none for what is no field."""
    keys = [field.name for field in fields(record) if field.name != "notes"]
    notes: Mapping[str, Note] = record.notes
    for key in keys:
        if key not in notes and getattr(record, key) is not None:
            yield Place(file, entry).fault("rulebook.note_missing", f"notes.{key}", seen=key)
    for key in notes:
        if key not in keys:
            yield Place(file, entry).fault(
                "rulebook.note_unknown", f"notes.{key}", seen=key, expected=nearest(key, keys)
            )


def check_every_entry(
    file: str, record: object, root: str, *, documents: Mapping[str, Document] | None, articles: Mapping[str, Set[int]]
) -> Iterator[Fault]:
    """Run the checks of this module on a file's record; citations only where the documents could be read."""
    found = list(entries(record, root))
    yield from check_ids(file, found)
    yield from check_texts(file, found)
    yield from check_nothing_hidden(file, found)
    yield from check_nothing_twice(file, found)
    if documents is not None:
        yield from check_citations(file, found, documents=documents, articles=articles)


def _citations(record: Any) -> Iterator[tuple[str, Citation | None]]:
    for column, value in values(record).items():
        if isinstance(value, Citation):
            yield column, value
        elif column == "cite" and not value:
            yield column, None
        elif isinstance(value, tuple):
            yield from ((column, item) for item in value if isinstance(item, Citation))


def _article_exists(cite: Citation, known: Set[int] | None) -> bool:
    """Whether the article of a clause such as ``10(3)5`` exists; where it cannot be known, it does."""
    if not known or not cite.clause:
        return True
    number = _ARTICLE.match(cite.clause)
    return number is not None and int(number[0]) in known
