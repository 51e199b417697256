"""How sure the marks make each grade: three answers first, then what hangs in the balance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.figures import counts as figures
from dashboard.parts import panel_words
from dashboard.parts.panel_words import CASE, shown
from dashboard.parts.round_choice import APPLICATION, ROUND, STAGE
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Translator
from scoring.flow import SURE, CaseCertainty, RoundQuality

FIRST: Final = 8
NONE: Final = "none"


def answers(say: Translator, quality: RoundQuality) -> None:
    """Say in three sentences what a chair has to know before the sitting."""
    sure, likely, unsure, unknown = quality.in_bands()
    crossing = crossed(quality)
    worth = quality.reliability.as_it_sat
    lines = [
        (
            say("quality.answer_certainty"),
            say("quality.certain", sure=sure, likely=likely, unsure=unsure + unknown, wrong=shown(wrong(quality), 1)),
        ),
    ]
    if worth.phi_coefficient is not None and worth.absolute is not None:
        words = say("quality.worth", phi=f"{worth.phi_coefficient:.2f}", error=shown(worth.absolute, 1))
        lines.append((say("quality.answer_worth"), words))
    if quality.severity.subsets > 1:
        lines.append((say("quality.answer_severity"), say("quality.not_comparable", count=quality.severity.subsets)))
    elif quality.severity.adjusted:
        lines.append((say("quality.answer_severity"), say("quality.crossing", count=len(crossing))))
    else:
        lines.append((say("quality.answer_severity"), say("quality.complete")))
    panel_words.answers(lines)


def wrong(quality: RoundQuality) -> float:
    """Return how many of the grades that may be voted together the marks themselves expect not to hold."""
    known = (one.likeliest_probability for one in quality.cases if one.likeliest_probability is not None)
    return sum(1.0 - share for share in known if share >= SURE)


def one_case(say: Translator, case: CaseCertainty) -> None:
    """Draw what the marks say about the grade of one application."""
    st.header(say("quality.certainty"), anchor=False)
    if case.probability is None:
        st.html(f'<div class="qc-empty">{as_html(say("quality.case_unknown"))}</div>')
        return
    st.html(f'<div class="pn-facts">{facts(case, say, head=False)}</div>')
    words = [say("quality.case_weights", share=f"{case.weights:.0%}")] if case.weights is not None else []
    if case.other_aggregates:
        words.append(say("quality.case_aggregates", count=len(case.other_aggregates)))
    words.append(say("quality.case_reading"))
    st.caption(("" if say.language == "zh" else " ").join(words))


def crossed(quality: RoundQuality) -> list[CaseCertainty]:
    """Return the cases whose grade by the fair total is another one, nearest first."""
    found = [
        one
        for one in quality.cases
        if one.fair_grade is not None and one.grade_by_score is not None and one.fair_grade != one.grade_by_score
    ]
    return sorted(found, key=lambda one: abs((one.fair_total or 0) - (one.total or 0)))


def certainty(say: Translator, quality: RoundQuality) -> None:
    """Draw how many grades are how sure, and those that are least."""
    st.header(say("quality.certainty"), anchor=False)
    sure, likely, unsure, unknown = quality.in_bands()
    found = [
        figures.Counted(say("quality.band_sure"), sure, "strong"),
        figures.Counted(say("quality.band_likely"), likely, "plain"),
        figures.Counted(say("quality.band_unsure"), unsure, "weak"),
    ]
    if unknown:
        found.append(figures.Counted(say("quality.band_unknown"), unknown, "weak"))
    st.plotly_chart(
        figures.bands(found, count=say("quality.applications")),
        key="quality-certainty",
        config={"displayModeBar": False},
    )
    st.caption(say("quality.certainty_reading"))
    known = [one for one in quality.cases if one.likeliest_probability is not None]
    least = sorted(known, key=lambda one: one.likeliest_probability or 0)[:FIRST]
    rows(say, quality, "quality.least_sure", "quality.least_sure_reading", least, "sure-")


def fair(say: Translator, quality: RoundQuality) -> None:
    """Draw the cases whose grade severity would change: beside the raw total, never instead of it."""
    found = crossed(quality)
    rows(say, quality, "quality.fair", "quality.fair_reading", found[:FIRST], "fair-", count=len(found))


def rows(
    say: Translator,
    quality: RoundQuality,
    title: str,
    reading: str,
    cases: Sequence[CaseCertainty],
    place: str,
    **values: object,
) -> None:
    """Draw cases, each row opening its own page."""
    st.header(say(title, **values), anchor=False)
    st.caption(as_markdown(say(reading)))
    if not cases:
        st.html(f'<div class="qc-empty">{as_html(say("quality.none_found"))}</div>')
    for case in cases:
        with st.container(border=True, key=f"row-{place}{case.application_id}"):
            st.page_link(
                CASE,
                label=as_markdown(case.name),
                icon=":material/chevron_right:",
                icon_position="right",
                width="stretch",
                query_params={
                    ROUND: quality.round_id,
                    APPLICATION: case.application_id,
                    STAGE: quality.stage,
                },
            )
            st.html(f'<div class="pn-facts">{facts(case, say)}</div>')


def facts(case: CaseCertainty, say: Translator, *, head: bool = True) -> str:
    """Return what is said about a case in one line; without its head where the page says whose it is."""
    parts = []
    if head:
        parts.append(f'<span class="pn-id">{as_html(case.application_id)}</span>')
        parts.append(chip(say("chair.applying_for", grade=case.target_grade)))
    if head and case.total is not None:
        parts.append(f"<b>{as_html(say('chair.points', points=shown(case.total)))}</b>")
    if case.probability is not None and case.grade_by_score is not None:
        words = say("quality.sure", grade=grade_name(case.grade_by_score, say), share=f"{case.probability:.0%}")
        parts.append(chip(words, "near" if case.needs_discussion else "good"))
    if case.same_with_another_panel is not None:
        parts.append(_quiet(say("quality.same", share=f"{case.same_with_another_panel:.0%}")))
    if case.without_one:
        parts.append(_quiet(say("quality.without_one", count=case.without_one)))
    if case.fair_total is not None and case.fair_grade not in (None, case.grade_by_score):
        words = say("quality.fair_total", points=shown(case.fair_total), grade=grade_name(case.fair_grade or "", say))
        parts.append(_quiet(words))
    return "".join(parts)


def grade_name(grade: str, say: Translator) -> str:
    """Return a grade, or that none is reached."""
    return say("quality.no_grade") if grade == NONE else grade


def _quiet(words: str) -> str:
    return f'<span class="qc-quiet">{as_html(words)}</span>'
