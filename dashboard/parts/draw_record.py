"""Recorded draws: each with seed and figures, held against its constraints line by line, drawn again by a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, paging
from dashboard.parts.draw_words import line_html
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip, opened
from dashboard.parts.wording import as_html
from indicators.faults import Fault
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import DrawCheck, Drawn, DrawSummary
from scoring.model import Actor

#: Constraints in the order in which they are read, and the faults that say that one was not kept.
CONSTRAINTS: Final = (
    ("conflicts", ("draw.check_barred",)),
    ("appointed", ("draw.check_stranger",)),
    ("once", ("draw.check_twice",)),
    ("seats", ("draw.check_seats",)),
    ("prefectures", ("draw.check_prefecture",)),
    ("loads", ("draw.check_bounds", "draw.check_load")),
    ("connected", ("draw.check_parts",)),
    ("expertise", ("draw.check_expertise",)),
    ("record", ("draw.check_inputs", "draw.check_result")),
)
_CHECKED: Final = "draws-checked"
_MOST_FAULTS: Final = 20


def records(person: Actor, say: Translator, place: str, found: Sequence[DrawSummary]) -> None:
    """Draw the recorded draws of a round, newest first, and the check of each that was asked for."""
    st.header(say("draws.records", count=len(found)), anchor=False)
    if not found:
        st.html(f'<div class="qc-empty">{as_html(say("draws.no_records"))}</div>')
        return
    newest = tuple(reversed(found))
    _choice(person, say, place, newest)
    heads = ("draw", "when", "seed", "filled", "load", "parts", "lacking", "why")
    rows = [_row(say, one) for one in paging.page_of(say, "draws-page", newest, size=20)]
    desk.listing([say(f"draws.column_{name}") for name in heads], rows)


def check(person: Actor, place: str, draw_id: str, *, again: bool) -> None:
    """Check a draw, for a callback: what was found is shown until another is checked."""
    checks: list[DrawCheck] = []

    def ask() -> None:
        checks.append(source.ask(flow.verify_draw, person, source.today(), draw_id=draw_id, again=again))

    if acting.attempt(place, ask, Message("draws.checked_now", {"draw": draw_id})):
        st.session_state[_CHECKED] = checks[0]


def figures(drawn: Drawn) -> dict[str, object]:
    """Return what came of a draw, for the words that say so."""
    solution = drawn.solution
    return {
        "draw": drawn.draw_id,
        "seats": len(solution.pairs),
        "panels": len({application for application, _ in solution.pairs}),
        "least": solution.least_load,
        "most": solution.most_load,
        "seed": drawn.seed,
        "solver": drawn.solver,
    }


def _choice(person: Actor, say: Translator, place: str, newest: Sequence[DrawSummary]) -> None:
    ids = [one.draw_id for one in newest]
    if st.session_state.get("draws-choice") not in ids:
        st.session_state["draws-choice"] = ids[0]
    with st.container(horizontal=True, vertical_alignment="bottom", key="draws-check"):
        st.selectbox(say("draws.choose"), ids, key="draws-choice", width=340)
        for again in (False, True):
            st.button(
                say("draws.again" if again else "draws.check"),
                key="draws-do-again" if again else "draws-do-check",
                icon=":material/replay:" if again else ":material/rule:",
                on_click=_check,
                args=(person, place, again),
            )
    checked = st.session_state.get(_CHECKED)
    if isinstance(checked, DrawCheck) and checked.summary.draw_id in ids:
        _checked(say, checked)


def _check(person: Actor, place: str, again: bool) -> None:
    check(person, place, str(st.session_state.get("draws-choice")), again=again)


def _row(say: Translator, one: DrawSummary) -> list[str]:
    stage = chip(say(f"chair.stage_{one.stage}"))
    return [
        f'<span class="dw-line">{as_html(one.draw_id.rpartition("/")[2])} {stage}</span>',
        line_html(moment(one.drawn_at)),
        f'<span class="pn-hash">{one.seed}</span>',
        line_html(say("draws.filled", seats=one.seats, panels=one.applications, experts=one.candidates)),
        line_html(f"{one.least_load}–{one.most_load}"),
        str(one.parts),
        str(one.without_expertise),
        f'<div class="dw-text">{as_html(one.reason or "–")}</div>',
    ]


def _checked(say: Translator, found: DrawCheck) -> None:
    """Draw each constraint with ✓ or ✗, what has come up since, and whether the seed gives the same."""
    summary = found.summary
    with st.container(border=True, key="draws-result"):
        sound = not found.faults and found.reproduced is not False
        verdict = chip(say("draws.holds" if sound else "draws.does_not_hold"), "good" if sound else "bad")
        st.html(f"<b>{as_html(summary.draw_id)}</b> {verdict}")
        conflicts = sum(one.what.key == "draw.check_barred" for one in found.faults)
        desk.counts(
            (
                (summary.seats, say("draws.count_seats_filled"), ""),
                (f"{summary.least_load}–{summary.most_load}", say("draws.count_load"), ""),
                (summary.parts, say("draws.count_parts"), "yes" if summary.parts == 1 else "unknown"),
                (conflicts, say("draws.count_conflicts"), "no" if conflicts else "yes"),
                (len(found.since), say("draws.count_since"), "no" if found.since else "yes"),
            )
        )
        lines = [_line(say, name, [one for one in found.faults if one.what.key in keys]) for name, keys in CONSTRAINTS]
        lines.append(_line(say, "since", found.since))
        st.html(f'<ul class="dw-checks">{"".join(lines)}{_again(say, found)}</ul>')
        st.html(f'<p class="dk-quiet">{as_html(say("draws.by", seed=summary.seed, solver=summary.solver))}</p>')


def _line(say: Translator, name: str, faults: Sequence[Fault]) -> str:
    words = as_html(say(f"draws.constraint_{name}"))
    if not faults:
        return f'<li class="yes"><i>✓</i><div>{words}</div></li>'
    told = "".join(f"<p>{as_html(one.message(say))}</p>" for one in faults[:_MOST_FAULTS])
    count = as_html(say("draws.faults", count=len(faults)))
    return f'<li class="no"><i>✗</i><div>{words}{opened(count, told)}</div></li>'


def _again(say: Translator, found: DrawCheck) -> str:
    if found.reproduced is not None:
        kind, mark = ("yes", "✓") if found.reproduced else ("no", "✗")
        key = "draws.again_same" if found.reproduced else "draws.again_differs"
        return f'<li class="{kind}"><i>{mark}</i><div>{as_html(say(key))}</div></li>'
    return f'<li class="not"><i>–</i><div>{as_html(say("draws.not_again"))}</div></li>'
