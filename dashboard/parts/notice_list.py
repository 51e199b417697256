"""The list of a notice as it stands, and how it is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, joint_words, notice_state
from dashboard.parts.notice_acts import PLACE
from dashboard.parts.rule_book_markup import chip
from indicators.language import Message, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import Candidate, Granted, NoticeStanding, ObjectionStanding
from scoring.model import Actor
from scoring.procedure.notice import PERMITTED


def entries(
    say: Translator,
    found: NoticeStanding,
    names: Mapping[str, Candidate],
    objections: Sequence[ObjectionStanding],
) -> None:
    """Draw the list, each with what is objected to it."""
    st.header(say("notice_desk.list", count=len(found.entries)), anchor=False)
    asked = ""
    if len(found.entries) > joint_words.AT_ONCE:
        asked = (st.text_input(say("picking.search"), key="notice-find", icon=":material/search:") or "").casefold()
    shown = [
        one for one in found.entries if asked in f"{one.application_id} {_name(names, one.application_id)}".casefold()
    ]
    by_id: dict[str, list[ObjectionStanding]] = {}
    for standing in objections:
        by_id.setdefault(standing.objection.application_id, []).append(standing)
    rows = [
        [
            joint_words.applicant(one.application_id, _name(names, one.application_id)),
            desk.grade_chip(one.grade),
            " ".join(_objected(standing, say) for standing in by_id.get(one.application_id, ())) or "–",
        ]
        for one in joint_words.first_of("notice-list", shown)
    ]
    desk.listing([say(f"notice_desk.{name}") for name in ("applicant", "grade", "objections")], rows, kind="jd-list")
    joint_words.more(say, "notice-list", len(shown))


def correcting(
    person: Actor, say: Translator, book: RuleBook, found: NoticeStanding, candidates: Sequence[Candidate]
) -> None:
    """Draw the correction of the list under way, for whoever may."""
    may = access.may(person, "correct", "notice", {"in_notice"})
    if not may or "correct" not in PERMITTED[found.notice.state]:
        return
    names = {one.application_id: one for one in candidates}
    own = found.notice.notice_id
    anew = [
        one for one in candidates if notice_state.addable(one) or (one.ready and one.listed_on == own and _changes(one))
    ]
    with st.expander(say("notice_desk.correct"), icon=":material/edit:", key="notice-correcting"):
        st.caption(say(f"notice_desk.correct_how_{'restart' if notice_state.restarts(book) else 'on'}"))
        st.multiselect(
            say("notice_desk.remove"),
            [one.application_id for one in found.entries],
            format_func=lambda id_: say("notice_desk.named", application=id_, name=_name(names, id_)),
            placeholder=say("notice_desk.choose"),
            key="notice-remove",
        )
        st.multiselect(
            say("notice_desk.add"),
            [one.application_id for one in anew],
            format_func=lambda id_: _anew(names[id_], say),
            placeholder=say("notice_desk.choose" if anew else "notice_desk.nobody_anew"),
            disabled=not anew,
            key="notice-add",
        )
        desk.reason_input(say("notice_desk.correct_reason"), "notice-correct-reason")
        grades = {one.application_id: one.grade or "" for one in anew}
        desk.act_when_sure(
            sure=say("notice_desk.correct_sure"),
            label=say("notice_desk.correct_do"),
            key="notice-correct",
            icon=":material/edit:",
            do=_do_correct,
            args=(person, book.round.round_id, grades),
        )


def _name(names: Mapping[str, Candidate], application_id: str) -> str:
    known = names.get(application_id)
    return "" if known is None else known.name


def _changes(one: Candidate) -> bool:
    return one.grade != one.listed_as


def _anew(one: Candidate, say: Translator) -> str:
    values = {"application": one.application_id, "name": one.name, "grade": one.grade or ""}
    if one.listed_as is None:
        return say("notice_desk.choice", **values)
    return say("notice_desk.choice_changed", before=one.listed_as, **values)


def _objected(standing: ObjectionStanding, say: Translator) -> str:
    state = standing.objection.state
    kind = "bad" if state == "founded" else "near" if standing.stands else ""
    return chip(say(f"objection_desk.state_{state}"), kind)


def _do_correct(person: Actor, round_id: str, grades: Mapping[str, str]) -> None:
    removed = list(st.session_state.get("notice-remove") or ())
    listed = [Granted(id_, grades[id_]) for id_ in st.session_state.get("notice-add") or () if id_ in grades]
    reason = st.session_state.get("notice-correct-reason") or ""
    values = {"removed": len(removed), "listed": len(listed)}
    if acting.attempt(
        PLACE,
        lambda: source.act(flow.correct_notice, person, round_id, listed=listed, removed=removed, reason=reason),
        Message("notice_desk.done_correct", values),
    ):
        st.session_state["notice-remove"], st.session_state["notice-add"] = [], []
        st.session_state["notice-correct-reason"] = ""
