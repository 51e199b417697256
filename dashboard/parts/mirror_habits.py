"""An expert's habits in his mirror: severity and its history, use of the scale, leanings, halo, change over the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from dashboard.parts.panel_words import MINUS
from dashboard.parts.rule_book_markup import chip, opened, table
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from indicators.model import RuleBook
from scoring.statistics.disclosure import Band, Estimate
from scoring.statistics.mirror.mirror import Leaning, Mirror, ScaleUse
from scoring.statistics.reasons import Reason

_WIDEST: Final = 8.0
"""Points of severity to either side of the line."""
_LEANINGS: Final[tuple[tuple[Leaning, str], ...]] = (
    ("much_stricter", "bad"),
    ("stricter", "near"),
    ("milder", "near"),
    ("much_milder", "bad"),
)
_NOTABLE: Final = 0.05


def number(value: float, decimals: int = 1) -> str:
    """Return a number without idle zeros, with a true minus."""
    text = f"{abs(value):.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{abs(value):.0f}"
    return f"{MINUS}{text}" if value < 0 and text != "0" else text


def severity_words(say: Translator, found: Estimate) -> str:
    """Return severity as a sentence: which way, how many points, and whether it can be told from none."""
    points = number(abs(found.value))
    if found.low is None or found.high is None:
        return say("mirror.severity_plain", points=points, way=_way(say, found.value))
    limits = say("mirror.limits", low=number(found.low), high=number(found.high))
    if found.low <= 0 <= found.high:
        return say("mirror.severity_none", limits=limits)
    return say("mirror.severity_some", points=points, way=_way(say, found.value), limits=limits)


def _way(say: Translator, value: float) -> str:
    return say("mirror.way_strict" if value > 0 else "mirror.way_mild" if value < 0 else "mirror.way_even")


def severity_line(say: Translator, found: Estimate) -> None:
    """Draw severity on a line from mild to strict, with its interval."""

    def at(points: float) -> float:
        return (max(-_WIDEST, min(_WIDEST, points)) + _WIDEST) / (2 * _WIDEST) * 100

    marks = "".join(
        f'<s style="left:{at(points):.1f}%"></s><span style="left:{at(points):.1f}%">{as_html(words)}</span>'
        for points, words in (
            (-_WIDEST, say("mirror.end_mild", points=number(_WIDEST))),
            (0.0, "0"),
            (_WIDEST, say("mirror.end_strict", points=number(_WIDEST))),
        )
    )
    low, high = (found.value, found.value) if found.low is None or found.high is None else (found.low, found.high)
    inner = (
        f'{marks}<i style="left:{at(low):.1f}%;width:{at(high) - at(low):.1f}%"></i>'
        f'<b style="left:{at(found.value):.1f}%"></b>'
    )
    st.html(f'<div class="mi-line" role="img" aria-label="{as_html(severity_words(say, found))}">{inner}</div>')


def history(say: Translator, rows: Iterable[tuple[Name, Mirror]]) -> None:
    """Draw severity and spread of every round whose mirror is shown."""
    lines = []
    for name, found in rows:
        words = why(say, found, "severity") if found.severity is None else severity_words(say, found.severity)
        lines.append([as_html(say.say(name)), str(len(found.applications)), as_html(words)])
    head = [say(f"mirror.column_{name}") for name in ("round", "sheets", "severity")]
    st.html(f'<div class="rb">{table(head, lines)}</div>')


def spread(say: Translator, found: Mirror) -> None:
    """Draw how far his totals spread, and how near they are to the others'."""
    lines = []
    if found.spread is not None:
        band = found.others_spread
        others = say("mirror.too_few_others") if band is None else limits(say, band)
        words = say("mirror.spread_says", own=number(found.spread), others=others)
        lines.append((say("mirror.spread"), words))
    if found.distance is not None:
        lines.append((say("mirror.distance"), say("mirror.distance_says", points=number(found.distance))))
    if found.rank_agreement is not None:
        lines.append((say("mirror.ranks"), say("mirror.ranks_says", value=number(found.rank_agreement))))
    rows = "".join(f"<div><dt>{as_html(head)}</dt><dd>{as_html(words)}</dd></div>" for head, words in lines)
    st.html(f'<dl class="rb rb-facts mi-facts">{rows}</dl>')


def limits(say: Translator, band: Band) -> str:
    """Return a band as words."""
    return say("mirror.limits", low=number(band.low, 2), high=number(band.high, 2))


def scale(say: Translator, uses: Iterable[ScaleUse]) -> None:
    """Draw how often he gave marks of about each quarter of the full marks, and how often the others did."""
    st.html(f'<div class="mi-scale">{"".join(_use(say, use) for use in uses)}</div>')


def _use(say: Translator, use: ScaleUse) -> str:
    band = ""
    words = say("mirror.too_few_others")
    outside = False
    if use.others is not None:
        band = f'<i style="left:{use.others.low:.0%};width:{use.others.high - use.others.low:.0%}"></i>'
        words = say(
            "mirror.scale_says", own=f"{use.own:.0%}", low=f"{use.others.low:.0%}", high=f"{use.others.high:.0%}"
        )
        outside = use.others.position(use.own) != "within"
    kind = ' class="out"' if outside else ""
    bar = f'<div class="mi-bar">{band}<b{kind} style="left:{use.own:.0%}"></b></div>'
    name = as_html(say("mirror.scale_share", share=f"{use.share:.0%}"))
    return f"<div><span>{name}</span>{bar}<span>{as_html(words)}</span></div>"


def leanings(say: Translator, found: Mirror, book: RuleBook) -> None:
    """Draw the indicators in which he is stricter or milder than elsewhere; the others are counted."""
    if not found.leanings:
        st.caption(why(say, found, "leanings"))
        return
    names = {leaf.code: Name(leaf.name, leaf.name_en) for leaf in book.round.indicator_table.leaves()}
    parts = []
    for kind, colour in _LEANINGS:
        codes = [code for code, leaning in found.leanings.items() if leaning == kind]
        if codes:
            chips = "".join(chip(f"{code} {say.say(names[code])}", colour) for code in codes)
            parts.append(f'<p><b>{as_html(say(f"mirror.lean_{kind}"))}</b></p><div class="mi-lean">{chips}</div>')
    alike = [code for code, leaning in found.leanings.items() if leaning == "alike"]
    words = say("mirror.lean_alike", count=len(alike))
    listed = "".join(chip(f"{code} {say.say(names[code])}") for code in alike)
    parts.append(opened(as_html(words), f'<div class="mi-lean">{listed}</div>') if alike else "")
    st.html(f'<div class="rb">{"".join(parts)}</div>')


def halo_and_change(say: Translator, found: Mirror) -> None:
    """Say whether one impression colours all his marks, and whether he changed over his sheets."""
    lines = [
        (say("mirror.halo"), _halo(say, found)),
        (say("mirror.change"), _change(say, found)),
    ]
    rows = "".join(f"<div><dt>{as_html(head)}</dt><dd>{as_html(words)}</dd></div>" for head, words in lines)
    st.html(f'<dl class="rb rb-facts mi-facts">{rows}</dl>')


def _halo(say: Translator, found: Mirror) -> str:
    if found.halo is None:
        return why(say, found, "halo")
    notable = found.halo_p is not None and found.halo_p < _NOTABLE
    return say("mirror.halo_some" if notable else "mirror.halo_none", share=f"{found.halo:.0%}")


def _change(say: Translator, found: Mirror) -> str:
    if found.change is None:
        return why(say, found, "change")
    notable = found.change_p is not None and found.change_p < _NOTABLE
    if not notable or found.change == 0:
        return say("mirror.change_none")
    way = say("mirror.became_mild" if found.change > 0 else "mirror.became_strict")
    return say("mirror.change_some", points=number(abs(found.change)), way=way)


def why(say: Translator, found: Mirror, what: str) -> str:
    """Return why something is not shown."""
    reasons: Mapping[str, Reason] = found.reasons
    message = reasons.get(what, Reason.TOO_FEW).message
    return say("mirror.not_shown", why=message) if message is not None else say("mirror.too_few_others")
