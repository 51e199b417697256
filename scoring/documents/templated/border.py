"""Whether a template may be adopted: everything wrong with it at once, each with the paragraph in which it stands.

Refused is what the reader of the page would not see (hidden letters, changes not yet accepted, comments), what changes
by itself (fields of Word other than the number of a page, links, content controls), and what cannot be set again as PDF
word by word (text boxes, merged cells, numbers that Word counts): the PDF would say something else than the Word file.
Heads and feet are the program's: there stand the mark of a sample, the version and the number of the page, on each
page, whatever anybody does to the template.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docx.oxml.ns import qn

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Name
from indicators.unseen import LINES_AND_TABS, named, unseen_in
from scoring.documents.templated.kinds import Field, Kind, fields_by_name, fields_of
from scoring.documents.templated.package import MAIN, parts_of, tree_of
from scoring.documents.templated.spans import found_in, left_open, text_of

_SHOWN: Final = 24


def _named_by(name: str) -> str:
    return qn(f"w:{name}")


_PLAIN: Final = frozenset(
    map(
        _named_by,
        (
            "p",
            "r",
            "t",
            "tab",
            "br",
            "cr",
            "pPr",
            "rPr",
            "tbl",
            "tr",
            "tc",
            "tblPr",
            "tblGrid",
            "gridCol",
            "trPr",
            "tcPr",
            "sectPr",
            "drawing",
            "bookmarkStart",
            "bookmarkEnd",
            "proofErr",
            "lastRenderedPageBreak",
            "noBreakHyphen",
            "softHyphen",
        ),
    )
)
_PROPERTIES: Final = frozenset(map(_named_by, ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid")))
_CHANGES: Final = frozenset(
    map(
        _named_by,
        (
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "pPrChange",
            "rPrChange",
            "tblPrChange",
            "sectPrChange",
        ),
    )
)
_HIDDEN: Final = frozenset(map(_named_by, ("vanish", "specVanish", "webHidden")))
_WHITE: Final = frozenset({"FFFFFF", "FEFEFE"})
_SMALLEST: Final = 8
"""Half points: letters smaller than four points are there so as not to be read."""
_NAMED: Final = {
    "fldChar": "word_field",
    "instrText": "word_field",
    "fldSimple": "word_field",
    "hyperlink": "link",
    "sdt": "control",
    "pict": "drawing",
    "object": "object",
    "altChunk": "object",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "commentReference": "comment",
    "numPr": "numbering",
    "gridSpan": "merged",
    "vMerge": "merged",
    "hMerge": "merged",
    "AlternateContent": "drawing",
    "oMath": "drawing",
    "sym": "drawing",
}
_MERGED: Final = ("gridSpan", "vMerge", "hMerge")
_OF_PAGES: Final = ("PAGE", "NUMPAGES")


def check_template(data: bytes, *, file: str, kind: Kind) -> None:
    """Refuse a file that cannot be the template of a kind of paper.

    Parameters
    ----------
    data, file : bytes, str
        The file and its name, for what is said about it.

    Raises
    ------
    FaultsError
        All faults at once, in the order of the text; those of the package first, without a look at its text.
    """
    parts = parts_of(data, file)
    faults = [Fault(what, file=file, row=row, seen=seen) for what, row, seen in _of_text(tree_of(parts[MAIN]), kind)]
    for name, xml in parts.items():
        if name.startswith(("word/header", "word/footer")):
            faults += [Fault(what, file=file) for what in _of_margin(tree_of(xml))]
    if faults:
        raise FaultsError(one for at, one in enumerate(faults) if one not in faults[:at])


def _of_text(root: Any, kind: Kind) -> Iterator[tuple[Message, int, str]]:
    known, present = fields_by_name(kind), set()
    body = root.find(qn("w:body"))
    if body is None:
        yield Message("template.empty"), 1, ""
        return
    number = 0
    for paragraph in body.iter(qn("w:p")):
        number += 1
        text = text_of(paragraph)
        seen = text[:_SHOWN] + ("\u2026" if len(text) > _SHOWN else "")
        place = {"number": number, "text": seen}
        fields = [known.get(one.name) for one in found_in(text)]
        present |= {one.id for one in fields if one is not None}
        for what in (*_of_elements(paragraph), *_of_letters(paragraph, text), *_of_fields(paragraph, text, kind)):
            yield Message(what.key, {**place, **what.values}), number, seen
    strange = {one.tag for one in body if one.tag not in _PLAIN}
    for name in sorted(_called(tag) for tag in strange):
        yield Message(f"template.with_{name}", {"number": number, "text": ""}), number, name
    for row in body.iter(qn("w:tr")):
        if row.find(f".//{qn('w:tbl')}") is not None:
            yield Message("template.table_in_table"), number, ""
        names = (one.name for one in found_in("".join(map(text_of, row.iter(qn("w:p"))))))
        if len({known[name].of_list for name in names if name in known} - {""}) > 1:
            yield Message("template.two_lists_in_row", {"text": text_of(row)[:_SHOWN]}), number, ""
    for one in fields_of(kind):
        if one.needed and one.id not in present:
            named_so = Name(*("{{" + name + "}}" for name in (one.zh, one.en)))
            yield Message("template.field_missing", {"field": named_so}), number, ""


def _of_elements(paragraph: Any) -> Iterator[Message]:
    """Yield what stands in a paragraph that is no text, picture in line or property; and in the row around it."""
    told = set()
    for element in _walk(paragraph):
        if element.tag in _CHANGES:
            told.add("changes")
        elif element.tag in _HIDDEN and element.get(qn("w:val")) not in ("0", "false"):
            told.add("hidden")
        elif element.tag == qn("w:drawing"):
            if element.find(qn("wp:inline")) is None or not _is_picture(element):
                told.add("drawing")
        elif element.tag == qn("w:sectPr") and element.getparent().tag == qn("w:pPr"):
            told.add("sections")
        elif element.tag not in _PLAIN:
            name = _called(element.tag)
            if name != "other" or not _within_properties(element):
                told.add(name)
    cell = paragraph.getparent()
    if cell.tag == qn("w:tc") and any(cell.find(f"{qn('w:tcPr')}/{qn(f'w:{name}')}") is not None for name in _MERGED):
        told.add("merged")
    yield from (Message(f"template.with_{name}") for name in sorted(told))


def _walk(element: Any) -> Iterator[Any]:
    """Yield what is in an element, but not what is in a picture: that is asked by itself."""
    for child in element:
        yield child
        if child.tag != qn("w:drawing"):
            yield from _walk(child)


def _is_picture(drawing: Any) -> bool:
    names = {str(one.tag).rpartition("}")[2] for one in drawing.iter()}
    return "blip" in names and not names & {"txbx", "txbxContent", "chart", "relIds", "hlinkClick", "svgBlip", "wsp"}


def _within_properties(element: Any) -> bool:
    return any(one.tag in _PROPERTIES for one in element.iterancestors())


def _called(tag: Any) -> str:
    return _NAMED.get(str(tag).rpartition("}")[2], "other")


def _of_letters(paragraph: Any, text: str) -> Iterator[Message]:
    if unseen := unseen_in(text, but=LINES_AND_TABS):
        yield Message("template.unseen_characters", {"seen": named(unseen)})
    for properties in paragraph.iter(qn("w:rPr")):
        size, colour = properties.find(qn("w:sz")), properties.find(qn("w:color"))
        small = size is not None and size.get(qn("w:val"), "").isdigit() and int(size.get(qn("w:val"))) < _SMALLEST
        white = colour is not None and colour.get(qn("w:val"), "").upper() in _WHITE
        if (small or white) and text.strip():
            yield Message("template.with_hidden")
            return


def _of_fields(paragraph: Any, text: str, kind: Kind) -> Iterator[Message]:
    if left_open(text):
        yield Message("template.field_left_open")
    known = fields_by_name(kind)
    found = found_in(text)
    fields: list[Field] = []
    for one in found:
        if one.name in known:
            fields.append(known[one.name])
        else:
            yield Message("template.field_unknown", {"field": one.name[:_SHOWN]})
    if len({one.of_list for one in fields if one.of_list}) > 1:
        yield Message("template.two_lists")
    alone = len(found) == 1 and text.strip() == text[found[0].start : found[0].end]
    in_table = paragraph.getparent().tag == qn("w:tc")
    for field in fields:
        if field.form == "block" and (in_table or not alone):
            yield Message("template.block_not_alone", {"field": Name(field.zh, field.en)})


def _of_margin(root: Any) -> Iterator[Message]:
    """Yield what a head or foot holds besides the number of the page: it would be lost."""
    text = text_of(root)
    codes = [(one.text or "").split() for one in root.iter(qn("w:instrText"))]
    codes += [one.get(qn("w:instr"), "").split() for one in root.iter(qn("w:fldSimple"))]
    if any(not code or code[0].upper() not in _OF_PAGES for code in codes if code):
        yield Message("template.margin_field")
    if any(one.isalpha() for one in text) or root.find(f".//{qn('w:drawing')}") is not None:
        yield Message("template.margin_text", {"text": text.strip()[:_SHOWN]})
