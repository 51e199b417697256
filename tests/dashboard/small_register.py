"""A small register for pages: the shipped sample round under review, two applications, five experts, all synthetic.

Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.steps import recommend, sign_papers
from scoring.model import Actor, Application, Enterprise, Expert
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register, open_register

ROUND = "2026-sample"
APPLICATIONS = ("2026-0001", "2026-0002")
EXPERTS = tuple(f"E{number:02d}" for number in range(1, 6))
NAMES = ("南京样例精密机械有限公司", "苏州<b>样例</b>*电子*股份有限公司")
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def actor(role: str, id_: str | None = None) -> Actor:
    return Actor(id_ or role, id_ or role, frozenset({role}))


_MADE: list[bytes] = []


def build(path: Path) -> Register:
    """Make the register and leave it open; made once, after that it is a copy."""
    if not _MADE:
        _make(path).close()
        _MADE.append(path.read_bytes())
    path.write_bytes(_MADE[0])
    return open_register(path)


def _make(path: Path) -> Register:
    register = create_register(path, now=NOW, synthetic=True)
    secretariat, holder = actor("secretariat"), actor("assignment_holder")
    at = iter(NOW + timedelta(seconds=second) for second in range(1, 100))
    flow.create_round(register, secretariat, next(at), shipped_rule_book(ROUND))
    people = [Expert(id_, f"专家{id_}", "研究院", "320500", ("C34",), date(2024, 1, 1)) for id_ in EXPERTS]
    flow.import_experts(register, holder, next(at), people, source="experts.csv")
    applications = [
        Application(
            id_,
            ROUND,
            Enterprise(
                make(f"91320102MA1ABCD{n:02d}"), name, "legal_person", "320102", "C34", "medium", date(2010, 5, 4)
            ),
            "AA",
            date(2026, 4, 1),
        )
        for n, (id_, name) in enumerate(zip(APPLICATIONS, NAMES, strict=True), start=1)
    ]
    sign_papers(register, at, ROUND, first_day=date(2026, 3, 1), last_day=date(2026, 12, 31))
    flow.advance_round(register, secretariat, next(at), ROUND, "open")
    flow.import_applications(register, secretariat, next(at), ROUND, applications, source="applications.csv")
    recommend(register, at, ROUND, applications, read_regions())
    flow.assign(register, holder, next(at), ROUND, [(id_, expert) for id_ in APPLICATIONS for expert in EXPERTS])
    flow.advance_round(register, secretariat, next(at), ROUND, "reviewing")
    return register
