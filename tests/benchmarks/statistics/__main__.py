"""How fast the statistics are: against the peers, against what any program must do, and how much memory they take.

Run by hand, never by the tests, from the top folder of the project: ``python -m tests.benchmarks.statistics``, with
``peers``, ``bars`` or ``memory`` for one part alone. It prints one table of Markdown from one run. Without peers their
rows say "not installed"; with them it takes two to seven minutes. They need an environment of their own, Python 3.11::

    python3.11 -m venv bench && bench/bin/pip install --require-hashes -r requirements.lock
    bench/bin/pip install --no-deps -r tests/benchmarks/peers.txt
    bench/bin/python -m tests.benchmarks.statistics

Seconds are processor time of one thread, the least of several repeats after one that does not count. Data come from
one seed (`panels`). Where a peer's answer is another than ours, the row has the difference and, if it is known, why.
"""

# ruff: noqa: E402
from __future__ import annotations

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported

import platform
import sys
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.statistics import against_peers, bars, memory, peers
from tests.benchmarks.statistics.rows import Row, table

PARTS = {"bars": bars.all_rows, "peers": against_peers.all_rows, "memory": memory.all_rows}


def main() -> None:
    asked = sys.argv[1:] or list(PARTS)
    print(_machine(), flush=True)
    rows: list[Row] = []
    for part in asked:
        for row in PARTS[part]():
            rows.append(row)
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(table(rows))
    missed = [row.what for row in rows if row.met is False]
    print("\nNot met: " + "; ".join(missed) if missed else "\nEvery bar is met.")


def _machine() -> str:
    """Return what it ran on."""
    ours = [f"{name} {version(name)}" for name in ("numpy", "scipy", "pandas")]
    theirs = [f"{name} {peers.version_of(name) or '(not installed)'}" for name in peers.NAMES]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; one thread; "
        f"Python {platform.python_version()}, {', '.join(ours)}; peers: {', '.join(theirs)}\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
