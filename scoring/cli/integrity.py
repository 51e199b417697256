"""``integrity``: whether the marks are what honest experts give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.progress import progress
from scoring.cli.score_file import aggregate_options, cuts_option, file_options, read_score_file
from scoring.cli.session import Session
from scoring.sheets import Scale
from scoring.sheets.circumstances import read_circumstances
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.integrity.findings import find
from scoring.statistics.integrity.report import Evidence, Integrity
from scoring.statistics.reasons import Reason


@command("integrity")
@file_options
@aggregate_options
@cuts_option
@click.pass_obj
def integrity(
    session: Session,
    file: Path,
    *,
    weights: Path | None,
    normalise: bool,
    scale: Scale | None,
    aggregate: Aggregate,
    decimals: int | None,
    cuts: CutScores | None,
) -> None:
    """Print favour, unusual marks, copied, straight-lined and hurried sheets, and which grades hang on whom."""
    with progress(3, session.say) as steps:
        read = read_score_file(session, file, weights=weights, scale=scale)
        known = read_circumstances(read.table, read.tables)
        steps.step()
        panels = [
            Evidence(table, None if read.weights is None else read.weights[table.panel], circumstances)
            for table, circumstances in zip(read.tables, known, strict=True)
        ]
        found = find(panels, cuts=cuts, aggregate=aggregate, normalise=normalise, decimals=decimals)
        steps.step(2)
    if session.as_json:
        session.show_json(_document(found, session))
    else:
        _show(found, session)


def _reason(session: Session, reason: Reason) -> str | None:
    return None if reason.message is None else session.say(reason.message)


def _document(found: Integrity, session: Session) -> dict[str, Any]:
    favour = found.home_favour
    return {
        "home_favour": {
            "estimate": favour.estimate,
            "low": favour.low,
            "high": favour.high,
            "p_value": favour.p_value,
            "home_marks": favour.home_marks,
            "other_marks": favour.other_marks,
            "reason": _reason(session, found.favour_reason),
        },
        **{
            name: [_record(one, session) for one in getattr(found, name)]
            for name in (
                "experts",
                "unusual",
                "identical_sheets",
                "straight_lined",
                "influence",
                "range_alarms",
                "halo",
                "hurried",
            )
        },
        "hurried_reason": {panel: _reason(session, reason) for panel, reason in found.hurried_reason.items()},
    }


def _record(one: Any, session: Session) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in one.__dataclass_fields__}
    if "reason" in values:
        values["reason"] = _reason(session, values["reason"])
    return values


@dataclass(frozen=True, slots=True)
class _Part:
    """A table for people: a heading, columns, rows, and what is said where there are none."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    names: int
    """How many columns, from the left, hold names; the others hold numbers."""


def _show(found: Integrity, session: Session) -> None:
    session.show_line(_favour_line(found, session))
    session.show_line()
    for part in _parts(found, session):
        session.show_line(session.say(f"integrity.heading_{part.name}"))
        if part.rows:
            titles = [session.say(f"integrity.column_{name}") for name in part.columns]
            columns = [Column(title, right=n >= part.names) for n, title in enumerate(titles)]
            session.show_table(columns, part.rows)
        else:
            session.show_line(session.say("integrity.nothing"))
        session.show_line()
    for reason in dict.fromkeys(found.hurried_reason.values()):
        if reason.message is not None:
            session.show_line(session.say("integrity.pace_unknown", reason=reason.message))
    session.show_line(session.say("integrity.no_proof"))


def _favour_line(found: Integrity, session: Session) -> str:
    favour, reason = found.home_favour, found.favour_reason
    if reason.message is not None:
        return session.say("integrity.favour_unknown", reason=reason.message)
    return session.say(
        "integrity.favour",
        estimate=_points(float(favour.estimate), sign=True),
        low=_points(float(favour.low), sign=True),
        high=_points(float(favour.high), sign=True),
        p_value=_chance(float(favour.p_value)),
        home=int(favour.home_marks),
        other=int(favour.other_marks),
    )


def _parts(found: Integrity, session: Session) -> Iterable[_Part]:
    home = {True: session.say("integrity.yes"), False: session.say("integrity.no"), None: "-"}
    who, pair = ("panel", "expert"), ("panel", "applicant", "expert")
    yield _part(
        "experts",
        (*who, "home_favour", "p_value", "q_value", "home_marks"),
        ([x.panel, x.expert, _points(x.home_favour, sign=True), _chance(x.p_value), _chance(x.q_value),
          str(x.home_marks)] for x in found.experts if x.home_favour is not None),
        names=2,
    )  # fmt: skip
    yield _part(
        "unusual",
        (*pair, "home", "deviation", "z", "p_value"),
        ([x.panel, x.applicant, x.expert, home[x.home], _points(x.deviation, sign=True), _points(x.z, sign=True),
          _chance(x.p_value)] for x in found.unusual),
        names=4,
    )  # fmt: skip
    yield _part(
        "identical_sheets",
        ("panel", "applicant", "experts", "share", "compared", "longest_run", "expected_share", "by_chance"),
        ([x.panel, x.applicant, " = ".join(x.experts), _percent(x.share), str(x.compared), str(x.longest_run),
          _percent(x.expected_share), _chance(x.by_chance)] for x in found.identical_sheets),
        names=3,
    )  # fmt: skip
    yield _part(
        "straight_lined",
        (*pair, "value", "marks", "chance"),
        ([x.panel, x.applicant, x.expert, f"{x.value:g}", str(x.marks), _chance(x.by_chance)]
         for x in found.straight_lined),
        names=3,
    )  # fmt: skip
    yield _part(
        "influence",
        (*who, "applicants", "grade_changes"),
        ([x.panel, x.expert, ", ".join(x.applicants), str(x.grade_changes)]
         for x in found.influence if x.grade_changes),
        names=3,
    )  # fmt: skip
    yield _part(
        "range_alarms",
        ("panel", "applicant", "experts_count", "range", "limit"),
        ([x.panel, x.applicant, str(x.experts), _points(x.range), _points(x.limit)] for x in found.range_alarms),
        names=2,
    )  # fmt: skip
    yield _part(
        "halo",
        (*who, "ratio", "correlation", "others_correlation", "p_value", "q_value"),
        ([x.panel, x.expert, _points(x.ratio), _points(x.correlation), _points(x.others_correlation),
          _chance(x.p_value), _chance(x.q_value)] for x in found.halo if x.ratio is not None),
        names=2,
    )  # fmt: skip
    yield _part(
        "hurried",
        (*pair, "seconds_per_mark", "z", "p_value"),
        ([x.panel, x.applicant, x.expert, f"{x.seconds_per_mark:.1f}", _points(x.z, sign=True), _chance(x.p_value)]
         for x in found.hurried),
        names=3,
    )  # fmt: skip


def _part(name: str, columns: Sequence[str], rows: Iterable[list[str]], *, names: int) -> _Part:
    """Return a table without the column of panels where there is only the one without a name."""
    body = list(rows)
    if any(row[0] for row in body):
        return _Part(name, tuple(columns), body, names)
    return _Part(name, tuple(columns[1:]), [row[1:] for row in body], names - 1)


def _points(value: float | None, *, sign: bool = False) -> str:
    return "-" if value is None else f"{value:+.2f}" if sign else f"{value:.2f}"


def _chance(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}" if value >= 0.0001 else f"{value:.1e}"


def _percent(value: float) -> str:
    return f"{value:.0%}"
