"""Word files that are no templates: made of a shipped one, each wrong in one way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a package with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        parts = {one: read.read(one) for one in read.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as write:
        for name, part in parts.items():
            write.writestr(name, part)
    return made.getvalue()


def with_text(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return what puts one piece of the text's XML in the place of another, once."""

    def change(content: bytes) -> bytes:
        def put(parts: dict[str, bytes]) -> None:
            xml = parts[MAIN].decode()
            assert old in xml, old
            parts[MAIN] = xml.replace(old, new, 1).encode()

        return repacked(content, put)

    return change


def with_part(name: str, part: bytes) -> Callable[[bytes], bytes]:
    """Return what adds a part to a package."""
    return lambda content: repacked(content, lambda parts: parts.update({name: part}))


RUN = "<w:r><w:t>x</w:t></w:r>"
BEFORE = "<w:body>"
PARAGRAPH = "<w:p>{}</w:p>"


def first(inside: str) -> Callable[[bytes], bytes]:
    """Return what puts a paragraph before everything else."""
    return with_text(BEFORE, BEFORE + PARAGRAPH.format(inside))


RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
)
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:hdr '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:hdr>'
)
WIDE = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HEADER = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:p><w:r><w:t>机关文件</w:t></w:r></w:p></w:hdr>"
).encode()
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'

CASES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "macros": (with_part("word/vbaProject.bin", b"x"), "template.with_macros"),
    "embedded": (with_part("word/embeddings/oleObject1.bin", b"x"), "template.strange_part"),
    "activex": (with_part("word/activeX/activeX1.xml", b"<a/>"), "template.with_macros"),
    "comments": (with_part("word/comments.xml", b"<a/>"), "template.with_comments"),
    "external": (with_part("word/_rels/settings.xml.rels", RELS), "template.points_outside"),
    "entities": (with_part("word/header9.xml", BOMB), "template.with_entities"),
    "two bytes": (with_part("word/header9.xml", WIDE.encode("utf-16")), "template.with_entities"),
    "bad xml": (with_part("word/footer9.xml", b"<a>"), "template.bad_xml"),
    "deep": (with_part("word/theme/theme1.xml", b"<a>" * 90 + b"</a>" * 90), "template.bad_xml"),
    "picture": (with_part("word/media/image1.png", b"GIF89a"), "template.strange_picture"),
    "outside name": (with_part("../evil.xml", b"<a/>"), "template.strange_part"),
    "head text": (with_part("word/header9.xml", HEADER), "template.margin_text"),
    "hidden": (first("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"), "template.with_hidden"),
    "white": (first('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>x</w:t></w:r>'), "template.with_hidden"),
    "tiny": (first('<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>x</w:t></w:r>'), "template.with_hidden"),
    "changes": (first(f'<w:ins w:id="1" w:author="a">{RUN}</w:ins>'), "template.with_changes"),
    "deleted": (first('<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'), "template.with_changes"),
    "dde": (first(FIELD.format("DDEAUTO c:\\\\cmd.exe")), "template.with_word_field"),
    "include": (first(FIELD.format('INCLUDETEXT "//host/x"')), "template.with_word_field"),
    "simple field": (first(f'<w:fldSimple w:instr="DATE">{RUN}</w:fldSimple>'), "template.with_word_field"),
    "link": (first(f'<w:hyperlink w:anchor="a">{RUN}</w:hyperlink>'), "template.with_link"),
    "control": (first(f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>"), "template.with_control"),
    "chunk": (with_text(BEFORE, BEFORE + "<w:altChunk/>"), "template.with_object"),
    "object": (first("<w:r><w:object/></w:r>"), "template.with_object"),
    "old picture": (first("<w:r><w:pict/></w:r>"), "template.with_drawing"),
    "floating": (first("<w:r><w:drawing/></w:r>"), "template.with_drawing"),
    "footnote": (first('<w:r><w:footnoteReference w:id="2"/></w:r>'), "template.with_footnote"),
    "numbering": (first("<w:pPr><w:numPr/></w:pPr>" + RUN), "template.with_numbering"),
    "section": (first("<w:pPr><w:sectPr/></w:pPr>" + RUN), "template.with_sections"),
    "merged": (with_text("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>'), "template.with_merged"),
    "unseen": (first("<w:r><w:t>A\u202eB</w:t></w:r>"), "template.unseen_characters"),
    "unknown field": (first("<w:r><w:t>{{专家姓名}}</w:t></w:r>"), "template.field_unknown"),
    "expression": (first("<w:r><w:t>{{ ''.__class__ }}</w:t></w:r>"), "template.field_unknown"),
    "left open": (first("<w:r><w:t>{{企业名称}</w:t></w:r>"), "template.field_left_open"),
    "statement": (first("<w:r><w:t>{{% for a in b %}}</w:t></w:r>"), "template.field_unknown"),
    "two lists": (first("<w:r><w:t>{{优势.内容}}{{差距.内容}}</w:t></w:r>"), "template.two_lists"),
    "missing": (with_text("{{认定结果}}", "某级"), "template.field_missing"),
}
