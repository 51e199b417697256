"""The indicator table as a tree: classes open on their indicators, an indicator on its evidence and anchors."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.parts.rule_book_markup import Item, chip, number, opened, paragraphs, table
from dashboard.parts.rule_book_sources import citations
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from indicators.model import Indicator, RuleBook

Children = Mapping[str | None, list[Indicator]]


def indicators(book: RuleBook, say: Translator) -> list[Item]:
    """Return every scored indicator under the names of what it is part of: for the search."""
    by_code = {one.code: one for one in book.round.indicator_table.indicators}
    return [
        Item(" › ".join(_name(node, say) for node in _above(leaf, by_code)), _leaf(book, leaf, say))
        for leaf in book.round.indicator_table.leaves()
    ]


def tree(book: RuleBook, say: Translator) -> str:
    """Return the whole table: the basic indicators, their classes closed, each with its points and citations."""
    children: dict[str | None, list[Indicator]] = {}
    for one in book.round.indicator_table.indicators:
        children.setdefault(one.parent, []).append(one)
    return "".join(_branch(book, root, children, say) for root in children.get(None, ()))


def intro(book: RuleBook, say: Translator) -> str:
    """Return what the table is, how it is marked, and what it rests on."""
    shown = book.round.indicator_table
    words = say(
        "rules.table_intro",
        name=Name(shown.name, shown.name_en),
        full=number(shown.full_marks),
        count=len(shown.leaves()),
        marking=say(f"rules.marking_{shown.marking}"),
    )
    return f"<p>{as_html(words)}</p>{citations(book, shown.cite, say)}"


def _branch(book: RuleBook, node: Indicator, children: Children, say: Translator) -> str:
    below = children.get(node.code, [])
    if not below:
        return _leaf(book, node, say)
    inner = citations(book, node.cite, say) + "".join(_branch(book, child, children, say) for child in below)
    if node.parent is None:
        return f'<section class="rb-basic"><h3 class="rb-group">{_head(node, say)}</h3>{inner}</section>'
    count = chip(say("rules.indicator_count", count=sum(1 for _ in _leaves(node, children))))
    return opened(f"{_head(node, say)} {count}", inner, "rb-class")


def _leaf(book: RuleBook, leaf: Indicator, say: Translator) -> str:
    """Return an indicator with everything an expert has before him when he marks it."""
    notes = []
    if leaf.allows_not_applicable:
        notes.append(say("rules.not_applicable_allowed"))
    if leaf.step is not None:
        notes.append(say("rules.step", step=number(leaf.step)))
    levels = sorted(leaf.levels, key=lambda level: level.share)
    anchors = table(
        [say("rules.level_share"), say("rules.points"), say("rules.anchor")],
        [
            (
                number(level.share),
                number(level.share * leaf.max_score),
                f'<span lang="zh-CN">{as_html(level.anchor)}</span>',
            )
            for level in levels
        ],
    )
    body = [
        f'<span class="rb-label">{as_html(say("rules.evidence"))}</span>{paragraphs(leaf.evidence)}',
        f'<span class="rb-label">{as_html(say("rules.anchors", count=len(levels)))}</span>{anchors}' if levels else "",
        *(f'<p class="qc-quiet">{as_html(note)}</p>' for note in notes),
        citations(book, leaf.cite, say),
    ]
    return opened(_head(leaf, say), "".join(body), "rb-leaf")


def _head(node: Indicator, say: Translator) -> str:
    original = f'<small lang="zh-CN">{as_html(node.name)}</small>' if say.language == "en" else ""
    points = say("rules.of_points", points=number(node.max_score))
    name = as_html(say.say(Name(node.name, node.name_en)))
    return (
        f'<span class="rb-code">{as_html(node.code)}</span><span class="rb-name">{name}{original}</span>'
        f'<span class="rb-points">{as_html(points)}</span>'
    )


def _name(node: Indicator, say: Translator) -> str:
    return f"{node.code} {say.say(Name(node.name, node.name_en))}"


def _above(leaf: Indicator, by_code: Mapping[str, Indicator]) -> list[Indicator]:
    found: list[Indicator] = []
    code = leaf.parent
    while code is not None:
        found.insert(0, by_code[code])
        code = by_code[code].parent
    return found or [leaf]


def _leaves(node: Indicator, children: Children) -> list[Indicator]:
    below = children.get(node.code, [])
    return [leaf for child in below for leaf in _leaves(child, children)] if below else [node]
