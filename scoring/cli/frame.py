"""The frame of every command: language, help, exit codes. No traceback ever reaches the user.

A command is declared with `command` and named in the table of its group. Its texts are ``cli.brief_<path>``,
``cli.help_<path>`` and ``cli.example_<path>``, `<path>` being its names joined by ``_`` (``scheme_validate``); the help
of an option is the key of a text.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

import click

from indicators.faults import FaultsError
from indicators.language import LANGUAGES, Message
from scoring.cli.layout import two_columns, wrapped
from scoring.cli.parameters import OneOf
from scoring.cli.session import Session, language_of
from scoring.cli.usage import PROGRAM, usage_message
from scoring.errors import AccessRefusedError, ClockError, ConflictError, FrozenError, RecordError, SpokenError
from scoring.texts import translator

INPUT_AT_FAULT: Final = 1
CALL_AT_FAULT: Final = 2
RECORD_AT_FAULT: Final = 3
INTERRUPTED: Final = 130
DEBUG: Final = "QUALITY_CREDIT_DEBUG"
_LINE: Final = 100


class _Helped(click.Command):
    """Help in the language of the call."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        say = ctx.find_object(Session).say  # type: ignore[union-attr]  # the frame sets it
        path = "_".join(_path(ctx)).replace("-", "_")
        lines = [f"{say('cli.usage')} {ctx.command_path} {' '.join(self.collect_usage_pieces(ctx))}", ""]
        lines += wrapped(say(f"cli.help_{path}" if path else "cli.help"), _LINE)
        lines += ["", say("cli.example")]
        lines += [f"  {line}" for line in say(f"cli.example_{path}" if path else "cli.example_first").split("\n")]
        if isinstance(self, click.Group):
            prefix = f"{path}_" if path else ""
            briefs = [(name, say(f"cli.brief_{prefix}{name}".replace("-", "_"))) for name in self.list_commands(ctx)]
            lines += ["", say("cli.commands"), *two_columns(briefs, _LINE)]
        options = [
            (option_name(param, ctx), say(param.help))
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and param.help and not param.hidden
        ]
        lines += ["", say("cli.options"), *two_columns(options, _LINE)]
        formatter.write("\n".join(lines) + "\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "cli.option_help"
        return option


def _path(ctx: click.Context) -> list[str]:
    """Return the names of a command from below the program."""
    return [] if ctx.parent is None else [*_path(ctx.parent), ctx.info_name or ""]


def option_name(option: click.Option, ctx: click.Context) -> str:
    """Return an option as help shows it: its names, and what it takes."""
    names = ", ".join(option.opts)
    return names if option.is_flag or option.count else f"{names} {option.make_metavar(ctx)}"


class _Command(_Helped):
    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args:
            session: Session = ctx.obj
            raise click.UsageError(session.say("cli.extra_arguments", arguments=" ".join(ctx.args)), ctx)
        return super().invoke(ctx)


class Commands(_Helped, click.Group):
    """A group whose commands are imported when they are called, so that help and errors come at once.

    `table` maps the name of a command to where it is: ``"scoring.cli.score:score"``.
    """

    def __init__(self, name: str, table: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(name, no_args_is_help=True, **attributes)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name].partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; click itself would not know the names to suggest."""
        if args and not args[0].startswith("-") and args[0] not in self.table:
            raise click.NoSuchCommand(args[0], possibilities=self.table, ctx=ctx)
        return super().resolve_command(ctx, args)


def language_option() -> click.Option:
    """Return ``--lang``, read before the call by `language_of`; here it is checked and explained."""
    return click.Option(
        ["--lang"], type=OneOf(tuple(LANGUAGES)), metavar="zh|en", expose_value=False, help="cli.option_lang"
    )


def command(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command; it gets ``--lang`` and ``--json``, and a `Session` by ``click.pass_obj``."""

    def declare(function: Callable[..., Any]) -> click.Command:
        own = click.command(name, cls=_Command, context_settings={"allow_extra_args": True}, **attributes)(function)
        json_option = click.Option(["--json"], is_flag=True, expose_value=False, help="cli.option_json")
        own.params += [json_option, language_option()]
        return own

    return declare


class Program(Commands):
    """The whole program: turns everything that can go wrong into words and an exit code."""

    def main(  # type: ignore[override]  # click's two overloads differ in what they return; this never does
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a call and leave with its exit code; `args` are those of the process unless given."""
        arguments = list(sys.argv[1:] if args is None else args)
        session = Session(translator(language_of(arguments)), as_json="--json" in arguments)
        sys.exit(self._run(arguments, session, {**extra, "standalone_mode": False, "obj": session}))

    def _run(self, arguments: list[str], session: Session, extra: dict[str, Any]) -> int:
        _print_anything()
        try:
            result = super().main(arguments, PROGRAM, **extra)
            sys.stdout.flush()
        except SystemExit:  # click's way out, only when whoever read our output has had enough
            return 0
        except Exception as error:  # the last line of defence: nobody but us can read a traceback
            if os.environ.get(DEBUG):
                traceback.print_exc()
            return _explain(error, session)
        return result if isinstance(result, int) else 0


def _print_anything() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _explain(error: Exception, session: Session) -> int:
    """Say what went wrong and return the exit code for it."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return CALL_AT_FAULT
        case click.UsageError():
            session.tell(usage_message(error))
            return CALL_AT_FAULT
        case click.Abort():
            session.tell([Message("cli.interrupted")])
            return INTERRUPTED
        case FaultsError():
            session.show_faults(error.faults)
            return INPUT_AT_FAULT
        case AccessRefusedError() | ConflictError() | FrozenError() | ClockError():
            session.show_refusal(error.what)
            return INPUT_AT_FAULT
        case SpokenError():
            session.tell([error.what])
            if detail := error.what.values.get("detail"):
                session.tell([Message("cli.driver_says", {"detail": detail})])
            return RECORD_AT_FAULT if isinstance(error, RecordError) else CALL_AT_FAULT
        case BrokenPipeError():  # the same, found when the last of it is flushed
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case OSError():
            session.tell([_disk_message(error)])
            return RECORD_AT_FAULT
        case _:
            session.tell([Message("cli.unexpected", {"kind": type(error).__name__, "variable": DEBUG})])
            return RECORD_AT_FAULT


def _disk_message(error: OSError) -> Message:
    file = os.path.basename(str(error.filename)) if error.filename else "-"
    values = {"file": file, "reason": error.strerror or type(error).__name__}
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Message("cli.disk_full", values)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return Message("cli.not_permitted", values)
        case errno.ENOENT:
            return Message("cli.not_there", values)
        case _:
            return Message("cli.disk", values)
