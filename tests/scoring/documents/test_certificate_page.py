"""The page: one of A4, the same bytes each time, every character set or refused, what is no certificate says so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from scoring.documents import certificate_page
from scoring.documents.certificate import Certificate, claim_in_file
from scoring.errors import SpokenError
from scoring.texts import translator

Make = Callable[..., Certificate]
Page = Callable[[Certificate], bytes]


def test_one_page_of_a4_on_its_side(certificate: Make, page: Page) -> None:
    file = page(certificate())
    assert file.startswith(b"%PDF-")
    assert re.findall(rb"/Count (\d+)", file) == [b"1"]
    (box,) = re.findall(rb"/MediaBox\s?\[0 0 ([\d.]+) ([\d.]+)\]", file)
    assert [round(float(side)) for side in box] == [842, 595]


def test_the_same_certificate_is_the_same_file_and_another_is_another(certificate: Make, page: Page) -> None:
    assert page(certificate()) == page(certificate())
    others = [certificate(grade="AAA"), certificate(joint_document="〔2026〕1号"), certificate(marks=("sample",))]
    assert len({page(one) for one in (certificate(), *others)}) == 4


def test_the_file_carries_its_text_and_the_day_of_the_record_and_no_name(certificate: Make, page: Page) -> None:
    file = page(certificate())
    assert claim_in_file(file) == certificate().text
    assert b"<xmp:CreateDate>2026-09-01T00:00:00Z" in file
    assert b"/Author" not in file
    assert b"dc:creator" not in file


def test_fonts_are_within_and_nothing_is_fetched(certificate: Make, page: Page) -> None:
    file = page(certificate())
    assert b"pdfaid:part>2<" in file
    assert not re.search(rb"/URI|/Launch|/JavaScript", file)


@pytest.mark.parametrize("name", ['#text(red)[x] $a$ `b` \\ "', "堃喆𬭎（集团）有限公司", "某" * 200])
def test_any_name_is_set_as_it_stands_on_one_page(certificate: Make, page: Page, name: str) -> None:
    assert re.findall(rb"/Count (\d+)", page(certificate(enterprise=name))) == [b"1"]


def test_a_character_that_no_font_has_is_refused_and_never_a_box(certificate: Make, page: Page) -> None:
    with pytest.raises(SpokenError, match=r"certificate\.glyph_missing"):
        page(certificate(enterprise="\u0e01有限公司"))


def test_marks_of_what_is_no_certificate_are_said_in_both_languages(certificate: Make) -> None:
    values = certificate_page._values(certificate(marks=("sample", "synthetic")), translator("zh"), translator("en"))
    assert values["marks"] == [{"zh": "示例", "en": "SAMPLE"}, {"zh": "合成", "en": "SYNTHETIC"}]
    assert values["zh"]["void"] == "仅供试用与演示，不是证书"  # type: ignore[index]
    sound = certificate_page._values(certificate(), translator("zh"), translator("en"))
    assert (sound["marks"], sound["zh"]["void"]) == ([], "")  # type: ignore[index]


def test_dates_are_said_as_people_write_them(certificate: Make) -> None:
    values = certificate_page._values(certificate(), translator("zh"), translator("en"))
    assert values["zh"]["validity"] == "有效期：2026年9月1日至2031年8月31日"  # type: ignore[index]
    assert values["en"]["validity"] == "Valid from 2026-09-01 to 2031-08-31"  # type: ignore[index]
