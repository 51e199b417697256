"""Fields in the text of a Word paragraph: found and replaced, however many pieces Word has cut the text into.

Word cuts a text wherever spelling was checked or a letter was changed, in the middle of a field too. What stands in
the place of a field has the look of its first brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FIELD: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
T: Final = qn("w:t")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ENDS: Final = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}


@dataclass(frozen=True, slots=True)
class Found:
    """A field as it stands: its name, from where to where in the text of its paragraph."""

    name: str
    start: int
    end: int


def text_of(paragraph: Any) -> str:
    """Return the text of a ``w:p``: line ends and tabulators as such, a break of the page as nothing."""
    return "".join(_said(node) for node in paragraph.iter(T, *_ENDS))


def _said(node: Any) -> str:
    if node.tag == T:
        return node.text or ""
    if node.tag == qn("w:tab") and node.getparent().tag != qn("w:r"):
        return ""  # a stop for tabulators, among the properties
    return "" if node.get(qn("w:type")) == "page" else _ENDS[node.tag]


def found_in(text: str) -> tuple[Found, ...]:
    """Return the fields of a text, in order."""
    return tuple(Found(match[1], match.start(), match.end()) for match in FIELD.finditer(text))


def left_open(text: str) -> bool:
    """Whether braces stand in a text that are no field: one was opened and not closed, or the other way round."""
    rest = FIELD.sub("", text)
    return "{{" in rest or "}}" in rest


def replace(paragraph: Any, value_of: Callable[[str], str]) -> None:
    """Put values into the fields of a ``w:p``; a line feed in a value becomes a line end."""
    nodes = list(paragraph.iter(T))
    while True:
        texts = [node.text or "" for node in nodes]
        match = FIELD.search("".join(texts))
        if match is None:
            break
        # A value cannot bring in a field of its own: its braces are kept apart until all fields are filled.
        _put(nodes, texts, match.start(), match.end(), _apart(value_of(match[1])))
    for node in nodes:
        if node.text:
            _settle(node, node.text.replace("\ue000", "{").replace("\ue001", "}"))


def _apart(text: str) -> str:
    return text.replace("\ue000", "").replace("\ue001", "").replace("{", "\ue000").replace("}", "\ue001")


def _put(nodes: list[Any], texts: list[str], start: int, end: int, value: str) -> None:
    at = 0
    for node, text in zip(nodes, texts, strict=True):
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            node.text = text[:first] + (value if at + first == start else "") + text[last:]
        at += len(text)


def _settle(node: Any, text: str) -> None:
    """Write a text into its node; lines after the first get nodes of their own, each after a line end."""
    node.set(_SPACE, "preserve")
    first, *rest = text.split("\n")
    node.text = first
    for line in reversed(rest):
        again = deepcopy(node)
        again.text = line
        node.addnext(again)
        node.addnext(OxmlElement("w:br"))
