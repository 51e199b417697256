"""Objections to what a notice lists: each with its terms, what it keeps back, and what its office does next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import joint_words, notice_days, objection_acts
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Candidate, ObjectionStanding
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES
from scoring.procedure.working_days import Term

CARDS: Final = 10
_CHIPS: Final = {"received": "near", "acknowledged": "near", "founded": "bad", "groundless": "good"}


def settled(one: ObjectionStanding) -> bool:
    """Tell whether nothing more is to be done about an objection."""
    signed = set(AUTHORITIES) <= one.signed
    return one.objection.state == "withdrawn" or (one.objection.state in ("founded", "groundless") and signed)


def open_ones(objections: Sequence[ObjectionStanding]) -> tuple[ObjectionStanding, ...]:
    """Return what is not settled, what is due first before the rest."""
    found = [one for one in objections if not settled(one)]
    return tuple(sorted(found, key=lambda one: (one.decide_by.last or date.max, one.objection.received_on)))


def cards(
    person: Actor, say: Translator, objections: Sequence[ObjectionStanding], candidates: Mapping[str, Candidate]
) -> None:
    """Draw what is to be done, then what is settled."""
    st.header(say("objection_desk.title"), anchor=False)
    todo = open_ones(objections)
    if not objections:
        st.html(f'<p class="dk-quiet">{as_html(say("objection_desk.none"))}</p>')
        return
    st.subheader(say("objection_desk.todo", count=len(todo)), anchor=False)
    if not todo:
        st.html(f'<p class="dk-done">{as_html(say("objection_desk.todo_none"))}</p>')
    for one in joint_words.first_of("objection-cards", todo, CARDS):
        _card(person, say, one, candidates)
    joint_words.more(say, "objection-cards", len(todo), CARDS)
    done = [one for one in objections if settled(one)]
    if done:
        st.subheader(say("objection_desk.settled", count=len(done)), anchor=False)
    for one in joint_words.first_of("objection-settled", done, CARDS):
        with st.expander(_headline(one, say), key=f"objection-settled-{number(one)}"):
            _card(person, say, one, candidates)
    joint_words.more(say, "objection-settled", len(done), CARDS)


def number(one: ObjectionStanding) -> str:
    """Return the number of an objection within its round."""
    return one.objection.objection_id.rpartition("/")[2]


def _headline(one: ObjectionStanding, say: Translator) -> str:
    state = say(f"objection_desk.state_{one.objection.state}")
    return say("objection_desk.headline", number=number(one), application=one.objection.application_id, state=state)


def _card(person: Actor, say: Translator, one: ObjectionStanding, candidates: Mapping[str, Candidate]) -> None:
    objection = one.objection
    known = candidates.get(objection.application_id)
    with st.container(border=True, key=f"objection-{number(one)}"):
        name = "" if known is None else known.name
        title = say("objection_desk.card", number=number(one), application=objection.application_id, name=name)
        st.html(f'<div class="jd-head"><b>{as_html(title)}</b>{"".join(_chips(one, say))}</div>')
        rows = [
            (say("objection_desk.from"), as_html(objection.received_from)),
            (say("objection_desk.substance"), as_html(objection.substance)),
            (say("objection_desk.received"), as_html(objection.received_on)),
        ]
        rows += _terms(one, say)
        if objection.reason:
            rows.append((say("objection_desk.reason"), as_html(objection.reason)))
        if objection.state in ("founded", "groundless"):
            rows.append((say("objection_desk.signed"), as_html(_signed(one, say))))
        rows.append((say("objection_desk.effect"), as_html(_effect(one, say))))
        st.html(f'<div class="rb">{facts(rows)}</div>')
        if known is None or not known.announced:
            objection_acts.acts(person, say, one, number(one))


def _chips(one: ObjectionStanding, say: Translator) -> list[str]:
    state = one.objection.state
    found = [chip(say(f"objection_desk.state_{state}"), _CHIPS.get(state, ""))]
    if one.late:
        found.append(chip(say("objection_desk.came_late")))
    if one.stands:
        found.append(chip(say("objection_desk.blocks"), "bad"))
    return found


def _terms(one: ObjectionStanding, say: Translator) -> list[tuple[str, str]]:
    """Return by when an objection is due: only what is still to be done, late in red."""
    if settled(one):
        return []
    due = [("decide", one.decide_by)]
    if one.objection.state == "received":
        due.insert(0, ("acknowledge", one.acknowledge_by))
    return [(say(f"objection_desk.{name}_by"), _term(term, say)) for name, term in due]


def _term(term: Term, say: Translator) -> str:
    if term.last is None:
        return as_html(notice_days.not_announced(say, term.not_yet_announced))
    left = (term.last - source.today()).days
    if left < 0:
        return f'<span class="dk-late">{as_html(say("objection_desk.late", day=term.last, days=-left))}</span>'
    return as_html(say("objection_desk.due", day=term.last, days=left))


def _signed(one: ObjectionStanding, say: Translator) -> str:
    said = [
        say(f"notice_desk.{'signed' if name in one.signed else 'unsigned'}", authority=joint_words.short(name, say))
        for name in AUTHORITIES
    ]
    return say("objection_desk.comma").join(said)


def _effect(one: ObjectionStanding, say: Translator) -> str:
    if one.objection.state == "founded":
        return say("objection_desk.effect_founded")
    return say(f"objection_desk.effect_{'stands' if one.stands else 'none'}")
