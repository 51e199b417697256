"""A round as frozen records: indicator table, cut scores, floors, vetoes, parameter sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from indicators.model.common import Citation, Note, Status


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an indicator: which share of its points it earns, and the words by which an expert knows it."""

    share: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of the indicator tree; a leaf is scored, a parent adds up its children.

    A mark is one of the levels' shares × `max_score`, or, where `step` is given, any multiple of `step` points from 0
    to `max_score`. Leaves have `evidence` and `levels`; parents have neither.
    """

    code: str
    name: str
    name_en: str
    max_score: Decimal
    cite: tuple[Citation, ...]
    parent: str | None = None
    evidence: str = ""
    levels: tuple[Level, ...] = ()
    step: Decimal | None = None
    allows_not_applicable: bool = False

    def allowed_scores(self) -> tuple[Decimal, ...]:
        """Return the points an expert may give, ascending."""
        if self.step is not None:
            return tuple(self.step * n for n in range(int(self.max_score / self.step) + 1))
        return tuple(sorted(level.share * self.max_score for level in self.levels))


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The year's indicator table.

    `marking` says in which words it speaks: of points earned, or, in a table of deductions (扣分), of points lost.
    Nothing computes deductions yet, so that the register refuses a round that has them.
    """

    name: str
    name_en: str
    full_marks: Decimal
    marking: Literal["points", "deduction"]
    cite: tuple[Citation, ...]
    indicators: tuple[Indicator, ...]

    def leaves(self) -> tuple[Indicator, ...]:
        """Return the indicators that are scored, in the order of the table."""
        parents = {indicator.parent for indicator in self.indicators}
        return tuple(indicator for indicator in self.indicators if indicator.code not in parents)


@dataclass(frozen=True, slots=True)
class CutScore:
    """The least total for a grade that experts decide; a total equal to it reaches the grade."""

    grade: str
    min_score: Decimal
    cite: Citation


@dataclass(frozen=True, slots=True)
class Floor:
    """The least panel score in one node of the tree without which a grade is not proposed, whatever the total."""

    grade: str
    indicator: str
    min_score: Decimal
    reason: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Veto:
    """A leaf whose panel score at or below `at_or_below` points bars the named grades."""

    indicator: str
    at_or_below: Decimal
    grades: tuple[str, ...]
    reason: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people, with its denominator.

    `of`: ``entitled`` (after recusals), ``present``, ``cast`` (valid votes, abstentions out). `strict`: more than, not
    at least.
    """

    numerator: int
    denominator: int
    of: Literal["entitled", "present", "cast"]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """Minutes of a sitting: opening, an item of each kind, the break, the reserve for what overruns, the close."""

    length: Decimal
    opening: Decimal
    consent_item: Decimal
    normal_item: Decimal
    hard_item: Decimal
    pause: Decimal
    reserve: Decimal
    closing: Decimal
    pull_window_seconds: int


@dataclass(frozen=True, slots=True)
class Cap:
    """The most applications of a target grade that one prefecture may recommend."""

    grade: str
    per_prefecture: int


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Which grade must be held, and how long, before the next is applied for. ``earlier_year``: in any earlier year."""

    target: str
    held: str
    rule: Literal["years_held", "earlier_year"]
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many days an office has for a step, from the day after it fell due to it; the last is still in time."""

    step_id: str
    days: int


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """What a dossier may hold: the size of one file, in megabytes of a million bytes, and the kinds of file."""

    most_megabytes: int
    kinds: tuple[Literal["pdf", "jpeg", "png", "docx", "xlsx", "ofd"], ...]


@dataclass(frozen=True, slots=True)
class DrawRules:
    """How experts are drawn, and who must not be (回避).

    `own_prefecture_excluded`, `earlier_visit_excluded`: no expert of the applicant's prefecture, none who verified the
    same enterprise on site for an earlier application. `most_unsuitable`: experts an applicant may name as unsuitable.
    `least_prefectures`: from how many prefectures a panel comes. `load_within`: by how many sheets experts may differ.
    `most_sheets`: sheets of one expert at one stage. `expertise`: whether one of the panel must know the applicant's
    division. `connected`: whether all panels must hang together, so that severity can be told from quality.
    `most_visit_questions`: questions a panel may hand on to the site visit. `cite`: what a recusal rests on.
    """

    own_prefecture_excluded: bool
    earlier_visit_excluded: bool
    most_unsuitable: int
    least_prefectures: int
    load_within: int
    most_sheets: int
    expertise: Literal["required", "preferred", "ignored"]
    connected: Literal["required", "preferred"]
    most_visit_questions: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """What holds while a public notice runs, beside its length.

    `acknowledge_working_days`, `decide_working_days`: how long the office has, from the day after an objection came in.
    `late_objections_stand`: whether one that came after the notice's last day keeps a grade from being accredited.
    `correction_restarts`: whether a corrected list begins the notice anew.
    """

    acknowledge_working_days: int
    decide_working_days: int
    late_objections_stand: bool
    correction_restarts: bool


@dataclass(frozen=True, slots=True)
class ParameterSheet:
    """The panel's and the sitting's rules of a round (参数单). `notes` has one entry for each field given.

    `deviation_to_explain` is a share of the panel's mean total: an expert whose total lies further off explains it.
    """

    experts_per_application: tuple[int, ...]
    aggregate: Literal["mean", "median", "trimmed", "winsorised"]
    trimmed_each_side: int
    rounding_decimals: int
    deviation_to_explain: Decimal
    note_required_at_shares: tuple[Decimal, ...]
    quorum: Share
    majority: Share
    voters: Literal["round_experts_present", "panel_members"]
    ballot: Literal["secret", "open"]
    consent_threshold: Decimal
    clocks: Clocks
    notice_working_days: int
    caps: tuple[Cap, ...]
    upgrades: tuple[Upgrade, ...]
    aaa_may_be_proposed_aa: bool
    notes: Mapping[str, Note]
    # Rounds that were adopted before there were draws have none.
    draw: DrawRules | None = None
    deadlines: tuple[Deadline, ...] = ()
    attachments: AttachmentLimits | None = None
    notice: NoticeRules | None = None
    expiry_warning_months: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One accreditation round: what the year's notice and technical indicators lay down."""

    round_id: str
    year: int
    name: str
    name_en: str
    status: Status
    regulation: str
    grades_open: tuple[str, ...]
    banner: str
    banner_en: str
    cite: tuple[Citation, ...]
    indicator_table: IndicatorTable
    cut_scores: tuple[CutScore, ...]
    floors: tuple[Floor, ...]
    vetoes: tuple[Veto, ...]
    parameter_sheet: ParameterSheet
