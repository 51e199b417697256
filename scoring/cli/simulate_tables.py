"""The tables of ``scheme simulate`` for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from scoring.cli.layout import Column
from scoring.cli.session import Session
from scoring.statistics.trials.alarms import AlarmResult, Rate
from scoring.statistics.trials.bars import Bar, BarResult
from scoring.statistics.trials.calibration import BINS, Calibration, Claim, Estimator, pooled
from scoring.statistics.trials.calibration import Part as Predicted
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.predictions import OWN
from scoring.statistics.trials.report import Part, TrialReport
from scoring.statistics.trials.rules import OFFERED, Rule
from scoring.statistics.trials.setting import RoundSetting
from scoring.statistics.trials.wrong_grades import DesignResult, Estimate, RuleResult

_NOTHING: Final = "-"


def show(report: TrialReport, round_id: str, setting: RoundSetting, parts: Sequence[Part], session: Session) -> None:
    """Print the tables of the parts that were tried."""
    say = session.say
    session.show_line(say("trials.heading", round_id=round_id, panels=report.panels, seed=report.seed))
    if Part.WRONG_GRADES in parts:
        cuts = ", ".join(
            f"{grade}={score:g}" for grade, score in zip(setting.cuts.grades, setting.cuts.scores, strict=True)
        )
        own = OFFERED.get(setting.aggregate, Rule.OWN)
        values = {"round_id": round_id, "cuts": cuts, "rule": say(f"trials.rule_{own.value}")}
        _grades(say("trials.on_round", **values), report.round_grades, session)
        _grades(say("trials.on_model"), report.model_grades, session)
        _bars(report.bars, session)
    if Part.CALIBRATION in parts:
        _calibrations(say("trials.calibration_on_round", round_id=round_id), report.round_calibration, session)
        _calibrations(say("trials.calibration_on_model"), report.model_calibration, session)
        _diagrams((*report.round_calibration, *report.model_calibration), session)
    if Part.ALARMS in parts:
        _alarms(report.alarms, session)


def design_text(design: Design, session: Session) -> str:
    """Return a design in words."""
    values = {
        "each": design.each,
        "experts": design.experts,
        "commissions": design.experts // design.each,
        "mixed": f"{design.mixed:.0%}",
    }
    say = session.say
    key = design.who if design.who != "random" else "complete" if design.each == design.experts else "drawn"
    extra = [say("trials.with_severity", sd=f"{design.severity_sd:g}")]
    if design.missing:
        extra.append(say("trials.with_missing", share=f"{design.missing:.0%}"))
    if design.wild:
        extra.append(say("trials.with_wild", share=f"{design.wild:.0%}"))
    if design.slope_sd:
        extra.append(say("trials.with_unlike"))
    return say("trials.joined", what=say(f"trials.who_{key}", **values), more=say("trials.comma").join(extra))


def _grades(title: str, results: Sequence[DesignResult], session: Session) -> None:
    """Print wrong grades by design and rule, and what each rule has over the mean."""
    say = session.say
    rules = [one.rule for one in results[0].rules]
    columns = [Column(say("trials.design")), *(Column(say(f"trials.rule_{rule.value}"), right=True) for rule in rules)]

    def table(cell: Callable[[RuleResult], str], shown: Sequence[Rule], heads: Sequence[Column]) -> None:
        rows = []
        for one in results:
            cells = [say("trials.cannot_tell") if one.of(rule).reason.message else cell(one.of(rule)) for rule in shown]
            rows.append([design_text(one.design, session), *cells])
        session.show_table(heads, rows)

    session.show_line(f"\n{title}")
    session.show_line(say("trials.wrong"))
    table(_wrong, rules, columns)
    session.show_line(f"\n{say('trials.against_mean')}")
    table(_against, rules[1:], [columns[0], *columns[2:]])
    apart = [design_text(one.design, session) for one in results if not one.design.linked]
    if apart:
        session.show_line(say("trials.apart", designs=say("trials.semicolon").join(apart)))


def _wrong(one: RuleResult) -> str:
    if one.too_high is None or one.too_low is None:
        return _NOTHING
    high, low = one.too_high.value, one.too_low.value
    return f"{high + low:.1f} ({high:.1f}+{low:.1f})"


def _against(one: RuleResult) -> str:
    if one.against_mean is None:
        return _NOTHING
    against = one.against_mean
    three = (against.right, against.right_in_quota, against.same_quota)
    return " / ".join(_signed(estimate.value) for estimate in three) + f" (±{against.right_in_quota.error:.2f})"


def _signed(value: float, places: int = 1) -> str:
    rounded = round(value, places) + 0.0  # no -0.0
    return f"{rounded:+.{places}f}" if rounded else f"{0:.{places}f}"


def _bars(bars: Sequence[BarResult], session: Session) -> None:
    say = session.say
    session.show_line(f"\n{say('trials.bars')}")
    columns = [
        Column(say("trials.bar")),
        Column(say("trials.design")),
        Column(say("trials.at_least"), right=True),
        Column(say("trials.seen"), right=True),
        Column(say("trials.verdict")),
    ]
    rows = [
        [
            say(f"trials.bar_{one.bar.value}"),
            design_text(one.design, session),
            "0" if one.bar is Bar.SAME_RANKS else _signed(one.least),
            _signed(one.seen.value, 0) if one.bar is Bar.SAME_RANKS else _with_error(one.seen, 2),
            say(f"trials.verdict_{one.verdict.value}"),
        ]
        for one in bars
    ]
    session.show_table(columns, rows)


def _with_error(one: Estimate, places: int) -> str:
    return f"{_signed(one.value, places)} ± {one.error:.{places}f}"


def _calibrations(title: str, found: Sequence[Calibration], session: Session) -> None:
    say = session.say
    session.show_line(f"\n{title}")
    names = ("bias", "calibration_error", "brier", "near_bias", "near_calibration_error", "near_brier")
    columns = [
        *(Column(say(f"trials.{name}")) for name in ("design", "claim", "estimator")),
        *(Column(say(f"trials.{name}"), right=True) for name in names),
        Column(say("trials.verdict")),
    ]
    rows = [
        [
            design_text(one.design, session),
            say(f"trials.claim_{one.claim.value}"),
            say(f"trials.estimator_{one.estimator.value}"),
            *_predicted(one.whole),
            *_predicted(one.near),
            say(f"trials.verdict_{one.verdict.value}" if one.estimator in OWN else "trials.compared"),
        ]
        for one in found
    ]
    session.show_table(columns, rows)


def _predicted(one: Predicted) -> list[str]:
    return [_with_error(one.bias, 3), f"{one.calibration_error.value:.3f}", f"{one.brier:.3f}"]


def _diagrams(found: Sequence[Calibration], session: Session) -> None:
    """Print the reliability diagrams of the product's probabilities, all designs together."""
    say = session.say
    columns = [
        Column(say("trials.predicted_between")),
        *(Column(say(f"trials.{name}"), right=True) for name in ("count", "predicted", "realised")),
    ]
    for claim in Claim:
        bins = pooled([one for one in found if one.claim is claim and one.estimator is Estimator.PREDICTIVE])
        session.show_line(f"\n{say('trials.diagram', claim=say(f'trials.claim_{claim.value}'))}")
        rows = [
            [
                f"{place / BINS:.1f}–{(place + 1) / BINS:.1f}",
                str(one.count),
                f"{one.predicted:.3f}" if one.count else _NOTHING,
                f"{one.realised:.3f}" if one.count else _NOTHING,
            ]
            for place, one in enumerate(bins)
        ]
        session.show_table(columns, rows)


def _alarms(found: Sequence[AlarmResult], session: Session) -> None:
    say = session.say
    session.show_line(f"\n{say('trials.alarms', panels=found[0].panels)}")
    columns = [
        Column(say("trials.alarm")),
        *(Column(say(f"trials.{name}"), right=True) for name in ("stated", "false_alarms")),
        Column(say("trials.verdict")),
        Column(say("trials.planted")),
        Column(say("trials.found"), right=True),
    ]
    rows = [
        [
            say(f"trials.alarm_{one.alarm.value}"),
            f"{one.stated:.0%}",
            _rate(one.false_alarms),
            say("trials.rate_holds" if one.holds else "trials.rate_exceeded"),
            say(f"trials.planted_{one.alarm.value}", size=f"{one.planted:g}", share=f"{one.planted:.0%}"),
            _rate(one.found),
        ]
        for one in found
    ]
    session.show_table(columns, rows)
    session.show_line(say("trials.alarms_note"))


def _rate(one: Rate) -> str:
    return f"{one.value:.1%} [{one.low:.1%}, {one.high:.1%}]"
