"""Checks of ``documents.toml``."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.check.place import Place
from indicators.faults import Fault
from indicators.model import Document


def check_dates(file: str, documents: tuple[Document, ...]) -> Iterator[Fault]:
    """Nothing is in force before it is issued."""
    for document in documents:
        issued, in_force = document.issued_on, document.in_force_from
        if issued is not None and in_force is not None and in_force < issued:
            place = Place(file, f"document {document.key}")
            yield place.fault("rulebook.in_force_before_issue", "in_force_from", seen=in_force, expected=issued)


def check_documents(file: str, documents: tuple[Document, ...]) -> Iterator[Fault]:
    """Run the checks of this module."""
    yield from check_dates(file, documents)
