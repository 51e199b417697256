"""Plan and notice of a round: what each says, who has signed it, what is missing, and the signature that is due."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip, facts, opened, paragraphs
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.model import Actor
from scoring.procedure.opening import (
    AUTHORITIES,
    AUTHORITY_NAMES,
    CLAUSES,
    KINDS,
    NAMES,
    Authority,
    PaperKind,
    in_force,
    newest,
    signed_by,
)
from scoring.register.openings import Paper

__all__ = ["KINDS", "PLACE", "STYLE", "earlier", "paper", "standing"]

PLACE: Final = "opening"
STYLE: Final = Path(__file__).with_name("opening.css")


def standing(person: Actor, say: Translator, summary: flow.RoundSummary, found: flow.Opening) -> None:
    """Draw first what waits for the reader and what the round needs to open, or the days of applications."""
    authority = office_of(person)
    for kind in KINDS:
        current = newest(found.papers, kind)
        if authority and current is not None and authority not in signed_by(current, found.signatures):
            words = say("opening.to_sign", paper=NAMES[kind], version=current.version, who=AUTHORITY_NAMES[authority])
            st.html(f'<div class="op-todo">{as_html(words)}</div>')
    if found.missing:
        items = "".join(f"<li>{as_html(say(what))}</li>" for what in found.missing)
        st.html(f'<section class="op-missing"><h2>{as_html(say("opening.missing"))}</h2><ul>{items}</ul></section>')
        return
    window = found.window
    if window is None:
        return
    today = source.today()
    left = (window.last - today).days
    if today < window.first:
        key, values = "opening.window_ahead", {"days": (window.first - today).days}
    elif left < 0:
        key, values = "opening.window_over", {"days": -left}
    else:
        key, values = "opening.window_runs", {"days": left}
    words = say("opening.window", first=window.first, last=window.last)
    state = say("opening.round_state", state=Message(f"rounds.state_{summary.state}"))
    st.html(
        f'<section class="op-ready"><b>{as_html(words)}</b><span>{as_html(say(key, **values))}</span>'
        f"<span>{as_html(state)}</span></section>"
    )


def paper(person: Actor, say: Translator, summary: flow.RoundSummary, found: flow.Opening, kind: PaperKind) -> None:
    """Draw the newest version of a paper, its signatures, and the one that the reader may give."""
    st.header(say("opening.paper", paper=NAMES[kind], clause=CLAUSES[kind]), anchor=False)
    current = newest(found.papers, kind)
    if current is None:
        st.html(f'<div class="qc-empty op-none">{as_html(say("opening.not_drafted"))}</div>')
        return
    if current.rule_book_digest != summary.rule_book.digest:
        st.error(as_markdown(say("opening.other_rules")), icon=":material/error:")
    parts = (
        _head(say, current),
        _signatures(say, found, current),
        _holds(say, summary, found, current),
        _text(say, current),
    )
    st.html(f'<div class="rb op-paper">{"".join(parts)}</div>')
    _sign(person, say, found, current)


def _head(say: Translator, current: Paper) -> str:
    rows = [(say("opening.number"), as_html(current.number or say("opening.no_number")))]
    if current.first_day is not None and current.last_day is not None:
        days = say("opening.days", first=current.first_day, last=current.last_day)
        rows.append((say("opening.window_label"), f"<b>{as_html(days)}</b>"))
    if current.reason:
        rows.append((say("opening.reason"), as_html(current.reason)))
    version = chip(say("opening.version", version=current.version))
    return f"<h3>{as_html(current.title)} {version}</h3>{facts(rows)}"


def _signatures(say: Translator, found: flow.Opening, current: Paper) -> str:
    given = {
        one.authority: one
        for one in found.signatures
        if (one.kind, one.paper_version) == (current.kind, current.version)
    }
    cells = []
    for authority in AUTHORITIES:
        name = as_html(say(AUTHORITY_NAMES[authority]))
        one = given.get(authority)
        state = say("opening.unsigned") if one is None else say("opening.signed")
        when = (
            say("opening.waits") if one is None else say("opening.signed_by", who=one.signer, at=moment(one.signed_at))
        )
        kind = "bad" if one is None else "good"
        cells.append(f'<li class="{kind}"><b>{name}</b>{chip(state, kind)}<span>{as_html(when)}</span></li>')
    return f'<ul class="op-signatures">{"".join(cells)}</ul>'


def _holds(say: Translator, summary: flow.RoundSummary, found: flow.Opening, current: Paper) -> str:
    """Say which version holds until the newest is signed."""
    holds = in_force(found.papers, found.signatures, current.kind, digest=summary.rule_book.digest)
    if holds is None or holds.version == current.version:
        return ""
    return f'<p class="op-holds">{as_html(say("opening.holds", version=holds.version))}</p>'


def _text(say: Translator, current: Paper) -> str:
    return opened(as_html(say("opening.text", count=len(current.content))), paragraphs(current.content), "op-text")


def _sign(person: Actor, say: Translator, found: flow.Opening, current: Paper) -> None:
    authority = office_of(person)
    if authority is None or authority in signed_by(current, found.signatures):
        return
    name = AUTHORITY_NAMES[authority]
    desk.act_when_sure(
        sure=say("opening.sure", who=name, paper=NAMES[current.kind], version=current.version),
        label=say("opening.sign", who=name),
        key=f"opening-sign-{current.kind}",
        do=_signed,
        args=(person, current),
        icon=":material/draw:",
    )


def office_of(person: Actor) -> Authority | None:
    """Return for which authority somebody signs."""
    return next((one for one in AUTHORITIES if access.may(person, f"sign_for_{one}", "opening")), None)


def _signed(person: Actor, current: Paper) -> None:
    done = Message("opening.done_signed", {"paper": NAMES[current.kind], "version": current.version})
    acting.attempt(
        PLACE,
        lambda: source.act(flow.sign_opening, person, current.round_id, kind=current.kind, version=current.version),
        done,
    )


def earlier(say: Translator, found: flow.Opening, kind: PaperKind) -> None:
    """Draw the versions that a newer one replaced, newest first, each with its text and its signatures."""
    current = newest(found.papers, kind)
    older = [one for one in found.papers if one.kind == kind and current is not None and one.version < current.version]
    if not older:
        return
    entries = "".join(
        opened(
            as_html(say("opening.earlier_one", version=one.version, title=one.title, signed=_signed_count(found, one))),
            _head(say, one) + _signatures(say, found, one) + paragraphs(one.content),
        )
        for one in reversed(older)
    )
    heading = as_html(say("opening.earlier", count=len(older)))
    st.html(f'<div class="rb op-earlier"><h3>{heading}</h3>{entries}</div>')


def _signed_count(found: flow.Opening, one: Paper) -> int:
    return len(signed_by(one, found.signatures))
