"""kill -9 at random moments while an expert saves marks through `flow`: is what was acknowledged still there?

Run from the project: ``.venv/bin/python tests/load/kill9.py --rounds 50``. Each round a process of its own saves marks
of one sheet as fast as it can and prints each one after it was told that it is saved; it is killed at a random moment.
Afterwards every printed mark must be in the record with that version, value and time, `flow.verify` must find nothing,
and the invariants must hold. Exit code 1 where anything is lost.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import repeat
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from sqlalchemy import select  # noqa: E402

from indicators.load import shipped_rule_book  # noqa: E402
from indicators.regions import read_regions  # noqa: E402
from scoring import flow  # noqa: E402
from scoring.demonstration.steps import recommend, sign_papers  # noqa: E402
from scoring.model import Actor, Application, Enterprise, Expert, GivenMark, MarkState  # noqa: E402
from scoring.procedure.uscc import make  # noqa: E402
from scoring.register import tables  # noqa: E402
from scoring.register.database import create_register, open_register  # noqa: E402
from tests.forking import Forks  # noqa: E402

ROUND, APPLICATION, EXPERT = "2026-sample", "2026-0001", "E01"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one round of killing came to. `lost`: acknowledged marks that the record does not hold."""

    acknowledged: int
    lost: int
    chain_faults: int
    broken_invariants: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.chain_faults or self.broken_invariants)


def prepare(url: str) -> None:
    """Make a register in which one expert may mark one application."""
    now = datetime.now(UTC)
    secretary = Actor("S01", "S01", frozenset({"secretariat"}))
    holder = Actor("H01", "H01", frozenset({"assignment_holder"}))
    enterprise = Enterprise(
        make("91320102MA1ABCD01"), "某公司", "legal_person", "320102", "C34", "medium", date(2010, 5, 4)
    )
    application = Application(APPLICATION, ROUND, enterprise, "AA", date(2026, 4, 1))
    expert = Expert(EXPERT, "某专家", "某院", "320500", ("C34",), date(2025, 1, 1))
    with create_register(url, now=now) as register:
        flow.create_round(register, secretary, now, shipped_rule_book(ROUND))
        sign_papers(register, repeat(now), ROUND, first_day=date(2026, 1, 1), last_day=now.date() + timedelta(days=30))
        flow.advance_round(register, secretary, now, ROUND, "open")
        flow.import_experts(register, holder, now, [expert], source="load test")
        flow.import_applications(register, secretary, now, ROUND, [application], source="load test")
        recommend(register, repeat(now), ROUND, [application], read_regions())
        flow.assign(register, holder, now, ROUND, [(APPLICATION, EXPERT)])
        flow.advance_round(register, secretary, now, ROUND, "reviewing")


def save_for_ever(url: str) -> None:
    """Save marks until killed; a line is printed only after `flow.save_mark` has returned."""
    leaves = shipped_rule_book(ROUND).round.indicator_table.leaves()
    actor = Actor(EXPERT, EXPERT, frozenset({"expert"}))
    with open_register(url) as register:
        sheet = flow.read_sheet(register, actor, application_id=APPLICATION)
        versions = {code: mark.version for code, mark in sheet.marks.items()}
        while True:
            leaf = random.choice(leaves)
            given = GivenMark(leaf.code, MarkState.SCORED, random.choice(leaf.allowed_scores()))
            seen = versions.get(leaf.code, 0)
            saved = flow.save_mark(
                register, actor, datetime.now(UTC), given, application_id=APPLICATION, seen_version=seen
            )
            versions[leaf.code] = saved.version
            print(saved.indicator, saved.version, saved.value, saved.saved_at, flush=True)


@cache
def _forks() -> Forks:
    """Return who makes writers."""
    made = Forks("tests.load.kill9")
    atexit.register(made.end)
    return made


def kill_once(url: str, forks: Forks, *, longest: float = 0.4) -> Outcome:
    """Start a writer, kill it at a random moment after its first acknowledgement, and look at what is left."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = Path(folder) / "acknowledged"
        os.mkfifo(pipe)
        writer = forks.run(["tests.load.kill9", "--writer", url], os.environ, pipe)
        with pipe.open("rb") as read:
            first = read.readline()
            assert first, "the writer ended before it saved anything"
            time.sleep(random.random() * longest)
            writer.send_signal(signal.SIGKILL)
            printed = first + read.read()
    assert writer.ended(30)
    acknowledged = [tuple(line.decode().split()) for line in printed.split(b"\n")[:-1]]
    with open_register(url) as register:
        with register.read() as connection:
            columns = (tables.mark.c.indicator, tables.mark.c.version, tables.mark.c.value, tables.mark.c.saved_at)
            kept = {tuple(map(str, row)) for row in connection.execute(select(*columns))}
        inspector = Actor("I01", "I01", frozenset({"inspector"}))
        verified, broken = flow.verify(register, inspector), flow.check(register, inspector)
    lost = sum(mark not in kept for mark in acknowledged)
    return Outcome(len(acknowledged), lost, len(verified.faults), len(broken))


def rounds_of_killing(url: str, rounds: int) -> Iterator[Outcome]:
    """Prepare a register and yield the outcome of each round."""
    forks = _forks()
    prepare(url)
    for _ in range(rounds):
        yield kill_once(url, forks)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--url", help="where to make the register; a temporary file by default")
    parser.add_argument("--writer", metavar="URL", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.writer:
        save_for_ever(chosen.writer)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = list(rounds_of_killing(chosen.url or str(Path(folder) / "register.db"), chosen.rounds))
    acknowledged, lost = sum(each.acknowledged for each in outcomes), sum(each.lost for each in outcomes)
    faults = sum(each.chain_faults for each in outcomes)
    broken = sum(each.broken_invariants for each in outcomes)
    print(
        f"{len(outcomes)} x kill -9: {acknowledged} marks acknowledged, {lost} lost, "
        f"{faults} faults of the chain, {broken} broken invariants"
    )
    return 0 if all(each.clean for each in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
