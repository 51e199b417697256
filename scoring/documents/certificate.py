"""What a certificate says, and the short text in its QR code by which anybody can hold it against the register.

The text is ``QCP1:<number>:<digest>``, capitals and figures alone, so that its code stays small and it can be typed in
by hand. No address stands in it: where the register can be asked is the office's to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.language import Message, Name
from scoring.errors import SpokenError

FORM: Final = "QCP1"
"""Kind and version of the text; a later form gets another word, so that old paper stays readable."""
_TEXT: Final = re.compile(rf"{FORM}:(?P<number>QC\d{{2}}-\d{{4}}-\d{{6,12}}):(?P<digest>[0-9A-F]{{64}})", re.ASCII)
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is printed.

    Attributes
    ----------
    number : str
        Certificate number, ``QC32-2026-000042``: province, year of the announcement, row of the record.
    enterprise : str
        Name as announced.
    regulation : Name
        Under which the grade was accredited.
    marks : tuple of str
        ``sample``, ``synthetic``, ``draft``: why the paper is no real certificate; empty where it is one.
    joint_document : str or None
        Number of the authorities' joint document, where the record has it.
    entry, entry_hash : int, str
        The entry of the chain that announced the grade.
    digest : str
        Of all that was announced; with the number it makes the QR text.
    """

    number: str
    application_id: str
    enterprise: str
    uscc: str
    grade: str
    valid_from: date
    valid_until: date
    regulation: Name
    marks: tuple[str, ...]
    joint_document: str | None
    entry: int
    entry_hash: str
    digest: str

    @property
    def text(self) -> str:
        """What the QR code holds."""
        return f"{FORM}:{self.number}:{self.digest.upper()}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a certificate's QR text claims."""

    number: str
    digest: str


def certificate_number(province: str, announced_on: date, row: int) -> str:
    """Return the number of a certificate; `row` never changes and is never used again, so neither is the number."""
    return f"QC{province[:2]}-{announced_on.year:04d}-{row:06d}"


def row_of(number: str) -> int:
    """Return the row of the record that a certificate number names."""
    return int(number.rpartition("-")[2])


def read_claim(text: str) -> Claim:
    """Return what a QR text claims; blanks and small letters, as hands and scanners make them, are no matter.

    Raises
    ------
    SpokenError
        If it is no text of a certificate.
    """
    found = _TEXT.fullmatch("".join(text.split()).upper())
    if found is None:
        seen = "".join(one if one.isprintable() else "·" for one in text[:_LONGEST_SHOWN])
        raise SpokenError(Message("certificate.not_a_text", {"seen": seen, "form": FORM}))
    return Claim(found["number"], found["digest"].lower())


def claim_in_file(data: bytes) -> str:
    """Return the QR text that a certificate's PDF carries among its metadata.

    Raises
    ------
    SpokenError
        If the file carries none.
    """
    found = re.search(_TEXT.pattern.encode(), data)
    if found is None:
        raise SpokenError(Message("certificate.file_without_text"))
    return found[0].decode("ascii")
