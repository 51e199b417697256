"""A submitted sheet asked back by its expert; given back, or not, by the holder alone."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError

FIRST, ROUND = "2026-0001", "2026-sample"


@pytest.fixture
def submitted(office: Any) -> Any:
    office.score(FIRST, "0.75")
    return office


def ask(office: Any, expert: str = "E01", reason: str = "1.1.1 看错了材料") -> Any:
    who = office.who("expert", expert)
    return flow.ask_reopening(office.register, who, office.tick(), application_id=FIRST, reason=reason)


def mine(office: Any, expert: str = "E01") -> Any:
    return flow.own_sheet(office.register, office.who("expert", expert), application_id=FIRST).reopening


def waiting(office: Any, role: str = "assignment_holder") -> Any:
    return flow.read_reopenings(office.register, office.who(role), ROUND)


def decline(office: Any, reason: str = "评审即将结束", expert: str = "E01", role: str = "assignment_holder") -> Any:
    return flow.decline_reopening(
        office.register, office.who(role), office.tick(), application_id=FIRST, expert_id=expert, reason=reason
    )


def give_back(office: Any) -> None:
    holder = office.who("assignment_holder")
    flow.return_sheet(office.register, holder, office.tick(), application_id=FIRST, expert_id="E01", reason="本人申请")


def test_asked_and_given_back(submitted: Any) -> None:
    ask(submitted)
    (found,) = waiting(submitted)
    assert (found.expert_id, found.reason, found.state) == ("E01", "1.1.1 看错了材料", "asked")
    give_back(submitted)
    assert waiting(submitted) == ()
    assert mine(submitted).state == "granted"
    submitted.save(submitted.given("1.1.1", "0.5"), seen=1)  # he may mark again
    assert submitted.is_sound()


def test_asked_and_declined_and_asked_again(submitted: Any) -> None:
    ask(submitted)
    with pytest.raises(ConflictError):
        ask(submitted)
    with pytest.raises(ConflictError):
        decline(submitted, "")
    decline(submitted)
    assert (mine(submitted).state, mine(submitted).reason) == ("declined", "评审即将结束")
    with pytest.raises(ConflictError):
        decline(submitted)
    ask(submitted)
    assert mine(submitted).version == 3
    assert submitted.is_sound()


def test_the_holder_returns_a_sheet_that_nobody_asked_for_as_before(submitted: Any) -> None:
    give_back(submitted)
    assert mine(submitted) is None


def test_what_cannot_be_asked_back(office: Any) -> None:
    with pytest.raises(ConflictError):  # not submitted
        ask(office)
    office.score(FIRST, "1")
    with pytest.raises(ConflictError):
        ask(office, reason=" ")
    with pytest.raises(AccessRefusedError):  # not his
        ask(office, "E09")
    office.to("deciding")
    with pytest.raises(ConflictError):  # the round takes no marks
        ask(office)


@pytest.mark.parametrize("role", ["chair", "secretariat", "inspector", "leader", "expert", "public"])
def test_requests_are_the_holders_alone(submitted: Any, role: str) -> None:
    ask(submitted)
    with pytest.raises(AccessRefusedError):
        waiting(submitted, role)
    with pytest.raises(AccessRefusedError):
        decline(submitted, role=role)
    with pytest.raises(AccessRefusedError):
        mine(submitted, "E09")
