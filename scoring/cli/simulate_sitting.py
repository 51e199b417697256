"""``scheme sitting``: whether a sitting of so many applications ends in time, and what its consent block gets wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import click
import numpy as np

from indicators.language import Message
from indicators.model import Round
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import Read, WholeNumber
from scoring.cli.scheme import find_rule_book
from scoring.cli.score_file import seed_option
from scoring.cli.session import Session
from scoring.cli.simulate import DEFAULT_ROUND, refuse_untriable
from scoring.errors import SpokenError
from scoring.meeting.proposal import PROPOSABLE
from scoring.meeting.simulated import SittingModel, SittingTrial, try_sittings
from scoring.sheets.columns import read_number
from scoring.statistics.trials.wrong_grades import Estimate

SITTINGS: Final = 2_000
_MOST_SITTINGS: Final = 20_000
_MOST_APPLICATIONS: Final = 200
_MOST_NOISE: Final = 50
OTHER_THRESHOLD: Final = 0.8
FOUR_OF_FIVE: Final = 0.8
OTHER_PANELS: Final = (3, 7)
CALIBRATED_SHARE: Final = 0.67
"""Of the noise of one sheet, after a calibration: 3.35 for 5 in the design papers."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A way to sort items, with the name of its line in the catalogue."""

    key: str
    model: SittingModel


def _noise(text: str) -> float:
    value = read_number(text).value
    if value is None or not 0 < value <= _MOST_NOISE:
        raise SpokenError(Message("trials.no_noise", {"seen": text, "most": _MOST_NOISE}))
    return float(value)


@command("sitting")
@click.argument("round_", metavar="[ROUND]", default=DEFAULT_ROUND)
@click.option(
    "--applications", type=WholeNumber(1, _MOST_APPLICATIONS), default=40, metavar="N", help="cli.option_sitting_items"
)
@click.option("--noise", type=Read(_noise), default=5.0, metavar="POINTS", help="cli.option_sitting_noise")
@click.option(
    "--sittings", type=WholeNumber(2, _MOST_SITTINGS), default=SITTINGS, metavar="N", help="cli.option_sittings"
)
@seed_option
@on_register(role="secretariat")
@click.pass_obj
def sitting(
    session: Session, *, acting: Acting, round_: str, applications: int, noise: float, sittings: int, seed: int
) -> None:
    """Print what ways of sorting items come to in a sitting."""
    of_book = find_rule_book(round_, acting).round
    refuse_untriable(of_book)
    clocks = of_book.parameter_sheet.clocks
    tried = [
        (row, try_sittings(np.random.default_rng([seed, place]), row.model, clocks, sittings=sittings))
        for place, row in enumerate(_rows(of_book, applications, noise))
    ]
    if session.as_json:
        head = {"round_id": of_book.round_id, "applications": applications, "noise": noise, "sittings": sittings}
        session.show_json({**head, "seed": seed, "rows": [_as_json(row, found) for row, found in tried]})
        return
    facts = {"round_id": of_book.round_id, "applications": applications, "sittings": sittings, "seed": seed}
    session.show_line(session.say("trials.sitting_heading", **facts))
    lines = ", ".join(f"{line:g}" for line in tried[0][0].model.lines)
    session.show_line(
        session.say("trials.sitting_setting", lines=lines, noise=f"{noise:g}", length=f"{clocks.length:f}")
    )
    _table(tried, session)
    session.show_line(session.say("trials.sitting_note"))


def _rows(of_book: Round, applications: int, noise: float) -> Iterator[_Row]:
    """Yield the parameter sheet's own rule first, then what else might be laid down."""
    sheet = of_book.parameter_sheet
    lines = sorted(float(cut.min_score) for cut in of_book.cut_scores if cut.grade in PROPOSABLE)
    plain = SittingModel()
    scale = noise / plain.noise
    own = replace(
        plain,
        applications=applications,
        experts=min(sheet.experts_per_application),
        lines=tuple(lines),
        severity_sd=plain.severity_sd * scale,
        residual_sd=plain.residual_sd * scale,
        assumed_noise=None,
        threshold=float(sheet.consent_threshold),
    )
    yield _Row("own", own)
    yield _Row("unanimous", replace(own, threshold=0.0, agreeing=1.0))
    yield _Row("threshold", replace(own, threshold=OTHER_THRESHOLD))
    yield _Row("agreeing", replace(own, agreeing=FOUR_OF_FIVE))
    for experts in OTHER_PANELS:
        if experts != own.experts:
            yield _Row("experts", replace(own, experts=experts))
    severity_sd, residual_sd = own.severity_sd * CALIBRATED_SHARE, own.residual_sd * CALIBRATED_SHARE
    yield _Row("calibrated", replace(own, severity_sd=severity_sd, residual_sd=residual_sd))
    yield _Row("unmeasured", replace(own, severity_sd=severity_sd, residual_sd=residual_sd, assumed_noise=noise))


def _words(row: _Row, session: Session) -> str:
    values = {
        "threshold": f"{row.model.threshold:.0%}",
        "share": f"{row.model.agreeing:.0%}",
        "experts": row.model.experts,
        "own": f"{np.hypot(row.model.severity_sd, row.model.residual_sd):.2f}",
        "noise": f"{row.model.noise:.2f}",
    }
    return session.say(f"trials.sitting_{row.key}", **values)


def _table(tried: list[tuple[_Row, SittingTrial]], session: Session) -> None:
    say = session.say
    names = ("consent", "talk", "hard", "minutes", "on_time", "wrong")
    columns = [
        Column(say("trials.sitting_rule")),
        *(Column(say(f"trials.sitting_{name}"), right=True) for name in names),
    ]
    rows = [
        [
            _words(row, session),
            f"{found.consent.value:.1f}",
            f"{found.normal.value:.1f}",
            f"{found.hard.value:.1f}",
            f"{found.minutes.value:.0f}",
            f"{found.on_time.value:.0%}",
            f"{found.wrong.value:.2f}",
        ]
        for row, found in tried
    ]
    session.show_table(columns, rows)


def _as_json(row: _Row, found: SittingTrial) -> dict[str, Any]:
    def estimate(one: Estimate) -> dict[str, float]:
        return {"value": one.value, "standard_error": one.error}

    return {
        "rule": row.key,
        "threshold": row.model.threshold,
        "agreeing": row.model.agreeing,
        "experts": row.model.experts,
        "assumed_noise": row.model.noise,
        **{
            name: estimate(getattr(found, name))
            for name in ("consent", "normal", "hard", "minutes", "on_time", "wrong")
        },
    }
