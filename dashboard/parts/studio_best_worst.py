"""Best and worst: each expert compares the best with all and all with the worst; what it comes to, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import streamlit as st

from dashboard.parts import acting, frame, studio_judging, studio_outcome
from dashboard.parts.card_table import card_table
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet, show
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import children_of
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.weighting import (
    BestWorst,
    BestWorstGroup,
    BestWorstWeights,
    Judgement,
    best_worst,
    best_worst_of,
    comparisons,
)
from scoring.model import Actor

MODELS: Final = ("linear", "nonlinear")
_STEPS: Final = tuple(range(1, 10))
_NONE: Final = "\u2013"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judgements about a node come to, and what was wrong with those of experts that are left out."""

    group: BestWorstGroup | None
    faults: tuple[Fault, ...]
    judgements: tuple[Judgement, ...]

    @property
    def shares(self) -> dict[str, float]:
        """Weights by item."""
        return {} if self.group is None else dict(zip(self.group.items, map(float, self.group.weights), strict=True))


def draw(sheet: Sheet, _person: Actor, page: str) -> None:
    """Draw the node, the comparisons, and what they come to."""
    studio_outcome.side_by_side(sheet, page, (studio_judging.bring, _enter), _result)


def judged(work: Work, code: str, model: Any = "linear") -> Judged:
    """Return what the experts' judgements about a node come to; whose do not fit the method is left out and told."""
    items = tuple(one.code for one in children_of(work.round, code or None))
    mine = studio_judging.about(work, code)
    fit: list[BestWorst] = []
    faults: list[Fault] = []
    for expert in dict.fromkeys(one.expert for one in mine):
        try:
            (own,) = comparisons([one for one in mine if one.expert == expert], items, connected=False)
            fit.append(best_worst_of(own))
        except FaultsError as error:
            faults += error.faults
    names = {one.expert for one in fit}
    kept = tuple(one for one in mine if one.expert in names)
    return Judged(best_worst(fit, model=model) if fit else None, tuple(faults), kept)


def _enter(sheet: Sheet, code: str, page: str) -> None:
    say = sheet.say
    below = children_of(sheet.work.round, code or None)
    names = {one.code: f"{one.code} {one.name}" for one in below}
    with st.expander(say("studio.bw_enter"), icon=":material/edit:"):
        # Which two they are decides what is asked, so that they stand before the form.
        name = names.__getitem__
        best = st.selectbox(say("studio.bw_best"), list(names), format_func=name, key=f"studio-best-{code}")
        others = [one for one in names if one != best]
        worst = st.selectbox(
            say("studio.bw_worst"), others, index=len(others) - 1, format_func=name, key=f"studio-worst-{code}"
        )
        with st.form("studio-best-worst", border=False):
            st.text_input(say("studio.expert"), key="studio-expert", max_chars=60)
            pairs = pairs_of(list(names), best, worst)
            for first, second in pairs:
                st.select_slider(
                    say("studio.pair", first=names[first], second=names[second]),
                    _STEPS,
                    key=f"studio-bw-{first}-{second}",
                )
            st.form_submit_button(say("studio.judgement_enter"), on_click=_entered, args=(code, pairs, page))


def pairs_of(items: Sequence[str], best: str, worst: str) -> tuple[tuple[str, str], ...]:
    """Return the 2n - 3 pairs that are asked: the best against each, each against the worst."""
    return (
        *((best, one) for one in items if one != best),
        *((one, worst) for one in items if one not in (best, worst)),
    )


def _entered(code: str, pairs: tuple[tuple[str, str], ...], page: str) -> None:
    expert = (st.session_state.get("studio-expert") or "").strip()
    if not expert:
        acting.refuse(page, [Message("studio.expert_missing")])
        return

    def change(work: Work) -> None:
        own = [Judgement(expert, a, b, Fraction(st.session_state[f"studio-bw-{a}-{b}"])) for a, b in pairs]
        # What he said of these indicators before had another best or worst, perhaps: it goes, all of it.
        before = {one for one in studio_judging.about(work, code) if one.expert == expert}
        studio_judging.keep(work, [*(one for one in studio_judging.given(work) if one not in before), *own])

    do(change)


def _result(sheet: Sheet, code: str, page: str) -> None:
    work, say = sheet.work, sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.priorities"))}</h3>')
    model = st.segmented_control(
        say("studio.bw_model"),
        MODELS,
        format_func=lambda one: say(f"studio.bw_{one}"),
        default="linear",
        required=True,
        key="studio-bw-model",
    )
    found = judged(work, code, model or "linear")
    show(found.faults, say)
    if found.group is None:
        frame.empty(say("studio.no_judgements"))
        return
    unit = studio_outcome.weights(sheet, code, found.shares)
    st.html(_experts(say, found.group, nonlinear=model == "nonlinear"))
    unfit = [one.expert for one in found.group.experts if one.acceptable is False]
    if unfit:
        words = say("studio.inconsistent", experts=say("studio.comma").join(unfit))
        st.html(f'<p class="st-sum bad" role="note">{as_html(words)}</p>')
    record: dict[str, object] = {
        "method": "best_worst",
        "model": model,
        "ratio": f"{max(one.input_ratio for one in found.group.experts):.4f}",
        "inconsistent": unfit,
        "judgements": [[one.expert, one.first, one.second, str(one.value)] for one in found.judgements],
    }
    studio_outcome.take_over(sheet, code, found.shares, unit, record, page)


def _experts(say: Translator, found: BestWorstGroup, *, nonlinear: bool) -> str:
    """Return who named what, how consistently, and where least so."""
    # Two by two, for all of them stand beside what is entered.
    pairs = (("name",), ("best", "worst"), ("input", "limit"), *((("output",),) if nonlinear else ()), ("verdict",))
    heads = [" / ".join(say(f"studio.expert_{name}") for name in pair) for pair in (*pairs, ("where",))]
    return card_table(heads, [_expert(say, one, nonlinear=nonlinear) for one in found.experts])


def _expert(say: Translator, one: BestWorstWeights, *, nonlinear: bool) -> list[str]:
    word = "unknown" if one.acceptable is None else "fit" if one.acceptable else "unfit"
    kind = {"fit": "good", "unfit": "bad"}.get(word, "")
    limit = _NONE if one.input_limit is None else f"{one.input_limit:.3f}"
    return [
        f"<b>{as_html(one.expert)}</b>",
        as_html(f"{one.best} / {one.worst}"),
        f"{one.input_ratio:.3f} / {limit}",
        *((_NONE if one.ratio is None else f"{one.ratio:.3f}",) if nonlinear else ()),
        chip(say(f"studio.verdict_{word}"), kind),
        as_html(one.doubtful or _NONE),
    ]
