"""What a command has to speak with: a language, and whether a program or a person reads."""

from __future__ import annotations

import json
import locale
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import click

from indicators.faults import Fault
from indicators.language import LANGUAGES, Message, Translator
from scoring.cli.layout import Column, harmless, table_lines


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line. `as_json`: a program reads, so standard output holds one JSON document alone."""

    say: Translator
    as_json: bool = False

    def tell(self, messages: Iterable[Message]) -> None:
        """Say something beside the result, on standard error."""
        for message in messages:
            click.echo(harmless(self.say(message)), err=True)

    def show_json(self, document: object) -> None:
        """Print the one JSON document; what is not a number is ``null``."""
        click.echo(json.dumps(plain(document), ensure_ascii=False, indent=2, allow_nan=False))

    def show_line(self, text: str = "") -> None:
        """Print a line for a person."""
        click.echo(harmless(text))

    def show_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Print a table for a person."""
        for line in table_lines(columns, rows):
            click.echo(line)

    def show_faults(self, faults: Sequence[Fault], *, heading: str = "cli.faults") -> None:
        """Print every fault: as JSON on standard output, or one a line on standard error under a heading."""
        if self.as_json:
            self.show_json({"faults": [fault.as_json(self.say) for fault in faults]})
            return
        self.tell([Message(heading, {"count": len(faults)})])
        for fault in faults:
            click.echo(f"- {harmless(fault.message(self.say))}", err=True)

    def show_refusal(self, what: Message) -> None:
        """Say that something is not allowed or no longer fits; where a program reads, as the only fault."""
        if self.as_json:
            self.show_faults([Fault(what)])
        else:
            self.tell([what])


def plain(value: object) -> object:
    """Return a value as JSON can hold it: ``nan`` and infinity as ``None``, arrays as lists, days as ISO text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, str | bool | int | None):
        return value
    if isinstance(value, Decimal):
        return plain(int(value) if value == value.to_integral_value() else float(value)) if value.is_finite() else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "tolist"):  # numpy
        return plain(value.tolist())
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def language_of(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that a call asks for, or that of its locale; Chinese where neither says.

    It is found before the call is read, so that help and errors of the call itself are said in it.
    """
    before = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    asked = [argument.removeprefix("--lang=") for argument in before if argument.startswith("--lang=")]
    asked += [after for argument, after in pairwise(before) if argument == "--lang"]
    if asked and asked[-1] in LANGUAGES:
        return asked[-1]
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "en" if name.lower().startswith("en") else "zh"
