"""What stands in the entry form, as an application, and the other way round.

The form's widgets are this module's: `KEYS` names them, rows of records and of grades are counted beside them.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from indicators.faults import Fault
from indicators.language import Message
from indicators.model import RuleBook
from scoring.model import AdverseRecord, Application, Enterprise, Growth, HeldGrade
from scoring.procedure.dates import complete_financial_years

EDITING: Final = "intake-editing"
RECORDS, HELD = "intake-adverse", "intake-held"
YEARS: Final = "intake-growth-years"
CHECKED: Final = ("none", "some", "unchecked")
_TEXTS: Final = ("name", "uscc", "industry")
_CHOICES: Final = ("legal_form", "county", "size", "grade")
_DAYS: Final = ("registered_on", "applied_on")
#: As the form has them.
_ORDER: Final = (
    *("name", "uscc", "legal_form", "registered_on", "county", "industry", "size"),
    *("grade", "applied_on", "checked"),
)
Held = MutableMapping[Any, Any]


def key(name: str, *place: object) -> str:
    """Return the key of a widget of the form."""
    return "-".join(["intake", name, *map(str, place)])


def clear(state: Held) -> None:
    """Empty the form."""
    # Set, not taken away: what the browser still holds would come back.
    for name in list(state):
        if isinstance(name, str) and name.startswith(tuple(key(one) for one in _PARTS)):
            state[name] = "" if name.startswith(key("growth-")) else None
    for name in _TEXTS:
        state[key(name)] = ""
    for name in (*_CHOICES, *_DAYS):
        state[key(name)] = None
    state[key("checked")] = None
    state[key("reason")] = ""
    state[EDITING], state[RECORDS], state[HELD], state[YEARS] = "", [], [], []


_PARTS: Final = (
    *("adverse-kind-", "adverse-on-", "adverse-until-", "held-grade-", "held-since-"),
    *("growth-", "declared-"),
)


def load(state: Held, given: Application, book: RuleBook) -> None:
    """Fill the form with an application as it stands, to be corrected."""
    clear(state)
    enterprise = given.enterprise
    state[EDITING] = given.application_id
    for name in (*_TEXTS, "legal_form", "county", "size", "registered_on"):
        state[key(name)] = getattr(enterprise, name)
    state[key("grade")], state[key("applied_on")] = given.target_grade, given.applied_on
    state[key("checked")] = _checked(given)
    state[RECORDS] = list(range(len(given.adverse_records)))
    for at, record in enumerate(given.adverse_records):
        state[key("adverse-kind", at)], state[key("adverse-on", at)] = record.kind, record.on
        state[key("adverse-until", at)] = record.until
    state[HELD] = list(range(len(given.held)))
    for at, held in enumerate(given.held):
        state[key("held-grade", at)], state[key("held-since", at)] = held.grade, held.since
    state[YEARS] = [growth.year for growth in given.growth]
    for growth in given.growth:
        state[key("growth", growth.year)] = str(growth.percent)
    for condition in declarations(book, None):
        if (met := given.declared.get(condition)) is not None:
            state[key("declared", condition)] = "met" if met else "not_met"


def _checked(given: Application) -> str:
    if given.adverse_records:
        return "some"
    return "none" if given.adverse_records_checked else "unchecked"


def declarations(book: RuleBook, grade: str | None) -> tuple[str, ...]:
    """Return the conditions of Article 9 and 10 that are declared for a grade, or for any."""
    return tuple(
        one.id
        for one in book.regulation.conditions
        if one.judged_by == "declaration" and (grade is None or grade in one.grades)
    )


def years(state: Held, book: RuleBook) -> tuple[int, ...]:
    """Return the years whose growth is asked: those of the grade's condition, and those that came with the facts."""
    grade, applied = state.get(key("grade")), state.get(key("applied_on"))
    asked = [
        test.years or 0
        for condition in book.regulation.conditions
        for test in condition.tests
        if grade in condition.grades and test.rule == "steady_growth"
    ]
    due = complete_financial_years(applied, max(asked, default=0)) if isinstance(applied, date) else ()
    return tuple(sorted({*due, *state.get(YEARS, ())}))


def read(state: Held, book: RuleBook) -> tuple[Application | None, tuple[Fault, ...]]:
    """Return the application that the form holds, or everything that it still lacks."""
    faults = [*_missing(state)]
    records = _records(state, faults)
    held = _held(state, faults)
    growth = _growth(state, book, faults)
    checked = state.get(key("checked"))
    if checked == "some" and not state.get(RECORDS):
        faults.append(Fault(Message("dossier.no_record_entered")))
    if faults:
        return None, tuple(faults)
    told = {name: state[key(name)] for name in (*_CHOICES, *_DAYS)}
    declared = {
        one: state[key("declared", one)] == "met"
        for one in declarations(book, None)
        if state.get(key("declared", one)) in ("met", "not_met")
    }
    enterprise = Enterprise(
        uscc=_text(state, "uscc").upper(),
        name=_text(state, "name"),
        legal_form=told["legal_form"],
        county=told["county"],
        industry=_text(state, "industry").upper(),
        size=told["size"],
        registered_on=told["registered_on"],
    )
    application = Application(
        application_id=state.get(EDITING) or "",
        round_id=book.round.round_id,
        enterprise=enterprise,
        target_grade=told["grade"],
        applied_on=told["applied_on"],
        adverse_records=tuple(records) if checked == "some" else (),
        adverse_records_checked=checked in ("none", "some"),
        growth=tuple(growth),
        held=tuple(held),
        declared=declared,
    )
    return application, ()


def _text(state: Held, name: str) -> str:
    return str(state.get(key(name)) or "").strip()


def _missing(state: Held) -> list[Fault]:
    """Return one fault that names every field which is still empty."""
    values = {name: state.get(key(name)) for name in _ORDER}
    missing = [
        name for name, value in values.items() if value is None or (isinstance(value, str) and not value.strip())
    ]
    return [Fault(Message("dossier.fields_missing", {"fields": _listed(missing)}))] if missing else []


def _listed(names: Sequence[str]) -> Message:
    """Return the names of fields one after another."""
    first, *rest = names
    told = Message(f"dossier.field_{first}")
    for name in rest:
        told = Message("dossier.and", {"before": told, "next": Message(f"dossier.field_{name}")})
    return told


def _records(state: Held, faults: list[Fault]) -> list[AdverseRecord]:
    found = []
    for number, at in enumerate(state.get(RECORDS, ()), start=1):
        kind, on = state.get(key("adverse-kind", at)), state.get(key("adverse-on", at))
        if kind is None or on is None:
            faults.append(Fault(Message("dossier.record_incomplete", {"number": number})))
            continue
        found.append(AdverseRecord(kind, on, state.get(key("adverse-until", at))))
    return found


def _held(state: Held, faults: list[Fault]) -> list[HeldGrade]:
    found = []
    for number, at in enumerate(state.get(HELD, ()), start=1):
        grade, since = state.get(key("held-grade", at)), state.get(key("held-since", at))
        if grade is None or since is None:
            faults.append(Fault(Message("dossier.held_incomplete", {"number": number})))
            continue
        found.append(HeldGrade(grade, since))
    return found


def _growth(state: Held, book: RuleBook, faults: list[Fault]) -> list[Growth]:
    found = []
    for year in years(state, book):
        text = str(state.get(key("growth", year)) or "").strip().removesuffix("%")
        if not text:
            continue
        try:
            percent = Decimal(text)
        except InvalidOperation:
            percent = Decimal("NaN")
        if percent.is_finite():
            found.append(Growth(year, percent))
        else:
            faults.append(Fault(Message("dossier.growth_not_a_number", {"year": year}), seen=text))
    return found
