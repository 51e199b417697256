"""What is wrong with a call, in the user's language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

import click

from indicators.language import Message

PROGRAM: Final = "quality-credit"


def usage_message(error: click.UsageError) -> list[Message]:
    """Return what is wrong and where to find help."""
    command = error.ctx.command_path if error.ctx else PROGRAM
    return [_what(error), Message("cli.try_help", {"command": command})]


def _what(error: click.UsageError) -> Message:
    match error:
        case click.NoSuchCommand():
            return _unknown("command", error.command_name, error.possibilities)
        case click.NoSuchOption():
            return _unknown("option", error.option_name, error.possibilities)
        case click.BadOptionUsage():
            return Message("cli.option_misused", {"name": error.option_name})
        case click.MissingParameter():
            return Message("cli.missing_parameter", {"name": _name(error)})
        case click.BadParameter():
            return Message("cli.bad_value", {"name": _name(error), "problem": error.message})
        case _:
            return Message("cli.bad_call", {"problem": error.message})


def _unknown(kind: str, name: str, possibilities: list[str] | None) -> Message:
    close = get_close_matches(name, possibilities or [], n=1)
    if close:
        return Message(f"cli.unknown_{kind}_but", {"name": name, "close": close[0]})
    return Message(f"cli.unknown_{kind}", {"name": name})


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Argument):
        return error.param.human_readable_name
    return max(error.param.opts, key=len)
