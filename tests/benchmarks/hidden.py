"""Whether a refusal tells by its time that a thing exists: what is hidden from a person against what is not there.

Run by hand, never by the tests: ``python tests/benchmarks/hidden.py [CALLS]``. CALLS pairs (1,000 by default) of each
step, hidden and absent in an order that is shuffled with a seed, so that what else the machine does falls on both
alike: medians, their difference, and the Mann-Whitney U with its p. A step whose difference stands above 0.1 ms with
a p below 0.01 by the number of steps is a finding.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from scipy import stats

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from scoring import flow  # noqa: E402
from scoring.demonstration.build import build  # noqa: E402
from scoring.errors import AccessRefusedError  # noqa: E402
from scoring.flow import meeting  # noqa: E402
from scoring.model import Actor  # noqa: E402
from scoring.register.database import Register, open_register  # noqa: E402
from tests import meeting_register  # noqa: E402

STRANGER = Actor("X99", "a stranger", frozenset({"expert"}))
LEADER = Actor("leader", "leader", frozenset({"leader"}))
COUNTY = Actor("county", "county", frozenset({"county_regulator"}), "320981")
CHAIR = Actor("chair", "chair", frozenset({"chair"}))
DAY = date(2026, 6, 1)
NEXT = 0.01


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demonstration.db"
        build(file, seed=0)
        with open_register(file) as register:
            there = _an_application(register)
            print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; milliseconds")
            print(f"{'step':<44}{'hidden':>9}{'absent':>9}{'difference':>12}{'p (U)':>9}")
            for name, step in STEPS.items():
                _report(name, *_times(register, step, there, calls))
        room = _a_room(Path(folder))
        with room.register:
            for name, step in OF_SITTINGS.items():
                _report(name, *_times(room.register, step, room.sitting, calls))


def _an_application(register: Register) -> str:
    """Return an application of the round under review: its marks are nobody's yet."""
    secretariat = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
    (current,) = (one for one in flow.list_rounds(register, secretariat) if one.state == "reviewing")
    heads = flow.application_heads(register, secretariat, current.round_id)
    return next(one.application_id for one in heads if one.target_grade == "AA")


def _a_room(folder: Path) -> meeting_register.Room:
    """Return a meeting of twelve items; the stranger has no seat in it."""
    room = meeting_register.build(folder / "meeting.db", items=12)
    room.prepare()
    return room


Step = Callable[[Register, str], object]
STEPS: dict[str, Step] = {
    "own_sheet by a stranger": lambda register, id_: flow.own_sheet(register, STRANGER, application_id=id_),
    "panel_result by the chair before closing": lambda register, id_: flow.panel_result(register, CHAIR, id_),
    "decision_history by a leader before the lock": lambda register, id_: flow.decision_history(register, LEADER, id_),
    "step_file by another county": lambda register, id_: flow.step_file(register, COUNTY, DAY, id_),
    "list_attachments by a stranger": lambda register, id_: flow.list_attachments(register, STRANGER, id_),
    "sitting_case by the chair before closing": lambda register, id_: flow.sitting_case(register, CHAIR, id_),
    "step_history by another county": lambda register, id_: flow.step_history(register, COUNTY, id_),
    "measure_history by another county": lambda register, id_: flow.measure_history(register, COUNTY, id_),
    "read_visit_questions by a stranger": lambda register, id_: flow.read_visit_questions(register, STRANGER, id_),
    "read_sheet by a stranger": lambda register, id_: flow.read_sheet(register, STRANGER, application_id=id_),
}
OF_SITTINGS: dict[str, Step] = {
    "member_desk by a stranger": lambda register, id_: meeting.member_desk(register, STRANGER, sitting_id=id_),
    "read_minutes by a stranger": lambda register, id_: meeting.read_minutes(
        register, STRANGER, sitting_id=id_, internal=True
    ),
}


def _times(register: Register, step: Step, there: str, calls: int) -> tuple[list[float], list[float]]:
    absent = there[:-4] + "9999"
    order = [True, False] * calls
    random.Random(20_260_601).shuffle(order)
    hidden_times: list[float] = []
    absent_times: list[float] = []
    for is_hidden in order:
        started = time.perf_counter()
        try:
            step(register, there if is_hidden else absent)
        except AccessRefusedError:
            taken = time.perf_counter() - started
        else:
            raise SystemExit("the step was not refused: nothing is hidden")
        (hidden_times if is_hidden else absent_times).append(taken)
    return hidden_times, absent_times


def _report(name: str, hidden: list[float], absent: list[float]) -> None:
    ours, theirs = (1_000 * float(np.median(found)) for found in (hidden, absent))
    p_value = float(stats.mannwhitneyu(hidden, absent).pvalue)
    finding = "  finding" if abs(ours - theirs) > NEXT * 10 and p_value < NEXT / (len(STEPS) + len(OF_SITTINGS)) else ""
    print(f"{name:<44}{ours:>9.3f}{theirs:>9.3f}{ours - theirs:>12.3f}{p_value:>9.3f}{finding}")


if __name__ == "__main__":
    main()
