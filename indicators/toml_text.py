"""A file to text, and text to a TOML tree; what is wrong on the way is a fault with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message

Tree = dict[str, Any]

#: Version of the file format.
SCHEMA: Final = 1

_LONGEST: Final = 80
BOM: Final = "\ufeff"
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_DOUBLED = ("Cannot overwrite a value", "twice", "Duplicate inline table key", "Cannot mutate immutable")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The text of one file, as it stands, and the name by which its faults are told."""

    name: str
    text: str


def read_toml_file(path: Path) -> TomlFile:
    """Read a file without changing a byte: its text is kept and its digest computed over it.

    Raises
    ------
    FaultsError
        If it cannot be opened or is not UTF-8.
    """
    try:
        return TomlFile(name=path.name, text=path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        fault = Fault(Message("rulebook.file_missing"), file=path.name)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fault = Fault(Message("rulebook.not_utf8"), file=path.name, row=line)
    except OSError as error:
        fault = Fault(Message("rulebook.file_unreadable"), file=path.name, seen=error.strerror)
    raise FaultsError([fault])


def parse_toml(file: TomlFile) -> Tree:
    """Return the tree of a TOML text; numbers with a point are `Decimal` as printed.

    Raises
    ------
    FaultsError
        With the line, if it is not TOML or gives a key twice. TOML stops at the first such place.
    """
    try:
        return tomllib.loads(file.text.removeprefix(BOM), parse_float=Decimal)
    # A number of thousands of digits, or tables nested a thousand deep, are no TOML error to `tomllib`.
    except (ValueError, ArithmeticError, RecursionError) as error:
        place = _LINE.search(str(error))
        row = int(place[1]) if place else len(file.text.splitlines())
        what = "rulebook.key_twice" if any(words in str(error) for words in _DOUBLED) else "rulebook.not_toml"
        why = _LINE.sub("", str(error)).strip()
        fault = Fault(Message(what), file=file.name, row=row, seen=_line(file.text, row), expected=why)
        raise FaultsError([fault]) from error


def _line(text: str, row: int) -> str:
    """Return the line itself: what the author has to look at."""
    lines = text.splitlines()
    return shorten(lines[row - 1], _LONGEST, placeholder=" …") if 0 < row <= len(lines) else ""
