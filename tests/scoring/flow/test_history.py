"""Who decided what, when and why; which state a round came to."""

from __future__ import annotations

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError

ROUND = "2026-sample"


def test_a_decision_keeps_its_author_time_reason_and_entry_also_when_voided(office):
    office.score("2026-0001", "1")
    office.to("deciding")
    first = office.decide("defer", reason="材料须补正")
    recorded_at = office.entries()[-1]
    office.void(first.decision_id)
    voided_at = office.entries()[-1]
    second = office.decide()
    newest, oldest = flow.decision_history(office.register, office.who("chair"), "2026-0001")
    assert newest.decision.decision_id == second.decision_id
    assert newest.voided is None
    assert (oldest.decision.reason, oldest.void_reason) == ("材料须补正", "计票有误")
    assert (oldest.recorded.sequence, oldest.recorded.hash) == (recorded_at.sequence, recorded_at.hash)
    assert oldest.recorded.actor_id == "chair"
    assert oldest.voided is not None
    assert (oldest.voided.sequence, oldest.voided.actor_id) == (voided_at.sequence, "secretariat")
    assert {sheet.expert_id for sheet in oldest.decision.sheets} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize("role", ["leader", "expert", "province_drc"])
def test_before_the_lock_only_those_who_may_read_it(office, role):
    office.to("deciding")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.decision_history(office.register, office.who(role), "2026-0001")


def test_hidden_and_absent_applications_are_refused_alike(office):
    office.to("deciding")
    told = []
    for application_id in ("2026-0001", "2026-9999"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused") as refused:
            flow.decision_history(office.register, office.who("leader"), application_id)
        told.append(refused.value.what)
    assert told[0] == told[1]


def test_every_state_of_a_round_has_its_author_and_reason(office):
    office.to("deciding")
    office.to("reviewing", "一份评分表须更正")
    acts = flow.round_history(office.register, office.who("secretariat"), ROUND)
    assert [act.state for act in acts] == ["planned", "open", "reviewing", "deciding", "reviewing"]
    assert acts[-1].reason == "一份评分表须更正"
    assert acts[-1].recorded.sequence == office.entries()[-1].sequence
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.round_history(office.register, office.who("chair"), ROUND)
