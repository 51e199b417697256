"""The few shapes in which the rule book is written: entries, rows of facts, tables, what opens on demand.

Everything is plain HTML that opens without asking the server, so that a jurist reads on where he is. Texts are escaped
here and nowhere else: what is called ``*_html`` is already markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape, unescape
from typing import Final

from dashboard.parts.wording import as_html
from indicators.plain import decimal_text

_TAG: Final = re.compile(r"(<[^>]+>)")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the rule book as it is shown: under which heading, if any, and its markup."""

    heading: str
    html: str


def number(value: Decimal) -> str:
    """Return a number of the rule book as it is printed, without idle zeros."""
    return decimal_text(value)


def paragraphs(text: str) -> str:
    """Return a text line by line, as the source has it; it is Chinese whatever the language of the page."""
    lines = "".join(f"<p>{as_html(line)}</p>" for line in text.strip().splitlines() if line.strip())
    return f'<div class="rb-text" lang="zh-CN">{lines}</div>'


def chip(text: str, kind: str = "") -> str:
    """Return a short word in a frame."""
    return f'<span class="qc-chip {kind}">{as_html(text)}</span>'


def opened(summary_html: str, body_html: str, kind: str = "") -> str:
    """Return something that opens on demand."""
    return f'<details class="rb-more {kind}"><summary>{summary_html}</summary><div>{body_html}</div></details>'


def entry(head_html: str, *parts_html: str, level: int = 4) -> str:
    """Return an entry: its head, and what there is to say."""
    return f'<section class="rb-entry"><h{level}>{head_html}</h{level}>{"".join(parts_html)}</section>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return pairs of a label and its markup."""
    pairs = "".join(f"<div><dt>{as_html(label)}</dt><dd>{html}</dd></div>" for label, html in rows)
    return f'<dl class="rb-facts">{pairs}</dl>'


def table(columns: Sequence[str], rows_html: Iterable[Sequence[str]]) -> str:
    """Return a table of labels and markup that scrolls by itself where the page is narrow."""
    head = "".join(f'<th scope="col">{as_html(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows_html)
    whole = f'<table class="rb-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    # What scrolls must be reached by keys, and say what it is.
    return f'<div class="rb-scroll" tabindex="0" role="group" aria-label="{as_html(", ".join(columns))}">{whole}</div>'


def unfolded(html: str) -> str:
    """Return markup with everything open that opens on demand: what was searched for is to be seen."""
    return html.replace("<details ", "<details open ")


def words_of(html: str) -> str:
    """Return what a reader reads in markup, for the search."""
    return unescape(_TAG.sub(" ", html)).casefold()


def marked(html: str, words: Sequence[str]) -> str:
    """Return markup in which the words searched for stand out; tags themselves are left alone."""
    wanted = [re.escape(escape(word, quote=True)) for word in sorted(words, key=len, reverse=True)]
    if not wanted:
        return html
    # A word never begins inside an entity such as ``&amp;``: the entity is passed over as a whole.
    pattern = re.compile(rf"({'|'.join(wanted)})|&[a-z]+;|&#\w+;", re.IGNORECASE)
    parts = _TAG.split(html)
    return "".join(
        part if part.startswith("<") else pattern.sub(lambda m: f"<mark>{m[0]}</mark>" if m[1] else m[0], part)
        for part in parts
    )
