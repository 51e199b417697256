"""The announcement on its page: who, on which day, valid from when until when."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.accreditation_line import PLACE, Standing, grades, rows, waits
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import Granted, Prospect
from scoring.model import Actor
from scoring.procedure.citing import cited
from scoring.procedure.validity import valid_until

DAY: Final = "accreditation-announced-on"


def announce(person: Actor, say: Translator, found: Standing) -> None:
    """Draw who may be announced now, for how long that holds, and the act."""
    ready = found.to_announce
    if not ready:
        return
    st.header(say("accredit.announce_title"), anchor=False)
    values = {"count": len(ready), "grades": grades(say, ready)}
    if not found.may(person, "announce", "accreditation"):
        waits(say("accredit.announce_waits", **values))
    else:
        st.caption(say("accredit.announce_about", **values))
        _form(person, say, found, ready)
    with st.expander(say("accredit.announce_list", count=len(ready)), key="accreditation-announce-list"):
        rows(say, "announce", [say("accredit.column_number")], ready, lambda one: [_number(one)])


def _number(one: Prospect) -> str:
    return as_html(one.document.number) if one.document else "–"


def _form(person: Actor, say: Translator, found: Standing, ready: tuple[Prospect, ...]) -> None:
    with st.container(width=320):
        day = desk.day_input(say("accredit.announced_on"), DAY)
    if day is None:
        return
    law = found.summary.rule_book.regulation
    values = {
        "first": day,
        "last": valid_until(day, law.validity),
        "years": law.validity.years,
        "article": cited(law.validity.cite, found.summary.rule_book.documents),
    }
    st.info(as_markdown(say("accredit.term", **values)), icon=":material/event_available:")
    desk.act_when_sure(
        sure=say("accredit.announce_sure", count=len(ready)),
        label=say("accredit.announce_do"),
        key="accreditation-announce",
        do=_announce,
        args=(person, found.summary.round_id, ready),
        icon=":material/campaign:",
    )


def _announce(person: Actor, round_id: str, ready: tuple[Prospect, ...]) -> None:
    day = st.session_state.get(DAY) or source.today()
    granted = [Granted(one.application_id, one.grade) for one in ready]
    done = Message("accredit.done_announce", {"count": len(granted), "day": day})
    acting.attempt(PLACE, lambda: source.act(flow.announce, person, round_id, granted, announced_on=day), done)
