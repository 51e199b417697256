"""A register for decision meetings: applications of every kind, twelve experts, panels of five; all synthetic.

``build(path, items=40)`` takes a round to *deciding* with every sheet in; ``Room`` prepares a sitting and takes it from
step to step through `flow`. Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.steps import recommend, sign_papers
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import meeting
from scoring.model import (
    Actor,
    Application,
    Enterprise,
    Expert,
    GivenMark,
    GivenSheet,
    Growth,
    HeldGrade,
    MarkState,
    Stage,
)
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register, open_register

ROUND = "2026-sample"
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
#: Two experts in each of six prefectures.
EXPERTS = {f"E{number:02d}": f"32{7 + number % 6:02d}00" for number in range(1, 13)}
PEOPLE = {id_: f"{family}某" for id_, family in zip(EXPERTS, "赵钱孙李周吴郑王冯陈褚卫", strict=True)}
#: Most of the enterprises have no expert from home; every eighth has two.
COUNTIES = ("320102", "320505", "320205", "320612", "320302", "320402", "320106", "320703")
PANEL = 5


def actor(role: str, id_: str | None = None) -> Actor:
    return Actor(id_ or role, id_ or role, frozenset({role}))


CHAIR, SECRETARY, KIOSK = actor("chair"), actor("secretariat"), actor("kiosk")


def member(id_: str) -> Actor:
    return actor("expert", id_)


def application_id(number: int) -> str:
    return f"2026-{number:04d}"


def application(number: int, **facts: object) -> Application:
    """Return the n-th application, sound in every condition: every third asks for AAA, the others for AA."""
    law = shipped_rule_book(ROUND).regulation
    county = COUNTIES[number % len(COUNTIES)]
    known: dict[str, object] = {
        "adverse_records_checked": True,
        "growth": tuple(Growth(year, Decimal("3.5")) for year in (2023, 2024, 2025)),
        "held": (HeldGrade("A", date(2020, 3, 1)), HeldGrade("AA", date(2023, 3, 1))),
        "declared": {one.id: True for one in law.conditions if one.judged_by == "declaration"},
    }
    enterprise = Enterprise(
        make(f"91{county}MA1AB{number:04d}"),
        f"样例{number:02d}制造有限公司",
        "legal_person",
        county,
        "C34",
        "medium",
        date(2010, 5, 4),
    )
    target = "AAA" if number % 3 == 0 else "AA"
    return Application(application_id(number), ROUND, enterprise, target, date(2026, 4, 1), **(known | facts))  # type: ignore[arg-type]


def panel_of(number: int) -> tuple[str, ...]:
    """Return who scores the n-th application: five in turn, of those who are not from its prefecture."""
    home = COUNTIES[number % len(COUNTIES)][:4]
    free = [one for one, region in EXPERTS.items() if region[:4] != home]
    start = number * PANEL
    return tuple(free[(start + step) % len(free)] for step in range(PANEL))


def sheets(items: int, *, seed: int = 7) -> list[GivenSheet]:
    """Return marks as experts of differing severity give them to applications of differing quality."""
    rng = np.random.default_rng(seed)
    leaves = shipped_rule_book(ROUND).round.indicator_table.leaves()
    severity = dict(zip(EXPERTS, rng.normal(0, 0.02, len(EXPERTS)), strict=True))
    found = []
    for number in range(1, items + 1):
        quality = 0.70 + 0.28 * ((number * 7) % items) / max(items - 1, 1)
        for expert in panel_of(number):
            view = quality - severity[expert] + rng.normal(0, 0.015)
            marks = []
            for leaf in leaves:
                allowed = leaf.allowed_scores()
                wanted = float(leaf.max_score) * min(max(view + rng.normal(0, 0.12), 0), 1)
                value = min(allowed, key=lambda one: abs(float(one) - wanted))
                marks.append(GivenMark(leaf.code, MarkState.SCORED, Decimal(value), "第 3 页"))
            found.append(GivenSheet(application_id(number), expert, tuple(marks)))
    return found


@dataclass
class Room:
    """The register with its clock, and a sitting taken through its steps in one line each."""

    register: Register
    now: datetime = NOW
    sitting: str = ""

    def tick(self, seconds: float = 1) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def do(self, act: Any, by: Actor, /, *args: Any, **values: Any) -> Any:
        """Do a step of `flow` that writes, a second later."""
        return act(self.register, by, self.tick(), *args, **values)

    def sit(self, act: Any, by: Actor, /, **values: Any) -> Any:
        """Do a step of the sitting."""
        return self.do(act, by, sitting_id=self.sitting, **values)

    def prepare(
        self,
        application_ids: Sequence[str] | None = None,
        *,
        members: Iterable[str] = tuple(EXPERTS),
        stage: Stage = "document_review",
        seed: int = 11,
        **values: Any,
    ) -> str:
        chosen = application_ids or meeting.may_be_treated(self.register, SECRETARY, ROUND, stage=stage)
        self.do(
            meeting.prepare_sitting,
            SECRETARY,
            round_id=ROUND,
            application_ids=chosen,
            members=tuple(members),
            stage=stage,
            seed=seed,
            **values,
        )
        self.sitting = meeting.sittings_of_round(self.register, SECRETARY, ROUND)[-1].sitting_id
        return self.sitting

    def phase(self, *phases: str) -> None:
        for phase in phases:
            self.sit(meeting.move_sitting, CHAIR, phase=phase)

    def seated(self, members: Iterable[str] = tuple(EXPERTS)) -> None:
        """Open the sitting; everybody signs in and confirms."""
        self.phase("opened")
        for one in members:
            self.sit(meeting.sign_in, member(one))
        self.phase("recusals")
        for one in members:
            self.sit(meeting.confirm_recusals, member(one))
        self.phase("anchors")

    def desk(self) -> meeting.ChairDesk:
        return meeting.chair_desk(self.register, CHAIR, self.now, sitting_id=self.sitting)

    def member_desk(self, id_: str) -> meeting.MemberDesk:
        return meeting.member_desk(self.register, member(id_), sitting_id=self.sitting)

    def take(self, application: str | None = None) -> str:
        """Lay the next item, or a named one, on the table."""
        id_ = application or self.desk().following[0].application_id
        self.sit(meeting.take_item, CHAIR, application_id=id_)
        return id_

    def vote(self, outcome: str, choices: Mapping[str, str] | None = None, *, default: str = "in_favour") -> None:
        """Put the item on the table to the vote, let everybody who may cast, and close."""
        table = self.desk().table
        assert table is not None
        self.sit(meeting.open_voting, CHAIR, motions={table.item.application_id: outcome})
        self.cast(choices or {}, default=default)
        self.sit(meeting.close_voting, CHAIR)

    def cast(self, choices: Mapping[str, str], *, default: str = "in_favour") -> None:
        voting = self.desk().voting
        assert voting is not None
        for one in EXPERTS:
            # Whoever has no vote in it, or has cast, is told so.
            with suppress(ConflictError, AccessRefusedError):
                values = {"voting_id": voting.voting_id, "choice": choices.get(one, default)}
                self.do(meeting.cast_ballot, member(one), **values)

    def consent(self) -> None:
        """Vote on the consent list as proposed."""
        self.phase("consent")
        proposed = meeting.consent_motions(self.register, CHAIR, sitting_id=self.sitting)
        self.sit(meeting.open_voting, CHAIR, motions=proposed)
        self.cast({})
        self.sit(meeting.close_voting, CHAIR)


#: Registers made so far, by how many applications they hold.
_MADE: dict[int, tuple[bytes, datetime]] = {}


def build(path: Path, items: int = 40) -> Room:
    """Make a round of so many applications, every sheet in, at deciding; made once and copied."""
    if items not in _MADE:
        room = _make(path, items)
        room.register.close()
        _MADE[items] = path.read_bytes(), room.now
    else:
        path.write_bytes(_MADE[items][0])
    return Room(open_register(path), _MADE[items][1])


def _make(path: Path, items: int) -> Room:
    room = Room(create_register(path, now=NOW, synthetic=True))
    fill(room, items)
    return room


def fill(room: Room, items: int) -> None:
    """Put the round with all its sheets into an empty register."""
    book, holder = shipped_rule_book(ROUND), actor("assignment_holder")
    room.do(flow.create_round, SECRETARY, book)
    ticks = iter(room.tick, None)
    sign_papers(room.register, ticks, ROUND, first_day=date(2026, 3, 1), last_day=date(2026, 12, 31))
    room.do(flow.advance_round, SECRETARY, ROUND, "open")
    people = [
        Expert(id_, PEOPLE[id_], f"检测研究院{id_}", region, ("C34",), date(2026, 1, 1), None)
        for id_, region in EXPERTS.items()
    ]
    room.do(flow.import_experts, holder, people, source="experts.csv")
    every = [application(number) for number in range(1, items + 1)]
    room.do(flow.import_applications, SECRETARY, ROUND, every, source="applications.csv")
    recommend(room.register, ticks, ROUND, every, read_regions())
    pairs = [(application_id(number), expert) for number in range(1, items + 1) for expert in panel_of(number)]
    room.do(flow.assign, holder, ROUND, pairs)
    room.do(flow.advance_round, SECRETARY, ROUND, "reviewing")
    given = sheets(items)
    signed = {(one.application_id, one.expert_id) for one in given}
    room.do(flow.import_sheets, holder, ROUND, given, submitted=signed, source="sheets.csv")
    room.do(flow.advance_round, SECRETARY, ROUND, "deciding")
