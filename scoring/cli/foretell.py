"""``foretell``: whether marks foretold what happened later, of two files or of the register."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.tabular import read_table
from scoring import flow
from scoring.cli.acting import Acting, on_register
from scoring.cli.choosing import day_option
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile, OneOf, Read
from scoring.cli.score_file import ScoreFile, read_score_file
from scoring.cli.session import Session
from scoring.sheets import Scale, parse_scale
from scoring.sheets.later import Later, read_later
from scoring.statistics.agreement.points import scale_points
from scoring.statistics.foretelling.report import Followed, ForetellingReport, Foretold, foretold
from scoring.statistics.items.scores import ItemScale, item_scores, made_up_totals

_COLUMNS = ("mark", "followed", "events", "c", "limits", "q", "ratio", "ratio_limits", "verdict")


@command("foretell")
@click.option("--outcome", type=OneOf(flow.LATER_OUTCOMES), default=flow.LATER_OUTCOMES[0],
              metavar="|".join(flow.LATER_OUTCOMES), help="foretell.option_outcome")  # fmt: skip
@day_option
@click.option("--scale", type=Read(parse_scale), metavar="LOW:HIGH:STEP", help="cli.option_scale")
@click.option("--weights", type=ExistingFile(), metavar="FILE", help="cli.option_weights")
@on_register(role="secretariat")
@click.argument("files", type=ExistingFile(), nargs=-1, metavar="[FILE LATER]")
@click.pass_obj
def foretell(
    session: Session,
    *,
    acting: Acting,
    files: tuple[Path, ...],
    weights: Path | None,
    scale: Scale | None,
    on: date,
    outcome: flow.LaterOutcome,
) -> None:
    """Print of each indicator how well its marks foretold later events, with limits, and what may be said."""
    if len(files) not in (0, 2):
        raise click.UsageError(session.say("foretell.two_files"))
    if files:
        report: ForetellingReport | None = _of_files(session, *files, weights=weights, scale=scale)
    else:
        with acting.register() as register:
            report = flow.truth_loop(register, acting.actor, on, outcome=outcome).report
    if session.as_json:
        session.show_json(None if report is None else _as_json(report))
    elif report is None:
        session.show_line(session.say("foretell.nobody"))
    else:
        _show(report, session)


def _of_files(
    session: Session, file: Path, later: Path, *, weights: Path | None, scale: Scale | None
) -> ForetellingReport:
    read = read_score_file(session, file, weights=weights, scale=scale)
    known, notices = read_later(read_table(later))
    session.tell(notices)
    names = tuple(dict.fromkeys(name for table in read.tables for name in table.indicators))
    marks, keys = _marks(read, names, scale)
    fates = [known.get(key) or known.get(("", key[1])) for key in keys]
    if not any(fates):
        raise FaultsError([Fault(Message("foretell.nobody_known"), file=later.name)])
    rows = [at for at, fate in enumerate(fates) if fate is not None]
    followed: list[Later] = [fate for fate in fates if fate is not None]
    given = Followed(
        marks=marks[rows],
        days=np.array([one.days for one in followed], np.float64),
        event=np.array([one.event for one in followed], np.bool_),
        applied=marks,
    )
    return foretold(given, (*names, flow.TOTAL), apart=(flow.TOTAL,))


def _marks(
    read: ScoreFile, names: tuple[str, ...], scale: Scale | None
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[tuple[str, str]]]:
    """Return mean marks and totals of every applicant of every panel, and who they are."""
    own = None if scale is None else ItemScale(scale_points(scale))
    blocks, keys = [], []
    for table in read.tables:
        scales = None if own is None else dict.fromkeys(table.indicators, own)
        scores = item_scores(table, scales, None if read.weights is None else read.weights[table.panel])
        block = np.full((len(table.applicants), len(names) + 1), np.nan)
        block[:, [names.index(name) for name in table.indicators]] = scores.means
        block[:, -1] = made_up_totals(scores, without=False)[:, 0]
        blocks.append(block)
        keys += [(table.panel, name) for name in table.applicants]
    return np.vstack(blocks), keys


def _as_json(report: ForetellingReport) -> dict[str, Any]:
    return {
        "followed": report.followed,
        "rate": asdict(report.rate),
        "detectable": report.detectable,
        "marks": [_line(one) for one in report.lines],
    }


def _line(one: Foretold) -> dict[str, Any]:
    return {
        "mark": one.name,
        "followed": one.followed,
        "events": one.events,
        "concordance": None if one.concordance is None else _finite(asdict(one.concordance)),
        "area": None if one.area is None else _finite(asdict(one.area)),
        "q_value": one.q_value,
        "ratio": None if one.ratio is None else asdict(one.ratio),
        "low_up_to": one.low_up_to,
        "spread": one.spread,
        "verdict": str(one.verdict),
    }


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if np.isfinite(value) else None for name, value in values.items()}


def _show(report: ForetellingReport, session: Session) -> None:
    say, rate = session.say, report.rate
    per = {name: _number(None if one is None else 100 * one) for name, one in
           (("rate", rate.value), ("low", rate.low), ("high", rate.high))}  # fmt: skip
    session.show_line(
        say("foretell.heading", followed=report.followed, events=report.events, years=f"{rate.years:.1f}", **per)
    )
    session.show_table(
        [Column(say(f"foretell.column_{name}"), right=name not in ("mark", "verdict")) for name in _COLUMNS],
        [_row(one, session) for one in report.lines],
    )
    if not report.told:
        session.show_line(say("foretell.not_told", count=report.events))
    elif not report.stated:
        session.show_line(say("foretell.not_stated", count=report.events))
    if report.detectable is not None:
        session.show_line(say("foretell.detectable", count=report.events, c=_number(report.detectable)))
    session.show_line(say("foretell.selection"))


def _row(one: Foretold, session: Session) -> list[str]:
    c, ratio = one.concordance, one.ratio
    names = {flow.TOTAL: "foretell.total", flow.CERTAINTY: "foretell.certainty"}
    return [
        session.say(names[one.name]) if one.name in names else one.name,
        str(one.followed),
        str(one.events),
        _number(None if c is None else c.value),
        "-" if c is None else session.say("agreement.from_to", low=_number(c.low), high=_number(c.high)),
        _number(one.q_value),
        _number(None if ratio is None else ratio.value),
        "-" if ratio is None else session.say("agreement.from_to", low=_number(ratio.low), high=_number(ratio.high)),
        session.say(one.verdict.word),
    ]


def _number(value: float | None) -> str:
    return "-" if value is None or not np.isfinite(value) else f"{value:.2f}"
