"""``weights combine``: several weightings made one, and how far they lie apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import click

from indicators.language import Message
from indicators.tabular import read_table
from indicators.weighting import Distance, combine, distance
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile, OneOf, Read
from scoring.cli.session import Session
from scoring.cli.weights_output import made_points, number, points_options, shown_weights, weights_json, write_weights
from scoring.errors import SpokenError
from scoring.sheets import read_weights


def shares(text: str) -> tuple[float, ...]:
    """Return shares written as ``0.6,0.4``.

    Raises
    ------
    SpokenError
    """
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise SpokenError(Message("weighing.no_shares", {"seen": text})) from None


@command("combine")
@click.argument("files", type=ExistingFile(), nargs=-1, required=True)
@click.option(
    "--how",
    type=OneOf(("linear", "product", "relative-entropy")),
    default="linear",
    metavar="HOW",
    help="weighing.option_how",
)
@click.option("--shares", "say_of", type=Read(shares), metavar="S1,S2,…", help="weighing.option_shares")
@points_options
@click.pass_obj
def combine_(
    session: Session,
    files: tuple[Path, ...],
    *,
    how: Any,
    say_of: tuple[float, ...] | None,
    unit: Decimal,
    full_marks: Decimal | None,
    to: Path | None,
) -> None:
    """Print one weighting of several, and how far each lies from it and from the others."""
    weightings = [_weighting(session, file) for file in files]
    found = combine(weightings, how="relative_entropy" if how == "relative-entropy" else how, shares=say_of)
    points = made_points(found, unit, full_marks)
    names = [file.name for file in files]
    result = session.say("weighing.combined")
    apart = [
        (names[i], names[j], distance(weightings[i], weightings[j])) for i, j in combinations(range(len(files)), 2)
    ]
    apart += [(name, result, distance(one, found)) for name, one in zip(names, weightings, strict=True)]
    if session.as_json:
        distances = [_distance_json(first, None if second == result else second, d) for first, second, d in apart]
        session.show_json({"how": how, "weights": weights_json(found, points), "distances": distances})
    else:
        _show_distances(session, apart)
        shown_weights(session, found, points)
    write_weights(session, to, points)


def _weighting(session: Session, file: Path) -> dict[str, float]:
    weights, notices = read_weights(read_table(file))
    session.tell(notices)
    if len(weights) != 1:
        raise SpokenError(Message("weighing.one_weighting", {"file": file.name, "panels": ", ".join(weights)}))
    (only,) = weights.values()
    return {name: float(value) for name, value in only.of.items()}


def _distance_json(first: str, second: str | None, one: Distance) -> dict[str, Any]:
    return {
        "first": first,
        "second": second,
        "moved": one.moved,
        "largest": one.largest,
        "at": one.at,
        "compatibility": one.compatibility,
        "rank_correlation": one.rank_correlation,
    }


def _show_distances(session: Session, apart: list[tuple[str, str, Distance]]) -> None:
    say = session.say
    titles = ("first", "second", "moved", "largest", "at", "compatibility", "rank_correlation")
    columns = [Column(say(f"weighing.column_{name}"), right=name not in ("first", "second", "at")) for name in titles]
    rows = [
        [
            first,
            second,
            f"{one.moved:.1%}",
            f"{one.largest:+.4f}",
            one.at,
            number(one.compatibility, 3),
            number(one.rank_correlation, 3),
        ]
        for first, second, one in apart
    ]
    session.show_table(columns, rows)
    session.show_line()
