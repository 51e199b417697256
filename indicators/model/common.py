"""What every part of the rule book uses: status, citation, document, note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["sample", "synthetic", "draft", "official"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: a key of `documents.toml` and a clause such as ``10(3)5`` (empty: the whole document)."""

    document: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source. What is not in the text at hand is ``None``: unknown until the office enters it."""

    key: str
    title: str
    title_en: str
    kind: Literal["regulation", "standard", "notice", "law", "opinion", "sample", "synthetic"]
    number: str | None = None
    edition: str | None = None
    issued_on: date | None = None
    in_force_from: date | None = None
    withdrawn: bool | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """All of ``documents.toml``."""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Why a value is what it is: its words for a jurist, and where it comes from."""

    text: str
    cite: Citation
