"""What a reader has to know before he uses a severity or a fair total."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.language import Message
from scoring.model import ScoreTable
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import Subsets
from scoring.statistics.severity.estimates import Estimates
from scoring.statistics.severity.panel import SeverityMethod
from scoring.statistics.severity.result import Severity

_MOST_NAMES = 12


def notes(table: ScoreTable, method: SeverityMethod, found: Estimates, plain: Severity) -> Iterator[Message]:
    """Yield the notes of a panel; `plain` is what least squares says of the same totals, whatever the method."""
    yield from _subsets(table, found.subsets)
    match method:
        case SeverityMethod.LEAST_SQUARES | SeverityMethod.HUBER:
            yield from _adjustment(plain)
        case SeverityMethod.BLUP:
            yield Message("severity.note_shrunk")
        case SeverityMethod.RASCH:
            yield Message("severity.note_rasch")
    if found.reason.message is not None:
        yield found.reason.message


def _subsets(table: ScoreTable, subsets: Subsets) -> Iterator[Message]:
    """Name the subsets where there are several: who is severe cannot be told from who was given the better ones."""
    count = int(subsets.count)
    if count < 2:
        return
    yield Message("severity.note_disconnected", {"count": count})
    for number in range(1, count + 1):
        experts = [name for name, own in zip(table.experts, subsets.experts.tolist(), strict=True) if own == number]
        named = ", ".join(experts[:_MOST_NAMES]) + (", …" if len(experts) > _MOST_NAMES else "")
        values = {"number": number, "experts": named, "applicants": int((subsets.applications == number).sum())}
        yield Message("severity.note_subset", values)


def _adjustment(plain: Severity) -> Iterator[Message]:
    """Say where nothing was adjusted, and why; and where what was taken out is hardly known."""
    marked = plain.subsets.applications > 0
    whole = sorted(set(plain.subsets.applications[marked & ~plain.adjusted].tolist()))
    if whole and not plain.adjusted.any():
        yield Message("severity.note_complete")
    elif whole:
        yield Message("severity.note_complete_subsets", {"numbers": ", ".join(map(str, whole))})
    error_reason = Reason(int(plain.error_reason))
    if error_reason is Reason.NO_FREEDOM:
        yield Message("severity.note_no_error")
    elif plain.weak_links:
        values = {
            "error": f"{float(plain.difference_error):.2f}",
            "measurement": f"{float(plain.measurement_error):.2f}",
        }
        yield Message("severity.note_weak_links", values)
    elif error_reason is not Reason.NONE and error_reason.message is not None:
        yield error_reason.message
