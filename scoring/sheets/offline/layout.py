"""Where things stand in the workbook of a sheet, so that what is written is found again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from indicators.form import FormCell
from indicators.language import Translator
from indicators.model import Indicator, Level
from indicators.plain import decimal_text
from scoring.model import MarkState

COLUMNS: Final = ("class", "code", "name", "full", "evidence", "levels", "allowed", "score", "state", "note")
PLACE: Final = {name: at for at, name in enumerate(COLUMNS)} | {"version": len(COLUMNS)}
"""Columns from 0. The last is hidden: whose sheet it is, and from which version of each mark it was made."""
EDITION: Final = "1"
HEADER: Final = "version"
"""Stands in the hidden column beside the names of the columns; the indicators follow."""
STATES: Final = (MarkState.SCORED, MarkState.NOT_APPLICABLE, MarkState.INSUFFICIENT)


def state_word(say: Translator, state: MarkState) -> str:
    """Return the word of a state as it stands in the workbook."""
    return say(f"offline.state_{state.name.lower()}")


def level_word(say: Translator, digit: int) -> str:
    """Return how a level is called by its digit, 0 being the lowest."""
    return say("offline.level", digit=digit)


def levels(leaf: Indicator) -> tuple[Level, ...]:
    """Return the levels of an indicator, lowest first."""
    return tuple(sorted(leaf.levels, key=lambda level: level.share))


def points(value: Decimal) -> str:
    """Return points as they are read and typed."""
    return decimal_text(value)


def allowed(leaf: Indicator) -> tuple[str, ...]:
    """Return the points that may be given, as they are typed."""
    return tuple(points(value) for value in leaf.allowed_scores())


def key_text(identity: dict[str, str]) -> str:
    """Return what the hidden cell says of whose sheet it is."""
    return json.dumps({"quality_credit_sheet": EDITION, **identity}, ensure_ascii=True, sort_keys=True)


def key_in(cells: Iterable[FormCell]) -> dict[str, str] | None:
    """Return what one of the cells says of whose sheet it is; ``None`` where none of them does."""
    for cell in cells:
        if cell.kind == "text" and cell.text.startswith("{"):
            try:
                found = json.loads(cell.text)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict) and "quality_credit_sheet" in found:
                return {str(name): str(value) for name, value in found.items()}
    return None
