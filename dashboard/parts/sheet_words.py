"""How a sheet names an indicator, a level and a mark; its classes; the same on open and on locked sheets."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.parts import sheet_choices as choices
from dashboard.parts.wording import as_html, points
from indicators.language import Name, Translator
from indicators.model import Indicator, IndicatorTable
from scoring.flow import SavedMark
from scoring.model import MarkState


def classes(table: IndicatorTable) -> dict[str, tuple[Indicator, tuple[Indicator, ...]]]:
    """Return each class of indicators by its code, with the indicators that are marked in it, in the table's order."""
    nodes = {node.code: node for node in table.indicators}
    found: dict[str, list[Indicator]] = {}
    for leaf in table.leaves():
        found.setdefault(leaf.parent or leaf.code, []).append(leaf)
    return {code: (nodes[code], tuple(leaves)) for code, leaves in found.items()}


def row_key(code: str) -> str:
    """Return the key of an indicator's row, its fragment and its place on the page."""
    return f"sheet-row-{code.replace('.', '-')}"


def name(say: Translator, node: Indicator) -> str:
    """Return an indicator's name in the reader's language."""
    return say.say(Name(node.name, node.name_en))


def heading(say: Translator, leaf: Indicator) -> str:
    """Return an indicator's name, points and the evidence that is expected, as HTML."""
    full = as_html(say("own_sheet.points", points=points(leaf.max_score)))
    return (
        f'<div class="qc-indicator" id="{row_key(leaf.code)}">'
        f'<h3><span class="qc-code">{as_html(leaf.code)}</span>{as_html(name(say, leaf))}'
        f'<span class="qc-points">{full}</span></h3>'
        f'<p><b>{as_html(say("own_sheet.evidence"))}</b><span lang="zh-CN">{as_html(leaf.evidence)}</span></p></div>'
    )


def option_words(say: Translator, leaf: Indicator, option: str) -> str:
    """Return a level with its points, or the name of a state."""
    if option in (choices.INSUFFICIENT, choices.NOT_APPLICABLE):
        return say(f"own_sheet.{option}")
    return say("own_sheet.level", digit=option, points=points(choices.points_of(leaf, int(option))))


def mark_words(say: Translator, leaf: Indicator, mark: SavedMark) -> str:
    """Return a mark of the record in words."""
    there = choices.entry_of(leaf, mark)
    if there.chosen is not None:
        return option_words(say, leaf, there.chosen)
    if mark.state is MarkState.SCORED and mark.value is not None:
        return say("own_sheet.points", points=points(mark.value))
    return say("own_sheet.no_mark")


def marked_in(leaves: tuple[Indicator, ...], shown: Mapping[str, SavedMark]) -> int:
    """Return how many of some indicators have a mark."""
    return sum(leaf.code in shown and shown[leaf.code].state is not MarkState.MISSING for leaf in leaves)
