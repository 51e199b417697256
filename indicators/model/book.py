"""Documents, regulation and round together."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.model.common import Document
from indicators.model.regulation import Regulation
from indicators.model.round import Round


@dataclass(frozen=True, slots=True)
class RuleBookTexts:
    """The three files of a rule book as they were read: what the register keeps, so that old rounds load for ever."""

    documents: str
    regulation: str
    round: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Documents, regulation and round together.

    `digest` is the SHA-256 (hex) of the JSON list, written without spaces, of the SHA-256 (hex) of each text in
    `texts`, in the order documents, regulation, round: anyone with the three files can compute it with standard tools.
    """

    documents: tuple[Document, ...]
    regulation: Regulation
    round: Round
    texts: RuleBookTexts = field(repr=False)
    digest: str = ""
