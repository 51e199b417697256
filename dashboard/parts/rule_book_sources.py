"""Citations as a jurist follows them: the source and its clause, the words that stand there, what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboard.parts.rule_book_markup import Item, chip, entry, facts, opened, paragraphs
from dashboard.parts.wording import as_html
from indicators.clauses import cited_text, numeral, parse_clause
from indicators.language import Name, Translator
from indicators.model import Citation, Document, RuleBook


def clause_name(document: Document | None, clause: str, say: Translator) -> str:
    """Return a clause as it is cited: 第十条（三）5, Article 10(3)5; the project's own notes have items."""
    parts = parse_clause(clause)
    if parts is None:
        return clause
    chinese = say.language == "zh"
    if document is not None and document.kind not in ("regulation", "law", "synthetic"):
        return say("rules.clause_item", item=parts.article)
    item = "" if parts.item is None else f"（{numeral(parts.item)}）" if chinese else f"({parts.item})"
    article = numeral(parts.article) if chinese and parts.article < 100 else str(parts.article)
    return say("rules.clause_article", article=article, rest=f"{item}{parts.sub_item or ''}")


def citation(book: RuleBook, cite: Citation, say: Translator) -> str:
    """Return a citation that opens on the words at its clause and on its source."""
    document = next((one for one in book.documents if one.key == cite.document), None)
    title = cite.document if document is None else say.say(Name(document.title, document.title_en))
    head = say("rules.cited", title=title)
    if cite.clause:
        head = say("rules.cited_clause", title=title, clause=clause_name(document, cite.clause, say))
    words = cited_text(book, cite)
    body = paragraphs(words) if words else f'<p class="qc-quiet">{as_html(say("rules.words_not_here"))}</p>'
    return opened(as_html(head), body + ("" if document is None else _known(document, say)), "rb-cite")


def citations(book: RuleBook, cites: Iterable[Citation], say: Translator) -> str:
    """Return several citations under one label."""
    found = "".join(citation(book, cite, say) for cite in cites)
    return f'<div class="rb-cites"><span class="rb-label">{as_html(say("rules.basis"))}</span>{found}</div>'


def documents(book: RuleBook, say: Translator) -> list[Item]:
    """Return every source with what is known of it."""
    return [_document(document, say) for document in book.documents]


def day(value: date | None, say: Translator) -> str:
    """Return a day, or that the office has yet to enter it."""
    return say("rules.unknown") if value is None else value.isoformat()


def unknown_chip(say: Translator) -> str:
    """Return the mark of what is unknown until the office enters it."""
    return chip(say("rules.unknown"), "near")


def _document(document: Document, say: Translator) -> Item:
    second = document.title if say.language == "en" else document.title_en
    head = (
        f"{as_html(say.say(Name(document.title, document.title_en)))} "
        f"{chip(say(f'rules.kind_{document.kind}'))}<small>{as_html(second)}</small>"
    )
    withdrawn = "unknown" if document.withdrawn is None else "yes" if document.withdrawn else "no"
    rows = [
        ("rules.document_number", _or_unknown(document.number, say)),
        ("rules.document_edition", _or_unknown(document.edition, say)),
        ("rules.issued_on", _day_or_unknown(document.issued_on, say)),
        ("rules.in_force_from", _day_or_unknown(document.in_force_from, say)),
        ("rules.withdrawn", as_html(say(f"rules.withdrawn_{withdrawn}"))),
        ("rules.source", f'<span lang="zh-CN">{as_html(document.source)}</span>' if document.source else "—"),
    ]
    note = paragraphs(document.note) if document.note else ""
    return Item(say(f"rules.kind_{document.kind}"), entry(head, facts((say(key), html) for key, html in rows), note))


def _known(document: Document, say: Translator) -> str:
    number = say("rules.unknown") if document.number is None else document.number
    known = say(
        "rules.source_known",
        number=number,
        edition=document.edition or say("rules.unknown"),
        issued=day(document.issued_on, say),
        force=day(document.in_force_from, say),
    )
    return f'<p class="qc-quiet">{as_html(known)}</p>'


def _or_unknown(text: str | None, say: Translator) -> str:
    return unknown_chip(say) if text is None else as_html(text)


def _day_or_unknown(value: date | None, say: Translator) -> str:
    return unknown_chip(say) if value is None else value.isoformat()
