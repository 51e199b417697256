"""A citation as words that go into a message: which document, which article."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.clauses import numeral, parse_clause
from indicators.language import Message, Name
from indicators.model import Citation, Document


def cited(cite: Citation, documents: Iterable[Document]) -> Message:
    """Return a citation in words; a document that the rule book does not list goes by its key."""
    found = next((one for one in documents if one.key == cite.document), None)
    title = Name(cite.document, cite.document) if found is None else Name(found.title, found.title_en)
    clause = parse_clause(cite.clause)
    if clause is None:
        key = "steps.cited_clause" if cite.clause else "steps.cited_document"
        return Message(key, {"title": title, "clause": cite.clause} if cite.clause else {"title": title})
    values: dict[str, object] = {"title": title, "article": _numbered(clause.article)}
    if clause.item is None:
        return Message("steps.cited_article", values)
    values["item"] = _numbered(clause.item)
    if clause.sub_item is None:
        return Message("steps.cited_item", values)
    return Message("steps.cited_sub_item", {**values, "sub_item": clause.sub_item})


def _numbered(number: int) -> Name:
    return Name(numeral(number), str(number))
