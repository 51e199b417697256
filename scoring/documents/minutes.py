"""What the minutes of a sitting (会议纪要) rest on: facts alone, filled in from the record by whoever may read it.

`minutes_text` puts them into words as a paper, once for the record of the office (internal) and once for everybody
(public); `minutes_docx` and `minutes_pdf` only set that paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from indicators.language import Message, Name
from indicators.model import CutScore, ParameterSheet
from scoring.model import BlockName, Stage

Block = BlockName
Outcome = Literal["propose_aa", "propose_aaa", "send_to_site_visit", "do_not_propose", "defer"]
Role = Literal["chair", "secretary", "voter", "observer"]
Presence = Literal["present", "late", "left", "absent"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the sitting; printed in the internal version alone.

    `presence`: ``late`` came after the opening and ``left`` went before the close, at the moments given; ``absent`` was
    never there. `id` is never printed: it stands here so that texts of the public version can be held against it.
    """

    id: str
    name: str
    employer: str
    role: Role
    presence: Presence = "present"
    arrived_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Counts of the whole sitting, before any recusal, of those who may vote.

    `entitled` voters; `present` at any time; of these `late` after the opening and `left` before the close.
    """

    entitled: int
    present: int
    late: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """One vote on one item, after its recusals; counts as in ``scoring.meeting.quorum.Votes``, and what they came to.

    `carried` is ``None`` where there was no quorum and so nothing to carry. `motion`: what was put to the vote, where
    that is known: it need not be what was decided in the end.
    """

    entitled: int
    present: int
    in_favour: int
    against: int
    abstained: int
    quorum_met: bool
    carried: bool | None
    motion: Outcome | None = None


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """An item (议题) as it was decided.

    Attributes
    ----------
    number : int
        Its place in the order in which items were decided, from 1.
    application_id, enterprise, uscc, target : str
        The application; `target` is the grade applied for.
    block : {"consent", "hard", "normal", "reserve"}
        In which it was decided.
    total, total_before : Decimal or None
        Points, as the decision rests on them; before re-scoring, where it was re-scored.
    grade_by_score : str or None
        What the total alone reaches.
    certainty : float or None
        Probability of the likeliest grade (等级把握度), 0 to 1, as it was when the sitting was prepared: by it items
        were put into their blocks.
    proposal : str or None
        What the rules proposed; ``None``: nothing could be proposed.
    grounds : tuple of Message
        What kept the rules from proposing the grade that the total alone reaches: a floor, a veto, a condition.
    outcome, grade : str or None
        What the sitting decided; ``None``: it was never decided.
    cites : tuple of Message
        Clause chips in words (``procedure.citing.cited``).
    reason : str
        As recorded; for `defer` the reason for deferring.
    tally : Tally or None
        The last voting; ``None`` where none took place.
    recused : int
        Voters recused from it.
    dissents : tuple of str
        Texts of those who differ, without names.
    pulled : bool
        Whether a member asked to discuss it.
    visit_questions : tuple of str
        What the site visit is asked to look into.
    withdrawn : bool
        The applicant withdrew before anything was decided.
    """

    number: int
    application_id: str
    enterprise: str
    uscc: str
    target: str
    block: Block
    total: Decimal | None
    outcome: Outcome | None
    grade: str | None = None
    total_before: Decimal | None = None
    grade_by_score: str | None = None
    certainty: float | None = None
    proposal: Outcome | None = None
    cites: tuple[Message, ...] = ()
    reason: str = ""
    tally: Tally | None = None
    recused: int = 0
    dissents: tuple[str, ...] = ()
    pulled: bool = False
    visit_questions: tuple[str, ...] = ()
    withdrawn: bool = False
    grounds: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the check before the close found, and what became of it: `became` is as recorded, `what` in words."""

    what: Message
    became: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """An item decided again: `before` is the decision that was superseded and stays on record."""

    number: int
    application_id: str
    before: Outcome
    after: Outcome | None
    reason: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the sitting: opened, discipline notice read, paused, resumed, power cut, closed. `note` as recorded."""

    at: datetime
    what: Message
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the roll for signing; ``open``: still to be signed, by hand. `reason`: of a refusal.

    `name` is blank where the record does not know it: of chair and secretary, unless they are experts.
    """

    name: str
    role: Role
    state: Literal["open", "signed", "refused"] = "open"
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Newest entry of the record when the minutes were made, and how many entries there are. `hash`: 64 hex digits."""

    sequence: int
    hash: str
    entries: int

    @property
    def text(self) -> str:
        """What the QR code holds and ``verify --head`` takes."""
        return f"{self.sequence}:{self.hash}"


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything of which minutes are made.

    Attributes
    ----------
    title : Name or None
        Where the office gives the sitting one; else it is made of round and stage.
    sitting_id, round_id, stage
        Which sitting.
    started_at, ended_at : datetime
        With a time zone; printed in Beijing time. `ended_at` is also the moment the file gives as its own.
    marks : tuple of str
        ``sample``, ``synthetic``, ``draft``: why the paper is no real document; empty where it is one.
    sheet : ParameterSheet
        Of the round: quorum, majority, voters, ballot, threshold, clocks.
    rule_book_digest : str
        SHA-256 of the rule book.
    seed : int or None
        Of the order inside the blocks.
    """

    sitting_id: str
    round_id: str
    round_name: Name
    stage: Stage
    started_at: datetime
    ended_at: datetime
    sheet: ParameterSheet
    cut_scores: tuple[CutScore, ...]
    rule_book_digest: str
    head: ChainHead
    attendance: Attendance
    items: tuple[DecidedItem, ...]
    title: Name | None = None
    place: str = ""
    marks: tuple[str, ...] = ()
    seed: int | None = None
    members: tuple[Member, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    reopened: tuple[Reopened, ...] = ()
    acts: tuple[Act, ...] = ()
    signatures: tuple[Signature, ...] = ()
