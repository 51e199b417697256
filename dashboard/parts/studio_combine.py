"""Several weightings of a node made one: judgement and data beside each other, each with the share declared for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import results, source
from dashboard.parts import frame, studio_best_worst, studio_data, studio_judging, studio_outcome, studio_swing
from dashboard.parts.card_table import card_table
from dashboard.parts.panel_words import MINUS
from dashboard.parts.studio_fields import Sheet, show
from dashboard.parts.wording import as_html
from indicators.drafting import children_of
from indicators.faults import FaultsError
from indicators.language import Translator
from indicators.weighting import ahp, by_parent, combine, distance, tree_of
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

HOW: Final = ("linear", "relative_entropy", "product")
_NOW: Final = "now"
_WHOLE: Final = 100
_NONE: Final = "\u2013"


def draw(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw the node, the weightings that there are of it, their shares, and what they come to together."""
    code, say = studio_outcome.node(sheet), sheet.say
    if code is None:
        return
    round_id = _data_round(sheet, person)
    there = weightings(sheet, person, code, round_id)
    if len(there) < 2:
        frame.empty(say("studio.combine_too_few"))
        return
    left, right = st.columns([1, 3], gap="large")
    with left:
        how = st.radio(
            say("studio.combine_how"),
            HOW,
            format_func=lambda one: say(f"studio.combine_{one}"),
            key="studio-combine-how",
        )
        given = _shares(say, there, asked=how != "product")
    with right:
        _result(sheet, code, page, {name: there[name] for name in given}, given, how or HOW[0], round_id)


def weightings(sheet: Sheet, person: Actor, code: str, round_id: str | None) -> dict[str, dict[str, float]]:
    """Return every weighting of a node's children that there is, by its method; the points that stand are one."""
    work = sheet.work
    below = children_of(work.round, code or None)
    found: dict[str, dict[str, float]] = {}
    mine = studio_judging.about(work, code)
    if mine:
        try:
            made = ahp(by_parent(mine, tree_of(work.round.indicator_table))[code or None])
            found["ahp"] = dict(zip(made.items, map(float, made.weights), strict=True))
        except FaultsError:
            pass  # told where it is judged
    if best := studio_best_worst.judged(work, code).shares:
        found["best_worst"] = best
    swings, _ = studio_swing.judged(work, code)
    if swings is not None:
        found["swing"] = dict(zip(swings.items, map(float, swings.weights), strict=True))
    if round_id is not None:
        found.update(_of_marks(sheet, person, code, round_id))
    found[_NOW] = {one.code: float(one.max_score) for one in below}
    return found


def _data_round(sheet: Sheet, person: Actor) -> str | None:
    """Return the newest round that is over, or the one that was chosen among them; none while the draft has faults."""
    over = [one.round_id for one in source.rounds(person) if "announced" in circumstances(one.state)]
    if not over or sheet.faults:
        return None
    chosen: Any = st.session_state.get(studio_data.ROUND)
    return chosen if chosen in over else over[-1]


def _of_marks(sheet: Sheet, person: Actor, code: str, round_id: str) -> dict[str, dict[str, float]]:
    """Return the weights that marks make, of each child all that stands below it; without one leaf there are none."""
    below = [one.code for one in children_of(sheet.work.round, code or None)]
    leaves = {child: _leaves(sheet, child) for child in below}
    _, by_method = studio_data.weights_of(sheet.work, results.replay_of(person, round_id))
    every = [leaf for of in leaves.values() for leaf in of]
    return {
        method: {child: sum(weights[leaf] for leaf in of) for child, of in leaves.items()}
        for method, weights in by_method.items()
        if all(leaf in weights for leaf in every) and any(weights[leaf] for leaf in every)
    }


def _leaves(sheet: Sheet, code: str) -> list[str]:
    below = children_of(sheet.work.round, code)
    return [leaf for one in below for leaf in _leaves(sheet, one.code)] if below else [code]


def _shares(say: Translator, there: Mapping[str, object], *, asked: bool) -> dict[str, float]:
    """Draw the share of each; return those that have one. A product takes whole weightings: there it is yes or no."""
    st.html(f'<h3 class="st-head">{as_html(say("studio.combine_shares"))}</h3>')
    given: dict[str, float] = {}
    judged = [name for name in there if name != _NOW]
    for name in there:
        label = say("studio.combine_now") if name == _NOW else say(f"studio.method_{name}")
        if asked:
            standard = 0 if name == _NOW and len(judged) > 1 else round(_WHOLE / max(len(judged), 1) / 5) * 5
            share: float = st.number_input(label, 0, _WHOLE, min(standard, _WHOLE), step=5, key=f"studio-share-{name}")
        else:
            share = float(st.checkbox(label, value=name != _NOW, key=f"studio-in-{name}"))
        if share > 0:
            given[name] = share
    return given


def _result(
    sheet: Sheet,
    code: str,
    page: str,
    there: Mapping[str, Mapping[str, float]],
    given: Mapping[str, float],
    how: Any,
    round_id: str | None,
) -> None:
    say, whole = sheet.say, sum(given.values())
    st.html(f'<h3 class="st-head">{as_html(say("studio.priorities"))}</h3>')
    if len(given) < 2:
        frame.empty(say("studio.combine_two"))
        return
    shares = None if how == "product" else [share / whole for share in given.values()]
    try:
        found = combine(list(there.values()), how=how, shares=shares)
    except FaultsError as error:
        show(error.faults, say)
        return
    sums = {name: sum(one.values()) for name, one in there.items()}
    beside = {
        _title(say, name): {item: f"{share / sums[name]:.1%}" for item, share in one.items()}
        for name, one in there.items()
    }
    unit = studio_outcome.weights(sheet, code, found, beside=beside)
    st.html(_apart(say, there, found))
    record: dict[str, object] = {
        "method": "combined",
        "how": how,
        "shares": {name: f"{share / whole:.4f}" for name, share in given.items()},
        "weights": {
            name: {item: f"{share / sums[name]:.6f}" for item, share in one.items()} for name, one in there.items()
        },
        "marks_of": round_id if {"entropy", "critic"} & set(given) else None,
    }
    studio_outcome.take_over(sheet, code, found, unit, record, page)


def _apart(say: Translator, there: Mapping[str, Mapping[str, float]], found: Mapping[str, float]) -> str:
    """Return how far each lies from what they are together: how much weight would have to move, and where most."""
    heads = [say(f"studio.apart_{name}") for name in ("method", "moved", "at", "order")]
    rows = []
    for name, one in there.items():
        apart = distance(one, found)
        order = _NONE if apart.rank_correlation is None else f"{apart.rank_correlation:.2f}"
        shift = f"{apart.largest:+.1%}".replace("-", MINUS)
        most = f"{as_html(apart.at)} {shift}"
        rows.append([f"<b>{as_html(_title(say, name))}</b>", f"{apart.moved:.1%}", most, order])
    return card_table(heads, rows)


def _title(say: Translator, name: str) -> str:
    return say("studio.combine_now") if name == _NOW else say(f"studio.method_{name}")
