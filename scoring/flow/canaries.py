"""Entries of nobody in lists of experts that left: given to one export each, known again when a list comes back.

Which entry of a list is nobody's, the inspector alone learns (`tracing`). Who enters a list again is told that one was
left out, and not which.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from scoring.model import Expert
from scoring.procedure.canary import Decoy, decoy, name_of, tags
from scoring.register import experts, exports_made, keyed
from scoring.register.exports_made import ExportMade

NAMING: Final = "experts"
"""The kind of file that names experts as a list, and so has an entry of nobody."""


def for_export(connection: Connection, number: str) -> Decoy | None:
    """Return the entry of nobody for the list of all experts under a number."""
    key = keyed.key(connection, "canary")
    earlier = [name for _, name in names_given(connection)]
    return decoy(key, number, experts.everyone(connection), taken=earlier)


def details(connection: Connection, given: Decoy) -> dict[str, object]:
    """Return what the act of an export keeps of its entry: no name, but what finds it again."""
    return {"turn": given.turn, "tags": list(tags(keyed.key(connection, "canary"), given.entry))}


def names_given(connection: Connection) -> tuple[tuple[ExportMade, str], ...]:
    """Return every list of experts that left, newest first, with the name of its entry of nobody."""
    key = keyed.key(connection, "canary")
    return tuple(
        (made, name_of(key, made.export_id, made.canary.turn))
        for made in exports_made.everyone(connection)
        if made.canary is not None
    )


def left_out(connection: Connection, given: Sequence[Expert]) -> tuple[tuple[Expert, ...], tuple[str, ...]]:
    """Return experts without entries of nobody, and the numbers of the exports from which such entries came."""
    number_of = {
        tag: made.export_id
        for made in exports_made.everyone(connection)
        if made.canary is not None
        for tag in made.canary.tags
    }
    if not number_of:
        return tuple(given), ()
    key = keyed.key(connection, "canary")
    known = {one.expert_id for one in experts.everyone(connection)}
    kept, numbers = [], []
    for one in given:
        found = next((number_of[tag] for tag in tags(key, one) if tag in number_of), None)
        # Whoever is in the record already is an expert, whatever his name.
        if found is None or one.expert_id in known:
            kept.append(one)
        else:
            numbers.append(found)
    return tuple(kept), tuple(numbers)
