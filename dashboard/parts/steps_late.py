"""Who is late, and the reminder to them and no others; when they were reminded last; what caps still leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import opened, table
from dashboard.parts.rule_book_sources import citations
from dashboard.parts.steps_words import PLACE, act_name, level_of, office
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import BoardRow, LateOffice, QuotaUse, RoundSummary
from scoring.flow.reminding import offices_of
from scoring.model import Actor
from scoring.register.step_acts import Reminded

_WORST: Final = 12
_COLUMNS: Final = ("office", "late_acts", "late_count", "late_since", "reminded")


def late(person: Actor, say: Translator, round_id: str, board: Sequence[BoardRow]) -> None:
    """Draw the offices that are late, for whoever follows all of them, and the reminder for whoever sends it."""
    with frame.told(say):
        sent = source.ask(flow.reminders_sent, person, round_id)
    found = offices_of(board)
    st.header(say("stepboard.late_offices"), anchor=False)
    if found:
        heads = [
            say(f"stepboard.column_{name}") for name in ("office", "late_acts", "late_count", "late_since", "reminded")
        ]
        rows = [_office(say, one, sent) for one in _worst_first(found)]
        desk.listing(heads, rows[:_WORST])
        if rows[_WORST:]:
            rest = say("stepboard.late_rest", count=len(rows) - _WORST)
            st.html(f'<div class="rb dk-table">{opened(as_html(rest), table(heads, rows[_WORST:]))}</div>')
    else:
        st.caption(say("stepboard.nobody_late"))
    _last(say, sent)
    if found and access.may(person, "remind", "step"):
        desk.act_when_sure(
            sure=say("stepboard.sure_remind", count=len(found)),
            label=say("stepboard.remind", count=len(found)),
            key="stepboard-remind",
            do=_remind,
            args=(person, round_id, len(found)),
            icon=":material/notifications:",
        )


def _worst_first(found: Sequence[LateOffice]) -> list[LateOffice]:
    return sorted(found, key=lambda one: -max(act.days for act in one.acts))


def _office(say: Translator, one: LateOffice, sent: Sequence[Reminded]) -> list[str]:
    acts = say("stepboard.comma").join(dict.fromkeys(act_name(say, late.act) for late in one.acts))
    worst = max(one.acts, key=lambda act: act.days)
    over = say("stepboard.late_since", day=worst.due_on, days=worst.days)
    told = next((each.at for each in sent if (one.authority, one.region) in _places(each)), None)
    return [
        as_html(office(say, one.level, one.authority, one.region)),
        as_html(acts),
        f'<div class="num">{len({late.application_id for late in one.acts})}</div>',
        f'<span class="dk-late">{as_html(over)}</span>',
        as_html(moment(told) if told else say("stepboard.never_reminded")),
    ]


def _places(one: Reminded) -> set[tuple[str, str | None]]:
    return {(to.authority, to.region) for to in one.offices}


def _last(say: Translator, sent: Sequence[Reminded]) -> None:
    if not sent:
        return
    last = sent[0]
    names = say("stepboard.comma").join(
        office(say, level_of(to.region), to.authority, to.region) for to in last.offices
    )
    words = say("stepboard.last_reminded", at=moment(last.at), count=len(last.offices), who=desk.role(last.role, say))
    st.html(f'<div class="rb">{opened(as_html(words), f"<p>{as_html(names)}</p>")}</div>')


def own_reminder(person: Actor, say: Translator, round_id: str) -> None:
    """Say to an office of a prefecture or county when it was reminded last."""
    with frame.told(say):
        sent = source.ask(flow.reminders_sent, person, round_id)
    authorities = {"drc" if role.endswith("drc") else "market_regulator" for role in person.roles}
    own = next((one for one in sent if _places(one) & {(each, person.region) for each in authorities}), None)
    if own is not None:
        st.caption(say("stepboard.you_were_reminded", at=moment(own.at)))


def _remind(person: Actor, round_id: str, count: int) -> None:
    done = Message("stepboard.done_reminded", {"count": count})
    acting.attempt(PLACE, lambda: source.act(flow.remind_late, person, round_id), done)


def caps(person: Actor, say: Translator, summary: RoundSummary) -> None:
    """Draw how many applications prefectures may still recommend: one's own in figures, many as a table."""
    with frame.told(say):
        found = source.kept(flow.step_quotas, person, summary.round_id)
    if not found:
        return
    st.header(say("stepboard.caps"), anchor=False)
    places = list(dict.fromkeys(one.prefecture for one in found))
    if len(places) == 1:
        desk.counts((f"{one.used} / {one.cap}", _left(say, one), "no" if not one.left else "") for one in found)
    else:
        _table(say, found, places)
    note = summary.rule_book.round.parameter_sheet.notes.get("caps")
    if note is not None:
        st.html(f'<div class="rb">{citations(summary.rule_book, (note.cite,), say)}</div>')


def _left(say: Translator, one: QuotaUse) -> str:
    return say("stepboard.cap_left", grade=one.grade, left=one.left)


def _table(say: Translator, found: Sequence[QuotaUse], places: Sequence[str]) -> None:
    grades = list(dict.fromkeys(one.grade for one in found))
    by_place = {(one.prefecture, one.grade): one for one in found}
    heads = [say("stepboard.column_prefecture"), *(say("stepboard.column_cap", grade=grade) for grade in grades)]
    rows = [
        [as_html(desk.region(place)), *(_cell(say, by_place[place, grade]) for grade in grades)]
        for place in places
        if any(by_place[place, grade].used for grade in grades)
    ]
    if not rows:
        st.caption(say("stepboard.none_recommended"))
        return
    desk.listing(heads, rows)


def _cell(say: Translator, one: QuotaUse) -> str:
    words = as_html(say("stepboard.cap_cell", used=one.used, cap=one.cap, left=one.left))
    return words if one.left else f'<span class="dk-late">{words}</span>'
