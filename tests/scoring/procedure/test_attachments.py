"""Files are told by what they hold: disguised, empty, too large and program-bearing ones are refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from indicators.load import shipped_rule_book
from scoring.procedure.attachments import MEGABYTE, kind_fault, safe_name, size_fault, sniff

LIMITS = shipped_rule_book("2026-sample").round.parameter_sheet.attachments
assert LIMITS is not None


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return stream.getvalue()


DOCX, XLSX = package("[Content_Types].xml", "word/document.xml"), package("[Content_Types].xml", "xl/workbook.xml")
OFD = package("OFD.xml", "Doc_0/Document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xff\xd8\xff\xe0..", "jpeg"),
        (b"\x89PNG\r\n\x1a\n..", "png"),
        (DOCX, "docx"),
        (XLSX, "xlsx"),
        (OFD, "ofd"),
        (package("word/document.xml", "word/vbaProject.bin"), None),  # macros
        (package("word/document.xml", "xl/workbook.xml"), None),  # two things at once
        (package("a.txt"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\x00", None),
        (b"<html><script>", None),
        (b" %PDF-1.7", None),
        (b"\x7fELF", None),
    ],
)
def test_what_a_content_is(content: bytes, kind: str | None) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("name", "kind", "fault"),
    [
        ("报告.pdf", "pdf", None),
        ("报告.PDF", "pdf", None),
        ("照片.jpeg", "jpeg", None),
        ("照片.jpg", "jpeg", None),
        ("报告.pdf", "png", "steps.attachment_disguised"),
        ("报告.pdf", None, "steps.attachment_disguised"),
        ("报告.docx", "xlsx", "steps.attachment_disguised"),
        ("报告.exe", None, "steps.attachment_kind_not_taken"),
        ("报告.pdf.exe", "pdf", "steps.attachment_kind_not_taken"),
        ("报告.html", None, "steps.attachment_kind_not_taken"),
        ("报告", "pdf", "steps.attachment_kind_not_taken"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, kind: str | None, fault: str | None) -> None:
    found = kind_fault(name, kind, LIMITS)
    assert (None if found is None else found.what.key) == fault


@pytest.mark.parametrize(
    ("size", "fault"),
    [
        (0, "steps.attachment_empty"),
        (1, None),
        (20 * MEGABYTE, None),
        (20 * MEGABYTE + 1, "steps.attachment_too_large"),
        (200 * MEGABYTE, "steps.attachment_too_large"),
    ],
)
def test_sizes_at_their_edges(size: int, fault: str | None) -> None:
    found = size_fault(size, LIMITS, name="a.pdf")
    assert (None if found is None else found.what.key) == fault


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("检验报告（2026）.pdf", "检验报告(2026).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("=HYPERLINK(1).pdf", "__HYPERLINK(1).pdf"),
        ("-rf.pdf", "_-rf.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.pdf", "_com1.pdf"),
        ("a\u202efdp.exe.pdf", "a_fdp_exe.pdf"),
        ("a\r\nb.pdf", "a__b.pdf"),
        (".pdf", "__pdf.pdf"),
        ("a.jpg", "a.pdf"),
    ],
)
def test_names_are_safe_everywhere(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


def test_a_long_name_is_cut() -> None:
    assert len(safe_name("长" * 2_000 + ".pdf", "pdf")) == 124
