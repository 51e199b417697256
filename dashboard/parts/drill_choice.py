"""Which round and which prefecture: chosen here, or named by the address, so that other pages can lead here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame, round_choice
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from scoring.flow import RoundSummary
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

PREFECTURE: Final = "prefecture"
_LONGEST: Final = 60


def choose(person: Actor, say: Translator, page: str) -> tuple[RoundSummary, str]:
    """Draw both choices and return them; stop where the record has no round."""
    rounds = rounds_of(person, say)
    prefectures = [one.code for one in source.regions().prefectures()]
    with st.container(horizontal=True, key="drill-choice"):
        round_id = choice(say("drill.round"), page, round_choice.ROUND, list(rounds), round_words(rounds, say))
        prefecture = choice(say("drill.prefecture"), page, PREFECTURE, prefectures, desk.region)
    tell_stray(say, round_choice.ROUND, list(rounds), "drill.stray_round")
    tell_stray(say, PREFECTURE, prefectures, "drill.stray_prefecture")
    return rounds[round_id], prefecture


def rounds_of(person: Actor, say: Translator) -> dict[str, RoundSummary]:
    """Return the rounds of the record by id, those that are announced first, the newest of them first."""
    with frame.told(say):
        found = sorted(source.rounds(person), key=lambda one: not is_announced(one))
    if not found:
        frame.empty(say("drill.no_rounds"))
        st.stop()
    return {one.round_id: one for one in found}


def is_announced(summary: RoundSummary) -> bool:
    """Whether the grades of a round are announced."""
    return "announced" in circumstances(summary.state)


def choice(label: str, page: str, name: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """Draw one choice of `round_choice`, of options of which there is at least one."""
    return round_choice.choose(label, page, name, options, words) or options[0]


def round_words(rounds: dict[str, RoundSummary], say: Translator) -> Callable[[str], str]:
    """Return how a choice names a round, with its state."""

    def words(round_id: str) -> str:
        shown = rounds[round_id]
        name = Name(shown.rule_book.round.name, shown.rule_book.round.name_en)
        return say("drill.round_choice", name=name, state=say(f"rounds.state_{shown.state}"))

    return words


def tell_stray(say: Translator, name: str, options: Sequence[str], key: str) -> None:
    """Say that the address names what there is not, and that something else is shown."""
    asked = st.query_params.get(name)
    if asked is not None and asked not in options:
        st.html(f'<p class="dk-late" role="alert">{as_html(say(key, seen=asked[:_LONGEST]))}</p>')
