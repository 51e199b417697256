"""After a rehearsal: a table of its troubles, for the chair who went through it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Translator
from scoring.demonstration import rehearsal
from scoring.demonstration.rehearsal import Met
from scoring.model import Actor
from scoring.register.sittings import Sitting

_HEADS: Final = ("what", "came", "did", "took")
_DID: Final = {
    "voting.opened": "opened_vote",
    "voting.closed": "closed_vote",
    "rescoring.opened": "opened_rescore",
    "rescoring.closed": "closed_rescore",
    "item.stepped": "went_on",
    "item.put_off": "put_off",
    "item.decided": "decided",
    "item.taken": "took",
    "item.moved": "moved",
    "item.reopened": "reopened",
    "sitting.step_undone": "undid",
    "sitting.locked": "locked",
}


def draw(person: Actor, say: Translator, sitting: Sitting) -> None:
    """Draw the debrief of a rehearsal whose decisions are locked; nothing for a meeting, or before."""
    if sitting.kind != "rehearsal" or not sitting.over:
        return
    found = source.ask(rehearsal.debrief, person, sitting_id=sitting.sitting_id)
    with st.container(key="rehearsal-debrief", border=True):
        st.header(say("rehearsal.debrief"), anchor=False)
        came = [one for one in found if one.came_at is not None]
        met = [one for one in came if one.answer is not None]
        st.caption(say("rehearsal.counts", planned=len(found), came=len(came), met=len(met)))
        heads = "".join(
            f'<th scope="col">{as_html(say(f"rehearsal.head_{name}"))}</th>' for name in ("what", "came", "did", "took")
        )
        rows = "".join(_row(say, one) for one in found)
        st.html(f'<table class="qc-plain"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>')


def _row(say: Translator, met: Met) -> str:
    what = say(f"rehearsal.trouble_{met.kind}")
    if met.application_id is not None:
        what = say("rehearsal.of_item", what=what, application=met.application_id)
    if met.came_at is None:
        cells = (what, say("rehearsal.did_not_come"), "–", "–")
    else:
        at = datetime.fromisoformat(met.came_at).astimezone(BEIJING).strftime("%H:%M:%S")
        did = "nothing" if met.answer is None else _DID[met.answer]
        took = "–" if met.seconds is None else say("rehearsal.seconds", count=round(met.seconds))
        cells = (what, at, say(f"rehearsal.did_{did}"), took)
    return "<tr>" + "".join(f"<td>{as_html(one)}</td>" for one in cells) + "</tr>"
