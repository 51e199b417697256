"""How one panel stands before and after a re-score: medians and the indicator that splits it; never a single sheet."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import numpy as np
from sqlalchemy import Connection

from indicators.language import Name
from scoring.flow import panel
from scoring.flow.meeting.state import SittingState
from scoring.flow.scores import scores_of
from scoring.register import marks, sittings
from scoring.sheets import round_weights
from scoring.statistics.spread import LEAST_SHEETS
from scoring.statistics.totals import expert_totals


def totals_at(
    connection: Connection, state: SittingState, application_id: str, *, entry: int | None = None
) -> tuple[float, ...]:
    """Return the totals of the experts who are on a panel now, in points, ascending; as of an entry, or now.

    For aggregates alone: no page gets them.
    """
    stage, book = state.sitting.stage, state.book
    columns = marks.load_table(connection, stage=stage, application_ids=[application_id], until=entry)
    leaves = [leaf.code for leaf in book.round.indicator_table.leaves()]
    keys = {(application_id, expert) for expert in state.panels.get(application_id, ())}
    table = marks.score_table(columns, panel=book.round.round_id, indicators=leaves, sheets=keys)
    totals = expert_totals(table, round_weights(book.round.indicator_table))
    return tuple(sorted(float(total) for total in totals.ravel() if not np.isnan(total)))


def medians(connection: Connection, state: SittingState, application_id: str) -> tuple[float | None, float | None]:
    """Return the median of the panel's totals before the sitting, where it was scored again, and now.

    ``None`` with fewer than three totals: a median of two is their mean, and tells each the other's.
    """
    now = totals_at(connection, state, application_id)
    if len(now) < LEAST_SHEETS:
        return None, None
    if not any(one.application_id == application_id and one.state == "closed" for one in state.rescorings):
        return None, median(now)
    before = totals_at(connection, state, application_id, entry=sittings.first_entry(connection, state.id))
    return (median(before) if len(before) >= LEAST_SHEETS else None), median(now)


def split_indicator(connection: Connection, state: SittingState, application_id: str) -> Name | None:
    """Return the indicator on which the panel lies furthest apart in points of the total; ``None`` where none does."""
    result = panel.of_application(connection, state.applications[application_id], state.sitting.stage)
    bands = None if result.scores is None else result.scores.bands
    if bands is None:
        return None
    widths = {code: band.width for code in bands.leaves if (band := bands.indicator(code)) is not None}
    widest = max(widths, key=widths.__getitem__, default=None)
    if widest is None or not widths[widest]:
        return None
    leaf = next(one for one in state.book.round.indicator_table.leaves() if one.code == widest)
    return Name(leaf.name, leaf.name_en)


def official_total_at(
    connection: Connection, state: SittingState, application_id: str, *, entry: int
) -> Decimal | None:
    """Return the panel's total as it stood at an entry, rounded as the parameter sheet lays down."""
    columns = marks.load_table(connection, stage=state.sitting.stage, application_ids=[application_id], until=entry)
    keys = {(application_id, expert) for expert in state.panels.get(application_id, ())}
    found = scores_of(columns, keys, state.book).get(application_id)
    return None if found is None else found.total
