"""Swings: each expert gives points, or an order, to what an indicator's step from worst to best is worth to him."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from dashboard.parts import acting, file_button, frame, studio_outcome
from dashboard.parts.card_table import card_table
from dashboard.parts.studio_fields import Sheet, show
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import children_of
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.tabular import read_table
from indicators.weighting import Swings, SwingWeights, read_swings, smarter, swing
from scoring.model import Actor

_GIVEN: Final = "studio-swings"
_EXAMPLE: Final = "expert,indicator,points\n"
_LARGEST: Final = 2
_FULL: Final = 100
_NONE: Final = "\u2013"
_OTHER_OPINION: Final = 1.1


def draw(sheet: Sheet, _person: Actor, page: str) -> None:
    """Draw the node, the swings, and what they come to."""
    code = studio_outcome.node(sheet)
    if code is None:
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        if sheet.work.is_editable:
            _bring(sheet, code, page)
            _enter(sheet, code, page)
    with right:
        _result(sheet, code, page)


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
    say = sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.bring_swings"))}</h3>')
    children = [one.code for one in children_of(sheet.work.round, code or None)]
    rows = "".join(f"{say('studio.expert_one')},{one},{_FULL}\n" for one in children)
    file_button.open_to_all(
        say("studio.swing_form"),
        lambda: ("\ufeff" + _EXAMPLE + rows).encode(),
        file_name="swings.csv",
        mime="text/csv",
        key="studio-swing-form",
    )
    key = "studio-swing-file"
    st.file_uploader(say("studio.swing_file"), type=["csv", "xlsx"], key=key, max_upload_size=_LARGEST)
    st.button(say("studio.swing_take"), key="studio-swing-take", on_click=_take, args=(key, page))


def _take(key: str, page: str) -> None:
    file: Any = st.session_state.get(key)
    if file is None:
        acting.refuse(page, [Message("studio.no_file")])
        return

    def change(work: Work) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(file.getvalue())
            read = read_swings(read_table(path))
        known = {one.code for one in work.round.indicator_table.indicators}
        unknown = [one for one in read.indicators if one not in known]
        if unknown:
            what = [Message("studio.swing_unknown", {"code": one}) for one in unknown]
            raise FaultsError([Fault(one, file=file.name) for one in what])
        keep(work, read.kind, read.of)

    try:
        do(change)
    except FaultsError as error:
        acting.refuse(page, error.faults)
        return
    acting.succeed(page, Message("studio.judgements_taken", {"file": file.name}))


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
