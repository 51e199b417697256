"""``decide``: which grades the marks make, how sure they make them, and what would change them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import Read
from scoring.cli.progress import progress
from scoring.cli.score_file import aggregate_options, cuts_option, file_options, read_score_file, seed_option
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.sheets import Scale
from scoring.sheets.columns import read_number
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import NO_GRADE, CutScores
from scoring.statistics.probability.decisions import CONSENT, ApplicantDecision, PanelDecisions, panel_decisions

_SURE: Final = 0.995
_CERTAIN: Final = 1 - 1e-6


def parse_consent(text: str) -> float:
    """Return the least probability that needs no discussion.

    Raises
    ------
    SpokenError
        If it is no number from 0 to 1.
    """
    value = read_number(text).value
    if value is None or not 0 <= value <= 1:
        raise SpokenError(Message("decide.consent_unreadable", {"seen": text}))
    return float(value)


@command("decide")
@file_options
@aggregate_options
@partial(cuts_option, required=True)
@click.option("--consent", type=Read(parse_consent), default=CONSENT, metavar="PROBABILITY", help="cli.option_consent")
@seed_option
@click.pass_obj
def decide(
    session: Session,
    file: Path,
    *,
    weights: Path | None,
    normalise: bool,
    scale: Scale | None,
    aggregate: Aggregate,
    decimals: int | None,
    cuts: CutScores,
    consent: float,
    seed: int,
) -> None:
    """Print the grade of each application, its probabilities, and what would change it."""
    with progress(2, session.say) as steps:
        read = read_score_file(session, file, weights=weights, scale=scale)
        steps.step()
        panels = [
            panel_decisions(
                table,
                cuts,
                aggregate=aggregate,
                weights=None if read.weights is None else read.weights[table.panel],
                normalise=normalise,
                decimals=decimals,
                consent=consent,
                seed=seed,
            )
            for table in read.tables
        ]
        steps.step()
    if session.as_json:
        session.show_json({"panels": [_panel(panel, session) for panel in panels]})
        return
    for panel in panels:
        _show(panel, session, decimals)
    session.show_line(session.say("decide.reading", consent=f"{consent:.0%}"))


def _panel(panel: PanelDecisions, session: Session) -> dict[str, Any]:
    return {
        "panel": panel.panel,
        "aggregate": panel.aggregate.name,
        "cuts": {
            grade: int(score) if score.is_integer() else score
            for grade, score in zip(panel.cuts.grades, panel.cuts.scores, strict=True)
        },
        "applicants": [_applicant(one, session) for one in panel.applicants],
    }


def _applicant(one: ApplicantDecision, session: Session) -> dict[str, Any]:
    return {
        "applicant": one.applicant,
        "total": one.total,
        "grade": one.grade,
        "probability": one.probability,
        "same_with_another_panel": one.same_with_another_panel,
        "needs_discussion": one.needs_discussion,
        "reason": _reason(one, session) or None,
        "changed_by": {
            "dropping_one_expert": one.dropping_one_expert,
            "other_aggregates": one.other_aggregates,
            "weights_10_percent": one.weights_10_percent,
        },
    }


def _reason(one: ApplicantDecision, session: Session) -> str:
    return "; ".join(session.say(reason) for reason in one.reasons)


def _show(panel: PanelDecisions, session: Session, decimals: int | None) -> None:
    say = session.say
    heading = say("score.panel", panel=panel.panel) if panel.panel else say("score.one_panel")
    session.show_line(say("score.heading", panel=heading, aggregate=panel.aggregate.name))
    names = [_grade(name, session) for name in panel.cuts.names]
    columns = [
        Column(say("score.applicant")),
        Column(say("score.total"), right=True),
        Column(say("decide.grade")),
        *(Column(say("decide.probability", grade=name), right=True) for name in names),
        Column(say("decide.same"), right=True),
        Column(say("decide.discuss")),
        Column(say("decide.without_expert")),
        Column(say("decide.by_aggregate")),
        Column(say("decide.by_weights"), right=True),
        Column(say("score.reason")),
    ]
    rows = [
        [
            one.applicant,
            "-" if one.total is None else f"{one.total:.{4 if decimals is None else decimals}f}",
            "-" if one.grade is None else _grade(one.grade, session),
            *(_percent(None if one.probability is None else one.probability[name]) for name in panel.cuts.names),
            _percent(one.same_with_another_panel),
            say("decide.yes") if one.needs_discussion else "",
            ", ".join(one.dropping_one_expert),
            ", ".join(one.other_aggregates),
            _percent(one.weights_10_percent),
            _reason(one, session),
        ]
        for one in panel.applicants
    ]
    session.show_table(columns, rows)
    session.show_line()


def _grade(name: str, session: Session) -> str:
    return session.say("decide.none") if name == NO_GRADE else name


def _percent(share: float | None) -> str:
    if share is None:
        return "-"
    if _SURE <= share < _CERTAIN:  # not rounded to certainty
        return ">99%"
    return "<1%" if 1 - _CERTAIN < share <= 1 - _SURE else f"{share:.0%}"
