"""The province's oversight of prefectures (Article 19): which opinions on A are rechecked, and what came of it.

A sample is drawn by a seed that everybody may know, and anybody can draw it again with nothing but SHA-256: within a
prefecture the opinions stand in the order of the digests of seed and number, and the first ones are taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

RecheckResult = Literal["drawn", "upheld", "overturned"]


@dataclass(frozen=True, slots=True)
class RecheckCount:
    """What became of a prefecture's opinions on A: how many there are, were drawn, stand and were overturned."""

    prefecture: str
    opinions: int
    drawn: int
    upheld: int
    overturned: int

    @property
    def open(self) -> int:
        """Drawn, and without a result so far."""
        return self.drawn - self.upheld - self.overturned


def draw(opinions: Mapping[str, Sequence[str]], *, seed: str, percent: int, least: int) -> tuple[str, ...]:
    """Return the applications whose opinions are rechecked, by prefecture, in the order drawn.

    Parameters
    ----------
    opinions : Mapping of prefecture to application ids
        In any order: it does not matter.
    seed : str
        Whatever was drawn in public; the same one draws the same sample.
    percent, least : int
        How many of a hundred, rounded up, and how many at least; where there are fewer, all of them.
    """
    drawn: list[str] = []
    for prefecture in sorted(opinions):
        of_it = sorted(opinions[prefecture], key=lambda id_: (_place(seed, id_), id_))
        drawn += of_it[: max(least, -(-len(of_it) * percent // 100))]
    return tuple(drawn)


def counts(
    opinions: Mapping[str, Sequence[str]], results: Iterable[tuple[str, RecheckResult]]
) -> tuple[RecheckCount, ...]:
    """Return the counts by prefecture.

    Parameters
    ----------
    opinions : Mapping of prefecture to application ids
        Everything that could have been drawn.
    results : iterable of (prefecture, result)
        What was drawn, and what came of it.
    """
    found = list(results)
    places = sorted({*opinions, *(prefecture for prefecture, _ in found)})
    return tuple(
        RecheckCount(
            prefecture=place,
            opinions=len(opinions.get(place, ())),
            drawn=sum(prefecture == place for prefecture, _ in found),
            upheld=found.count((place, "upheld")),
            overturned=found.count((place, "overturned")),
        )
        for place in places
    )


def _place(seed: str, application_id: str) -> str:
    return hashlib.sha256(f"{seed}\n{application_id}".encode()).hexdigest()
