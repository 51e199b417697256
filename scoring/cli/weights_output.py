"""What the commands of ``weights`` share: the options of points, the file of weights, how numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from indicators.cells import NUMBER
from indicators.entries import as_text
from indicators.language import Message
from indicators.load import read_rule_book, shipped_round_files, shipped_rule_book
from indicators.model import RuleBook
from indicators.weighting import Points, as_points
from indicators.workbook import Sheet, write_csv, write_xlsx
from scoring.cli.layout import Column
from scoring.cli.parameters import Read
from scoring.cli.session import Session
from scoring.errors import SpokenError

UNIT: Final = Decimal("0.1")
FULL_MARKS: Final = Decimal(100)
_COLUMNS: Final = ("indicator", "weight")


def positive(text: str) -> Decimal:
    """Return a decimal above zero.

    Raises
    ------
    SpokenError
    """
    value = Decimal(text) if NUMBER.fullmatch(text) else Decimal(0)
    if value <= 0:
        raise SpokenError(Message("weighing.not_positive", {"seen": text}))
    return value


def known_round(text: str) -> RuleBook:
    """Return the rule book of a round file or of a shipped round.

    Raises
    ------
    SpokenError
        If there is none.
    """
    path = Path(text)
    if path.suffix == ".toml" and path.is_file():
        return read_rule_book(path)
    shipped = [file.stem for file in shipped_round_files()]
    if text not in shipped:
        raise SpokenError(Message("weighing.no_round", {"seen": text, "shipped": ", ".join(shipped)}))
    return shipped_rule_book(text)


def named_numbers(text: str) -> dict[str, float]:
    """Return numbers by name, written as ``甲=2,乙=1``.

    Raises
    ------
    SpokenError
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = (piece.strip() for piece in part.rpartition("="))
        if not name or not NUMBER.fullmatch(number):
            raise SpokenError(Message("weighing.no_named_number", {"seen": part.strip()}))
        found[name] = float(number)
    return found


def round_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--round ROUND``: a `RuleBook`, or ``None``; named `book`."""
    return click.option("--round", "book", type=Read(known_round), metavar="ROUND", help="weighing.option_round")(
        function
    )


def points_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--unit --full-marks --to``."""
    path = click.Path(path_type=Path)
    for add in (
        click.option("--to", type=path, metavar="FILE", help="weighing.option_to"),
        click.option("--full-marks", type=Read(positive), metavar="N", help="weighing.option_full_marks"),
        click.option("--unit", type=Read(positive), default=UNIT, metavar="N", help="weighing.option_unit"),
    ):
        function = add(function)
    return function


def made_points(
    shares: Mapping[str, float], unit: Decimal, full_marks: Decimal | None, book: RuleBook | None = None
) -> Points:
    """Return shares as points of the full marks that were asked for, or of the round's, or 100."""
    whole = book.round.indicator_table.full_marks if book is not None and full_marks is None else full_marks
    return as_points(shares, full_marks=whole or FULL_MARKS, unit=unit)


def write_weights(session: Session, to: Path | None, points: Points) -> None:
    """Write a file that ``--weights`` takes, where one is wanted; say which indicators rounding left without points.

    Raises
    ------
    click.UsageError
        If the file is there already.
    """
    if points.nothing:
        session.tell([Message("weighing.no_points", {"indicators": ", ".join(points.nothing)})])
    if to is None:
        return
    if to.exists():
        raise click.UsageError(session.say("weighing.file_there", file=str(to)))
    rows = [(name, Decimal(as_text(value))) for name, value in points.of.items()]
    if to.suffix.lower() == ".xlsx":
        write_xlsx(to, [Sheet("weights", _COLUMNS, rows)])
    else:
        write_csv(to, _COLUMNS, rows)
    session.tell([Message("weighing.written", {"file": str(to)})])


def shown_weights(session: Session, shares: Mapping[str, float], points: Points) -> None:
    """Print each indicator's share and points."""
    say = session.say
    columns = [
        Column(say("weighing.indicator")),
        Column(say("weighing.share"), right=True),
        Column(say("weighing.points"), right=True),
    ]
    session.show_table(columns, [[name, f"{shares[name]:.4f}", as_text(points.of[name])] for name in shares])


def weights_json(shares: Mapping[str, float], points: Points) -> list[dict[str, Any]]:
    """Return each indicator's share and points."""
    return [{"indicator": name, "share": shares[name], "points": points.of[name]} for name in shares]


def times(value: float | None) -> str:
    """Return how many times one thing is another, as people judge it: ``3``, ``1/3``, ``2.45``."""
    if value is None:
        return "-"
    over = value if value >= 1 else 1 / value
    text = f"{over:.0f}" if abs(over - round(over)) < 1e-6 else f"{over:.2f}"
    return text if value >= 1 or text == "1" else f"1/{text}"


def number(value: float | None, decimals: int = 4) -> str:
    """Return a number, ``-`` where there is none."""
    return "-" if value is None else f"{round(value, decimals) + 0.0:.{decimals}f}"


def answer(session: Session, value: bool | None) -> str:
    """Return yes or no, ``-`` where nobody knows."""
    return "-" if value is None else session.say("weighing.yes" if value else "weighing.no")
