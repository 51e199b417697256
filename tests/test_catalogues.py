"""Every text in both languages, with the same fields; every key in the code has its text and the other way round."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from indicators.language import LANGUAGES

ROOT = Path(__file__).parents[1]
FLOORS = [floor for floor in ("indicators", "scoring", "dashboard") if (ROOT / floor / "locale").exists()]
LETTER = re.compile("[A-Za-z]")
CJK = re.compile(r"[\u3400-\u9fff]")


@cache
def _texts(floor: str, language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((ROOT / floor / "locale" / LANGUAGES[language] / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            for entry in read_po(stream, abort_invalid=True):
                if entry.id:
                    assert entry.id not in texts, f"{file.name}: {entry.id} twice"
                    assert not entry.fuzzy, f"{file.name}: {entry.id} is fuzzy"
                    texts[str(entry.id)] = str(entry.string)
    return texts


def _without_fields(text: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(text))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def _strings(floor: str) -> list[tuple[Path, ast.Constant, bool]]:
    found = []
    for file in sorted((ROOT / floor).rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (file, node, node in docstrings)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_both_languages_have_the_same_texts_and_fields(floor: str) -> None:
    chinese, english = _texts(floor, "zh"), _texts(floor, "en")
    assert set(chinese) == set(english)
    assert not [key for key in chinese if not chinese[key].strip() or not english[key].strip()]
    differ = {key: (_fields(chinese[key]), _fields(english[key])) for key in chinese}
    assert not {key: pair for key, pair in differ.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("floor", FLOORS)
def test_chinese_is_chinese_and_english_is_english(floor: str) -> None:
    # An example of a call is a call: the same in both languages unless it names a file.
    words = {key: text for key, text in _texts(floor, "zh").items() if not key.startswith("cli.example_")}
    # What has fields, figures and signs alone is the same in every language.
    assert not [key for key, text in words.items() if LETTER.search(_without_fields(text)) and not CJK.search(text)]
    assert not [key for key, text in _texts(floor, "en").items() if CJK.search(text)]


def test_keys_in_the_code_and_in_the_catalogues_are_the_same() -> None:
    texts = {key for floor in FLOORS for key in _texts(floor, "zh")}
    areas = {key.split(".")[0] for key in texts}
    pattern = re.compile(rf"^({'|'.join(sorted(areas))})\.(?!(toml|csv|po|db|xlsx|css|js|svg|py)$)[a-z0-9_]*[a-z0-9]$")
    used = {node.value for floor in FLOORS for _, node, docstring in _strings(floor) if not docstring}
    # A key may be put together from an area and the name of a thing (a column): then its stem stands in the code.
    stems = tuple(value[: value.index("{")] for value in _patterns())
    unknown = {value for value in used if pattern.match(value)} - texts
    assert not unknown, f"keys without a text: {sorted(unknown)}"
    unused = {key for key in texts - used if not key.startswith(stems)}
    assert not unused, f"texts that nothing says: {sorted(unused)}"


def _patterns() -> list[str]:
    """Keys made by an f-string such as ``f"cli.column_{name}"``, written here as ``cli.column_{``."""
    found = []
    for floor in FLOORS:
        for file in (ROOT / floor).rglob("*.py"):
            found += re.findall(r"""f["']([a-z_]+\.[a-z0-9_]*\{)""", file.read_text("utf-8"))
    return found


def test_no_text_for_people_stands_in_the_code() -> None:
    chinese = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.value[:30]!r}"
        for floor in ("indicators", "scoring", "dashboard")
        for file, node, docstring in _strings(floor)
        if not docstring and CJK.search(node.value) and len(node.value) > HEADING_LENGTH
    ]
    assert not chinese


# Column headings of official tables and words of file formats are data that is matched, not text that is said.
HEADING_LENGTH = 8
