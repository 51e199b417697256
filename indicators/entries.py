"""The entries of a rule book by the names its author knows them by: ``step recheck / act countersign``.

One walk over the records serves every check that holds for all entries, and the comparison of two rounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any, Final

from indicators.model import Citation
from indicators.plain import decimal_text

#: Which field of which record is an array of tables in TOML, and its singular name there.
TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "Documents": {"documents": "document"},
    "Regulation": {
        "articles": "article",
        "grades": "grade",
        "conditions": "condition",
        "adverse_record_kinds": "adverse_record_kind",
        "steps": "step",
        "measures": "measure",
        "sanctions": "sanction",
    },
    "Step": {"acts": "act"},
    "Round": {"cut_scores": "cut_score", "floors": "floor", "vetoes": "veto"},
    "IndicatorTable": {"indicators": "indicator"},
    "ParameterSheet": {"caps": "cap", "upgrades": "upgrade", "deadlines": "deadline"},
    "CalendarYear": {"holidays": "holiday"},
    "PracticeCase": {"findings": "finding"},
}

#: By which keys the author knows an entry of a list; others go by position.
IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("key",),
    "article": ("number",),
    "grade": ("name",),
    "condition": ("id",),
    "tests": ("rule",),
    "adverse_record_kind": ("id",),
    "step": ("id",),
    "act": ("id",),
    "measure": ("id",),
    "sanction": ("id",),
    "indicator": ("code",),
    "levels": ("share",),
    "cut_score": ("grade",),
    "floor": ("grade", "indicator"),
    "veto": ("indicator", "grades"),
    "cap": ("grade",),
    "upgrade": ("target", "held"),
    "deadline": ("step_id",),
    "finding": ("indicator",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the rule book: its name, the TOML table it stands in, and the entry it is part of."""

    name: str
    table: str
    record: Any
    within: str = ""


def entries(record: object, root: str) -> Iterator[Entry]:
    """Yield the whole record, named `root`, then every record in it, in the order of the file."""
    yield Entry(root, root, record)
    yield from _inner(record, "")


def values(record: Any) -> dict[str, object]:
    """Return what stands in a record itself, by TOML key: everything but the records in it. Citations are values."""
    named = {toml_name(type(record), field.name): getattr(record, field.name) for field in fields(record)}
    return {key: value for key, value in named.items() if not _is_record(value) and not _is_list_of_records(key, value)}


def toml_name(record: type, field: str) -> str:
    """Return the key by which a field of a record stands in TOML."""
    return TABLES.get(record.__name__, {}).get(field, field)


def identity(table: str, of: Mapping[str, object]) -> str | None:
    """Return what tells an entry of a list from the others; ``None`` where only its position does."""
    keys = IDENTITY.get(table, ())
    return " ".join(as_text(of[key]) for key in keys) if keys and all(key in of for key in keys) else None


def as_text(value: object) -> str:
    """Return a value as short text that is the same for equal values: ``0.50`` and ``0.5`` are one share."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal() if value.is_finite():
            return decimal_text(value)
        case Citation():
            return f"{value.document} {value.clause}".strip()
        case tuple() | list():
            return "+".join(map(as_text, value))
    return str(value)


def _inner(record: Any, within: str) -> Iterator[Entry]:
    for field in fields(record):
        value, table = getattr(record, field.name), toml_name(type(record), field.name)
        if _is_record(value):
            name = _join(within, table)
            yield Entry(name, table, value, within)
            # The indicators stand in tables of their own in TOML, not in the indicator table's.
            yield from _inner(value, "" if table == "indicator_table" else name)
        elif _is_list_of_records(table, value):
            named = value.items() if isinstance(value, Mapping) else _named(table, value)
            for key, item in named:
                name = _join(within, f"{table} / {key}" if isinstance(value, Mapping) else key)
                yield Entry(name, table, item, within)
                yield from _inner(item, name)


def _named(table: str, records: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for position, record in enumerate(records, start=1):
        keys = {field.name: getattr(record, field.name) for field in fields(record)}
        yield f"{table} {identity(table, keys) or f'#{position}'}", record


def _is_record(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, Citation)


def _is_list_of_records(table: str, value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, tuple) and table in IDENTITY)


def _join(within: str, name: str) -> str:
    return f"{within} / {name}" if within else name
