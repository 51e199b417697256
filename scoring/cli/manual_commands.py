"""The commands as a page of the manual, made of what the command line says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from indicators.language import Translator
from scoring.cli.frame import Commands, option_name
from scoring.cli.usage import PROGRAM
from scoring.documents.manual.blocks import Block, Call, Heading, Table, Text


def commands_page(program: Commands, say: Translator) -> tuple[Block, ...]:
    """Return every command with what it does, its options and an example, in the order of the program's own list."""
    head: list[Block] = [Heading(say("manual.commands"), 1), Text(say("manual.commands_what"))]
    return (*head, *_group(program, click.Context(program, info_name=PROGRAM), (), say))


def _group(group: Commands, context: click.Context, path: tuple[str, ...], say: Translator) -> Iterator[Block]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is None:
            continue
        own, own_context = (*path, name), click.Context(found, info_name=name, parent=context)
        if not path:
            yield Heading(say("manual.command", name=name, brief=say(f"cli.brief_{_key(own)}")), 2)
        if isinstance(found, Commands):
            yield Text(say(f"cli.help_{_key(own)}"))
            yield from _group(found, own_context, own, say)
            continue
        if path:
            yield Heading(" ".join(own), 3)
        yield from _command(found, own_context, own, say)


def _command(command: click.Command, context: click.Context, path: tuple[str, ...], say: Translator) -> Iterator[Block]:
    usage = " ".join([PROGRAM, *path, *command.collect_usage_pieces(context)])
    yield Text(say(f"cli.help_{_key(path)}"))
    yield Call((usage,))
    options = tuple(
        (f"`{option_name(one, context)}`", say(one.help))
        for one in command.params
        if isinstance(one, click.Option) and one.help and not one.hidden
    )
    if options:
        yield Table((say("manual.option"), say("manual.meaning")), options)
    yield Call((say("cli.example"), *say(f"cli.example_{_key(path)}").split("\n")))


def _key(path: tuple[str, ...]) -> str:
    return "_".join(path).replace("-", "_")
