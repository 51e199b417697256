"""Whether every page keeps its budget: cold start, first page, reruns, the run after an act; on one register or more.

Run by hand, never by the tests::

    quality-credit demo --register demo.db; quality-credit demo --times 10 --register ten.db
    python tests/benchmarks/pages.py demo.db ten.db [--runs 15] [--roles leader,chair] [--to pages.md]

Registers are copied first and not written to; a copy is brought to the version of the program. Exit code 1 where a
budget is not kept. On a machine that others are using ``--by cpu`` judges by what the processor worked, which does not
count waiting for it; both are printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from scoring import flow  # noqa: E402 - a program's own folder comes first
from scoring.model import Actor  # noqa: E402
from tests.benchmarks.page_runs import AFTER_ACTS, PageRuns  # noqa: E402
from tests.benchmarks.page_server import VISITORS, Start, start_of  # noqa: E402

#: Seconds, and the sheet's own: who types marks waits for every one of them. docs/performance.md says from where.
COLD, FIRST, RERUN, SHEET, AFTER_ACT, NEW = 10.0, 2.0, 0.300, 0.150, 1.0, 20.0
#: After an act of a register with a round of more applications than this: its files are read and judged anew.
MANY, AFTER_ACT_OF_MANY = 1_000, 2.0
_TIGHTER: Final = {"expert_sheet": SHEET}


@dataclass(frozen=True, slots=True)
class Line:
    """One budget and what was measured against it: of the clock and of the processor, in seconds."""

    register: str
    what: str
    budget: float
    clock: Sequence[float]
    cpu: Sequence[float]
    note: str = ""

    def judged(self, by: str) -> float:
        """Return the 95th percentile that is held against the budget."""
        return p95(self.cpu if by == "cpu" else self.clock)

    def kept(self, by: str) -> bool:
        """Whether the budget is kept."""
        return self.judged(by) <= self.budget


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile by nearest rank: of fifteen runs it is the slowest."""
    return sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


def main() -> int:
    asked = _arguments()
    lines: list[Line] = []
    for given in asked.registers:
        with tempfile.TemporaryDirectory() as folder:
            register = _copied(Path(given), Path(folder))
            if not asked.no_server:
                lines += _of_server(register.stem, start_of(register))
            lines += _of_pages(register, asked)
    over = [line for line in lines if not line.kept(asked.by)]
    text = "\n".join(_told(lines, asked, over)) + "\n"
    print(text, end="")
    if asked.to:
        Path(asked.to).write_text(text, "utf-8")
    return 1 if over else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registers", nargs="+", metavar="REGISTER", help="a demonstration, in a file")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="reruns of each page (15)")
    parser.add_argument("--roles", default="", metavar="A,B", help="of these roles alone")
    parser.add_argument("--by", choices=("clock", "cpu"), default="clock", help="what is held against the budget")
    parser.add_argument("--no-server", action="store_true", help="neither cold start nor first page")
    parser.add_argument("--to", metavar="FILE", help="write the table there as well")
    return parser.parse_args()


def _copied(given: Path, folder: Path) -> Path:
    """Copy a register whole, with what its log holds; looks of inspectors are written down in the copy."""
    copy = folder / given.name
    with closing(connect(f"file:{given.resolve()}?mode=ro", uri=True)) as source, closing(connect(copy)) as target:
        source.backup(target)
    for kept in given.parent.glob(f"{given.name}.*"):
        shutil.copy(kept, folder / kept.name)
    flow.migrate_register(copy, Actor("benchmark", "", frozenset({"system_admin"})), datetime.now(UTC))
    return copy


def _of_server(name: str, start: Start) -> Iterator[Line]:
    yield Line(name, "cold start", COLD, [start.cold], [start.cold_cpu])
    yield Line(name, "first page of the process", FIRST, [start.first], [start.first_cpu])
    yield Line(name, "first page of a visitor", FIRST, start.visits, start.visits_cpu)


def _of_pages(register: Path, asked: argparse.Namespace) -> Iterator[Line]:
    with closing(connect(register)) as counted:
        largest = counted.execute(
            "SELECT max(n) FROM (SELECT count(DISTINCT application_id) n FROM application GROUP BY round_id)"
        ).fetchone()[0]
    after = AFTER_ACT_OF_MANY if largest > MANY else AFTER_ACT
    command = [sys.executable, str(Path(__file__).with_name("page_runs.py")), str(register), str(asked.runs)]
    command += [one for one in asked.roles.split(",") if one]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for found in process.stdout:
            one = PageRuns(**json.loads(found))
            what = f"{one.page}{' · ' + one.state if one.state else ''} ({one.role})"
            note = f"{one.payload / 1024:.0f}"
            for line in (
                Line(register.stem, what, _TIGHTER.get(one.page, RERUN), one.reruns, one.reruns_cpu, note),
                Line(register.stem, f"{what}, nothing kept", NEW, one.first, one.first_cpu, note),
                Line(register.stem, f"{what}, after an act", after, one.after_act, one.after_act_cpu, note),
            ):
                # A large register takes long: who waits sees how far it is.
                print(_row(line, asked.by), file=sys.stderr, flush=True)
                yield line
    if process.returncode:
        raise SystemExit(process.returncode)


def _told(lines: Sequence[Line], asked: argparse.Namespace, over: Sequence[Line]) -> Iterator[str]:
    machine = f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}; {machine}, Python {platform.python_version()}; {asked.runs} reruns a page, "
        f"{AFTER_ACTS} runs after an act, {VISITORS} visitors after the first; milliseconds; judged by "
        + ("what the processor worked" if asked.by == "cpu" else "the clock")
        + " at the 95th percentile (nearest rank)."
    )
    for register in dict.fromkeys(line.register for line in lines):
        yield ""
        yield f"| {register} | budget | median | p95 | p95 of the processor | kB | |"
        yield "|---|---|---|---|---|---|---|"
        for line in lines:
            if line.register == register:
                yield _row(line, asked.by)
    yield ""
    yield f"**{len(over)} of {len(lines)} budgets not kept.**" if over else f"All {len(lines)} budgets kept."


def _row(line: Line, by: str) -> str:
    figures: list[Any] = [line.budget, statistics.median(line.clock), p95(line.clock), p95(line.cpu)]
    shown = " | ".join(f"{1000 * figure:,.0f}" for figure in figures)
    return f"| {line.what} | {shown} | {line.note} | {'kept' if line.kept(by) else '**over**'} |"


if __name__ == "__main__":
    raise SystemExit(main())
