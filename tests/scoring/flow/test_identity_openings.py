"""Names behind sheets are opened by two persons, for a day, and each look is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Actor

FIRST = "2026-0001"


@pytest.fixture
def closed(office: Any) -> Any:
    for number, share in enumerate(("1", "0.75", "0.5", "0.25", "0.75"), start=1):
        office.score(FIRST, share, (f"E{number:02d}",))
    office.to("deciding")
    return office


def ask(office: Any, actor: Actor | None = None, **other: Any) -> Any:
    values = {"application_id": FIRST, "ground": "苏纪立〔2026〕3号", "reason": "核实打分异常"} | other
    return flow.ask_opening_identity(office.register, actor or office.who("inspector"), office.tick(), **values)


def answer(office: Any, actor: Actor, *, agree: bool = True) -> Any:
    return flow.answer_opening_identity(
        office.register, actor, office.tick(), opening_id="identity-opening/1", agree=agree, reason="依据充分"
    )


def look(office: Any, actor: Actor | None = None) -> Any:
    return flow.read_opened_identity(
        office.register, actor or office.who("inspector"), office.tick(), opening_id="identity-opening/1"
    )


def test_one_asks_another_agrees_and_the_first_reads_whose_sheets_they_are(closed: Any) -> None:
    ask(closed)
    with pytest.raises(ConflictError, match=r"powers\.nothing_to_read"):
        look(closed)
    answer(closed, closed.who("security_admin"))
    opened = look(closed)
    assert {sheet.expert_id for sheet in opened.sheets} == {f"E{number:02d}" for number in range(1, 6)}
    assert [sheet.label for sheet in opened.sheets] == ["1", "2", "3", "4", "5"]
    assert all(sheet.name and sheet.employer for sheet in opened.sheets)
    look(closed)
    acts = [entry.act for entry in closed.entries()][-4:]
    assert acts == [
        "identity_opening.asked",
        "identity_opening.agreed",
        "identity_opening.read",
        "identity_opening.read",
    ]
    assert closed.is_sound()


def test_the_labels_are_those_under_which_everybody_else_reads_the_sheets(closed: Any) -> None:
    exported = flow.panel_result(closed.register, closed.who("inspector"), FIRST)
    ask(closed)
    answer(closed, closed.who("inspector", "second"))
    with closed.register.read() as connection:
        from scoring.flow import panel

        linked = panel.of_application(connection, closed.application(1), "document_review")
    digests = {sheet.expert_id: sheet.digest for sheet in linked.sheets}
    shown = {sheet.expert_id: sheet.digest for sheet in exported.sheets}
    assert {one.label: digests[one.expert_id] for one in look(closed).sheets} == shown


def test_who_asked_does_not_agree_and_who_agreed_does_not_read(closed: Any) -> None:
    ask(closed)
    with pytest.raises(ConflictError, match=r"powers\.two_persons"):
        answer(closed, closed.who("inspector"))
    second = closed.who("inspector", "second")
    answer(closed, second)
    for other in (second, closed.who("security_admin"), closed.who("chair")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            look(closed, other)


def test_after_a_day_or_when_closed_nothing_is_shown(closed: Any) -> None:
    ask(closed)
    answer(closed, closed.who("security_admin"))
    closed.now += timedelta(hours=23, minutes=59)
    look(closed)
    closed.now += timedelta(minutes=2)
    with pytest.raises(ConflictError, match=r"powers\.opening_over"):
        look(closed)
    flow.close_opening_identity(
        closed.register,
        closed.who("security_admin"),
        closed.tick(),
        opening_id="identity-opening/1",
        reason="查阅完毕",
    )
    with pytest.raises(ConflictError, match=r"powers\.nothing_to_read"):
        look(closed)


def test_declined_is_not_open_and_nothing_opens_before_the_marks_are_closed(office: Any, closed: Any) -> None:
    ask(closed)
    with pytest.raises(ConflictError, match=r"powers\.opening_asked_already"):
        ask(closed, closed.who("inspector", "second"))
    answer(closed, closed.who("security_admin"), agree=False)
    with pytest.raises(ConflictError, match=r"powers\.nothing_to_read"):
        look(closed)
    closed.to("reviewing", reason="补正")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        ask(closed)
    for missing in ({"ground": ""}, {"reason": " "}):
        closed.to("deciding")
        with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
            ask(closed, **missing)
        closed.to("reviewing", reason="补正")


def test_the_list_tells_no_name(closed: Any) -> None:
    ask(closed)
    answer(closed, closed.who("security_admin"))
    look(closed)
    (one,) = flow.list_openings_identity(closed.register, closed.who("security_admin"))
    assert (one.state, one.version, one.ground) == ("agreed", 2, "苏纪立〔2026〕3号")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.list_openings_identity(closed.register, closed.who("system_admin"))
