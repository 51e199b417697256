"""An expert's mirror: nothing before the lock, for himself alone, and the same whatever happens afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import mirroring
from scoring.flow.mirroring import forget

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def decide(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "0.75")
    office.to("deciding")
    office.decide()
    office.decide("do_not_propose", of=SECOND, reason="未达到分数线")


@pytest.fixture
def decided(office: Any, led: Any) -> Any:
    return led(office, decide)


def look(office: Any, expert: str = "E01") -> flow.OwnMirror:
    return flow.my_mirror(office.register, office.who("expert", expert), ROUND)


def test_before_the_decisions_are_locked_it_is_refused_to_everybody(decided: Any) -> None:
    with pytest.raises(AccessRefusedError):
        look(decided)
    assert flow.mirrored_rounds(decided.register, decided.who("expert", "E01")) == ()
    decided.to("in_notice")
    assert look(decided).mirror is not None
    assert flow.mirrored_rounds(decided.register, decided.who("expert", "E01")) == (ROUND,)


@pytest.mark.parametrize("role", ["chair", "secretariat", "leader", "inspector", "assignment_holder", "public"])
def test_nobody_but_experts_has_one(decided: Any, role: str) -> None:
    decided.to("in_notice")
    with pytest.raises(AccessRefusedError):
        flow.my_mirror(decided.register, decided.who(role), ROUND)
    with pytest.raises(AccessRefusedError):
        flow.mirrored_rounds(decided.register, decided.who(role))


def test_it_holds_his_own_applications_with_grades_and_names(decided: Any) -> None:
    decided.to("in_notice")
    found = look(decided).mirror
    assert found is not None
    assert {one.application_id for one in found.applications} == {FIRST, SECOND}
    first = next(one for one in found.applications if one.application_id == FIRST)
    assert (first.total, first.grade, first.grade_without) == (100.0, "AAA", "AAA")
    assert look(decided).names[FIRST].startswith("南京样例")
    assert found.severity is None  # two applications say nothing of habits
    # An expert with no sheet in the round has nothing to see, and hears nothing of others.
    nothing = look(decided, "E09")
    assert (nothing.mirror, nothing.names) == (None, {})


def test_a_recusal_after_the_lock_changes_nobody_elses_mirror(decided: Any) -> None:
    """What is shown once is shown for good: a difference of two looks would tell of the one who left."""
    decided.to("in_notice")
    before = look(decided)
    decided.recuse(expert="E02", of=FIRST)
    assert look(decided) == before
    decided.accredit(flow.Granted(FIRST, "AA"), on=date(2026, 9, 1))
    assert look(decided) == before


def test_a_sheet_that_no_decision_rests_on_is_not_in_it(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "0.75")
    office.to("deciding")
    office.decide()
    office.to("in_notice")
    found = look(office).mirror
    assert found is not None
    assert [one.application_id for one in found.applications] == [FIRST]


def test_no_such_round(decided: Any) -> None:
    with pytest.raises(ConflictError):
        flow.my_mirror(decided.register, decided.who("expert", "E01"), "1999")


def test_what_all_mirrors_rest_on_is_computed_once_and_gives_each_his_own(decided: Any, monkeypatch: Any) -> None:
    decided.to("in_notice")
    alone = []
    for expert in ("E01", "E02"):
        forget()
        alone.append(look(decided, expert))
    forget()
    computed: list[str] = []
    real = mirroring.mirrored_panel
    monkeypatch.setattr(mirroring, "mirrored_panel", lambda *of, **what: computed.append("") or real(*of, **what))
    assert [look(decided, expert) for expert in ("E01", "E02")] == alone
    assert len(computed) == 1


def test_whoever_may_not_look_is_refused_though_what_it_rests_on_is_at_hand(decided: Any) -> None:
    decided.to("in_notice")
    look(decided)
    with pytest.raises(AccessRefusedError):
        flow.my_mirror(decided.register, decided.who("chair"), ROUND)
