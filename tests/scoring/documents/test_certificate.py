"""The text in the code: small, typed by hand where need be, and nothing else taken for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from scoring.documents.certificate import Certificate, certificate_number, claim_in_file, read_claim, row_of
from scoring.errors import SpokenError

TEXT = f"QCP1:QC32-2026-000042:{'FEDCBA9876543210' * 4}"
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_the_text_has_number_and_digest_in_signs_that_codes_hold_small(certificate: Callable[..., Certificate]) -> None:
    assert certificate().text == TEXT
    assert set(TEXT) <= ALPHANUMERIC


def test_a_number_leads_back_to_its_row() -> None:
    assert certificate_number("320000", date(2026, 12, 31), 7) == "QC32-2026-000007"
    assert row_of(certificate_number("320000", date(2026, 1, 1), 1_234_567)) == 1_234_567


@pytest.mark.parametrize("text", [TEXT, TEXT.lower(), f" {TEXT[:30]}\n{TEXT[30:]} "])
def test_a_text_is_read_as_scanners_and_hands_give_it(text: str) -> None:
    claim = read_claim(text)
    assert (claim.number, claim.digest) == ("QC32-2026-000042", "fedcba9876543210" * 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "QC32-2026-000042",
        TEXT[:-1],
        TEXT + "0",
        TEXT.replace("QCP1", "QCP2"),
        TEXT.replace("FED", "GED"),
        TEXT.replace("000042", "42"),
        TEXT.replace("000042", "9" * 13),
        TEXT.replace("2026", "２０２６"),
        "\x1b[2J" * 40,
    ],
)
def test_what_is_no_text_of_a_certificate_is_refused(text: str) -> None:
    with pytest.raises(SpokenError, match=r"certificate\.not_a_text") as caught:
        read_claim(text)
    assert str(caught.value.what.values["seen"]).isprintable()


def test_a_file_without_the_text_is_refused() -> None:
    assert claim_in_file(b"%PDF " + TEXT.encode() + b" rest") == TEXT
    with pytest.raises(SpokenError, match=r"certificate\.file_without_text"):
        claim_in_file(b"%PDF-1.7 nothing")
