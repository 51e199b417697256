"""What may stand on the wall: any state of a sitting gives a frame of the list with its own fields filled, or none."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from indicators.language import Name
from indicators.model import Share
from scoring.meeting.frames import (
    FRAMES,
    Clause,
    ConsentLine,
    Frame,
    ItemFacts,
    ItemResult,
    RuleLines,
    WallFacts,
    frame_of,
)
from scoring.meeting.steps import PHASES, STEPS, TALKING, Step
from scoring.model import Phase

SHARE = Share(2, 3, "entitled", strict=False)
RULES = RuleLines(
    SHARE,
    SHARE,
    "secret",
    (("AA", Decimal(80)),),
    Decimal("0.9"),
    Decimal(4),
    Decimal("2.5"),
    "0" * 64,
    Name("样", "s"),
)
ITEM = ItemFacts("2026-0007", "hard", "reading", 1, 3, "2026-06-01T01:00:00+00:00", 20.0, Name("标", "i"), 11, 9, 8, 1)
RESULT = ItemResult("2026-0008", "propose_aa", "AA", (Clause("10(2)1", Name("款", "c")),), 88.0, 86.0)
#: Everything that a sitting can have at once, and more than it can: what does not belong to a frame must not come in.
FULL = WallFacts(
    round_name=Name("轮", "round"),
    kind="meeting",
    phase="prepared",
    since="2026-06-01T00:59:00+00:00",
    paused=False,
    present=10,
    seats=12,
    confirmed=9,
    recusals=7,
    rules=RULES,
    consent=(ConsentLine("2026-0001", "propose_aa"),),
    pulled=2,
    voting_since="2026-06-01T01:01:00+00:00",
    pull_seconds=90,
    pause_seconds=240.0,
    item=ITEM,
    result=RESULT,
    left=5,
    by_outcome={"propose_aa": 4, "defer": 1},
    visits=3,
    found=2,
    head="ab" * 32,
)
#: The allow-list: which fields each frame may hold besides its kind, round, moment and whether it is a rehearsal. What
#: stands here is what `docs/wall.md` tells; a field more needs both.
ALLOWED = {
    "title": {"present", "seats"},
    "rules": {"present", "seats", "rules"},
    "recusals": {"present", "seats", "confirmed", "recusals"},
    "anchors": {"present", "seats"},
    "consent": {"consent", "pulled", "seconds"},
    "consent_voting": {"consent", "pulled"},
    "between": {"left"},
    **{step: {"item", "seconds", "left"} for step in STEPS},
    "result": {"result", "left", "by_outcome"},
    "pause": {"seconds"},
    "visits": {"visits"},
    "review": {"found"},
    "locked": {"by_outcome", "head"},
    "ended": {"by_outcome", "head"},
    "paused": set(),
}
PAPER = Path(__file__).parents[3] / "docs" / "wall.md"
NAMED = re.compile(r"`([a-z_]+)`")
BASE = {"kind", "round_name", "rehearsal", "since"}
#: Whatever names a person, a sheet, a running count or a wish would have one of these in its field's name.
NEVER = (
    "person",
    "expert",
    "name_of",
    "employer",
    "sheet",
    "ballot_of",
    "cast",
    "returned",
    "asked",
    "short",
    "reason",
)


def states():
    """Every combination of phase, item, step, voting, result and cover."""
    items = [None, *(replace(ITEM, step=step) for step in STEPS), replace(ITEM, step="console")]
    for phase, item, voting, result, paused in product(
        (*PHASES, "console"), items, (False, True), (None, RESULT), (False, True)
    ):
        yield replace(FULL, phase=phase, item=item, voting_open=voting, result=result, paused=paused)


def filled(frame: Frame) -> set[str]:
    empty = Frame("title", Name("", ""), rehearsal=False, since="")
    return {one.name for one in fields(Frame) if getattr(frame, one.name) != getattr(empty, one.name)} - BASE


def test_the_list_of_frames_is_the_allow_list():
    assert set(FRAMES) == set(ALLOWED)


def test_the_allow_list_is_what_the_paper_tells():
    rows = {}
    for line in PAPER.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            rows |= {kind: set(NAMED.findall(cells[-1])) for kind in NAMED.findall(cells[0])}
    assert rows == ALLOWED


def test_every_state_gives_a_frame_of_the_list_with_its_own_fields_or_none():
    seen = set()
    for facts in states():
        frame = frame_of(facts)
        if frame is None:
            continue
        seen.add(frame.kind)
        assert filled(frame) <= ALLOWED[frame.kind], (facts, frame)
    assert seen == set(FRAMES)


def test_what_no_frame_belongs_to_gives_none():
    assert frame_of(replace(FULL, phase="console")) is None
    assert frame_of(replace(FULL, phase="hard", item=replace(ITEM, step="console"))) is None


@pytest.mark.parametrize("phase", [*PHASES, "console"])
def test_a_covered_screen_shows_its_cover_in_every_phase(phase):
    frame = frame_of(replace(FULL, phase=phase, paused=True))
    assert frame is not None
    assert (frame.kind, filled(frame)) == ("paused", set())


@pytest.mark.parametrize("phase", TALKING)
def test_no_result_is_shown_while_an_item_lies_on_the_table(phase):
    frame = frame_of(replace(FULL, phase=phase))
    assert frame is not None
    assert frame.result is None
    assert not frame.by_outcome


@pytest.mark.parametrize(("counted", "shown"), [({"propose_aa": 4}, 0), ({"propose_aa": 4, "defer": 1}, 2)])
def test_totals_are_shown_from_five_decided_items_on(counted, shown):
    frame = frame_of(replace(FULL, phase="hard", item=None, by_outcome=counted))
    assert frame is not None
    assert len(frame.by_outcome) == shown


def test_the_words_of_the_lock_are_shown_after_the_lock_alone():
    shown = {facts.phase for facts in states() if (frame := frame_of(facts)) is not None and frame.head}
    assert shown == {"locked", "ended"}


def test_no_record_that_reaches_the_wall_has_a_field_for_a_person():
    for record in (WallFacts, Frame, ItemFacts, ItemResult, ConsentLine, RuleLines, Clause):
        for one in fields(record):
            assert not any(word in one.name for word in NEVER), one.name


def test_phases_and_steps_that_are_added_need_a_frame():
    talking = {*TALKING}
    for phase in get_args(Phase):
        assert frame_of(replace(FULL, phase=phase)) is not None or phase in talking
    for step in get_args(Step):
        assert frame_of(replace(FULL, phase="hard", item=replace(ITEM, step=step))) is not None
