"""All checks of the three files of a rule book, as far as their records could be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from indicators.check.conditions import check_conditions
from indicators.check.documents import check_documents
from indicators.check.every_entry import check_banner, check_every_entry, check_notes
from indicators.check.grades import check_grades
from indicators.check.grading import check_grading
from indicators.check.procedure import check_procedure
from indicators.check.sheet import check_deadline_steps, check_sheet
from indicators.check.standing import (
    check_articles,
    check_file_name,
    check_province,
    check_regulation_document,
    check_sources,
    check_status,
    check_year,
)
from indicators.check.tree import check_tree
from indicators.faults import Fault
from indicators.model import Document, Documents, Regulation, Round


@dataclass(frozen=True, slots=True)
class FileNames:
    """By which names faults of the three files are told."""

    documents: str
    regulation: str
    round: str


def check_rule_book(
    names: FileNames,
    *,
    documents: tuple[Document, ...] | None,
    regulation: Regulation | None,
    round_: Round | None,
) -> tuple[Fault, ...]:
    """Return everything wrong with the content of a rule book.

    A part that is ``None`` could not be read, which is told elsewhere; what can be said without it is still said.
    """
    sources = None if documents is None else {document.key: document for document in documents}
    faults: list[Fault] = []
    if documents is not None:
        faults += _documents(names.documents, documents)
    if regulation is not None:
        faults += _regulation(names.regulation, regulation, sources)
    if round_ is not None:
        faults += _round(names.round, round_, regulation, sources)
    return tuple(faults)


def _documents(file: str, documents: tuple[Document, ...]) -> Iterator[Fault]:
    yield from check_every_entry(file, Documents(documents), "documents", documents=None, articles={})
    yield from check_documents(file, documents)


def _regulation(file: str, regulation: Regulation, documents: Mapping[str, Document] | None) -> Iterator[Fault]:
    yield from check_file_name(file, regulation.key, "regulation", "key", PurePath(file).stem)
    yield from check_every_entry(file, regulation, "regulation", documents=documents, articles=_articles(regulation))
    yield from check_banner(file, "regulation", regulation)
    yield from check_articles(file, regulation)
    yield from check_province(file, regulation)
    yield from check_grades(file, regulation)
    yield from check_conditions(file, regulation)
    yield from check_procedure(file, regulation)
    yield from check_notes(file, "interpretations", regulation.interpretations)
    if documents is not None:
        yield from check_regulation_document(file, regulation, documents)
        yield from check_sources(file, regulation, "regulation", documents)


def _round(
    file: str, round_: Round, regulation: Regulation | None, documents: Mapping[str, Document] | None
) -> Iterator[Fault]:
    yield from check_file_name(file, round_.round_id, "round", "round_id", PurePath(file).stem)
    yield from check_every_entry(file, round_, "round", documents=documents, articles=_articles(regulation))
    yield from check_banner(file, "round", round_)
    yield from check_year(file, round_, regulation)
    yield from check_tree(file, round_.indicator_table)
    yield from check_grading(file, round_, regulation)
    yield from check_sheet(file, round_)
    yield from check_notes(file, "parameter_sheet", round_.parameter_sheet)
    if regulation is not None:
        yield from check_deadline_steps(file, round_.parameter_sheet, regulation)
        yield from check_status(file, round_, regulation)
    if documents is not None:
        yield from check_sources(file, round_, "round", documents)


def _articles(regulation: Regulation | None) -> dict[str, frozenset[int]]:
    if regulation is None:
        return {}
    return {regulation.document: frozenset(article.number for article in regulation.articles)}
