"""Practice on reference cases: what is saved, when the reference marks are shown, and to nobody else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from indicators.practice import read_practice_cases
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import GivenMark, MarkState
from scoring.register import practice, tables

CASE = next(case for case in read_practice_cases() if case.case_id == "machining")
ROLES = sorted(role.id for role in access.rules().role)
REFERENCES = {one.reason for one in CASE.findings}


def save(office: Any, given: GivenMark, *, expert: str = "E01", seen: int = 0) -> flow.SavedMark:
    who = office.who("expert", expert)
    return flow.save_practice_mark(
        office.register, who, office.tick(), case_id=CASE.case_id, given=given, seen_version=seen
    )


def case(office: Any, expert: str = "E01") -> flow.OwnPractice:
    return flow.practice_case(office.register, office.who("expert", expert), CASE.case_id)


def feedback(office: Any, expert: str = "E01") -> flow.PracticeFeedback:
    return flow.practice_feedback(office.register, office.who("expert", expert), CASE.case_id)


def close(office: Any, expert: str = "E01") -> Any:
    return flow.close_practice(office.register, office.who("expert", expert), office.tick(), case_id=CASE.case_id)


def reference(office: Any, finding: Any) -> GivenMark:
    value = None if finding.share is None else finding.share * office.leaf(finding.indicator).max_score
    return GivenMark(finding.indicator, MarkState[finding.state.upper()], value)


def mark_all(office: Any, *but: str, expert: str = "E01") -> None:
    for one in CASE.findings:
        if one.indicator not in but:
            save(office, reference(office, one), expert=expert)


def test_the_shipped_cases_fit_a_round_on_the_sample_table(office: Any) -> None:
    found = flow.practice_cases(office.register, office.who("expert", "E01"))
    assert [one.case_id for one in found] == [one.case_id for one in read_practice_cases()]
    assert {(one.marked, one.closed_at) for one in found} == {(0, None)}


def test_a_mark_is_on_disk_and_its_chain_entry_says_nothing_of_it(office: Any) -> None:
    saved = save(office, office.given("1.1.1", "0.5", "只到管理层"))
    assert (saved.version, saved.value, saved.note) == (1, "1", "只到管理层")
    assert case(office).marks == {"1.1.1": saved}
    assert case(office).head.marked == 1
    entry = office.entries()[-1]
    assert (entry.act, entry.object) == ("practice.marked", "practice/machining")
    assert "管理层" not in entry.content
    assert "1.1.1" not in entry.content
    assert office.is_sound()


def test_the_newest_version_counts_and_a_stale_page_does_not_overwrite_it(office: Any) -> None:
    save(office, office.given("1.1.1", "0.5"))
    save(office, office.given("1.1.1", "1"), seen=1)
    with pytest.raises(ConflictError, match="newer_mark"):
        save(office, office.given("1.1.1", "0"), seen=1)
    assert case(office).marks["1.1.1"].value == "2"
    with office.register.read() as connection:
        key = {"expert_id": "E01", "case_id": "machining"}
        (kept,) = practice.latest(connection, **key)
        assert (kept.version, kept.value) == (2, "2")
        assert practice.current_version(connection, **key, indicator="1.1.1") == 2
        assert practice.current_version(connection, **key, indicator="1.1.5") == 0


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (GivenMark("1.1.1", MarkState.SCORED, Decimal("1.1")), "points_not_allowed"),
        (GivenMark("1.1.1", MarkState.NOT_APPLICABLE), "must_apply"),
        (GivenMark("9.9.9", MarkState.SCORED, Decimal(1)), "unknown_indicator"),
        # In the table, but not in the case.
        (GivenMark("1.1.2", MarkState.SCORED, Decimal(0)), "unknown_indicator"),
        (GivenMark("1.1.1", MarkState.INSUFFICIENT, None, "a\u202eb"), "hidden_characters"),
    ],
)
def test_what_a_sheet_refuses_practice_refuses(office: Any, given: GivenMark, fault: str) -> None:
    with pytest.raises(FaultsError, match=fault):
        save(office, given)
    assert not case(office).marks


def test_no_reference_mark_before_all_are_marked_and_asked_for(office: Any) -> None:
    mark_all(office, "3.3.1")
    # A mark taken back is none.
    save(office, GivenMark("1.1.1", MarkState.MISSING, None, "再看"), seen=1)
    for ask in (feedback, close):
        with pytest.raises(FaultsError) as caught:
            ask(office)
        assert [one.column for one in caught.value.faults] == ["1.1.1", "3.3.1"]
    save(office, office.given("1.1.1", "0.5"), seen=2)
    save(office, office.given("3.3.1", "0.5"))
    with pytest.raises(ConflictError, match="not_asked_for"):
        feedback(office)
    assert not any(reason in repr(case(office)) for reason in REFERENCES)
    close(office)
    assert {one.reason for one in feedback(office).feedback} == REFERENCES


def test_once_shown_the_own_marks_stand(office: Any) -> None:
    mark_all(office)
    close(office)
    before = case(office)
    assert before.head.closed_at is not None
    assert not before.may_mark
    with pytest.raises(ConflictError, match="practising\\.closed"):
        save(office, office.given("1.1.1", "1"), seen=1)
    with pytest.raises(ConflictError, match="practising\\.closed"):
        close(office)
    assert case(office) == before
    entry = office.entries()[-1]
    assert (entry.act, entry.actor) == ("practice.closed", "E01")
    assert f'"indicators":{len(CASE.findings)}' in entry.content
    assert office.is_sound()


def test_the_reference_marks_themselves_differ_in_nothing(office: Any) -> None:
    mark_all(office)
    close(office)
    found = feedback(office).comparison
    assert (found.exact, found.within_one, found.largest) == (13, 13, ())
    assert found.compared == 12
    assert found.points is not None
    assert (found.points.value, found.points.absolute) == (0, 0)


def test_what_differs_comes_to_numbers_in_points(office: Any) -> None:
    mark_all(office, "3.2.3", "2.1.5", "2.4.3")
    save(office, office.given("3.2.3", "0"))  # reference 0.5 of 3 points: stricter by 1.5
    save(office, office.given("2.1.5", "1"))  # does not apply
    save(office, office.given("2.4.3", "0"))  # insufficient material is not the lowest level
    close(office)
    found = feedback(office)
    assert found.comparison.points is not None
    assert found.comparison.points.value == pytest.approx(1.5 / 12)
    assert found.comparison.shares is not None
    assert found.comparison.shares.value == pytest.approx(0.5 / 12)
    assert (found.comparison.exact, found.comparison.within_one) == (10, 11)
    assert [found.feedback[place].indicator.code for place in found.comparison.largest] == ["2.1.5", "3.2.3", "2.4.3"]


def test_each_expert_has_his_own(office: Any) -> None:
    mark_all(office)
    close(office)
    assert not case(office, "E02").marks
    assert case(office, "E02").may_mark
    with pytest.raises(FaultsError):
        feedback(office, "E02")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "expert"])
def test_nobody_else_reads_or_marks(office: Any, role: str) -> None:
    mark_all(office)
    close(office)
    who = office.who(role, "E01")
    for ask in (
        lambda: flow.practice_cases(office.register, who),
        lambda: flow.practice_case(office.register, who, "machining"),
        lambda: flow.practice_feedback(office.register, who, "machining"),
        lambda: flow.close_practice(office.register, who, office.tick(), case_id="machining"),
        lambda: flow.save_practice_mark(
            office.register, who, office.tick(), case_id="machining", given=office.given(), seen_version=0
        ),
    ):
        with pytest.raises(AccessRefusedError):
            ask()


def test_no_such_case_is_refused_in_the_words_for_hidden_things(office: Any) -> None:
    with pytest.raises(AccessRefusedError):
        flow.practice_case(office.register, office.who("expert", "E01"), "spinning")


def test_practice_touches_no_sheet(office: Any) -> None:
    before = _count(office)
    mark_all(office)
    close(office)
    assert _count(office) == before


def _count(office: Any) -> tuple[int, int]:
    with office.register.read() as connection:
        return tuple(len(connection.execute(table.select()).all()) for table in (tables.mark, tables.sheet_event))  # type: ignore[return-value]
