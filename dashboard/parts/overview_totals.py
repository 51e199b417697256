"""The head of the overview: what the round comes to in counts, and its totals against the lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.figures import totals as figures
from dashboard.parts.panel_words import shown
from dashboard.parts.rule_book_markup import table
from dashboard.parts.wording import as_html, points
from indicators.language import Translator
from scoring.flow import Case, PanelOverview


def counts(say: Translator, overview: PanelOverview, outcomes: Mapping[str, str]) -> None:
    """Say in counts how far the sitting is and what asks for its time."""
    cases = overview.cases
    decided = sum(one.application.application_id in outcomes for one in cases)
    deferred = sum(outcomes.get(one.application.application_id) == "defer" for one in cases)
    cells = (
        (f"{decided} / {len(cases)}", "chair.decided"),
        (str(deferred), "chair.deferred"),
        (str(sum(one.near for one in cases)), "chair.near_count"),
        (str(sum(one.disagrees for one in cases)), "chair.disagree_count"),
        (str(sum(one.eligible is not True for one in cases)), "chair.not_eligible_count"),
        (str(sum(one.submitted < one.assigned for one in cases)), "chair.lacking_count"),
    )
    inner = "".join(f"<div><b>{value}</b><span>{as_html(say(key))}</span></div>" for value, key in cells)
    st.html(f'<div class="pn-counts">{inner}</div>')
    if overview.not_for_experts:
        st.caption(say("chair.not_for_experts", count=overview.not_for_experts))


def figure(say: Translator, overview: PanelOverview) -> None:
    """Draw the totals by target grade, with the same numbers as a table below."""
    lines = _lines(overview)
    groups = _groups(overview.cases, say)
    st.header(say("chair.totals"), anchor=False)
    if not any(group.totals for group in groups):
        st.html(f'<div class="qc-empty">{as_html(say("chair.no_totals"))}</div>')
        return
    st.plotly_chart(
        figures.histogram(
            [group for group in groups if group.totals],
            lines,
            points=say("chair.axis_points"),
            count=say("chair.axis_count"),
            hover=say("chair.bar", low="{low}", high="{high}", count="{count}"),
        ),
        key="chair-totals",
        config={"displayModeBar": False},
    )
    st.caption(say("chair.totals_caption"))
    st.html(_bands(say, overview.cases, groups, lines))


def _lines(overview: PanelOverview) -> list[figures.Line]:
    cuts = sorted(overview.rule_book.round.cut_scores, key=lambda cut: cut.min_score)
    return [figures.Line(cut.grade, cut.min_score) for cut in cuts]


def _groups(cases: Sequence[Case], say: Translator) -> list[figures.Group]:
    targets = sorted({one.application.target_grade for one in cases}, key=len)
    return [
        figures.Group(
            say("chair.applying_for", grade=target),
            tuple(one.total for one in cases if one.application.target_grade == target and one.total is not None),
        )
        for target in targets
    ]


def _bands(
    say: Translator, cases: Sequence[Case], groups: Sequence[figures.Group], lines: Sequence[figures.Line]
) -> str:
    names = [say("chair.below_all")] + [
        say("chair.reaches", grade=line.grade, points=points(line.at)) for line in lines
    ]
    rows = []
    for group in groups:
        found = figures.bands(group.totals, lines)
        rows.append([as_html(group.name), *(str(count) for count in found), str(len(group.totals))])
    without = sum(one.total is None for one in cases)
    note = f'<p class="qc-quiet">{as_html(say("chair.without_total", count=without))}</p>' if without else ""
    return f'<div class="rb pn-bands">{table([say("chair.target"), *names, say("chair.together")], rows)}{note}</div>'


def measures(say: Translator, overview: PanelOverview) -> tuple[str, str]:
    """Return in words what counts as near a line, and what as disagreement, with this round's own numbers."""
    noise = overview.noise
    if noise is None:
        return (say("chair.near_unmeasured"), say("chair.disagree_unmeasured"))
    sizes = sorted({one.submitted for one in overview.cases if one.range_limit is not None})
    errors = [say("chair.at_size", sheets=n, points=shown(noise.standard_error(n))) for n in sizes]
    limits = {one.submitted: one.range_limit for one in overview.cases if one.range_limit is not None}
    ranges = [say("chair.range_at_size", sheets=n, points=shown(limits[n], 1)) for n in sizes]
    deviation = shown(noise.deviation)
    return (
        say("chair.near_measure", deviation=deviation, panels=noise.panels, sizes=say("chair.comma").join(errors)),
        say("chair.disagree_measure", deviation=deviation, sizes=say("chair.comma").join(ranges)),
    )
