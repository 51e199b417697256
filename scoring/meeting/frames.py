"""What may stand on the wall: a closed list of frames, made of facts that may be projected and of no others.

A frame is a record of one of the kinds below; its fields are all that a screen gets. `WallFacts` has no field for a
person, a single sheet, a running count of votes or re-scores, or for who asked for what, so that none can slip through.
What may be shown only after an item is closed (result, medians, clauses, totals by grade) is in `ItemResult`, which
exists only then. A state that no frame belongs to gives ``None``: the screen keeps the frame it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from indicators.language import Name
from indicators.model import Share
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.steps import TALKING, Step
from scoring.meeting.triage import Block
from scoring.model import Phase

FrameKind = Literal[
    "title",
    "rules",
    "recusals",
    "anchors",
    "consent",
    "consent_voting",
    "between",
    "reading",
    "report",
    "questions",
    "rescoring",
    "voting",
    "result",
    "pause",
    "visits",
    "review",
    "locked",
    "ended",
    "paused",
]
FRAMES: Final[tuple[FrameKind, ...]] = get_args(FrameKind)
"""Every frame there is; a test looks at each."""
LEAST_TOTALS: Final = 5
"""Of so many decided items on, the totals so far may be shown by grade."""


@dataclass(frozen=True, slots=True)
class RuleLines:
    """What of the parameter sheet is shown: shares, lines by grade, minutes; `sample`: that it is sample."""

    quorum: Share
    majority: Share
    ballot: str
    lines: tuple[tuple[str, Decimal], ...]
    consent_threshold: Decimal
    hard_minutes: Decimal
    normal_minutes: Decimal
    rule_book_digest: str
    sample: Name | None = None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A line of the consent list: a code and what is proposed."""

    application_id: str
    outcome: SittingOutcome


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition of the regulation that a decision rests on: where it stands, as ``10(3)5``, and its name."""

    clause: str
    name: Name


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What may be shown of an item once it is closed. Medians are of the panel, in points."""

    application_id: str
    outcome: SittingOutcome
    grade: str | None
    clauses: tuple[Clause, ...]
    median_before: float | None
    median_after: float | None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The item on the table: a code, its block, its place in the queue, its step since when and for how long."""

    application_id: str
    block: Block
    step: Step
    place: int
    of: int
    since: str
    seconds: float
    split_indicator: Name | None
    entitled: int
    present: int
    needed: int | None
    recused: int


@dataclass(frozen=True, slots=True)
class WallFacts:
    """All that the wall may know of a sitting.

    Attributes
    ----------
    round_name : Name
    kind : {"meeting", "rehearsal"}
    present, seats : int
    recusals : int
        Confirmed recusals in all: a number, no persons.
    confirmed : int
        Members who confirmed their list.
    consent : tuple of ConsentLine
    pulled : int
        Items pulled out of the consent list.
    voting_open : bool
    item : ItemFacts or None
    result : ItemResult or None
        Of the item that was closed last, while nothing else is on the table.
    by_outcome : mapping of outcome to int
        Items decided so far.
    visits : int
    found : int or None
        Contradictions found, while they are looked at.
    head : str
        Hash of the entry that locked the decisions, once they are; shown as eight words.
    """

    round_name: Name
    kind: str
    phase: Phase
    since: str
    paused: bool
    present: int
    seats: int
    confirmed: int
    recusals: int
    rules: RuleLines
    consent: tuple[ConsentLine, ...] = ()
    pulled: int = 0
    voting_open: bool = False
    voting_since: str | None = None
    pull_seconds: int = 0
    pause_seconds: float = 0.0
    item: ItemFacts | None = None
    result: ItemResult | None = None
    left: int = 0
    by_outcome: Mapping[str, int] | None = None
    visits: int = 0
    found: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the wall: its kind and what fills it. Fields that a kind does not use are empty."""

    kind: FrameKind
    round_name: Name
    rehearsal: bool
    since: str
    seconds: float | None = None
    present: int | None = None
    seats: int | None = None
    confirmed: int | None = None
    recusals: int | None = None
    rules: RuleLines | None = None
    consent: tuple[ConsentLine, ...] = ()
    pulled: int | None = None
    item: ItemFacts | None = None
    result: ItemResult | None = None
    left: int | None = None
    by_outcome: tuple[tuple[str, int], ...] = ()
    visits: int | None = None
    found: int | None = None
    head: str = ""


def frame_of(facts: WallFacts) -> Frame | None:
    """Return the frame that a sitting shows now; ``None`` where there is none that may be shown."""
    kind = _kind(facts)
    if kind is None:
        return None
    base = {"kind": kind, "round_name": facts.round_name, "rehearsal": facts.kind == "rehearsal", "since": facts.since}
    fill = _FILLED[kind]
    values = {name: _value(facts, name, kind) for name in fill}
    return Frame(**{**base, **values})  # type: ignore[arg-type]


def _kind(facts: WallFacts) -> FrameKind | None:
    if facts.paused:
        return "paused"
    fixed: dict[Phase, FrameKind] = {
        "prepared": "title",
        "opened": "rules",
        "recusals": "recusals",
        "anchors": "anchors",
        "pause": "pause",
        "visits": "visits",
        "review": "review",
        "locked": "locked",
        "ended": "ended",
    }
    if facts.phase in fixed:
        return fixed[facts.phase]
    if facts.phase == "consent":
        return "consent_voting" if facts.voting_open else "consent"
    if facts.phase not in TALKING:
        return None
    if facts.item is not None:
        return facts.item.step if facts.item.step in FRAMES else None
    return "result" if facts.result is not None else "between"


_ROOM: Final = ("present", "seats")
_FILLED: Final[Mapping[FrameKind, tuple[str, ...]]] = {
    "title": _ROOM,
    "rules": (*_ROOM, "rules"),
    "recusals": (*_ROOM, "confirmed", "recusals"),
    "anchors": _ROOM,
    "consent": ("consent", "pulled", "seconds"),
    "consent_voting": ("consent", "pulled", "since"),
    "between": ("left",),
    "reading": ("item", "since", "seconds", "left"),
    "report": ("item", "since", "seconds", "left"),
    "questions": ("item", "since", "seconds", "left"),
    "rescoring": ("item", "since", "seconds", "left"),
    "voting": ("item", "since", "seconds", "left"),
    "result": ("result", "left", "by_outcome"),
    "pause": ("seconds",),
    "visits": ("visits",),
    "review": ("found",),
    "locked": ("by_outcome", "head"),
    "ended": ("by_outcome", "head"),
    "paused": (),
}


def _value(facts: WallFacts, name: str, kind: FrameKind) -> object:
    if name == "by_outcome":
        totals = facts.by_outcome or {}
        enough = sum(totals.values()) >= LEAST_TOTALS
        return tuple(sorted(totals.items())) if enough else ()
    if name == "since":
        return facts.item.since if facts.item is not None else facts.voting_since or facts.since
    if name == "seconds":
        if kind == "consent":
            return float(facts.pull_seconds)
        if kind == "pause":
            return facts.pause_seconds
        return facts.item.seconds if facts.item is not None else None
    return getattr(facts, name)
