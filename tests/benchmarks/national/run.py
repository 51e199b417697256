"""How fast, in how much memory, and how cost grows: ``python -m tests.benchmarks.national.run MARKS TO [--grow]``.

MARKS is a folder of `make`, TO a scratch folder. Prints a line of JSON for each run: workers, seconds, marks a second,
the largest worker's memory, and the digest of all results, which must be the same for any number of workers. Beside it
the plain reading of the files, so that it is seen what bounds. ``--grow`` makes marks of 10³ to 10⁶ applications in
TO instead and fits slopes to times and memory on log-log axes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from scoring.cli.national import blocks_of, put_together
from scoring.distributed.manifest import FAMILIES
from scoring.distributed.running import Workers, run_blocks
from tests.benchmarks.national.make import EXPERTS, INDICATORS, scheme, write_marks

SIZES: Final = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
CHUNK: Final = 1 << 22


def measure(marks: Path, to: Path, workers: int) -> dict[str, Any]:
    """Run all blocks of a folder and say how it went; processes that compute are children of this one."""
    sources, rules = blocks_of(marks), scheme()
    before = resource.getrusage(resource.RUSAGE_SELF if workers == 0 else resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    outcomes = run_blocks(sources, rules, to, Workers(workers), anew=True)
    blocks = time.perf_counter() - begun
    put_together(outcomes, rules, to)
    whole = time.perf_counter() - begun
    manifests = [outcome.manifest for outcome in outcomes if outcome.manifest is not None]
    given = sum(one.marks for one in manifests)
    who = resource.RUSAGE_SELF if workers == 0 else resource.RUSAGE_CHILDREN
    used = resource.getrusage(who)
    busy = used.ru_utime + used.ru_stime - (before.ru_utime + before.ru_stime)
    return {
        "workers": workers,
        "blocks": len(manifests),
        "applications": sum(one.applications for one in manifests),
        "marks": given,
        "seconds_blocks": round(blocks, 2),
        "seconds": round(whole, 2),
        "marks_per_second": round(given / whole),
        "core_seconds": round(busy, 2),
        "marks_per_core_second": round(given / busy),
        "largest_process_mb": round(used.ru_maxrss / 1024),
        "load": os.getloadavg()[0],
        "digest": digest(to),
    }


def digest(to: Path) -> str:
    """Return one digest of all results, ranks and the summary."""
    found = hashlib.sha256()
    files = [path for family in (*FAMILIES, "ranks") for path in sorted((to / family).glob("*.parquet"))]
    for path in (*files, to / "summary.json"):
        with path.open("rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()


def read_limit(marks: Path) -> dict[str, Any]:
    """Return how fast the files are read, first as bytes with the system's cache dropped, then again out of it."""
    files = sorted(marks.glob("*.parquet"))
    size = sum(path.stat().st_size for path in files)
    found: dict[str, Any] = {"bytes": size}
    for name in ("cold", "cached"):
        if name == "cold":
            for path in files:
                with path.open("rb") as stream:
                    os.fsync(stream.fileno())
                    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        begun = time.perf_counter()
        for path in files:
            with path.open("rb", buffering=0) as stream:
                while stream.read(CHUNK):
                    pass
        found[f"{name}_mb_per_second"] = round(size / 1e6 / (time.perf_counter() - begun))
    return found


def grow(to: Path) -> None:
    """Measure one block of each size in a process of its own, and print the slopes."""
    rows = []
    for size in SIZES:
        folder = to / f"grow-{size}"
        folder.mkdir(parents=True, exist_ok=True)
        write_marks(folder, 1, size)
        call = [
            sys.executable,
            "-m",
            "tests.benchmarks.national.run",
            str(folder),
            str(folder / "out"),
            "--workers",
            "0",
        ]
        told = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
        rows.append(json.loads(told))
        print(told, flush=True)
    x = np.log10([row["applications"] for row in rows])
    for name in ("seconds", "core_seconds", "largest_process_mb"):
        y = np.log10([row[name] for row in rows])
        print(
            json.dumps(
                {
                    name: {
                        "slope": round(float(np.polyfit(x, y, 1)[0]), 3),
                        "from_1e5": round(float((y[-1] - y[-3]) / (x[-1] - x[-3])), 3),
                    }
                }
            )
        )
    (to / "grow.json").write_text(
        json.dumps([{**row, "cells": row["applications"] * EXPERTS * INDICATORS} for row in rows])
    )


def main() -> None:
    """Measure what the call asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("marks", type=Path)
    parser.add_argument("to", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--grow", action="store_true")
    asked = parser.parse_args()
    if asked.grow:
        grow(asked.to)
        return
    if asked.read:
        print(json.dumps(read_limit(asked.marks)), flush=True)
    for workers in asked.workers:
        print(json.dumps(measure(asked.marks, asked.to / str(workers), workers)), flush=True)


if __name__ == "__main__":
    main()
