"""A sheet filled in on the train: handed out, held against the record, taken whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from json import loads
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.wording import LONGEST
from scoring.model import Enterprise, GivenMark, MarkState
from scoring.register import acts, marks
from scoring.sheets.offline import OfflineMark, OfflineSheet, Read, offline_reader, write_offline
from scoring.texts import translator

FIRST, SECOND = "2026-0001", "2026-0002"
WORDS = (translator("zh"), translator("en"))
NOW = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
GAP = (MarkState.MISSING, None, "")


def handed_out(office: Any, expert: str = "E01", of: str = FIRST) -> OfflineSheet:
    return flow.offline_sheet(office.register, office.who("expert", expert), application_id=of)


def filled(sheet: OfflineSheet, marks: Mapping[str, GivenMark | None], file: str = "我的评分.xlsx") -> Read:
    """Return the reading of the workbook of a sheet in which some marks were changed; ``None`` empties one."""
    there = dict(sheet.marks)
    for code, given in marks.items():
        version = there[code].version if code in there else 0
        state, value, note = GAP if given is None else (given.state, given.value, given.note)
        there[code] = OfflineMark(state, value, note, version)
    return offline_reader(write_offline(replace(sheet, marks=there), WORDS[0], NOW), file, WORDS)


def preview(office: Any, read: Read, expert: str = "E01", of: str = FIRST) -> flow.OfflinePreview:
    return flow.preview_offline(office.register, office.who("expert", expert), application_id=of, read=read)


def take(
    office: Any, read: Read, accepted: Mapping[str, int] | None = None, expert: str = "E01", of: str = FIRST
) -> flow.TakenOffline:
    who = office.who("expert", expert)
    return flow.take_offline(office.register, who, office.tick(), application_id=of, read=read, accepted=accepted or {})


def own(office: Any, expert: str = "E01", of: str = FIRST) -> dict[str, flow.SavedMark]:
    return flow.read_sheet(office.register, office.who("expert", expert), application_id=of).marks


def kinds(shown: flow.OfflinePreview) -> dict[str, str]:
    return {line.indicator: line.kind for line in shown.lines if line.kind != "unchanged"}


def test_a_sheet_for_the_train_says_whose_it_is_and_nothing_of_place_or_credit_code(office: Any) -> None:
    office.save(office.given(share="0.5"))
    sheet = handed_out(office)
    assert sheet.identity() == {
        "round": office.book.round.round_id,
        "application": FIRST,
        "expert": "E01",
        "stage": "document_review",
        "rule_book": office.book.digest,
    }
    assert sheet.marks["1.1.1"].version == 1
    assert sheet.longest_note == LONGEST
    assert not any(isinstance(getattr(sheet, name), Enterprise) for name in sheet.__dataclass_fields__)


@pytest.mark.parametrize(("role", "who"), [("expert", "E09"), ("chair", "E01"), ("secretariat", "E01")])
def test_nobody_but_its_expert_gets_a_sheet_or_hands_one_in(office: Any, role: str, who: str) -> None:
    read = filled(handed_out(office), {})
    other = office.who(role, who)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.offline_sheet(office.register, other, application_id=FIRST)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.preview_offline(office.register, other, application_id=FIRST, read=read)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.take_offline(office.register, other, office.tick(), application_id=FIRST, read=read, accepted={})


def test_a_whole_sheet_is_taken_in_one_act_that_says_it_came_from_a_file(office: Any) -> None:
    leaves = office.book.round.indicator_table.leaves()
    given = {leaf.code: office.given(leaf.code, "0.75") for leaf in leaves}
    before = len(office.entries())
    taken = take(office, filled(handed_out(office), given))
    assert {mark.indicator: (mark.value, mark.note, mark.version) for mark in taken.saved} == {
        code: (str(mark.value.normalize()), "第 3 页", 1) for code, mark in given.items()
    }
    assert own(office) == {mark.indicator: mark for mark in taken.saved}
    (entry,) = office.entries()[before:]
    assert (entry.act, entry.object, entry.sequence) == (
        "sheet.taken_offline",
        f"sheet/{FIRST}/E01/document_review",
        taken.entry,
    )
    details = loads(entry.content)["details"]
    assert details == {"indicators": list(given), "source": "我的评分.xlsx", "superseded": {}}
    assert office.submit()
    assert office.is_sound()


def test_each_indicator_is_told_as_what_it_is(office: Any) -> None:
    leaves = office.book.round.indicator_table.leaves()
    optional = next(leaf.code for leaf in leaves if leaf.allows_not_applicable)
    for code in ("1.1.1", "1.1.2", "1.1.3", "1.1.4"):
        office.save(office.given(code, "0.5"))
    sheet = handed_out(office)
    office.save(office.given("1.1.4", "1"), seen=1)
    shown = preview(
        office,
        filled(
            sheet,
            {
                "1.1.1": office.given("1.1.1", "0.75"),
                "1.1.2": office.given("1.1.2", "0.5", note="另见第 7 页"),
                "1.1.3": None,
                "1.1.4": office.given("1.1.4", "0.25"),
                optional: GivenMark(optional, MarkState.NOT_APPLICABLE, None, "无此类业务"),
            },
        ),
    )
    assert kinds(shown) == {
        "1.1.1": "changed",
        "1.1.2": "note_only",
        "1.1.3": "emptied",
        "1.1.4": "conflict",
        optional: "new",
    }
    (conflict,) = shown.of("conflict")
    points = office.leaf("1.1.4").max_score
    assert (conflict.given.value, conflict.seen_version) == (points / 4, 1)
    assert conflict.kept is not None
    assert (Decimal(conflict.kept.value or 0), conflict.version, conflict.cell[0]) == (points, 2, "H")
    assert len(shown.lines) == len(leaves)
    assert own(office)["1.1.1"].version == 1


def test_what_was_not_touched_in_the_file_is_no_wish_however_far_the_record_went_on(office: Any) -> None:
    office.save(office.given("1.1.1", "0.5"))
    read = filled(handed_out(office), {})
    office.save(office.given("1.1.1", "1"), seen=1)
    office.save(office.given("1.1.2", "1"))
    before = len(office.entries())
    assert kinds(preview(office, read)) == {}
    taken = take(office, read)
    assert (taken.saved, taken.left, taken.entry, len(office.entries())) == ((), (), 0, before)


def test_taken_twice_a_file_writes_once(office: Any) -> None:
    read = filled(handed_out(office), {"1.1.1": office.given("1.1.1", "0.5")})
    assert len(take(office, read).saved) == 1
    before = len(office.entries())
    assert take(office, read).entry == 0
    assert (len(office.entries()), own(office)["1.1.1"].version) == (before, 1)


def test_a_mark_of_another_device_is_never_overwritten_without_a_word(office: Any) -> None:
    sheet = handed_out(office)
    phone = filled(sheet, {"1.1.1": office.given("1.1.1", "0.25"), "1.1.2": office.given("1.1.2", "0.25")})
    laptop = filled(sheet, {"1.1.1": office.given("1.1.1", "0.75"), "1.1.3": office.given("1.1.3", "0.75")})
    take(office, phone)
    held = own(office)
    taken = take(office, laptop)
    assert [line.indicator for line in taken.left] == ["1.1.1"]
    assert {code: own(office)[code] for code in held} == held
    assert set(own(office)) == {"1.1.1", "1.1.2", "1.1.3"}
    assert office.is_sound()


def test_an_accepted_conflict_names_the_version_that_gives_way(office: Any) -> None:
    read = filled(handed_out(office), {"1.1.1": office.given("1.1.1", "0.25")})
    office.save(office.given("1.1.1", "1"))
    taken = take(office, read, {"1.1.1": 1})
    assert [mark.version for mark in taken.saved] == [2]
    assert loads(office.entries()[-1].content)["details"]["superseded"] == {"1.1.1": 1}
    assert office.is_sound()


def test_a_conflict_accepted_before_a_still_newer_mark_writes_nothing_at_all(office: Any) -> None:
    read = filled(handed_out(office), {"1.1.1": office.given("1.1.1", "0.25"), "1.1.2": office.given("1.1.2", "0.5")})
    office.save(office.given("1.1.1", "1"))
    office.save(office.given("1.1.1", "0.75"), seen=1)
    held, before = own(office), len(office.entries())
    with pytest.raises(ConflictError, match=r"flow\.newer_mark"):
        take(office, read, {"1.1.1": 1})
    assert (own(office), len(office.entries())) == (held, before)


def test_only_what_the_file_names_can_be_accepted(office: Any) -> None:
    read = filled(handed_out(office), {"1.1.1": office.given("1.1.1", "0.25")})
    with pytest.raises(FaultsError, match=r"offline\.not_in_conflict"):
        take(office, read, {"9.9.9": 1})
    assert own(office) == {}


def test_one_fault_and_nothing_of_the_file_is_written(office: Any) -> None:
    before = len(office.entries())
    read = filled(
        handed_out(office),
        {
            "1.1.1": office.given("1.1.1", "0.5"),
            "1.1.2": GivenMark("1.1.2", MarkState.SCORED, Decimal("0.1")),
            "1.1.3": GivenMark("1.1.3", MarkState.NOT_APPLICABLE),
            "1.1.4": office.given("1.1.4", "1", note="字" * (LONGEST + 1)),
            "1.2.1": office.given("1.2.1", "1", note="第\u202e三页"),
        },
    )
    for attempt in (preview, take):
        with pytest.raises(FaultsError) as caught:
            attempt(office, read)
        told = [fault.message(WORDS[1]) for fault in caught.value.faults]
        assert [text.partition(": ")[0] for text in told] == [
            f"我的评分.xlsx, sheet 评分表, cell {cell}" for cell in ("H8", "I9", "J10", "J12")
        ]
        assert [fault.what.values["problem"].key for fault in caught.value.faults] == [  # type: ignore[attr-defined]
            "scoresheet.points_not_allowed",
            "scoresheet.must_apply",
            "flow.text_too_long",
            "flow.text_with_hidden_characters",
        ]
        assert all(fault.message(WORDS[0]) for fault in caught.value.faults)
    assert (own(office), len(office.entries())) == ({}, before)


def test_another_sheet_than_this_is_refused_with_everything_that_differs(office: Any) -> None:
    read = filled(handed_out(office, "E02", SECOND), {})
    with pytest.raises(FaultsError) as caught:
        preview(office, read)
    assert [fault.what.key for fault in caught.value.faults] == ["offline.other_application", "offline.other_expert"]
    assert [(fault.seen, fault.expected) for fault in caught.value.faults] == [(SECOND, FIRST), ("E02", "E01")]


def test_a_version_that_the_record_never_held_is_a_fault(office: Any) -> None:
    sheet = handed_out(office)
    ahead = replace(sheet, marks={"1.1.1": OfflineMark(MarkState.SCORED, Decimal(1), "", 3)})
    with pytest.raises(FaultsError, match=r"offline\.in_cell") as caught:
        preview(office, filled(ahead, {}))
    assert "cell K7: the record has no version 3" in caught.value.faults[0].message(WORDS[1])


def test_locked_closed_recused_in_the_words_of_the_page(office: Any) -> None:
    one = {"1.1.1": office.given("1.1.1", "0.5")}
    locked, closed, recused = (filled(handed_out(office, expert), one) for expert in ("E01", "E02", "E03"))
    office.score(FIRST, experts=("E01",))
    office.recuse(expert="E03")
    for attempt in (preview, take):
        with pytest.raises(ConflictError, match=r"flow\.sheet_locked"):
            attempt(office, locked)
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            attempt(office, recused, expert="E03")
    office.to("deciding")
    for attempt in (preview, take):
        with pytest.raises(ConflictError, match=r"flow\.round_takes_no_marks"):
            attempt(office, closed, expert="E02")


def test_a_mark_taken_out_in_the_file_is_missing_in_the_record(office: Any) -> None:
    office.save(office.given("1.1.1", "0.5"))
    taken = take(office, filled(handed_out(office), {"1.1.1": None}))
    assert [(mark.state, mark.version) for mark in taken.saved] == [(MarkState.MISSING, 2)]
    assert office.is_sound()


def test_a_file_with_a_harmful_name_leaves_a_readable_one_in_the_record(office: Any) -> None:
    read = filled(handed_out(office), {"1.1.1": office.given("1.1.1", "0.5")}, file="x\u202e\n" + "长" * 300 + ".xlsx")
    take(office, read)
    source = loads(office.entries()[-1].content)["details"]["source"]
    assert source.startswith("x··长")
    assert len(source) == 120


def test_when_a_mark_from_a_file_was_given_nobody_knows_and_nobody_is_called_hurried_for_it(office: Any) -> None:
    office.save(office.given("1.1.1", "0.5"))
    sheet = handed_out(office)
    with office.register.read() as connection:
        before = acts.last_but_marks(connection)
    take(office, filled(sheet, {code: office.given(code, "0.75") for code in ("1.1.1", "1.1.2", "1.1.3")}))
    office.save(office.given("1.1.2", "0.5"), seen=1)
    with office.register.read() as connection:
        found = list(zip(*marks.first_times(connection, round_id=sheet.round_id, stage="document_review"), strict=True))
        assert acts.last_but_marks(connection) == before
    assert [one[:3] for one in found] == [(FIRST, "E01", "1.1.1")]
