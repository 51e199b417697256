"""What the briefing on a round by region and its figures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from indicators.language import Message, Name
from scoring.documents.minutes import ChainHead
from scoring.documents.tabled import Tabled


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """Everything of which the briefing and the figures are made.

    Attributes
    ----------
    state : Message
        Where the round stands.
    at : datetime
        The moment at which every number held.
    marks : tuple of str
        Why it is no real round: ``sample``, ``synthetic``.
    locked : bool
        Before that there are files and waits, and no head of the chain: how far a record has come would tell of acts
        that nobody may know of yet.
    tables : Mapping of key to table
        Those of the report.
    tiles : Mapping of name to (column, row)
        Where a place stands on the grid.
    head : ChainHead or None
    """

    round_name: Name
    state: Message
    at: datetime
    marks: tuple[str, ...]
    locked: bool
    tables: Mapping[str, Tabled]
    tiles: Mapping[str, tuple[int, int]]
    head: ChainHead | None = None
