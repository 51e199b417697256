"""The fields of a round's records: what each takes, and text to value and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from indicators.entries import as_text
from indicators.faults import Fault
from indicators.language import Message
from indicators.model import Citation

Kind = Literal["text", "number", "whole", "truth", "choice", "numbers", "wholes", "words", "cite", "cites", "other"]
Path = tuple[str | int, ...]
Record = TypeVar("Record")

_BETWEEN: Final = re.compile(r"[,;\s\u3001\uff0c\uff1b]+")
_WHOLE: Final = re.compile(r"-?\d{1,9}")
_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field takes.

    Attributes
    ----------
    kind : str
        ``numbers``, ``wholes`` and ``words`` are several of one kind; ``other`` is a record or a list of records.
    options : tuple of str
        What may be chosen, for ``choice`` and, where the words are given, ``words``.
    empty : bool
        Whether it may be left out.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    empty: bool = False


def field_of(record: type[Any], column: str) -> Field:
    """Return what a field of a record takes."""
    return _field(_hints(record)[column])  # type: ignore[arg-type]  # a class is hashable


@cache
def _hints(record: Any) -> dict[str, Any]:
    return get_type_hints(record)


def _field(hint: Any) -> Field:
    inner = [one for one in get_args(hint) if one is not type(None)]
    if get_origin(hint) not in (tuple, Literal, Mapping) and len(inner) == 1 and len(get_args(hint)) == 2:
        return replace(_field(inner[0]), empty=True)
    if get_origin(hint) is Literal:
        return Field("choice", get_args(hint))
    if get_origin(hint) is tuple:
        of = _field(inner[0])
        several: Mapping[str, Kind] = {
            "number": "numbers",
            "whole": "wholes",
            "text": "words",
            "choice": "words",
            "cite": "cites",
        }
        return Field(several.get(of.kind, "other"), of.options)
    kinds: dict[Any, Kind] = {str: "text", Decimal: "number", int: "whole", bool: "truth", Citation: "cite"}
    return Field(kinds.get(hint, "other"))


def typed(field: Field, text: str, *, entry: str, column: str) -> tuple[Any, Fault | None]:
    """Return the value that a text stands for, or what is wrong with it.

    Texts alone: choices, citations and truths are chosen, not typed.
    """
    text = text.strip() if field.kind != "text" else text
    if not text and field.empty:
        return None, None
    match field.kind:
        case "text":
            return text, None
        case "number" if _NUMBER.fullmatch(text):
            return _number(text), None
        case "whole" if _WHOLE.fullmatch(text):
            return int(text), None
        case "numbers" | "wholes":
            parts = [part for part in _BETWEEN.split(text) if part]
            pattern, of = (_NUMBER, _number) if field.kind == "numbers" else (_WHOLE, int)
            if all(pattern.fullmatch(part) for part in parts):
                return tuple(of(part) for part in parts), None
    what = Message(f"typing.not_{field.kind}")
    return None, Fault(what, entry=entry, column=column, seen=text)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:  # the pattern lets none through
        raise AssertionError(text) from error


def as_typed(value: object) -> str:
    """Return a value as it would be typed."""
    if value is None:
        return ""
    return ", ".join(map(as_text, value)) if isinstance(value, tuple) else as_text(value)


def record_at(record: Any, path: Path) -> Any:
    """Return what stands at a place: ``("cut_scores", 0, "min_score")``."""
    for step in path:
        record = record[step] if isinstance(step, int) or isinstance(record, Mapping) else getattr(record, step)
    return record


def put(record: Record, path: Path, value: object) -> Record:
    """Return a record with another value at a place."""
    if not path:
        return value  # type: ignore[return-value]
    step, rest = path[0], path[1:]
    changed: Any
    if isinstance(record, tuple):
        changed = (*record[:step], put(record[step], rest, value), *record[step + 1 :])  # type: ignore[operator,index]
    elif isinstance(record, Mapping):
        changed = {**record, step: put(record.get(step), rest, value)}
    elif is_dataclass(record):
        changed = replace(record, **{str(step): put(getattr(record, str(step)), rest, value)})  # type: ignore[type-var]
    else:
        raise TypeError(f"nothing stands at {path}")
    return changed  # type: ignore[no-any-return]
