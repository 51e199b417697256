"""What an expert has to do: only his own, each in the state that the record gives it."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register import applications, assignments, sheets

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def tasks(office: Any, expert: str = "E01") -> dict[str, flow.Task]:
    found = flow.my_tasks(office.register, office.who("expert", expert), ROUND)
    return {task.application_id: task for task in found}


def test_an_untouched_sheet_is_to_do_with_all_its_indicators(office: Any) -> None:
    task = tasks(office)[FIRST]
    assert (task.state, task.marked, task.indicators, task.last_at) == ("to_do", 0, 49, None)


def test_a_begun_sheet_counts_its_marks_and_tells_the_last_time(office: Any) -> None:
    office.save(office.given("1.1.1"))
    second = office.save(office.given("1.1.2"))
    task = tasks(office)[FIRST]
    assert (task.state, task.marked, task.last_at) == ("under_way", 2, second.saved_at)
    assert tasks(office, "E02")[FIRST].marked == 0


def test_a_submitted_sheet_tells_when(office: Any) -> None:
    office.score(FIRST, experts=("E01",))
    task = tasks(office)[FIRST]
    own = flow.own_sheet(office.register, office.who("expert", "E01"), application_id=FIRST)
    assert (task.state, task.last_at) == ("submitted", own.sheet.locked_at)
    assert tasks(office)[SECOND].state == "to_do"


def test_a_recusal_and_a_returned_sheet_are_told(office: Any) -> None:
    office.score(FIRST, experts=("E01",))
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=FIRST,
        expert_id="E01",
        reason="专家申请更正",
    )
    office.recuse(expert="E01", of=SECOND)
    assert {id_: task.state for id_, task in tasks(office).items()} == {FIRST: "returned", SECOND: "recused"}


def test_what_is_not_submitted_when_marking_ends_is_closed(office: Any) -> None:
    office.to("deciding")
    assert tasks(office)[FIRST].state == "closed"


def test_whoever_has_nothing_has_no_tasks(office: Any) -> None:
    assert tasks(office, "E06") == {}


def test_only_experts_have_tasks_and_only_of_a_round_that_is_there(office: Any) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.my_tasks(office.register, office.who("secretariat"), ROUND)
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        flow.my_tasks(office.register, office.who("expert", "E01"), "1999")


def one_by_one(office: Any) -> list[tuple[str, int, int, int]]:
    """Count the panels of the round from every seat and every sheet's last event, as they are read."""
    with office.register.read() as connection:
        events = {
            (one.application_id, one.expert_id): one.event
            for one in sheets.of_round(connection, ROUND, "document_review")
        }
        seats = assignments.of_round(connection, ROUND, "document_review")
        ids = applications.targets(connection, ROUND)
    found = []
    for id_ in ids:
        panel = [one for one in seats if one.application_id == id_]
        sits = [one for one in panel if one.state == "assigned"]
        handed_in = sum(events.get((id_, one.expert_id)) == "submitted" for one in sits)
        found.append((id_, len(sits), handed_in, len(panel) - len(sits)))
    return found


def test_panels_counted_by_the_database_are_those_counted_one_by_one(office: Any) -> None:
    office.score(FIRST, experts=("E01", "E02", "E03"))
    office.score(SECOND, experts=("E01", "E05"))
    holder = office.who("assignment_holder")
    seat = {"application_id": FIRST, "expert_id": "E01"}
    flow.return_sheet(office.register, holder, office.tick(), **seat, reason="专家申请更正")
    office.recuse(expert="E02", of=FIRST)  # with a sheet that is in: it counts no more
    office.recuse(expert="E04", of=FIRST)
    flow.return_sheet(office.register, holder, office.tick(), **(seat | {"application_id": SECOND}), reason="更正")
    office.submit(expert="E01", of=SECOND)  # in, returned, in again
    progress = flow.round_progress(office.register, office.who("chair"), ROUND)
    counted = [(one.application_id, one.assigned, one.submitted, one.recused) for one in progress.panels]
    assert counted == one_by_one(office) == [(FIRST, 3, 1, 2), (SECOND, 5, 2, 0)]
