"""A template filled: one walk over its paragraphs gives the Word file and, of the same words, the paper for PDF.

A paragraph or row with a field of a list is there for each entry of the list. A block takes the place of its paragraph.
A paragraph whose field is empty is left out: what cannot be said is not begun.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from scoring.documents.docx_package import TEMPLATES, file_of, only
from scoring.documents.paper import Paper, Paragraph, Part, printable
from scoring.documents.paper_docx import LANGUAGES, add_part, heads_and_feet, marks_above
from scoring.documents.templated import spans
from scoring.documents.templated.kinds import COMPACT, Field, Kind, fields_by_name
from scoring.documents.templated.reading import TITLE, UNDER_TITLE, parts_in, table_of

_KEPT: Final = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.IMAGE,
    RELATIONSHIP_TYPE.THEME,
}


@dataclass(frozen=True, slots=True)
class Template:
    """A template: which paper it is for, its language, its bytes and their SHA-256."""

    kind: Kind
    language: str
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into a template, by the identifiers of fields, already said in its language.

    Attributes
    ----------
    values : Mapping
        An empty text leaves the paragraph out in which its field stands.
    lists : Mapping of list to its entries
        Each entry by the names of its columns.
    blocks : Mapping of field to parts
    marks, marks_note, head : str
        As in `Paper`: they stand in the head of each page, whatever the template says.
    at : datetime
        The moment that the file gives as its own.
    name : str
        What the file is called inside of itself where the template has no title.
    """

    values: Mapping[str, str]
    at: datetime
    head: str
    name: str
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[Part]] = field(default_factory=dict)
    marks: str = ""
    marks_note: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template filled: the Word file, and the same words as a paper to be set as PDF or workbook."""

    docx: bytes
    paper: Paper


def filled(template: Template, filling: Filling) -> Filled:
    """Return a template filled; the same template and filling give the same bytes.

    The template has passed the border (`border.check_template`).
    """
    document = docx.Document(io.BytesIO(template.content))
    _clean(document)
    walk = _Walk(document, template.kind, filling)
    every = tuple(walk.parts())
    title = "\n".join(walk.titles)
    paper = Paper(
        title=title or filling.name,
        under_title=tuple(walk.under_title),
        marks=filling.marks,
        marks_note=filling.marks_note,
        head=filling.head,
        language=template.language,
        at=filling.at,
        parts=every[walk.above :],
        compact=template.kind in COMPACT,
        keywords=f"template {template.kind} sha256:{template.digest}",
        letterhead=every[: walk.above],
        titled=bool(title),
    )
    marks_above(document, paper)
    heads_and_feet(document, paper)
    language = LANGUAGES[paper.language]
    made = file_of(document, title=paper.title, language=language, at=paper.at, keywords=paper.keywords)
    return Filled(made, paper)


def _clean(document: Document) -> None:
    """Leave out everything of a template but text, styles and pictures: what its machine and its persons put in."""
    section = document.element.body.sectPr
    for name in ("headerReference", "footerReference", "titlePg"):
        for one in section.findall(qn(f"w:{name}")):
            section.remove(one)
    only(document.part.rels, _KEPT)
    ours = parse_xml((TEMPLATES / "settings.xml").read_bytes())
    theirs = document.settings.element
    theirs[:] = ours[:]
    there = {style.get(qn("w:styleId")) for style in document.styles.element.iter(qn("w:style"))}
    for style in parse_xml((TEMPLATES / "styles.xml").read_bytes()).iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in there:
            document.styles.element.append(deepcopy(style))


class _Walk:
    """One walk over the text of a template, which fills it and reads it as filled."""

    def __init__(self, document: Document, kind: Kind, filling: Filling) -> None:
        self.document, self.filling = document, filling
        self.known = fields_by_name(kind)
        self.compact = kind in COMPACT
        self.names = {one.style_id: one.name for one in document.styles}
        self.titles: list[str] = []
        self.under_title: list[str] = []
        self.above = self.so_far = 0

    def parts(self) -> Iterator[Part]:
        """Fill the text and yield what it says besides the title, in order."""
        for part in self._each():
            self.so_far += 1
            yield part

    def _each(self) -> Iterator[Part]:
        for element in list(self.document.element.body):
            if element.tag == qn("w:p"):
                yield from self._placed(element)
            elif element.tag == qn("w:tbl"):
                self._rows(element)
                if element.find(qn("w:tr")) is None:
                    element.getparent().remove(element)
                else:
                    yield table_of(element)

    def _placed(self, element: Any) -> Iterator[Part]:
        """Yield what a paragraph says, unless it is the title or stands around it."""
        fields = self._fields(element)
        if fields and fields[0].form == "block":
            yield from self._block(element, fields[0])
            return
        for one in self._filled(element, fields):
            style = self._style(one)
            if style == TITLE:
                self.above = self.above if self.titles else self.so_far
                self.titles += [line for line in spans.text_of(one).split("\n") if line.strip()]
                continue
            for part in parts_in(self.document, one, style):
                if style == UNDER_TITLE and self.so_far == self.above and self.titles and isinstance(part, Paragraph):
                    self.under_title.append(part.text)
                else:
                    yield part

    def _style(self, element: Any) -> str:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name: str = self.names.get("Normal" if style is None else style.get(qn("w:val")), "Normal")
        return name[:1].lower() + name[1:] if name.startswith("Heading ") else name

    def _fields(self, element: Any) -> list[Field]:
        return [self.known[one.name] for one in spans.found_in(spans.text_of(element))]

    def _filled(self, element: Any, fields: Sequence[Field]) -> list[Any]:
        """Fill a paragraph, as often as its list is long; return what is left of it."""
        of_list = next((one.of_list for one in fields if one.of_list), "")
        if not of_list:
            return [element] if self._put(element, {}) else []
        made = []
        for entry in self.filling.lists.get(of_list, ()):
            again = deepcopy(element)
            element.addprevious(again)
            if self._put(again, {f"{of_list}.{name}": value for name, value in entry.items()}):
                made.append(again)
        element.getparent().remove(element)
        return made

    def _put(self, element: Any, entry: Mapping[str, str]) -> bool:
        """Fill the fields of a paragraph; where one has nothing to say, take the paragraph away."""
        values = {**self.filling.values, **entry}
        said = {one.id: printable(values.get(one.id, ""), lines=True) for one in self._fields(element)}
        if said and not all(said.values()) and element.getparent().tag != qn("w:tc"):
            element.getparent().remove(element)
            return False
        if said:
            spans.replace(element, lambda name: said[self.known[name].id])
        return True

    def _rows(self, table: Any) -> None:
        for row in list(table.iterchildren(qn("w:tr"))):
            paragraphs = list(row.iter(qn("w:p")))
            of_list = {one.of_list for element in paragraphs for one in self._fields(element)} - {""}
            if not of_list:
                for element in paragraphs:
                    self._put(element, {})
                continue
            (name,) = of_list
            for entry in self.filling.lists.get(name, ()):
                again = deepcopy(row)
                row.addprevious(again)
                for element in list(again.iter(qn("w:p"))):
                    self._put(element, {f"{name}.{column}": value for column, value in entry.items()})
            table.remove(row)

    def _block(self, element: Any, asked: Field) -> Iterator[Part]:
        """Put parts in the place of a paragraph; they are added at the end of the file and moved."""
        body = self.document.element.body
        parts = self.filling.blocks.get(asked.id, ())
        before = set(body)
        for part in parts:
            add_part(self.document, part, compact=self.compact)
        for added in [one for one in body if one not in before]:
            element.addprevious(added)
        body.remove(element)
        yield from parts


def with_head(filling: Filling, words: str) -> Filling:
    """Return a filling whose pages say something more in their heads: the number of a copy, which template."""
    return replace(filling, head=" \u00b7 ".join(filter(None, (filling.head, words))))
