"""What all commands on score files share: their options, and the way from the file to arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from indicators.faults import Fault, FaultsError
from indicators.tabular import Table, read_table
from scoring.cli.parameters import ExistingFile, Read, WholeNumber
from scoring.cli.session import Session
from scoring.model import ScoreTable, Weights
from scoring.sheets import Scale, fitting_weights, parse_scale, read_marks, read_weights, score_tables
from scoring.statistics.aggregate import parse_aggregate
from scoring.statistics.cut_scores import parse_cuts

MOST_DECIMALS: Final = 9
LARGEST_SEED: Final = 2**32 - 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """The panels of a score file, the weights of each where a file of weights was given, and the file as read."""

    tables: tuple[ScoreTable, ...]
    weights: Mapping[str, Weights] | None
    table: Table


def read_score_file(session: Session, file: Path, *, weights: Path | None, scale: Scale | None) -> ScoreFile:
    """Read and check a score file and its weights; say what had to be understood to read them.

    Raises
    ------
    FaultsError
        With the faults of both files.
    """
    faults: list[Fault] = []
    table = _collecting(faults, lambda: read_table(file))
    marks = None if table is None else _collecting(faults, lambda: read_marks(table, scale=scale))
    weighting = _collecting(faults, lambda: read_weights(read_table(weights)) if weights else None)
    if faults or table is None or marks is None:
        raise FaultsError(faults)
    session.tell(marks.notices)
    tables = score_tables(marks)
    if weights is None or weighting is None:
        return ScoreFile(tables, None, table)
    fitting, unused = fitting_weights(tables, weighting[0], file=weights.name)
    session.tell((*weighting[1], *unused))
    return ScoreFile(tables, fitting, table)


def _collecting(faults: list[Fault], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except FaultsError as error:
        faults += error.faults
        return None


def file_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command on a score file takes: the file, ``--weights --normalise --scale``."""
    for add in (
        click.option("--scale", type=Read(parse_scale), metavar="LOW:HIGH:STEP", help="cli.option_scale"),
        click.option("--normalise", is_flag=True, help="cli.option_normalise"),
        click.option("--weights", type=ExistingFile(), metavar="FILE", help="cli.option_weights"),
        click.argument("file", type=ExistingFile()),
    ):
        function = add(function)
    return function


def aggregate_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--aggregate --round``; the latter is named `decimals`."""
    for add in (
        click.option("--round", "decimals", type=WholeNumber(0, MOST_DECIMALS), metavar="N", help="cli.option_round"),
        click.option(
            "--aggregate", type=Read(parse_aggregate), default="mean", metavar="RULE", help="cli.option_aggregate"
        ),
    ):
        function = add(function)
    return function


def cuts_option(function: Callable[..., Any], *, required: bool = False) -> Callable[..., Any]:
    """Add ``--cuts``: `CutScores`, or ``None`` unless required."""
    return click.option(
        "--cuts", type=Read(parse_cuts), required=required, metavar="A=70,AA=80,…", help="cli.option_cuts"
    )(function)


def seed_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--seed``: the same seed gives the same draws."""
    seed = WholeNumber(0, LARGEST_SEED)
    return click.option("--seed", type=seed, default=0, metavar="N", help="cli.option_seed")(function)
