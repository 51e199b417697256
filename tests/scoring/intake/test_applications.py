from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from indicators.tabular import Table, table_of
from scoring.intake.applications import ApplicationsRead, application_rows, read_applications
from scoring.intake.columns import columns, headings
from scoring.model import AdverseRecord, Growth, HeldGrade
from scoring.procedure.uscc import make
from scoring.texts import translator

CODE = make("91320102MA1ABCDE2")
OTHER = make("91320102MA1ABCDE3")
BOOK = shipped_rule_book("2026-sample")
GOOD = {
    "application_id": "2026-0001",
    "uscc": CODE,
    "name": "南京某某机械有限公司",
    "legal_form": "法人企业",
    "county": "320102",
    "industry": "C34",
    "size": "中型",
    "registered_on": "2010-05-04",
    "target_grade": "AA",
    "applied_on": "2026-04-01",
    "adverse_records": "failed_spot_check_or_inspection@2024-03-01; abnormal_operations_list@2021-01-05/2021-06-30",
    "growth": "2024:3.5；2025:4",
    "held": "A@2022-11-30",
    "declared_met": "all",
    "declared_not_met": "",
}


def table(*rows: dict[str, str], language: str = "zh") -> Table:
    names = headings("application", language)
    lines = [",".join(names.values())] + [",".join(f'"{row[column]}"' for column in names) for row in rows]
    return table_of("\n".join(lines).encode(), "applications.csv")


def read(*rows: dict[str, str], language: str = "zh") -> ApplicationsRead:
    return read_applications(
        table(*rows, language=language),
        regulation=BOOK.regulation,
        accreditation_round=BOOK.round,
        counties={"320102"},
    )


def messages(*rows: dict[str, str], language: str = "zh") -> list[str]:
    with pytest.raises(FaultsError, match=r"applications\.csv") as caught:
        read(*rows)
    return [fault.message(translator(language)) for fault in caught.value.faults]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_row_becomes_an_application_under_headings_of_either_language(language: str) -> None:
    (application,) = read(GOOD, language=language).applications
    assert application.enterprise.uscc == CODE
    assert application.enterprise.size == "medium"
    assert application.enterprise.legal_form == "legal_person"
    assert application.adverse_records == (
        AdverseRecord("failed_spot_check_or_inspection", date(2024, 3, 1)),
        AdverseRecord("abnormal_operations_list", date(2021, 1, 5), date(2021, 6, 30)),
    )
    assert application.growth == (Growth(2024, Decimal("3.5")), Growth(2025, Decimal(4)))
    assert application.held == (HeldGrade("A", date(2022, 11, 30)),)
    assert application.declared
    assert all(application.declared.values())


def test_what_is_written_reads_back_the_same() -> None:
    clean = GOOD | {"application_id": "2026-0002", "uscc": OTHER, "adverse_records": "无", "growth": "", "held": ""}
    applications = read(GOOD, clean).applications
    assert read(*application_rows(applications)).applications == applications


def test_nobody_looked_is_not_the_same_as_nothing_found() -> None:
    unknown, clean = (read(GOOD | {"adverse_records": cell}).applications[0] for cell in ("", "none"))
    assert (unknown.adverse_records_checked, clean.adverse_records_checked) == (False, True)
    assert unknown.adverse_records == clean.adverse_records == ()


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("uscc", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), CODE[-1]),
        ("county", "990102", "县（市、区）代码"),
        ("size", "巨型", "大型"),
        ("target_grade", "AAAA", "AAA"),
        ("applied_on", "2026-02-30", "2026-02-30"),
        ("applied_on", "明天", "不是有效日期"),
        ("registered_on", "2027-01-01", "晚于申报日期"),
        ("name", "", "必须填写"),
        ("name", "甲\u202e乙", "u202e"),
        ("name", "长" * 2000, "2000"),
        ("growth", "去年:5", "年度:增长率"),
        ("growth", "2024:NaN", "年度:增长率"),
        ("held", "AAAA@2020-01-01", "AAA"),
        ("adverse_records", "rumour@2024-01-01", "failed_spot_check"),
        ("adverse_records", "failed_spot_check_or_inspection@2024-01-01/2024-02-01", "一次性事件"),
        ("adverse_records", "abnormal_operations_list@2024-01-01/2023-02-01", "早于"),
        ("declared_met", "unheard_of", "unheard_of"),
    ],
)
def test_a_wrong_cell_is_named_with_row_column_and_what_is_allowed(column: str, cell: str, words: str) -> None:
    (message,) = messages(GOOD | {column: cell})
    assert words in message
    assert "第 2 行" in message
    assert message.startswith("applications.csv")


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    found = messages(GOOD | {"size": "x", "county": "y"}, GOOD | {"growth": "z"}, language="en")
    assert [("row 2" in message, "row 3" in message) for message in found] == [(True, False)] * 2 + [(False, True)]


def test_one_application_per_enterprise_and_number() -> None:
    (message,) = messages(GOOD, GOOD | {"application_id": "2026-0002"})
    assert CODE in message
    assert "第 2 行重复" in message
    (message,) = messages(GOOD, GOOD | {"uscc": OTHER})
    assert "2026-0001" in message


def test_missing_columns_are_all_named_and_strange_ones_said() -> None:
    with pytest.raises(FaultsError, match="column_missing") as caught:
        read_applications(
            table_of(b"name,colour\nx,red\n", "f.csv"),
            regulation=BOOK.regulation,
            accreditation_round=BOOK.round,
            counties=(),
        )
    required = {column.en for column in columns("application") if column.required} - {"name"}
    assert {fault.column for fault in caught.value.faults} == required
    extra = table_of(
        (",".join([*GOOD, "colour"]) + "\n" + ",".join(f'"{cell}"' for cell in [*GOOD.values(), "red"])).encode(),
        "f.csv",
    )
    result = read_applications(extra, regulation=BOOK.regulation, accreditation_round=BOOK.round, counties={"320102"})
    assert "colour" in [translator("en")(notice) for notice in result.notices][-1]
