"""A small rule book and an application that meets everything, made of records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.model import (
    AdverseRecordKind,
    Citation,
    Clocks,
    Condition,
    CutScore,
    FactTest,
    Floor,
    Grade,
    Indicator,
    IndicatorTable,
    Interpretations,
    Level,
    Note,
    ParameterSheet,
    Regulation,
    Round,
    RuleBook,
    RuleBookTexts,
    Share,
    Step,
    Upgrade,
    Validity,
    Veto,
)
from scoring.model import Application, Enterprise, Growth, HeldGrade

LAW = "small-measures"
SHEET = "small-sheet"
ALL = ("A", "AA", "AAA")


def _cite(clause: str, document: str = LAW) -> Citation:
    return Citation(document, clause)


def _condition(
    name: str, grades: tuple[str, ...], clause: str, *tests: FactTest, judged_by: str = "facts"
) -> Condition:
    return Condition(name, f"条件{name}", f"condition {name}", "", grades, judged_by, _cite(clause), tests)  # type: ignore[arg-type]


def _note(clause: str) -> Note:
    return Note("说明", _cite(clause, SHEET))


def _regulation() -> Regulation:
    records = {"A": ("10(1)1", 1), "AA": ("10(2)4", 3), "AAA": ("10(3)4", 5)}
    growth = {"AA": ("10(2)5", 2), "AAA": ("10(3)5", 3)}
    return Regulation(
        key="small",
        name="小办法",
        name_en="Small measures",
        status="synthetic",
        document=LAW,
        province="320000",
        in_force_from=None,
        banner="",
        banner_en="",
        articles=(),
        grades=tuple(
            Grade(letter * n, letter, letter == "A")  # type: ignore[arg-type]
            for letter in "ABCD"
            for n in (3, 2, 1)
        ),
        grades_cite=_cite("4"),
        conditions=(
            _condition("party_line", ALL, "9(1)", judged_by="declaration"),
            _condition(
                "registration",
                ALL,
                "9(2)",
                FactTest("registered_in_province"),
                FactTest("legal_form", allowed=("legal_person", "partnership")),
                FactTest("years_in_existence", years=3),
            ),
            *(
                _condition(f"record_{grade}", (grade,), clause, FactTest("clean_record", years=years))
                for grade, (clause, years) in records.items()
            ),
            *(
                _condition(f"growth_{grade}", (grade,), clause, FactTest("steady_growth", years=years))
                for grade, (clause, years) in growth.items()
            ),
            _condition("culture", ("AA", "AAA"), "10(2)1", judged_by="experts"),
        ),
        adverse_record_kinds=(
            AdverseRecordKind("accident", "质量事故", "quality accident", "event", _cite("10(1)1")),
            AdverseRecordKind("dishonesty_list", "严重违法失信名单", "dishonesty list", "listing", _cite("10(1)1")),
        ),
        steps=(
            Step("expert_document_review", 5, "资料评审", "document review", "", ("AA", "AAA"), (), _cite("12(5)")),
            Step("on_site_verification", 6, "现场核查", "site visit", "", ("AAA",), (), _cite("12(6)")),
        ),
        validity=Validity(5, "announcement", _cite("15")),
        measures=(),
        sanctions=(),
        interpretations=Interpretations(
            growth_of="revenue",
            growth_above_percent=Decimal(0),
            growth_years_unknown_count_as="not_met",
            window_counted_from="application_date",
            window_includes_its_day=True,
            listing_must_not_overlap_window=True,
            grade_a_is_noticed_and_announced=True,
            groundless_objection_stands=False,
            notes={},
        ),
    )


def _leaf(code: str, points: str, parent: str) -> Indicator:
    levels = tuple(Level(Decimal(n) / 4, "") for n in range(5))
    return Indicator(code, f"指标{code}", f"indicator {code}", Decimal(points), (_cite("7"),), parent, "", levels)


def _round() -> Round:
    third = Share(2, 3, "present")
    return Round(
        round_id="small-2026",
        year=2026,
        name="",
        name_en="",
        status="synthetic",
        regulation="small",
        grades_open=("AA", "AAA"),
        banner="",
        banner_en="",
        cite=(_cite("11"),),
        indicator_table=IndicatorTable(
            "表",
            "table",
            Decimal(100),
            "points",
            (_cite("7"),),
            (
                Indicator("1", "理念", "policy", Decimal(40), (_cite("7"),)),
                _leaf("1.1", "10", "1"),
                _leaf("1.2", "30", "1"),
                Indicator("2", "能力", "capability", Decimal(60), (_cite("7"),)),
                _leaf("2.1", "20", "2"),
                _leaf("2.2", "40", "2"),
            ),
        ),
        cut_scores=(CutScore("AA", Decimal(80), _cite("1", SHEET)), CutScore("AAA", Decimal(90), _cite("2", SHEET))),
        floors=(
            Floor("AA", "2", Decimal(36), "", _cite("3", SHEET)),
            Floor("AAA", "2", Decimal(48), "", _cite("4", SHEET)),
        ),
        vetoes=(Veto("1.1", Decimal("2.5"), ("AAA",), "", _cite("5", SHEET)),),
        parameter_sheet=ParameterSheet(
            experts_per_application=(5,),
            aggregate="mean",
            trimmed_each_side=0,
            rounding_decimals=2,
            deviation_to_explain=Decimal("0.3"),
            note_required_at_shares=(),
            quorum=third,
            majority=third,
            voters="round_experts_present",
            ballot="secret",
            consent_threshold=Decimal("0.9"),
            clocks=Clocks(*(Decimal(1) for _ in range(8)), 90),
            notice_working_days=5,
            caps=(),
            upgrades=(Upgrade("AA", "A", "years_held", 2), Upgrade("AAA", "AA", "earlier_year")),
            aaa_may_be_proposed_aa=False,
            notes={"upgrades": _note("6"), "aaa_may_be_proposed_aa": _note("7")},
        ),
    )


@pytest.fixture(scope="session")
def small_rule_book() -> RuleBook:
    return RuleBook((), _regulation(), _round(), RuleBookTexts("", "", ""))


@pytest.fixture(scope="session")
def sound_application() -> Application:
    """An application for AAA of 10 May 2026 that meets every condition of every grade."""
    return Application(
        application_id="a1",
        round_id="small-2026",
        enterprise=Enterprise(
            uscc="91350100M000100Y43",
            name="企业",
            legal_form="legal_person",
            county="320102",
            industry="C34",
            size="small",
            registered_on=date(2010, 1, 1),
        ),
        target_grade="AAA",
        applied_on=date(2026, 5, 10),
        adverse_records_checked=True,
        growth=tuple(Growth(year, Decimal("5.5")) for year in (2025, 2024, 2023)),
        held=(HeldGrade("A", date(2022, 12, 1)), HeldGrade("AA", date(2025, 1, 15))),
        declared={"party_line": True},
    )
