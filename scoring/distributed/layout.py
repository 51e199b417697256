"""The two ways in which a block of marks may be laid out, and what a Parquet file says of itself.

``long``: one row a mark, the columns of a score file (``panel applicant expert indicator score``, ``state`` optional).
``sheets``: one row a sheet, ``panel applicant expert`` and a column for each indicator, named by its code, holding
points × 10**decimals as whole numbers: null is missing, `NOT_APPLICABLE` and `INSUFFICIENT` are what they say. The
decimals stand in the file's metadata under `METADATA`, as JSON.

Both have ``applicant_region``, a code of GB/T 2260 with six digits; names may be texts or whole numbers. Rows of one
panel stand together, so that a block is read once, a few panels at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.distributed.scheme import Scheme

METADATA: Final = b"quality-credit"
NOT_APPLICABLE: Final = -1
INSUFFICIENT: Final = -2
NAMES: Final = ("panel", "applicant", "expert")
REGION: Final = "applicant_region"
MOST_DECIMALS: Final = 6

Kind = Literal["name", "whole", "number", "text"]
_LONG: Final[Mapping[str, Kind]] = {
    "panel": "name",
    "applicant": "name",
    "expert": "name",
    REGION: "name",
    "indicator": "text",
    "score": "number",
}
_EXPECTED: Final = {
    "name": "national.kind_name",
    "whole": "national.kind_whole",
    "number": "national.kind_number",
    "text": "national.kind_text",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a block is laid out.

    Attributes
    ----------
    kind : str
        ``long`` or ``sheets``.
    decimals : int
        Marks are held as points × 10**`decimals`.
    has_state : bool
        Whether a long block has the column ``state``.
    synthetic : bool
        Whether the file says that nobody gave these marks.
    """

    kind: Literal["long", "sheets"]
    decimals: int
    has_state: bool = False
    synthetic: bool = False

    def columns(self, scheme: Scheme) -> list[str]:
        """Return the columns that are read."""
        if self.kind == "long":
            return [*_LONG, *(["state"] if self.has_state else [])]
        return [*NAMES, REGION, *scheme.indicators]


def layout_of(schema: Any, scheme: Scheme, *, file: str) -> Layout:
    """Return how a block is laid out by the Arrow schema of its file.

    Raises
    ------
    FaultsError
        With every column that is missing or holds something else, and metadata that cannot be read.
    """
    long = {"indicator", "score"} <= set(schema.names)
    wanted: dict[str, Any] = dict(_LONG)
    if not long:
        wanted = {}
        wanted.update(dict.fromkeys((*NAMES, REGION), "name"))
        wanted.update(dict.fromkeys(scheme.indicators, "whole"))
    has_state = long and "state" in schema.names
    if has_state:
        wanted["state"] = "text"
    faults = list(_column_faults(schema, wanted, file))
    told, more = _told(schema.metadata or {}, file)
    decimals = scheme.mark_decimals if long else told.get("decimals")
    if not long and not (isinstance(decimals, int) and 0 <= decimals <= MOST_DECIMALS):
        more.append(
            Fault(
                Message("national.no_decimals", {"key": METADATA.decode(), "most": MOST_DECIMALS}),
                file=file,
                seen=str(decimals),
            )
        )
    if faults or more:
        raise FaultsError([*faults, *more])
    assert isinstance(decimals, int)  # noqa: S101 - for the type checker: anything else is a fault above
    return Layout("long" if long else "sheets", decimals, has_state, bool(told.get("synthetic", False)))


def _column_faults(schema: Any, wanted: Mapping[str, Kind], file: str) -> Iterator[Fault]:
    for name, kind in wanted.items():
        places = schema.get_all_field_indices(name)
        if len(places) != 1:
            key = "national.column_twice" if places else "national.no_column"
            yield Fault(Message(key), file=file, column=name, expected=Message(_EXPECTED[kind]))
        elif not _is(schema.field(places[0]).type, kind):
            seen = str(schema.field(places[0]).type)
            yield Fault(
                Message("national.wrong_kind"), file=file, column=name, seen=seen, expected=Message(_EXPECTED[kind])
            )


def _is(type_: Any, kind: Kind) -> bool:
    from pyarrow import types

    if types.is_dictionary(type_):
        type_ = type_.value_type
    text = types.is_string(type_) or types.is_large_string(type_)
    whole = types.is_integer(type_)
    match kind:
        case "name":
            return bool(text or whole)
        case "text":
            return bool(text)
        case "whole":
            return bool(whole)
        case "number":
            return bool(whole or types.is_floating(type_) or types.is_decimal(type_))


def _told(metadata: Mapping[bytes, bytes], file: str) -> tuple[dict[str, Any], list[Fault]]:
    text = metadata.get(METADATA, b"{}")
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return told, []
    seen = text[:60].decode("utf-8", "replace")
    return {}, [Fault(Message("national.bad_metadata", {"key": METADATA.decode()}), file=file, seen=seen)]
