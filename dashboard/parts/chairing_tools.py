"""The smaller acts beside the one button: another item, cover the screen, undo, put off, reopen, another phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.chairing_view import View, attempt
from dashboard.parts.chairing_words import code
from scoring.flow import meeting
from scoring.meeting.steps import PHASES, TALKING, may_move

#: Where a waiting item may be moved; never among those voted on in one.
_BLOCKS = ("hard", "normal", "reserve")


def draw(view: View) -> None:
    """Draw the tools in a row; each says its key."""
    phase = view.desk.sitting.phase
    if phase in ("prepared", "locked", "ended"):
        return
    with st.container(horizontal=True, key="chairing-tools"):
        _take(view)
        _put_off(view)
        _undo(view)
        _pause(view)
        _reopen(view)
        _move(view)
        _phase(view)


def _choose(view: View, key: str, label: str, options: Mapping[str, str]) -> str | None:
    chosen: str | None = st.selectbox(
        label,
        list(options),
        key=key,
        index=None,
        format_func=lambda id_: options.get(id_, id_),
        placeholder=view.say("chairing.choose"),
    )
    return chosen if chosen in options else None


def _closed(name: str, act: Callable[[], object], *typed: str) -> None:
    """Do an act, and only when it is done put its form away, with what was typed into it."""
    if attempt(act):
        st.session_state[name] = False
        for key in typed:
            st.session_state[key] = None if key.endswith("-item") else ""


def _take(view: View) -> None:
    say = view.say
    able = view.table is None and view.desk.sitting.phase in TALKING and bool(view.waiting())
    with st.popover(
        say("chairing.tool_take"),
        key="chairing-take",
        icon=":material/playlist_play:",
        disabled=not able,
        on_change="rerun",
    ):
        chosen = _choose(view, "chairing-take-item", say("chairing.take_which"), _named(view, view.waiting()))
        st.button(
            say("chairing.take_do"),
            key="chairing-take-do",
            type="primary",
            disabled=chosen is None,
            on_click=_do_take,
            args=(view,),
        )


def _do_take(view: View) -> None:
    id_ = st.session_state.get("chairing-take-item")
    if id_:
        _closed(
            "chairing-take",
            lambda: source.act(meeting.take_item, view.person, sitting_id=view.sitting_id, application_id=id_),
            "chairing-take-item",
        )


def _put_off(view: View) -> None:
    say, table = view.say, view.table
    with st.popover(
        say("chairing.tool_put_off"),
        key="chairing-off",
        icon=":material/update:",
        disabled=table is None,
        on_change="rerun",
    ):
        st.session_state.setdefault("chairing-off-reason", "")
        desk.reason_input(say("chairing.off_reason"), "chairing-off-reason", placeholder=say("chairing.off_hint"))
        st.pills(
            say("chairing.off_chips"),
            ("time", "more", "evidence"),
            key="chairing-off-chip",
            format_func=lambda one: say(f"chairing.off_{one}"),
            on_change=_fill,
            args=(
                "chairing-off-chip",
                "chairing-off-reason",
                {one: say(f"chairing.off_{one}") for one in ("time", "more", "evidence")},
            ),
        )
        st.button(say("chairing.off_do"), key="chairing-off-do", type="primary", on_click=_do_put_off, args=(view,))


def _fill(chip: str, box: str, words: Mapping[str, str]) -> None:
    chosen = st.session_state.get(chip) or ""
    if chosen in words:
        st.session_state[box] = words[chosen]
    st.session_state[chip] = None


def _do_put_off(view: View) -> None:
    reason = st.session_state.get("chairing-off-reason") or ""
    if view.table is not None:
        id_ = view.table.item.application_id
        _closed(
            "chairing-off",
            lambda: source.act(
                meeting.put_off_item, view.person, sitting_id=view.sitting_id, application_id=id_, reason=reason
            ),
            "chairing-off-reason",
        )


def _undo(view: View) -> None:
    voting = view.desk.voting
    able = view.table is not None or (voting is not None and voting.state == "open")
    st.button(
        view.say("chairing.tool_undo"),
        key="chairing-undo",
        icon=":material/undo:",
        disabled=not able,
        help=view.say("chairing.undo_help"),
        on_click=_do_undo,
        args=(view, view.desk.revision),
    )


def _do_undo(view: View, drawn: int) -> None:
    """Undo what was on the page: where something happened since, the page is only drawn anew."""
    if source.ask(meeting.sitting_revision, view.person, sitting_id=view.sitting_id) == drawn:
        attempt(lambda: source.act(meeting.undo_step, view.person, sitting_id=view.sitting_id))


def _pause(view: View) -> None:
    paused = view.desk.wall == "paused"
    st.button(
        view.say("chairing.tool_uncover" if paused else "chairing.tool_cover"),
        key="chairing-pause",
        icon=":material/visibility:" if paused else ":material/visibility_off:",
        disabled=view.desk.wall not in ("paired", "paused"),
        on_click=_do_pause,
        args=(view, not paused),
    )


def _do_pause(view: View, paused: bool) -> None:
    attempt(lambda: source.act(meeting.pause_wall, view.person, sitting_id=view.sitting_id, paused=paused))


def _reopen(view: View) -> None:
    say, decided = view.say, view.decided()
    with st.popover(
        say("chairing.tool_reopen"),
        key="chairing-reopen",
        icon=":material/lock_open:",
        disabled=not decided,
        on_change="rerun",
    ):
        _choose(view, "chairing-reopen-item", say("chairing.reopen_which"), _named(view, decided))
        desk.reason_input(say("chairing.reopen_reason"), "chairing-reopen-reason")
        st.caption(say("chairing.reopen_what"))
        st.button(
            say("chairing.reopen_do"), key="chairing-reopen-do", type="primary", on_click=_do_reopen, args=(view,)
        )


def _do_reopen(view: View) -> None:
    id_, reason = st.session_state.get("chairing-reopen-item"), st.session_state.get("chairing-reopen-reason") or ""
    if id_:
        _closed("chairing-reopen", lambda: reopen(view, id_, reason), "chairing-reopen-item", "chairing-reopen-reason")


def reopen(view: View, application_id: str, reason: str) -> None:
    """Open a decided item again; its decision stays in the record, voided."""
    source.act(
        meeting.reopen_item, view.person, sitting_id=view.sitting_id, application_id=application_id, reason=reason
    )


def _move(view: View) -> None:
    say, waiting = view.say, view.waiting()
    with st.popover(
        say("chairing.tool_move"),
        key="chairing-move",
        icon=":material/swap_vert:",
        disabled=not waiting,
        on_change="rerun",
    ):
        _choose(view, "chairing-move-item", say("chairing.move_which"), _named(view, waiting))
        st.segmented_control(
            say("chairing.move_where"),
            _BLOCKS,
            key="chairing-move-block",
            format_func=lambda one: say(f"chairing.block_{one}"),
        )
        st.button(say("chairing.move_do"), key="chairing-move-do", type="primary", on_click=_do_move, args=(view,))


def _do_move(view: View) -> None:
    id_, block = st.session_state.get("chairing-move-item"), st.session_state.get("chairing-move-block")
    if id_ and block:
        _closed(
            "chairing-move",
            lambda: source.act(
                meeting.move_item, view.person, sitting_id=view.sitting_id, application_id=id_, block=block
            ),
            "chairing-move-item",
        )


def _phase(view: View) -> None:
    say, table = view.say, view.steps()
    open_ = [one for one in PHASES if one not in ("prepared", "locked", "ended") and may_move(table, one)]
    with st.popover(
        say("chairing.tool_phase"), key="chairing-phase", icon=":material/route:", disabled=not open_, on_change="rerun"
    ):
        _choose(
            view,
            "chairing-phase-item",
            say("chairing.phase_which"),
            {one: say(f"chairing.phase_{one}") for one in open_},
        )
        desk.reason_input(say("chairing.phase_reason"), "chairing-phase-reason")
        st.button(say("chairing.phase_do"), key="chairing-phase-do", type="primary", on_click=_do_phase, args=(view,))


def _do_phase(view: View) -> None:
    phase, reason = st.session_state.get("chairing-phase-item"), st.session_state.get("chairing-phase-reason") or ""
    if phase:
        _closed(
            "chairing-phase",
            lambda: source.act(
                meeting.move_sitting, view.person, sitting_id=view.sitting_id, phase=phase, reason=reason
            ),
            "chairing-phase-item",
            "chairing-phase-reason",
        )


def _named(view: View, items: Sequence[meeting.DeskItem]) -> dict[str, str]:
    return {one.application_id: f"{code(one)} · {view.say(f'chairing.block_{one.block}')}" for one in items}
