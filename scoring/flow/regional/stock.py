"""What is valid today, what ends soon, what was taken away; and what became of the grades of earlier years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Final, Literal

import numpy as np
from sqlalchemy import Connection

from indicators.language import Message
from scoring.flow import gather
from scoring.flow.regional.figures import figure
from scoring.flow.regional.lines import name_of
from scoring.flow.regional.records import EndLine, StockLine
from scoring.procedure.dates import months_before
from scoring.procedure.sanctions import is_suspended
from scoring.procedure.validity import standing
from scoring.register import accreditations, applications, bars, measures
from scoring.register.regional_cells import Cell
from scoring.statistics.regions.competing_ends import aalen_johansen

State = Literal["valid", "revoked", "superseded"]
MONTHS: Final = (3, 6, 12)
YEARS: Final = (1, 2, 3, 4, 5)
ENDS: Final = ("expired", "revoked", "superseded")


def stock_lines(
    connection: Connection, cells: Mapping[Cell, int], *, on: date, grades: tuple[str, ...]
) -> tuple[StockLine, ...]:
    """Return what is valid in each prefecture on a day; `cells` are those of the cube of prefectures, of all rounds.

    What was revoked or superseded counts as such whatever the day, as on the page of grades.
    """
    valid: dict[str, Counter[str]] = defaultdict(Counter)
    within: dict[str, Counter[int]] = defaultdict(Counter)
    ended: dict[str, Counter[str]] = defaultdict(Counter)
    for cell, count in cells.items():
        # A grade is announced for a day that may be still to come.
        if not cell.granted or cell.announced_on > on.isoformat():
            continue
        how = _standing(cell, on)
        if how != "valid":
            ended[cell.place][how] += count
            continue
        valid[cell.place][cell.granted] += count
        for months in MONTHS:
            if on >= months_before(date.fromisoformat(cell.valid_until), months):
                within[cell.place][months] += count
    suspended, barred = _suspended(connection, on), _barred(connection, on)
    listed = gather.prefectures()
    places = [*listed, *sorted({*valid, *ended, *suspended, *barred} - set(listed))]
    return tuple(
        StockLine(
            code=code,
            name=name_of("prefecture", code),
            valid={grade: valid[code][grade] for grade in grades},
            within={months: within[code][months] for months in MONTHS},
            suspended=suspended[code],
            expired=ended[code]["expired"],
            revoked=ended[code]["revoked"],
            superseded=ended[code]["superseded"],
            barred=barred[code],
        )
        for code in places
    )


def end_lines(cells: Mapping[Cell, int], *, on: date, grades: tuple[str, ...]) -> tuple[EndLine, ...]:
    """Return what had become of the grades of each kind so many years after their announcement.

    A grade ends in one way only: a revoked one can no longer expire, so that shares are those of Aalen and Johansen.
    The day of a revocation or a further grade is that on which the record learned of it.
    """
    days, causes, kinds, times = [], [], [], []
    for cell, count in cells.items():
        if not cell.granted or cell.announced_on > on.isoformat():
            continue
        how = _standing(cell, on)
        last = {"valid": on.isoformat(), "expired": cell.valid_until}.get(how, cell.ended_on)
        days.append(max(0, (date.fromisoformat(last) - date.fromisoformat(cell.announced_on)).days))
        causes.append(ENDS.index(how) + 1 if how in ENDS else 0)
        kinds.append(grades.index(cell.granted))
        times.append(count)
    if not days:
        return ()
    repeated = [np.repeat(np.array(column), times) for column in (days, causes, kinds)]
    found = aalen_johansen(
        repeated[0].astype(np.float64), repeated[1], repeated[2], n_groups=len(grades), n_causes=len(ENDS)
    )
    shares = found.at(np.array([365.25 * years for years in YEARS]))
    cases = np.bincount(repeated[2], minlength=len(grades))
    return tuple(
        _end_line(grade, years, [float(share) for share in shares[at, column]], int(cases[at]))
        for at, grade in enumerate(grades)
        if cases[at]
        for column, years in enumerate(YEARS)
    )


def _end_line(grade: str, years: int, shares: list[float], cases: int) -> EndLine:
    known = all(map(isfinite, shares))
    left = 1.0 - sum(shares) if known else None
    expired, revoked, superseded = (share if isfinite(share) else None for share in shares)
    # Rounding leaves a trace below 0 where nothing is left.
    still = None if left is None else max(0.0, left)
    reason = None if known else Message("province.not_yet_seen")
    valid = figure("province.define_ends", None, cases, value=still, reason=reason)
    return EndLine(grade, years, valid, expired, revoked, superseded)


def _standing(cell: Cell, on: date) -> str:
    state: State = "revoked" if cell.state == "revoked" else "superseded" if cell.state == "superseded" else "valid"
    return standing(state, date.fromisoformat(cell.valid_until), on=on)


def _suspended(connection: Connection, on: date) -> Counter[str]:
    """Return the valid grades whose use in publicity is suspended, by prefecture: few, each looked at by itself."""
    ids = sorted({one.application_id for one in measures.everything(connection) if is_suspended(one, on)})
    found: Counter[str] = Counter()
    for id_, application in applications.some(connection, ids).items():
        every = accreditations.of_enterprise(connection, application.enterprise.uscc)
        held = [one for one in every if one.application_id == id_]
        if any(standing(one.state, one.valid_until, on=on) == "valid" for one in held):
            found[gather.prefecture_or_beginning(application.enterprise.county)] += 1
    return found


def _barred(connection: Connection, on: date) -> Counter[str]:
    """Return the enterprises that may not apply on a day, by the prefecture of the application that barred them."""
    holding = {one.uscc: one.application_id for one in bars.everything(connection) if one.holds(on)}
    known = applications.some(connection, sorted(set(holding.values())))
    return Counter(
        gather.prefecture_or_beginning(known[id_].enterprise.county) for id_ in holding.values() if id_ in known
    )
