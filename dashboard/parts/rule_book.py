"""The rule book as pages show it: its sections, the search through all of them, what identifies it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from dashboard.parts import rule_book_regulation as law
from dashboard.parts import rule_book_round as year
from dashboard.parts import rule_book_sources as sources
from dashboard.parts import rule_book_tree as table
from dashboard.parts.rule_book_markup import Item, chip, facts, marked, opened, unfolded, words_of
from dashboard.parts.rule_book_words import first_upper
from dashboard.parts.wording import as_html, grouped
from indicators.language import Name, Translator
from indicators.model import RuleBook
from scoring.flow import RoundSummary

STYLE: Final = Path(__file__).with_name("rule_book.css")
SECTIONS: Final[Mapping[str, Callable[[RuleBook, Translator], list[Item]]]] = {
    "indicators": table.indicators,
    "conditions": law.conditions,
    "grades": year.grades,
    "procedure": law.procedure,
    "articles": law.articles,
    "interpretations": law.interpretations,
    "parameters": year.parameters,
    "documents": sources.documents,
}
#: Sections of the regulation, which stand under its own banner: what in it is unknown or made up.
OF_THE_REGULATION: Final = frozenset({"conditions", "grades", "procedure", "articles", "interpretations"})


def section(book: RuleBook, name: str, say: Translator) -> str:
    """Return one section, its entries under their headings."""
    heading = f'<h2 class="qc-heard">{as_html(say(f"rules.section_{name}"))}</h2>'
    about = f'{heading}<p class="qc-quiet">{as_html(say(f"rules.about_{name}"))}</p>'
    if name == "indicators":
        return _page(about + table.intro(book, say) + table.tree(book, say))
    notice = ""
    if name in OF_THE_REGULATION and book.regulation.status != "official":
        words = say.say(Name(book.regulation.banner, book.regulation.banner_en))
        status = as_html(say(f"rules.status_{book.regulation.status}"))
        notice = f'<div class="qc-sample" role="note"><b>{status}</b>{as_html(words)}</div>'
    return _page(about + notice + _under_headings(SECTIONS[name](book, say)))


def search(book: RuleBook, query: str, say: Translator) -> dict[str, str]:
    """Return what every section has on all words of a query, opened and with the words marked; no empty sections."""
    words = query.casefold().split()
    found: dict[str, str] = {}
    for name, items in SECTIONS.items():
        hits = [
            Item(item.heading, unfolded(marked(item.html, words)))
            for item in items(book, say)
            if words and all(word in f"{item.heading.casefold()} {words_of(item.html)}" for word in words)
        ]
        if hits:
            title = say("rules.section_with_hits", section=say(f"rules.section_{name}"), count=len(hits))
            found[title] = _page(_under_headings(hits))
    return found


def identity(summary: RoundSummary, say: Translator) -> str:
    """Return what this rule book is: its round, its regulation with the day it is in force from, its digest."""
    book = summary.rule_book
    regulation = book.regulation
    in_force = regulation.in_force_from
    digest = (
        f'<span class="rb-label">{as_html(say("rules.digest"))}</span><code>{grouped(book.digest)}</code>'
        f'<p class="qc-quiet">{as_html(say("rules.digest_how"))}</p>'
    )
    about = opened(
        as_html(say("rules.about_rule_book")), sources.citations(book, book.round.cite, say) + digest, "rb-about"
    )
    rows = [
        (
            say("rules.regulation"),
            f"{as_html(say.say(Name(regulation.name, regulation.name_en)))} "
            f"{chip(say(f'rules.status_{regulation.status}'), '' if regulation.status == 'official' else 'near')}",
        ),
        (say("rules.in_force_from"), sources.unknown_chip(say) if in_force is None else in_force.isoformat()),
        (say("rules.round_state"), as_html(first_upper(say(f"rounds.state_{summary.state}")))),
        (say("rules.grades_open"), "".join(chip(grade) for grade in book.round.grades_open)),
    ]
    return _page(facts(rows) + about)


def _under_headings(items: Iterable[Item]) -> str:
    groups = groupby(items, key=lambda item: item.heading)
    return "".join(
        (f'<h3 class="rb-group">{as_html(heading)}</h3>' if heading else "") + "".join(item.html for item in group)
        for heading, group in groups
    )


def _page(html: str) -> str:
    return f'<div class="rb">{html}</div>'
