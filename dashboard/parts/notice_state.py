"""Where a notice stands: a short line of steps with its days, who is late, what is on the list and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import streamlit as st

from dashboard.parts import desk, joint_words, notice_days
from dashboard.parts.listing import listed
from dashboard.parts.wording import as_html
from indicators.calendar import WorkingCalendar
from indicators.language import Translator
from indicators.model import RuleBook
from scoring.flow import Candidate, NoticeStanding, Reminder
from scoring.procedure.notice import AUTHORITIES

STEPS: Final = ("draft", "sign", "open", "close")
At = Literal[0, 1, 2, 3, 4]


def at(found: NoticeStanding | None, today: date) -> At:
    """Return the step that is to be done now; 4 where the notice is over."""
    if found is None:
        return 0
    notice = found.notice
    if notice.state == "drafted":
        return 2 if len(found.signed) == len(AUTHORITIES) else 1
    if notice.state == "open":
        return 3 if notice.last_day is not None and today > notice.last_day else 2
    return 4


def steps(say: Translator, found: NoticeStanding | None, today: date, calendar: WorkingCalendar) -> None:
    """Draw the steps of a notice, the present one marked, and how its days are counted."""
    now = at(found, today)
    said = ("", "", "", "") if found is None else _said(say, found)
    items = []
    for place, name in enumerate(STEPS):
        kind = "done" if place < now else "now" if place == now else "ahead"
        mark = "✓" if kind == "done" else str(place + 1)
        current = ' aria-current="step"' if kind == "now" else ""
        words = as_html(say(f"notice_desk.step_{name}"))
        items.append(
            f'<li class="{kind}"{current}><i aria-hidden="true">{mark}</i><div><b>{words}</b>'
            f"<span>{as_html(said[place])}</span></div></li>"
        )
    st.html(f'<ol class="pn-steps jd-steps">{"".join(items)}</ol>')
    if found is None or found.notice.opened_on is None or found.notice.last_day is None:
        return
    opened, last = found.notice.opened_on, found.notice.last_day
    head = notice_days.place(say, opened, last, today, calendar) if found.notice.state == "open" else ""
    lines = "".join(f"<div>{as_html(line)}</div>" for line in notice_days.counted(say, opened, last, calendar))
    st.html(f'<div class="jd-days"><b>{as_html(head)}</b>{lines}</div>')


def _said(say: Translator, found: NoticeStanding) -> tuple[str, str, str, str]:
    notice = found.notice
    signed = [
        say(f"notice_desk.{'signed' if name in found.signed else 'unsigned'}", authority=joint_words.short(name, say))
        for name in AUTHORITIES
    ]
    days = ""
    if notice.opened_on is not None:
        days = say("notice_desk.from_to", first=notice.opened_on, last=notice.last_day)
    return (
        say("notice_desk.draft_of", version=notice.list_version, count=len(found.entries)),
        listed(signed, say),
        days,
        "" if notice.closed_on is None else str(notice.closed_on),
    )


def late(say: Translator, reminders: Sequence[Reminder], today: date) -> None:
    """Say in red who is late with what, and since when."""
    if not reminders:
        return
    lines = "".join(
        "<li>"
        + as_html(
            say(
                f"notice_desk.late_{one.what}",
                authority=joint_words.authority(one.authority, say),
                number=one.subject.rpartition("/")[2],
                due=one.due,
                days=(today - one.due).days,
            )
        )
        + "</li>"
        for one in reminders
    )
    st.html(f'<div class="jd-late" role="alert"><b>{as_html(say("notice_desk.late"))}</b><ul>{lines}</ul></div>')


def counts(say: Translator, found: NoticeStanding | None, candidates: Sequence[Candidate], objections: int) -> None:
    """Draw how many are listed, might be, cannot be, and how many objections are not settled."""
    blocked = sum(_blocked(one) for one in candidates)
    desk.counts(
        (
            (0 if found is None else len(found.entries), say("notice_desk.count_listed"), ""),
            (sum(addable(one) for one in candidates), say("notice_desk.count_ready"), ""),
            (blocked, say("notice_desk.count_blocked"), "unknown" if blocked else ""),
            (objections, say("notice_desk.count_objections"), "no" if objections else ""),
        )
    )


def addable(one: Candidate) -> bool:
    """Tell whether somebody may be listed and is on no list yet."""
    return one.ready and one.listed_on is None


def restarts(book: RuleBook) -> bool:
    """Tell whether a corrected list begins its notice anew."""
    rules = book.round.parameter_sheet.notice
    return rules is None or rules.correction_restarts


def _blocked(one: Candidate) -> bool:
    return bool(one.faults) and one.listed_on is None


def blocked(say: Translator, candidates: Sequence[Candidate]) -> None:
    """Draw who cannot be listed, each with the reason and its article."""
    found = [one for one in candidates if _blocked(one)]
    if not found:
        return
    with st.expander(say("notice_desk.blocked", count=len(found)), icon=":material/block:", key="notice-blocked"):
        columns = [say("credit_desk.applicant"), say("credit_desk.grade"), say("notice_desk.why")]
        rows = [_reasons(one, say) for one in joint_words.first_of("notice-blocked", found)]
        desk.listing(columns, rows, kind="jd-list")
        joint_words.more(say, "notice-blocked", len(found))


def _reasons(one: Candidate, say: Translator) -> list[str]:
    why = "".join(f'<div class="jd-bar">{as_html(fault.message(say))}</div>' for fault in one.faults)
    return [joint_words.applicant(one.application_id, one.name), desk.grade_chip(one.grade or "–"), why]


def earlier(say: Translator, found: Sequence[NoticeStanding]) -> None:
    """Draw the notices before the last one, a line each."""
    if not found:
        return
    with st.expander(say("notice_desk.earlier", count=len(found)), icon=":material/history:", key="notice-earlier"):
        columns = [say(f"notice_desk.column_{name}") for name in ("number", "days", "closed", "entries")]
        rows = [
            [
                as_html(one.notice.notice_id.rpartition("/")[2]),
                as_html(say("notice_desk.from_to", first=one.notice.opened_on, last=one.notice.last_day)),
                as_html(one.notice.closed_on or "–"),
                as_html(
                    listed(
                        (f"{entry.application_id} {entry.grade}" for entry in one.entries[: joint_words.AT_ONCE]), say
                    )
                ),
            ]
            for one in found
        ]
        desk.listing(columns, rows)
