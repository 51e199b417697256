"""The holder draws in a browser, replaces an expert, records a conflict; the inspector repeats the draw."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring import flow
from scoring.register.database import open_register

procedure = sys.modules["procedure_register"]
pytestmark = pytest.mark.browser


acts = sys.modules["desk_draw"]


def panel(path: Path, application_id: str) -> list[str]:
    with open_register(path) as register:
        found = flow.read_seats(register, procedure.actor("assignment_holder"), procedure.ROUND)
    return [one.expert_id for one in found if one.application_id == application_id]


def test_a_draw_from_its_seed_to_its_check(context: Any, hall_server: Callable[[str], Any]) -> None:
    server = hall_server("confirmed")
    desk = sys.modules["desk_page"].DeskPage(context.new_page(), server.url)
    desk.become("assignment_holder")
    desk.open("holder_draw")
    acts.draw(desk, "20260601")
    acts.verify_draw(desk, again=False)
    first = panel(server.register, procedure.FAR)
    acts.replace(desk, procedure.FAR, first[0])
    assert first[0] not in panel(server.register, procedure.FAR)
    desk.open("holder_experts")
    uscc = procedure.application(procedure.FAR).enterprise.uscc
    acts.declare_conflict(desk, panel(server.register, procedure.FAR)[0], uscc)
    desk.told("应当回避")
    desk.become("inspector")
    desk.open("inspector_draws")
    acts.verify_draw(desk)
