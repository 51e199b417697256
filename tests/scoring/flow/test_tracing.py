"""What leaked leads back to its taker: by number, by bytes, by the entry of nobody, by the code on a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import Export, tracing
from scoring.flow.exporting import STATUS
from scoring.intake.experts import expert_rows
from scoring.model import Actor, Expert


def take_experts(office: Any, actor: Actor) -> tuple[Export, Any]:
    """Take the list of experts as a command or a page does; its bytes are its rows."""
    made: list[Any] = []

    def make(mark: Any) -> bytes:
        made.extend((flow.marked(flow.export_experts(office.register, actor), mark), mark))
        return repr(made[0]).encode()

    flow.disclose(office.register, actor, office.tick(), what="experts", about="", make=make)
    return made[0], made[1]


def trace(office: Any, *texts: str, file: bytes | None = None) -> flow.Leak:
    return flow.trace_leak(office.register, office.who("inspector"), texts=texts, file=file)


@pytest.fixture
def lists(office: Any) -> list[tuple[Export, Any]]:
    return [take_experts(office, office.who("assignment_holder", name)) for name in ("holder-1", "holder-2")]


def names(export: Export) -> list[str]:
    return [row["name"] for row in export.rows]


def test_each_list_has_one_entry_that_is_nobody_and_no_two_the_same(office: Any, lists: Any) -> None:
    roster = flow.read_roster(office.register, office.who("assignment_holder"))
    known = expert_rows(roster)
    strangers = []
    for export, _ in lists:
        plain = [{key: value for key, value in row.items() if key != STATUS} for row in export.rows]
        assert [row for row in plain if row in known] == known
        (stranger,) = [row for row in plain if row not in known]
        strangers.append(stranger)
        assert [row["expert_id"] for row in plain] == sorted(row["expert_id"] for row in plain)
        assert len({row[STATUS] for row in export.rows}) == 1  # nothing in its own row tells it
    assert strangers[0]["name"] != strangers[1]["name"]


def test_a_list_that_was_retyped_without_its_number_leads_to_its_taker(office: Any, lists: Any) -> None:
    for (export, mark), taker in zip(lists, ("holder-1", "holder-2"), strict=True):
        typed = "、".join(f"{name[0]} {name[1:]}" for name in reversed(names(export)))
        (found,) = trace(office, f"评审专家：{typed}").exports
        assert (found.export.taker, found.export.export_id) == (taker, mark.export_id)
        assert (found.how, found.unchanged) == (("name",), None)
        assert found.name in names(export)
        assert not found.borne
    roster = [one.name for one in flow.read_roster(office.register, office.who("assignment_holder"))]
    assert trace(office, "、".join(roster)).exports == ()


def test_a_number_is_found_wherever_it_stands_and_however_it_was_read(office: Any, lists: Any) -> None:
    number = lists[0][1].export_id
    misread = number.lower().replace("o", "0").replace("i", "1").replace("b", "8").replace("-", " － ")
    for text in (number, f"sample; export {number}", f"份号{number}。", misread):
        (found,) = trace(office, text).exports
        assert (found.export.taker, found.how) == ("holder-1", ("number",)), text
    assert trace(office, "AAAA-AAAA 2026-0001 申报").exports == ()


def test_a_file_tells_whether_it_is_as_it_was_taken(office: Any, lists: Any) -> None:
    export, mark = lists[1]
    (found,) = trace(office, file=repr(export).encode()).exports
    assert (found.export.taker, found.how, found.unchanged) == ("holder-2", ("digest",), True)
    leak = trace(office, mark.export_id, *names(export), file=b"changed")
    (found,) = leak.exports
    assert (found.how, found.unchanged) == (("number", "name"), False)
    assert leak.digest != found.export.digest


def test_a_list_that_comes_in_again_leaves_its_entry_out(office: Any, lists: Any) -> None:
    export, mark = lists[0]
    holder = office.who("assignment_holder")
    roster = {one.expert_id: one for one in flow.read_roster(office.register, holder)}
    given = [roster.get(row["expert_id"]) or of_row(row) for row in export.rows]
    found = flow.preview_experts(office.register, holder, given)
    assert (found.new, found.changed, found.left_out) == ((), (), 1)
    flow.import_experts(office.register, holder, office.tick(), given, source="list.csv")
    assert flow.read_roster(office.register, holder) == tuple(roster.values())
    assert mark.export_id in office.entries()[-1].content
    assert office.is_sound()


def test_an_entry_is_known_by_either_particular_and_a_namesake_is_let_in(office: Any, lists: Any) -> None:
    entry = lists[0][1].decoy.entry
    holder = office.who("assignment_holder")
    for one in (
        replace(entry, employer="别的单位"),
        replace(entry, expert_id="E99"),
        replace(entry, name=f" {entry.name}"),
    ):
        assert flow.preview_experts(office.register, holder, [one]).left_out == 1
    namesake = replace(entry, expert_id="E99", employer="别的单位")
    assert flow.preview_experts(office.register, holder, [namesake]).new == (namesake,)
    flow.import_experts(office.register, holder, office.tick(), [namesake], source="new.csv")
    (found,) = trace(office, entry.name).exports
    assert found.borne  # an expert bears the name by now
    # Whoever is in the record is entered again as ever.
    assert flow.preview_experts(office.register, holder, [replace(namesake, employer=entry.employer)]).left_out == 0


def test_no_name_of_nobody_stands_in_the_record_and_the_inspector_alone_learns_it(office: Any, lists: Any) -> None:
    named = [mark.decoy.entry.name for _, mark in lists]
    content = "".join(one.content for one in office.entries())
    assert not any(name in content for name in named)
    shown = flow.list_canaries(office.register, office.who("inspector"))
    assert [(one.name, one.export.taker) for one in shown] == [(named[1], "holder-2"), (named[0], "holder-1")]
    for role in ("assignment_holder", "secretariat", "chair", "system_admin", "security_admin", "leader"):
        for step in (flow.list_canaries, flow.trace_leak):
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                step(office.register, office.who(role))


def test_an_entry_of_nobody_is_nowhere_but_in_the_file(office: Any, lists: Any) -> None:
    entries = [mark.decoy.entry for _, mark in lists]
    holder = office.who("assignment_holder")
    ids = {one.expert_id for one in flow.read_roster(office.register, holder)}
    ids |= {row["expert_id"] for row in flow.export_experts(office.register, holder).rows}
    assert not ids & {one.expert_id for one in entries}


def test_the_code_of_a_screen_leads_to_its_person_and_tells_nobody_else(office: Any) -> None:
    expert, chair = office.who("expert", "E01"), office.who("chair", "chair")
    code = flow.screen_code(office.register, expert)
    assert code == flow.screen_code(office.register, expert)
    assert code != flow.screen_code(office.register, office.who("expert", "E02"))
    assert "E01" not in code
    flow.disclose(office.register, chair, office.tick(), what="figure", about="", make=lambda _: b"")
    of_chair = flow.screen_code(office.register, chair)
    leak = trace(office, f"photo: {code.lower()}, {of_chair}")
    assert {(one.code, one.persons) for one in leak.screens} == {(code, ("E01",)), (of_chair, ("chair",))}
    assert leak.exports == ()
    with pytest.raises(AccessRefusedError):
        flow.screen_code(office.register, Actor("nobody", "nobody", frozenset()))


def test_a_text_without_end_is_looked_at_up_to_a_measure(office: Any, lists: Any) -> None:
    number = lists[0][1].export_id
    assert trace(office, "x " * (tracing.MOST_SIGNS // 2), number).exports == ()


def of_row(row: Any) -> Expert:
    until = row["appointed_until"]
    return Expert(
        row["expert_id"],
        row["name"],
        row["employer"],
        row["region"],
        tuple(row["expertise"].split(";")) if row["expertise"] else (),
        date.fromisoformat(row["appointed_from"]),
        date.fromisoformat(until) if until else None,
    )
