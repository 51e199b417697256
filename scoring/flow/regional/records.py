"""What the report on a round by region consists of. No name of an expert, no cell of an undecided enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from indicators.language import BEIJING, Message, Name
from scoring.flow.regional.figures import Figure
from scoring.flow.regional.funnel import StepLine
from scoring.flow.regional.records_checks import GradeLine, IntegrityCounts, Uneven
from scoring.procedure.rounds import RoundState

Grouping = Literal["prefecture", "area", "county", "industry", "size", "province"]


@dataclass(frozen=True, slots=True)
class Line:
    """One group of applications.

    Attributes
    ----------
    by : str
        What is grouped by; `code` the group: GB/T 2260, division of GB/T 4754, size, part of the province.
    name : str
        As the official list has it; the code where it has none.
    applied : Mapping of grade to int
        By target grade; the withdrawn are left out.
    granted : Mapping of grade to int
        Announced, or before that proposed; a grade that is not known yet is not in it.
    rate : Figure
        All granted of all who applied for a grade that is known.
    """

    by: Grouping
    code: str
    name: str
    applied: Mapping[str, int]
    granted: Mapping[str, int]
    rate: Figure

    @property
    def applications(self) -> int:
        """All applications."""
        return sum(self.applied.values())

    @property
    def grants(self) -> int:
        """All grades that are known."""
        return sum(self.granted.values())


@dataclass(frozen=True, slots=True)
class CapUse:
    """How many applications for a grade a prefecture recommended, of how many it may."""

    cap: int
    used: int


@dataclass(frozen=True, slots=True)
class PrefectureLine:
    """One prefecture of the city table.

    Attributes
    ----------
    line : Line
    recommended : Mapping of grade to int
        To the experts; a grade that does not go to them is not in it.
    passed : Mapping of step to int
    earlier : Mapping of grade to int, or None
        Granted in the round before; ``None`` where there is none.
    caps : Mapping of grade to CapUse
    shrunk : Figure
        The rate drawn towards that of all prefectures, the more the fewer applied.
    best, worst : int or None
        The places it may have, 1 the highest rate; ``None`` without a rate. One place only where they are equal.
    group : int or None
        Prefectures of one group cannot be told apart.
    outside : int or None
        Against the funnel limits of 95 and 99.8 percent, regions differing as they do: -2, -1, 0, 1, 2.
    change : Figure or None
        Rate less that of the round before.
    change_q : float or None
        The false discovery rate at which the change is a finding among all prefectures.
    """

    line: Line
    recommended: Mapping[str, int]
    passed: Mapping[str, int]
    earlier: Mapping[str, int] | None
    caps: Mapping[str, CapUse]
    shrunk: Figure
    best: int | None
    worst: int | None
    group: int | None
    outside: int | None
    change: Figure | None
    change_q: float | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """The whole province in one locked round."""

    round_id: str
    year: int
    announced: bool
    line: Line


@dataclass(frozen=True, slots=True)
class FairLine:
    """One part of the province, or size, against all others of the same score.

    `difference`: of the rates of passing the document review.
    """

    by: Grouping
    code: str
    difference: Figure
    q_value: float | None


@dataclass(frozen=True, slots=True)
class StockLine:
    """What is valid in one prefecture on a day.

    Attributes
    ----------
    valid : Mapping of grade to int
    within : Mapping of months to int
        Of the valid ones, those whose last day comes within 3, 6, 12 months.
    suspended : int
        Of the valid ones, those whose use in publicity is suspended.
    expired, revoked, superseded : int
    barred : int
        Enterprises that may not apply on that day.
    """

    code: str
    name: str
    valid: Mapping[str, int]
    within: Mapping[int, int]
    suspended: int
    expired: int
    revoked: int
    superseded: int
    barred: int


@dataclass(frozen=True, slots=True)
class EndLine:
    """What had become of the grades ever announced, so many years after (Aalen and Johansen)."""

    grade: str
    years: int
    valid: Figure
    expired: float | None
    revoked: float | None
    superseded: float | None


@dataclass(frozen=True, slots=True)
class StandardisedLine:
    """One prefecture as if its industries and sizes were those of the province (indirectly standardised).

    `ratio`: grades that it has, to those that its enterprises would have at the province's rates; 1 is as many.
    """

    code: str
    name: str
    observed: int
    expected: float | None
    ratio: Figure


@dataclass(frozen=True, slots=True)
class OverturnedLine:
    """Opinions of one prefecture on A that the province overturned, of those rechecked (Article 19)."""

    code: str
    name: str
    rate: Figure


@dataclass(frozen=True, slots=True)
class RegionalReport:
    """A round by region as it stands at a moment; the same for whoever may see it.

    Attributes
    ----------
    locked : bool
        Whether the decisions are locked. Before that there are counts of files and waiting times (`files`, `funnel`),
        what earlier rounds came to (`years`, `stock`, `ends`), and nothing else.
    at : datetime
        The moment at which every number of it held.
    grades : tuple of str
        The columns, lowest first.
    sentences : tuple of Message
        In order? Anything abnormal? Anything that needs you?
    files : Mapping of grade to int
    undecided : Message or None
        How many no sitting has decided to the end; no number where so few could be named.
    overturned : Figure or None
        Opinions of prefectures on A that the province overturned, of those rechecked (Article 19).
    reliability : Message or None
        How well the panels' marks tell applications apart, in one sentence.
    standardised, favour
        With reliability and fairness only where `marks` were asked for. `favour`: how much more experts gave at home,
        in one sentence for the whole round.
    """

    round_id: str
    name: Name
    year: int
    state: RoundState
    status: str
    banner: Name | None
    synthetic: bool
    locked: bool
    announced: bool
    at: datetime
    grades: tuple[str, ...]
    sentences: tuple[Message, ...]
    files: Mapping[str, int]
    funnel: tuple[StepLine, ...]
    years: tuple[YearLine, ...]
    stock: tuple[StockLine, ...]
    ends: tuple[EndLine, ...]
    province: Line | None = None
    prefectures: tuple[PrefectureLine, ...] = ()
    areas: tuple[Line, ...] = ()
    counties: tuple[Line, ...] = ()
    industries: tuple[Line, ...] = ()
    sizes: tuple[Line, ...] = ()
    undecided: Message | None = None
    change: Figure | None = None
    change_p: float | None = None
    overturned: Figure | None = None
    uneven: Uneven | None = None
    fairness: tuple[FairLine, ...] = ()
    reliability: Message | None = None
    by_grade: tuple[GradeLine, ...] = ()
    overturned_by: tuple[OverturnedLine, ...] = ()
    integrity: IntegrityCounts | None = None
    standardised: tuple[StandardisedLine, ...] = ()
    favour: Message | None = None

    @property
    def on(self) -> date:
        """The day of its stock."""
        return self.at.astimezone(BEIJING).date()
