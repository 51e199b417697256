"""Whether a measure has the ground that the regulation asks for (Articles 16 to 18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.faults import Fault
from indicators.language import Message, Name
from indicators.model import Regulation
from scoring.procedure.complaints import ComplaintKind
from scoring.procedure.sanctions import Ground, allows, grounds_for, sanction_for


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a measure is taken.

    Attributes
    ----------
    ground : str
        One of `GROUNDS`.
    happened_on : date
        Of an accident: its day.
    complaints : tuple of str
        What was complained of, or found by an office itself, and found true: by id.
    """

    ground: Ground
    happened_on: date | None = None
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which a grade holds."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FoundTrue:
    """A complaint about the enterprise that was found true: what it was, and when it came in."""

    kind: ComplaintKind
    received_on: date


def ground_faults(cause: Cause, measure: str, regulation: Regulation, cite: Message, *, announced: bool) -> list[Fault]:
    """Return a fault where the regulation does not have the measure for this ground.

    Parameters
    ----------
    cite : Message
        The article that has the measure.
    """
    if allows(sanction_for(regulation, cause.ground, announced=announced), measure):
        return []
    allowed = grounds_for(regulation, measure, announced=announced)
    values = {"measure": measure_name(regulation, measure), "ground": ground_name(cause.ground), "cite": cite}
    if not allowed:
        return [Fault(Message("supervision.measure_never", values))]
    what = Message("supervision.measure_not_for_ground", values)
    return [Fault(what, seen=cause.ground, expected=" | ".join(allowed))]


def evidence_faults(
    cause: Cause, validity: Validity, known: Mapping[str, FoundTrue], *, many: int, on: date, cite: Message
) -> Iterator[Fault]:
    """Yield what the ground lacks: the day of an accident within validity, complaints found true and enough of them.

    Parameters
    ----------
    known : Mapping
        Complaints about the enterprise that were found true, by id.
    many : int
        How many are many.
    on : date
        The day of the measure.
    cite : Message
        The article that asks for it.
    """
    for unknown in [id_ for id_ in cause.complaints if id_ not in known]:
        yield Fault(Message("supervision.not_found_true", {"complaint": unknown, "cite": cite}), seen=unknown)
    if cause.ground == "major_accident":
        yield from _accident_faults(cause, validity, on, cite)
    cited = [known[id_] for id_ in dict.fromkeys(cause.complaints) if id_ in known]
    within = [one for one in cited if validity.first <= one.received_on <= validity.last]
    if cause.ground == "complaints_found_true":
        counted = [one for one in within if one.kind != "own_finding"]
        if len(counted) < many:
            values = {"seen": len(counted), "many": many, "cite": cite}
            yield Fault(Message("supervision.too_few_complaints", values), seen=str(len(counted)), expected=str(many))
    if cause.ground == "own_finding" and not any(one.kind == "own_finding" for one in within):
        yield Fault(Message("supervision.finding_needed", {"cite": cite}))


def ground_name(ground: Ground) -> Message:
    """Return a ground in words."""
    return Message(f"supervision.ground_{ground}")


def measure_name(regulation: Regulation, measure: str) -> Name:
    """Return a measure as the regulation names it; one it does not have goes by its id."""
    found = next((one for one in regulation.measures if one.id == measure), None)
    return Name(measure, measure) if found is None else Name(found.name, found.name_en)


def _accident_faults(cause: Cause, validity: Validity, on: date, cite: Message) -> Iterator[Fault]:
    day = cause.happened_on
    if day is None:
        yield Fault(Message("supervision.accident_without_day", {"cite": cite}))
    elif not validity.first <= day <= min(validity.last, on):
        values = {"day": day, "first": validity.first, "last": min(validity.last, on), "cite": cite}
        yield Fault(Message("supervision.accident_outside_validity", values), seen=day.isoformat())
