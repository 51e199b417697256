"""Each kind filled once: Word file, PDF and workbook say the same, the template's words stay, samples are marked."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from scoring.documents.fonts import find_fonts
from scoring.documents.minutes_template import minutes_filling
from scoring.documents.minutes_text import minutes_text
from scoring.documents.paper import Column, Heading, NewPage, Paper, Paragraph, Picture, Table
from scoring.documents.paper_docx import paper_docx
from scoring.documents.templated import spans
from scoring.documents.templated.border import check_template
from scoring.documents.templated.filling import Filling, Template, filled, with_head
from scoring.documents.templated.kinds import KINDS, TABLES, Kind, fields_of
from scoring.documents.templated.making import made_file, suffixes_of
from scoring.documents.templated.outline import outline_docx, outlines, shipped
from scoring.texts import translator

AT = datetime(2026, 5, 1, tzinfo=UTC)
SAMPLE = "示例"


def _sibling(name: str, file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


papers = _sibling("papers_of_templates", Path(__file__).parents[1] / "papers.py")
hostile = _sibling("hostile_of_templates", Path(__file__).with_name("hostile.py"))


def filling(kind: Kind, **other: Any) -> Filling:
    """Return a filling in which every field says its own identifier."""
    fields = fields_of(kind)
    lists: dict[str, dict[str, str]] = {}
    for one in fields:
        if one.of_list:
            lists.setdefault(one.of_list, {})[one.id.partition(".")[2]] = f"<{one.id}>"
    table = Table((Column("a", 1), Column("b", 2)), (("1", "2"),))
    made = Filling(
        values={one.id: f"<{one.id}>" for one in fields if one.form == "value"},
        lists={name: [entry] * 3 for name, entry in lists.items()},
        blocks={one.id: (Paragraph(f"<{one.id}>"), table) for one in fields if one.form == "block"},
        at=AT,
        head="送审稿",
        name=kind,
        marks=SAMPLE,
        marks_note="不是正式文件",
    )
    return replace(made, **other)


def words_of(content: bytes) -> list[str]:
    """Return the text of a Word file, paragraph by paragraph, also within tables."""
    body = docx.Document(io.BytesIO(content)).element.body
    texts = (spans.text_of(one) for one in body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]


def words_of_paper(paper: Paper) -> list[str]:
    """Return what a paper says, in the order of the file."""
    marks = ["\u3000".join((paper.marks, paper.marks_note))] if paper.compact else [paper.marks, paper.marks_note]
    said = [*marks, *paper.title.split("\n"), *paper.under_title]
    for part in (*paper.letterhead, *paper.parts):
        match part:
            case Heading():
                said.append(part.text)
            case Paragraph():
                said.append(part.lead + part.text)
            case Table():
                head = [column.title for column in part.columns] if part.headed else []
                said += [line for cell in (*head, *(c for row in part.rows for c in row)) for line in cell.split("\n")]
    return said


def squeezed(texts: list[str]) -> list[str]:
    return sorted(re.sub(r"\s", "", piece) for text in texts for piece in text.split("\n") if piece.strip())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_the_same_in_word_and_on_paper(kind: Kind, language: str) -> None:
    made = filled(shipped(kind, language), filling(kind))
    assert squeezed(words_of(made.docx)) == squeezed(words_of_paper(made.paper))
    said = "".join(words_of(made.docx))
    assert "{{" not in said
    # Every obligatory field came out, and a list as often as it is long.
    for one in fields_of(kind):
        if one.needed:
            assert said.count(f"<{one.id}>") >= (3 if one.of_list else 1), one.id
    assert made.docx == filled(shipped(kind, language), filling(kind)).docx


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_a_kind_is_made_and_names_its_template(kind: Kind) -> None:
    template, fonts = shipped(kind, "zh"), find_fonts()
    for suffix in suffixes_of(kind):
        made = made_file(template, with_head(filling(kind), "模板第2版"), suffix, fonts=fonts)
        assert made[:4] in (b"PK\x03\x04", b"%PDF"), suffix
        inside = made if suffix == ".pdf" else b"".join(_parts(made).values())
        if suffix != ".pdf":  # its properties are packed
            assert f"template {kind} sha256:{template.digest}".encode() in inside
            assert SAMPLE.encode() in inside
    assert (".xlsx" in suffixes_of(kind)) is (kind in TABLES)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {one: package.read(one) for one in package.namelist()}


def test_each_page_of_a_sample_is_marked_whatever_the_template_says() -> None:
    made = filled(shipped("notice", "zh"), filling("notice"))
    parts = _parts(made.docx)
    heads = [parts[name].decode() for name in parts if name.startswith("word/header")]
    assert len(heads) == 2
    assert all(SAMPLE in head for head in heads)
    assert "titlePg" not in parts["word/document.xml"].decode()
    assert words_of(made.docx)[0] == SAMPLE


def test_a_first_page_without_a_head_does_not_hide_the_mark() -> None:
    content = hostile.with_text("<w:pgMar", "<w:titlePg/><w:pgMar")(shipped("notice", "zh").content)
    parts = _parts(filled(_template("notice", content), filling("notice")).docx)
    assert "titlePg" not in parts["word/document.xml"].decode()


def _template(kind: Kind, content: bytes) -> Template:
    return Template(kind, "zh", content, hashlib.sha256(content).hexdigest())


def test_an_edited_template_keeps_its_words_order_and_logo() -> None:
    edited = docx.Document(io.BytesIO(shipped("feedback_letter", "zh").content))
    logo = docx.Document(io.BytesIO(_with_picture()))
    assert logo.inline_shapes
    for paragraph in edited.paragraphs:
        if paragraph.text.startswith("二、"):
            paragraph.runs[0].text = "二、做得好的方面"
        if paragraph.text.startswith("以上意见"):
            # As Word leaves it after a correction: one field in three pieces, of which the last is bold.
            paragraph.runs[0].text = "联系电话 025-00000000，编号 {{申"
            paragraph.add_run("报编")
            paragraph.add_run("号}}。").bold = True
    first = edited.paragraphs[0]
    first.insert_paragraph_before().add_run().add_picture(io.BytesIO(_png()), width=docx.shared.Mm(30))
    saved = io.BytesIO()
    edited.save(saved)
    check_template(saved.getvalue(), file="a.docx", kind="feedback_letter")
    made = filled(_template("feedback_letter", saved.getvalue()), filling("feedback_letter"))
    said = words_of(made.docx)
    assert "二、做得好的方面" in said
    assert "联系电话 025-00000000，编号 <application>。" in said
    assert squeezed(said) == squeezed(words_of_paper(made.paper))
    assert isinstance(made.paper.letterhead[0], Picture)
    assert made_file(
        _template("feedback_letter", saved.getvalue()), filling("feedback_letter"), ".pdf", fonts=find_fonts()
    )


def _png() -> bytes:
    from scoring.documents.qr import qr_png

    return qr_png("logo")


def _with_picture() -> bytes:
    made = docx.Document()
    made.add_picture(io.BytesIO(_png()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_value_is_text_whatever_it_looks_like() -> None:
    values = {**filling("feedback_letter").values, "enterprise": "甲{{认定结果}}<w:b/>&公司\u202e"}
    made = filled(shipped("feedback_letter", "zh"), filling("feedback_letter", values=values))
    assert "甲{{认定结果}}<w:b/>&公司[U+202E]：" in words_of(made.docx)


def test_a_paragraph_whose_field_is_empty_is_left_out() -> None:
    values = {**filling("notice").values, "working_days": ""}
    made = filled(shipped("notice", "zh"), filling("notice", values=values))
    assert not [text for text in words_of(made.docx) if text.startswith("公示期限")]
    assert not [part for part in made.paper.parts if isinstance(part, Paragraph) and part.lead.startswith("公示期限")]


def test_a_page_begins_where_the_template_says() -> None:
    made = filled(shipped("notice", "zh"), filling("notice"))
    assert sum(isinstance(part, NewPage) for part in made.paper.parts) == 1


def test_a_workbook_has_numbers_and_texts_and_no_formula() -> None:
    entry = {"number": "1", "enterprise": "=1+1", "uscc": "913201020000000000", "prefecture": "南京市", "grade": "AA"}
    content = made_file(
        shipped("notice", "zh"), filling("notice", lists={"entries": [entry]}), ".xlsx", fonts=find_fonts()
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [1.0, "=1+1", "913201020000000000", "南京市", "AA"] in rows
    assert b"<f>" not in _parts(content)["xl/worksheets/sheet1.xml"]
    assert any(SAMPLE in str(cell) for cell in rows[0])


@pytest.mark.parametrize("internal", [True, False])
def test_minutes_of_the_shipped_template_are_the_minutes_there_were(internal: bool) -> None:
    facts, say = papers.facts(6), translator("zh")
    before = words_of(paper_docx(minutes_text(facts, say=say, internal=internal)))
    now = filled(shipped("minutes", "zh"), minutes_filling(facts, say=say, internal=internal))
    assert words_of(now.docx) == before


def test_what_is_shipped_is_what_its_outline_says() -> None:
    for kind, language, file in outlines():
        made, there = (
            _parts(outline_docx(file.read_text("utf-8"), kind, language)),
            _parts(shipped(kind, language).content),
        )
        assert made == there, f"{language} {kind}: run python -m scoring.documents.templated.outline"
