"""Every file that is taken is an act of the record: by its number or its bytes it leads back to who took it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from indicators.language import Translator
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.exporting import STATUS
from scoring.model import Actor
from scoring.texts import translator

ROUND = "2026-sample"


def take(office: Any, actor: Actor, what: str = "applications", content: bytes | None = None) -> tuple[bytes, Any]:
    marks: list[Any] = []

    def make(mark: Any) -> bytes:
        marks.append(mark)
        return content if content is not None else mark.export_id.encode()

    file = flow.disclose(office.register, actor, office.tick(), what=what, about=ROUND, make=make)
    return file, marks[0]


def test_a_marked_file_leads_back_to_its_taker(office: Any) -> None:
    _, first = take(office, office.who("secretariat"))
    _, second = take(office, office.who("leader"))
    assert first.export_id != second.export_id
    (found,) = flow.trace_export(office.register, office.who("inspector"), number=f" {first.export_id.lower()} ")
    assert (found.taker, found.role, found.what, found.about, found.marked) == (
        "secretariat",
        "secretariat",
        "applications",
        ROUND,
        True,
    )
    assert office.is_sound()


def test_a_file_without_a_mark_leads_back_to_all_who_took_these_bytes(office: Any) -> None:
    for role in ("chair", "secretariat"):
        take(office, office.who(role), "figure", b"the same bytes")
    take(office, office.who("leader"), "figure", b"others")
    found = flow.trace_export(office.register, office.who("inspector"), file=b"the same bytes")
    assert [one.taker for one in found] == ["secretariat", "chair"]
    assert {one.digest for one in found} == {hashlib.sha256(b"the same bytes").hexdigest()}
    assert not any(one.marked for one in found)
    assert flow.trace_export(office.register, office.who("inspector"), file=b"never left") == ()
    assert flow.trace_export(office.register, office.who("inspector"), number="AAAA-AAAA") == ()


def test_what_is_refused_or_cannot_be_made_leaves_neither_file_nor_act(office: Any) -> None:
    before = len(office.entries())
    for role in ("public", "kiosk"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            take(office, office.who(role))
    with pytest.raises(AccessRefusedError):
        flow.disclose(
            office.register,
            office.who("chair"),
            office.tick(),
            what="experts",
            about="",
            make=lambda _: repr(flow.export_experts(office.register, office.who("chair"))).encode(),
        )
    assert len(office.entries()) == before


def test_only_the_inspector_traces(office: Any) -> None:
    for role in ("system_admin", "security_admin", "secretariat", "assignment_holder"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.trace_export(office.register, office.who(role), number="AAAA-AAAA")


def test_every_row_of_a_marked_table_bears_the_number_beside_what_its_round_is(office: Any) -> None:
    _, mark = take(office, office.who("secretariat"))
    export = flow.export_applications(office.register, office.who("secretariat"), ROUND)
    said = flow.marked(export, mark)
    assert said.columns == export.columns
    assert [row[STATUS] for row in said.rows] == [f"sample; export {mark.export_id}"] * len(export.rows)
    assert [{**row, STATUS: ""} for row in said.rows] == [{**row, STATUS: ""} for row in export.rows]


@pytest.mark.parametrize(("language", "role"), [("zh", "日常工作机构"), ("en", "Secretariat")])
def test_the_mark_in_words_names_role_moment_and_number(office: Any, language: str, role: str) -> None:
    _, mark = take(office, office.who("secretariat"))
    say: Translator = translator(language)
    words = say(mark.words)
    assert role in words
    assert mark.export_id in words
    assert "2026-06-01 17:" in words  # Beijing


def test_files_are_taken_without_making_the_province_be_counted_anew(office: Any) -> None:
    from scoring.flow.regional.revision import regional_revision

    before = regional_revision(office.register, office.who("leader"))
    take(office, office.who("leader"), "briefing")
    flow.note_look(office.register, office.who("inspector"), office.tick(), step="round_signs", about=ROUND)
    assert regional_revision(office.register, office.who("leader")) == before
