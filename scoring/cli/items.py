"""``items``: what each indicator was worth, of a score file or of a round of the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from scoring import flow
from scoring.cli.acting import Acting, on_register
from scoring.cli.choosing import round_option, stage_option
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile, Read
from scoring.cli.progress import progress
from scoring.cli.score_file import read_score_file
from scoring.cli.session import Session
from scoring.model import Stage
from scoring.sheets import Scale, parse_scale
from scoring.statistics.agreement.points import scale_points
from scoring.statistics.items.bounded import Bounded
from scoring.statistics.items.report import ItemLine, ItemReport, item_report
from scoring.statistics.items.scores import ItemScale

_COLUMNS = ("indicator", "rest", "limits", "index", "difficulty", "icc", "alpha_without", "nearest", "found")


@command("items")
@click.option("--scale", type=Read(parse_scale), metavar="LOW:HIGH:STEP", help="cli.option_scale")
@click.option("--weights", type=ExistingFile(), metavar="FILE", help="cli.option_weights")
@round_option
@stage_option
@on_register(role="secretariat")
@click.argument("file", type=ExistingFile(), required=False)
@click.pass_obj
def items(
    session: Session,
    *,
    acting: Acting,
    file: Path | None,
    weights: Path | None,
    scale: Scale | None,
    round_id: str | None,
    stage: Stage,
) -> None:
    """Print discrimination, difficulty, agreement and repetition of each indicator, and what was found."""
    if (file is None) == (round_id is None):
        raise click.UsageError(session.say("items.file_or_round"))
    if file is None:
        with acting.register() as register:
            found = flow.item_analysis(register, acting.actor, round_id or "", stage=stage)
        reports = [] if found.report is None else [found.report]
        if not reports:
            session.show_line(session.say("items.too_few_to_tell", count=found.applications))
    else:
        reports = list(_of_file(session, file, weights, scale))
    if session.as_json:
        session.show_json({"panels": [_as_json(one, session) for one in reports]})
        return
    for one in reports:
        _show(one, session)


def _of_file(session: Session, file: Path, weights: Path | None, scale: Scale | None) -> Iterable[ItemReport]:
    read = read_score_file(session, file, weights=weights, scale=scale)
    own = None if scale is None else ItemScale(scale_points(scale))
    with progress(len(read.tables), session.say) as steps:
        for table in read.tables:
            scales = None if own is None else dict.fromkeys(table.indicators, own)
            yield item_report(table, scales=scales, weights=None if read.weights is None else read.weights[table.panel])
            steps.step()


def _as_json(report: ItemReport, session: Session) -> dict[str, Any]:
    together = report.cohesion
    return {
        "panel": report.panel,
        "applicants": report.applications,
        "experts": report.experts,
        "cronbach_alpha": _bounded(together.alpha, session),
        "eigenvalues": list(together.eigenvalues),
        "directions": together.directions,
        "indicators": [_line(one, session) for one in report.lines],
    }


def _line(line: ItemLine, session: Session) -> dict[str, Any]:
    kept = {
        name: _bounded(value, session) if isinstance(value, Bounded) else value
        for name in ItemLine.__dataclass_fields__
        if name not in ("flags", "nearest", "steps", "indicator")
        for value in (getattr(line, name),)
    }
    near = line.nearest
    return {
        "indicator": line.indicator,
        **kept,
        "steps": [asdict(step) for step in line.steps],
        "nearest": None
        if near is None
        else {
            "indicator": near.other,
            "observed": _bounded(near.observed, session),
            "true": _bounded(near.true, session),
            "q_value": near.q_value,
        },
        "flags": [
            {"kind": str(flag.kind), "sure": flag.sure, "remedy": str(flag.remedy), "says": session.say(flag.sentence)}
            for flag in line.flags
        ],
    }


def _bounded(one: Bounded, session: Session) -> dict[str, Any]:
    reason = one.reason.message
    words = None if reason is None else session.say(reason)
    return {"value": one.value, "low": one.low, "high": one.high, "reason": words}


def _show(report: ItemReport, session: Session) -> None:
    say = session.say
    panel = say("score.panel", panel=report.panel) if report.panel else say("score.one_panel")
    values = {"applicants": report.applications, "experts": report.experts, "indicators": len(report.lines)}
    alpha = report.cohesion.alpha
    session.show_line(say("items.heading", panel=panel, alpha=_number(alpha.value), **values))
    columns = [Column(say(f"items.column_{name}"), right=name not in ("indicator", "found")) for name in _COLUMNS]
    session.show_table(columns, [_row(one, session) for one in report.lines])
    for line in report.lines:
        for flag in line.flags:
            sure = say("items.sure" if flag.sure else "items.look")
            named = {"indicator": line.indicator, "sure": sure, "says": say(flag.sentence)}
            session.show_line(say("items.line", remedy=say(flag.remedy.word), **named))
    if not any(line.flags for line in report.lines):
        session.show_line(say("items.nothing_found"))
    session.show_line(say("items.how_to_read"))
    session.show_line()


def _row(line: ItemLine, session: Session) -> list[str]:
    near = "-"
    if line.nearest is not None:
        shown = line.nearest.observed if line.nearest.true.value is None else line.nearest.true
        near = f"{line.nearest.other} {_number(shown.value)}"
    rest = line.rest
    limits = (
        "-" if rest.low is None else session.say("agreement.from_to", low=_number(rest.low), high=_number(rest.high))
    )
    found = ", ".join(session.say(flag.word) + ("" if flag.sure else "?") for flag in line.flags)
    return [
        line.indicator,
        _number(rest.value),
        limits,
        _number(line.index.value),
        _number(line.difficulty.value),
        _number(line.icc.value),
        _number(line.alpha_without),
        near,
        found,
    ]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
