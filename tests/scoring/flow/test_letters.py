"""Feedback letters: when results are announced, to those who hand them over, and nothing in them of one person."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring import flow
from scoring.documents.letter import letter_filling
from scoring.documents.templated.filling import filled
from scoring.documents.templated.outline import shipped
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Granted
from scoring.texts import translator

FIRST, SECOND, ROUND = "2026-0001", "2026-0002", "2026-sample"
WEAK = "3.3.4"


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    """A file alone: what letters read of the record is tried on every database elsewhere."""
    return str(tmp_path / "register.db")


def score(office: Any, *, severe: bool) -> None:
    """Enter five sheets; in one of the twins one expert was severe, and the panel's result is the same."""
    given = []
    for expert in ("E01", "E02", "E03", "E04", "E05"):
        sheet = office.sheet(FIRST, expert, "1")
        marks = []
        for mark in sheet.marks:
            share = Decimal("0.25") if mark.indicator == WEAK else Decimal(1)
            if severe and expert == "E01":
                share = Decimal(0) if mark.indicator.startswith("2.5") else Decimal("0.75")
            marks.append(replace(mark, value=share * office.leaf(mark.indicator).max_score))
        given.append(replace(sheet, marks=tuple(marks)))
    keys = {(one.application_id, one.expert_id) for one in given}
    holder = office.who("assignment_holder")
    flow.import_sheets(office.register, holder, office.tick(), ROUND, given, submitted=keys, source="test")


def announce(office: Any, *, severe: bool = False) -> Any:
    score(office, severe=severe)
    office.score(SECOND, "0.5")
    office.to("deciding")
    office.decide()
    office.decide("do_not_propose", of=SECOND)
    office.to("in_notice")
    office.accredit(Granted(FIRST, "AA"))
    office.to("accredited")
    return office


@pytest.fixture
def announced(office: Any, led: Any) -> Any:
    return led(office, announce)


def letter(office: Any, id_: str = FIRST, role: str = "secretariat", region: str | None = None) -> Any:
    return flow.letter_facts(office.register, office.who(role, region=region), application_id=id_)


def said(facts: Any, language: str = "zh") -> bytes:
    return filled(shipped("feedback_letter", language), letter_filling(facts, say=translator(language))).docx


def test_it_says_what_was_found_by_clause_and_what_the_next_grade_asks_for(announced: Any) -> None:
    facts = letter(announced)
    assert (facts.granted, facts.next_grade, facts.marks) == ("AA", "AAA", ("sample",))
    names = {one.code: one.name for one in announced.book.round.indicator_table.indicators}
    (gap,) = facts.gaps
    assert (gap.name.zh, [one.zh for one in gap.weak]) == (names["3.3"], [names[WEAK]])
    assert names["3.3"] not in {one.name.zh for one in facts.strengths}
    assert len(facts.strengths) == 9
    say = translator("zh")
    texts = {say(one.what) for one in facts.missing}
    assert any("90" in text and "AAA" in text for text in texts)
    assert sum("由专家依据技术指标评审" in text for text in texts) == 3


def test_twins_that_differ_in_one_experts_marks_have_the_same_letter(announced: Any, twin: Any) -> None:
    """His marks differ on every indicator, and the panel's total with them; the letters are the same bytes."""
    announce(twin, severe=True)
    totals = set()
    for office in (announced, twin):
        (decision,) = [one for one in flow.read_decisions(office.register, office.who("inspector"), ROUND) if one.grade]
        totals.add(decision.aggregate["total"])
    assert len(totals) == 2
    for language in ("zh", "en"):
        assert said(letter(announced), language) == said(letter(twin), language)


def test_no_person_and_no_number_of_the_panel_is_among_its_facts(announced: Any) -> None:
    facts = letter(announced)
    text = repr(facts)
    roster = flow.export_experts(announced.register, announced.who("assignment_holder")).rows
    for row in roster:
        assert row["expert_id"] not in text
        assert row["name"] not in text
    filling = letter_filling(facts, say=translator("zh"))
    words = " ".join(
        [*filling.values.values(), *(v for rows in filling.lists.values() for row in rows for v in row.values())]
    )
    # What is left of numbers: the application's, the day's, those of rules and of the applicant's own facts.
    for known in (FIRST, "2026年9月1日", "2026", "GB/T 31863", "90"):
        words = words.replace(known, "")
    decimals = re.findall(r"\d+\.\d+", words)
    assert not decimals


def test_one_who_was_refused_learns_what_to_mend(announced: Any) -> None:
    facts = letter(announced, SECOND)
    assert (facts.granted, facts.next_grade, facts.strengths) == (None, facts.target, ())
    assert facts.gaps
    assert facts.day == letter(announced).day


def test_before_the_announcement_nobody_reads_one(decided: Any) -> None:
    for role in ("secretariat", "inspector", "county_regulator", "prefecture_regulator"):
        with pytest.raises(AccessRefusedError):
            letter(decided, role=role, region="320000")
        with pytest.raises(AccessRefusedError):
            flow.letter_heads(decided.register, decided.who(role, region="320000"), ROUND)


def test_who_hands_it_over_reads_it_and_nobody_else(announced: Any) -> None:
    county = announced.application(1).enterprise.county
    assert letter(announced, role="county_regulator", region=county) == letter(announced, role="inspector")
    elsewhere = "320900" if not county.startswith("3209") else "321000"
    for role, region in (
        ("county_regulator", elsewhere),
        ("prefecture_regulator", None),
        ("expert", None),
        ("chair", None),
        ("leader", None),
        ("province_drc", None),
        ("public", None),
    ):
        with pytest.raises(AccessRefusedError):
            letter(announced, role=role, region=region)
    heads = flow.letter_heads(announced.register, announced.who("secretariat"), ROUND)
    assert [(one.application_id, one.granted) for one in heads] == [(FIRST, "AA"), (SECOND, None)]
    mine = flow.letter_heads(announced.register, announced.who("county_regulator", region=county), ROUND)
    assert FIRST in {one.application_id for one in mine}


def test_what_was_revoked_has_no_letter(announced: Any) -> None:
    announced.revoke(FIRST)
    with pytest.raises(ConflictError):
        letter(announced)
    heads = flow.letter_heads(announced.register, announced.who("secretariat"), ROUND)
    assert FIRST not in {one.application_id for one in heads}
