"""What was planted where: the manifest against which tests and statistics can look for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

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


def manifest_json(plantings: Iterable[Planting]) -> str:
    """Return the manifest as a JSON text with a line's end."""
    return json.dumps([asdict(one) for one in plantings], ensure_ascii=False, indent=1, sort_keys=True) + "\n"
