"""What the tests of integrity found, with names."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.model import ScoreTable, Weights
from scoring.sheets.circumstances import Circumstances
from scoring.statistics.integrity.home_favour import HomeFavour
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """One panel: its marks, what its totals weigh, and what is known beside the marks."""

    table: ScoreTable
    weights: Weights | None = None
    circumstances: Circumstances | None = None


@dataclass(frozen=True, slots=True)
class ExpertFavour:
    """Home favour of one expert in one panel, in points; ``None`` with the reason where it cannot be told."""

    panel: str
    expert: str
    home_favour: float | None
    p_value: float | None
    q_value: float | None
    home_marks: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class UnusualMark:
    """A total far from the others'. `p_value` is by Bonferroni over all totals of all panels; `home` if known."""

    panel: str
    applicant: str
    expert: str
    deviation: float
    z: float | None
    p_value: float | None
    home: bool | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class IdenticalSheets:
    """Two sheets too much alike: `share` of `compared` marks equal, and how many such pairs chance would make."""

    panel: str
    applicant: str
    experts: tuple[str, str]
    share: float
    compared: int
    longest_run: int
    expected_share: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class StraightLine:
    """A sheet of one and the same mark, and the chance that the other experts' way of marking gives it."""

    panel: str
    applicant: str
    expert: str
    value: float
    marks: int
    by_chance: float | None


@dataclass(frozen=True, slots=True)
class HurriedSheet:
    """A sheet filled in too fast; `p_value` is by Bonferroni over all timed sheets of the panel."""

    panel: str
    applicant: str
    expert: str
    seconds_per_mark: float
    z: float
    p_value: float


@dataclass(frozen=True, slots=True)
class ExpertHalo:
    """How far an expert spreads his marks over the indicators, beside the others on the same applications."""

    panel: str
    expert: str
    ratio: float | None
    correlation: float | None
    others_correlation: float | None
    p_value: float | None
    q_value: float | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class RangeAlarm:
    """An application whose totals lie further apart than `limit`."""

    panel: str
    applicant: str
    range: float
    limit: float
    experts: int


@dataclass(frozen=True, slots=True)
class ExpertInfluence:
    """How many grades of a panel would be other ones without the expert, and whose."""

    panel: str
    expert: str
    grade_changes: int
    applicants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Integrity:
    """All findings. `home_favour` holds numbers of shape (); `hurried_reason` says why a panel's pace is unknown."""

    home_favour: HomeFavour
    experts: tuple[ExpertFavour, ...]
    unusual: tuple[UnusualMark, ...]
    identical_sheets: tuple[IdenticalSheets, ...]
    straight_lined: tuple[StraightLine, ...]
    influence: tuple[ExpertInfluence, ...]
    halo: tuple[ExpertHalo, ...]
    hurried: tuple[HurriedSheet, ...]
    hurried_reason: dict[str, Reason]
    range_alarms: tuple[RangeAlarm, ...]

    @property
    def favour_reason(self) -> Reason:
        """Why the overall favour, or its error, is undefined."""
        return Reason(int(self.home_favour.reason))
