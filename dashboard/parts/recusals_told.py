"""Recusals before the inspector, complete or not: who left, who ought to have, who voted in spite of it; no name."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.alarm_grounds import Grounds


def draw(say: Translator, found: Grounds) -> None:
    """Draw the figures, and in one sentence what they come to."""
    st.header(say("proof.recusals"), anchor=False)
    left = dict(found.left)
    lacking = found.without_reason + len(found.conflicts) + found.recused_on_rolls
    desk.counts(
        (
            (left.get("recused", 0), say("proof.count_recused"), ""),
            (left.get("replaced", 0), say("proof.count_replaced"), ""),
            (found.aside, say("proof.count_aside"), ""),
            (found.without_reason, say("proof.count_without_reason"), "no" if found.without_reason else "yes"),
            (len(found.conflicts), say("proof.count_in_spite"), "no" if found.conflicts else "yes"),
            (found.recused_on_rolls, say("proof.count_voted"), "no" if found.recused_on_rolls else "yes"),
        )
    )
    st.html(f'<p class="dk-quiet">{as_html(say("proof.incomplete" if lacking else "proof.complete"))}</p>')
