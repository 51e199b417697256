"""Rows that say the same as a record, field by field, days as ISO dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row

from scoring.register.canonical import Value

Kind = TypeVar("Kind")


def rows_of(records: Iterable[Any]) -> list[dict[str, Value]]:
    """Return the rows of records whose fields are named like the columns."""
    return [{field.name: _kept(getattr(record, field.name)) for field in fields(record)} for record in records]


def records_of(kind: type[Kind], rows: Iterable[Row[Any]]) -> tuple[Kind, ...]:
    """Return the records of rows; fields named ``…_on`` are days."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(**{name: _read(name, row._mapping) for name in names}) for row in rows)


def _kept(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, row: Mapping[Any, Any]) -> Any:
    value = row[name]
    return date.fromisoformat(value) if name.endswith("_on") and value is not None else value
