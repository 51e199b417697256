"""What is told of a chain is the same, read at once or as it grows; another chain is read from its beginning."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from scoring import flow
from scoring.flow.alarms import CLOSED, GLASS, VOIDED
from scoring.flow.chain_following import Followed, follow
from scoring.register import chain
from scoring.register.tables import chain_entry

FIRST = "2026-0001"


def read(office: Any, followed: Followed) -> Followed:
    with office.register.read() as connection:
        follow(connection, followed, counted=(VOIDED, GLASS), closed=CLOSED)
    return followed


def test_read_as_it_grows_and_at_once_are_the_same_and_every_act_is_counted_once(office: Any) -> None:
    growing = read(office, Followed())
    office.score(FIRST, "0.75")
    read(office, growing)
    office.to("deciding")
    office.to("reviewing", reason="补正")
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=FIRST,
        expert_id="E01",
        stage="document_review",
        reason="漏评一项",
    )
    read(office, growing)
    code = office.book.round.indicator_table.leaves()[0].code
    office.save(office.given(code, "0.5"), seen=1)
    read(office, growing)
    office.save(office.given(code, "0.25"), seen=2)
    with office.register.write() as connection:
        chain.record(connection, chain.Act("root", "system", GLASS, "account", office.tick(), "两人都离职"))
    read(office, growing)
    assert growing == read(office, Followed())
    assert list(growing.replaced) == [(FIRST, "E01", "document_review", code)]
    assert growing.acts[GLASS, "system"].count == 1
    with office.register.read() as connection:
        human = connection.scalar(select(func.count()).where(chain_entry.c.role != "system"))
    assert growing.hours.total() == human


def test_where_the_chain_is_another_it_is_read_from_its_beginning(office: Any) -> None:
    followed = read(office, Followed())
    fresh = read(office, Followed())
    followed.hash = "0" * 64
    followed.hours["chair", "2026-06-01T09"] += 1
    assert read(office, followed) == fresh
