"""Twin registers: what somebody may not know changes no byte of what he is sent, on pages, in files, by no error.

Made from the list of pages, so that a page or a role joins by being in the list. For each role, in each state of the
round, a twin is made in which everything that he may not know is otherwise (`hidden_things`); each of his pages is
opened on both, at addresses that are right, wrong, or name what is not his, each file is made as if its button had
been pressed, and all that is sent is compared: every block, label, option, figure, file and message. Where something
differs the test says which thing it is that shows. Controls hold that somebody who may know does see each thing.

A run of the tests takes the states in which the most is hidden from a role (`AT_ONCE`). With
`QUALITY_CREDIT_TWINS=walk` every role is asked for in every state, at every address, and each widget of each page is
moved as well, which takes more than an hour.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.identity import ROLES

hidden = sys.modules["hidden_things"]
twins = sys.modules["twins"]
pr = hidden.pr
WALK = os.environ.get("QUALITY_CREDIT_TWINS") == "walk"
PLAIN: Mapping[str, str] = {}
#: Of things that are there, some of them not the asking role's.
NAMED = {"round": pr.ROUND, "application": pr.FAR, "expert": "E06", "prefecture": "320500"}
#: Of things that are nowhere.
ABSENT = {
    "round": "2099-nowhere",
    "application": "2026-9999",
    "sitting": "sitting/9",
    "case": "nowhere",
    "expert": "E99",
    "prefecture": "999999",
    "stage": "nowhere",
    "class": "nowhere",
}
#: The states in which nothing else is hidden than in these, or from these alone, are left to a walk.
AT_ONCE: Mapping[str, tuple[str, ...]] = {
    # Marks are closed to those who see them later.
    "scored": ("chair", "inspector", "assignment_holder"),
    "decided": ROLES,
    "accredited": ROLES,
}
CASES = [(state, role) for state in hidden.STATES for role in (ROLES if WALK else AT_ONCE.get(state, ()))]
#: Where a thing is shown when a button is pressed, for each look is recorded.
AT_A_PRESS = frozenset({"inspector/approaches"})
#: In which state pages are opened at more addresses than their own: where the most is hidden.
ASKED_FOR_MORE = "decided"
#: What is not of a role, and an id of the same kind that is nowhere: the answer to both is the same.
NOT_HIS = {
    "expert": ({"application": pr.GRADE_A}, {"application": "2026-0099"}),
    **dict.fromkeys(sorted(hidden.OFFICES), ({"application": pr.FAR}, {"application": "2026-0099"})),
}


class Sent:
    """What each role is sent from each register, drawn once."""

    def __init__(self, folder: Path) -> None:
        self.registers = hidden.shared(folder)
        self.sent: dict[tuple[str, str, frozenset[str]], Any] = {}

    def to(self, role: str, state: str, otherwise: frozenset[str] = frozenset()) -> Any:
        key = (role, state, otherwise)
        if key not in self.sent:
            asked = (PLAIN, NAMED) if state == ASKED_FOR_MORE else (PLAIN,)
            queries = (PLAIN, NAMED, ABSENT) if WALK else asked
            path = self.registers.path(state, otherwise)
            self.sent[key] = twins.every_output(path, [role], queries, at=hidden.AT, walk=WALK)[role]
        return self.sent[key]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    return Sent(tmp_path_factory.getbasetemp() / "hidden-things")


@pytest.mark.parametrize(("state", "role"), CASES)
def test_what_somebody_may_not_know_changes_no_byte_that_he_is_sent(sent: Sent, state: str, role: str) -> None:
    first, unknown = sent.to(role, state), hidden.hidden_from(role, state)
    assert first.sent
    if not (found := first.differ(sent.to(role, state, unknown))):
        return
    shown = {thing: first.differ(sent.to(role, state, frozenset({thing}))) for thing in sorted(unknown)}
    pytest.fail(f"{found}\n" + "\n".join(f"{thing}: {where}" for thing, where in shown.items() if where))


@pytest.mark.parametrize("thing", [one for one in hidden.THINGS if "/" in one.control[1]], ids=lambda one: one.name)
def test_whoever_may_know_it_does_see_it_on_his_page(sent: Sent, thing: Any) -> None:
    role, file, state = thing.control
    first, other = (
        twins.outputs_of(sent.registers.path(state, one), role, file, at=hidden.AT, walk=file in AT_A_PRESS)
        for one in (frozenset(), frozenset({thing.name}))
    )
    assert first.differ(other)


@pytest.mark.parametrize("role", [role for role in ROLES if role in NOT_HIS])
def test_what_is_not_his_is_answered_like_what_is_nowhere(sent: Sent, role: str) -> None:
    path = sent.registers.path(ASKED_FOR_MORE)
    both = [twins.every_output(path, [role], (query,), at=hidden.AT)[role] for query in NOT_HIS[role]]
    his, nowhere = (list(one.sent.values()) for one in both)
    assert [name for name, *pair in zip(both[0].sent, his, nowhere, strict=True) if pair[0] != pair[1]] == []
