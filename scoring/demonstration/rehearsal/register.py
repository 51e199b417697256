"""The register of a rehearsal: applications of every kind, twelve experts, panels of five, every sheet in; synthetic.

Smaller than the demonstration and made in seconds; tests of sittings stand on it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np

from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.rehearsal.plan import rehearsal_plan
from scoring.demonstration.steps import office, recommend, sign_papers
from scoring.flow import meeting
from scoring.model import Application, Enterprise, Expert, GivenMark, GivenSheet, Growth, HeldGrade, MarkState
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register

ROUND: Final = "2026-sample"
ITEMS: Final = 40
#: Two experts in each of six prefectures.
EXPERTS: Final = {f"E{number:02d}": f"32{7 + number % 6:02d}00" for number in range(1, 13)}
#: Most of the enterprises have no expert from home; every eighth has two.
COUNTIES: Final = ("320102", "320505", "320205", "320612", "320302", "320402", "320106", "320703")
PANEL: Final = 5
_MARKS_SEED: Final = 7


def build(path: str | Path, now: datetime, *, items: int = ITEMS) -> str:
    """Make the register of a rehearsal and prepare its sitting.

    Parameters
    ----------
    path : str or Path
        A file that is not there yet, or the URL of an empty database.
    now : datetime
        When it is made; the rehearsal goes on from then.

    Returns
    -------
    str
        The sitting.
    """
    plan = rehearsal_plan()
    secretary = office("secretariat")
    register, moments = furnish(path, now - timedelta(minutes=5), items=items)
    with register:
        chosen = meeting.may_be_treated(register, secretary, ROUND)
        meeting.prepare_sitting(
            register,
            secretary,
            next(moments),
            round_id=ROUND,
            application_ids=chosen,
            members=tuple(EXPERTS),
            seed=plan.order_seed,
            place=plan.place,
            rehearsal=True,
        )
        return meeting.sittings_of_round(register, secretary, ROUND)[-1].sitting_id


def furnish(path: str | Path, start: datetime, *, items: int = ITEMS) -> tuple[Register, Iterator[datetime]]:
    """Make a round of so many applications, every sheet in, at deciding, and the moments that follow by the second."""
    plan = rehearsal_plan()
    register = create_register(path, now=start, synthetic=True)
    moments = _seconds(start)
    secretary, holder = office("secretariat"), office("assignment_holder")
    flow.create_round(register, secretary, next(moments), shipped_rule_book(ROUND))
    sign_papers(register, moments, ROUND, first_day=date(2026, 3, 1), last_day=date(2026, 12, 31))
    flow.advance_round(register, secretary, next(moments), ROUND, "open")
    people = [
        Expert(
            id_,
            plan.words["person"].format(surname=surname),
            plan.words["employer"].format(id=id_),
            region,
            ("C34",),
            date(2026, 1, 1),
            None,
        )
        for (id_, region), surname in zip(EXPERTS.items(), plan.words["surnames"], strict=True)
    ]
    flow.import_experts(register, holder, next(moments), people, source="experts.csv")
    every = [application(number) for number in range(1, items + 1)]
    flow.import_applications(register, secretary, next(moments), ROUND, every, source="applications.csv")
    recommend(register, moments, ROUND, every, read_regions())
    pairs = [(application_id(number), expert) for number in range(1, items + 1) for expert in panel_of(number)]
    flow.assign(register, holder, next(moments), ROUND, pairs)
    flow.advance_round(register, secretary, next(moments), ROUND, "reviewing")
    given = sheets(items)
    signed = {(one.application_id, one.expert_id) for one in given}
    flow.import_sheets(register, holder, next(moments), ROUND, given, submitted=signed, source="sheets.csv")
    flow.advance_round(register, secretary, next(moments), ROUND, "deciding")
    return register, moments


def application_id(number: int) -> str:
    """Return the name of the n-th application."""
    return f"2026-{number:04d}"


def application(number: int, **facts: Any) -> Application:
    """Return the n-th application, sound in every condition: every third asks for AAA, the others for AA."""
    law = shipped_rule_book(ROUND).regulation
    county = COUNTIES[number % len(COUNTIES)]
    enterprise = Enterprise(
        make(f"91{county}MA1AB{number:04d}"),
        rehearsal_plan().words["enterprise"].format(number=number),
        "legal_person",
        county,
        "C34",
        "medium",
        date(2010, 5, 4),
    )
    sound = Application(
        application_id(number),
        ROUND,
        enterprise,
        "AAA" if number % 3 == 0 else "AA",
        date(2026, 4, 1),
        adverse_records_checked=True,
        growth=tuple(Growth(year, Decimal("3.5")) for year in (2023, 2024, 2025)),
        held=(HeldGrade("A", date(2020, 3, 1)), HeldGrade("AA", date(2023, 3, 1))),
        declared={one.id: True for one in law.conditions if one.judged_by == "declaration"},
    )
    return replace(sound, **facts)


def panel_of(number: int) -> tuple[str, ...]:
    """Return who scores the n-th application: five in turn, of those who are not from its prefecture."""
    home = COUNTIES[number % len(COUNTIES)][:4]
    free = [one for one, region in EXPERTS.items() if region[:4] != home]
    start = number * PANEL
    return tuple(free[(start + step) % len(free)] for step in range(PANEL))


def sheets(items: int, *, seed: int = _MARKS_SEED) -> list[GivenSheet]:
    """Return marks as experts of differing severity give them to applications of differing quality."""
    rng = np.random.default_rng(seed)
    note = rehearsal_plan().words["note"]
    leaves = shipped_rule_book(ROUND).round.indicator_table.leaves()
    severity = dict(zip(EXPERTS, rng.normal(0, 0.02, len(EXPERTS)), strict=True))
    found = []
    for number in range(1, items + 1):
        quality = 0.70 + 0.28 * ((number * 7) % items) / max(items - 1, 1)
        for expert in panel_of(number):
            view = quality - severity[expert] + rng.normal(0, 0.015)
            marks = []
            for leaf in leaves:
                wanted = float(leaf.max_score) * min(max(view + rng.normal(0, 0.12), 0), 1)
                value = min(leaf.allowed_scores(), key=lambda one: abs(float(one) - wanted))
                marks.append(GivenMark(leaf.code, MarkState.SCORED, Decimal(value), note))
            found.append(GivenSheet(application_id(number), expert, tuple(marks)))
    return found


def _seconds(start: datetime) -> Iterator[datetime]:
    while True:
        start += timedelta(seconds=1)
        yield start
