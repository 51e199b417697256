"""A chair by the book goes through a whole rehearsal; every trouble comes and is met; the same seed plays the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scoring import flow
from scoring.demonstration import rehearsal
from scoring.demonstration.rehearsal import players
from scoring.demonstration.rehearsal.plan import KINDS, rehearsal_plan
from scoring.demonstration.rehearsal.playing import _seen
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import meeting
from scoring.model import Actor
from scoring.register.database import Register, open_register
from scoring.register.invariants import check

NOW = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
CHAIR = Actor("chair", "chair", frozenset({"chair"}))
STEP = timedelta(seconds=5)


@dataclass
class Day:
    """A chair who presses his one button every fifth second, if the power is on; and the players."""

    register: Register
    sitting: str
    now: datetime = NOW
    dark: int = 0

    def act(self, act: Any, **values: Any) -> Any:
        return act(self.register, CHAIR, self.now, sitting_id=self.sitting, **values)

    def desk(self) -> meeting.ChairDesk:
        return meeting.chair_desk(self.register, CHAIR, self.now, sitting_id=self.sitting)

    def through(self) -> None:
        for _ in range(900):
            self.now += STEP
            if rehearsal.play(self.register, self.now, sitting_id=self.sitting) is None:
                assert rehearsal.power_is_cut(self.register, self.now, sitting_id=self.sitting)
                self.dark += 1
                continue
            if self.press():
                return
        raise AssertionError("the sitting does not end")

    def press(self) -> bool:
        """Press the one button; return whether the decisions are locked."""
        desk = self.desk()
        move = desk.next
        assert move is not None
        if move.to == "locked":
            self.act(meeting.lock_sitting)
            return True
        if move.move == "phase":
            wait = desk.sitting.phase == "opened" and self.now < NOW + timedelta(seconds=40)
            if not wait:
                self.act(meeting.move_sitting, phase=move.to)
        elif move.move == "open_block":
            waited = self.now - datetime.fromisoformat(desk.sitting.at) > timedelta(seconds=90)
            if waited and all(one.quorum.met for one in desk.items):
                self._open(meeting.consent_motions(self.register, CHAIR, sitting_id=self.sitting))
        elif move.move == "take":
            self.act(meeting.take_item, application_id=move.application_id)
        elif move.move == "step":
            self.act(meeting.step_item, step=move.to)
        elif move.move == "open_voting":
            id_ = desk.table.item.application_id
            proposed = flow.sitting_case(self.register, CHAIR, id_).result.proposal.outcome
            self._open({id_: proposed or "defer"})
        elif move.move == "close_voting":
            if desk.voting.cast == desk.voting.may_cast:
                self.act(meeting.close_voting)
        elif move.move == "open_rescoring":
            self.act(meeting.open_rescoring)
        elif move.move == "close_rescoring":
            late = self.now - datetime.fromisoformat(desk.table.item.since) > timedelta(seconds=60)
            if late or desk.table.handed_in == desk.table.panel:
                self.act(meeting.close_rescoring)
        else:
            self._decide(desk)
        return False

    def _open(self, motions: Any) -> None:
        self.act(meeting.open_voting, motions=motions)

    def _decide(self, desk: Any) -> None:
        (result,) = desk.voting.results
        if result.resolution.carried:
            proposed = flow.sitting_case(self.register, CHAIR, result.application_id).result.proposal.outcome
            self.act(meeting.decide_item, outcome=result.outcome, reason="" if proposed == result.outcome else "复评后")
        else:
            self.act(
                meeting.decide_item, outcome="defer" if result.resolution.tie else "do_not_propose", reason="未通过"
            )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("rehearsal") / "r.db"
    sitting = rehearsal.build(path, NOW)
    return path, sitting


@pytest.fixture(scope="module")
def day(made):
    path, sitting = made
    copy = Path(path).with_name("day.db")
    copy.write_bytes(Path(path).read_bytes())
    with open_register(copy) as register:
        found = Day(register, sitting)
        found.through()
        yield found


def test_every_trouble_comes_and_is_met(day):
    met = {one.kind: one for one in rehearsal.debrief(day.register, CHAIR, sitting_id=day.sitting)}
    assert tuple(met) == tuple(rehearsal_plan().troubles)
    assert set(met) == set(KINDS)
    assert {kind for kind, one in met.items() if one.came_at is None} == set()
    assert {kind for kind, one in met.items() if one.answer is None} == set()
    assert all(one.seconds is not None and one.seconds >= 0 for one in met.values())
    assert met["late_arrival"].seconds > 240, "the quorum waits for whoever is late"
    assert met["dead_device"].answer == "rescoring.closed"
    assert met["pulled"].answer == "item.taken"
    assert met["contradiction"].answer == "sitting.locked"
    assert met["tie"].answer == "item.decided"


def test_it_is_whole_and_says_that_it_is_a_rehearsal(day):
    desk = day.desk()
    assert (desk.sitting.kind, desk.sitting.phase, desk.present) == ("rehearsal", "locked", 12)
    assert {one.state for one in desk.items} == {"decided"}
    assert check(day.register) == ()


def test_the_check_finds_the_contradiction(day):
    found = meeting.check_sitting(day.register, CHAIR, sitting_id=day.sitting)
    met = {one.kind: one for one in rehearsal.debrief(day.register, CHAIR, sitting_id=day.sitting)}
    assert met["contradiction"].application_id in {one.higher for one in found.inversions}


def test_while_the_power_is_cut_nothing_is_done(day):
    assert 3 <= day.dark <= 5
    met = {one.kind: one for one in rehearsal.debrief(day.register, CHAIR, sitting_id=day.sitting)}
    came = datetime.fromisoformat(met["power_cut"].came_at)
    acts = meeting.hall(day.register, CHAIR, sitting_id=day.sitting).acts
    assert not [one for one in acts if came <= datetime.fromisoformat(one.at) < came + timedelta(seconds=20)]


def test_the_same_look_and_seed_give_the_same_acts(made):
    path, sitting = made
    plan = rehearsal_plan()
    with open_register(path) as register:
        meeting.move_sitting(register, CHAIR, NOW, sitting_id=sitting, phase="opened")
        seen = _seen(register, NOW + timedelta(seconds=6), sitting, plan)
    assert players.acts(seen, plan) == players.acts(seen, plan)
    first = Counter(one.does for one in players.acts(seen, plan))
    assert set(first) == {"sign_in"}
    others = [{one.person for one in players.acts(seen, replace(plan, seed=seed))} for seed in range(6)]
    assert len({frozenset(one) for one in others}) > 1


def test_nobody_is_played_where_it_is_no_rehearsal(made):
    path, sitting = made
    with open_register(path) as register:
        real = replace(register, synthetic=False)
        for act in (rehearsal.play, rehearsal.power_is_cut):
            with pytest.raises(ConflictError):
                act(real, NOW, sitting_id=sitting)
            with pytest.raises(ConflictError):
                act(register, NOW, sitting_id="2026-sample-S9")
        assert rehearsal.rehearsal_of(real) is None
        assert rehearsal.rehearsal_of(register) == sitting


def test_the_debrief_is_for_who_reads_the_sitting(day):
    for role in ("expert", "secretariat", "kiosk", "leader"):
        with pytest.raises(AccessRefusedError):
            rehearsal.debrief(day.register, Actor("E01", "", frozenset({role})), sitting_id=day.sitting)
