"""``weights entropy | critic | deviation``: weights from past marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import numpy as np

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from indicators.weighting import DataWeights, Marks, critic, deviation, entropy, marks
from indicators.weighting.marks import MOST_MISSING
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile, OneOf, Read
from scoring.cli.score_file import read_score_file
from scoring.cli.session import Session
from scoring.cli.weights_output import made_points, number, points_options, round_option, write_weights
from scoring.errors import SpokenError
from scoring.model import FloatArray, ScoreTable
from scoring.sheets import Scale, parse_scale
from scoring.statistics.aggregate import Aggregate, aggregate_indicators, parse_aggregate


def marks_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command on past marks takes: the score file, ``--scale --round --aggregate``."""
    aggregate = Read(parse_aggregate)
    for add in (
        click.option("--aggregate", type=aggregate, default="mean", metavar="RULE", help="cli.option_aggregate"),
        round_option,
        click.option("--scale", type=Read(parse_scale), metavar="LOW:HIGH:STEP", help="cli.option_scale"),
        click.argument("file", type=ExistingFile()),
    ):
        function = add(function)
    return function


def panel_marks(
    tables: Sequence[ScoreTable], aggregate: Aggregate
) -> tuple[tuple[str, ...], tuple[str, ...], FloatArray]:
    """Return applicants, indicators and panels' marks, ``nan`` where there is none; panels one below the other."""
    indicators = tuple(dict.fromkeys(name for table in tables for name in table.indicators))
    names: list[str] = []
    blocks = []
    for table in tables:
        block = np.full((len(table.applicants), len(indicators)), np.nan)
        block[:, [indicators.index(name) for name in table.indicators]] = aggregate_indicators(table, aggregate).values
        blocks.append(block)
        names += [f"{table.panel} / {one}" if len(tables) > 1 else one for one in table.applicants]
    return tuple(names), indicators, np.concatenate(blocks)


def full_marks_of(book: RuleBook, indicators: Sequence[str], file: str) -> FloatArray:
    """Return the most points of each indicator by the round.

    Raises
    ------
    FaultsError
        For each indicator that the round does not score.
    """
    most = {leaf.code: float(leaf.max_score) for leaf in book.round.indicator_table.leaves()}
    strange = [name for name in indicators if name not in most]
    if strange:
        what = Message("weighing.not_scored", {"round": book.round.round_id})
        raise FaultsError(Fault(what, file=file, column="indicator", seen=name) for name in strange)
    return np.array([most[name] for name in indicators])


def given_marks(
    session: Session, file: Path, scale: Scale | None, book: RuleBook | None, aggregate: Aggregate, missing: float
) -> Marks:
    """Return the marks of a score file as shares of the scale that the call or the round declares.

    Raises
    ------
    SpokenError
        If neither declares one, or both do.
    """
    if (scale is None) == (book is None):
        raise SpokenError(Message("weighing.scale_or_round"))
    tables = read_score_file(session, file, weights=None, scale=scale).tables
    applicants, indicators, values = panel_marks(tables, aggregate)
    if scale is not None:
        low, high = float(scale.low), float(scale.high)
        return marks(applicants, indicators, values, low=low, high=high, most_missing=missing)
    assert book is not None  # noqa: S101  # one of the two is there
    most = full_marks_of(book, indicators, file.name)
    return marks(applicants, indicators, values, low=0.0, high=most, most_missing=missing)


def share(text: str) -> float:
    """Return a share from 0 to 1.

    Raises
    ------
    SpokenError
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise SpokenError(Message("weighing.no_share", {"seen": text}))
    return value


def data_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `marks_options`, ``--most-missing`` and `points_options`."""
    most = click.option(
        "--most-missing",
        "missing",
        type=Read(share),
        default=MOST_MISSING,
        metavar="SHARE",
        help="weighing.option_most_missing",
    )
    return marks_options(most(points_options(function)))


@command("entropy")
@data_options
@click.pass_obj
def entropy_(session: Session, /, file: Path, **options: Any) -> None:
    """Print entropy weights."""
    _show_data(session, file, entropy, **options)


@command("critic")
@data_options
@click.option(
    "--spread", type=OneOf(("declared", "observed")), default="declared", metavar="WHAT", help="weighing.option_spread"
)
@click.pass_obj
def critic_(session: Session, /, file: Path, *, spread: Any, **options: Any) -> None:
    """Print CRITIC weights."""
    _show_data(session, file, lambda given: critic(given, spread=spread), **options)


@command("deviation")
@data_options
@click.pass_obj
def deviation_(session: Session, /, file: Path, **options: Any) -> None:
    """Print weights in proportion to standard deviations."""
    _show_data(session, file, deviation, **options)


def _show_data(
    session: Session,
    file: Path,
    method: Callable[[Marks], DataWeights],
    *,
    scale: Scale | None,
    book: RuleBook | None,
    aggregate: Aggregate,
    missing: float,
    unit: Decimal,
    full_marks: Decimal | None,
    to: Path | None,
) -> None:
    found = method(given_marks(session, file, scale, book, aggregate, missing))
    points = made_points(found.of, unit, full_marks, book) if found.of else None
    rows = [
        {
            "indicator": name,
            "share": weight,
            "points": None if points is None or weight is None else points.of[name],
            "information": information,
            "reason": None if reason is None else session.say(reason),
        }
        for name, weight, information, reason in zip(
            found.indicators, found.weights, found.information, found.reasons, strict=True
        )
    ]
    left = [{"applicant": one.name, "reason": session.say(one.reason)} for one in found.rows_left]
    if session.as_json:
        document = {"method": found.method, "applicants": found.applications, "left_out": left, "weights": rows}
        session.show_json(document)
    else:
        _show_rows(session, found, rows)
    if points is not None:
        write_weights(session, to, points)
    elif to is not None:
        session.tell([Message("weighing.nothing_written", {"file": str(to)})])


def _show_rows(session: Session, found: DataWeights, rows: Sequence[dict[str, Any]]) -> None:
    say = session.say
    session.show_line(say("weighing.rests_on", applicants=found.applications, left=len(found.rows_left)))
    for one in found.rows_left[:10]:
        session.show_line(f"- {one.name}: {say(one.reason)}")
    columns = [
        Column(say("weighing.indicator")),
        *(Column(say(key), right=True) for key in ("weighing.share", "weighing.points", "weighing.information")),
        Column(say("weighing.reason")),
    ]
    cells = [
        [
            row["indicator"],
            number(row["share"]),
            "-" if row["points"] is None else str(row["points"]),
            number(row["information"]),
            row["reason"] or "",
        ]
        for row in rows
    ]
    session.show_table(columns, cells)
