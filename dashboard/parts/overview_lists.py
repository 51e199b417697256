"""What asks for the sitting's time, and all applications: each row opens its own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from dashboard.parts import spoken
from dashboard.parts.panel_words import CASE, outcome_chip, shown, signed
from dashboard.parts.round_choice import APPLICATION, ROUND, STAGE
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown, points
from indicators.language import Translator
from scoring.flow import Case, PanelOverview

FIRST: Final = 6
PER_PAGE: Final = 20
STANDS: Final = ("all", "undecided", "decided", "deferred", "near", "disagree", "not_eligible", "departs")
ORDERS: Final = ("arrival", "total", "distance", "range")


def attention(say: Translator, overview: PanelOverview, near_words: str, disagree_words: str) -> None:
    """Draw side by side what stands near a line and where panels disagree."""
    near = sorted((one for one in overview.cases if one.near), key=lambda one: abs(one.distance or Decimal(0)))
    apart = sorted(
        (one for one in overview.cases if one.disagrees),
        key=lambda one: (one.total_range or 0) / (one.range_limit or 1),
        reverse=True,
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _part(say, overview, "near", near, near_words, _near_facts)
    with right:
        _part(say, overview, "disagree", apart, disagree_words, _apart_facts)
    barred = [one for one in overview.cases if one.eligible is not True]
    _part(say, overview, "not_eligible", barred, say("chair.not_eligible_measure"), _barred_facts)


def _part(
    say: Translator,
    overview: PanelOverview,
    name: str,
    cases: Sequence[Case],
    measure: str,
    facts: Callable[[Case, Translator], str],
) -> None:
    st.header(say(f"chair.{name}", count=len(cases)), anchor=False)
    st.caption(as_markdown(measure))
    if not cases:
        st.html(f'<div class="qc-empty">{as_html(say(f"chair.{name}_none"))}</div>')
    for case in cases[:FIRST]:
        _row(say, overview, case, facts(case, say), f"{name}-")
    if len(cases) > FIRST:
        st.button(
            say("chair.show_all", count=len(cases)),
            key=f"chair-show-{name}",
            type="tertiary",
            icon=":material/filter_alt:",
            on_click=_filter,
            args=(name,),
        )


def _filter(stand: str) -> None:
    st.session_state["chair-stand"] = stand
    st.session_state["chair-page"] = 1


def _row(say: Translator, overview: PanelOverview, case: Case, facts: str, place: str) -> None:
    application = case.application
    with st.container(border=True, key=f"row-{place}{application.application_id}"):
        st.page_link(
            CASE,
            label=as_markdown(application.enterprise.name),
            icon=":material/chevron_right:",
            icon_position="right",
            width="stretch",
            query_params={
                ROUND: overview.round_id,
                APPLICATION: application.application_id,
                STAGE: overview.stage,
            },
        )
        who = f'<span class="pn-id">{as_html(application.application_id)}</span>'
        target = chip(say("chair.applying_for", grade=application.target_grade))
        st.html(f'<div class="pn-facts">{who}{target}{facts}</div>')


def _total(case: Case, say: Translator) -> str:
    if case.total is None:
        return f'<span class="qc-quiet">{as_html(say("chair.no_total"))}</span>'
    return f"<b>{as_html(say('chair.points', points=points(case.total)))}</b>"


def _distance(case: Case, say: Translator) -> str:
    if case.distance is None or case.cut is None:
        return ""
    words = say("chair.from_line", distance=signed(case.distance), grade=case.cut)
    return chip(words, "near") if case.near else f'<span class="qc-quiet">{as_html(words)}</span>'


def _near_facts(case: Case, say: Translator) -> str:
    return _total(case, say) + _distance(case, say) + _divided(case, say)


def _divided(case: Case, say: Translator) -> str:
    return "".join(
        f'<span class="qc-quiet">{as_html(say("chair.divided", count=count, of=case.submitted, grade=grade))}</span>'
        for grade, count in case.divided.items()
    )


def _range(case: Case, say: Translator) -> str:
    if case.total_range is None or case.range_limit is None:
        return ""
    words = say("chair.range", range=shown(case.total_range, 1), limit=shown(case.range_limit, 1), of=case.submitted)
    return chip(words, "near") if case.disagrees else f'<span class="qc-quiet">{as_html(words)}</span>'


def _apart_facts(case: Case, say: Translator) -> str:
    return _total(case, say) + _range(case, say) + _divided(case, say)


def _barred_facts(case: Case, say: Translator) -> str:
    return _total(case, say) + _eligibility(case, say)


def everything(say: Translator, overview: PanelOverview, outcomes: Mapping[str, str]) -> None:
    """Draw all applications, to be filtered and put in order, a page at a time."""
    st.header(say("chair.all"), anchor=False)
    targets = sorted({one.application.target_grade for one in overview.cases}, key=len)
    with st.container(horizontal=True, key="chair-filters"):
        stand = st.selectbox(
            say("chair.stand"),
            STANDS,
            key=spoken.keyed("chair-stand", say),
            format_func=lambda name: say(f"chair.stand_{name}"),
            on_change=_first_page,
        )
        target = st.selectbox(
            say("chair.target"),
            ["", *targets],
            key=spoken.keyed("chair-target", say),
            format_func=lambda grade: grade or say("chair.any"),
            on_change=_first_page,
        )
        order = st.selectbox(
            say("chair.order"),
            ORDERS,
            key=spoken.keyed("chair-order", say),
            format_func=lambda name: say(f"chair.order_{name}"),
            on_change=_first_page,
        )
        text = st.text_input(
            say("chair.text"),
            key="chair-text",
            placeholder=say("chair.text_example"),
            max_chars=60,
            on_change=_first_page,
        )
    found = ordered(matching(overview.cases, outcomes, stand or "all", target or "", text or ""), order or "arrival")
    if not found:
        st.html(f'<div class="qc-empty">{as_html(say("chair.nothing_found"))}</div>')
        return
    pages = -(-len(found) // PER_PAGE)
    if st.session_state.get("chair-page", 1) > pages:
        st.session_state["chair-page"] = pages
    st.caption(say("chair.found", count=len(found), of=len(overview.cases)))
    rows = st.container(key="chair-rows")
    page = st.pagination(pages, key="chair-page") if pages > 1 else 1
    with rows:
        for case in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
            _row(say, overview, case, _all_facts(case, outcomes.get(case.application.application_id), say), "")


def _all_facts(case: Case, decision: str | None, say: Translator) -> str:
    decided = outcome_chip(decision, say) if decision else chip(say("chair.undecided"))
    return (
        _total(case, say)
        + _distance(case, say)
        + (_range(case, say) if case.disagrees else "")
        + ("" if case.eligible is True else _eligibility(case, say))
        + _pair(say("chair.proposed"), outcome_chip(case.proposed, say))
        + _pair(say("chair.decision"), decided)
    )


def _pair(label: str, html: str) -> str:
    return f'<span class="pn-pair"><span class="qc-quiet">{as_html(label)}</span>{html}</span>'


def _eligibility(case: Case, say: Translator) -> str:
    known = case.eligible is False
    key = "chair.is_not_eligible" if known else "chair.eligibility_unknown"
    return chip(say(key, grade=case.application.target_grade), "bad" if known else "near")


def _first_page() -> None:
    st.session_state["chair-page"] = 1


def matching(cases: Sequence[Case], outcomes: Mapping[str, str], stand: str, target: str, text: str) -> list[Case]:
    """Return the cases that stand so, apply for this grade, and have this text in number, name or credit code."""
    wanted = text.strip().casefold()
    return [
        one
        for one in cases
        if (not target or one.application.target_grade == target)
        and (not wanted or wanted in _searched(one))
        and _stands(one, outcomes.get(one.application.application_id), stand)
    ]


def _searched(case: Case) -> str:
    one = case.application
    return f"{one.application_id} {one.enterprise.name} {one.enterprise.uscc}".casefold()


def _stands(case: Case, outcome: str | None, stand: str) -> bool:
    return {
        "all": True,
        "undecided": outcome is None,
        "decided": outcome is not None,
        "deferred": outcome == "defer",
        "near": case.near,
        "disagree": case.disagrees,
        "not_eligible": case.eligible is not True,
        "departs": outcome is not None and outcome != case.proposed,
    }[stand]


def ordered(cases: Sequence[Case], order: str) -> list[Case]:
    """Return cases in an order; what has no number for it comes last."""
    if order == "total":
        return sorted(cases, key=lambda one: (one.total is None, -(one.total or Decimal(0))))
    if order == "distance":
        return sorted(cases, key=lambda one: (one.distance is None, abs(one.distance or Decimal(0))))
    if order == "range":
        return sorted(cases, key=lambda one: (one.total_range is None, -(one.total_range or 0)))
    return list(cases)
