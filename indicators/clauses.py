"""Where a citation leads: its clause taken apart, and the words that stand there, letter for letter.

Clauses are written 条(项)目: ``10(3)5`` is Article 10, item (三), sub-item 5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.model import Article, Citation, RuleBook

_CLAUSE: Final = re.compile(r"(?P<article>\d+)(?:\((?P<item>\d+)\)(?P<sub_item>\d+)?)?", re.ASCII)
_DIGITS: Final = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


@dataclass(frozen=True, slots=True)
class Clause:
    """An article, and where the citation is finer, its item and sub-item."""

    article: int
    item: int | None = None
    sub_item: int | None = None


def parse_clause(text: str) -> Clause | None:
    """Return the parts of a clause; ``None`` where it is no number but, as in standards, a name."""
    found = _CLAUSE.fullmatch(text)
    if found is None:
        return None
    parts = {name: None if number is None else int(number) for name, number in found.groupdict().items()}
    return Clause(int(found["article"]), parts["item"], parts["sub_item"])


def numeral(number: int) -> str:
    """Return a number from 1 to 99 as articles and items are numbered in Chinese.

    Raises
    ------
    ValueError
        Beyond that: no regulation here has a hundred articles.
    """
    if not 0 < number < 100:
        raise ValueError(f"no numeral for {number}")
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + _DIGITS[ones]


def cited_text(book: RuleBook, cite: Citation) -> str | None:
    """Return the words at a citation; ``None`` where the rule book does not hold them.

    Articles of the regulation are held word for word. A note of a document may number its lines (``14 …``), as that of
    the working defaults does; then a clause is one of them.
    """
    clause = parse_clause(cite.clause)
    if clause is None:
        return None
    if cite.document == book.regulation.document:
        return clause_text(book.regulation.articles, clause)
    notes = (document.note for document in book.documents if document.key == cite.document)
    lines = (line for note in notes for line in note.splitlines())
    return next((line.partition(" ")[2] for line in lines if line.partition(" ")[0] == cite.clause), None)


def clause_text(articles: Sequence[Article], clause: Clause) -> str | None:
    """Return what stands at a clause, with its own mark, ``None`` if there is no such clause."""
    whole = next((article.text.strip() for article in articles if article.number == clause.article), None)
    if whole is None or clause.item is None:
        return whole
    if clause.item > 99:
        return None
    item = _part(whole.splitlines(), f"（{numeral(clause.item)}）", "（")
    if item is None or clause.sub_item is None:
        return None if item is None else "\n".join(item)
    sub_item = _part(item[1:], f"{clause.sub_item}、", "")
    return None if sub_item is None else sub_item[0]


def _part(lines: Sequence[str], mark: str, kind: str) -> list[str] | None:
    """Return the line that begins with `mark` and those after it, up to the next mark of its kind."""
    starts = [place for place, line in enumerate(lines) if line.startswith(mark)]
    if not starts:
        return None
    after = list(lines[starts[0] + 1 :])
    ends = [place for place, line in enumerate(after) if kind and line.startswith(kind)]
    return [lines[starts[0]], *(after[: ends[0]] if ends else after)]
