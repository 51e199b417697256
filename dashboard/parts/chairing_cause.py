"""Why a panel is split: which indicators, by how much, how far from a line; what would change the grade. No who."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts.case_indicators import apart, band_of
from dashboard.parts.chairing_view import View, case_of, certainty_of
from dashboard.parts.panel_words import CASE, outcome_chip, shown, signed
from dashboard.parts.quality_certainty import grade_name
from dashboard.parts.round_choice import APPLICATION, ROUND, STAGE
from dashboard.parts.rule_book_markup import chip, opened
from dashboard.parts.wording import as_html, points
from indicators.language import Name
from indicators.model import Indicator
from scoring.flow import Band, CaseCertainty, SittingCase, meeting
from scoring.meeting.proposal import PROPOSABLE

SHOWN: Final = 3
_MOVED: Final = 0.05
"""Share of weightings from which on the grade hangs on the weights."""


def draw(view: View, application_id: str) -> None:
    """Draw the total against its lines, what the panel lies apart on, and the counterfactuals."""
    case = case_of(view, application_id)
    st.html(f'<div class="ch-case">{_total(view, case)}{_effect(view, application_id)}</div>')
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        st.html(_cause(view, case))
    with right:
        st.html(_counterfactuals(view, certainty_of(view, application_id)))
    st.page_link(
        CASE,
        label=view.say("chairing.whole_case"),
        icon=":material/open_in_new:",
        query_params={ROUND: view.desk.sitting.round_id, APPLICATION: application_id, STAGE: view.stage},
    )


def _total(view: View, case: SittingCase) -> str:
    say, scores = view.say, case.result.scores
    total = None if scores is None else scores.total
    if total is None:
        return f'<p class="ch-total"><b>–</b> {as_html(say("case.no_sheet"))}</p>'
    lines = [
        chip(
            say("chairing.to_line", grade=cut.grade, line=points(cut.min_score), by=signed(total - cut.min_score)),
            _near(total - cut.min_score),
        )
        for cut in view.book.round.cut_scores
        if cut.grade in PROPOSABLE
    ]
    bands = None if scores is None else scores.bands
    divided = [grade for grade in PROPOSABLE if bands is not None and bands.divided(grade)]
    for grade in divided:
        if bands is not None:
            reach = bands.at_or_above[grade]
            lines.append(
                chip(say("chairing.divided", grade=grade, reach=reach, below=bands.total.marks - reach), "near")
            )
    proposed = say("chairing.proposed") + " " + outcome_chip(case.result.proposal.outcome, say)
    return f'<p class="ch-total"><b>{shown(total)}</b> {" ".join(lines)} <span>{proposed}</span></p>'


def _near(distance: Decimal) -> str:
    return "near" if abs(distance) <= 1 else ""


def _effect(view: View, application_id: str) -> str:
    """Return the panel before and after the re-score, where there was one."""
    say = view.say
    found = source.ask(meeting.rescore_effect, view.person, sitting_id=view.sitting_id, application_id=application_id)
    if found is None:
        return ""
    values = {
        "before": "–" if found.total_before is None else shown(found.total_before),
        "after": "–" if found.total_after is None else shown(found.total_after),
        "median_before": "–" if found.median_before is None else shown(found.median_before, 1),
        "median_after": "–" if found.median_after is None else shown(found.median_after, 1),
    }
    return f'<p class="ch-effect">{as_html(say("chairing.rescored", **values))}</p>'


def _cause(view: View, case: SittingCase) -> str:
    say = view.say
    head = f'<h3 class="ch-heading">{as_html(say("chairing.cause"))}</h3>'
    leaves = apart(case, case.rule_book.round.indicator_table.leaves())
    split = [(leaf, band) for leaf in leaves if (band := band_of(case, leaf)) is not None and band.width > 0]
    if not split:
        return head + f'<p class="qc-quiet">{as_html(say("chairing.no_cause"))}</p>'
    spread = sum(band.deviation**2 for _, band in split)
    rows = "".join(_indicator(view, leaf, band, spread) for leaf, band in split[:SHOWN])
    return f'{head}<div class="rb ch-cause">{rows}</div>'


def _indicator(view: View, leaf: Indicator, band: Band, spread: float) -> str:
    """Return an indicator with the lowest and highest mark, its share of the spread, and the evidence it asks for."""
    say, full = view.say, float(leaf.max_score)
    left, width = band.lowest / full * 100, band.width / full * 100
    words = say(
        "chairing.cause_band",
        lowest=shown(band.lowest),
        highest=shown(band.highest),
        full=points(leaf.max_score),
        share=f"{band.deviation**2 / spread:.0%}",
    )
    name = say.say(Name(leaf.name, leaf.name_en))
    bar = f'<i style="left:{left:.1f}%;width:{max(width, 2):.1f}%;right:auto"></i>'
    head = (
        f'<span class="ch-ind"><b>{as_html(leaf.code)} {as_html(name)}</b>'
        f'<span class="pn-bar" aria-hidden="true">{bar}</span>'
        f"<em>{as_html(words)}</em></span>"
    )
    evidence = leaf.evidence or ""
    levels = "".join(
        f"<li>{as_html(points(level.share * leaf.max_score))}　{as_html(level.anchor)}</li>"
        for level in sorted(leaf.levels, key=lambda one: -one.share)
        if band.lowest <= float(level.share * leaf.max_score) <= band.highest
    )
    inside = f'<p lang="zh-CN">{as_html(evidence)}</p><ul lang="zh-CN">{levels}</ul>'
    return opened(head, inside, "ch-indicator")


def _counterfactuals(view: View, found: CaseCertainty | None) -> str:
    say = view.say
    head = f'<h3 class="ch-heading">{as_html(say("chairing.counterfactual"))}</h3>'
    if found is None or found.probability is None:
        return head + f'<p class="qc-quiet">{as_html(say("quality.case_unknown"))}</p>'
    grade = grade_name(found.grade_by_score or "", say)
    rows = [
        (
            say("chairing.cf_sure"),
            say("quality.sure", grade=grade, share=f"{found.probability:.0%}"),
            found.needs_discussion,
        ),
        (
            say("chairing.cf_without"),
            say("chairing.cf_changes_people", count=found.without_one)
            if found.without_one
            else say("chairing.cf_same"),
            bool(found.without_one),
        ),
        (
            say("chairing.cf_aggregates"),
            say("chairing.cf_changes_rules", count=len(found.other_aggregates))
            if found.other_aggregates
            else say("chairing.cf_same"),
            bool(found.other_aggregates),
        ),
    ]
    if found.weights is not None:
        words = (
            say("chairing.cf_changes_share", share=f"{found.weights:.0%}") if found.weights else say("chairing.cf_same")
        )
        rows.append((say("chairing.cf_weights"), words, found.weights >= _MOVED))
    if found.same_with_another_panel is not None:
        share = found.same_with_another_panel
        rows.append((say("chairing.cf_panel"), say("chairing.cf_panel_same", share=f"{share:.0%}"), share < 0.9))
    if found.fair_total is not None and found.fair_grade is not None:
        words = say("chairing.cf_fair_total", points=shown(found.fair_total), grade=grade_name(found.fair_grade, say))
        rows.append((say("chairing.cf_fair"), words, found.fair_grade != found.grade_by_score))
    body = "".join(
        f"<div><dt>{as_html(name)}</dt><dd>{chip(words, 'near' if changes else 'good')}</dd></div>"
        for name, words, changes in rows
    )
    return f'{head}<dl class="ch-cf">{body}</dl><p class="qc-quiet">{as_html(say("chairing.cf_reading"))}</p>'
