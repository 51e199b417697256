"""Checks of what a round and a regulation may rest on: file name, year, status, sources that are not real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indicators.check.place import Place, nearest
from indicators.entries import entries, values
from indicators.faults import Fault
from indicators.model import Citation, Document, Regulation, Round

_MADE_UP: Final = ("sample", "synthetic")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100


def check_file_name(file: str, key: str, entry: str, column: str, stem: str) -> Iterator[Fault]:
    """A round's or regulation's file has the name by which it is called."""
    if key != stem:
        yield Place(file, entry).fault("rulebook.file_name_differs", column, seen=key, expected=stem)


def check_regulation_document(file: str, regulation: Regulation, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """The regulation's own document is listed."""
    if regulation.document not in documents:
        expected = nearest(regulation.document, documents)
        yield Place(file, "regulation").fault(
            "rulebook.cite_unknown", "document", seen=regulation.document, expected=expected
        )


def check_articles(file: str, regulation: Regulation) -> Iterator[Fault]:
    """The articles stand in the file, numbered from 1 without a gap."""
    if not regulation.articles:
        yield Place(file, "regulation").fault("rulebook.articles_none", "article")
    for expected, article in enumerate(regulation.articles, start=1):
        if article.number != expected:
            yield Place(file, f"article {article.number}").fault(
                "rulebook.article_order", "number", seen=article.number, expected=expected
            )


def check_province(file: str, regulation: Regulation) -> Iterator[Fault]:
    """The province is a code of GB/T 2260: two digits and four zeros."""
    code = regulation.province
    if not (len(code) == 6 and code.isascii() and code.isdigit() and code.endswith("0000") and code[:2] != "00"):
        yield Place(file, "regulation").fault("rulebook.province_form", "province", seen=code)


def check_year(file: str, round_: Round, regulation: Regulation | None) -> Iterator[Fault]:
    """The year is one of our time, and not before the regulation is in force."""
    place = Place(file, "round")
    if not _FIRST_YEAR <= round_.year <= _LAST_YEAR:
        expected = f"{_FIRST_YEAR}–{_LAST_YEAR}"
        yield place.fault("rulebook.year_range", "year", seen=round_.year, expected=expected)
        return
    in_force_from = regulation.in_force_from if regulation else None
    if in_force_from is not None and round_.year < in_force_from.year:
        yield place.fault("rulebook.year_before_regulation", "year", seen=round_.year, expected=in_force_from)


def check_status(file: str, round_: Round, regulation: Regulation) -> Iterator[Fault]:
    """No round claims more than its regulation: synthetic rules make synthetic rounds, and only real ones official."""
    claims_more = regulation.status == "synthetic" and round_.status != "synthetic"
    if claims_more or (regulation.status == "sample" and round_.status == "official"):
        yield Place(file, "round").fault(
            "rulebook.status_above_regulation", "status", seen=round_.status, expected=regulation.status
        )


def check_sources(
    file: str, record: Regulation | Round, root: str, documents: Mapping[str, Document]
) -> Iterator[Fault]:
    """What is official cites nothing that is made up."""
    if record.status != "official":
        return
    for entry in entries(record, root):
        for column, value in values(entry.record).items():
            for cite in _citations(value):
                document = documents.get(cite.document)
                if document is not None and document.kind in _MADE_UP:
                    yield Place(file, entry.name).fault(
                        "rulebook.source_made_up", column, seen=document.key, kind=document.kind
                    )


def _citations(value: object) -> Iterable[Citation]:
    items = value if isinstance(value, tuple) else (value,)
    return (item for item in items if isinstance(item, Citation))
