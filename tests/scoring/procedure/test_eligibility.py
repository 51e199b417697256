from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.load import shipped_rule_book
from indicators.model import Citation, RuleBook
from scoring.model import AdverseRecord, Application, Growth, HeldGrade
from scoring.procedure.eligibility import Eligibility, Finding, assess
from scoring.texts import translator

COUNTIES = frozenset({"320102", "320583"})


def _assess(application: Application, rule_book: RuleBook, grade: str = "AAA") -> Eligibility:
    return assess(application, rule_book, counties=COUNTIES, grade=grade)


def _find(eligibility: Eligibility, condition: str) -> Finding:
    (finding,) = (one for one in eligibility.findings if one.condition == condition)
    return finding


def _reading(rule_book: RuleBook, **changes: object) -> RuleBook:
    readings = replace(rule_book.regulation.interpretations, **changes)  # type: ignore[arg-type]
    return replace(rule_book, regulation=replace(rule_book.regulation, interpretations=readings))


def test_whoever_meets_everything_is_eligible(sound_application: Application, small_rule_book: RuleBook) -> None:
    eligibility = assess(sound_application, small_rule_book, counties=COUNTIES)
    assert eligibility.grade == "AAA"
    assert eligibility.eligible is True
    assert {finding.outcome for finding in eligibility.findings} == {"met"}


def test_findings_stand_in_the_order_of_the_regulation_then_of_the_round(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    eligibility = _assess(sound_application, small_rule_book)
    assert [finding.condition for finding in eligibility.findings] == [
        "party_line",
        "registration",
        "record_AAA",
        "growth_AAA",
        "upgrade",
        "grade_open",
    ]
    assert eligibility.left_to_experts == ("culture",)
    assert _find(eligibility, "record_AAA").cite == (Citation("small-measures", "10(3)4"),)
    assert _find(eligibility, "upgrade").cite == (Citation("small-sheet", "6"),)


def test_a_grade_is_asked_only_its_own_conditions(sound_application: Application, small_rule_book: RuleBook) -> None:
    eligibility = _assess(sound_application, small_rule_book, "A")
    assert [finding.condition for finding in eligibility.findings] == [
        "party_line",
        "registration",
        "record_A",
        "grade_open",
    ]
    assert _find(eligibility, "grade_open").because.key == "eligibility.grade_not_open"
    assert eligibility.eligible is False


@pytest.mark.parametrize(
    ("declared", "outcome", "eligible"),
    [({"party_line": True}, "met", True), ({"party_line": False}, "not_met", False), ({}, "unknown", None)],
)
def test_a_declaration(
    sound_application: Application,
    small_rule_book: RuleBook,
    declared: dict[str, bool],
    outcome: str,
    eligible: bool | None,
) -> None:
    eligibility = _assess(replace(sound_application, declared=declared), small_rule_book)
    assert _find(eligibility, "party_line").outcome == outcome
    assert eligibility.eligible is eligible


@pytest.mark.parametrize(
    ("county", "outcome", "key"),
    [
        ("320583", "met", "eligibility.all_met"),
        ("310104", "not_met", "eligibility.outside_province"),
        ("320999", "unknown", "eligibility.county_not_known"),
        ("", "unknown", "eligibility.county_not_known"),
    ],
)
def test_registration_in_the_province(
    sound_application: Application, small_rule_book: RuleBook, county: str, outcome: str, key: str
) -> None:
    enterprise = replace(sound_application.enterprise, county=county)
    finding = _find(_assess(replace(sound_application, enterprise=enterprise), small_rule_book), "registration")
    assert (finding.outcome, finding.because.key) == (outcome, key)


@pytest.mark.parametrize(
    ("form", "outcome"),
    [("partnership", "met"), ("sole_proprietorship", "not_met"), ("branch", "not_met"), ("", "unknown")],
)
def test_legal_form(sound_application: Application, small_rule_book: RuleBook, form: str, outcome: str) -> None:
    enterprise = replace(sound_application.enterprise, legal_form=form)
    finding = _find(_assess(replace(sound_application, enterprise=enterprise), small_rule_book), "registration")
    assert finding.outcome == outcome


@pytest.mark.parametrize(
    ("registered", "applied", "outcome"),
    [
        (date(2023, 5, 10), date(2026, 5, 10), "met"),  # exactly three years
        (date(2023, 5, 11), date(2026, 5, 10), "not_met"),
        (date(2021, 2, 28), date(2024, 2, 29), "met"),  # 29 February looks back to 28 February
        (date(2021, 3, 1), date(2024, 2, 29), "not_met"),
        (date(2020, 2, 29), date(2023, 2, 28), "not_met"),
        (date(2020, 2, 29), date(2023, 3, 1), "met"),
    ],
)
def test_years_in_existence(
    sound_application: Application, small_rule_book: RuleBook, registered: date, applied: date, outcome: str
) -> None:
    enterprise = replace(sound_application.enterprise, registered_on=registered)
    application = replace(sound_application, enterprise=enterprise, applied_on=applied)
    assert _find(_assess(application, small_rule_book), "registration").outcome == outcome


def test_one_test_not_met_outweighs_one_unknown_and_the_reason_is_its(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    enterprise = replace(sound_application.enterprise, county="", registered_on=date(2026, 1, 1))
    finding = _find(_assess(replace(sound_application, enterprise=enterprise), small_rule_book), "registration")
    assert finding.outcome == "not_met"
    assert finding.because.key == "eligibility.too_young"
    assert [fact.key for fact in finding.evidence] == [
        "eligibility.county_not_known",
        "eligibility.legal_form_allowed",
        "eligibility.too_young",
    ]


# The window of AAA on 10 May 2026 runs from 10 May 2021 to 10 May 2026, both in it.
@pytest.mark.parametrize(
    ("kind", "on", "until", "outcome"),
    [
        ("accident", date(2021, 5, 9), None, "met"),
        ("accident", date(2021, 5, 10), None, "not_met"),
        ("accident", date(2026, 5, 10), None, "not_met"),
        ("accident", date(2026, 5, 11), None, "met"),
        ("dishonesty_list", date(2015, 1, 1), date(2021, 5, 9), "met"),
        ("dishonesty_list", date(2015, 1, 1), date(2021, 5, 10), "not_met"),  # removed on the first day
        ("dishonesty_list", date(2015, 1, 1), None, "not_met"),  # never removed
        ("dishonesty_list", date(2022, 1, 1), date(2022, 1, 2), "not_met"),
        ("dishonesty_list", date(2026, 5, 10), date(2026, 6, 1), "not_met"),
        ("dishonesty_list", date(2026, 5, 11), date(2026, 6, 1), "met"),
        ("dishonesty_list", date(2026, 5, 11), None, "not_met"),  # entered since, and still on the list
    ],
)
def test_the_first_and_the_last_day_of_the_window(
    sound_application: Application,
    small_rule_book: RuleBook,
    kind: str,
    on: date,
    until: date | None,
    outcome: str,
) -> None:
    application = replace(sound_application, adverse_records=(AdverseRecord(kind, on, until),))
    assert _find(_assess(application, small_rule_book), "record_AAA").outcome == outcome


def test_the_window_may_be_read_without_its_day(sound_application: Application, small_rule_book: RuleBook) -> None:
    rule_book = _reading(small_rule_book, window_includes_its_day=False)
    for day, outcome in ((date(2026, 5, 10), "met"), (date(2026, 5, 9), "not_met"), (date(2021, 5, 10), "not_met")):
        application = replace(sound_application, adverse_records=(AdverseRecord("accident", day),))
        assert _find(_assess(application, rule_book), "record_AAA").outcome == outcome


def test_a_list_may_be_read_by_its_day_of_entry(sound_application: Application, small_rule_book: RuleBook) -> None:
    rule_book = _reading(small_rule_book, listing_must_not_overlap_window=False)
    for on, until, outcome in (
        (date(2015, 1, 1), date(2025, 1, 1), "met"),
        (date(2022, 1, 1), date(2023, 1, 1), "not_met"),
        (date(2015, 1, 1), None, "not_met"),
    ):
        application = replace(sound_application, adverse_records=(AdverseRecord("dishonesty_list", on, until),))
        assert _find(_assess(application, rule_book), "record_AAA").outcome == outcome


def test_an_empty_list_that_nobody_checked_is_unknown_but_a_record_is_a_record(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    unchecked = replace(sound_application, adverse_records_checked=False)
    eligibility = _assess(unchecked, small_rule_book)
    assert _find(eligibility, "record_AAA").outcome == "unknown"
    assert eligibility.eligible is None
    known = replace(unchecked, adverse_records=(AdverseRecord("accident", date(2024, 1, 1)),))
    assert _find(_assess(known, small_rule_book), "record_AAA").outcome == "not_met"


def test_every_record_against_is_named_and_no_other(sound_application: Application, small_rule_book: RuleBook) -> None:
    records = (
        AdverseRecord("accident", date(2010, 1, 1)),
        AdverseRecord("accident", date(2024, 1, 1)),
        AdverseRecord("dishonesty_list", date(2020, 1, 1), date(2022, 1, 1)),
        AdverseRecord("dishonesty_list", date(2023, 1, 1)),
    )
    finding = _find(_assess(replace(sound_application, adverse_records=records), small_rule_book), "record_AAA")
    assert finding.because.values["count"] == 3
    say = translator("en")
    assert [say(fact) for fact in finding.evidence] == [
        "2024-01-01: quality accident.",
        "2020-01-01: dishonesty list, removed on 2022-01-01.",
        "2023-01-01: dishonesty list, not yet removed.",
    ]
    assert "质量事故" in translator("zh")(finding.evidence[0])


RECORDS = st.lists(
    st.builds(
        lambda kind, ago, lasts: AdverseRecord(
            kind,
            date(2026, 5, 10) - timedelta(days=ago),
            None if lasts is None else date(2026, 5, 10) - timedelta(days=ago - lasts),
        ),
        st.sampled_from(["accident", "dishonesty_list"]),
        st.integers(-30, 2200),
        st.none() | st.integers(0, 2200),
    ),
    max_size=3,
).map(tuple)


@given(records=RECORDS, checked=st.booleans())
def test_whoever_meets_the_record_window_of_aaa_meets_those_of_aa_and_a(
    sound_application: Application, small_rule_book: RuleBook, records: tuple[AdverseRecord, ...], checked: bool
) -> None:
    application = replace(sound_application, adverse_records=records, adverse_records_checked=checked)
    good = {"met": 2, "unknown": 1, "not_met": 0}
    ranks = [
        good[_find(_assess(application, small_rule_book, grade), f"record_{grade}").outcome]
        for grade in ("AAA", "AA", "A")
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("growth", "outcome", "counts_as"),
    [
        ({2025: "1", 2024: "1", 2023: "1"}, "met", "met"),
        ({2025: "1", 2024: "0", 2023: "1"}, "not_met", "not_met"),  # no growth is not growth
        ({2025: "1", 2024: "0.01", 2023: "1"}, "met", "met"),
        ({2025: "1", 2024: "1"}, "unknown", "not_met"),
        ({2026: "1", 2025: "1", 2024: "1"}, "unknown", "not_met"),  # 2026 is not complete
        ({2024: "-3"}, "not_met", "not_met"),
        ({2025: "1", 2024: "1", 2023: "1", 2022: "-9"}, "met", "met"),
        ({}, "unknown", "not_met"),
    ],
)
def test_steady_growth(
    sound_application: Application, small_rule_book: RuleBook, growth: dict[int, str], outcome: str, counts_as: str
) -> None:
    years = tuple(Growth(year, Decimal(percent)) for year, percent in growth.items())
    finding = _find(_assess(replace(sound_application, growth=years), small_rule_book), "growth_AAA")
    assert (finding.outcome, finding.counts_as) == (outcome, counts_as)


def test_how_an_unknown_growth_counts_is_the_regulations_to_say(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    application = replace(sound_application, growth=())
    assert _assess(application, small_rule_book).eligible is False
    lenient = _reading(small_rule_book, growth_years_unknown_count_as="unknown")
    assert _assess(application, lenient).eligible is None


@pytest.mark.parametrize(("applied", "outcome"), [(date(2025, 12, 31), "met"), (date(2026, 1, 1), "not_met")])
def test_the_year_that_ends_on_31_december_counts_from_1_january(
    sound_application: Application, small_rule_book: RuleBook, applied: date, outcome: str
) -> None:
    growth = tuple(Growth(year, Decimal(percent)) for year, percent in ((2025, -1), (2024, 1), (2023, 1), (2022, 1)))
    application = replace(sound_application, growth=growth, applied_on=applied)
    assert _find(_assess(application, small_rule_book), "growth_AAA").outcome == outcome


def test_the_least_growth_is_read_from_the_rule_book(sound_application: Application, small_rule_book: RuleBook) -> None:
    rule_book = _reading(small_rule_book, growth_above_percent=Decimal("5.5"))
    assert _find(_assess(sound_application, rule_book), "growth_AAA").outcome == "not_met"


@pytest.mark.parametrize(
    ("grade", "held", "outcome"),
    [
        ("AA", ("A", date(2024, 5, 10)), "met"),
        ("AA", ("A", date(2024, 5, 11)), "not_met"),
        ("AA", ("AA", date(2023, 1, 1)), "met"),  # a higher grade serves as well
        ("AAA", ("AA", date(2025, 12, 31)), "met"),
        ("AAA", ("AA", date(2026, 1, 1)), "not_met"),
        ("AAA", ("A", date(2015, 1, 1)), "not_met"),
    ],
)
def test_upgrades(
    sound_application: Application, small_rule_book: RuleBook, grade: str, held: tuple[str, date], outcome: str
) -> None:
    application = replace(sound_application, held=(HeldGrade(*held),))
    assert _find(_assess(application, small_rule_book, grade), "upgrade").outcome == outcome


def test_without_upgrade_rules_nothing_need_be_held(sound_application: Application, small_rule_book: RuleBook) -> None:
    sheet = replace(small_rule_book.round.parameter_sheet, upgrades=())
    rule_book = replace(small_rule_book, round=replace(small_rule_book.round, parameter_sheet=sheet))
    assert _assess(replace(sound_application, held=()), rule_book).eligible is True


def test_not_met_outweighs_unknown(sound_application: Application, small_rule_book: RuleBook) -> None:
    application = replace(sound_application, declared={}, held=())
    assert _assess(application, small_rule_book).eligible is False


def test_the_plain_form_is_json_with_keys_not_sentences(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    records = (AdverseRecord("accident", date(2024, 1, 1)),)
    eligibility = _assess(replace(sound_application, adverse_records=records), small_rule_book)
    form = eligibility.as_json()
    assert json.loads(json.dumps(form)) == form
    assert form["eligible"] is False
    assert form["findings"][2] == {  # type: ignore[index, call-overload]
        "condition": "record_AAA",
        "outcome": "not_met",
        "counts_as": "not_met",
        "cite": [{"document": "small-measures", "clause": "10(3)4"}],
        "because": {
            "key": "eligibility.adverse_record",
            "values": {"years": 5, "first": "2021-05-10", "last": "2026-05-10", "count": 1},
        },
        "evidence": [
            {
                "key": "eligibility.record_event",
                "values": {"kind": {"zh": "质量事故", "en": "quality accident"}, "on": "2024-01-01"},
            },
        ],
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_found_can_be_said(sound_application: Application, small_rule_book: RuleBook, language: str) -> None:
    say = translator(language)
    bare = replace(
        sound_application, declared={}, growth=(Growth(2025, Decimal(1)),), held=(), adverse_records_checked=False
    )
    for application in (sound_application, bare):
        for grade in ("A", "AA", "AAA"):
            for finding in _assess(application, small_rule_book, grade).findings:
                assert all(say(message) for message in (finding.because, *finding.evidence))


# Articles 9 and 10 of the Measures, in their order; the growth and record years as printed there.
@pytest.mark.parametrize(
    ("grade", "clauses", "to_experts"),
    [
        ("A", [*(f"9({n})" for n in range(1, 9)), "10(1)1"], 0),
        ("AA", [*(f"9({n})" for n in range(1, 9)), "10(2)4", "10(2)5"], 3),
        ("AAA", [*(f"9({n})" for n in range(1, 9)), "10(3)4", "10(3)5"], 3),
    ],
)
def test_the_shipped_regulation_is_asked_article_by_article(
    sound_application: Application, grade: str, clauses: list[str], to_experts: int
) -> None:
    rule_book = shipped_rule_book("2026-sample")
    eligibility = _assess(sound_application, rule_book, grade)
    cited = [cite.clause for one in eligibility.findings for cite in one.cite if cite.document == "jiangsu-measures"]
    assert cited[: len(clauses)] == clauses
    assert len(eligibility.left_to_experts) == to_experts
    say = translator("zh")
    assert all(say(finding.because) for finding in eligibility.findings)


@pytest.mark.parametrize(("grade", "years"), [("A", 1), ("AA", 3), ("AAA", 5)])
def test_the_shipped_record_windows(sound_application: Application, grade: str, years: int) -> None:
    rule_book = shipped_rule_book("2026-sample")
    first = date(2026 - years, 5, 10)
    for kind in rule_book.regulation.adverse_record_kinds:
        for on, outcome in ((first, "not_met"), (first - timedelta(days=1), "met")):
            until = on if kind.nature == "listing" else None
            application = replace(sound_application, adverse_records=(AdverseRecord(kind.id, on, until),))
            (found,) = (
                one.outcome
                for one in _assess(application, rule_book, grade).findings
                if one.condition.startswith("clean_record")
            )
            assert found == outcome
