"""Grades by region: counts, with what was applied for beside what was granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """Counts of one region.

    Attributes
    ----------
    code : str
        GB/T 2260.
    applied, granted : dict of grade to int
        Applications by target grade; grades decided or announced. A grade that nobody applied for is 0; a grade that
        is not yet known is not in `granted`.
    """

    code: str
    applied: dict[str, int]
    granted: dict[str, int]

    @property
    def applications(self) -> int:
        """All applications."""
        return sum(self.applied.values())

    @property
    def grants(self) -> int:
        """All grades that are known."""
        return sum(self.granted.values())

    @property
    def applications_answered(self) -> int:
        """The applications for a grade that is known: what `grants` is to be held against."""
        return sum(self.applied[grade] for grade in self.granted)


def count_by_region(
    codes: Sequence[str],
    grades: Sequence[str],
    *,
    applied: Iterable[tuple[str, str]],
    granted: Iterable[tuple[str, str]],
    known: Collection[str] | None = None,
) -> tuple[RegionCounts, ...]:
    """Return the counts of each region, in the order of `codes`.

    Parameters
    ----------
    codes : sequence of str
        The regions, each with its row even where nothing happened.
    grades : sequence of str
        The columns.
    applied, granted : iterable of (region code, grade)
        One pair an application, one pair a grade.
    known : collection of str, optional
        The grades about which `granted` tells everything; all, if not given. The others are left out, not 0.

    Raises
    ------
    ValueError
        If a pair names a region or grade that has no place in the table: a count is never dropped silently.
    """
    requests, grants = Counter(applied), Counter(granted)
    told = [grade for grade in grades if known is None or grade in known]
    strange = {pair for pair in requests if pair[0] not in codes or pair[1] not in grades}
    strange |= {pair for pair in grants if pair[0] not in codes or pair[1] not in told}
    if strange:
        raise ValueError(f"no row or column for {sorted(strange)}")
    return tuple(
        RegionCounts(
            code,
            applied={grade: requests[code, grade] for grade in grades},
            granted={grade: grants[code, grade] for grade in told},
        )
        for code in codes
    )
