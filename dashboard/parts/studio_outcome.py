"""What every way of weighing comes to: the weights beside the points that stand, and the step into the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from dashboard.parts import acting, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html, points
from indicators.drafting import children_of, reweighed
from indicators.language import Message
from indicators.model import Round
from indicators.weighting import as_points

NODE: Final = "studio-judged-node"
UNITS: Final = (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1))
_TOP: Final = ""
_NONE: Final = "\u2013"
#: Draws something of a node: the sheet, the node's code, the page.
Part = Callable[[Sheet, str, str], None]


def side_by_side(sheet: Sheet, page: str, ways_in: Sequence[Part], result: Part) -> None:
    """Draw the choice of a node, the ways in for what experts hold of it, and beside them what that comes to."""
    code = node(sheet)
    if code is None:
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        if sheet.work.is_editable:
            for way in ways_in:
                way(sheet, code, page)
    with right:
        result(sheet, code, page)


def node(sheet: Sheet) -> str | None:
    """Draw the choice of the node whose children are weighed; ``None`` where there is none, which is said."""
    work, say = sheet.work, sheet.say
    nodes = nodes_of(work.round)
    if not nodes:
        frame.empty(say("studio.no_nodes"))
        return None
    names = {one.code: f"{one.code} {one.name}" for one in work.round.indicator_table.indicators}
    if st.session_state.get(NODE) not in nodes:
        st.session_state[NODE] = nodes[0]
    code: str = st.selectbox(
        say("studio.judged_node"),
        nodes,
        format_func=lambda one: names.get(one, say("studio.at_the_top")),
        key=spoken.keyed(NODE, say),
    )
    return code


def nodes_of(round_: Round) -> list[str]:
    """Return the nodes with two children and more, the top first as an empty code."""
    every = [None, *(one.code for one in round_.indicator_table.indicators)]
    return [code or _TOP for code in every if len(children_of(round_, code)) > 1]


def weights(
    sheet: Sheet,
    code: str,
    shares: Mapping[str, float],
    *,
    beside: Mapping[str, Mapping[str, str]] | None = None,
) -> Decimal:
    """Draw the weights below a node beside its points now and then; return the unit of points that was chosen.

    Parameters
    ----------
    shares : mapping
        By child, in any scale.
    beside : mapping of heading to text by child, optional
        More columns, between the weight and the points.
    """
    work, say = sheet.work, sheet.say
    unit = st.selectbox(say("studio.unit"), UNITS, index=2, format_func=lambda one: points(one), key="studio-unit")
    below = children_of(work.round, code or None)
    whole, total = sum((one.max_score for one in below), Decimal(0)), sum(shares.values())
    new = as_points(dict(shares), full_marks=whole, unit=unit).of if not whole % unit else {}
    more = beside or {}
    heads = [say("studio.priority_indicator"), say("studio.priority_share"), *more]
    rows = [
        [
            f"<b>{as_html(one.code)}</b> {as_html(one.name)}",
            f"{shares[one.code] / total:.1%}",
            *(as_html(column[one.code]) for column in more.values()),
            points(one.max_score),
            f"<b>{points(new[one.code])}</b>" if one.code in new else _NONE,
        ]
        for one in below
    ]
    st.html(card_table([*heads, say("studio.priority_now"), say("studio.priority_new")], rows))
    return unit


def take_over(
    sheet: Sheet, code: str, shares: Mapping[str, float], unit: Decimal, record: dict[str, object], page: str
) -> None:
    """Draw the button that makes the weights the points of the draft; `record` is what is kept of where they are of."""
    say = sheet.say
    st.button(
        say("studio.take_over"),
        key="studio-take-over",
        type="primary",
        icon=":material/download_done:",
        disabled=not sheet.work.is_editable,
        on_click=_over,
        args=(code, dict(shares), unit, {**record, "unit": f"{unit}"}, page),
    )
    st.html(f'<p class="dk-quiet">{as_html(say("studio.take_over_what"))}</p>')


def _over(code: str, shares: dict[str, float], unit: Decimal, source: dict[str, object], page: str) -> None:
    def change(work: Work) -> None:
        work.replace(reweighed(work.round, code or None, shares, unit=unit), {**work.sources, code: source})

    acting.attempt(page, lambda: do(change), Message("studio.taken_over"))
