"""Switch each guard off in turn, run the tests that belong to it, and write how many of them went red.

    python tests/guards/run.py [--only WORD] [--to docs/guards.md] [--missing] [--seconds 240]

A test that never went red proves nothing; a guard whose tests stay green has none. A guard is switched off in a process
of its own, which goes on from one that has read the program and made the registers: so a guard takes seconds. The same
tests run once with every guard on, and what is red then is not counted. With `--missing` the rows that the table has
stay, and only guards without one are switched off.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import pkgutil
import re
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import guards_off  # noqa: E402
import pytest  # noqa: E402

ROW = re.compile(r"\| .+ \| \d+ \| \d+ \| .+ \|$")
HEAD = """# Guards switched off · 逐一关闭防护的对照

Written by `tests/guards/run.py`: each guard off in turn, in a process of its own, and how many of the tests that belong
to it went red. A rule of `scoring/access.toml` is off when everybody may do what it lets some do, in every case;
a guard in code when it lets everything pass. Tests are taken until some go red, the cheapest first; those of the last
column are the ones that did. The same tests ran with every guard on, and what was red then is not counted.
Run of {day}.

| Guard 防护 | Red 变红 | Of 共 | Tests 测试 |
|---|---|---|---|
"""


class _Counted:
    """How tests ended, as a plugin of pytest."""

    def __init__(self) -> None:
        self.ended: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed or report.when == "call":
            self.ended[report.nodeid] = self.ended.get(report.nodeid, False) or report.failed


def ready(folder: Path) -> None:
    """Read the program and make the registers of the twins, with every guard on."""
    for name in ("indicators", "scoring", "dashboard"):
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            # Views are pages, which run when they are imported; a child is a program of its own.
            if not module.name.startswith(
                ("dashboard.views.", "dashboard.app", "indicators.apart_child", "dashboard.locale")
            ):
                import_module(module.name)
    for name in ("straight", "twins", "procedure_register", "hidden_things"):
        spec = importlib.util.spec_from_file_location(name, ROOT / f"tests/dashboard/{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    hidden: Any = sys.modules["hidden_things"]
    registers = hidden.shared(folder)
    for state in ("scored", "decided", "accredited"):
        for unknown in {frozenset[str](), *(hidden.hidden_from(role, state) for role in hidden.EVERYBODY)}:
            registers.path(state, unknown)


def outcome(guard: guards_off.Guard | None, tests: tuple[str, ...], seconds: float) -> dict[str, bool] | None:
    """Return of each test whether it went red; ``None`` where the time was over or the process died.

    Every guard is on where none is given.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        child = os.fork()
        if not child:
            _in_child(guard, tests, told, Path(folder))
        end = time.monotonic() + seconds
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > end:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return None
            time.sleep(0.1)
        found: dict[str, bool] = json.loads(told.read_text()) if told.exists() else {}
        return found or None


@cache
def with_every_guard_on(tests: tuple[str, ...], seconds: float) -> frozenset[str] | None:
    """Return which tests are red as it is: none should be."""
    found = outcome(None, tests, seconds)
    return None if found is None else frozenset(name for name, red in found.items() if red)


def _in_child(guard: guards_off.Guard | None, tests: tuple[str, ...], told: Path, folder: Path) -> None:
    os.setpgid(0, 0)
    silent = os.open(folder / "said.txt", os.O_RDWR | os.O_CREAT, 0o600)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    counted = _Counted()
    try:
        if guard is not None:
            guard.off()
        pytest.main(
            ["--tb=no", "-q", "--assert=plain", "-p", "no:cacheprovider", "-m", "not browser", *tests],
            plugins=[counted],
        )
        told.write_text(json.dumps(counted.ended))
    finally:
        os._exit(0)


def main() -> int:
    """Run, and write the table; ends with 1 where a guard has no test that goes red."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", default="", help="guards with this word in their names")
    asked.add_argument("--to", type=Path, help="the table, written anew after each guard")
    asked.add_argument("--missing", action="store_true", help="keep the rows that are there")
    asked.add_argument("--seconds", type=float, default=240, help="for the tests of one guard")
    given = asked.parse_args()
    os.chdir(ROOT)
    rows = rows_in(given.to) if given.missing and given.to else {}
    open_: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        ready(Path(folder))
        for guard in guards_off.guards():
            if given.only not in guard.name or guard.name in rows:
                continue
            red, of, by = _tried(guard, given.seconds)
            if red:
                rows[guard.name] = f"| {guard.name} | {red} | {of} | {by} |"
            else:
                open_[guard.name] = f"- {guard.name}: {by}"
            print(rows.get(guard.name) or open_[guard.name], flush=True)
            if given.to:
                given.to.write_text(_told(rows, open_), "utf-8")
    return 1 if open_ else 0


def rows_in(file: Path) -> dict[str, str]:
    """Return the rows of a table of before by their guards."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines if ROW.match(line)}


def _told(rows: dict[str, str], open_: dict[str, str]) -> str:
    order = [guard.name for guard in guards_off.guards()]
    text = HEAD.format(day=datetime.now(UTC).date().isoformat())
    text += "".join(f"{rows[name]}\n" for name in order if name in rows)
    if open_:
        text += "\n## Not proved · 尚未证实\n\n" + "".join(f"{open_[name]}\n" for name in order if name in open_)
    return text


def _tried(guard: guards_off.Guard, seconds: float) -> tuple[int, int, str]:
    """Return how many went red, of how many, and which tests these are, or why none is counted."""
    of, why = 0, []
    for tests in guard.tests:
        named = " ".join(f"`{Path(one).stem}`" for one in tests if one.endswith(".py"))
        found, before = outcome(guard, tests, seconds), with_every_guard_on(tests, seconds)
        if found is None or before is None:
            why.append(f"{named} did not end")
            continue
        red = [name for name, is_red in found.items() if is_red and name not in before]
        of += len(found)
        if red:
            return len(red), len(found), named
        why.append(f"none of {len(found)} in {named} went red")
    return 0, of, "; ".join(why)


if __name__ == "__main__":
    sys.exit(main())
