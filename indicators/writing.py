"""A round as TOML: what `load` reads again to an equal record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Any

import tomli_w

from indicators.entries import toml_name
from indicators.model import Round
from indicators.toml_text import SCHEMA, Tree


def write_round(round_: Round) -> str:
    """Return the text of a round file.

    What may be left out and is at its default is left out. A decimal without decimals is written as a whole number, as
    people write it; the record read again is equal.
    """
    tree = _tree(round_)
    table = tree["indicator_table"]
    # The indicators stand in tables of their own, after the table's own keys.
    indicators = {"indicator": table.pop("indicator")}
    keys = {key: value for key, value in tree.items() if key != "indicator_table"}
    return tomli_w.dumps({"schema": SCHEMA, **keys, "indicator_table": table, **indicators})


def _tree(record: Any) -> Tree:
    return {
        toml_name(type(record), field.name): _value(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) is not None and not _is_default(field.default, value)
    }


def _is_default(default: object, value: object) -> bool:
    return default is not MISSING and value == default


def _value(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else value
        case tuple():
            return [_value(item) for item in value]
        case Mapping():
            return {key: _value(item) for key, item in value.items()}
    return _tree(value) if is_dataclass(value) else value
