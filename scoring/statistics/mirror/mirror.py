"""What an expert is shown of his own scoring: in points and bands, of enough others or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import stdtrit

from scoring.model import FloatArray, Weights
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.disclosure import (
    LEAST_OTHERS,
    SEVERITY_STEP,
    SHARE_STEP,
    TOTAL_STEP,
    Band,
    Estimate,
    band,
    estimate,
    nearest,
)
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.integrity.deviation import deviations
from scoring.statistics.integrity.halo import Halo
from scoring.statistics.integrity.influence import influence
from scoring.statistics.mirror.panel import QUARTERS, MirroredPanel
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import IntArray, unseated
from scoring.statistics.severity.drifted import Drifted
from scoring.statistics.severity.result import Severity

LEAST_APPLICATIONS: Final = 5
"""On fewer applications nothing is said of an expert's habits."""
LEVEL: Final = 0.05
_CONFIDENCE: Final = 0.975
_MUCH: Final = 0.10
"""A difference of so large a share of an indicator's full marks is a large one."""

Leaning = Literal["much_stricter", "stricter", "alike", "milder", "much_milder"]


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """One application: the expert's own total, the others' middle half, the grade with him and without him."""

    application_id: str
    total: float
    others: Band
    grade: str | None
    grade_without: str | None


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """How often marks of about this share of the full marks were given: by the expert, and by the others."""

    share: float
    own: float
    others: Band | None


@dataclass(frozen=True, slots=True)
class Mirror:
    """An expert's mirror of one round and stage; everything about others is of at least `LEAST_OTHERS` of them.

    Attributes
    ----------
    applications : tuple of OwnTotal
        Those of his with enough other sheets.
    withheld : int
        Those of his without.
    severity : Estimate or None
        In points; positive = stricter than the panel. ``None``: `reasons` says why; so for everything below.
    spread, others_spread : float, Band
        Standard deviation of his totals, and of the totals of each of the others.
    scale : tuple of ScaleUse
        From nothing to full marks.
    rank_agreement : float or None
        Spearman's correlation between his totals and the others' means.
    distance : float or None
        Mean distance of his totals from the others' means, in points.
    leanings : mapping of str to Leaning
        By indicator: stricter or milder there than he is elsewhere, tested at 5 % over his indicators together.
    halo : float or None
        His spread between indicators over the others'; below 1 he tells them apart less. `halo_p` is one-sided.
    change : float or None
        Points by which he became milder from his first sheet to his last, against the others; `change_p` of no change.
    """

    applications: tuple[OwnTotal, ...]
    withheld: int
    severity: Estimate | None
    spread: float | None
    others_spread: Band | None
    scale: tuple[ScaleUse, ...]
    rank_agreement: float | None
    distance: float | None
    leanings: dict[str, Leaning]
    halo: float | None
    halo_p: float | None
    change: float | None
    change_p: float | None
    reasons: dict[str, Reason]


def mirror(
    panel: MirroredPanel,
    expert: str,
    *,
    weights: Weights,
    cuts: CutScores,
    aggregate: Aggregate,
    decimals: int | None = None,
) -> Mirror | None:
    """Return the mirror of one expert of a panel, ``None`` where he gave no mark that counts.

    Parameters
    ----------
    panel : MirroredPanel
        Of the sheets that decisions rest on: they do not change any more, and neither does what is made of them.
    weights, cuts, aggregate, decimals
        As the panels' totals are made and graded.
    """
    if expert not in panel.experts:
        return None
    own = panel.experts.index(expert)
    totals = panel.totals
    given = np.isfinite(totals)
    mine = given[:, own]
    if not mine.any():
        return None
    shown = np.flatnonzero(mine & (given.sum(axis=1) > LEAST_OTHERS))
    reasons: dict[str, Reason] = {}
    enough = len(shown) >= LEAST_APPLICATIONS
    severity = _severity(panel.severity, own, reasons) if enough else None
    change, change_p = _change(panel.change, own, reasons) if enough else (None, None)
    ratio, halo_p = _halo(panel.halo, own, reasons) if enough else (None, None)
    agreement, distance = _agreement(totals[shown], own) if enough else (None, None)
    if not enough:
        names = ("severity", "change", "halo", "agreement", "spread", "scale", "leanings")
        reasons |= dict.fromkeys(names, Reason.TOO_FEW)
    return Mirror(
        applications=tuple(_applications(panel, shown, own, weights, cuts, aggregate, decimals)),
        withheld=int(mine.sum()) - len(shown),
        severity=severity,
        spread=nearest(float(np.nanstd(totals[:, own], ddof=1)), SEVERITY_STEP) if enough else None,
        others_spread=_spreads(totals, own) if enough else None,
        scale=tuple(_scale(panel.use, own)) if enough else (),
        rank_agreement=agreement,
        distance=distance,
        leanings=_leanings(panel, own, reasons) if enough else {},
        halo=ratio,
        halo_p=halo_p,
        change=change,
        change_p=change_p,
        reasons=reasons,
    )


def _severity(found: Severity, own: int, reasons: dict[str, Reason]) -> Estimate | None:
    reason = Reason(int(found.expert_reason[own]))
    if int(found.subsets.count) != 1:
        reason = Reason.NOT_CONNECTED  # severities of different groups are not of one measure
    if reason is not Reason.NONE:
        reasons["severity"] = reason
        return None
    wide = float(stdtrit(max(int(found.degrees_of_freedom), 1), _CONFIDENCE)) * float(found.severity_error[own])
    return estimate(float(found.severity[own]), wide, SEVERITY_STEP)


def _spreads(totals: FloatArray, own: int) -> Band | None:
    """Return the standard deviations of the others' totals, of those who have enough of them."""
    others = np.delete(totals, own, axis=1)
    others = others[:, np.isfinite(others).sum(axis=0) >= LEAST_APPLICATIONS]
    return band(np.nanstd(others, axis=0, ddof=1), SEVERITY_STEP) if others.size else None


def _scale(use: FloatArray, own: int) -> list[ScaleUse]:
    return [
        ScaleUse(at / QUARTERS, nearest(float(share[own]), SHARE_STEP / 5), band(np.delete(share, own), SHARE_STEP))
        for at, share in enumerate(use)
    ]


def _agreement(totals: FloatArray, own: int) -> tuple[float | None, float | None]:
    apart = deviations(totals)[:, own]
    distance = nearest(float(np.abs(apart).mean()), SEVERITY_STEP)
    mine = totals[:, own]
    if np.ptp(mine) == 0 or np.ptp(mine - apart) == 0:
        return None, distance
    from scipy.stats import spearmanr  # half a second to load, which every start of the program would pay

    return nearest(float(spearmanr(mine, mine - apart).statistic), 0.1), distance


def _leanings(panel: MirroredPanel, own: int, reasons: dict[str, Reason]) -> dict[str, Leaning]:
    found = panel.leanings
    effect, p_value = found.effect[own], found.p_value[own]
    known = np.isfinite(p_value)
    if not known.any():
        reasons["leanings"] = Reason(int(found.test_reason[0])) or Reason.TOO_FEW
        return {}
    q_value = np.full(len(p_value), np.nan)
    q_value[known] = benjamini_hochberg(p_value[known], axis=-1)
    return {
        code: _leaning(float(effect[place]), float(q_value[place]))
        for place, code in enumerate(panel.sheets.indicators)
        if known[place]
    }


def _leaning(effect: float, q_value: float) -> Leaning:
    if q_value >= LEVEL:
        return "alike"
    if effect > 0:
        return "much_stricter" if effect >= _MUCH else "stricter"
    return "much_milder" if effect <= -_MUCH else "milder"


def _halo(found: Halo, own: int, reasons: dict[str, Reason]) -> tuple[float | None, float | None]:
    ratio = float(found.ratio[own])
    if not np.isfinite(ratio):
        reasons["halo"] = Reason(int(found.reason[own])) or Reason.TOO_FEW
        return None, None
    p_value = float(found.p_value[own])
    return nearest(ratio, SHARE_STEP), p_value if np.isfinite(p_value) else None


def _change(found: Drifted, own: int, reasons: dict[str, Reason]) -> tuple[float | None, float | None]:
    points = float(found.points[own])
    if not np.isfinite(points):
        reasons["change"] = found.reason if found.reason is not Reason.NONE else Reason.CONFOUNDED
        return None, None
    p_value = float(found.p_value[own])
    return nearest(points, SEVERITY_STEP), p_value if np.isfinite(p_value) else None


def _applications(
    panel: MirroredPanel,
    shown: IntArray,
    own: int,
    weights: Weights,
    cuts: CutScores,
    aggregate: Aggregate,
    decimals: int | None,
) -> list[OwnTotal]:
    """Return the expert's own totals beside the others' bands, and what the panels' grades would be without him."""
    if not len(shown):
        return []
    part = unseated(panel.sheets, panel.seats, panel.experts, shown)
    at = part.experts.index(panel.experts[own])
    found = influence(part, aggregate, cuts, weights=weights, decimals=decimals, of=(at,))
    rows = []
    for row, (place, application_id) in enumerate(zip(shown, part.applicants, strict=True)):
        others = band(np.delete(panel.totals[place], own), TOTAL_STEP)
        if others is None:
            raise ValueError(f"{application_id} was chosen for its others, and has too few")
        grade, without = (
            int(cuts.grade_of(np.array([value]))[0])
            for value in (found.whole[row], found.whole[row] - found.shift[row, at])
        )
        rows.append(
            OwnTotal(
                application_id,
                float(panel.totals[place, own]),
                others,
                cuts.names[grade] if grade >= 0 else None,
                cuts.names[without] if without >= 0 else None,
            )
        )
    return rows
