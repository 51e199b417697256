"""``agreement``: how far a panel's experts agree, and how well their marks tell applications apart."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message
from scoring.cli.frame import command
from scoring.cli.layout import Column, two_columns
from scoring.cli.parameters import OneOf, Read, WholeNumber
from scoring.cli.progress import progress
from scoring.cli.score_file import file_options, read_score_file, seed_option
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.sheets import Scale
from scoring.statistics.agreement.panel import Asked, PanelAgreement, Statistic, panel_agreement
from scoring.statistics.agreement.points import parse_points, scale_points
from scoring.statistics.agreement.weighting import Weighting

WEIGHTINGS: Final[tuple[Weighting, ...]] = ("identity", "linear", "quadratic", "ordinal")
MOST_DRAWS: Final = 100_000
_LINE: Final = 110


@command("agreement")
@file_options
@click.option("--categories", type=Read(parse_points), metavar="1,2,3,…", help="agreement.option_categories")
@click.option(
    "--weighting", type=OneOf(WEIGHTINGS), default="quadratic", metavar="WEIGHTS", help="agreement.option_weighting"
)
@click.option("--by-indicator", is_flag=True, help="agreement.option_by_indicator")
@click.option("--bootstrap", "draws", type=WholeNumber(1, MOST_DRAWS), metavar="N", help="agreement.option_bootstrap")
@seed_option
@click.pass_obj
def agreement(
    session: Session,
    file: Path,
    *,
    weights: Path | None,
    normalise: bool,
    scale: Scale | None,
    categories: tuple[Decimal, ...] | None,
    weighting: Weighting,
    by_indicator: bool,
    draws: int | None,
    seed: int,
) -> None:
    """Print statistics of agreement and reliability of each panel, of totals and of indicators."""
    asked = Asked(_points(session, scale, categories), weighting, draws, seed)
    read = read_score_file(session, file, weights=weights, scale=scale)
    found: list[PanelAgreement] = []
    with progress(len(read.tables), session.say) as steps:
        for table in read.tables:
            own = None if read.weights is None else read.weights[table.panel]
            found += panel_agreement(table, asked, weights=own, normalise=normalise, by_indicator=by_indicator)
            steps.step()
    if session.as_json:
        session.show_json({"panels": [_part(part, session) for part in found]})
        return
    for part in found:
        _show(part, session)
    if found:
        _show_readings(found[0], session)


def _points(
    session: Session, scale: Scale | None, categories: tuple[Decimal, ...] | None
) -> tuple[Decimal, ...] | None:
    """Return the declared marks, however they were declared."""
    if scale is None:
        return categories
    if categories is not None:
        raise click.UsageError(session.say("agreement.scale_twice"))
    try:
        return scale_points(scale)
    except SpokenError as error:
        raise click.UsageError(session.say(error.what)) from error


def _part(part: PanelAgreement, session: Session) -> dict[str, Any]:
    return {
        "panel": part.panel,
        "applicants": part.applications,
        "experts": part.experts,
        "indicators": part.indicators,
        "missing_share": part.missing_share,
        "of": part.of,
        "statistics": [
            {
                "name": one.name,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "confidence": one.confidence,
                "p_value": one.p_value,
                "method": one.method.label,
                "applicants": one.applications,
                "experts": one.experts,
                "reason": _reason(one, session) or None,
            }
            for one in part.statistics
        ],
    }


def _reason(one: Statistic, session: Session) -> str:
    message = one.reason.message
    return "" if message is None else session.say(message)


def _show(part: PanelAgreement, session: Session) -> None:
    say = session.say
    panel = say("score.panel", panel=part.panel) if part.panel else say("score.one_panel")
    of = say("agreement.of_total") if part.is_total else say("agreement.of_indicator", indicator=part.of)
    missing = "-" if part.missing_share is None else f"{part.missing_share:.1%}"
    counts = {"applicants": part.applications, "experts": part.experts, "missing": missing}
    session.show_line(say("agreement.heading", panel=panel, of=of, **counts))
    columns = [
        Column(say("agreement.statistic")),
        Column(say("agreement.value"), right=True),
        Column(say("agreement.limits"), right=True),
        Column(say("agreement.p_value"), right=True),
        Column(say("agreement.reason")),
    ]
    session.show_table(columns, [list(_row(one, session)) for one in part.statistics])
    session.show_line()


def _row(one: Statistic, session: Session) -> Iterator[str]:
    yield session.say(one.title)
    yield _number(one.value)
    limits = session.say("agreement.from_to", low=_number(one.low), high=_number(one.high))
    yield "-" if one.low is None and one.high is None else limits
    yield "-" if one.p_value is None else "<0.0001" if one.p_value < 0.0001 else f"{one.p_value:.4f}"
    yield _reason(one, session)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _show_readings(part: PanelAgreement, session: Session) -> None:
    """Say of each statistic how to read it, once after all tables."""
    session.show_line(session.say(Message("agreement.how_to_read")))
    pairs = [(session.say(one.title), session.say(one.reading)) for one in part.statistics]
    for line in two_columns(pairs, _LINE):
        session.show_line(line)
