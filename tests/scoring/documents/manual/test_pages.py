"""The manual: both languages alike, names as on the pages, commands and options that there are, no page too long."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from functools import cache
from pathlib import Path

import click
import pytest

from dashboard.identity import ROLES
from dashboard.roles import pages_of
from dashboard.texts import translator
from indicators.language import LANGUAGES
from scoring.cli import main
from scoring.cli.frame import Commands
from scoring.documents.manual import contents
from scoring.documents.manual.blocks import Heading, Items, Picture, Table, parse
from scoring.model import Actor

ROOT = Path(__file__).parents[4]
NAME = re.compile("“([^”]+)”")
CALL = re.compile("`(quality-credit [^`]+)`")
FILE = re.compile("`((?:docs|tests|scoring|indicators)/[^`]+)`")
# Two screens of 1440 by 900, as measured with its picture; a line of English says what half as much Chinese says.
LONGEST = {"zh": 850, "en": 2300}
BOTH = pytest.mark.parametrize("language", LANGUAGES)
PAGES = pytest.mark.parametrize("name", contents.PAGES)


def text(language: str, name: str) -> str:
    return (contents.HERE / LANGUAGES[language] / f"{name}.md").read_text("utf-8")


@cache
def catalogue(language: str) -> dict[str, set[str]]:
    """Keys by their whole text: what stands on a button, at a box, above a page."""
    say = translator(language)
    found: dict[str, set[str]] = {}
    for key in say.keys:
        with suppress(KeyError):  # what has fields is no name
            found.setdefault(say(key), set()).add(key)
    return found


def test_each_language_has_the_pages_and_no_other() -> None:
    for language, folder in LANGUAGES.items():
        assert {file.stem for file in (contents.HERE / folder).glob("*.md")} == set(contents.PAGES), language


@PAGES
def test_both_languages_have_the_same_parts(name: str) -> None:
    """Headings by level, lists by length, tables by size, pictures by name: a step left out in one is found."""

    def shape(language: str) -> list[tuple[object, ...]]:
        out: list[tuple[object, ...]] = []
        for block in contents.page(language, name):
            match block:
                case Heading():
                    out.append(("heading", block.level))
                case Items():
                    out.append(("items", block.ordered, len(block.items)))
                case Table():
                    out.append(("table", len(block.head), len(block.rows)))
                case Picture():
                    out.append(("picture", block.name))
                case _:
                    out.append((block.kind,))
        return out

    assert shape("zh") == shape("en")
    assert [block.level for block in contents.page("zh", name) if isinstance(block, Heading)].count(1) == 1


@BOTH
@PAGES
def test_names_are_those_of_the_pages(language: str, name: str) -> None:
    known = catalogue(language)
    titles = {contents.title(contents.page(language, one)) for one in contents.PAGES}
    assert not [one for one in NAME.findall(text(language, name)) if one not in known and one not in titles]


@PAGES
def test_both_languages_speak_of_the_same_names(name: str) -> None:
    """Each name in the one language has its own in the other: they are texts of one key."""
    titles = {one: contents.title(contents.page("zh", one)) for one in contents.PAGES}
    here = {language: set(NAME.findall(text(language, name))) for language in LANGUAGES}

    def keys(language: str) -> set[str]:
        return {key for word in here[language] for key in catalogue(language).get(word, ())}

    zh, en = keys("zh"), keys("en")
    assert not [word for word in here["zh"] - set(titles.values()) if not catalogue("zh")[word] & en]
    english = {contents.title(contents.page("en", one)) for one in contents.PAGES}
    assert not [word for word in here["en"] - english if not catalogue("en")[word] & zh]


@BOTH
@PAGES
def test_commands_and_options_are_there(language: str, name: str) -> None:
    for call in CALL.findall(text(language, name)):
        _, *words = shlex.split(call)
        group: click.Command = main
        while isinstance(group, Commands):
            word = words.pop(0)
            found = group.get_command(click.Context(group), word)
            assert found is not None, call
            group = found
        known = {option for parameter in group.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, call


@BOTH
@PAGES
def test_files_and_pictures_are_there(language: str, name: str) -> None:
    assert not [file for file in FILE.findall(text(language, name)) if not (ROOT / file).exists()]
    shown = [block.name for block in contents.page(language, name) if isinstance(block, Picture)]
    assert not [one for one in shown if not (contents.PICTURES / LANGUAGES[language] / one).is_file()]


def test_each_picture_is_shown() -> None:
    shown = {block.name for name in contents.PAGES for block in contents.page("zh", name) if isinstance(block, Picture)}
    assert {file.name for file in contents.PICTURES.glob("*/*")} == shown


def test_the_glossary_tells_articles_whole() -> None:
    table = contents.page("zh", "glossary")[-1]
    assert isinstance(table, Table)
    of = {name: articles for _, name, articles in table.rows}
    assert [of[name] for name in ("growth_years", "recheck", "adverse_record")] == ["10", "8, 12(2)(3)", "10(1)1"]


@BOTH
@pytest.mark.parametrize("name", [name for name in contents.PAGES if name not in {"methods", "glossary"}])
def test_a_page_of_a_role_is_two_screens_at_most(language: str, name: str) -> None:
    assert len(text(language, name)) <= LONGEST[language]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_of_the_pages_that_it_has(role: str) -> None:
    """Every page of the dashboard that a role may open is named on the manual's page for it, or is for everybody."""
    told = text("zh", contents.page_of_role(role)) + (text("zh", "sitting") if role == "expert" else "")
    say = translator("zh")
    own = [page for page in pages_of(Actor(role, role, frozenset({role}))) if page.section != "everyone"]
    assert not [page.id for page in own if f"“{say(f'page.{page.id}')}”" not in told]


def test_a_slip_of_a_text_is_no_silent_change() -> None:
    for slip in ("1. a\n3. b", "- a\n1. b", "| a | b |\n|---|---|\n| a |", "> quoted", "two\nlines", "#no blank"):
        with pytest.raises(ValueError, match=re.escape(slip.split("\n")[0])):
            parse(slip)


def test_the_glossary_is_the_project_s() -> None:
    table = contents.page("en", "glossary")[-1]
    assert isinstance(table, Table)
    assert ("公示", "public_notice") in {row[:2] for row in table.rows}
    source = ROOT.parent / "shared" / "docs" / "glossary.md"
    if source.is_file():
        lines = {re.sub("`", "", line) for line in source.read_text("utf-8").splitlines()}
        assert not [row for row in table.rows if f"| {' | '.join(row)} |".replace("|  |", "| |") not in lines]
