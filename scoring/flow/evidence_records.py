"""What stands in the files of an evidence pack: the same records written and read, so that neither can forget a field.

Labels stand for experts, dealt anew for each case and stage in the order of digests (`unlinking.labels`). Marks are the
rows that are hashed, ``[indicator, version, state, points, note]``; the words of notes, by which a hand could be known,
are left out unless the inspector asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from indicators.model import ParameterSheet, RuleBook
from indicators.plain import plain
from scoring.model import Application, Stage
from scoring.procedure.eligibility import Eligibility

MarkRow = tuple[str, int, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """A submitted sheet that a decision rests on.

    Attributes
    ----------
    version : int
        Of its submission: a sheet that was returned and submitted again has several.
    digest : str
        As recorded when it was submitted: the register's hash of `marks` with their notes.
    notes_withheld : int
        How many marks have a note that is left out. Where it is 0 a stranger can compute `digest` from `marks`;
        otherwise only whoever has the register can.
    marks : tuple of rows
        As they counted when it was submitted, sorted.
    earlier : tuple of rows
        The versions that they replaced.
    """

    stage: Stage
    label: str
    version: int
    digest: str
    notes_withheld: int
    marks: tuple[MarkRow, ...]
    earlier: tuple[MarkRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PackedReference:
    """Which sheet a decision rests on."""

    stage: Stage
    label: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class PackedDecision:
    """One version of a decision; a voided one has the reason of the voiding, and the rest stands in the first."""

    decision_id: str
    version: int
    state: Literal["recorded", "voided"]
    stage: Stage
    outcome: str
    grade: str | None
    reason: str | None
    rule_book: str
    decided_at: str
    sheets: tuple[PackedReference, ...]
    aggregate: Mapping[str, Any]
    proposal: Mapping[str, Any]
    votes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackedAttachment:
    """A file of the dossier; its bytes are in the pack only where they were asked for."""

    name: str
    kind: str
    size: int
    sha256: str
    state: Literal["held", "withdrawn"]


@dataclass(frozen=True, slots=True)
class PackedCase:
    """The application, in the versions that its decisions name and as it stands, and what was found of its conditions.

    `eligibility` is by grade, of the version that stands, each finding with its articles.
    """

    application_id: str
    round_id: str
    withdrawn: bool
    current_version: int
    versions: Mapping[int, Application]
    eligibility: Mapping[str, Mapping[str, Any]]
    attachments: tuple[PackedAttachment, ...]


@dataclass(frozen=True, slots=True)
class PackedSeats:
    """How many seats of a stage stand, were given up for a conflict of interest, were given to somebody else."""

    stage: Stage
    assigned: int
    recused: int
    replaced: int


@dataclass(frozen=True, slots=True)
class PackedActs:
    """Which entries of the chain belong to the case: those of offices and sittings by number, those of experts counted.

    When an expert worked could tell who he is; so his acts are counted, by the name of the act.
    """

    listed: tuple[tuple[int, str], ...]
    counted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PackedSeal:
    """What opens the last entry of the chain in the pack: its salt, and ``[actor, role, object, content]``.

    The register itself writes that entry; no other is opened, for behind every other stands a person.
    """

    salt: str
    opens: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class PackedLeaf:
    """A node of the indicator table."""

    code: str
    parent: str | None
    points: str


@dataclass(frozen=True, slots=True)
class PackedCut:
    """From which total on a grade is reached."""

    grade: str
    min_score: str


@dataclass(frozen=True, slots=True)
class PackedRules:
    """What of a rule book the numbers need, for those who read no TOML; cut scores from the lowest."""

    indicators: tuple[PackedLeaf, ...]
    cut_scores: tuple[PackedCut, ...]
    parameter_sheet: ParameterSheet


def rules_of(book: RuleBook) -> PackedRules:
    """Return what of a rule book the numbers need."""
    ordered = sorted(book.round.cut_scores, key=lambda cut: cut.min_score)
    return PackedRules(
        indicators=tuple(
            PackedLeaf(one.code, one.parent, str(plain(one.max_score))) for one in book.round.indicator_table.indicators
        ),
        cut_scores=tuple(PackedCut(cut.grade, str(plain(cut.min_score))) for cut in ordered),
        parameter_sheet=book.round.parameter_sheet,
    )


def eligibility_as_json(found: Mapping[str, Eligibility]) -> dict[str, Any]:
    """Return what was found of the conditions of each grade."""
    return {grade: one.as_json() for grade, one in found.items()}
