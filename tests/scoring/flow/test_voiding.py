"""A decision is voided by two persons, or stands."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Actor

FIRST = "2026-0001"
BOTH = Actor("both", "both", frozenset({"chair", "secretariat"}))


@pytest.fixture
def decided(office: Any) -> Any:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    return office


def name(number: int = 1) -> str:
    return f"{FIRST}/document_review/{number}"


def ask(office: Any, actor: Actor | None = None, reason: str = "计票有误") -> Any:
    return flow.ask_void(
        office.register, actor or office.who("chair"), office.tick(), decision_id=name(), reason=reason
    )


def test_until_the_second_person_agrees_the_decision_stands(decided: Any) -> None:
    ask(decided)
    with pytest.raises(ConflictError, match=r"flow\.decided_already"):
        decided.decide()
    (waiting,) = flow.read_void_requests(decided.register, decided.who("secretariat"), "2026-sample")
    assert (waiting.decision_id, waiting.by, waiting.reason) == (name(), "chair", "计票有误")
    voided = flow.agree_void(decided.register, decided.who("secretariat"), decided.tick(), decision_id=name())
    assert (voided.state, voided.reason) == ("voided", "计票有误")
    assert decided.decide().decision_id == name(2)
    assert decided.is_sound()


def test_who_asked_does_not_answer_whatever_his_roles(decided: Any) -> None:
    ask(decided, BOTH)
    for answer in (
        lambda: flow.agree_void(decided.register, BOTH, decided.tick(), decision_id=name()),
        lambda: flow.decline_void(decided.register, BOTH, decided.tick(), decision_id=name(), reason="不同意"),
    ):
        with pytest.raises(ConflictError, match=r"powers\.two_persons"):
            answer()
    assert flow.read_decisions(decided.register, decided.who("chair"), "2026-sample")[0].state == "recorded"


def test_the_chair_alone_voids_nothing(decided: Any) -> None:
    ask(decided)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.agree_void(decided.register, decided.who("chair", "second"), decided.tick(), decision_id=name())


def test_a_request_declined_or_taken_back_leaves_the_decision_and_may_be_asked_anew(decided: Any) -> None:
    secretary = decided.who("secretariat")
    ask(decided)
    with pytest.raises(ConflictError, match=r"powers\.void_asked_already"):
        ask(decided)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
        flow.decline_void(decided.register, secretary, decided.tick(), decision_id=name(), reason=" ")
    flow.decline_void(decided.register, secretary, decided.tick(), decision_id=name(), reason="票数无误")
    with pytest.raises(ConflictError, match=r"powers\.void_not_asked"):
        flow.agree_void(decided.register, secretary, decided.tick(), decision_id=name())
    assert ask(decided).version == 3
    with pytest.raises(ConflictError, match=r"powers\.void_of_another"):
        flow.take_back_void(
            decided.register, decided.who("chair", "second"), decided.tick(), decision_id=name(), reason="误报"
        )
    flow.take_back_void(decided.register, decided.who("chair"), decided.tick(), decision_id=name(), reason="误报")
    assert flow.read_void_requests(decided.register, secretary, "2026-sample") == ()
    assert decided.is_sound()
    acts = [entry.act for entry in decided.entries()][-4:]
    assert acts == ["decision.void_asked", "decision.void_declined", "decision.void_asked", "decision.void_taken_back"]


def test_nothing_there_is_answered_with_the_same_words_as_nothing_allowed(decided: Any) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.ask_void(decided.register, decided.who("chair"), decided.tick(), decision_id="nothing", reason="无")
