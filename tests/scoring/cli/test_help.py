"""Every command explains itself, in both languages, with an example; every command that is promised is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from scoring.cli import main
from scoring.cli.frame import Commands

Call = Callable[..., Result]
INTERFACE = Path(__file__).parents[4] / "shared" / "docs" / "interface.md"


def commands(group: Commands, *before: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.table:
        command = group.get_command(context, name)
        yield (*before, name)
        if isinstance(command, Commands):
            yield from commands(command, *before, name)


ALL = tuple(commands(main))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
@pytest.mark.parametrize(("language", "example"), [("zh", "示例："), ("en", "Example:")])
def test_help_with_an_example(call: Call, path: tuple[str, ...], language: str, example: str) -> None:
    result = call(*path, "--help", "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    after = result.stdout.partition(example)[2].strip().splitlines()
    assert after[0].startswith("quality-credit ")
    assert "--lang zh|en" in result.stdout


@pytest.mark.parametrize("path", ALL, ids=" ".join)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_name_options_that_are_there(call: Call, path: tuple[str, ...], language: str) -> None:
    """An example is read as a call would be; only its files are not there."""
    help_ = call(*path, "--help", "--lang", language).stdout
    examples = [line.strip() for line in help_.splitlines() if line.startswith("  quality-credit ")]
    assert examples
    for example in examples:
        group: click.Command = main
        _, *words = shlex.split(example)
        context = click.Context(main)
        while isinstance(group, Commands):
            name = words.pop(0)
            found = group.get_command(context, name)
            assert found is not None, example
            group = found
        known = {option for parameter in group.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, example


def test_who_acts_is_explained(call: Call) -> None:
    text = " ".join(call("round", "create", "--help").stdout.split())
    assert "Without it the user of the operating system." in text
    assert "rounds and applications secretariat" in text


def _promised() -> Iterator[str]:
    """Yield the commands on the register that the interface names: ``round create``, ``verify`` …"""
    text = INTERFACE.read_text("utf-8").partition("## Commands on the register")[2]
    for code, things in re.findall(r"`([a-z][a-z |]*)`(?: and `export`)?(?: \(([a-z, ]+);)?", text):
        first, _, rest = code.partition(" ")
        second = [word.strip() for word in rest.split("|") if word.strip()]
        if first == "import":
            for name in things.split(", "):
                yield from (f"import {name}", f"export {name}")
        elif second:
            yield from (f"{first} {name}" for name in second)
        else:
            yield first


@pytest.mark.skipif(not INTERFACE.exists(), reason="the interface is not part of the source tree")
def test_what_the_interface_names_is_offered() -> None:
    promised = set(_promised())
    assert {"round create", "import sheets", "export applications", "verify", "scheme compare"} <= promised
    offered = {" ".join(path) for path in ALL}
    assert promised <= offered
