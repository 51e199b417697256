"""What a round's marks are worth: agreement, indicators to talk about, severity in counts, experts needed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.figures import counts as figures
from dashboard.figures import curve
from dashboard.parts.panel_words import shown
from dashboard.parts.rule_book_markup import table
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import RoundQuality

WANTED: Final = 0.8
"""The coefficient that is usually asked of a panel that decides by a line."""
LEAST_AGREED: Final = 8
_KINDS: Final = ("strong", "plain", "weak", "weak", "weak", "plain", "strong")
_POINTS: Final = ("measurement_error", "loam")


def agreement(say: Translator, quality: RoundQuality) -> None:
    """Draw the statistics of agreement, each with its limits and how to read it."""
    st.header(say("quality.agreement"), anchor=False)
    st.caption(say("quality.agreement_reading", experts=quality.experts, sheets=quality.sheets))
    rows = []
    for one in quality.agreement:
        decimals = 1 if one.name in _POINTS else 2
        value = say(one.reason.message) if one.value is None and one.reason.message else ""
        if one.value is not None:
            value = f"<b>{shown(one.value, decimals)}</b>"
        limits = "–"
        if one.low is not None and one.high is not None:
            limits = say("quality.limits", low=shown(one.low, decimals), high=shown(one.high, decimals))
        rows.append([as_html(say(one.title)), value, as_html(limits), as_html(say(one.reading))])
    head = [say(f"quality.column_{name}") for name in ("statistic", "value", "limits", "reading")]
    st.html(f'<div class="rb qu-table">{table(head, rows)}</div>')


def indicators(say: Translator, quality: RoundQuality) -> None:
    """Draw the indicators on which the experts agree least: what to talk about, and which anchors to rewrite."""
    st.header(say("quality.indicators"), anchor=False)
    st.caption(say("quality.indicators_reading"))
    known = sorted((one for one in quality.indicators if one.alpha is not None), key=lambda one: one.alpha or 0.0)
    if not known:
        st.html(f'<div class="qc-empty">{as_html(say("quality.none_found"))}</div>')
        return
    rows = [[as_html(one.code), as_html(say.say(one.name)), f"{one.alpha:.2f}"] for one in known[:LEAST_AGREED]]
    head = [say("quality.column_code"), say("quality.column_indicator"), say("quality.column_alpha")]
    st.html(f'<div class="rb pn-bands qu-least">{table(head, rows)}</div>')


def severity(say: Translator, quality: RoundQuality) -> None:
    """Draw how many experts are how severe."""
    st.header(say("quality.severity"), anchor=False)
    found = quality.severity
    bands = [
        figures.Counted(say(f"quality.severity_{name}"), count, kind)
        for name, count, kind in zip(
            ("mild_5", "mild_3", "mild_1", "even", "severe_1", "severe_3", "severe_5"),
            found.counts,
            _KINDS,
            strict=True,
        )
    ]
    st.plotly_chart(
        figures.bands(bands, count=say("quality.experts"), axis=say("quality.severity_axis")),
        key="quality-severity",
        config={"displayModeBar": False},
    )
    words = [say("quality.severity_reading")]
    if found.equal is not None:
        words.append(say("quality.severity_differs" if found.equal.p_value < 0.01 else "quality.severity_alike"))
    if found.subsets > 1:
        words.append(say("quality.not_comparable", count=found.subsets))
    st.caption("".join(words) if say.language == "zh" else " ".join(words))


def worth(say: Translator, quality: RoundQuality) -> None:
    """Draw what panels of other sizes would be worth."""
    st.header(say("quality.size"), anchor=False)
    found = quality.reliability
    if found.as_it_sat.phi_coefficient is None:
        reasons = "; ".join(say(reason) for reason in found.reasons)
        st.html(f'<div class="qc-empty">{as_html(reasons or say("quality.none_found"))}</div>')
        return
    sizes = [int(one.experts or 0) for one in found.by_experts]
    sat = found.as_it_sat.experts
    st.plotly_chart(
        curve.by_size(
            sizes,
            [
                curve.Course(say("quality.phi"), tuple(one.phi_coefficient for one in found.by_experts)),
                curve.Course(say("quality.g"), tuple(one.g_coefficient for one in found.by_experts), dashed=True),
            ],
            sat=sat,
            wanted=WANTED,
            axis=say("quality.size_axis"),
            mark=say("quality.size_now", count="–" if sat is None else shown(sat, 1)),
        ),
        key="quality-size",
        config={"displayModeBar": False},
    )
    enough = next((one for one in found.by_experts if (one.phi_coefficient or 0) >= WANTED), None)
    need = say("quality.size_enough", count=int(enough.experts or 0)) if enough else say("quality.size_never")
    st.caption(say("quality.size_reading") + ("" if say.language == "zh" else " ") + need)
    head = [say("quality.size_axis"), say("quality.phi"), say("quality.g"), say("quality.column_error")]
    rows = [
        [
            str(int(one.experts or 0)),
            *("–" if value is None else f"{value:.2f}" for value in (one.phi_coefficient, one.g_coefficient)),
            "–" if one.absolute is None else shown(one.absolute, 1),
        ]
        for one in found.by_experts
        if one.experts in (3, 5, 7, 9, 11)
    ]
    st.html(f'<div class="rb pn-bands">{table(head, rows)}</div>')
