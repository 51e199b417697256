"""The certificate as a page: one A4 landscape, Chinese with its English beneath, no seal and no signature of ours."""

from __future__ import annotations

from datetime import date
from typing import Final

from indicators.language import Message, Translator
from scoring.documents.certificate import Certificate
from scoring.documents.fonts import Fonts
from scoring.documents.qr import qr_svg
from scoring.documents.typesetting import pdf

TEMPLATE: Final = "certificate"
DIGITS_SHOWN: Final = 32
_GROUP: Final = 4


def certificate_pdf(certificate: Certificate, *, chinese: Translator, english: Translator, fonts: Fonts) -> bytes:
    """Return the certificate as PDF; the same certificate gives the same bytes on the same fonts.

    Raises
    ------
    SpokenError
        If the fonts lack a character of the enterprise's name.
    """
    return pdf(TEMPLATE, _values(certificate, chinese, english), fonts=fonts, on=certificate.valid_from)


def _values(certificate: Certificate, chinese: Translator, english: Translator) -> dict[str, object]:
    start = certificate.valid_from
    return {
        "zh": _words(certificate, chinese),
        "en": _words(certificate, english),
        "marks": [
            {"zh": chinese(f"certificate.mark_{mark}"), "en": english(f"certificate.mark_{mark}")}
            for mark in certificate.marks
        ],
        "number": certificate.number,
        "enterprise": certificate.enterprise,
        "uscc": certificate.uscc,
        "grade": certificate.grade,
        "joint": certificate.joint_document,
        "text": certificate.text,
        "qr": qr_svg(certificate.text),
        "day": [start.year, start.month, start.day],
    }


def _words(certificate: Certificate, say: Translator) -> dict[str, str]:
    """Return every line of the page in one language."""

    def day(of: date) -> Message:
        return Message("certificate.day", {"year": of.year, "month": of.month, "day": of.day})

    return {
        "title": say("certificate.title"),
        "number": say("certificate.label_number"),
        "uscc": say("certificate.label_uscc"),
        "basis": say("certificate.basis", regulation=certificate.regulation),
        "grade": say("certificate.grade_sign"),
        "validity": say("certificate.validity", first=day(certificate.valid_from), last=day(certificate.valid_until)),
        "joint": say("certificate.label_joint_document"),
        "regulator": say("certificate.market_regulator"),
        "drc": say("certificate.drc"),
        "announced": say(day(certificate.valid_from)),
        "check": say("certificate.how_to_check"),
        "entry": say(
            "certificate.entry", entry=certificate.entry, digits=_grouped(certificate.entry_hash[:DIGITS_SHOWN])
        ),
        "void": say("certificate.no_certificate") if certificate.marks else "",
    }


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
