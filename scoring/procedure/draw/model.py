"""What a draw is made of, and how it is written down so that anybody can check it or draw again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of a draw, from the parameter sheet."""

    least_prefectures: int
    load_within: int
    most_sheets: int
    expertise: Literal["required", "preferred", "ignored"]
    connected: Literal["required", "preferred"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert who may be drawn: appointed on the day."""

    expert_id: str
    prefecture: str
    divisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An application with open seats.

    Attributes
    ----------
    division : str
        Of its industry, in GB/T 4754.
    seats : int
        To be filled.
    panel : mapping of expert id to prefecture
        Who sits already.
    panel_knows : bool
        Whether one of them knows the division.
    barred : mapping of expert id to kinds of conflict
        Candidates who must not be drawn.
    """

    application_id: str
    division: str
    seats: int
    panel: Mapping[str, str]
    panel_knows: bool
    barred: Mapping[str, tuple[str, ...]]

    def most_of_one_prefecture(self, least_prefectures: int) -> int:
        """Return how many of the whole panel may come from one prefecture, such that it comes from enough of them.

        With two prefectures: all but one. With more it is enough, if stricter than need be, that no ``least - 1``
        prefectures together can fill the panel.
        """
        size = len(self.panel) + self.seats
        return size if least_prefectures < 2 else (size - 1) // (least_prefectures - 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """A draw before it is drawn; `standing` holds every pair (application, expert) that is assigned already."""

    terms: Terms
    candidates: tuple[Candidate, ...]
    cases: tuple[Case, ...]
    standing: tuple[Pair, ...] = ()

    @property
    def seats(self) -> int:
        """Seats to be filled in all."""
        return sum(case.seats for case in self.cases)

    def loads(self) -> dict[str, int]:
        """Return how many sheets each candidate has before the draw."""
        counted = Counter(expert for _, expert in self.standing)
        return {one.expert_id: counted[one.expert_id] for one in self.candidates}


@dataclass(frozen=True, slots=True)
class Solution:
    """A draw after it was drawn.

    Attributes
    ----------
    pairs : tuple of (application id, expert id)
        In the order of the cases, then of the candidates.
    least_load, most_load : int
        Between which loads lie after the draw; where sheets were assigned before, `least_load` is 0 and `most_load`
        binds whoever was drawn: what was uneven before cannot be made even by a few seats.
    parts : int
        Connected parts of all panels together; 1 where severity can be told from quality throughout.
    without_expertise : tuple of str
        Applications whose panel has nobody who knows their division.
    """

    pairs: tuple[Pair, ...]
    least_load: int
    most_load: int
    parts: int
    without_expertise: tuple[str, ...]


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return what a draw is made of, as the record keeps it."""
    return asdict(problem)


def problem_from_json(kept: Mapping[str, Any]) -> Problem:
    """Return what `problem_as_json` wrote."""
    return Problem(
        terms=Terms(**kept["terms"]),
        candidates=tuple(
            Candidate(one["expert_id"], one["prefecture"], tuple(one["divisions"])) for one in kept["candidates"]
        ),
        cases=tuple(
            Case(
                application_id=one["application_id"],
                division=one["division"],
                seats=one["seats"],
                panel=one["panel"],
                panel_knows=one["panel_knows"],
                barred={expert: tuple(kinds) for expert, kinds in one["barred"].items()},
            )
            for one in kept["cases"]
        ),
        standing=tuple((application, expert) for application, expert in kept["standing"]),
    )


def knows(divisions: tuple[str, ...], division: str) -> bool:
    """Whether expertise covers a division; expertise may be told as a division or as a finer class of one."""
    return any(one[:3] == division for one in divisions)
