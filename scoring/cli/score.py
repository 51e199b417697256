"""``score``: what a panel's marks add up to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.progress import progress
from scoring.cli.score_file import aggregate_options, file_options, read_score_file
from scoring.cli.session import Session
from scoring.sheets import Scale
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.panel_scores import ApplicantScore, PanelScores, panel_scores


@command("score")
@file_options
@aggregate_options
@click.pass_obj
def score(
    session: Session,
    file: Path,
    *,
    weights: Path | None,
    normalise: bool,
    scale: Scale | None,
    aggregate: Aggregate,
    decimals: int | None,
) -> None:
    """Print the aggregate of each panel, per applicant and indicator and in total."""
    with progress(2, session.say) as steps:
        read = read_score_file(session, file, weights=weights, scale=scale)
        steps.step()
        panels = [
            panel_scores(
                table,
                aggregate,
                weights=None if read.weights is None else read.weights[table.panel],
                normalise=normalise,
                decimals=decimals,
            )
            for table in read.tables
        ]
        steps.step()
    if session.as_json:
        session.show_json({"panels": [_panel(panel, session) for panel in panels]})
        return
    for panel in panels:
        _show(panel, session, decimals)


def _panel(panel: PanelScores, session: Session) -> dict[str, Any]:
    return {
        "panel": panel.panel,
        "aggregate": panel.aggregate.name,
        "applicants": [_applicant(applicant, session) for applicant in panel.applicants],
    }


def _applicant(applicant: ApplicantScore, session: Session) -> dict[str, Any]:
    return {
        "applicant": applicant.applicant,
        "total": applicant.total,
        "experts": applicant.experts,
        "missing": applicant.missing,
        "spread": applicant.spread,
        "reason": _reason(applicant, session) or None,
        "indicators": [
            {"indicator": one.indicator, "score": one.score, "experts": one.experts} for one in applicant.indicators
        ],
    }


def _reason(applicant: ApplicantScore, session: Session) -> str:
    return "; ".join(session.say(reason) for reason in applicant.reasons)


def _show(panel: PanelScores, session: Session, decimals: int | None) -> None:
    say = session.say
    heading = say("score.panel", panel=panel.panel) if panel.panel else say("score.one_panel")
    session.show_line(say("score.heading", panel=heading, aggregate=panel.aggregate.name))
    indicators = [one.indicator for one in panel.applicants[0].indicators]
    columns = [
        Column(say("score.applicant")),
        *(Column(say(key), right=True) for key in ("score.total", "score.experts", "score.missing", "score.spread")),
        *(Column(name, right=True) for name in indicators),
        Column(say("score.reason")),
    ]
    rows = [
        [
            applicant.applicant,
            _number(applicant.total, decimals),
            str(applicant.experts),
            str(applicant.missing),
            _number(applicant.spread, None),
            *(_number(one.score, decimals) for one in applicant.indicators),
            _reason(applicant, session),
        ]
        for applicant in panel.applicants
    ]
    session.show_table(columns, rows)
    session.show_line()


def _number(value: float | None, decimals: int | None) -> str:
    return "-" if value is None else f"{value:.{4 if decimals is None else decimals}f}"
