"""How long a rerun of each page takes on a demonstration register, with the budget beside it.

Run by hand, never by the tests: ``python tests/benchmarks/pages.py REGISTER [RUNS]``. Each page is run through
Streamlit's own test runner, script and element tree but no network and no browser, RUNS times after one run to warm
up; the first run of the process, which loads everything, is told apart.
"""

from __future__ import annotations

import logging
import os
import platform
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUDGET = 0.300
RUNS = 20


def main() -> None:
    register, runs = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    os.environ["QUALITY_CREDIT_REGISTER"] = str(register)
    logging.disable(logging.WARNING)
    from streamlit.testing.v1 import AppTest

    from dashboard.identity import ROLES
    from dashboard.roles import pages_of
    from scoring.model import Actor

    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{register.name}; {machine}; {runs} reruns a page; seconds; budget {BUDGET:.3f} at the 95th percentile")
    print(f"{'role':<12} {'page':<22} {'first':>7} {'median':>7} {'p95':>7} {'worst':>7}")
    over = 0
    for role in ROLES:
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        app.session_state["demonstration_role"] = role
        started = time.perf_counter()
        app.run()
        first = time.perf_counter() - started
        for page in pages_of(Actor(role, role, frozenset({role}))):
            app.switch_page(str(page.file)).run()
            assert not app.exception, (page.id, app.exception)
            taken = sorted(_seconds(app) for _ in range(runs))
            p95 = taken[min(runs - 1, round(0.95 * runs))]
            over += p95 > BUDGET
            mark = "  over" if p95 > BUDGET else ""
            line = f"{role:<12} {page.id:<22} {first:7.3f} {statistics.median(taken):7.3f} {p95:7.3f} {taken[-1]:7.3f}"
            print(line + mark)
            first = float("nan")
    print(f"{over} pages over the budget" if over else "all pages within the budget")


def _seconds(app: object) -> float:
    started = time.perf_counter()
    app.run()  # type: ignore[attr-defined]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
