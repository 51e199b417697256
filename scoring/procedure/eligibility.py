"""Whether an application meets the conditions of a grade: met, not met or unknown, each with its article and its facts.

No number stands here: years, kinds of record, legal forms and readings of open words come from the rule book.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from indicators.language import Message, Name
from indicators.model import AdverseRecordKind, Citation, Condition, FactTest, Interpretations, RuleBook, Upgrade
from indicators.plain import PlainValue, plain
from scoring.model import AdverseRecord, Application
from scoring.procedure.dates import Window, complete_financial_years, years_before, years_window

Outcome = Literal["met", "not_met", "unknown"]
DECLARED: Final[Mapping[bool | None, tuple[Outcome, str]]] = {
    True: ("met", "eligibility.declared"),
    False: ("not_met", "eligibility.declared_not_met"),
    None: ("unknown", "eligibility.not_declared"),
}
# What a form is called; one that only a later rule book knows is printed as it stands there.
FORMS: Final = {
    "legal_person": Message("eligibility.form_legal_person"),
    "sole_proprietorship": Message("eligibility.form_sole_proprietorship"),
    "partnership": Message("eligibility.form_partnership"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found about one condition.

    Attributes
    ----------
    condition : str
        Id of the condition in the regulation; ``upgrade`` and ``grade_open`` for the rules of the round.
    outcome, counts_as : {"met", "not_met", "unknown"}
        What the facts show, and how that counts: an unknown growth counts as the regulation's interpretation says.
    cite : tuple of Citation
        The rule it was held against.
    because : Message
        The reason in one sentence.
    evidence : tuple of Message
        The facts behind it, one sentence each.
    """

    condition: str
    outcome: Outcome
    counts_as: Outcome
    cite: tuple[Citation, ...]
    because: Message
    evidence: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether an application meets the conditions of a grade, as far as facts and declarations can tell.

    `findings` stand in the order of the regulation, then the rules of the round. `left_to_experts` holds the ids of the
    conditions that experts score against the indicator table; they are no part of `eligible`.
    """

    grade: str
    findings: tuple[Finding, ...]
    left_to_experts: tuple[str, ...] = ()

    @property
    def eligible(self) -> bool | None:
        """``False`` if any condition counts as not met, else ``None`` if any counts as unknown, else ``True``."""
        counted = {finding.counts_as for finding in self.findings}
        return False if "not_met" in counted else None if "unknown" in counted else True

    def as_json(self) -> dict[str, PlainValue]:
        """Return the canonical form, to be kept beside a decision and compared by ``verify``."""
        return {
            "grade": self.grade,
            "eligible": self.eligible,
            "findings": plain(self.findings),
            "left_to_experts": plain(self.left_to_experts),
        }


@dataclass(frozen=True, slots=True)
class _Tested:
    """Outcome of one fact test: how it ended, how that counts, why, and from which facts."""

    outcome: Outcome
    because: Message
    evidence: tuple[Message, ...] = ()
    counts_as: Outcome | None = None


def assess(
    application: Application, rule_book: RuleBook, *, counties: Collection[str], grade: str | None = None
) -> Eligibility:
    """Hold an application against every condition asked for a grade.

    Parameters
    ----------
    application : Application
        The facts and declarations.
    rule_book : RuleBook
        The regulation, with its readings of open words, and the round.
    counties : collection of str
        Codes of the counties of the regulation's province.
    grade : str, optional
        For which grade; by default the one applied for. An applicant for AAA may be assessed for AA as well.

    Returns
    -------
    Eligibility
        One finding a condition, those that experts judge left out and named.
    """
    grade = grade or application.target_grade
    asked = [condition for condition in rule_book.regulation.conditions if grade in condition.grades]
    upgrades = [rule for rule in rule_book.round.parameter_sheet.upgrades if rule.target == grade]
    return Eligibility(
        grade=grade,
        findings=(
            *(
                _declared(application, condition)
                if condition.judged_by == "declaration"
                else _computed(application, condition, rule_book, counties)
                for condition in asked
                if condition.judged_by != "experts"
            ),
            *(_upgrade(application, rule, rule_book) for rule in upgrades),
            _grade_open(grade, rule_book),
        ),
        left_to_experts=tuple(condition.id for condition in asked if condition.judged_by == "experts"),
    )


def _declared(application: Application, condition: Condition) -> Finding:
    outcome, key = DECLARED[application.declared.get(condition.id)]
    because = Message(key, {"condition": Name(condition.name, condition.name_en)})
    return Finding(condition.id, outcome, outcome, (condition.cite,), because)


def _computed(
    application: Application, condition: Condition, rule_book: RuleBook, counties: Collection[str]
) -> Finding:
    """Run the tests of a condition; it is as good as its worst test, and that test gives the reason."""
    tested = [_test(application, test, rule_book, counties) for test in condition.tests]
    worst = next((one for outcome in ("not_met", "unknown") for one in tested if one.outcome == outcome), None)
    alone = len(tested) == 1
    evidence = tested[0].evidence if alone else tuple(fact for one in tested for fact in (one.because, *one.evidence))
    if worst is None:
        because = tested[0].because if alone else Message("eligibility.all_met", {"count": len(tested)})
        return Finding(condition.id, "met", "met", (condition.cite,), because, evidence)
    counted = {one.counts_as or one.outcome for one in tested}
    counts_as: Outcome = "not_met" if "not_met" in counted else "unknown"
    return Finding(condition.id, worst.outcome, counts_as, (condition.cite,), worst.because, evidence)


def _test(application: Application, test: FactTest, rule_book: RuleBook, counties: Collection[str]) -> _Tested:
    regulation = rule_book.regulation
    match test.rule:
        case "registered_in_province":
            return _registered_in_province(application.enterprise.county, regulation.province, counties)
        case "legal_form":
            return _legal_form(application.enterprise.legal_form, test.allowed)
        case "years_in_existence":
            return _years_in_existence(application, _years(test))
        case "clean_record":
            kinds = {kind.id: kind for kind in regulation.adverse_record_kinds}
            return _clean_record(application, _years(test), kinds, regulation.interpretations)
        case "steady_growth":
            return _steady_growth(application, _years(test), regulation.interpretations)


def _years(test: FactTest) -> int:
    if test.years is None:
        raise ValueError(f"the test {test.rule!r} of the regulation lacks its years")
    return test.years


def _registered_in_province(county: str, province: str, counties: Collection[str]) -> _Tested:
    seen = {"county": county}
    if county in counties:
        return _Tested("met", Message("eligibility.in_province", seen))
    # The first two digits of a GB/T 2260 code name the province; a county of ours that the list lacks may have been
    # merged or renamed, and nobody should lose a grade by that.
    if not county or county[:2] == province[:2]:
        return _Tested("unknown", Message("eligibility.county_not_known", seen))
    return _Tested("not_met", Message("eligibility.outside_province", seen))


def _legal_form(legal_form: str, allowed: tuple[str, ...]) -> _Tested:
    if not legal_form:
        return _Tested("unknown", Message("eligibility.legal_form_unknown"))
    fits = legal_form in allowed
    key = "eligibility.legal_form_allowed" if fits else "eligibility.legal_form_not_allowed"
    return _Tested("met" if fits else "not_met", Message(key, {"form": FORMS.get(legal_form, legal_form)}))


def _years_in_existence(application: Application, years: int) -> _Tested:
    latest = years_before(application.applied_on, years)
    registered = application.enterprise.registered_on
    facts = {"registered": registered, "applied": application.applied_on, "years": years, "latest": latest}
    if registered <= latest:
        return _Tested("met", Message("eligibility.old_enough", facts))
    return _Tested("not_met", Message("eligibility.too_young", facts))


def _clean_record(
    application: Application, years: int, kinds: dict[str, AdverseRecordKind], readings: Interpretations
) -> _Tested:
    window = years_window(application.applied_on, years, includes_day=readings.window_includes_its_day)
    facts = {"years": years, "first": window.first, "last": window.last}
    against = [
        record
        for record in application.adverse_records
        if _counts_against(record, kinds[record.kind], window, readings.listing_must_not_overlap_window)
    ]
    if against:
        evidence = tuple(_record_fact(record, kinds[record.kind]) for record in against)
        return _Tested("not_met", Message("eligibility.adverse_record", {**facts, "count": len(against)}), evidence)
    if not application.adverse_records_checked:
        return _Tested("unknown", Message("eligibility.records_not_checked", facts))
    return _Tested("met", Message("eligibility.clean_record", facts))


def _counts_against(record: AdverseRecord, kind: AdverseRecordKind, window: Window, no_overlap: bool) -> bool:
    """Tell whether a record fails the window. A list is a state: who still stands on it fails whenever he came on it.

    The day of removal is a day on the list. Where the regulation is not read as forbidding any overlap, only the day of
    entry is held against the window.
    """
    if kind.nature == "event":
        return window.holds(record.on)
    if record.until is None:
        return True
    return window.overlaps(record.on, record.until) if no_overlap else window.holds(record.on)


def _record_fact(record: AdverseRecord, kind: AdverseRecordKind) -> Message:
    facts = {"kind": Name(kind.name, kind.name_en), "on": record.on}
    if kind.nature == "event":
        return Message("eligibility.record_event", facts)
    if record.until is None:
        return Message("eligibility.record_listed", facts)
    return Message("eligibility.record_was_listed", {**facts, "until": record.until})


def _steady_growth(application: Application, years: int, readings: Interpretations) -> _Tested:
    asked = complete_financial_years(application.applied_on, years)
    least = readings.growth_above_percent
    known = sorted((one for one in application.growth if one.year in asked), key=lambda one: one.year)
    evidence = tuple(Message("eligibility.growth_year", {"year": one.year, "percent": one.percent}) for one in known)
    missing = sorted(set(asked) - {one.year for one in known})
    facts = {"years": years, "first": asked[-1], "last": asked[0], "least": least}
    if any(one.percent <= least for one in known):
        return _Tested("not_met", Message("eligibility.growth_not_steady", facts), evidence)
    if missing:
        because = Message("eligibility.growth_unknown", {**facts, "missing": ", ".join(map(str, missing))})
        return _Tested("unknown", because, evidence, counts_as=readings.growth_years_unknown_count_as)
    return _Tested("met", Message("eligibility.growth_steady", facts), evidence)


def _upgrade(application: Application, rule: Upgrade, rule_book: RuleBook) -> Finding:
    """Hold the grades held against an upgrade rule; a higher grade than the one asked for serves as well."""
    order = [grade.name for grade in rule_book.regulation.grades]
    enough = order[: order.index(rule.held) + 1]
    held = [one for one in application.held if one.grade in enough]
    evidence = tuple(Message("eligibility.held", {"grade": one.grade, "since": one.since}) for one in held)
    facts: dict[str, object] = {"target": rule.target, "held": rule.held}
    if rule.rule == "years_held":
        if rule.years is None:
            raise ValueError(f"the upgrade rule for {rule.target} lacks its years")
        latest = years_before(application.applied_on, rule.years)
        facts |= {"years": rule.years, "latest": latest}
        met = any(one.since <= latest for one in held)
        key = "eligibility.held_long_enough" if met else "eligibility.not_held_long_enough"
    else:
        facts |= {"year": application.applied_on.year}
        met = any(one.since.year < application.applied_on.year for one in held)
        key = "eligibility.held_in_earlier_year" if met else "eligibility.not_held_in_earlier_year"
    outcome: Outcome = "met" if met else "not_met"
    cite = (rule_book.round.parameter_sheet.notes["upgrades"].cite,)
    return Finding("upgrade", outcome, outcome, cite, Message(key, facts), evidence)


def _grade_open(grade: str, rule_book: RuleBook) -> Finding:
    is_open = grade in rule_book.round.grades_open
    outcome: Outcome = "met" if is_open else "not_met"
    key = "eligibility.grade_open" if is_open else "eligibility.grade_not_open"
    facts = {"grade": grade, "round_id": rule_book.round.round_id}
    return Finding("grade_open", outcome, outcome, rule_book.round.cite, Message(key, facts))
