"""Which change of which weight would change grades in a round that is over, under the draft's points and lines."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import results
from dashboard.parts import frame
from dashboard.parts.card_table import card_table
from dashboard.parts.panel_words import MINUS
from dashboard.parts.studio_data import closed_round
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.wording import as_html
from indicators.weighting import Crossing, LeafSensitivity, sensitivity
from scoring.flow.replaying import shares_under
from scoring.model import Actor

_SHOWN: Final = (-0.2, -0.1, 0.1, 0.2)
_LEAST: Final = 0.01


def draw(sheet: Sheet, person: Actor, _page: str) -> None:
    """Draw the leaves, the one whose smallest change changes a grade first."""
    work, say = sheet.work, sheet.say
    round_id = closed_round(sheet, person)
    if round_id is None:
        return
    with st.spinner(say("studio.reading_marks")):
        leaves, shares = shares_under(results.replay_of(person, round_id), work.book())
    of = {leaf.code: leaf for leaf in work.round.indicator_table.leaves()}
    weights = {code: float(of[code].max_score) for code in leaves}
    cuts = sorted(float(cut.min_score) for cut in work.round.cut_scores)
    found = sensitivity([str(at) for at in range(len(shares))], weights, shares, cuts, shifts=_SHOWN)
    if not found.applications:
        frame.empty(say("studio.no_whole_sheets"))
        return
    words = say("studio.sensitivity_of", count=len(found.applications), left=len(found.left))
    st.html(f'<p class="dk-quiet">{as_html(words)}</p>')
    ordered = sorted(found.leaves, key=_nearness)
    heads = [say(f"studio.sensitive_{name}") for name in ("indicator", "now", "less", "more")]
    heads += [f"{shift:+.0%}".replace("-", MINUS) for shift in _SHOWN]
    rows = [_row(one, of[one.indicator].name) for one in ordered]
    with st.container(height=560):
        st.html(card_table(heads, rows))


def _nearness(one: LeafSensitivity) -> float:
    return float("inf") if one.smallest is None else abs(one.smallest.change)


def _row(one: LeafSensitivity, name: str) -> list[str]:
    less, more = map(_points, (one.nearest_less, one.nearest_more))
    moved = [str(one.moved[shift]) for shift in _SHOWN]
    return [f"<b>{as_html(one.indicator)}</b> {as_html(name)}", f"{one.weight:g}", less, more, *moved]


def _points(crossing: Crossing | None) -> str:
    """Return by how many points a weight has to change; where a total lies on a line, by any."""
    if crossing is None:
        return "\u2013"
    return f"{abs(crossing.change):.2f}" if abs(crossing.change) >= _LEAST else f"&lt; {_LEAST}"
