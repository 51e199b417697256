"""The sliders of a trial: lines, caps, weights of the first level. They start where the parameter sheet stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from math import floor
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_html
from indicators.language import Message, Name, Translator
from indicators.model import Indicator, RuleBook

STEP: Final = 0.5
LOWEST_LINE: Final = 50.0
"""No line of any round lies lower; a slider from zero would leave no room for the points that matter."""
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Trial:
    """What was moved, and how each move is said. Where nothing was moved, all of it is empty."""

    cuts: Mapping[str, Decimal] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    moves: tuple[Message, ...] = ()


def draw(say: Translator, book: RuleBook) -> Trial:
    """Draw the sliders and the way back, and return what was moved."""
    starts = starts_of(book)
    for key, start in starts.items():
        st.session_state.setdefault(key, start)
    lines, caps, weights = st.columns(3, gap="large")
    with lines:
        st.header(say("whatif.lines"), anchor=False)
        cuts = _cuts(say, book)
    with caps:
        st.header(say("whatif.caps"), anchor=False)
        other_caps = _caps(say, book)
    with weights:
        st.header(say("whatif.weights"), anchor=False)
        points = _points(say, book)
    moved = any(st.session_state[key] != start for key, start in starts.items())
    st.button(
        say("whatif.reset"),
        key="whatif-reset",
        icon=":material/restart_alt:",
        disabled=not moved,
        on_click=_back,
        args=(starts,),
    )
    return _trial(book, cuts, other_caps, points)


def starts_of(book: RuleBook) -> dict[str, float | int]:
    """Return where each slider of a round starts, by its key."""
    round_ = book.round
    return {
        **{_key(book, "cut", cut.grade): float(cut.min_score) for cut in round_.cut_scores},
        **{_key(book, "cap", cap.grade): cap.per_prefecture for cap in round_.parameter_sheet.caps},
        **{_key(book, "weight", node.code): float(node.max_score) for node in first_level(book)},
    }


def first_level(book: RuleBook) -> tuple[Indicator, ...]:
    """Return the indicators of the first level, in their order."""
    return tuple(node for node in book.round.indicator_table.indicators if node.parent is None)


def rescaled(points: Mapping[str, Decimal], full: Decimal) -> dict[str, Fraction]:
    """Return points brought to full marks, exactly, in proportion; all zero where all are."""
    total = sum(map(Fraction, points.values()), Fraction())
    return {code: Fraction(full) * Fraction(of) / total if total else Fraction() for code, of in points.items()}


def printed(points: Mapping[str, Fraction], full: Decimal) -> dict[str, Decimal]:
    """Return points in hundredths that add up to full marks: what is left goes to the largest remainders."""
    cents = {code: Fraction(of) * 100 for code, of in points.items()}
    down = {code: floor(of) for code, of in cents.items()}
    left = int(full * 100) - sum(down.values()) if any(points.values()) else 0
    for code in sorted(cents, key=lambda one: (down[one] - cents[one], one))[:left]:
        down[code] += 1
    return {code: (Decimal(of) * _CENT).quantize(_CENT, ROUND_DOWN) for code, of in down.items()}


def _cuts(say: Translator, book: RuleBook) -> dict[str, Decimal]:
    full, found = float(book.round.indicator_table.full_marks), {}
    for cut in reversed(book.round.cut_scores):
        lowest = min(LOWEST_LINE, float(cut.min_score))
        label = say("whatif.line_of", grade=cut.grade, points=_plain(cut.min_score))
        found[cut.grade] = Decimal(str(_slider(label, _key(book, "cut", cut.grade), lowest, full)))
    return found


def _caps(say: Translator, book: RuleBook) -> dict[str, int]:
    found = {}
    for cap in book.round.parameter_sheet.caps:
        label = say("whatif.cap_of", grade=cap.grade, count=cap.per_prefecture)
        most, key = max(1, cap.per_prefecture * 2), _key(book, "cap", cap.grade)
        found[cap.grade] = int(st.slider(label, 0, most, step=1, key=key))
    if not found:
        st.html(f'<p class="dk-quiet">{as_html(say("whatif.no_caps"))}</p>')
    return found


def _points(say: Translator, book: RuleBook) -> dict[str, Decimal]:
    full, found = book.round.indicator_table.full_marks, {}
    for node in first_level(book):
        name = Name(node.name, node.name_en)
        label = say("whatif.weight_of", code=node.code, name=name, points=_plain(node.max_score))
        found[node.code] = Decimal(str(_slider(label, _key(book, "weight", node.code), 0.0, float(full))))
    shown = printed(rescaled(found, full), full)
    parts = " + ".join(f"{_plain(points)}" for points in shown.values())
    words = say("whatif.rescaled", parts=parts, full=_plain(sum(shown.values(), Decimal())))
    st.html(f'<p class="dk-quiet">{as_html(words)}</p>')
    return found


def _slider(label: str, key: str, lowest: float, highest: float) -> float:
    return float(st.slider(label, lowest, highest, step=STEP, format="%.1f", key=key))


def _trial(
    book: RuleBook, cuts: Mapping[str, Decimal], caps: Mapping[str, int], points: Mapping[str, Decimal]
) -> Trial:
    round_, full = book.round, book.round.indicator_table.full_marks
    lines = {cut.grade: cut.min_score for cut in round_.cut_scores}
    limits = {cap.grade: cap.per_prefecture for cap in round_.parameter_sheet.caps}
    nodes = {node.code: node for node in first_level(book)}
    after = rescaled(points, full)
    factors = {code: after[code] / Fraction(node.max_score) for code, node in nodes.items()}
    if len(set(factors.values())) == 1 and any(factors.values()):
        factors = {}  # all of them alike: nothing counts more than it did
    shown = printed(after, full)

    def moves() -> Iterator[Message]:
        for grade, line in cuts.items():
            if line != lines[grade]:
                yield _move("line", grade=grade, after=_plain(line), before=_plain(lines[grade]))
        for grade, cap in caps.items():
            if cap != limits[grade]:
                yield _move("cap", grade=grade, after=cap, before=limits[grade])
        for code, node in nodes.items():
            if factors.get(code, 1) != 1:
                name = Name(node.name, node.name_en)
                yield _move("weight", name=name, after=_plain(shown[code]), before=_plain(node.max_score))

    other_cuts = {grade: line for grade, line in cuts.items() if line != lines[grade]}
    other_caps = {grade: cap for grade, cap in caps.items() if cap != limits[grade]}
    return Trial(other_cuts, other_caps, factors, tuple(moves()))


def _move(what: str, **values: object) -> Message:
    return Message(f"whatif.move_{what}", values)


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value() if whole else value.normalize():f}"


def _key(book: RuleBook, what: str, of: str) -> str:
    return f"whatif-{what}-{of}-{book.round.round_id}"


def _back(starts: Mapping[str, float | int]) -> None:
    for key, start in starts.items():
        st.session_state[key] = start
