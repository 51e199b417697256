"""What applying a table of applications would do: what is new, changed or refused, and which caps it reaches.

The import asks the same function, so that a preview never promises what the import then refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from indicators.faults import Fault
from indicators.language import Message
from indicators.model import Citation, RuleBook
from scoring.model import Application
from scoring.procedure import uscc
from scoring.procedure.citing import cited
from scoring.procedure.dates import Window
from scoring.procedure.eligibility import Finding, assess
from scoring.procedure.quotas import Quota, quotas

Kind = Literal["new", "changed", "unchanged", "refused"]


class Bar(Protocol):
    """What keeps an enterprise from applying, as the record keeps it."""

    @property
    def until(self) -> date:
        """Its last day."""

    @property
    def clause(self) -> str:
        """The article it rests on."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the record holds when a table comes in.

    Attributes
    ----------
    known : Mapping
        The applications of the round, by id.
    elsewhere : Mapping
        Rounds of applications that are there already under one of the ids, in another round.
    withdrawn : collection of str
        Applications that were withdrawn, or refused for good: they keep nobody from applying again.
    window : Window or None
        The days of the opening notice; ``None`` where the round was opened without one, before there were any.
    bars : Mapping
        What bars each enterprise, by its credit code, on the day it applied.
    takes_new : bool
        Whether the round takes new applications now.
    reason_given : bool
        Whether a reason for changes came with the table.
    """

    known: Mapping[str, Application]
    elsewhere: Mapping[str, str]
    withdrawn: Collection[str]
    window: Window | None
    bars: Mapping[str, Sequence[Bar]]
    takes_new: bool
    reason_given: bool


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would become of one application of the table.

    `faults` say why it is refused. `findings` are the conditions that are not met or not known: they refuse nothing
    here, but stand in the way of a recommendation and of a grade.
    """

    application_id: str
    enterprise: str
    target_grade: str
    kind: Kind
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What applying a whole table would do. `quotas` count applications against caps on recommendations."""

    rows: tuple[Consequence, ...]
    quotas: tuple[Quota, ...]
    faults: tuple[Fault, ...]

    def of_kind(self, kind: Kind) -> tuple[Consequence, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)


def consequences(
    given: Sequence[Application],
    before: Before,
    book: RuleBook,
    *,
    source: str,
    on: date,
    counties: Collection[str],
    prefecture_of: Callable[[str], str],
) -> Consequences:
    """Return what applying a table would do, with everything that is wrong with it.

    Parameters
    ----------
    given : sequence of Application
        The table.
    before : Before
        What the record holds.
    book : RuleBook
        The rules of the round.
    source : str
        Name of the table's file.
    on : date
        Today.
    counties : collection of str
        Codes of the province's counties.
    prefecture_of : callable
        Gives the prefecture of a county.
    """
    times = Counter(one.application_id for one in given)
    changed = [one for one in given if before.known.get(one.application_id) != one]
    after = {**before.known, **{one.application_id: one for one in changed}}
    live = {name: one for name, one in after.items() if name not in before.withdrawn}
    of_enterprise: dict[str, list[str]] = {}
    for name, one in live.items():
        of_enterprise.setdefault(one.enterprise.uscc, []).append(name)
    rows = []
    for one in given:
        faults = _twice(one, times, source)
        if before.known.get(one.application_id) != one:
            faults += _faults(one, before, book, source=source, on=on)
            faults += _second(one, of_enterprise[one.enterprise.uscc] if one.application_id in live else [], source)
        rows.append(_row(one, before, book, faults, counties))
    sound = {row.application_id for row in rows if row.kind in ("new", "changed")}
    then = [_place(one, prefecture_of) for name, one in before.known.items() if name not in before.withdrawn]
    now = [_place(one, prefecture_of) for name, one in live.items() if name in before.known or name in sound]
    return Consequences(tuple(rows), quotas(book.round.parameter_sheet.caps, then, now), _once(rows))


def _twice(one: Application, times: Mapping[str, int], source: str) -> list[Fault]:
    name = one.application_id
    return [Fault(Message("flow.twice"), source, seen=name)] if times[name] > 1 else []


def _once(rows: Sequence[Consequence]) -> tuple[Fault, ...]:
    """Return the faults of all rows, what is said of two rows alike said once."""
    told = {(fault.what.key, fault.seen, str(fault.what.values)): fault for row in rows for fault in row.faults}
    return tuple(told.values())


def _row(
    one: Application, before: Before, book: RuleBook, faults: Sequence[Fault], counties: Collection[str]
) -> Consequence:
    known = before.known.get(one.application_id)
    kind: Kind = "refused" if faults else "new" if known is None else "unchanged" if known == one else "changed"
    readable = all(record.kind in _kinds(book) for record in one.adverse_records)
    open_ones = assess(one, book, counties=counties).findings if readable and not _closed(one, book) else ()
    findings = tuple(finding for finding in open_ones if finding.counts_as != "met")
    return Consequence(one.application_id, one.enterprise.name, one.target_grade, kind, tuple(faults), findings)


def _kinds(book: RuleBook) -> frozenset[str]:
    return frozenset(kind.id for kind in book.regulation.adverse_record_kinds)


def _closed(one: Application, book: RuleBook) -> bool:
    return one.target_grade not in book.round.grades_open


def _faults(one: Application, before: Before, book: RuleBook, *, source: str, on: date) -> Iterator[Fault]:
    """Yield what is wrong with an application that is new, or differs from what is there."""
    round_id, seen = book.round.round_id, one.application_id
    elsewhere = one.round_id if one.round_id != round_id else before.elsewhere.get(seen)
    if elsewhere is not None:
        yield Fault(Message("flow.application_of_other_round", {"round": elsewhere}), source, seen=seen)
        return
    known = before.known.get(seen)
    if known is not None and seen in before.withdrawn:
        yield Fault(Message("steps.ended_application_stays", {"application": seen}), source, seen=seen)
    elif known is not None and not before.reason_given:
        yield Fault(Message("flow.change_needs_reason"), source, seen=seen)
    if known is None and not before.takes_new:
        yield Fault(Message("steps.round_takes_no_applications", {"round": round_id}), source, seen=seen)
    yield from _faults_of_code(one, known, source)
    yield from _faults_of_grade(one, book, source)
    if known is None or known.applied_on != one.applied_on:
        yield from _faults_of_day(one, before.window, source, on)
    if known is None or known.enterprise.uscc != one.enterprise.uscc:
        yield from _faults_of_bars(one, before, book, source)


def _faults_of_code(one: Application, known: Application | None, source: str) -> Iterator[Fault]:
    if known is None or known.enterprise.uscc != one.enterprise.uscc:
        for what in uscc.check(one.enterprise.uscc):
            yield Fault(Message("steps.credit_code", {"code": one.enterprise.uscc, "why": what}), source)


def _faults_of_grade(one: Application, book: RuleBook, source: str) -> Iterator[Fault]:
    if _closed(one, book):
        values = {"application": one.application_id, "grade": one.target_grade, "round": book.round.round_id}
        expected = " | ".join(book.round.grades_open)
        yield Fault(Message("steps.grade_not_open", values), source, seen=one.target_grade, expected=expected)


def _faults_of_day(one: Application, window: Window | None, source: str, on: date) -> Iterator[Fault]:
    values: dict[str, object] = {"application": one.application_id, "applied": one.applied_on}
    seen = one.applied_on.isoformat()
    if one.applied_on > on:
        yield Fault(Message("steps.applied_in_future", {**values, "today": on}), source, seen=seen)
    elif window is not None and not window.holds(one.applied_on):
        told = {**values, "first": window.first, "last": window.last}
        yield Fault(Message("steps.outside_window", told), source, seen=seen)


def _faults_of_bars(one: Application, before: Before, book: RuleBook, source: str) -> Iterator[Fault]:
    for bar in before.bars.get(one.enterprise.uscc, ()):
        rule = cited(Citation(book.regulation.document, bar.clause), book.documents)
        values = {"enterprise": one.enterprise.name, "code": one.enterprise.uscc, "until": bar.until, "rule": rule}
        yield Fault(Message("steps.barred", values), source, seen=one.enterprise.uscc)


def _second(one: Application, of_enterprise: Sequence[str], source: str) -> list[Fault]:
    """Return the fault of an application whose enterprise would have another one in the round."""
    others = [other for other in of_enterprise if other != one.application_id]
    if not others:
        return []
    values = {"other": ", ".join(others), "application": one.application_id}
    return [Fault(Message("flow.second_application", values), source, seen=one.enterprise.uscc)]


def _place(one: Application, prefecture_of: Callable[[str], str]) -> tuple[str, str]:
    return prefecture_of(one.enterprise.county), one.target_grade
