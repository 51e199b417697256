"""Results of credit checks: both authorities side by side, and what bars a grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard.parts import desk, frame, joint_words, spoken
from dashboard.parts.credit_recording import waiting
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import CreditStanding
from scoring.procedure.notice import AUTHORITIES, Authority

_NOT_CHECKED: Final = "notice.credit_not_checked"
_FAILED: Final = "notice.credit_check_failed"
_STANDING: Final = {"passed": "good", "failed": "bad", "barred": "bad", "waiting": "near"}


def standing(one: CreditStanding) -> str:
    """Return where a check stands: ``passed``, ``failed``, ``barred`` by a condition, or ``waiting``."""
    if one.passed:
        return "passed"
    keys = {fault.what.key for fault in one.faults}
    if _FAILED in keys:
        return "failed"
    return "barred" if keys - {_NOT_CHECKED} else "waiting"


def counts(say: Translator, standings: Sequence[CreditStanding], authority: Authority | None) -> None:
    """Draw how many are due, wait for each authority, passed, failed."""
    found = [standing(one) for one in standings]
    todo = len(waiting(standings, authority))
    other = sum(len(waiting(standings, name)) for name in AUTHORITIES if name != authority)
    cells = [(len(found), say("credit_desk.count_due"), "")]
    if authority is None:
        cells += [
            (len(waiting(standings, name)), say("credit_desk.count_by", authority=joint_words.authority(name, say)), "")
            for name in AUTHORITIES
        ]
    else:
        cells += [(todo, say("credit_desk.count_mine"), "unknown" if todo else "")]
        cells += [(other, say("credit_desk.count_other"), "")]
    blocked = found.count("failed") + found.count("barred")
    cells += [
        (found.count("passed"), say("credit_desk.count_passed"), "yes" if found.count("passed") else ""),
        (blocked, say("credit_desk.count_failed"), "no" if blocked else ""),
    ]
    desk.counts(cells)


def results(
    say: Translator, standings: Sequence[CreditStanding], names: Mapping[str, str], authority: Authority | None
) -> None:
    """Draw the list, filtered and searched, its first rows at once."""
    st.header(say("credit_desk.results"), anchor=False)
    filters: dict[str, Callable[[CreditStanding], bool]] = {
        "all": lambda one: True,
        "waiting": lambda one: standing(one) == "waiting",
        "failed": lambda one: standing(one) in ("failed", "barred"),
        "passed": lambda one: standing(one) == "passed",
    }
    with st.container(horizontal=True, key="credit-filters"):
        chosen = st.selectbox(
            say("credit_desk.filter"),
            list(filters),
            format_func=lambda name: say(f"credit_desk.filter_{name}"),
            key=spoken.keyed("credit-filter", say),
        )
        asked = (st.text_input(say("picking.search"), key="credit-find", icon=":material/search:") or "").casefold()
    found = [
        one
        for one in standings
        if filters[chosen or "all"](one) and asked in f"{one.application_id} {names.get(one.application_id)}".casefold()
    ]
    st.caption(say("joint_desk.found", count=len(found), of=len(standings)))
    if not found:
        frame.empty(say("credit_desk.none_found"))
        return
    columns = [say(f"credit_desk.{name}") for name in ("applicant", "grade", "standing")]
    columns += [joint_words.authority(name, say) for name in AUTHORITIES]
    rows = [_row(one, names, say) for one in joint_words.first_of("credit-results", found)]
    desk.listing(columns, rows, kind="jd-credit")
    joint_words.more(say, "credit-results", len(found))


def _row(one: CreditStanding, names: Mapping[str, str], say: Translator) -> list[str]:
    by = {check.authority: check for check in one.checks}
    where = standing(one)
    # That a result is missing, or that one failed and why, stands in its own column already.
    said = [fault.message(say) for fault in one.faults if fault.what.key not in (_NOT_CHECKED, _FAILED)]
    bars = "".join(f'<div class="jd-bar">{as_html(words)}</div>' for words in said)
    return [
        joint_words.applicant(one.application_id, names.get(one.application_id, "")),
        desk.grade_chip(one.grade),
        chip(say(f"credit_desk.standing_{where}"), _STANDING[where]) + bars,
        *(joint_words.check_cell(by.get(name), say) for name in AUTHORITIES),
    ]
