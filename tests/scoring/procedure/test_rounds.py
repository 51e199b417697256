from __future__ import annotations

from scoring.access import CIRCUMSTANCES
from scoring.procedure.rounds import MAY_FOLLOW, STATES, circumstances


def test_every_state_has_its_successors_and_is_reached() -> None:
    assert set(MAY_FOLLOW) == set(STATES)
    reached = {"planned"} | {after for follow in MAY_FOLLOW.values() for after in follow}
    assert reached == set(STATES)


def test_marks_and_decisions_are_never_open_at_once() -> None:
    for state in STATES:
        true = circumstances(state)
        assert true <= CIRCUMSTANCES
        assert not {"scoring_open", "marks_closed"} <= true
        assert not {"deciding", "decisions_locked"} <= true


def test_what_each_state_makes_true() -> None:
    assert {state: set(circumstances(state)) for state in STATES} == {
        "planned": set(),
        "open": {"applications_open", "steps_open"},
        "reviewing": {"applications_late", "steps_open", "scoring_open"},
        "deciding": {"steps_open", "marks_closed", "deciding"},
        "in_notice": {"marks_closed", "decisions_locked", "in_notice"},
        "accredited": {"marks_closed", "decisions_locked", "announced"},
        "closed": {"marks_closed", "decisions_locked", "announced"},
    }
