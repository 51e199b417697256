"""The votes of a sitting as they are typed, and both formulas with their numbers filled in."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import ParameterSheet
from scoring.flow import Count, Votes, majority_count, quorum_count

COUNTS: Final = ("entitled", "present", "in_favour", "against", "abstained")
# Who is entitled and who is there changes little from item to item: what was typed last is offered again.
_KEPT: Final = ("entitled", "present")
MOST: Final = 999


def key(place: str, name: str) -> str:
    """Return the key of a count's input."""
    return f"vote-{name}-{place}"


def inputs(say: Translator, sheet: ParameterSheet, place: str) -> None:
    """Draw the five counts and the formulas below them."""
    st.caption(
        say("case.who_votes", voters=say(f"rules.voters_{sheet.voters}"), ballot=say(f"rules.ballot_{sheet.ballot}"))
    )
    with st.container(key="case-votes"):
        for name in COUNTS:
            kept = st.session_state.get(f"sitting-{name}") if name in _KEPT else None
            at = key(place, name)
            if at not in st.session_state:
                st.session_state[at] = kept
            st.number_input(
                say(f"case.vote_{name}"),
                min_value=0,
                max_value=MOST,
                step=1,
                key=at,
                placeholder="—",
                on_change=_keep,
                args=(place, name),
            )
    typed = {name: st.session_state.get(key(place, name)) for name in COUNTS}
    quorum = quorum_count(sheet, entitled=typed["entitled"], present=typed["present"])
    majority = majority_count(
        sheet,
        entitled=typed["entitled"],
        present=typed["present"],
        in_favour=typed["in_favour"],
        against=typed["against"],
    )
    st.html(f'<div class="pn-formulas">{formula(say, "quorum", quorum)}{formula(say, "majority", majority)}</div>')


def typed(place: str) -> Votes | None:
    """Return the votes as typed, ``None`` while a count is missing."""
    values = [st.session_state.get(key(place, name)) for name in COUNTS]
    counts = [int(value) for value in values if value is not None]
    return Votes(*counts) if len(counts) == len(COUNTS) else None


def formula(say: Translator, name: str, count: Count) -> str:
    """Return one formula with what is known of its numbers, what it needs, and whether it holds."""
    share = count.share
    of = say(f"rules.of_{share.of}")
    rule = say(
        f"case.{'more_than' if share.strict else 'at_least'}", numerator=share.numerator, denominator=share.denominator
    )
    numbers = f"{'—' if count.part is None else count.part} ÷ {'—' if count.whole is None else count.whole}"
    if count.part is not None and count.whole:
        numbers += f" = {count.part / count.whole:.1%}"
    needed = "" if count.needed is None else say("case.needed", count=count.needed)
    state = {None: "open", True: "holds", False: "fails"}[count.holds]
    mark = chip(say(f"case.formula_{state}"), {"open": "", "holds": "good", "fails": "bad"}[state])
    return (
        f"<p><b>{as_html(say(f'case.{name}'))}</b> {mark}<br><span>{as_html(numbers)}</span> "
        f'<span class="qc-quiet">{as_html(say("case.formula", rule=rule, of=of))} {as_html(needed)}</span></p>'
    )


def _keep(place: str, name: str) -> None:
    if name in _KEPT:
        st.session_state[f"sitting-{name}"] = st.session_state.get(key(place, name))
