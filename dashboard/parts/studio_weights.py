"""Weights: by judgement of experts, from marks of a round that is over, and what changes of them would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard.parts import (
    studio_best_worst,
    studio_combine,
    studio_data,
    studio_judging,
    studio_sensitivity,
    studio_swing,
)
from dashboard.parts.card_table import card_table
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.wording import as_html
from scoring.model import Actor

WAYS: Final = {
    "judgement": studio_judging.draw,
    "best_worst": studio_best_worst.draw,
    "swing": studio_swing.draw,
    "data": studio_data.draw,
    "combine": studio_combine.draw,
    "sensitivity": studio_sensitivity.draw,
}


def draw(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw one way, and where the weights that stand were taken from."""
    say = sheet.say
    way = st.segmented_control(
        say("studio.ways"),
        list(WAYS),
        format_func=lambda name: say(f"studio.way_{name}"),
        default="judgement",
        required=True,
        key="studio-way",
        label_visibility="collapsed",
        wrap=True,
    )
    way = way or "judgement"
    st.html(f'<h2 class="st-title">{as_html(say(f"studio.way_{way}"))}</h2>')
    st.html(f'<p class="dk-quiet" role="note">{as_html(say(f"studio.way_what_{way}"))}</p>')
    WAYS[way](sheet, person, page)
    _sources(sheet)


def _sources(sheet: Sheet) -> None:
    """Draw from where the weights below each node were taken."""
    say, sources = sheet.say, sheet.work.sources
    st.html(f'<h2 class="st-title">{as_html(say("studio.sources"))}</h2>')
    if not sources:
        st.html(f'<p class="dk-quiet">{as_html(say("studio.no_sources"))}</p>')
        return
    names = {one.code: one.name for one in sheet.work.round.indicator_table.indicators}
    heads = [say(f"studio.source_{name}") for name in ("node", "method", "inputs", "unit")]
    rows = [
        [
            f"<b>{as_html(f'{code} {names.get(code, code)}' if code else say('studio.at_the_top'))}</b>",
            as_html(say(f"studio.method_{_of(one, 'method')}")),
            as_html(_inputs(sheet, one)),
            as_html(_of(one, "unit")),
        ]
        for code, one in sources.items()
    ]
    st.html(card_table(heads, rows))


def _inputs(sheet: Sheet, one: object) -> str:
    if not isinstance(one, Mapping):
        return ""
    if "round" in one:
        return sheet.say("studio.source_round", round=one["round"], count=one.get("applications", ""))
    if "shares" in one:
        parts = [(name, float(share)) for name, share in dict(one["shares"]).items()]
        listed = sheet.say("studio.comma").join(f"{_method(sheet, name)} {share:.0%}" for name, share in parts)
        return sheet.say("studio.source_combined", parts=listed, how=sheet.say(f"studio.combine_{one.get('how')}"))
    if "swings" in one:
        swings: Any = one["swings"]
        return sheet.say("studio.source_swings", count=len({str(each[0]) for each in swings}), swings=len(swings))
    judgements: Any = one.get("judgements", [])
    experts = sorted({str(each[0]) for each in judgements})
    ratio = one.get("ratio") or "\u2013"
    return sheet.say("studio.source_experts", count=len(experts), judgements=len(judgements), ratio=ratio)


def _method(sheet: Sheet, name: str) -> str:
    return sheet.say("studio.combine_now" if name == "now" else f"studio.method_{name}")


def _of(one: object, name: str) -> str:
    return str(one.get(name, "")) if isinstance(one, Mapping) else ""
