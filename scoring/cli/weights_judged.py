"""``weights ahp | best-worst | swing``: weights from what experts judge."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from indicators.faults import Fault, FaultsError
from indicators.model import RuleBook
from indicators.tabular import read_table
from indicators.weighting import (
    BestWorst,
    BestWorstGroup,
    SwingWeights,
    ahp_tree,
    best_worst,
    best_worst_of,
    comparisons,
    flat,
    items_of,
    read_judgements,
    read_swings,
    smarter,
    swing,
    tree_of,
)
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile, OneOf, Read
from scoring.cli.session import Session
from scoring.cli.weights_ahp import show_tree, tree_json
from scoring.cli.weights_output import (
    answer,
    made_points,
    named_numbers,
    number,
    points_options,
    round_option,
    shown_weights,
    weights_json,
    write_weights,
)


def judged_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the file of judgements and ``--expert-weights``."""
    say = click.option(
        "--expert-weights", type=Read(named_numbers), metavar="E1=2,E2=1", help="weighing.option_expert_weights"
    )
    return click.argument("file", type=ExistingFile())(say(function))


@command("ahp")
@judged_options
@round_option
@click.option(
    "--method",
    type=OneOf(("eigenvector", "geometric-mean")),
    default="eigenvector",
    metavar="METHOD",
    help="weighing.option_method",
)
@click.option(
    "--by", type=OneOf(("judgements", "priorities")), default="judgements", metavar="WHAT", help="weighing.option_by"
)
@click.option(
    "--random-index",
    type=OneOf(("saaty", "simulated")),
    default="saaty",
    metavar="TABLE",
    help="weighing.option_random_index",
)
@click.option("--keep-unjudged", is_flag=True, help="weighing.option_keep_unjudged")
@points_options
@click.pass_obj
def ahp_(
    session: Session,
    file: Path,
    *,
    expert_weights: dict[str, float] | None,
    book: RuleBook | None,
    method: str,
    by: Any,
    random_index: Any,
    keep_unjudged: bool,
    unit: Decimal,
    full_marks: Decimal | None,
    to: Path | None,
) -> None:
    """Print the weights that judgements in pairs come to, and how consistent and how much at one the experts are."""
    table = read_table(file)
    session.tell(table.notices)
    judgements = read_judgements(table)
    found = ahp_tree(
        judgements,
        flat(items_of(judgements)) if book is None else tree_of(book.round.indicator_table),
        method="eigenvector" if method == "eigenvector" else "geometric_mean",
        by=by,
        expert_weights=expert_weights,
        random_index=random_index,
        keep_unjudged=keep_unjudged,
        file=table.file,
    )
    points = made_points(found.leaves, unit, full_marks, book)
    if session.as_json:
        settings = {"method": method, "by": by, "random_index": random_index}
        session.show_json({**settings, **tree_json(found, points, session)})
    else:
        show_tree(found, points, session)
    write_weights(session, to, points)


@command("best-worst")
@judged_options
@click.option(
    "--model", type=OneOf(("linear", "nonlinear")), default="linear", metavar="MODEL", help="weighing.option_model"
)
@points_options
@click.pass_obj
def best_worst_(
    session: Session,
    file: Path,
    *,
    expert_weights: dict[str, float] | None,
    model: Any,
    unit: Decimal,
    full_marks: Decimal | None,
    to: Path | None,
) -> None:
    """Print the weights that best-worst judgements come to."""
    table = read_table(file)
    session.tell(table.notices)
    faults: list[Fault] = []
    several: list[BestWorst] = []
    for one in comparisons(read_judgements(table), file=table.file, connected=False):
        try:
            several.append(best_worst_of(one, file=table.file))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    found = best_worst(several, model=model, expert_weights=expert_weights)
    shares = dict(zip(found.items, map(float, found.weights), strict=True))
    points = made_points(shares, unit, full_marks)
    if session.as_json:
        experts = _best_worst_json(found)
        session.show_json({"model": model, "weights": weights_json(shares, points), "experts": experts})
    else:
        _show_best_worst(found, session)
        shown_weights(session, shares, points)
    write_weights(session, to, points)


def _best_worst_json(found: BestWorstGroup) -> list[dict[str, Any]]:
    return [
        {
            "expert": one.expert,
            "best": one.best,
            "worst": one.worst,
            "deviation": one.deviation,
            "ratio": one.ratio,
            "input_ratio": one.input_ratio,
            "input_limit": one.input_limit,
            "acceptable": one.acceptable,
            "doubtful": one.doubtful,
            "weights": [
                {"indicator": name, "share": share, "low": low, "high": high}
                for name, share, low, high in zip(found.items, one.weights, one.low, one.high, strict=True)
            ],
        }
        for one in found.experts
    ]


def _show_best_worst(found: BestWorstGroup, session: Session) -> None:
    say = session.say
    titles = ("expert", "best", "worst", "deviation", "output_ratio", "input_ratio", "input_limit", "acceptable")
    columns = [Column(say(f"weighing.column_{name}"), right=3 <= place < 7) for place, name in enumerate(titles)]
    rows = [
        [
            one.expert,
            one.best,
            one.worst,
            number(one.deviation),
            number(one.ratio),
            number(one.input_ratio),
            number(one.input_limit),
            answer(session, one.acceptable),
            one.doubtful or "-",
        ]
        for one in found.experts
    ]
    session.show_table([*columns, Column(say("weighing.column_doubtful"))], rows)
    session.show_line()


@command("swing")
@judged_options
@points_options
@click.pass_obj
def swing_(
    session: Session,
    file: Path,
    *,
    expert_weights: dict[str, float] | None,
    unit: Decimal,
    full_marks: Decimal | None,
    to: Path | None,
) -> None:
    """Print the weights that swing points, or the order of swings, come to."""
    table = read_table(file)
    session.tell(table.notices)
    read = read_swings(table)
    method = swing if read.kind == "points" else smarter
    found = method(read.indicators, read.of, expert_weights=expert_weights)
    shares = dict(zip(found.items, map(float, found.weights), strict=True))
    points = made_points(shares, unit, full_marks)
    if session.as_json:
        session.show_json(
            {"from": read.kind, "weights": weights_json(shares, points), **_swing_json(found, session)},
        )
    else:
        _show_swing(found, session)
        shown_weights(session, shares, points)
    write_weights(session, to, points)


def _swing_json(found: SwingWeights, session: Session) -> dict[str, Any]:
    reason = found.agreement.reason
    experts = [
        {
            "expert": expert,
            "compatibility": near,
            "weights": [{"indicator": n, "share": s} for n, s in zip(found.items, row, strict=True)],
        }
        for expert, row, near in zip(found.experts, found.of_experts, found.agreement.compatibility, strict=True)
    ]
    agreement = {"kendall_w": found.agreement.kendall_w, "reason": None if reason is None else session.say(reason)}
    return {"agreement": agreement, "experts": experts}


def _show_swing(found: SwingWeights, session: Session) -> None:
    say = session.say
    if found.agreement.kendall_w is not None:
        session.show_line(say("weighing.agreement", w=number(found.agreement.kendall_w, 3)))
    columns = [Column(say("weighing.column_expert")), *(Column(name, right=True) for name in found.items)]
    rows = [
        [expert, *(number(float(share)) for share in row)]
        for expert, row in zip(found.experts, found.of_experts, strict=True)
    ]
    session.show_table(columns, rows)
    session.show_line()
