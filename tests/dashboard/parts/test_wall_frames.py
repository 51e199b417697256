"""Every frame has its picture; what comes from files is text in it, and a clock says what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dashboard.parts import wall_frames
from dashboard.texts import translator
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
)

AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)">‮=HYPERLINK("x")'
NAME = Name(HOSTILE, HOSTILE)
SHARE = Share(2, 3, "present", strict=True)
RULES = RuleLines(
    SHARE, SHARE, "open", (("AA", Decimal(80)),), Decimal("0.9"), Decimal(4), Decimal("2.5"), "f" * 64, NAME
)
ITEM = ItemFacts(HOSTILE, "hard", "reading", 1, 3, AT.isoformat(), 20.0, NAME, 11, 9, 8, 1)
FULL = Frame(
    kind="title",
    round_name=NAME,
    rehearsal=True,
    since=AT.isoformat(),
    seconds=90.0,
    present=9,
    seats=12,
    confirmed=8,
    recusals=7,
    rules=RULES,
    consent=(ConsentLine(HOSTILE, "propose_aa"), ConsentLine("2026-0002", "do_not_propose")),
    pulled=2,
    item=ITEM,
    result=ItemResult(HOSTILE, "propose_aa", "AA", (Clause("10(2)1", NAME),), 88.0, 86.5),
    left=5,
    by_outcome=(("propose_aa", 4), ("defer", 1)),
    visits=3,
    found=2,
    head="ab" * 32,
)


def frame(kind: str) -> Frame:
    step = kind if kind in wall_frames.STEPS else "reading"
    return replace(FULL, kind=kind, item=replace(ITEM, step=step))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_has_a_picture_in_which_names_are_text(kind, language):
    html = wall_frames.screen(frame(kind), translator(language), AT)
    assert f"qw-{kind}" in html
    assert "<img" not in html
    assert '"alert' not in html


def test_a_kind_without_a_picture_is_a_fault():
    with pytest.raises(KeyError, match="console"):
        wall_frames.picture(replace(FULL, kind="console"), translator("zh"))


@pytest.mark.parametrize("kind", ["rules", "reading", "result"])
def test_a_frame_without_what_fills_it_is_a_fault(kind):
    with pytest.raises(KeyError, match=kind):
        wall_frames.picture(replace(frame(kind), rules=None, item=None, result=None), translator("zh"))


def test_the_clock_runs_down_and_says_when_it_is_over():
    say = translator("zh")
    assert f"<b>1:13</b><span>{say('screen.left')}</span>" in wall_frames.ticking(
        frame("reading"), say, AT + timedelta(seconds=17)
    )
    over = wall_frames.ticking(frame("reading"), say, AT + timedelta(seconds=100))
    assert f"<b>0:10</b><span>{say('screen.over')}</span>" in over
    assert "over" in over
    gone = wall_frames.ticking(replace(frame("consent_voting"), seconds=None), say, AT + timedelta(seconds=5))
    assert f"<b>0:05</b><span>{say('screen.gone')}</span>" in gone


def test_the_time_of_day_is_that_of_beijing():
    assert ">09:00<" in wall_frames.ticking(frame("title"), translator("zh"), AT)


def test_a_quorum_that_is_lacking_says_so():
    say = translator("zh")
    assert say("screen.quorum_met") in wall_frames.picture(frame("voting"), say)
    lacking = replace(FULL, kind="voting", item=replace(ITEM, step="voting", present=7))
    assert say("screen.quorum_lacking") in wall_frames.picture(lacking, say)
    nobody = replace(FULL, kind="voting", item=replace(ITEM, step="voting", needed=None))
    assert say("quorum.out_of_reach") in wall_frames.picture(nobody, say)


def test_a_median_is_told_with_where_it_was_only_where_the_item_was_scored_again():
    say = translator("zh")
    moved = wall_frames.picture(frame("result"), say)
    assert "88 → 86.5" in moved
    stayed = replace(FULL, kind="result", result=replace(FULL.result, median_before=None))
    assert "→" not in wall_frames.picture(stayed, say)
    none = replace(FULL, kind="result", result=replace(FULL.result, median_before=None, median_after=None))
    assert "qw-median" not in wall_frames.picture(none, say)


@pytest.mark.parametrize(("count", "kind"), [(20, ""), (36, " dense"), (60, " packed")])
def test_a_long_consent_list_is_set_smaller_and_told_in_order(count, kind):
    lines = tuple(ConsentLine(f"2026-{number:04d}", "propose_aa") for number in range(count, 0, -1))
    html = wall_frames.picture(replace(FULL, kind="consent", consent=lines), translator("zh"))
    assert f'class="qw-list{kind}"' in html
    assert html.index("2026-0001") < html.index(f"2026-{count:04d}")


def test_a_step_that_nobody_asked_for_is_not_announced():
    say = translator("zh")
    normal = replace(FULL, kind="reading", item=replace(ITEM, block="normal"))
    assert say("screen.step_rescoring") not in wall_frames.picture(normal, say)
    asked = replace(FULL, kind="rescoring", item=replace(ITEM, block="normal", step="rescoring"))
    assert say("screen.step_rescoring") in wall_frames.picture(asked, say)


def test_a_cover_says_nothing_of_a_sitting():
    html = wall_frames.cover(translator("zh"))
    assert "2026" not in html
    assert "img" not in html
