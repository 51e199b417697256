"""The manual on a page: which of its pages, and the whole of it to take away."""

from __future__ import annotations

from functools import cache

from dashboard.texts import translator
from scoring.cli import main
from scoring.cli.manual import whole_manual
from scoring.documents.manual.blocks import Block
from scoring.documents.manual.contents import page_of_role
from scoring.documents.manual.html import STYLE, page_html, whole_html
from scoring.model import Actor


@cache
def pages(language: str) -> dict[str, tuple[Block, ...]]:
    """Return every page in a language, made once."""
    return whole_manual(main, translator(language))


def first_of(person: Actor) -> str:
    """Return the page that is for somebody: with several roles, the first of them by name."""
    return page_of_role(min(person.roles, default="public"))


def shown(language: str, name: str) -> str:
    """Return a page as HTML, its headings below the title of the page of the dashboard."""
    return f"<style>{STYLE}</style>{page_html(pages(language)[name], language=language, below=1)}"


@cache
def file_of(language: str) -> bytes:
    """Return the whole manual as one file."""
    say = translator(language)
    made = whole_html(pages(language), language=language, name=say("manual.name"), contents=say("manual.contents"))
    return made.encode()
