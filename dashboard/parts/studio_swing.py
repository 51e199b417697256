"""Swings: each expert gives points, or an order, to what an indicator's step from worst to best is worth to him."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import streamlit as st

from dashboard.parts import acting, frame, studio_outcome, studio_table
from dashboard.parts.card_table import card_table
from dashboard.parts.studio_fields import Sheet, show
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import children_of
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.tabular import Table
from indicators.weighting import Swings, SwingWeights, read_swings, smarter, swing
from scoring.model import Actor

_GIVEN: Final = "studio-swings"
_FULL: Final = 100
_NONE: Final = "\u2013"
_OTHER_OPINION: Final = 1.1


def draw(sheet: Sheet, _person: Actor, page: str) -> None:
    """Draw the node, the swings, and what they come to."""
    studio_outcome.side_by_side(sheet, page, (_bring, _enter), _result)


def given(work: Work) -> Swings:
    """Return the swings on the desk, of this draft."""
    kept: Any = st.session_state.setdefault(_GIVEN, {})
    found: Swings = kept.get(work.opened.draft.draft_id, Swings("points", (), {}))
    return found


def judged(work: Work, code: str) -> tuple[SwingWeights | None, tuple[Fault, ...]]:
    """Return what the swings of a node's children come to, and what is wrong with them."""
    items = [one.code for one in children_of(work.round, code or None)]
    kept = given(work)
    of = {expert: {one: by[one] for one in items if one in by} for expert, by in kept.of.items()}
    of = {expert: by for expert, by in of.items() if by}
    if not of:
        return None, ()
    try:
        return (swing if kept.kind == "points" else smarter)(items, of), ()
    except FaultsError as error:
        return None, tuple(error.faults)


def keep(work: Work, kind: Literal["points", "rank"], of: Mapping[str, Mapping[str, float]]) -> None:
    """Put swings beside those that are there; points and an order do not stand beside one another."""
    before = given(work)
    kept = {expert: dict(by) for expert, by in before.of.items()} if before.kind == kind else {}
    for expert, by in of.items():
        kept[expert] = {**kept.get(expert, {}), **by}
    names = tuple(dict.fromkeys(name for by in kept.values() for name in by))
    swings = Swings(kind, names, kept)
    st.session_state[_GIVEN] = {**st.session_state.get(_GIVEN, {}), work.opened.draft.draft_id: swings}


def _bring(sheet: Sheet, code: str, page: str) -> None:
    children = children_of(sheet.work.round, code or None)
    studio_table.bring(sheet.say, _FORM, ((one.code, str(_FULL)) for one in children), page)


def _take(work: Work, table: Table, file: str) -> None:
    read = read_swings(table)
    known = {one.code for one in work.round.indicator_table.indicators}
    if unknown := [one for one in read.indicators if one not in known]:
        what = [Message("studio.swing_unknown", {"code": one}) for one in unknown]
        raise FaultsError([Fault(one, file=file) for one in what])
    keep(work, read.kind, read.of)


_FORM: Final = studio_table.Form("swing", ("expert", "indicator", "points"), _take)


def _enter(sheet: Sheet, code: str, page: str) -> None:
    say = sheet.say
    below = children_of(sheet.work.round, code or None)
    with st.expander(say("studio.swing_enter"), icon=":material/edit:"), st.form("studio-swing", border=False):
        st.text_input(say("studio.expert"), key="studio-expert", max_chars=60)
        for one in below:
            st.number_input(
                f"{one.code} {one.name}", 0, _FULL, _FULL, step=5, key=f"studio-swing-{one.code}"
            )  # fmt: skip
        codes = tuple(one.code for one in below)
        st.form_submit_button(say("studio.judgement_enter"), on_click=_entered, args=(codes, page))


def _entered(codes: tuple[str, ...], page: str) -> None:
    expert = (st.session_state.get("studio-expert") or "").strip()
    if not expert:
        acting.refuse(page, [Message("studio.expert_missing")])
        return
    points = {code: float(st.session_state[f"studio-swing-{code}"]) for code in codes}
    try:
        swing(codes, {expert: points})
    except FaultsError as error:
        acting.refuse(page, error.faults)
        return
    do(lambda work: keep(work, "points", {expert: points}))


def _result(sheet: Sheet, code: str, page: str) -> None:
    work, say = sheet.work, sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.priorities"))}</h3>')
    found, faults = judged(work, code)
    show(faults, say)
    if found is None:
        if not faults:
            frame.empty(say("studio.no_swings"))
        return
    shares = dict(zip(found.items, map(float, found.weights), strict=True))
    unit = studio_outcome.weights(sheet, code, shares)
    st.html(_experts(say, found))
    kept, w = given(work), found.agreement.kendall_w
    if w is not None:
        st.html(f'<p class="dk-quiet">{as_html(say("studio.swing_agreement", w=f"{w:.2f}"))}</p>')
    record: dict[str, object] = {
        "method": "swing" if kept.kind == "points" else "smarter",
        "agreement": None if w is None else f"{w:.4f}",
        "swings": [[e, one, f"{kept.of[e][one]:g}"] for e in found.experts for one in found.items],
    }
    studio_outcome.take_over(sheet, code, shares, unit, record, page)


def _experts(say: Translator, found: SwingWeights) -> str:
    """Return each expert's weights, and how far they lie from those of all."""
    heads = [say("studio.expert_name"), *found.items, say("studio.expert_apart")]
    rows = []
    for expert, row, near in zip(found.experts, found.of_experts, found.agreement.compatibility, strict=True):
        apart = _NONE if near is None else f"{near:.3f}"
        if near is not None and near > _OTHER_OPINION:
            apart = f"<b>{apart}</b>"
        rows.append([f"<b>{as_html(expert)}</b>", *(f"{float(share):.1%}" for share in row), apart])
    return card_table(heads, rows)
