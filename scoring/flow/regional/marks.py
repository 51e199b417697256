"""What the marks of a round say of the province: how reliable panels were, and whether the same score got the same."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Final

import numpy as np
from sqlalchemy import Connection

from indicators.language import Message
from indicators.model import RuleBook
from scoring.flow.counting import counting_table
from scoring.flow.quality import totals_as_table
from scoring.flow.regional.figures import figure
from scoring.flow.regional.lines import area_of
from scoring.flow.regional.records import FairLine, Grouping
from scoring.register import decisions
from scoring.sheets import round_weights
from scoring.statistics.regions.cells import bands_of, count_cells
from scoring.statistics.regions.fairness import fairness_at_same_score
from scoring.statistics.reliability.panel import panel_reliability
from scoring.statistics.totals import expert_totals

BANDS: Final = 5
HIGH: Final = 0.8
FAIR: Final = 0.6
PASSING: Final = ("propose_aa", "propose_aaa", "send_to_site_visit")


def reliability_in_words(connection: Connection, round_id: str, book: RuleBook) -> Message:
    """Return in one sentence how well the panels' marks of the document review tell applications apart.

    By the coefficient of absolute agreement of the panel as it sat (phi), of totals; no expert is told of.
    """
    table = counting_table(connection, round_id, "document_review", book)
    if not table.applicants:
        return Message("province.reliability_none")
    totals = expert_totals(table, round_weights(book.round.indicator_table))
    phi = panel_reliability(totals_as_table(table, totals)).as_it_sat.phi_coefficient
    if phi is None:
        return Message("province.reliability_none")
    values = {"phi": f"{phi:.2f}"}
    if phi >= HIGH:
        return Message("province.reliability_high", values)
    return Message("province.reliability_fair" if phi >= FAIR else "province.reliability_low", values)


def fair_lines(connection: Connection, round_id: str) -> tuple[FairLine, ...]:
    """Return whether parts of the province, or sizes, passed the document review more often at the same score.

    The score is the total on which the first decision that stands rests, in bands; all sittings together.
    """
    rows = decisions.scored(connection, round_id)
    known = [(row, float(row.total)) for row in rows if row.total is not None]
    if not known:
        return ()
    bands = bands_of(np.array([total for _, total in known]), n_bands=BANDS)
    granted = np.array([row.outcome in PASSING for row, _ in known], bool)
    groups = {
        "area": [area_of(f"{row.county[:4]}00") for row, _ in known],
        "size": [row.size for row, _ in known],
    }
    return tuple(
        line
        for by, codes in groups.items()
        for line in _against_others(by, codes, bands, granted)  # type: ignore[arg-type]
    )


def _against_others(by: Grouping, codes: Sequence[str], bands: np.ndarray, granted: np.ndarray) -> list[FairLine]:
    names = sorted(set(codes))
    if len(names) < 2:
        return []
    place = np.array([names.index(code) for code in codes])
    events, cases = count_cells(place, bands, granted, n_regions=len(names), n_strata=int(bands.max()) + 1)
    found = fairness_at_same_score(events, cases)
    difference = found.against_others.difference
    return [
        FairLine(
            by,
            name,
            figure(
                "province.define_fair",
                int(events[at].sum()),
                int(cases[at].sum()),
                value=float(difference.value[at]),
                low=float(difference.low[at]),
                high=float(difference.high[at]),
                reason=difference.reason_of(at).message,
            ),
            float(found.q_value[at]) if isfinite(found.q_value[at]) else None,
        )
        for at, name in enumerate(names)
    ]
