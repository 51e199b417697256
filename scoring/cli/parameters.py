"""Kinds of values that a call may give, each saying what it wanted in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

import click

from indicators.language import Message
from scoring.cli.session import Session
from scoring.errors import SpokenError

T = TypeVar("T")


class _Spoken(click.ParamType[Any]):
    def refuse(self, what: Message, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        session = ctx.find_object(Session) if ctx else None
        self.fail(session.say(what) if session else what.key, param, ctx)


class OneOf(_Spoken):
    """One of a few words."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word."""
        if value not in self.words:
            self.refuse(Message("cli.not_one_of", {"seen": value, "words": ", ".join(self.words)}), param, ctx)
        return value


class WholeNumber(_Spoken):
    """A whole number from `low` to `high`."""

    name = "number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not text.removeprefix("-").isdecimal() or not self.low <= int(text) <= self.high:
            values = {"seen": text, "low": self.low, "high": self.high}
            self.refuse(Message("cli.not_a_whole_number", values), param, ctx)
        return int(text)


class ExistingFile(_Spoken):
    """A file that is there. What is in it is not looked at."""

    name = "file"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        path = Path(value)
        if not path.exists():
            self.refuse(Message("cli.no_such_file", {"file": str(value)}), param, ctx)
        return path


class Read(_Spoken, Generic[T]):
    """A value with a notation of its own, read by a function that raises `SpokenError`."""

    name = "value"

    def __init__(self, read: Callable[[str], T]) -> None:
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Return what the text says."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]  # a default, read before
        try:
            return self.read(value)
        except SpokenError as error:
            self.refuse(error.what, param, ctx)
