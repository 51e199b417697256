"""What pydantic found in a TOML tree, told to its author: which entry, which key, what stood there, what may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from pydantic_core import ErrorDetails

from indicators.entries import identity
from indicators.faults import Fault
from indicators.language import Message
from indicators.toml_text import Tree

_KINDS: Final[Mapping[str, str]] = {
    "int_type": "rulebook.kind_whole_number",
    "int_from_float": "rulebook.kind_whole_number",
    "is_instance_of": "rulebook.kind_number",
    "decimal_type": "rulebook.kind_number",
    "finite_number": "rulebook.kind_number",
    "bool_type": "rulebook.kind_truth",
    "string_type": "rulebook.kind_text",
    "date_type": "rulebook.kind_date",
    "tuple_type": "rulebook.kind_list",
    "dict_type": "rulebook.kind_table",
    "dataclass_type": "rulebook.kind_table",
}

_LONGEST: Final = 60


def as_fault(error: ErrorDetails, *, tree: Tree, file: str, root: str, known_keys: Sequence[str]) -> Fault:
    """Return the fault of one pydantic error."""
    path, column = _place(error["loc"])
    entry = entry_name(tree, path) or root
    if error["type"] == "missing":
        return Fault(Message("rulebook.key_missing"), file=file, entry=entry, column=column)
    if error["type"] == "unexpected_keyword_argument":
        return unknown_key(column, known_keys, file=file, entry=entry)
    what, expected = _not_allowed(error)
    return Fault(what, file=file, entry=entry, column=column, seen=seen(error["input"]), expected=expected)


def _not_allowed(error: ErrorDetails) -> tuple[Message, str | Message]:
    """Return what is said of a value that may not stand there, and what may."""
    if error["type"] == "literal_error":
        return Message("rulebook.not_one_of"), _alternatives(error["ctx"]["expected"])
    return Message("rulebook.wrong_kind"), Message(_KINDS[error["type"]])


def unknown_key(key: str, known_keys: Sequence[str], *, file: str, entry: str) -> Fault:
    """Return the fault of a key that means nothing there, with the nearest one that does."""
    near = get_close_matches(key, known_keys, n=1)
    what = Message("rulebook.key_unknown_near", {"near": near[0]}) if near else Message("rulebook.key_unknown")
    return Fault(what, file=file, entry=entry, column=key, seen=key, expected=", ".join(known_keys))


def entry_name(tree: Tree, path: Sequence[int | str]) -> str:
    """Return how the author calls an entry: ``step recheck / act countersign``, ``indicator 2.3.1 / levels 0.5``."""
    parts: list[str] = []
    here: Any = tree
    table = ""
    for step in path:
        here = here[step]
        if isinstance(step, str):
            table = step
            parts.append(step)
        else:
            known_by = identity(table, here) if isinstance(here, dict) else None
            parts[-1] = f"{table} {known_by or f'#{step + 1}'}"
    return " / ".join(part for part in parts if part != "indicator_table" or len(parts) == 1)


def seen(value: object) -> str:
    """Return a value as an author would write it, cut where it is long."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{value}"'
        case dict():
            text = "{" + ", ".join(value) + "}"
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _place(loc: tuple[int | str, ...]) -> tuple[tuple[int | str, ...], str]:
    """Split a place into its entry and its key; an element of a plain list is told by the list's key."""
    last = max(position for position, part in enumerate(loc) if isinstance(part, str))
    return loc[:last], str(loc[last])


def _alternatives(expected: str) -> str:
    """Turn pydantic's ``'a', 'b' or 'c'`` into what can be written, in no language: ``"a", "b", "c"``."""
    return expected.replace("'", '"').replace(" or ", ", ")
