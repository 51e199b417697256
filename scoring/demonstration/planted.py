"""What was planted where: the manifest against which tests and statistics can look for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal[
    "home_favour",
    "hurried_expert",
    "severe_expert",
    "straight_lined_sheet",
    "copied_sheet",
    "pushed_sheet",
    "split_at_cut_score",
    "veto",
    "floor",
    "ineligible",
    "sheets_not_submitted",
    "late_recusal",
    "returned_sheet",
    "mark_changed",
    "decision_against_proposal",
    "revocation",
    "groundless_objection",
    "publicity_suspension",
]


@dataclass(frozen=True, slots=True)
class Planting:
    """One planted trouble.

    Attributes
    ----------
    kind : str
        What it is.
    round_id : str
        In which round.
    applications, experts, indicators : tuple of str
        Where; applications and experts are pairs, place by place, where `kind` is about sheets. Of a copied sheet the
        first expert is the one who was copied.
    details : mapping of str to str
        How big it is, or which condition it touches.
    """

    kind: Kind
    round_id: str
    applications: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def manifest(plantings: Iterable[Planting]) -> list[dict[str, Any]]:
    """Return the manifest as plain values, ready for JSON."""
    return [asdict(one) for one in plantings]
