"""The players' acts carried out through `flow`, as if each had pressed it on his own device."""

from __future__ import annotations

from datetime import datetime

from indicators.faults import FaultsError
from indicators.language import Message
from scoring.demonstration.rehearsal.plan import RehearsalPlan, rehearsal_plan
from scoring.demonstration.rehearsal.players import PlayerAct, acts, power_cut
from scoring.demonstration.rehearsal.seeing import Seen, look
from scoring.errors import ConflictError
from scoring.flow import meeting
from scoring.model import Actor, GivenMark, MarkState
from scoring.register import rounds, sittings
from scoring.register.database import Register
from scoring.register.sittings import Sitting


def rehearsal_of(register: Register) -> str | None:
    """Return the rehearsal of a register, the newest; ``None`` where there is none or it is no demonstration."""
    if not register.synthetic:
        return None
    with register.read() as connection:
        found = [
            one
            for adopted in rounds.all_adopted(connection)
            for one in sittings.of_round(connection, adopted.round_id)
            if one.kind == "rehearsal"
        ]
    return found[-1].sitting_id if found else None


def play(register: Register, now: datetime, *, sitting_id: str, plan: RehearsalPlan | None = None) -> int | None:
    """Let the players do what is due, and return how many did something; ``None`` while the power is cut.

    What does not fit any more because the chair was faster is left; the next look says what is due then.

    Raises
    ------
    ConflictError
        The sitting is no rehearsal, or the register no demonstration.
    """
    plan = plan or rehearsal_plan()
    seen = _seen(register, now, sitting_id, plan)
    if power_cut(seen, plan):
        return None
    done = 0
    for act in acts(seen, plan):
        try:
            _carry_out(register, now, sitting_id, act, plan)
        except (ConflictError, FaultsError):
            continue
        done += 1
    return done


def power_is_cut(register: Register, now: datetime, *, sitting_id: str, plan: RehearsalPlan | None = None) -> bool:
    """Whether the rehearsal has the server without power at this moment.

    Raises
    ------
    ConflictError
        As `play`.
    """
    plan = plan or rehearsal_plan()
    return power_cut(_seen(register, now, sitting_id, plan), plan)


def rehearsed(register: Register, sitting_id: str) -> Sitting:
    """Return the sitting of a rehearsal.

    Raises
    ------
    ConflictError
        It is none, or the register is no demonstration: nobody is played in a real meeting.
    """
    with register.read() as connection:
        sitting = sittings.one(connection, sitting_id)
    if not register.synthetic or sitting is None or sitting.kind != "rehearsal":
        raise ConflictError(Message("meeting.rehearsal_on_demonstration"))
    return sitting


def _seen(register: Register, now: datetime, sitting_id: str, plan: RehearsalPlan) -> Seen:
    sitting = rehearsed(register, sitting_id)
    with register.read() as connection:
        return look(connection, sitting, now, conflict_words=plan.words["conflict"])


def _carry_out(register: Register, now: datetime, sitting_id: str, act: PlayerAct, plan: RehearsalPlan) -> None:
    person = Actor(act.person, act.person, frozenset({"expert"}))
    id_ = act.application_id
    if act.does == "sign_in":
        meeting.sign_in(register, person, now, sitting_id=sitting_id)
    elif act.does == "confirm":
        meeting.confirm_recusals(register, person, now, sitting_id=sitting_id)
    elif act.does == "stand_aside":
        reason = plan.words["conflict"]
        meeting.stand_aside(register, person, now, sitting_id=sitting_id, application_id=id_, reason=reason)
    elif act.does == "ask_discussion":
        meeting.ask_for(register, person, now, sitting_id=sitting_id, application_id=id_, kind="discussion")
    elif act.does == "ask_time":
        meeting.ask_for(register, person, now, sitting_id=sitting_id, application_id=id_, kind="time")
    elif act.does == "save":
        mark = GivenMark(act.indicator, MarkState.SCORED, act.value, plan.words["moved"])
        meeting.save_rescore(register, person, now, mark, sitting_id=sitting_id, application_id=id_, seen_version=0)
    elif act.does == "hand_in":
        meeting.hand_in_rescore(register, person, now, sitting_id=sitting_id, application_id=id_)
    elif act.choice is not None:
        meeting.cast_ballot(register, person, now, voting_id=act.voting_id, choice=act.choice)
