"""Whose application it is, and what is known of it that bears on its grade."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts.panel_words import outcome_chip, shown, signed
from dashboard.parts.rule_book_markup import chip, facts, opened
from dashboard.parts.wording import as_html, points
from indicators.language import Translator
from indicators.model import CutScore
from scoring.flow import SittingCase
from scoring.model import Application


def head(say: Translator, case: SittingCase, decision: str | None) -> None:
    """Draw name, target, and what the case comes to in one line of figures."""
    application = case.result.application
    chips = chip(say("chair.applying_for", grade=application.target_grade)) + (
        outcome_chip(decision, say) if decision else chip(say("chair.undecided"))
    )
    where = as_html(say("case.where", application=application.application_id, uscc=application.enterprise.uscc))
    st.html(
        f'<div class="pn-head"><h2>{as_html(application.enterprise.name)}</h2>{chips}'
        f'<span class="qc-quiet">{where}</span></div>'
    )
    st.html(f'<div class="pn-counts">{"".join(_cells(say, case))}</div>')
    st.html(f'<div class="pn-more">{opened(as_html(say("case.facts")), known_facts(say, application))}</div>')


def _cells(say: Translator, case: SittingCase) -> list[str]:
    result, target = case.result, case.result.application.target_grade
    total = result.proposal.total
    cells = [_cell("–" if total is None else points(total), say("case.total"))]
    cuts = sorted(case.rule_book.round.cut_scores, key=lambda cut: cut.min_score)
    cells += [_cell("–" if total is None else signed(total - cut.min_score), _line(say, cut)) for cut in cuts]
    cells.append(_cell(f"{result.submitted} / {result.assigned}", say("case.sheets")))
    bands = None if result.scores is None else result.scores.bands
    if bands is None:
        cells.append(_cell("–", say("case.no_range")))
    else:
        span = f"{shown(bands.total.lowest, 1)}–{shown(bands.total.highest, 1)}"
        cells.append(_cell(span, say("case.range", deviation=shown(bands.total.deviation, 1))))
    eligible = {True: "yes", False: "no", None: "unknown"}[result.eligibility[target].eligible]
    cells.append(_cell(say(f"case.eligible_{eligible}"), say("case.eligible", grade=target), eligible))
    return cells


def _line(say: Translator, cut: CutScore) -> str:
    return say("case.to_line", grade=cut.grade, points=points(cut.min_score))


def _cell(value: str, label: str, kind: str = "") -> str:
    return f'<div class="{kind}"><b>{as_html(value)}</b><span>{as_html(label)}</span></div>'


def known_facts(say: Translator, application: Application) -> str:
    """Return what is known of an application that bears on its grade, as rows of facts."""
    one = application.enterprise
    place = say.say(source.regions().place(one.county))
    form = f"eligibility.form_{one.legal_form}"
    growth = say("chair.comma").join(
        say("eligibility.growth_year", year=year.year, percent=year.percent).rstrip("。.")
        for year in application.growth
    )
    held = say("chair.comma").join(
        say("eligibility.held", grade=grade.grade, since=grade.since).rstrip("。.") for grade in application.held
    )
    rows = [
        ("case.place", place),
        ("case.form", say(form) if form in say.keys else one.legal_form),
        ("case.industry", one.industry),
        ("case.size", say(f"case.size_{one.size}")),
        ("case.registered", one.registered_on.isoformat()),
        ("case.applied", application.applied_on.isoformat()),
        ("case.growth", growth or say("case.nothing_known")),
        ("case.held", held or say("case.none_held")),
    ]
    return facts((say(key), as_html(value)) for key, value in rows)
