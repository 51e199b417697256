"""``scheme simulate``: a round's rules tried before they are adopted, on panels whose truth is known."""

from __future__ import annotations

from typing import Any, Final

import click

from indicators.language import Message
from indicators.model import Round
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import command
from scoring.cli.parameters import OneOf, WholeNumber
from scoring.cli.progress import progress
from scoring.cli.scheme import find_rule_book
from scoring.cli.score_file import seed_option
from scoring.cli.session import Session
from scoring.cli.simulate_tables import show
from scoring.errors import SpokenError
from scoring.statistics.trials.alarms import AlarmResult, Rate
from scoring.statistics.trials.bars import BarResult
from scoring.statistics.trials.calibration import Bin, Calibration
from scoring.statistics.trials.calibration import Part as Predicted
from scoring.statistics.trials.report import PANELS, Part, TrialReport, steps, try_round
from scoring.statistics.trials.setting import setting_of
from scoring.statistics.trials.wrong_grades import DesignResult, Estimate, RuleResult

DEFAULT_ROUND: Final = "2026-sample"
_LEAST_PANELS: Final = 2
_MOST_PANELS: Final = 10_000


@command("simulate")
@click.argument("round_", metavar="[ROUND]", default=DEFAULT_ROUND)
@click.option(
    "--panels", type=WholeNumber(_LEAST_PANELS, _MOST_PANELS), default=PANELS, metavar="N", help="cli.option_panels"
)
@seed_option
@click.option("--part", type=OneOf([part.value for part in Part]), metavar="PART", help="cli.option_part")
@on_register(role="secretariat")
@click.pass_obj
def simulate(session: Session, *, acting: Acting, round_: str, panels: int, seed: int, part: str | None) -> None:
    """Print how often rules, probabilities and alarms err."""
    round_of_book = find_rule_book(round_, acting).round
    refuse_untriable(round_of_book)
    setting = setting_of(round_of_book)
    parts = tuple(Part) if part is None else (Part(part),)
    with progress(steps(setting, parts), session.say) as bar:
        report = try_round(setting, panels=panels, seed=seed, parts=parts, step=bar.step)
    if session.as_json:
        session.show_json(_as_json(report, round_of_book, session))
    else:
        show(report, round_of_book.round_id, setting, parts, session)


def refuse_untriable(round_: Round) -> None:
    """Say so where a round cannot be tried."""
    if round_.indicator_table.marking == "deduction":
        raise SpokenError(Message("trials.deduction", {"round_id": round_.round_id}))
    if not round_.cut_scores:
        raise SpokenError(Message("trials.no_cuts", {"round_id": round_.round_id}))


def _as_json(report: TrialReport, round_: Round, session: Session) -> dict[str, Any]:
    grades = [_design(round_.round_id, one, session) for one in report.round_grades]
    calibrated = [_calibration(round_.round_id, one) for one in report.round_calibration]
    return {
        "round_id": round_.round_id,
        "panels": report.panels,
        "seed": report.seed,
        "wrong_grades": [*grades, *(_design(None, one, session) for one in report.model_grades)],
        "bars": [_bar(one) for one in report.bars],
        "calibration": [*calibrated, *(_calibration(None, one) for one in report.model_calibration)],
        "alarms": [_alarm(one) for one in report.alarms],
    }


def _design(where: str | None, one: DesignResult, session: Session) -> dict[str, Any]:
    design = one.design
    return {
        "round": where,
        "design": design.key,
        "experts": design.experts,
        "each": design.each,
        "who": design.who,
        "mixed": design.mixed,
        "missing": design.missing,
        "severity_sd": design.severity_sd,
        "wild": design.wild,
        "slope_sd": design.slope_sd,
        "noise_sd": design.noise_sd,
        "fields": one.fields,
        "subsets": one.subsets,
        "rules": [_rule(rule, session) for rule in one.rules],
    }


def _rule(one: RuleResult, session: Session) -> dict[str, Any]:
    against = one.against_mean
    return {
        "rule": one.rule.value,
        "too_high": _estimate(one.too_high),
        "too_low": _estimate(one.too_low),
        "wrong_in_quota": _estimate(one.wrong_in_quota),
        "same_grade": _estimate(one.same_grade),
        "same_quota": _estimate(one.same_quota),
        "against_mean": against
        and {
            "right": _estimate(against.right),
            "right_in_quota": _estimate(against.right_in_quota),
            "same_quota": _estimate(against.same_quota),
        },
        "reason": session.say(one.reason.message) if one.reason.message else None,
    }


def _estimate(one: Estimate | None) -> dict[str, float] | None:
    return None if one is None else {"value": one.value, "standard_error": one.error}


def _bar(one: BarResult) -> dict[str, Any]:
    return {
        "bar": one.bar.value,
        "design": one.design.key,
        "at_least": one.least,
        "seen": _estimate(one.seen),
        "verdict": one.verdict.value,
    }


def _calibration(where: str | None, one: Calibration) -> dict[str, Any]:
    return {
        "round": where,
        "design": one.design.key,
        "of": one.claim.value,
        "estimator": one.estimator.value,
        "all": _predicted(one.whole),
        "near_cut": _predicted(one.near),
        "verdict": one.verdict.value,
        "diagram": [_bin(place, bin_) for place, bin_ in enumerate(one.bins)],
    }


def _predicted(one: Predicted) -> dict[str, Any]:
    return {
        "count": one.count,
        "bias": _estimate(one.bias),
        "calibration_error": _estimate(one.calibration_error),
        "brier": one.brier,
    }


def _bin(place: int, one: Bin) -> dict[str, Any]:
    return {"from": place / 10, "count": one.count, "predicted": one.predicted, "realised": one.realised}


def _alarm(one: AlarmResult) -> dict[str, Any]:
    return {
        "alarm": one.alarm.value,
        "stated": one.stated,
        "panels": one.panels,
        "false_alarms": _rate(one.false_alarms),
        "at_the_stated_rate": one.holds,
        "planted": one.planted,
        "found": _rate(one.found),
    }


def _rate(one: Rate) -> dict[str, float]:
    return {"value": one.value, "low": one.low, "high": one.high}
