"""Records that travel through `scoring`. Axes are always (application, expert, indicator)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
StateArray = NDArray[np.uint8]


class MarkState(IntEnum):
    """What stands in a cell. Missing, not applicable and material insufficient are three different things.

    The numbers are those of `ScoreTable.states`; the names, in lower case, those of files and of the register.
    """

    MISSING = 0
    SCORED = 1
    NOT_APPLICABLE = 2
    INSUFFICIENT = 3


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The marks of one panel.

    Attributes
    ----------
    panel : str
        Who sat together; a name.
    applicants, experts, indicators : tuple of str
        Labels of the three axes, in order of first appearance.
    values : ndarray, shape (n_applications, n_experts, n_indicators)
        Points; ``nan`` where nothing was scored or the indicator does not apply, 0 where material is insufficient.
    states : ndarray of uint8, same shape
        `MarkState` of each cell.
    decimals : int
        Most decimals any mark was printed with. ``round(value * 10**decimals)`` gives back the printed mark exactly
        while that product stays below 2**53.
    """

    panel: str
    applicants: tuple[str, ...]
    experts: tuple[str, ...]
    indicators: tuple[str, ...]
    values: FloatArray
    states: StateArray
    decimals: int = 0

    def of_rows(self, rows: Sequence[int]) -> ScoreTable:
        """Return some applications, by their places, and the experts who marked any of them."""
        columns = np.flatnonzero((self.states[list(rows)] != MarkState.MISSING).any(axis=(0, 2)))
        chosen = np.ix_(np.array(rows, np.intp), columns)
        return replace(
            self,
            applicants=tuple(self.applicants[row] for row in rows),
            experts=tuple(self.experts[column] for column in columns),
            values=self.values[chosen],
            states=self.states[chosen],
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each indicator of one panel, as printed, and the parent of each where there is a tree.

    `parents` maps an indicator or parent to its own parent (``None`` at the top); empty where there is no tree. A
    weight of an indicator judged not applicable is shared among the rest of its parent, in proportion to `full_marks`:
    the most that each indicator adds to the total. Empty = the weights themselves, as with marks on one scale.
    """

    of: Mapping[str, Decimal]
    parents: Mapping[str, str | None] = field(default_factory=dict)
    full_marks: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person of the record, his roles, and the region (code) he acts for where he is bound to one."""

    id: str
    name: str
    roles: frozenset[str]
    region: str | None = None


Size = Literal["large", "medium", "small", "micro"]
Stage = Literal["document_review", "on_site_verification"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""In the order in which an application comes to them."""
Phase = Literal[
    "prepared",
    "opened",
    "recusals",
    "anchors",
    "consent",
    "hard",
    "pause",
    "normal",
    "reserve",
    "visits",
    "review",
    "locked",
    "ended",
]
"""Where a sitting stands, in order."""
BlockName = Literal["consent", "hard", "normal", "reserve"]
"""The parts of its agenda."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """Who applies. `county` is a GB/T 2260 code, `industry` one of GB/T 4754, `uscc` the unified social credit code."""

    uscc: str
    name: str
    legal_form: str
    county: str
    industry: str
    size: Size
    registered_on: date


@dataclass(frozen=True, slots=True)
class AdverseRecord:
    """An adverse record: an event on a day, or a listing from `on` to `until` (``None``: not yet removed)."""

    kind: str
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of one complete financial year against the year before, in percent."""

    year: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class HeldGrade:
    """A grade held, from its announcement."""

    grade: str
    since: date


@dataclass(frozen=True, slots=True)
class Application:
    """One application of one enterprise in one round, with the facts on which its eligibility is computed.

    `declared` maps the id of a condition to whether it was declared and found met; a condition not in it is unknown.
    `adverse_records_checked`: somebody has looked; without it an empty list means unknown, not clean.
    """

    application_id: str
    round_id: str
    enterprise: Enterprise
    target_grade: str
    applied_on: date
    adverse_records: tuple[AdverseRecord, ...] = ()
    adverse_records_checked: bool = False
    growth: tuple[Growth, ...] = ()
    held: tuple[HeldGrade, ...] = ()
    declared: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expert:
    """An appointed expert. `region` is a prefecture code; `expertise` holds GB/T 4754 divisions."""

    expert_id: str
    name: str
    employer: str
    region: str
    expertise: tuple[str, ...]
    appointed_from: date
    appointed_until: date | None = None


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark as an expert gives it. `value` holds points and is ``None`` unless `state` is ``SCORED``."""

    indicator: str
    state: MarkState
    value: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class GivenSheet:
    """A whole sheet that comes in at once: from paper, an off-line workbook, an earlier round.

    `times` says when each mark was given, where that is known: as many as `marks`, or none.
    """

    application_id: str
    expert_id: str
    marks: tuple[GivenMark, ...]
    times: tuple[datetime, ...] = ()
