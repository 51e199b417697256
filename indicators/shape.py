"""A TOML tree to a frozen record: every unknown key, missing key and wrong kind of value at once.

Pydantic does the checking, over the records of `indicators.model` as they are. What TOML adds is said here: arrays of
tables have singular names, a table that is not there is an empty one, and nothing is converted silently (text is not a
number, 1 is not true) except a whole number where a decimal is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, core_schema

from indicators.entries import TABLES, toml_name
from indicators.faults import Fault
from indicators.shape_faults import as_fault
from indicators.toml_text import Tree

Record = TypeVar("Record")

_SCALARS: Final = frozenset({"int", "bool", "str", "date"})


class Shape(Generic[Record]):
    """The shape of one file.

    Parameters
    ----------
    record : type
        The frozen dataclass of the whole file.
    root : str
        What faults at the top of the file are said to be in: ``round``.
    """

    def __init__(self, record: type[Record], root: str) -> None:
        self.record = record
        self.root = root
        self._validator = SchemaValidator(_as_in_toml(TypeAdapter(record).core_schema))

    def read(self, tree: Tree, file: str) -> tuple[Record | None, list[Fault]]:
        """Return the record, as far as there is one, and every fault.

        Unknown keys alone do not take the record away, so that its content can be checked in the same run.
        """
        try:
            record: Record = self._validator.validate_python(tree, extra="forbid")
            return record, []
        except ValidationError as error:
            found = error.errors(include_url=False)
        faults = [
            as_fault(one, tree=tree, file=file, root=self.root, known_keys=keys_at(self.record, one["loc"][:-1]))
            for one in found
        ]
        if any(one["type"] != "unexpected_keyword_argument" for one in found):
            return None, faults
        record = self._validator.validate_python(tree, extra="ignore")
        return record, faults


def keys_at(record: type, path: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys allowed at a place of the tree; none where any key is allowed."""
    names = iter(part for part in path if isinstance(part, str))
    for name in names:
        hint = {toml_name(record, field): hint for field, hint in get_type_hints(record).items()}.get(name)
        inner = _record_in(hint)
        if inner is None:
            return ()
        record = inner
        if get_origin(hint) is Mapping:
            next(names, None)  # the entry's own name, which any text may be
    return tuple(toml_name(record, field.name) for field in fields(record))


def _record_in(hint: Any) -> type | None:
    """Return the record inside ``tuple[Record, ...]``, ``Mapping[str, Record]`` or ``Record | None``."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((inner for inner in map(_record_in, get_args(hint)) if inner), None)


def _as_in_toml(schema: Any) -> Any:
    """Rewrite pydantic's schema of a record for what TOML gives.

    Pydantic's own strict mode is no way: it asks for instances of the records and for tuples, which no file holds.
    """
    if isinstance(schema, list | tuple):
        return type(schema)(_as_in_toml(part) for part in schema)
    if not isinstance(schema, dict):
        return schema
    schema = {key: _as_in_toml(value) for key, value in schema.items()}
    match schema.get("type"):
        case kind if kind in _SCALARS:
            return {**schema, "strict": True}
        case "decimal":
            return core_schema.no_info_before_validator_function(_whole_number_too, {**schema, "strict": True})
        case "dataclass-args":
            tables = TABLES.get(schema["dataclass_name"], {})
            return {**schema, "fields": [_field(field, tables.get(field["name"])) for field in schema["fields"]]}
    return schema


def _field(field: dict[str, Any], table: str | None) -> dict[str, Any]:
    """Rename an array of tables; what TOML can only leave out is empty, or ``None`` where a field may be unknown."""
    if table is not None:
        return {**field, "validation_alias": table, "schema": _with_default(field["schema"], ())}
    if field["schema"]["type"] == "nullable":
        return {**field, "schema": _with_default(field["schema"], None)}
    return field


def _with_default(schema: Any, default: object) -> core_schema.WithDefaultSchema:
    return core_schema.with_default_schema(schema, default=default)


def _whole_number_too(value: object) -> object:
    return Decimal(value) if type(value) is int else value
