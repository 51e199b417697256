"""An expert's own sheet: what it lacks is what submission refuses; points so far are exact; nobody else's is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.model import GivenMark, MarkState

FIRST = "2026-0001"


def own(office: Any, expert: str = "E01") -> flow.OwnSheet:
    return flow.own_sheet(office.register, office.who("expert", expert), application_id=FIRST)


def test_an_open_sheet_names_its_application_and_has_no_entry(office: Any) -> None:
    sheet = own(office)
    assert (sheet.round_id, sheet.target_grade, sheet.assignment, sheet.entry) == (
        "2026-sample",
        "AA",
        "assigned",
        None,
    )
    assert sheet.enterprise.name == "南京样例1有限公司"


def test_a_submitted_sheet_names_the_entry_that_holds_it(office: Any) -> None:
    for leaf in office.book.round.indicator_table.leaves():
        office.save(office.given(leaf.code))
    receipt = office.submit()
    sheet = own(office)
    assert (sheet.entry, sheet.sheet.digest, sheet.sheet.locked_at) == (
        receipt.entry,
        receipt.digest,
        receipt.submitted_at,
    )


def test_a_recused_expert_reads_his_sheet_and_is_told_so(office: Any) -> None:
    office.recuse(expert="E01")
    sheet = own(office)
    assert (sheet.assignment, sheet.sheet.may_save) == ("recused", False)


def test_what_is_missing_is_what_submission_refuses(office: Any) -> None:
    leaves = office.book.round.indicator_table.leaves()
    for leaf in leaves[2:]:
        office.save(office.given(leaf.code))
    office.save(office.given(leaves[0].code, "1", note=""))
    sheet = own(office)
    told = flow.still_missing(sheet.sheet, sheet.sheet.marks.values())
    assert [fault.column for fault in told] == [leaves[0].code, leaves[1].code]
    with pytest.raises(FaultsError, match=r"flow\.extreme_without_note") as refused:
        office.submit()
    assert refused.value.faults == told
    # A page may ask with the marks it has just saved, without reading the sheet anew.
    noted = replace(sheet.sheet.marks[leaves[0].code], note="第 1 页")
    kept = {**sheet.sheet.marks, leaves[0].code: noted}
    assert [fault.column for fault in flow.still_missing(sheet.sheet, kept.values())] == [leaves[1].code]


def test_insufficient_material_without_a_note_is_told_as_nought_points(office: Any) -> None:
    office.save(GivenMark("1.1.1", MarkState.INSUFFICIENT, None, ""))
    sheet = own(office)
    fault = next(fault for fault in flow.still_missing(sheet.sheet, sheet.sheet.marks.values()))
    assert (fault.column, fault.seen, fault.what.key) == ("1.1.1", "0", "flow.extreme_without_note")


def test_points_so_far_are_exact_and_leave_out_what_does_not_apply(office: Any) -> None:
    office.save(GivenMark("1.2.1", MarkState.SCORED, Decimal("1.875"), ""))
    office.save(GivenMark("1.1.1", MarkState.INSUFFICIENT, None, "缺文件"))
    office.save(GivenMark("2.1.2", MarkState.NOT_APPLICABLE, None, ""))
    office.save(GivenMark("1.1.2", MarkState.MISSING, None, ""))
    so_far = flow.points_so_far(office.book, own(office).sheet.marks.values())
    assert so_far == flow.PointsSoFar(given=Decimal("1.875"), of=Decimal("4.5"))


def test_nobody_elses_sheet_is_shown(office: Any) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        own(office, "E06")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.own_sheet(office.register, office.who("chair"), application_id=FIRST)
