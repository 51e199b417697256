"""What leaves the record: experts' ids only with the holder, labels that tell nothing, one's own region."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.exporting import SHEET_COLUMNS

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
PANEL = ("E01", "E02", "E03", "E04", "E05")


def sheets(office: Any, role: str) -> Any:
    return flow.export_sheets(office.register, office.who(role, "E01"), ROUND)


def text(export: Any) -> str:
    return json.dumps([export.columns, [dict(row) for row in export.rows]], ensure_ascii=False)


def score(office: Any, shares: dict[str, str], of: str = FIRST) -> None:
    for expert, share in shares.items():
        office.score(of, share, (expert,))


def close(office: Any) -> None:
    score(office, dict(zip(PANEL, ("0.25", "0.5", "0.75", "1", "0"), strict=True)))
    score(office, dict.fromkeys(PANEL, "0.5"), SECOND)
    office.to("deciding")


@pytest.fixture
def closed(office: Any, led: Any) -> Any:
    return led(office, close)


@pytest.mark.parametrize("role", [role.id for role in access.rules().role])
def test_nobody_gets_sheets_before_the_marks_are_closed(office: Any, role: str) -> None:
    office.score(FIRST)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        sheets(office, role)


def test_the_holder_gets_them_linked_with_times_and_notes(closed: Any) -> None:
    export = sheets(closed, "assignment_holder")
    assert export.columns == SHEET_COLUMNS
    assert {row["expert"] for row in export.rows} == set(PANEL)
    assert len(export.rows) == 2 * 5 * len(closed.book.round.indicator_table.leaves())
    assert all(row["time"] and row["note"] == "第 3 页" for row in export.rows)
    first = next(row for row in export.rows if (row["applicant"], row["expert"]) == (FIRST, "E02"))
    assert (first["indicator"], first["score"], first["state"], first["status"]) == ("1.1.1", "1", "scored", "sample")


@pytest.mark.parametrize("role", ["chair", "inspector"])
def test_everyone_else_gets_labels_and_neither_times_nor_notes(closed: Any, role: str) -> None:
    export = sheets(closed, role)
    for application in (FIRST, SECOND):
        own = [row["expert"] for row in export.rows if row["applicant"] == application]
        assert list(dict.fromkeys(own)) == ["1", "2", "3", "4", "5"]
    assert {row["time"] + row["note"] for row in export.rows} == {""}
    assert not [expert for expert in PANEL if expert in text(export)]
    linked = sheets(closed, "assignment_holder")
    scores = sorted((row["applicant"], row["indicator"], row["score"]) for row in linked.rows)
    assert sorted((row["applicant"], row["indicator"], row["score"]) for row in export.rows) == scores


@pytest.mark.parametrize("role", ["secretariat", "expert", "leader", "province_drc", "public", "system_admin"])
def test_nobody_else_gets_any(closed: Any, role: str) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        sheets(closed, role)


def test_an_unlinked_export_is_the_same_whoever_gave_which_sheet_and_in_which_order(
    office: Any, closed_twin: Any
) -> None:
    """Twin registers, alike but for who wrote which sheet and who was first: not a byte may differ."""
    shares = ("0.25", "0.5", "0.75", "1", "0")
    score(office, dict(zip(PANEL, shares, strict=True)))
    score(office, dict.fromkeys(PANEL, "0.5"), SECOND)
    office.to("deciding")
    assert text(sheets(office, "chair")) == text(sheets(closed_twin, "chair"))
    assert text(sheets(office, "assignment_holder")) != text(sheets(closed_twin, "assignment_holder"))


@pytest.fixture
def closed_twin(twin: Any) -> Any:
    score(twin, dict.fromkeys(PANEL, "0.5"), SECOND)
    score(twin, dict(zip(reversed(PANEL), ("0.5", "1", "0.25", "0", "0.75"), strict=True)))
    twin.to("deciding")
    return twin


def test_points_bear_no_mark_of_how_they_were_typed(office: Any) -> None:
    for expert in PANEL:
        sheet = office.sheet(FIRST, expert, "0.5")
        typed = replace(sheet.marks[0], value=Decimal("1.000" if expert == "E03" else "1"))
        flow.import_sheets(
            office.register,
            office.who("assignment_holder"),
            office.tick(),
            ROUND,
            [replace(sheet, marks=(typed, *sheet.marks[1:]))],
            submitted={(FIRST, expert)},
            source="test",
        )
    office.to("deciding")
    first = {row["score"] for row in sheets(office, "chair").rows if row["indicator"] == "1.1.1"}
    assert first == {"1"}


def test_only_sheets_that_count_are_exported(office: Any) -> None:
    office.score(FIRST, "0.5", PANEL[:3])
    office.save(office.given(), expert="E04")
    office.recuse(expert="E01")
    holder = office.who("assignment_holder")
    flow.return_sheet(office.register, holder, office.tick(), application_id=FIRST, expert_id="E02", reason="专家申请")
    office.to("deciding")
    assert {row["expert"] for row in sheets(office, "assignment_holder").rows} == {"E03"}
    assert {row["expert"] for row in sheets(office, "chair").rows} == {"1"}


@pytest.mark.parametrize(
    ("role", "region", "numbers"),
    [
        ("secretariat", None, [FIRST, SECOND]),
        ("county_drc", "320102", [FIRST, SECOND]),
        ("prefecture_regulator", "320100", [FIRST, SECOND]),
        ("prefecture_drc", "320500", []),
        ("county_regulator", "320583", []),
    ],
)
def test_applications_of_ones_own_region(office: Any, role: str, region: str | None, numbers: list[str]) -> None:
    export = flow.export_applications(office.register, office.who(role, role, region), ROUND)
    assert [row["application_id"] for row in export.rows] == numbers
    assert export.columns[0] == "application_id"
    assert export.columns[-1] == "status"
    assert all(set(row) == set(export.columns) and row["status"] == "sample" for row in export.rows)


@pytest.mark.parametrize(("role", "region"), [("county_regulator", None), ("expert", None), ("public", "320102")])
def test_applications_go_to_nobody_else(office: Any, role: str, region: str | None) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.export_applications(office.register, office.who(role, "E01", region), ROUND)


def test_an_unknown_round_is_told(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        flow.export_applications(office.register, office.who("secretariat"), "2031")


def test_the_roster_goes_to_the_holder_alone(office: Any) -> None:
    export = flow.export_experts(office.register, office.who("assignment_holder"))
    assert [row["expert_id"] for row in export.rows] == [f"E{n:02d}" for n in range(1, 11)]
    assert export.columns[-1] == "status"
    for role in ("secretariat", "chair", "expert", "system_admin"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.export_experts(office.register, office.who(role, "E01"))
