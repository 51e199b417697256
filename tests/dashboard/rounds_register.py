"""A small register with all five shipped rounds: two of them finished, one under review, all synthetic.

2024: three A in 苏州 announced, one of them revoked. 2025: fifteen AAA applied for in 南京 (the cap) and decided by
nobody, two A in 苏州 announced. 2026: two AA in 南京, under review. Loaded by path from the tests that need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from indicators.load import shipped_round_files, shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.finishing import Finisher
from scoring.demonstration.steps import confirm, recommend, sign_papers
from scoring.model import Actor, Application, Enterprise
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SECRETARIAT = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
DRC = Actor("province_drc", "province_drc", frozenset({"province_drc"}))
TO_NOTICE = ("reviewing", "deciding", "in_notice")
FILED = {
    "2024-synthetic": (("A", "320505", 3),),
    "2025-synthetic": (("AAA", "320102", 15), ("A", "320505", 2)),
    "2026-sample": (("AA", "320102", 2),),
}


def applicants(round_id: str) -> list[Application]:
    year = round_id[:4]
    law = shipped_rule_book(round_id).regulation
    declared = {condition.id: True for condition in law.conditions if condition.judged_by == "declaration"}
    wanted = [(target, county) for target, county, count in FILED[round_id] for _ in range(count)]
    return [
        Application(
            f"{year}-{number:04d}",
            round_id,
            Enterprise(
                make(f"91{county}MA{year[2:]}ABC{number:02d}"),
                f"样例{year}{number}有限公司",
                "legal_person",
                county,
                "C34",
                "medium",
                date(2010, 5, 4),
            ),
            target,
            date(int(year), 4, 1),
            adverse_records_checked=True,
            declared=declared,
        )
        for number, (target, county) in enumerate(wanted, start=1)
    ]


def build(path: Path) -> Register:
    """Make the register and leave it open."""
    register = create_register(path, now=NOW, synthetic=True)
    at = (NOW + timedelta(seconds=second) for second in range(1, 1000))
    for file in shipped_round_files():
        flow.create_round(register, SECRETARIAT, next(at), shipped_rule_book(file.stem))
    for round_id in FILED:
        sign_papers(register, at, round_id, first_day=date(int(round_id[:4]), 1, 1), last_day=date(2026, 12, 31))
        flow.advance_round(register, SECRETARIAT, next(at), round_id, "open")
        flow.import_applications(
            register, SECRETARIAT, next(at), round_id, applicants(round_id), source="applications.csv"
        )
    for round_id, on in (("2024-synthetic", date(2024, 5, 10)), ("2025-synthetic", date(2025, 6, 10))):
        _finish(register, at, round_id, on)
    for signer in (SECRETARIAT, DRC):
        flow.revoke(
            register,
            signer,
            next(at),
            application_id="2024-0001",
            cause=flow.Cause("untrue_material"),
            on=NOW.date(),
            reason="弄虚作假",
        )
    flow.advance_round(register, SECRETARIAT, next(at), "2026-sample", "reviewing")
    return register


def _finish(register: Register, at: Iterator[datetime], round_id: str, on: date) -> None:
    recommend(register, at, round_id, applicants(round_id), read_regions())
    confirm(register, at, round_id, applicants(round_id))
    for state in TO_NOTICE:
        flow.advance_round(register, SECRETARIAT, next(at), round_id, state)  # type: ignore[arg-type]
    given = [flow.Granted(one.application_id, "A") for one in applicants(round_id) if one.target_grade == "A"]
    Finisher(register, SECRETARIAT, DRC, lambda day: next(at)).finish(
        round_id, given, opened_on=on - timedelta(days=28), announced_on=on, reason="补录"
    )
    flow.advance_round(register, SECRETARIAT, next(at), round_id, "accredited")
