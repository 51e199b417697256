"""What an application or an expert's particulars cannot say, however they came in: by file, by form, by a caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import AdverseRecordKind
from scoring.flow.wording import text_fault
from scoring.model import Application, Expert

LONGEST_NAME: Final = 500


def refuse_the_implausible(given: Iterable[Application], kinds: Sequence[AdverseRecordKind]) -> None:
    """Refuse names that are empty, too long or hide something, and days that cannot follow one another.

    Raises
    ------
    FaultsError
        Everything of that sort.
    """
    events = {kind.id for kind in kinds if kind.nature == "event"}
    faults = [fault for one in given for fault in _faults(one, events)]
    if faults:
        raise FaultsError(faults)


def expert_faults(one: Expert, source: str) -> Iterator[Fault]:
    """Yield what in an expert's particulars is too long, or hides something from whoever reads a list of experts."""
    for text, key in (
        (one.expert_id, "flow.what_expert_id"),
        (one.name, "flow.what_expert_name"),
        (one.employer, "flow.what_expert_employer"),
        (one.region, "flow.what_expert_region"),
        *((division, "flow.what_expert_division") for division in one.expertise),
    ):
        if fault := text_fault(text, Message(key), most=LONGEST_NAME, lines=False):
            yield replace(fault, file=source)


def _faults(one: Application, events: set[str]) -> Iterator[Fault]:
    enterprise = one.enterprise
    # One that is entered by hand has no number yet.
    if fault := text_fault(one.application_id, Message("entering.number"), most=LONGEST_NAME, lines=False):
        yield fault
    for text, what in (
        (enterprise.name, Message("entering.name")),
        (enterprise.industry, Message("entering.industry")),
    ):
        if not text.strip():
            yield Fault(Message("entering.empty", {"what": what}))
        elif fault := text_fault(text, what, most=LONGEST_NAME, lines=False):
            yield fault
    if enterprise.registered_on > one.applied_on:
        values: dict[str, object] = {"registered": enterprise.registered_on, "applied": one.applied_on}
        yield Fault(Message("entering.registered_after_application", values), seen=str(enterprise.registered_on))
    for record in one.adverse_records:
        if record.until is not None and record.kind in events:
            yield Fault(Message("entering.event_has_no_end", {"on": record.on}), seen=str(record.until))
        elif record.until is not None and record.until < record.on:
            values = {"on": record.on, "until": record.until}
            yield Fault(Message("entering.ends_before_it_begins", values), seen=str(record.until))
