"""The code as a picture that needs nothing from outside."""

from __future__ import annotations

import re

import segno

from scoring.documents.qr import qr_svg

TEXT = f"QCP1:QC32-2026-000042:{'FEDCBA9876543210' * 4}"


def test_the_picture_is_a_code_of_the_text_as_large_as_its_modules() -> None:
    expected = segno.make_qr(TEXT, error="q", boost_error=False)
    svg = qr_svg(TEXT)
    (width,) = re.findall(r'<svg [^>]*width="(\d+)"', svg)
    assert int(width) == expected.symbol_size(border=0)[0]
    assert expected.mode == "alphanumeric"
    assert svg.replace("http://www.w3.org/2000/svg", "").count("http") == 0
