"""Sheets without the names of those who wrote them: who scored what is for the assignment holder alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scoring.register.decisions import Decision, SheetReference

Key = tuple[str, str]


def labels(digests: Mapping[Key, str]) -> dict[Key, str]:
    """Return a label for each sheet, numbers from 1 dealt anew within each application.

    Parameters
    ----------
    digests : mapping of (application, expert) to digest
        They give the order, which so depends neither on the experts' ids nor on who was first. Digests are salted by
        nothing, yet whoever could compute one has the whole sheet before him already.
    """
    panels: dict[str, list[Key]] = {}
    for key in sorted(digests, key=lambda key: (key[0], digests[key])):
        panels.setdefault(key[0], []).append(key)
    return {key: str(number) for panel in panels.values() for number, key in enumerate(panel, start=1)}


def unlinked(sheets: Iterable[SheetReference]) -> tuple[SheetReference, ...]:
    """Return the sheets of one application with labels for their experts."""
    in_order = sorted(sheets, key=lambda sheet: sheet.digest)
    return tuple(replace(sheet, expert_id=str(number)) for number, sheet in enumerate(in_order, start=1))


def unlinked_decision(decision: Decision) -> Decision:
    """Return a decision with labels for the experts on whose sheets it rests."""
    return replace(decision, sheets=unlinked(decision.sheets))
