"""The manual as HTML: a page for the dashboard, all pages as one file that needs nothing else and prints well."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

from indicators.language import LANGUAGES
from scoring.documents.manual.blocks import Block, Call, Heading, Items, Picture, Table, Text
from scoring.documents.manual.contents import picture, title

STYLE: Final = Path(__file__).with_name("manual.css").read_text("utf-8")
_INLINE: Final = re.compile(r"`([^`]+)`|“([^”]+)”")


def page_html(blocks: tuple[Block, ...], *, language: str, below: int = 0) -> str:
    """Return a page as a fragment of HTML, with pictures in a language; its headings stand `below` that many others."""
    return f'<div class="qcm">{"".join(_block(block, language, below) for block in blocks)}</div>'


def whole_html(pages: Mapping[str, tuple[Block, ...]], *, language: str, name: str, contents: str) -> str:
    """Return all pages as one file.

    Parameters
    ----------
    pages : Mapping
        Blocks by the name of their page, in order.
    language : {"zh", "en"}
    name : str
        Title of the whole.
    contents : str
        The word for its table of contents.
    """
    links = "".join(f'<li><a href="#{escape(key)}">{escape(title(blocks))}</a></li>' for key, blocks in pages.items())
    parts = "".join(
        f'<section id="{escape(key)}">{page_html(blocks, language=language)}</section>' for key, blocks in pages.items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[language].replace("_", "-")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)}</title><style>{STYLE}</style></head>"
        f'<body class="qcm-whole"><header><p>{escape(name)}</p></header>'
        f'<nav aria-label="{escape(contents)}"><p>{escape(contents)}</p><ol>{links}</ol></nav><main>{parts}</main>'
        "</body></html>\n"
    )


def _inline(text: str) -> str:
    """Return a text with what is typed as code, and names of pages and buttons standing out."""
    out, end = [], 0
    for found in _INLINE.finditer(text):
        out.append(escape(text[end : found.start()]))
        out.append(f"<code>{escape(found[1])}</code>" if found[1] else f"<b>{escape(found[0])}</b>")
        end = found.end()
    return "".join([*out, escape(text[end:])])


def _block(block: Block, language: str, below: int) -> str:
    match block:
        case Heading():
            tag = f"h{block.level + below}"
            return f'<{tag} class="qcm-{block.level}">{_inline(block.text)}</{tag}>'
        case Text():
            return f"<p>{_inline(block.text)}</p>"
        case Items():
            mark = "ol" if block.ordered else "ul"
            return f"<{mark}>{''.join(f'<li>{_inline(item)}</li>' for item in block.items)}</{mark}>"
        case Table():
            head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in block.head)
            rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            label = escape(" · ".join(block.head))
            return f'<div class="qcm-wide" role="region" tabindex="0" aria-label="{label}">{table}</div>'
        case Call():
            return f"<pre><code>{escape(chr(10).join(block.lines))}</code></pre>"
        case Picture():
            return _picture(block, language)


def _picture(block: Picture, language: str) -> str:
    taken = picture(language, block.name)
    source = f"data:image/png;base64,{b64encode(taken).decode('ascii')}"
    alt = escape(block.text)
    return f'<figure><img src="{source}" alt="{alt}"><figcaption>{alt}</figcaption></figure>'
