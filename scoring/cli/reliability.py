"""``reliability``: how well a panel's marks tell applications apart, and what more experts would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import OneOf
from scoring.cli.progress import progress
from scoring.cli.score_file import file_options, read_score_file
from scoring.cli.session import Session
from scoring.sheets import Scale
from scoring.statistics.reliability.panel import Coefficients, PanelReliability, panel_reliability

INDICATOR: Final = "indicator"


@command("reliability")
@file_options
@click.option("--fixed", type=OneOf((INDICATOR,)), metavar="FACET", help="cli.option_fixed")
@click.pass_obj
def reliability(
    session: Session, file: Path, *, weights: Path | None, normalise: bool, scale: Scale | None, fixed: str | None
) -> None:
    """Print variance components, coefficients, and both coefficients by number of experts, per panel."""
    with progress(2, session.say) as steps:
        read = read_score_file(session, file, weights=weights, scale=scale)
        steps.step()
        panels = [panel_reliability(table, fixed_indicators=fixed == INDICATOR) for table in read.tables]
        steps.step()
    if weights is not None or normalise:
        session.tell([Message("reliability.unweighted")])
    if session.as_json:
        session.show_json({"panels": [_panel(panel, session) for panel in panels]})
        return
    for panel in panels:
        _show(panel, session)


def _panel(panel: PanelReliability, session: Session) -> dict[str, Any]:
    own = panel.as_it_sat
    return {
        "panel": panel.panel,
        "applicants": panel.applicants,
        "experts": panel.experts,
        "indicators": panel.indicators,
        "method": panel.method.label,
        "components": [
            {"effect": one.effect, "variance": one.variance, "negative": one.negative} for one in panel.components
        ],
        "g_coefficient": own.g_coefficient,
        "phi_coefficient": own.phi_coefficient,
        "measurement_error": {"relative": own.relative, "absolute": own.absolute},
        "by_experts": [
            {
                "experts": None if one.experts is None else int(one.experts),
                "g_coefficient": one.g_coefficient,
                "phi_coefficient": one.phi_coefficient,
            }
            for one in panel.by_experts
        ],
        "reason": _reason(panel, session) or None,
    }


def _reason(panel: PanelReliability, session: Session) -> str:
    return "; ".join(session.say(reason) for reason in panel.reasons)


def _show(panel: PanelReliability, session: Session) -> None:
    say = session.say
    heading = say("score.panel", panel=panel.panel) if panel.panel else say("score.one_panel")
    sizes = {"applicants": panel.applicants, "experts": panel.experts, "indicators": panel.indicators}
    session.show_line(
        say("reliability.heading", panel=heading, method=say(f"reliability.by_{panel.method.name.lower()}"), **sizes)
    )
    if panel.reasons:
        session.show_line(say("reliability.undefined", reason=_reason(panel, session)))
    total = sum(max(one.variance or 0.0, 0.0) for one in panel.components)
    session.show_table(
        [
            Column(say("reliability.effect")),
            Column(say("reliability.variance"), right=True),
            Column(say("reliability.share"), right=True),
        ],
        [
            [
                _effect(one.effect, session),
                _number(one.variance),
                "-" if one.variance is None or not total else f"{max(one.variance, 0.0) / total:.1%}",
            ]
            for one in panel.components
        ],
    )
    if any(one.negative for one in panel.components):
        session.show_line(say("reliability.negative"))
    session.show_line()
    keys = ("experts", "g_coefficient", "phi_coefficient", "relative", "absolute")
    session.show_table(
        [Column(say(f"reliability.{key}"), right=True) for key in keys],
        [
            _row(panel.as_it_sat, say("reliability.as_it_sat", experts=_experts(panel.as_it_sat))),
            *(_row(one, _experts(one)) for one in panel.by_experts),
        ],
    )
    session.show_line()


def _row(one: Coefficients, experts: str) -> list[str]:
    return [experts, *map(_number, (one.g_coefficient, one.phi_coefficient, one.relative, one.absolute))]


def _experts(one: Coefficients) -> str:
    return "-" if one.experts is None else f"{one.experts:.4g}"


def _effect(effect: str, session: Session) -> str:
    """Return the effect in words: of several facets, those of each."""
    return " × ".join(session.say(f"reliability.of_{facet}") for facet in effect.split(":"))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
