"""``weights sensitivity``: which changes of a weight would change grades."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from indicators.language import Message
from indicators.model import RuleBook
from indicators.weighting import Crossing, LeafSensitivity, Sensitivity, nodes_of, sensitivity, tree_of
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import ExistingFile
from scoring.cli.score_file import cuts_option, read_score_file
from scoring.cli.session import Session
from scoring.cli.weights_marks import full_marks_of, marks_options, panel_marks
from scoring.cli.weights_output import number
from scoring.errors import SpokenError
from scoring.model import ScoreTable
from scoring.sheets import Scale
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores, cuts_of_round


@command("sensitivity")
@marks_options
@click.option("--weights", type=ExistingFile(), metavar="FILE", help="cli.option_weights")
@click.option("--normalise", is_flag=True, help="cli.option_normalise")
@cuts_option
@click.pass_obj
def sensitivity_(
    session: Session,
    file: Path,
    *,
    scale: Scale | None,
    book: RuleBook | None,
    aggregate: Aggregate,
    weights: Path | None,
    normalise: bool,
    cuts: CutScores | None,
) -> None:
    """Print, by panel and indicator, which changes of its weight would change grades or the order."""
    if (weights is None) == (book is None):
        raise SpokenError(Message("weighing.weights_or_round"))
    limits = cuts or (None if book is None else cuts_of_round(book.round))
    if limits is None:
        raise SpokenError(Message("weighing.needs_cuts"))
    read = read_score_file(session, file, weights=weights, scale=scale)
    panels = []
    for table in read.tables:
        applicants, indicators, values = panel_marks([table], aggregate)
        if book is not None:
            most = full_marks_of(book, indicators, file.name)
            of, scores = dict(zip(indicators, map(float, most), strict=True)), values / most
            nodes = _scored(nodes_of(tree_of(book.round.indicator_table)), of)
        else:
            of, scores, nodes = _weights(table, read.weights, normalise=normalise), values, None
        panels.append((table.panel, sensitivity(applicants, of, scores, limits.scores, nodes=nodes)))
    if session.as_json:
        session.show_json({"cuts": _cuts(limits), "panels": [_panel(name, one, session) for name, one in panels]})
        return
    for name, one in panels:
        _show(name, one, session)


def _scored(nodes: Mapping[str, tuple[str, ...]], of: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    """Return the nodes with what the file has marks of; those without any are left out."""
    there = {name: tuple(one for one in below if one in of) for name, below in nodes.items()}
    return {name: below for name, below in there.items() if below}


def _weights(table: ScoreTable, weights: Any, *, normalise: bool) -> dict[str, float]:
    of = {name: float(weights[table.panel].of[name]) for name in table.indicators}
    whole = sum(of.values()) if normalise else 1.0
    return {name: weight / whole for name, weight in of.items()}


def _cuts(limits: CutScores) -> dict[str, float]:
    return dict(zip(limits.grades, limits.scores, strict=True))


def _panel(name: str, one: Sensitivity, session: Session) -> dict[str, Any]:
    return {
        "panel": name,
        "applicants": len(one.applications),
        "left_out": [{"applicant": left.name, "reason": session.say(left.reason)} for left in one.left],
        "indicators": [
            {
                "indicator": leaf.indicator,
                "weight": leaf.weight,
                "nearest_less": _crossing(leaf.nearest_less),
                "nearest_more": _crossing(leaf.nearest_more),
                "moved": [{"change": change, "applicants": count} for change, count in leaf.moved.items()],
                "order_from": leaf.order_from,
                "order_to": leaf.order_to,
            }
            for leaf in one.leaves
        ],
    }


def _crossing(one: Crossing | None) -> dict[str, Any] | None:
    if one is None:
        return None
    found = {"applicant": one.application, "weight": one.weight, "change": one.change, "cut": one.cut}
    return {**found, "up": one.up}


def _show(name: str, one: Sensitivity, session: Session) -> None:
    say = session.say
    heading = say("score.panel", panel=name) if name else say("score.one_panel")
    session.show_line(say("weighing.sensitivity", panel=heading, applicants=len(one.applications), left=len(one.left)))
    shifts = list(one.leaves[0].moved) if one.leaves else []
    columns = [
        Column(say("weighing.indicator")),
        Column(say("weighing.column_weight"), right=True),
        Column(say("weighing.column_less")),
        Column(say("weighing.column_more")),
        *(Column(f"{shift:+.0%}", right=True) for shift in shifts),
        Column(say("weighing.column_order")),
    ]
    session.show_table(columns, [_row(leaf, session) for leaf in one.leaves])
    session.show_line(say("weighing.sensitivity_reading"))
    session.show_line()


def _row(leaf: LeafSensitivity, session: Session) -> list[str]:
    order = session.say("weighing.from_to", low=number(leaf.order_from), high=number(leaf.order_to))
    return [
        leaf.indicator,
        number(leaf.weight),
        _meeting(leaf.nearest_less, session),
        _meeting(leaf.nearest_more, session),
        *(str(count) for count in leaf.moved.values()),
        order,
    ]


def _meeting(one: Crossing | None, session: Session) -> str:
    if one is None:
        return session.say("weighing.never")
    key = "weighing.rises" if one.up else "weighing.falls"
    return session.say(key, weight=number(one.weight), applicant=one.application, cut=f"{one.cut:g}")
