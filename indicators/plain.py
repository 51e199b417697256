"""The canonical plain form of records: what the register keeps and ``verify`` compares, letter for letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

PlainValue: TypeAlias = "str | int | bool | list[PlainValue] | dict[str, PlainValue] | None"


def decimal_text(value: Decimal) -> str:
    """Return a decimal without exponent and without idle zeros, so that equal numbers are written alike."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain(value: object) -> PlainValue:
    """Return a record as JSON types: decimals and dates as text, records and mappings as objects with text keys.

    Raises
    ------
    TypeError
        If something has no canonical form. Floats have none: they would not compare alike on every machine.
    """
    if value is None or isinstance(value, (bool, str)) or (isinstance(value, int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: plain(getattr(value, entry.name)) for entry in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical plain form")
