"""Every function of sittings and of the regional analysis asks who it is; generated, so that a new one is held to it.

The sitting is at its most telling: a vote is open, sheets are re-scored, somebody was called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scoring import access
from scoring.flow import meeting, regional
from scoring.model import Actor, GivenMark, MarkState
from tests.scoring.flow.asking import ABSENT, Step, due, public_functions, said, somebody_acts, work_of_refusal

NOBODY = Actor("E01", "nobody", frozenset())
OF_SITTINGS = public_functions(meeting)
OF_REGIONS = public_functions(regional)
STEPS = OF_SITTINGS | OF_REGIONS
ROLES = [role.id for role in access.rules().role]
IDS = ("sitting_id", "application_id", "voting_id", "round_id")
#: That a round is there is told to every office (`round` in `access.toml`); what is in it is not.
SECRET_IDS = IDS[:3]


def values(room: Any) -> dict[str, Any]:
    with room.register.read() as connection:
        voting = connection.exec_driver_sql("SELECT voting_id FROM voting ORDER BY id DESC LIMIT 1").scalar_one()
    return {
        "register": room.register,
        "now": room.now,
        "on": date(2026, 6, 1),
        "sitting_id": room.sitting,
        "voting_id": voting,
        "round_id": "2026-sample",
        "application_id": "2026-0001",
        "application_ids": ["2026-0001"],
        "members": ["E01", "E02"],
        "person_id": "E01",
        "kind": "discuss",
        "choice": "in_favour",
        "outcome": "propose_aa",
        "phase": "consent",
        "block": "hard",
        "step": "report",
        "to": "present",
        "motions": {"2026-0001": "propose_aa"},
        "given": GivenMark("1.1.1", MarkState.INSUFFICIENT),
        "seen_version": 0,
        "seen_digest": "0" * 64,
        "internal": True,
        "code": "123456",
        "token": "t",
        "paused": True,
        "reason": "理由",
        "text": "不同意",
        "prefecture": "320100",
        "form": "pdf",
        "say": str,
        "fonts": None,
        "cuts": {},
        "caps": {},
        "weights": {},
    }


def by_function(function: Step, room: Any) -> dict[str, Any]:
    special = {"kind": "certainty"} if function.__name__ == "regional_figure" else {}
    return due(function, values(room) | special)


@pytest.fixture
def voting(room_at: Callable[[str], Any]) -> Any:
    return room_at("voting")


def test_both_packages_are_found() -> None:
    assert len(OF_SITTINGS) >= 50
    assert len(OF_REGIONS) >= 12
    assert not [name for name, function in STEPS.items() if not somebody_acts(function)], "nobody acts in these"
    assert not [name for name, function in STEPS.items() if inspect.isgeneratorfunction(function)], (
        "they would refuse only when they are read"
    )


def test_whoever_has_no_role_is_refused_and_writes_nothing(voting: Any) -> None:
    with voting.register.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM chain_entry").scalar_one()
    for function in STEPS.values():
        said(function, NOBODY, by_function(function, voting))
    with voting.register.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM chain_entry").scalar_one() == before


def test_hidden_and_absent_things_are_refused_in_the_same_words(voting: Any) -> None:
    for name, function in STEPS.items():
        given = by_function(function, voting)
        hidden = said(function, NOBODY, given)
        for id_ in set(IDS) & given.keys():
            assert said(function, NOBODY, given | {id_: ABSENT}) == hidden, name


@pytest.mark.parametrize(
    "name",
    [name for name, function in STEPS.items() if set(SECRET_IDS) & inspect.signature(function).parameters.keys()],
)
def test_a_role_learns_nothing_of_what_it_may_not_see(room_at: Callable[[str], Any], name: str) -> None:
    """During a vote, whatever is refused about a thing that is there is refused alike about one that is not:

    in the same words, and after the same questions to the database.
    """
    room = room_at("voting")
    given = by_function(STEPS[name], room)
    id_ = next(one for one in SECRET_IDS if one in given)
    for role in ROLES:
        stranger = Actor("X99", "stranger", frozenset({role}))
        absent = work_of_refusal(STEPS[name], stranger, given | {id_: ABSENT})
        there = work_of_refusal(STEPS[name], stranger, given)
        assert there[0] is None or there == absent, role
