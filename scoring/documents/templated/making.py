"""A filled template as the file of a kind: Word, PDF or workbook, of the same words."""

from __future__ import annotations

from typing import Final

from scoring.documents.fonts import Fonts
from scoring.documents.paper_pdf import paper_pdf
from scoring.documents.templated.filling import Filling, Template, filled, with_head
from scoring.documents.templated.kinds import TABLES, Kind
from scoring.documents.templated.workbook import paper_xlsx

WORD: Final = ".docx"
PDF: Final = ".pdf"
WORKBOOK: Final = ".xlsx"


def suffixes_of(kind: Kind) -> tuple[str, ...]:
    """Return which files there are of a kind of paper."""
    return (WORD, PDF, WORKBOOK) if kind in TABLES else (WORD, PDF)


def made_file(template: Template, filling: Filling, suffix: str, *, fonts: Fonts, copy: str = "") -> bytes:
    """Return a template filled, as the file of a kind.

    Parameters
    ----------
    suffix : str
        One of `suffixes_of` the kind.
    copy : str
        The words of the number of the copy, for the head of each page.

    Raises
    ------
    SpokenError
        The fonts of this machine are no Chinese ones.
    """
    found = filled(template, with_head(filling, copy))
    if suffix == WORD:
        return found.docx
    return paper_xlsx(found.paper) if suffix == WORKBOOK else paper_pdf(found.paper, fonts=fonts)
