"""The severities of a panel with names: what `severity` prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.language import Message


class SeverityMethod(StrEnum):
    """How severity is estimated; the names are those of the command line."""

    LEAST_SQUARES = "least-squares"
    """Two-way least squares: the adjustment that is published."""
    HUBER = "huber"
    """The same, robust against a few wild marks."""
    BLUP = "blup"
    """Shrunk to the mean by how much can be known: for probabilities and weak links, not for publication."""
    RASCH = "rasch"
    """Many-facet Rasch, in logits: for diagnosis."""


@dataclass(frozen=True, slots=True)
class ExpertSeverity:
    """How severe an expert is: in points, or in logits by Rasch; ``None`` where undefined, and `reasons` say why.

    `subset` is the number of his connected subset. `infit` and `outfit` come from Rasch alone. `marks` counts the
    totals that entered; for Rasch, the marks.
    """

    expert: str
    subset: int | None
    severity: float | None
    standard_error: float | None
    infit: float | None
    outfit: float | None
    marks: int
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplicantTotal:
    """The mean of an application's totals, and its total with severity taken out, in points; ``None`` as above."""

    applicant: str
    subset: int | None
    raw_total: float | None
    fair_total: float | None
    standard_error: float | None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class EqualSeverity:
    """The test of all severities equal: F with its degrees of freedom, and p."""

    f_value: float
    freedom: int
    error_freedom: int
    p_value: float


@dataclass(frozen=True, slots=True)
class PanelSeverity:
    """Severities and fair totals of one panel, experts and applications in the order of the table.

    Attributes
    ----------
    connected : bool
        Whether everything that was scored can be compared.
    subsets : int
        How many connected subsets there are.
    equal : EqualSeverity or None
        Where the method has such a test and the marks allow it.
    notes : tuple of Message
        Why nothing was adjusted, what cannot be compared, and what else a reader has to know before he uses a number.
    """

    panel: str
    method: SeverityMethod
    connected: bool
    subsets: int
    experts: tuple[ExpertSeverity, ...]
    applicants: tuple[ApplicantTotal, ...]
    equal: EqualSeverity | None
    notes: tuple[Message, ...]
