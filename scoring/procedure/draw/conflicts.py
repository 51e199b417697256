"""Conflicts of interest between an expert and an application: who must not score what, and why.

The Measures (Article 20) forbid favouritism and leave its prevention to the round: `DrawRules` says which of these
hold. What was declared, found or named is kept in the record; the rest follows from roster, regions and earlier panels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Literal, get_args

from indicators.model import DrawRules
from scoring.model import Application, Enterprise, Expert

KeptKind = Literal["declared", "found", "unsuitable"]
Kind = Literal[
    "appointment", "own_prefecture", "employer", "earlier_visit", "declared", "found", "unsuitable", "left_before"
]
KEPT: Final[tuple[KeptKind, ...]] = get_args(KeptKind)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of one application beside the application itself.

    Attributes
    ----------
    kept : collection of (expert id, kind)
        Conflicts declared, found or named that stand.
    visited_by : collection of str
        Experts who verified the same enterprise on site for an earlier application.
    left : collection of str
        Experts who were recused or replaced here: whoever left a panel does not come back to it.
    """

    kept: Collection[tuple[str, KeptKind]] = ()
    visited_by: Collection[str] = field(default=frozenset())
    left: Collection[str] = field(default=frozenset())


def conflicts(
    expert: Expert, application: Application, known: Known, *, on: date, rules: DrawRules | None
) -> tuple[Kind, ...]:
    """Return why an expert must not score an application on a day; nothing where he may.

    Parameters
    ----------
    rules : DrawRules or None
        Of the round; without them region and earlier visits bar nobody.
    """
    return tuple(_conflicts(expert, application, known, on, rules))


def _conflicts(
    expert: Expert, application: Application, known: Known, on: date, rules: DrawRules | None
) -> Iterator[Kind]:
    if not appointed(expert, on):
        yield "appointment"
    # GB/T 2260: the first four digits are the prefecture.
    if rules is not None and rules.own_prefecture_excluded and expert.region[:4] == application.enterprise.county[:4]:
        yield "own_prefecture"
    if employed_by(expert, application.enterprise):
        yield "employer"
    if rules is not None and rules.earlier_visit_excluded and expert.expert_id in known.visited_by:
        yield "earlier_visit"
    for kind in KEPT:
        if (expert.expert_id, kind) in known.kept:
            yield kind
    if expert.expert_id in known.left:
        yield "left_before"


def appointed(expert: Expert, on: date) -> bool:
    """Whether a day lies in an expert's appointment, its first and its last day included."""
    return expert.appointed_from <= on and (expert.appointed_until is None or on <= expert.appointed_until)


def employed_by(expert: Expert, enterprise: Enterprise) -> bool:
    """Whether an expert's employer is an enterprise, by its name or by its credit code."""
    employer = _plain(expert.employer)
    return employer == _plain(enterprise.name) or enterprise.uscc.upper() in employer


@lru_cache(maxsize=8192)  # the same few thousand names stand in tens of thousands of seats
def _plain(name: str) -> str:
    """Return a name without what typing makes differ: width of characters, blanks, case."""
    return "".join(unicodedata.normalize("NFKC", name).upper().split())
