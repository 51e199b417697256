"""Indicator by indicator, without names: what the panel gave, how far it lies apart, and the words of the level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import streamlit as st

from dashboard.parts.panel_words import shown
from dashboard.parts.rule_book_markup import opened
from dashboard.parts.wording import as_html, points
from indicators.language import Name, Translator
from indicators.model import Indicator, Level
from scoring.flow import Band, SittingCase

ORDERS: Final = ("table", "apart")


def draw(say: Translator, case: SittingCase) -> None:
    """Draw all indicators, in the order of the table or those first on which the panel differs most."""
    st.subheader(say("case.indicators"), anchor=False)
    bands = None if case.result.scores is None else case.result.scores.bands
    if case.result.scores is None:
        st.html(f'<div class="qc-empty">{as_html(say("case.no_sheet"))}</div>')
        return
    order = "table"
    if bands is None:
        st.html(f'<p class="qc-quiet pn-note">{as_html(say("case.too_few", count=case.result.submitted))}</p>')
    else:
        order = (
            st.segmented_control(
                say("case.order"),
                ORDERS,
                key="case-order",
                default="table",
                required=True,
                format_func=lambda name: say(f"case.order_{name}"),
                label_visibility="collapsed",
            )
            or "table"
        )
    st.caption(say("case.how_to_read" if bands is not None else "case.how_to_read_few"))
    leaves = case.rule_book.round.indicator_table.leaves()
    if order == "apart":
        rows = "".join(_leaf(say, case, leaf) for leaf in apart(case, leaves))
    else:
        rows = "".join(_node(say, case, node) for node in case.rule_book.round.indicator_table.indicators)
    st.html(f'<div class="rb pn-tree">{rows}</div>')


def apart(case: SittingCase, leaves: Sequence[Indicator]) -> list[Indicator]:
    """Return indicators, those first on which the panel's marks spread over most points."""
    return sorted(leaves, key=lambda leaf: -(band.deviation if (band := band_of(case, leaf)) is not None else -1.0))


def band_of(case: SittingCase, leaf: Indicator) -> Band | None:
    """Return the band of the marks behind a score, ``None`` where they are too few to show one."""
    bands = None if case.result.scores is None else case.result.scores.bands
    return None if bands is None else bands.indicator(leaf.code)


def reached(leaf: Indicator, score: Fraction) -> tuple[Level | None, Level | None]:
    """Return the highest level whose points a score reaches, and the next one above it."""
    levels = sorted(leaf.levels, key=lambda level: level.share)
    below = [level for level in levels if Fraction(level.share) * Fraction(leaf.max_score) <= score]
    return (below[-1] if below else None, levels[len(below)] if len(below) < len(levels) else None)


def _node(say: Translator, case: SittingCase, node: Indicator) -> str:
    if node.levels or node.step is not None:
        return _leaf(say, case, node)
    score = case.nodes.get(node.code)
    kind = "pn-top" if node.parent is None else "pn-class"
    value = _value(say, case, node, score)
    return f'<div class="{kind}">{_title(say, node)}{value}{_bar(node.max_score, score, None)}</div>'


def _leaf(say: Translator, case: SittingCase, leaf: Indicator) -> str:
    score, band = case.nodes.get(leaf.code), band_of(case, leaf)
    head = _title(say, leaf) + _value(say, case, leaf, score) + _bar(leaf.max_score, score, band)
    return opened(head, _inside(say, case, leaf, score, band), "pn-leaf")


def _title(say: Translator, node: Indicator) -> str:
    name = as_html(say.say(Name(node.name, node.name_en)))
    return f'<span class="rb-code">{as_html(node.code)}</span><span class="pn-name">{name}</span>'


def _value(say: Translator, case: SittingCase, node: Indicator, score: Fraction | None) -> str:
    if node.code not in case.nodes:
        return f'<span class="pn-value qc-quiet">{as_html(say("case.does_not_apply"))}</span>'
    value = "–" if score is None else shown(score)
    return f'<span class="pn-value"><b>{value}</b> / {as_html(points(node.max_score))}</span>'


def _bar(full: Decimal, score: Fraction | None, band: Band | None) -> str:
    """Return the share of full marks as a bar, and from the lowest to the highest mark as a whisker across it."""
    if score is None:
        return '<span class="pn-bar" aria-hidden="true"></span>'
    share = float(score / Fraction(full)) * 100
    whisker = ""
    if band is not None:
        left, right = band.lowest / float(full) * 100, band.highest / float(full) * 100
        whisker = f'<s style="left:{left:.1f}%;width:{max(right - left, 0):.1f}%"></s>'
    return f'<span class="pn-bar" aria-hidden="true"><i style="width:{share:.1f}%"></i>{whisker}</span>'


def _inside(say: Translator, case: SittingCase, leaf: Indicator, score: Fraction | None, band: Band | None) -> str:
    parts = []
    if band is not None:
        words = say(
            "case.band",
            marks=band.marks,
            lowest=shown(band.lowest),
            highest=shown(band.highest),
            deviation=shown(band.deviation),
        )
        parts.append(f"<p>{as_html(words)}</p>")
    elif case.result.scores is not None and case.result.scores.bands is not None and leaf.code in case.nodes:
        parts.append(f'<p class="qc-quiet">{as_html(say("case.band_too_few"))}</p>')
    if score is not None:
        share = shown(score / Fraction(leaf.max_score) * 100, 0)
        parts.append(f"<p>{as_html(say('case.share', share=share))}</p>")
        level, next_ = reached(leaf, score)
        parts += [_level(say, "case.level_reached", leaf, level), _level(say, "case.level_next", leaf, next_)]
    if leaf.evidence:
        parts.append(_quoted(say("case.evidence"), leaf.evidence))
    return "".join(parts)


def _level(say: Translator, key: str, leaf: Indicator, level: Level | None) -> str:
    if level is None:
        return ""
    return _quoted(say(key, points=points(level.share * leaf.max_score)), level.anchor)


def _quoted(label: str, text: str) -> str:
    return f'<span class="rb-label">{as_html(label)}</span><p lang="zh-CN">{as_html(text)}</p>'
