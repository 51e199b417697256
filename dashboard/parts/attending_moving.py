"""One mark that a voter moves: his own as it stands, the worded levels, the new one and its reason, saved at once.

What was typed stays until it is saved or given up, whatever else happens in the sitting. The record's version that the
voter had before him is kept beside it: where another device of his saved meanwhile, he is asked which holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts import sheet_choices as choices
from dashboard.parts.attending_words import PLACE
from dashboard.parts.sheet_words import heading, mark_words, option_words
from dashboard.parts.wording import as_html, as_markdown, points
from indicators.language import Message, Translator
from indicators.model import Indicator
from scoring.flow import SavedMark, meeting
from scoring.flow.meeting import OwnRescore, SavedRescore
from scoring.model import Actor, GivenMark, MarkState

_AT: Final = "moving"
_MEANT: Final = "attending-meant"


@dataclass(frozen=True, slots=True)
class Moving:
    """Whose re-score of which item this is, and what the record holds of it."""

    person: Actor
    sitting_id: str
    application_id: str
    own: OwnRescore

    def key(self, name: str, code: str) -> str:
        """Return the key of an input of this turn: another turn has others."""
        turn = f"{self.sitting_id}-{self.application_id}-{self.own.turn}".replace("/", "-")
        return f"{name}-attending-{turn}-{code.replace('.', '-')}"


def changed(there: SavedRescore) -> SavedMark:
    """Return a moved mark as the mark that it would be."""
    state = MarkState[there.state.upper()]
    return SavedMark(there.indicator, state, there.value, there.reason, there.version, there.saved_at)


def opened(moving: Moving) -> str | None:
    """Return the indicator that is open, of this item and turn; ``None`` where the sheet is."""
    turn, _, code = st.query_params.get(_AT, "").rpartition("~")
    return code if turn == _turn(moving) else None


def open_at(moving: Moving, code: str | None) -> None:
    """Open an indicator, or go back to the sheet; it stands in the address, so that it is open after a restart too."""
    if code is None:
        st.query_params.pop(_AT, None)
    else:
        st.query_params[_AT] = f"{_turn(moving)}~{code}"


def typed_and_not_saved(moving: Moving) -> list[str]:
    """Return the indicators where something was entered that the record does not hold."""
    turn, meant = st.session_state.get(_MEANT, (None, {}))
    return sorted(meant) if turn == _turn(moving) else []


def editor(say: Translator, moving: Moving, leaf: Indicator) -> None:
    """Draw one indicator: own mark and note, levels, the new one, why, and what of it is saved."""
    _begin(moving, leaf)
    st.button(
        say("attending.back_to_sheet"),
        key="attending-back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=open_at,
        args=(moving, None),
    )
    with st.container(key="attending-editor", border=True):
        st.html(heading(say, leaf))
        st.html(_own(say, moving, leaf))
        _level(say, moving, leaf)
        st.text_area(
            say("attending.why_moved"),
            key=moving.key("note", leaf.code),
            max_chars=desk.LONGEST_REASON,
            height=110,
            placeholder=say("attending.why_moved_placeholder"),
            on_change=_mean,
            args=(moving, leaf),
            persist_state="page",
        )
        if _overtaken(moving, leaf):
            _which_holds(say, moving, leaf)
            return
        st.button(
            say("attending.save_moved"),
            key="attending-save",
            type="primary",
            icon=":material/save:",
            width="stretch",
            on_click=_save,
            args=(moving, leaf),
        )
        if leaf.code in typed_and_not_saved(moving):
            st.button(say("attending.give_up"), key="attending-give-up", on_click=_give_up, args=(moving, leaf))


def _own(say: Translator, moving: Moving, leaf: Indicator) -> str:
    """Return what stands: the mark before the sitting with its note, and what is moved already."""
    before, there = moving.own.marks.get(leaf.code), moving.own.moved.get(leaf.code)
    words = say("own_sheet.no_mark") if before is None else mark_words(say, leaf, before)
    rows = [f"<p><b>{as_html(say('attending.own_mark'))}</b>{as_html(words)}</p>"]
    if before is not None and before.note:
        rows.append(f"<p>{as_html(say('own_sheet.note_is', note=before.note))}</p>")
    if there is not None:
        now = mark_words(say, leaf, changed(there))
        rows.append(f"<p>{as_html(say('attending.moved_saved', mark=now, version=there.version))}</p>")
    return f'<div class="at-own">{"".join(rows)}</div>'


def _level(say: Translator, moving: Moving, leaf: Indicator) -> None:
    given = choices.options(leaf)
    if leaf.step is not None:
        st.number_input(
            say("own_sheet.typed_points", most=points(leaf.max_score), step=points(leaf.step)),
            value=None,
            step=float(leaf.step),
            format="%g",
            key=moving.key("typed", leaf.code),
            on_change=_mean,
            args=(moving, leaf),
            persist_state="page",
        )
        return
    st.radio(
        say("own_sheet.levels_of", code=leaf.code),
        given,
        index=None,
        key=moving.key("chosen", leaf.code),
        format_func=lambda option: option_words(say, leaf, option),
        captions=[
            *(as_markdown(level.anchor) for level in choices.levels(leaf)),
            *(say(f"own_sheet.what_{one}") for one in given[len(leaf.levels) :]),
        ],
        label_visibility="collapsed",
        on_change=_mean,
        args=(moving, leaf),
        persist_state="page",
    )


def _which_holds(say: Translator, moving: Moving, leaf: Indicator) -> None:
    there = moving.own.moved[leaf.code]
    record = say("attending.record_holds", mark=mark_words(say, leaf, changed(there)), version=there.version)
    head = f"<b>{as_html(say('attending.overtaken'))}</b>"
    lines = (head, as_html(record), as_html(say("own_sheet.note_is", note=there.reason)))
    st.html(f'<div class="at-own bad">{"".join(f"<p>{one}</p>" for one in lines)}</div>')
    with st.container(key="attending-which", gap="small"):
        st.button(
            say("own_sheet.insist"),
            key="attending-insist",
            type="primary",
            width="stretch",
            on_click=_insist,
            args=(moving, leaf),
        )
        st.button(
            say("own_sheet.give_way"),
            key="attending-give-way",
            width="stretch",
            on_click=_give_way,
            args=(moving, leaf),
        )


def _begin(moving: Moving, leaf: Indicator) -> None:
    """Let the inputs show the record the first time, and again where nothing was typed over it."""
    seen = moving.key("seen", leaf.code)
    if seen in st.session_state and (leaf.code in typed_and_not_saved(moving) or not _moved_on(moving, leaf)):
        return
    there = moving.own.moved.get(leaf.code)
    before = moving.own.marks.get(leaf.code)
    entry = choices.entry_of(leaf, before if there is None else changed(there))
    st.session_state[moving.key("chosen", leaf.code)] = entry.chosen
    st.session_state[moving.key("typed", leaf.code)] = entry.typed
    st.session_state[moving.key("note", leaf.code)] = "" if there is None else there.reason
    st.session_state[seen] = _version(moving, leaf)


def _mean(moving: Moving, leaf: Indicator) -> None:
    """Remember that something was entered here and is not saved."""
    turn, meant = st.session_state.get(_MEANT, (None, frozenset()))
    st.session_state[_MEANT] = (_turn(moving), (meant if turn == _turn(moving) else frozenset()) | {leaf.code})


def _settle(moving: Moving, leaf: Indicator) -> None:
    turn, meant = st.session_state.get(_MEANT, (None, frozenset()))
    if turn == _turn(moving):
        st.session_state[_MEANT] = (turn, meant - {leaf.code})


def _save(moving: Moving, leaf: Indicator) -> None:
    given = _entered(moving, leaf)
    if given.state is MarkState.MISSING:
        acting.refuse(PLACE, (Message("attending.no_level", {"indicator": leaf.code}),))
        return
    seen = st.session_state.get(moving.key("seen", leaf.code), 0)
    saved: list[SavedRescore] = []

    def act() -> None:
        saved.append(
            source.act(
                meeting.save_rescore,
                moving.person,
                given,
                sitting_id=moving.sitting_id,
                application_id=moving.application_id,
                seen_version=seen,
            )
        )

    if acting.attempt(PLACE, act, Message("attending.done_saved", {"indicator": leaf.code})):
        st.session_state[moving.key("seen", leaf.code)] = saved[0].version
        _settle(moving, leaf)
        open_at(moving, None)
    else:
        _mean(moving, leaf)


def _insist(moving: Moving, leaf: Indicator) -> None:
    st.session_state[moving.key("seen", leaf.code)] = _version(moving, leaf)
    _save(moving, leaf)


def _give_way(moving: Moving, leaf: Indicator) -> None:
    _settle(moving, leaf)
    st.session_state.pop(moving.key("seen", leaf.code), None)


def _give_up(moving: Moving, leaf: Indicator) -> None:
    _give_way(moving, leaf)
    open_at(moving, None)


def _entered(moving: Moving, leaf: Indicator) -> GivenMark:
    note = st.session_state.get(moving.key("note", leaf.code)) or ""
    if leaf.step is not None:
        return choices.typed_mark(leaf, st.session_state.get(moving.key("typed", leaf.code)), note)
    return choices.chosen_mark(leaf, st.session_state.get(moving.key("chosen", leaf.code)), note)


def _overtaken(moving: Moving, leaf: Indicator) -> bool:
    return leaf.code in typed_and_not_saved(moving) and _moved_on(moving, leaf)


def _moved_on(moving: Moving, leaf: Indicator) -> bool:
    return bool(st.session_state.get(moving.key("seen", leaf.code)) != _version(moving, leaf))


def _version(moving: Moving, leaf: Indicator) -> int:
    there = moving.own.moved.get(leaf.code)
    return 0 if there is None else there.version


def _turn(moving: Moving) -> str:
    return f"{moving.sitting_id} {moving.application_id} {moving.own.turn}"
