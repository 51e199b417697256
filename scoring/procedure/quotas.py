"""Caps on what one prefecture may recommend for a grade, and how far they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.model import Cap

Place = tuple[str, str]
"""A prefecture and a grade."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How far the cap of a prefecture for a grade is used, before and after what is to be done."""

    prefecture: str
    grade: str
    cap: int
    before: int
    after: int

    @property
    def reached(self) -> bool:
        """Whether nothing is left afterwards."""
        return self.after >= self.cap

    @property
    def exceeded(self) -> bool:
        """Whether what is to be done goes beyond the cap; what was beyond it before is not held against it again."""
        return self.after > self.cap and self.after > self.before


def quotas(caps: Iterable[Cap], before: Iterable[Place], after: Iterable[Place]) -> tuple[Quota, ...]:
    """Return every cap that is touched, by prefecture and grade; `before` and `after` hold one place an application."""
    limits = {cap.grade: cap.per_prefecture for cap in caps}
    then, now = Counter(before), Counter(after)
    return tuple(
        Quota(prefecture, grade, limits[grade], then[prefecture, grade], now[prefecture, grade])
        for prefecture, grade in sorted(then.keys() | now.keys())
        if grade in limits
    )
