"""`docs/threats.md` names files and tests that there are, for each of the 24 threats; and what it says of the code."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "threats.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+ \|", line)
]
STATUS = {"held", "partly", "outside"}
#: What is no path: a rule's name, a word of it, a command.
NO_PATHS = {"own", "verify"}
NETWORK = {
    *("aiohttp", "anthropic", "ftplib", "http", "httpx", "imaplib", "openai", "poplib", "requests", "smtplib"),
    *("socket", "ssl", "telnetlib", "torch", "transformers", "urllib3", "websockets", "xmlrpc"),
}
#: It closes the network to the process in which workbooks are read.
CLOSING = {"indicators/apart.py", "indicators/apart_child.py"}


def named(text: str) -> list[str]:
    return [one for one in re.findall(r"`([^`]+)`", text) if one not in NO_PATHS]


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    return (ROOT / path).exists() and (not test or test in functions_of(path))


def test_there_are_24_rows_each_with_a_status_a_control_and_a_test() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 25))
    for row in ROWS:
        number, _, status, control, test, *remains = row
        assert status in STATUS, number
        assert [one for one in named(control) if "::" not in one], number
        assert named(test), number
        assert all(re.fullmatch(r"tests/[\w/]+\.py::test_\w+", one) for one in named(test)), number
        assert status == "held" or (remains and remains[0]), number


@pytest.mark.parametrize("name", sorted(set(named(TEXT))))
def test_what_is_named_is_there(name: str) -> None:
    assert is_there(name)


def test_a_name_that_is_not_there_would_be_found() -> None:
    assert not is_there("scoring/no_such_file.py")
    assert not is_there("tests/test_threats.py::test_no_such_test")


def test_nothing_that_computes_or_keeps_can_send_anything() -> None:
    """No model can be asked and no mail sent from below the pages: there is no way out."""
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for package in ("indicators", "scoring")
        for file in (ROOT / package).rglob("*.py")
        if str(file.relative_to(ROOT)) not in CLOSING
        for name in imported(ast.parse(file.read_text("utf-8")))
        if name.split(".")[0] in NETWORK or name == "urllib.request"
    ]
    assert found == []


def imported(tree: ast.AST) -> list[str]:
    names = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    return names + [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
