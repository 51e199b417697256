"""One paper as Word file and PDF: the same words, the same bytes each time, the norm's page, nothing of a person."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pytest

from scoring.documents import paper_pdf as paper_pdf_module
from scoring.documents.docx_package import PRODUCT
from scoring.documents.fonts import find_fonts
from scoring.documents.minutes_text import minutes_text
from scoring.documents.paper import Code, Column, NewPage, Paper, Paragraph, SignatureLine, Signatures, Slips, Table
from scoring.documents.paper_docx import paper_docx
from scoring.documents.paper_pdf import paper_pdf
from scoring.texts import translator
from tests.scoring.documents.papers import START, facts

MM = 36_000
BARE = Paper("题\n目", (), "", "", "内部文本", "zh", START, ())


@pytest.fixture(scope="module")
def paper() -> Paper:
    return minutes_text(facts(), say=translator("zh"), internal=True)


@pytest.fixture(scope="module")
def word(paper: Paper) -> bytes:
    return paper_docx(paper)


def _with(*parts: Any) -> Paper:
    return replace(BARE, parts=parts)


def _texts(value: Any) -> Iterator[str]:
    """Every text of a paper but names of things (a look, a side)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("look", "align", "language") and not (isinstance(value, Code) and one.name == "text"):
                yield from _texts(getattr(value, one.name))


def _parts(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def _words(file: bytes) -> str:
    """The text of the document and its heads and feet, without blanks."""
    parts = _parts(file)
    xml = "".join(text for name, text in parts.items() if re.match(r"word/(document|header|footer)", name))
    plain = re.sub(r"<[^>]+>", "", xml).replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    return "".join(plain.split())


def test_every_text_of_the_paper_is_in_both_files(paper: Paper, word: bytes) -> None:
    shown = _words(word)
    missing = [text for text in _texts(paper) if "".join(text.split()) not in shown]
    assert not missing
    handed_over = "".join(_all_strings(paper_pdf_module._values(paper, find_fonts())))
    assert not [text for text in _texts(paper) if text not in handed_over.replace("\u200b", "")]


def _all_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _all_strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _all_strings(one)


def test_the_same_paper_is_the_same_file(paper: Paper, word: bytes) -> None:
    assert paper_docx(paper) == word
    assert paper_docx(replace(paper, head="x")) != word
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    fonts = find_fonts()
    assert paper_pdf(paper, fonts=fonts) == paper_pdf(paper, fonts=fonts)


def test_the_page_is_that_of_the_norm(word: bytes) -> None:
    section = docx.Document(io.BytesIO(word)).sections[0]

    # GB/T 9704-2012, 5.1 and 5.2.1: A4, 37 mm above, 28 mm at the left, a text block of 156 mm by 225 mm.
    def mm(length: Any) -> int:
        return round(length / MM)

    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    assert (mm(section.top_margin), mm(section.left_margin)) == (37, 28)
    assert mm(section.page_width - section.left_margin - section.right_margin) == 156
    assert mm(section.page_height - section.top_margin - section.bottom_margin) == 225
    styles = _parts(word)["word/styles.xml"]
    # 22 lines of 28.95 pt are 225 mm; characters of size 3 are 16 pt, the title's of size 2 are 22 pt.
    assert 'w:line="579" w:lineRule="exact"' in styles
    assert 22 * 579 / 20 <= 225 / 25.4 * 72 < 22 * 584 / 20
    assert re.search(r'仿宋_GB2312"/>\s*<w:kern w:val="2"/><w:sz w:val="32"/>', styles)
    assert re.search(r'方正小标宋简体"/><w:sz w:val="44"/>', styles)
    fonts = _parts(word)["word/fontTable.xml"]
    assert re.search(r'w:name="仿宋_GB2312"><w:altName w:val="[^"]*FangSong[^"]*Noto Serif CJK SC"', fonts)


def test_page_numbers_stand_at_the_outer_foot(word: bytes) -> None:
    document = docx.Document(io.BytesIO(word))
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert (str(odd.alignment), str(even.alignment)) == ("RIGHT (2)", "LEFT (0)")
    assert odd.text == even.text == "— PAGE —".replace("PAGE", "")
    assert odd._p.xml.count(" PAGE ") == 1


def test_heads_of_tables_are_repeated_and_rows_stay_on_one_page() -> None:
    table = Table((Column("甲", 1), Column("乙", 1)), (("1", "2\n3"),) * 3)
    made = docx.Document(io.BytesIO(paper_docx(_with(table)))).tables[0]
    assert [row._tr.xml.count("<w:tblHeader/>") for row in made.rows] == [1, 0, 0, 0]
    assert all(row._tr.xml.count("<w:cantSplit/>") == 1 for row in made.rows)
    assert made.cell(1, 1).text == "2\n3"


def test_no_person_and_no_trace_of_editing_is_in_the_file(word: bytes) -> None:
    parts = _parts(word)
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/media/image1.png",
        "word/settings.xml",
        "word/styles.xml",
    }
    assert not [name for name, text in parts.items() if re.search(r"rsid|docId|w:author|w:ins |w:del |comment", text)]
    core = parts["docProps/core.xml"]
    assert re.search(r"<dc:creator/>|<dc:creator></dc:creator>", core)
    assert re.search(r"<cp:lastModifiedBy/>|<cp:lastModifiedBy></cp:lastModifiedBy>", core)
    assert core.count("2026-05-08T02:58:00Z") == 2
    assert PRODUCT in parts["docProps/app.xml"]
    assert "python" not in "".join(parts.values()).lower()


def test_the_pdf_is_archival_a4_and_names_nobody(paper: Paper) -> None:
    file = paper_pdf(paper, fonts=find_fonts())
    (box,) = set(re.findall(rb"/MediaBox\s?\[0 0 ([\d.]+) ([\d.]+)\]", file))
    assert [round(float(side)) for side in box] == [595, 842]
    assert b"pdfaid:part>2<" in file
    assert b"/Author" not in file
    assert b"dc:creator" not in file
    assert b"<xmp:CreateDate>2026-05-08T00:00:00Z" in file


@pytest.mark.parametrize("text", ["<w:p>&amp;", "#text(red)[x] $a$ \\", "=HYPERLINK(1)", "名" * 2000, "w" * 2000])
def test_any_text_is_set_as_it_stands(text: str) -> None:
    paper = _with(Paragraph("", lead=f"1{text}2"), Table((Column("", 1),), ((f"3{text[:400]}4",),)))
    shown = _words(paper_docx(paper))
    assert f"1{''.join(text.split())}2" in shown
    assert f"3{''.join(text[:400].split())}4" in shown
    assert paper_pdf(paper, fonts=find_fonts()).startswith(b"%PDF")


def test_a_character_that_no_font_has_is_printed_as_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    real = paper_pdf_module.pdf

    def watched(template: str, values: dict[str, Any], **other: Any) -> bytes:
        seen.append(values)
        return real(template, values, **other)

    monkeypatch.setattr(paper_pdf_module, "pdf", watched)
    assert paper_pdf(_with(Paragraph("กข有限公司")), fonts=find_fonts()).startswith(b"%PDF")
    assert seen[-1]["parts"][0]["text"] == "[U+0E01][U+0E02]有限公司"


def test_empty_parts_are_no_trouble() -> None:
    empty = _with(Table((Column("", 1),), (), headed=False), Signatures(()), Slips((), 0), NewPage(), Paragraph(""))
    assert docx.Document(io.BytesIO(paper_docx(empty))).tables == []
    assert paper_pdf(empty, fonts=find_fonts()).startswith(b"%PDF")


def test_signatures_have_room_for_a_hand_and_stay_on_one_page() -> None:
    paper = _with(Signatures((SignatureLine("甲"), SignatureLine("乙", "已签字"), SignatureLine("丙"))))
    (table,) = docx.Document(io.BytesIO(paper_docx(paper))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["甲", "", "乙", "已签字"], ["丙", "", "", ""]]
    assert [round((row.height or 0) / MM) for row in table.rows] == [14, 14]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True, None]
    before = docx.Document(io.BytesIO(paper_docx(_with(Paragraph("签字如下", keeps=True), *paper.parts)))).paragraphs[1]
    assert before.paragraph_format.keep_with_next


def test_slips_are_as_many_as_voters_and_alike() -> None:
    (table,) = docx.Document(io.BytesIO(paper_docx(_with(Slips(("表决票", "□"), 5))))).tables
    texts = [cell.text for row in table.rows for cell in row.cells]
    assert texts == ["表决票\n□"] * 5 + [""]


def test_libreoffice_opens_the_file(word: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; the Word file was not opened by it")
    (tmp_path / "minutes.docx").write_bytes(word)
    call = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text"]
    subprocess.run([*call, "--outdir", str(tmp_path), str(tmp_path / "minutes.docx")], check=True, capture_output=True)
    text = "".join((tmp_path / "minutes.txt").read_text("utf-8-sig").split())
    assert "企业质量信用等级认定2026年示例轮次评审会会议纪要" in text
    assert "议题11" in text
