"""Many at once: threads of one process and several processes save marks of different sheets, and none is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from scoring import flow
from scoring.errors import ConflictError
from scoring.register import marks
from scoring.register.database import open_register

FIRST, PANEL = "2026-0001", ("E01", "E02", "E03", "E04")
MARKS = 12
PROJECT = Path(__file__).parents[3]
# Processes of their own, as further servers would be: each opens the register, saves when all have opened it, and
# prints what was acknowledged. One reads the modules, which takes longest, and the others begin as its copies.
WRITERS = """
import json, multiprocessing, os, sys
from datetime import datetime, timedelta
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.model import Actor, GivenMark, MarkState
from scoring.register.database import open_register

url, now, many, experts = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
leaves = shipped_rule_book("2026-sample").round.indicator_table.leaves()
forks = multiprocessing.get_context("fork")
ready = forks.Barrier(len(experts), timeout=60)

def write(expert):
    actor = Actor(expert, expert, frozenset({"expert"}))
    with open_register(url) as register:
        ready.wait()
        for n in range(many):
            leaf = leaves[n % 4]
            given = GivenMark(leaf.code, MarkState.SCORED, leaf.allowed_scores()[n % 3])
            saved = flow.save_mark(
                register, actor, now + timedelta(seconds=n), given, application_id="2026-0001", seen_version=n // 4
            )
            line = json.dumps([expert, saved.indicator, saved.version, saved.value, saved.saved_at])
            os.write(1, (line + "\\n").encode())

writers = [forks.Process(target=write, args=(expert,)) for expert in experts]
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
sys.exit(any(writer.exitcode for writer in writers))
"""


def kept(office: Any) -> set[tuple[Any, ...]]:
    with office.register.read() as connection:
        found = [
            mark
            for expert in PANEL
            for mark in marks.latest(connection, application_id=FIRST, expert_id=expert, stage="document_review")
        ]
    return {(mark.expert_id, mark.indicator, mark.version, mark.value, mark.saved_at) for mark in found}


def newest(acknowledged: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return set({(one[0], one[1]): one for one in acknowledged}.values())


def test_threads_that_save_different_sheets_lose_nothing(office: Any) -> None:
    leaves = office.book.round.indicator_table.leaves()

    def save(expert: str) -> list[tuple[Any, ...]]:
        told = []
        for n in range(MARKS):
            saved = flow.save_mark(
                office.register,
                office.who("expert", expert),
                office.now + timedelta(seconds=n),
                office.given(leaves[n % 4].code, ("0.25", "0.5", "0.75")[n % 3]),
                application_id=FIRST,
                seen_version=n // 4,
            )
            told.append((expert, saved.indicator, saved.version, saved.value, saved.saved_at))
        return told

    before = len(office.entries())
    with ThreadPoolExecutor(len(PANEL)) as pool:
        told = [line for lines in pool.map(save, PANEL) for line in lines]
    assert kept(office) == newest(told)
    assert len(office.entries()) == before + len(PANEL) * MARKS
    assert office.is_sound()


def test_processes_that_save_different_sheets_lose_nothing(office: Any) -> None:
    before = len(office.entries())
    writers = subprocess.run(
        [sys.executable, "-c", WRITERS, office.url, office.now.isoformat(), str(MARKS), *PANEL],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (writers.returncode, writers.stderr) == (0, "")
    told = [tuple(json.loads(line)) for line in writers.stdout.splitlines()]
    assert len(told) == len(PANEL) * MARKS
    assert kept(office) == newest(told)
    assert len(office.entries()) == before + len(PANEL) * MARKS
    assert office.is_sound()


def test_two_tabs_that_save_the_same_mark_at_once_have_one_winner_each_time(office: Any) -> None:
    def save(version: int, share: str) -> str:
        try:
            return str(
                flow.save_mark(
                    office.register,
                    office.who("expert", "E01"),
                    office.now,
                    office.given(share=share),
                    application_id=FIRST,
                    seen_version=version,
                ).value
            )
        except ConflictError as error:
            return error.what.key

    for version in range(5):
        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(lambda share, seen=version: save(seen, share), ("0.25", "0.75")))
        assert told[1] == "flow.newer_mark"
        (mark,) = (one for one in kept(office) if one[1] == "1.1.1")
        assert (mark[2], mark[3]) == (version + 1, told[0])


def test_who_opens_the_register_anew_sees_what_was_acknowledged(office: Any) -> None:
    for seen in range(3):
        saved = office.save(office.given(share=("0.25", "0.5")[seen % 2]), seen=seen)
        with open_register(office.url) as other:
            sheet = flow.read_sheet(other, office.who("expert", "E01"), application_id=FIRST)
        assert sheet.marks == {"1.1.1": saved}
