"""``severity``: how strict each expert is, and totals from which that is taken out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from indicators.language import Message
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import OneOf
from scoring.cli.progress import progress
from scoring.cli.score_file import file_options, read_score_file
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.sheets import Scale
from scoring.statistics.severity.adjustment import panel_severity
from scoring.statistics.severity.panel import PanelSeverity, SeverityMethod


@command("severity")
@file_options
@click.option(
    "--method",
    type=OneOf([method.value for method in SeverityMethod]),
    default=SeverityMethod.LEAST_SQUARES.value,
    metavar="METHOD",
    help="cli.option_severity_method",
)
@click.pass_obj
def severity(
    session: Session,
    file: Path,
    *,
    weights: Path | None,
    normalise: bool,
    scale: Scale | None,
    method: str,
) -> None:
    """Print the severity of each expert and the raw and fair total of each applicant, by panel."""
    chosen = SeverityMethod(method)
    if chosen is SeverityMethod.RASCH and scale is None:
        raise SpokenError(Message("severity.needs_scale"))
    read = read_score_file(session, file, weights=weights, scale=scale)
    panels = []
    with progress(len(read.tables), session.say) as steps:
        for table in read.tables:
            of_panel = None if read.weights is None else read.weights[table.panel]
            panels.append(panel_severity(table, chosen, weights=of_panel, normalise=normalise, scale=scale))
            steps.step()
    if session.as_json:
        session.show_json({"panels": [_panel(panel, session) for panel in panels]})
        return
    for panel in panels:
        _show(panel, session)


def _panel(panel: PanelSeverity, session: Session) -> dict[str, Any]:
    return {
        "panel": panel.panel,
        "method": panel.method.value,
        "connected": panel.connected,
        "subsets": panel.subsets,
        "reason": _said(panel.notes, session) or None,
        "experts": [
            {
                "expert": one.expert,
                "subset": one.subset,
                "severity": one.severity,
                "standard_error": one.standard_error,
                "infit": one.infit,
                "outfit": one.outfit,
                "marks": one.marks,
                "reason": _said(one.reasons, session) or None,
            }
            for one in panel.experts
        ],
        "applicants": [
            {
                "applicant": one.applicant,
                "subset": one.subset,
                "raw_total": one.raw_total,
                "fair_total": one.fair_total,
                "standard_error": one.standard_error,
                "reason": _said(one.reasons, session) or None,
            }
            for one in panel.applicants
        ],
    }


def _said(messages: Iterable[Message], session: Session) -> str:
    return "; ".join(session.say(message) for message in messages)


def _show(panel: PanelSeverity, session: Session) -> None:
    say = session.say
    heading = say("severity.panel", panel=panel.panel) if panel.panel else say("severity.one_panel")
    session.show_line(
        say("severity.heading", panel=heading, method=say(f"severity.method_{panel.method.name.lower()}"))
    )
    for note in panel.notes:
        session.show_line(f"- {say(note)}")
    if panel.equal is not None:
        test = panel.equal
        values = {"f": f"{test.f_value:.2f}", "freedom": test.freedom, "error_freedom": test.error_freedom}
        session.show_line(f"- {say('severity.equal', **values, p=f'{test.p_value:.4f}')}")
    _show_experts(panel, session)
    _show_applicants(panel, session)
    session.show_line()


def _show_experts(panel: PanelSeverity, session: Session) -> None:
    rasch = panel.method is SeverityMethod.RASCH
    numbers = ["subset", "severity", "standard_error", *(("infit", "outfit") if rasch else ()), "marks"]
    columns = _columns("expert", numbers, session)
    rows = [
        [
            one.expert,
            _whole(one.subset),
            _number(one.severity),
            _number(one.standard_error),
            *((_number(one.infit), _number(one.outfit)) if rasch else ()),
            str(one.marks),
            _said(one.reasons, session),
        ]
        for one in panel.experts
    ]
    session.show_table(columns, rows)


def _show_applicants(panel: PanelSeverity, session: Session) -> None:
    columns = _columns("applicant", ["subset", "raw_total", "fair_total", "shift", "standard_error"], session)
    rows = [
        [
            one.applicant,
            _whole(one.subset),
            _number(one.raw_total),
            _number(one.fair_total),
            _shift(one.raw_total, one.fair_total),
            _number(one.standard_error),
            _said(one.reasons, session),
        ]
        for one in panel.applicants
    ]
    session.show_table(columns, rows)


def _columns(name: str, numbers: list[str], session: Session) -> list[Column]:
    titles = [Column(session.say(f"severity.column_{number}"), right=True) for number in numbers]
    return [Column(session.say(f"severity.column_{name}")), *titles, Column(session.say("severity.column_reason"))]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{round(value, 2) + 0.0:.2f}"  # + 0.0: no -0.00


def _whole(value: int | None) -> str:
    return "-" if value is None else str(value)


def _shift(raw: float | None, fair: float | None) -> str:
    return "-" if raw is None or fair is None else f"{round(fair - raw, 2) + 0.0:+.2f}"
