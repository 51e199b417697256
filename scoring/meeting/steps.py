"""The steps of a sitting and of an item on its table: what may follow which, and what the chair's one button does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from indicators.model import Clocks
from scoring.meeting.clock import item_minutes
from scoring.meeting.triage import Block
from scoring.model import Phase

Step = Literal["reading", "report", "questions", "rescoring", "voting"]
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
TALKING: Final[tuple[Block, ...]] = ("hard", "normal", "reserve")
"""Phases in which one item after the other lies on the table."""
STEPS: Final[tuple[Step, ...]] = get_args(Step)

# Shares of an item's time: of four minutes 20 s read, 90 s report, 60 s questions, 40 s re-score, 30 s vote; of two and
# a half 20, 60, 40 and 30 s, without a re-score.
_HARD: Final[Mapping[Step, int]] = {"reading": 20, "report": 90, "questions": 60, "rescoring": 40, "voting": 30}
_OTHER: Final[Mapping[Step, int]] = {"reading": 20, "report": 60, "questions": 40, "rescoring": 40, "voting": 30}
_SECONDS: Final = 60

Move = Literal[
    "phase", "open_block", "close_voting", "take", "step", "open_rescoring", "close_rescoring", "open_voting", "decide"
]


@dataclass(frozen=True, slots=True)
class NextMove:
    """What the chair's one button does now.

    Attributes
    ----------
    move : Move
        ``phase``: to the phase `to`; ``take``: the item `application_id` on the table; ``step``: to the step `to`;
        ``open_block``, ``open_voting``, ``close_voting``, ``open_rescoring``, ``close_rescoring``; ``decide``: the
        voting is closed, and its result waits to be recorded.
    to : str or None
    application_id : str or None
    """

    move: Move
    to: str | None = None
    application_id: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What the next move depends on.

    Attributes
    ----------
    waiting : mapping of Block to tuple of str
        Items of each block that wait, in their order.
    current : str or None
        The item on the table, `step` its step, `block` its block.
    rescoring_open : bool
        The item on the table is scored again at this moment.
    voting_open, voting_closed : bool
        Of the current item, or of the consent block: a voting is open; one is closed and not yet decided on.
    visits : bool
        Whether anything was sent to a site visit, so that there is a list to confirm.
    """

    phase: Phase
    waiting: Mapping[Block, tuple[str, ...]]
    current: str | None = None
    step: Step | None = None
    block: Block | None = None
    rescoring_open: bool = False
    voting_open: bool = False
    voting_closed: bool = False
    visits: bool = False


def next_move(table: Table) -> NextMove | None:
    """Return what the chair's one button does; ``None`` when the sitting has ended."""
    if table.phase == "consent":
        return _in_consent(table)
    if table.phase in TALKING:
        return _in_talk(table)
    following = next_phase(table)
    return None if following is None else NextMove("phase", following)


def next_phase(table: Table) -> Phase | None:
    """Return the phase that follows: blocks without items are passed over, the reserve too, and visits if none."""
    for phase in PHASES[PHASES.index(table.phase) + 1 :]:
        if phase in ("consent", "hard", "normal", "reserve") and not table.waiting.get(phase):
            continue
        if phase == "pause" and not (table.waiting.get("normal") or table.waiting.get("reserve")):
            continue
        if phase == "visits" and not table.visits:
            continue
        return phase
    return None


def may_move(table: Table, to: Phase) -> bool:
    """Whether a sitting may go to a phase: forward only where nothing is on the table, back before it is locked."""
    if to == table.phase or table.current is not None or table.voting_open:
        return False
    at, wanted = PHASES.index(table.phase), PHASES.index(to)
    if wanted < at:
        return table.phase not in ("locked", "ended") and to != "prepared"
    return to == next_phase(table) or (to in TALKING and at < wanted < PHASES.index("review"))


def next_step(block: Block, step: Step) -> Step | None:
    """Return the step after a step; the re-score is passed over in talk that nobody asked it for."""
    following = STEPS[STEPS.index(step) + 1 :]
    if not following:
        return None
    return following[0] if following[0] != "rescoring" or block == "hard" else following[1]


def step_seconds(block: Block, step: Step, clocks: Clocks) -> float:
    """Return the seconds that a step is given: its share of the item's minutes."""
    shares = _HARD if block == "hard" else _OTHER
    whole = sum(shares.values()) if block == "hard" else sum(_OTHER.values()) - _OTHER["rescoring"]
    return item_minutes(block, clocks) * _SECONDS * shares[step] / whole


def _in_consent(table: Table) -> NextMove | None:
    if table.voting_open:
        return NextMove("close_voting")
    if table.waiting.get("consent"):
        return NextMove("open_block")
    following = next_phase(table)
    return None if following is None else NextMove("phase", following)


def _in_talk(table: Table) -> NextMove | None:
    if table.current is None or table.step is None or table.block is None:
        phase: Block = next(one for one in TALKING if one == table.phase)
        if table.waiting.get(phase):
            return NextMove("take", application_id=table.waiting[phase][0])
        following = next_phase(table)
        return None if following is None else NextMove("phase", following)
    return _at_the_table(table.current, table.block, table.step, table)


def _at_the_table(current: str, block: Block, step: Step, table: Table) -> NextMove:
    if table.voting_open:
        return NextMove("close_voting", application_id=current)
    if table.voting_closed:
        return NextMove("decide", application_id=current)
    if table.rescoring_open:
        return NextMove("close_rescoring", application_id=current)
    following = next_step(block, step)
    if following == "rescoring":
        return NextMove("open_rescoring", application_id=current)
    if following == "voting" or following is None:
        return NextMove("open_voting", application_id=current)
    return NextMove("step", following, current)
