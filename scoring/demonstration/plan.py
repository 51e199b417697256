"""How big the demonstration is and when everything in it happens, as `data/plan.toml` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from scoring.demonstration.pools import read_toml

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class PrefecturePlan:
    """How many of a prefecture apply in the current round and how many experts live there."""

    code: str
    aaa: int
    aa: int
    experts: int
    industries: tuple[str, ...]

    def share_of(self, grade: str, everyone: tuple[PrefecturePlan, ...]) -> float:
        """Return the prefecture's part of the applications for a grade; A is shared out as AA is."""
        return self._weight(grade) / sum(one._weight(grade) for one in everyone)

    def _weight(self, grade: str) -> int:
        return self.aaa if grade == "AAA" else self.aa


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """Days of what follows the marking: sitting, site visits, second sitting, announcement."""

    sitting: date
    visited: Days
    second_sitting: date
    announced: date


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """Size and days of one round. The current one has no end yet: it is still being marked."""

    round_id: str
    applications: Mapping[str, int]
    applied: Days
    marked: Days
    end: RoundEnd | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `before` are days on which grades were announced before the first round of the register.

    `times` is how many times as large it is as the one that comes with the program (`enlarging`).
    """

    now: datetime
    prefectures: tuple[PrefecturePlan, ...]
    rounds: tuple[RoundPlan, ...]
    before: tuple[date, ...]
    before_valid_years: int
    zone: timezone
    times: int = 1

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment in the time zone of the plan."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)


def read_plan() -> Plan:
    """Return the plan that comes with the program."""
    found = read_toml("plan")
    zone = timezone(timedelta(hours=found["time_zone_hours"]))
    return Plan(
        now=found["now"].replace(tzinfo=zone),
        prefectures=tuple(
            PrefecturePlan(one["code"], one["aaa"], one["aa"], one["experts"], tuple(one["industries"]))
            for one in found["prefecture"]
        ),
        rounds=tuple(_round(one) for one in found["round"]),
        before=tuple(found["before"]["announced"]),
        before_valid_years=found["before"]["valid_years"],
        zone=zone,
    )


def _round(found: dict[str, Any]) -> RoundPlan:
    end = found.get("end")
    return RoundPlan(
        round_id=found["round_id"],
        applications=found["applications"],
        applied=_days(found["applied"]),
        marked=_days(found["marked"]),
        end=None
        if end is None
        else RoundEnd(end["sitting"], _days(end["visited"]), end["second_sitting"], end["announced"]),
    )


def _days(found: list[date]) -> Days:
    first, last = found
    return first, last
