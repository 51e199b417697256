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
# A process of its own, as a second server would be: it opens the register, saves, and prints what was acknowledged.
WRITER = """
import json, sys
from datetime import datetime, timedelta
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.model import Actor, GivenMark, MarkState
from scoring.register.database import open_register

url, expert, now, many = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])
actor = Actor(expert, expert, frozenset({"expert"}))
leaves = shipped_rule_book("2026-sample").round.indicator_table.leaves()
with open_register(url) as register:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(many):
        leaf = leaves[n % 4]
        given = GivenMark(leaf.code, MarkState.SCORED, leaf.allowed_scores()[n % 3])
        saved = flow.save_mark(
            register, actor, now + timedelta(seconds=n), given, application_id="2026-0001", seen_version=n // 4
        )
        print(json.dumps([expert, saved.indicator, saved.version, saved.value, saved.saved_at]), flush=True)
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
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, office.url, expert, office.now.isoformat(), str(MARKS)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for expert in PANEL
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = []
    for writer in writers:
        out, complaints = writer.communicate()
        assert (writer.returncode, complaints) == (0, "")
        told += [tuple(json.loads(line)) for line in out.splitlines()]
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
