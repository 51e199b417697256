"""What pages keep is read from the record alone, and of it nothing that may change while an answer is kept."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from dashboard import source
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.model import Actor
from scoring.register import tables

pc = sys.modules["procedure_register"]
DASHBOARD = Path(source.__file__).parent
#: Written without an act that counts, or by none: what depends on them cannot be kept by the number of the last act.
MOVING = {tables.mark, tables.reading, tables.urn, *tables.TRANSIENT, *tables.DERIVED}
#: Read as they were at entries of the past, which stay as they are.
OF_THE_PAST = {("alarm_grounds", "mark")}
PAGES = (
    "inspector/overview",
    "inspector/draws",
    "office/steps",
    "office/credit",
    "office/notice",
    "office/accreditation",
    "office/supervision",
    "office/oversight",
    "everyone/register",
)
#: What the inspector does not see.
OF_OTHERS = (
    ("secretariat", "office/intake"),
    ("secretariat", "secretariat/round"),
    ("assignment_holder", "holder/draw"),
)


def named() -> set[str]:
    """Return every step that is asked through `source.kept` anywhere."""
    found = set()
    for file in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "kept":
                step = node.args[0] if node.args else None
                if isinstance(step, ast.Attribute):
                    found.add(step.attr)
    return found


@contextmanager
def heard() -> Iterator[list[str]]:
    statements: list[str] = []

    def hear(_connection, _cursor, statement, *_others) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@pytest.fixture
def hall(tmp_path, monkeypatch):
    with pc.served(tmp_path / "register.db", "documented", monkeypatch) as found:
        yield found


def test_what_is_kept_reads_nothing_that_moves_without_an_act_that_counts(hall, tmp_path, monkeypatch) -> None:
    read: dict[str, str] = {}

    def spy(_register_id, actor, step, _revision, args, values):
        with heard() as statements:
            found = step(source.register(), actor, *args, **dict(values))
        read[step.__name__] = "\n".join((read.get(step.__name__, ""), *statements))
        return found

    monkeypatch.setattr(source, "_kept", spy)
    for page in PAGES:
        hall.page("inspector", page)
    for role, page in OF_OTHERS:
        hall.page(role, page)
    # Of a page that asks it while a round is marked; this one is further.
    source.round_progress(pc.actor("chair"), pc.ROUND)
    # Of a part of the page of supervision that is not the first.
    source.kept(flow.returnable, pc.actor("secretariat"), pc.ROUND)
    # Of papers that are there once a round is announced.
    with pc.served(tmp_path / "announced.db", "accredited", monkeypatch):
        office = pc.actor("secretariat")
        source.kept(flow.letter_heads, office, pc.ROUND)
        source.kept(flow.notice_facts, office, round_id=pc.ROUND)
        source.kept(flow.joint_document_facts, office, round_id=pc.ROUND)
    assert set(read) == named()
    for step, statements in read.items():
        for table in MOVING:
            if (step, table.name) in OF_THE_PAST:
                continue
            assert not re.search(rf'\b(FROM|JOIN) "?{table.name}"?\b', statements), (step, table.name)


def test_an_answer_is_kept_until_something_is_recorded_and_a_look_does_not_count(hall) -> None:
    inspector = pc.actor("inspector")
    first = source.kept(flow.list_rounds, inspector)
    assert flow.note_look(hall.register, inspector, hall.tick(), step="read_minutes", about="x")
    assert source.kept(flow.list_rounds, inspector) is first
    hall.on(pc.ANNOUNCED)
    hall.do(flow.announce, pc.SECRETARIAT, pc.ROUND, pc.granted(), announced_on=pc.ANNOUNCED)
    hall.to("accredited")
    assert [one.state for one in first] == ["in_notice"]
    assert [one.state for one in source.kept(flow.list_rounds, inspector)] == ["accredited"]


def test_each_person_has_an_answer_of_his_own(hall) -> None:
    first = source.kept(flow.read_credit_checks, pc.actor("inspector"), pc.ROUND)
    other = source.kept(flow.read_credit_checks, Actor("another", "", frozenset({"inspector"})), pc.ROUND)
    assert other == first
    assert other is not first


def test_a_look_is_written_down_though_the_answer_is_kept(hall) -> None:
    inspector = pc.actor("inspector")
    for _ in range(2):
        source.kept(flow.read_conflicts, inspector, source.today(), pc.ROUND)
    hall.now += timedelta(hours=2)
    source.kept(flow.read_conflicts, inspector, source.today(), pc.ROUND)
    assert [one.what for one in flow.who_looked(hall.register, inspector, hall.tick())] == ["read_conflicts"] * 2


def test_an_answer_that_is_kept_for_one_is_refused_to_others_and_a_refusal_is_not_kept(hall) -> None:
    source.kept(flow.read_credit_checks, pc.actor("inspector"), pc.ROUND)
    for _ in range(2):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            source.kept(flow.read_credit_checks, pc.actor("expert"), pc.ROUND)
