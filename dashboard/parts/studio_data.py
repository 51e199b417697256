"""Weights from the marks of a round that is over: entropy and CRITIC beside the points that stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import numpy as np
import streamlit as st

from dashboard import results, source
from dashboard.parts import acting, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html, points
from indicators.drafting import with_leaf_shares
from indicators.language import Message, Name
from indicators.weighting import Marks, critic, entropy, marks
from scoring.flow.replaying import ReplayBasis, shares_under
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

ROUND: Final = "studio-data-round"
METHODS: Final = {"entropy": entropy, "critic": critic}
UNITS: Final = (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"))


def draw(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw the round, and the weights that its marks make."""
    work, say = sheet.work, sheet.say
    round_id = closed_round(sheet, person)
    if round_id is None:
        return
    with st.spinner(say("studio.reading_marks")):
        ready, found = weights_of(work, results.replay_of(person, round_id))
    of = {leaf.code: leaf for leaf in work.round.indicator_table.leaves()}
    words = say("studio.data_from", count=len(ready.applications), leaves=len(ready.indicators))
    st.html(f'<p class="dk-quiet">{as_html(words)}</p>')
    left = [code for code in of if any(code not in weights for weights in found.values())]
    if left:
        st.html(f'<p class="dk-quiet" role="note">{as_html(say("studio.data_without", codes=listed(left, say)))}</p>')
    full = work.round.indicator_table.full_marks
    heads = [say(f"studio.data_{name}") for name in ("indicator", "now", "entropy", "critic")]
    rows = [
        [
            f"<b>{as_html(code)}</b> {as_html(leaf.name)}",
            f"{float(leaf.max_score / full):.1%}",
            *(f"{found[name][code]:.1%}" if code in found[name] else "\u2013" for name in METHODS),
        ]
        for code, leaf in of.items()
    ]
    with st.container(height=480):
        st.html(card_table(heads, rows))
    if left or not work.is_editable:
        return
    first, second = st.columns(2, gap="medium")
    method = first.selectbox(
        say("studio.data_method"),
        list(METHODS),
        format_func=lambda name: say(f"studio.method_{name}"),
        key=spoken.keyed("studio-method", say),
    )
    unit = second.selectbox(say("studio.unit"), UNITS, format_func=lambda one: points(one), key="studio-data-unit")
    record = {"method": method, "round": round_id, "applications": str(len(ready.applications)), "unit": f"{unit}"}
    st.button(
        say("studio.take_over_all"),
        key="studio-take-over-all",
        icon=":material/download_done:",
        on_click=_over,
        args=(found[method], unit, record, page),
    )


def weights_of(work: Work, basis: ReplayBasis) -> tuple[Marks, dict[str, dict[str, float]]]:
    """Return the marks of a round under the draft, and the weights of leaves that each method makes of them."""
    leaves, shares = shares_under(basis, work.book())
    ready = marks([str(at) for at in range(len(shares))], leaves, np.clip(shares, 0.0, 1.0), low=0.0, high=1.0)
    return ready, {
        name: {code: float(share) for code, share in make(ready).of.items()} for name, make in METHODS.items()
    }


def closed_round(sheet: Sheet, person: Actor) -> str | None:
    """Draw the choice of a round that is over; ``None`` where there is none, which is said."""
    say = sheet.say
    over = {one.round_id: one for one in source.rounds(person) if "announced" in circumstances(one.state)}
    if not over:
        frame.empty(say("replays.none_over"))
        return None
    if sheet.faults:
        frame.empty(say("studio.replay_faults", count=len(sheet.faults)))
        return None
    chosen: str = st.selectbox(
        say("studio.data_round"),
        list(over),
        format_func=lambda id_: say(
            "rules.round_choice",
            name=Name(over[id_].rule_book.round.name, over[id_].rule_book.round.name_en),
            id=id_,
        ),
        key=spoken.keyed(ROUND, say),
    )
    return chosen


def _over(shares: dict[str, float], unit: Decimal, record: dict[str, object], page: str) -> None:
    def change(work: Work) -> None:
        work.replace(with_leaf_shares(work.round, shares, unit=unit), {"": record})

    acting.attempt(page, lambda: do(change), Message("studio.taken_over"))
