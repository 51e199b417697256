"""The one big button: it does the sitting's next move, if that is still the one that was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.chairing_motion import clause_reason
from dashboard.parts.chairing_view import PLACE, View, attempt
from dashboard.parts.chairing_words import button, motion, window, window_key
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message
from scoring.flow import meeting
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.steps import PHASES, STEPS, NextMove

LOCK_REASON: Final = "chairing-lock-reason"
_Act = Callable[[View, NextMove, SittingOutcome | None], object]
_KEYS: Final = Path(__file__).with_name("chairing.js")
_KEY_CAPS: Final = {"next": "Space", "take": "T", "pause": "P", "reopen": "R", "undo": "U", "put_off": "D", "help": "?"}


def draw(view: View, proposed: SittingOutcome | None) -> None:
    """Draw the button, and below it what was refused."""
    say, move = view.say, view.desk.next
    waits = window(view) > 0
    with st.container(key="chairing-step"):
        st.button(
            as_markdown(button(view, proposed)),
            key="chairing-next",
            type="primary",
            width="stretch",
            disabled=move is None or waits,
            on_click=_press,
            args=(view, move, proposed),
        )
        if waits:
            _waiting(view)
    with st.container(key="chairing-told"):
        acting.tell(PLACE, say)


def keys(view: View) -> None:
    """Tell the keys, and let them press the page's own buttons."""
    say = view.say
    rows = "".join(
        f"<dt><kbd>{as_html(cap)}</kbd></dt><dd>{as_html(say(f'chairing.key_{what}'))}</dd>"
        for what, cap in _KEY_CAPS.items()
    )
    st.html(f'<details class="ch-keys"><summary>{as_html(say("chairing.keys"))}</summary><dl>{rows}</dl></details>')
    script = _KEYS.read_text("utf-8")
    st.html(
        f'<i class="ch-drawn" data-revision="{view.desk.revision}"></i><script>{script}</script>',
        unsafe_allow_javascript=True,
    )


def _waiting(view: View) -> None:
    """Say why the list is not voted on yet; the seconds stand in the card above."""
    with st.container(horizontal=True, vertical_alignment="center", key="chairing-window"):
        st.html(f'<p class="ch-window">{as_html(view.say("chairing.pull_window"))}</p>')
        st.button(view.say("chairing.nobody_pulls"), key="chairing-nobody-pulls", on_click=_nobody_pulls, args=(view,))


def _nobody_pulls(view: View) -> None:
    st.session_state[window_key(view)] = True


def _press(view: View, drawn: NextMove | None, proposed: SittingOutcome | None) -> None:
    """Do what was drawn; where somebody was quicker and the sitting has moved on, the page is only drawn anew."""
    desk = source.ask(meeting.chair_desk, view.person, source.now(), sitting_id=view.sitting_id)
    if drawn is None or desk.next != drawn:
        return
    attempt(lambda: _DO[drawn.move](view, drawn, proposed))


def _phase(view: View, move: NextMove, _: SittingOutcome | None) -> None:
    if move.to == "locked":
        reason = st.session_state.get(LOCK_REASON) or ""
        source.act(meeting.lock_sitting, view.person, sitting_id=view.sitting_id, reason=reason)
    elif move.to == "ended":
        source.act(meeting.end_sitting, view.person, sitting_id=view.sitting_id)
    else:
        phase = next(one for one in PHASES if one == move.to)
        source.act(meeting.move_sitting, view.person, sitting_id=view.sitting_id, phase=phase)


def _step(view: View, move: NextMove, _: SittingOutcome | None) -> None:
    step = next(one for one in STEPS if one == move.to)
    source.act(meeting.step_item, view.person, sitting_id=view.sitting_id, step=step)


def _open_block(view: View, _: NextMove, __: SittingOutcome | None) -> None:
    motions = source.ask(meeting.consent_motions, view.person, sitting_id=view.sitting_id)
    source.act(meeting.open_voting, view.person, sitting_id=view.sitting_id, motions=motions)


def _open_voting(view: View, move: NextMove, proposed: SittingOutcome | None) -> None:
    id_ = move.application_id or ""
    moved = motion(view, id_, proposed)
    if moved is None:
        acting.refuse(PLACE, [Message("chairing.no_motion")])
        return
    source.act(meeting.open_voting, view.person, sitting_id=view.sitting_id, motions={id_: moved})


def _decide(view: View, _: NextMove, proposed: SittingOutcome | None) -> None:
    voting = view.desk.voting
    if voting is None or not voting.results:
        return
    result = voting.results[0]
    chosen: SittingOutcome | None = st.session_state.get(f"chairing-outcome-{voting.voting_id}")
    outcome = result.outcome if result.resolution.carried else chosen
    if outcome is None:
        acting.refuse(PLACE, [Message("case.outcome_missing")])
        return
    clauses = st.session_state.get(f"chairing-clauses-{voting.voting_id}") or []
    typed = st.session_state.get(f"chairing-reason-{voting.voting_id}") or ""
    reason = typed if typed.strip() else clause_reason(view, result.application_id, clauses)
    source.act(
        meeting.decide_item, view.person, sitting_id=view.sitting_id, outcome=outcome, reason=reason, clauses=clauses
    )


def _simple(act: Callable[..., object], **values: object) -> _Act:
    def do(view: View, _: NextMove, __: SittingOutcome | None) -> None:
        source.act(act, view.person, sitting_id=view.sitting_id, **values)

    return do


_DO: Final[Mapping[str, _Act]] = {
    "phase": _phase,
    "take": lambda view, move, _: source.act(
        meeting.take_item, view.person, sitting_id=view.sitting_id, application_id=move.application_id or ""
    ),
    "step": _step,
    "open_rescoring": _simple(meeting.open_rescoring),
    "close_rescoring": _simple(meeting.close_rescoring),
    "open_block": _open_block,
    "open_voting": _open_voting,
    "close_voting": _simple(meeting.close_voting),
    "decide": _decide,
}
