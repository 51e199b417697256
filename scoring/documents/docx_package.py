"""An empty Word file in the layout of official papers, and the file as bytes: no person, no clock, no trace of editing.

python-docx begins every file with a template of its own, of somebody's Word, with revision numbers, a picture of a page
and the theme of that machine; all of it is left out, and styles, settings and fonts are ours (``templates/docx``).
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

TEMPLATES: Final = Path(__file__).parent / "templates" / "docx"
PRODUCT: Final = "Quality Credit Panel"
# The first moment that a ZIP file can name.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_KEPT: Final = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE}
_KEPT_OF_PACKAGE: Final = {
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
}
_APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{PRODUCT}</Application></Properties>"
)


def blank() -> Document:
    """Return a file of one empty A4 page: margins 37 and 28 mm, text block 156 mm by 225 mm (GB/T 9704-2012 5.2.1)."""
    document = docx.Document()
    only(document.part.rels, _KEPT)
    only(document.part.package.rels, _KEPT_OF_PACKAGE)
    _replace(document, RELATIONSHIP_TYPE.STYLES, "styles.xml")
    _replace(document, RELATIONSHIP_TYPE.SETTINGS, "settings.xml")
    _part(document.part.rels, RELATIONSHIP_TYPE.FONT_TABLE)._blob = (TEMPLATES / "fontTable.xml").read_bytes()
    _part(document.part.package.rels, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = _APP.encode()
    section = document.sections[0]
    for key in list(section._sectPr.attrib):
        del section._sectPr.attrib[key]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The dashes of the page number stand 7 mm beneath the text (7.5); the head, which the norm does not have, above it.
    section.header_distance, section.footer_distance = Mm(22), Mm(25)
    return document


def file_of(document: Document, *, title: str, language: str, at: datetime, keywords: str = "") -> bytes:
    """Return the file; the same document gives the same bytes."""
    properties = document.core_properties
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.language = " ".join(title.split())[:255], language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.keywords = keywords[:255]
    properties.created = properties.modified = moment
    properties.revision = 1
    made = io.BytesIO()
    document.save(made)
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(fixed, "w") as write:
        for entry in read.infolist():
            again = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            again.compress_type = zipfile.ZIP_DEFLATED
            again.external_attr = 0o600 << 16
            again.create_system = 3
            write.writestr(again, read.read(entry))
    return fixed.getvalue()


def _part(relationships: Any, kind: str) -> Any:
    return next(one.target_part for one in relationships.values() if one.reltype == kind)


def only(relationships: Any, kinds: set[str]) -> None:
    """Drop every relationship of another kind: what nothing points to is not saved."""
    for key in [key for key, one in relationships.items() if one.reltype not in kinds]:
        del relationships[key]


def _replace(document: Document, kind: str, file: str) -> None:
    """Put our own text in the place of a part that python-docx has read already."""
    _part(document.part.rels, kind)._element = parse_xml((TEMPLATES / file).read_bytes())
