"""The minutes of a sitting: what stands in them is what the record holds; who writes, reads, signs and refuses."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.language import Message
from scoring.documents.fonts import find_fonts
from scoring.documents.minutes import Attendance, DecidedItem, Tally
from scoring.documents.minutes_text import minutes_docx, minutes_pdf
from scoring.errors import AccessRefusedError, SpokenError
from scoring.flow import gather, meeting
from scoring.flow.meeting import Written
from scoring.flow.meeting.minutes_roll import state_counts
from scoring.model import Actor
from scoring.register import chain, decisions, sitting_papers, sittings, tables
from scoring.register.chain import Act
from scoring.register.invariants import check
from scoring.register.verify import verify_chain
from scoring.texts import translator

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
ROLES = ("leader", "province_drc", "inspector", "system_admin", "assignment_holder", "kiosk", "public")


def read(room: Any, by: Actor = mr.SECRETARY, *, internal: bool = True) -> Written:
    found = meeting.read_minutes(room.register, by, sitting_id=room.sitting, internal=internal)
    assert found is not None
    return found


def item(written: Written, application_id: str) -> DecidedItem:
    return next(one for one in written.facts.items if one.application_id == application_id)


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def kept(room: Any) -> sitting_papers.Minutes:
    with room.register.read() as connection:
        found = sitting_papers.minutes_of(connection, room.sitting)
    assert found is not None
    return found


def sign(room: Any, by: Actor, **values: Any) -> Any:
    return room.sit(meeting.sign_minutes, by, **{"seen_digest": read(room).digest, **values})


def test_they_are_written_once_decisions_are_locked_by_chair_or_secretariat(room_at):
    room = room_at("review")
    assert refused(room.sit, meeting.write_minutes, mr.SECRETARY) == "minutes.lock_first"
    room.sit(meeting.lock_sitting, mr.CHAIR)
    assert meeting.read_minutes(room.register, mr.CHAIR, sitting_id=room.sitting, internal=True) is None
    for by in (mr.member("E01"), *map(mr.actor, ROLES)):
        with pytest.raises(AccessRefusedError):
            room.sit(meeting.write_minutes, by)
    room.sit(meeting.write_minutes, mr.CHAIR)
    room.sit(meeting.write_minutes, mr.SECRETARY)
    assert read(room).version == 2
    assert check(room.register) == ()
    assert verify_chain(room.register).faults == ()


def test_a_sitting_that_was_called_off_has_none(room_at):
    room = room_at("prepared")
    room.sit(meeting.call_off_sitting, mr.SECRETARY, reason="场地停电")
    assert refused(room.sit, meeting.write_minutes, mr.SECRETARY) == "minutes.lock_first"


def test_they_hold_what_the_record_holds(room_at):
    room = room_at("minuted")
    facts = read(room).facts
    assert facts.attendance == Attendance(entitled=12, present=11)
    assert [one.id for one in facts.members if one.presence == "absent"] == ["E12"]
    assert facts.place == ""
    assert facts.seed == 11
    assert facts.marks == ("sample", "synthetic")
    assert facts.head.entries == facts.head.sequence
    with room.register.read() as connection:
        standing = {one.application_id: one for one in decisions.of_round(connection, mr.ROUND)}
        assert chain.hash_at(connection, facts.head.sequence) == facts.head.hash
    assert [one.number for one in facts.items] == list(range(1, 13))
    assert [one.application_id for one in facts.items[-4:]] == [*rooms.HARD, "2026-0004"]
    for one in facts.items:
        decision = standing[one.application_id]
        assert (one.outcome, one.reason) == (decision.outcome, decision.reason or "")
        assert one.total == Decimal(decision.aggregate["total"])
        assert 0 < one.certainty < 1
        assert one.tally is not None
        assert one.tally.motion == one.outcome
        counted = {name: getattr(one.tally, name) for name in ("entitled", "present", "in_favour", "against")}
        assert counted == {name: decision.votes[name] for name in counted}
        assert one.recused == 12 - one.tally.entitled
    assert item(read(room), rooms.HARD[0]).total_before == item(read(room), rooms.HARD[0]).total
    assert item(read(room), rooms.HARD[1]).total_before is None
    assert facts.contradictions == facts.reopened == ()
    assert [one.what.key.removeprefix("minutes.act_") for one in facts.acts] == [
        *("opened", "recusals", "anchors", "consent", "list_voted", "hard", "rescored", "normal", "visits", "review"),
        "locked",
    ]


@pytest.fixture
def eventful(room_at) -> Any:
    """A sitting in which much happened, with minutes."""
    return room_at("eventful")


def test_what_happened_stands_in_them(eventful):
    written = read(eventful)
    facts = written.facts
    assert facts.attendance == Attendance(entitled=12, present=12, late=1, left=1)
    presence = {one.id: one.presence for one in facts.members}
    assert (presence["E12"], presence["E03"], presence["E01"]) == ("late", "left", "present")
    first = item(written, rooms.HARD[0])
    assert first.tally == Tally(12, 12, 5, 6, 1, quorum_met=True, carried=False, motion="propose_aa")
    assert first.outcome == "do_not_propose"
    assert first.proposal == "propose_aa"
    assert len(first.dissents) == 1
    assert [one.key for one in first.cites] == ["steps.cited_sub_item"]
    assert item(written, "2026-0008").pulled
    assert Counter(one.pulled for one in facts.items)[True] == 1
    again = item(written, rooms.HARD[2])
    assert [(one.number, one.before, one.after) for one in facts.reopened] == [
        (again.number, "do_not_propose", "do_not_propose")
    ]
    late = item(written, rooms.HARD[1])
    assert (late.outcome, late.tally, late.reason) == ("defer", None, "时间已到，其余暂缓")
    keys = Counter(one.what.key.removeprefix("minutes.act_") for one in facts.acts)
    assert keys["silence"] == keys["votes_void"] == keys["item_put_off"] == keys["item_reopened"] == 1
    silence = next(one for one in facts.acts if one.what.key == "minutes.act_silence")
    assert silence.what.values == {"minutes": 11}
    assert not [one for one in facts.acts if any(id_ in str(one) for id_ in mr.EXPERTS)]
    assert written.intact


def test_the_record_holds_no_name_and_its_digest_is_that_of_its_text(eventful):
    text = kept(eventful).facts
    assert hashlib.sha256(text.encode()).hexdigest() == kept(eventful).digest == read(eventful).digest
    facts = json.loads(text)
    # What people wrote is theirs; nothing else names anybody.
    told = str({name: facts[name] for name in facts if name not in ("items", "reopened", "acts")})
    assert not [name for name in mr.PEOPLE.values() if name in told]
    assert all(not {"name", "employer"} & one.keys() for one in facts["members"])
    assert [one.name for one in read(eventful).facts.members] == list(mr.PEOPLE.values())


def test_nothing_that_follows_changes_them(eventful):
    before = read(eventful)
    sign(eventful, mr.member("E01"))
    sign(eventful, mr.CHAIR)
    eventful.sit(meeting.end_sitting, mr.CHAIR)
    after = read(eventful)
    assert (after.digest, after.at, after.intact) == (before.digest, before.at, True)
    assert after.facts.items == before.facts.items


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts["items"][0].update(outcome="propose_aaa"),
        lambda facts: facts["items"][0]["tally"].update(in_favour=12),
        lambda facts: facts["attendance"].update(late=3),
        lambda facts: facts["head"].update(hash="0" * 64),
    ],
    ids=["outcome", "votes", "attendance", "head"],
)
def test_minutes_that_are_not_what_the_record_says_are_told_apart(room_at, change):
    room = room_at("minuted")
    facts = json.loads(kept(room).facts)
    change(facts)
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    row = sitting_papers.Minutes(room.sitting, 2, text, hashlib.sha256(text.encode()).hexdigest(), "2026-06-01T03:00Z")
    with room.register.write() as connection:
        act = Act("admin", "system_admin", "sitting.minutes_written", sittings.object_of(room.sitting), room.tick())
        chain.record(connection, act, {tables.minutes: sitting_papers.add_minutes([row])})
    assert not read(room).intact


def test_they_are_signed_by_whoever_was_there_and_by_both_offices(room_at):
    room = room_at("minuted")
    assert state_counts(read(room).signatures) == {"signed": 0, "refused": 0, "open": 13}
    assert read(room, mr.member("E01")).may_sign
    sign(room, mr.member("E01"))
    assert not read(room, mr.member("E01")).may_sign
    assert refused(sign, room, mr.member("E01")) == "minutes.signed_already"
    assert refused(sign, room, mr.member("E12")) == "minutes.was_not_there"
    sign(room, mr.CHAIR)
    sign(room, mr.SECRETARY)
    for by in map(mr.actor, ROLES):
        with pytest.raises(AccessRefusedError):
            sign(room, by)
    roll = read(room).signatures
    assert [(one.role, one.name, one.state) for one in roll[:3]] == [
        ("chair", "", "signed"),
        ("secretary", "", "signed"),
        ("voter", "赵某", "signed"),
    ]
    assert state_counts(roll) == {"signed": 3, "refused": 0, "open": 10}
    assert check(room.register) == ()


def test_a_refusal_has_a_reason_or_is_none_and_may_be_taken_back_by_signing(room_at):
    room = room_at("minuted")
    assert refused(sign, room, mr.member("E02"), refuse=True) == "flow.reason_needed"
    sign(room, mr.member("E02"), refuse=True, reason="对议题三的票数有异议")
    assert refused(sign, room, mr.member("E02"), refuse=True, reason="再次") == "minutes.signed_already"
    line = next(one for one in read(room).signatures if one.name == "钱某")
    assert (line.state, line.reason) == ("refused", "对议题三的票数有异议")
    sign(room, mr.member("E02"))
    assert state_counts(read(room).signatures) == {"signed": 1, "refused": 0, "open": 12}


def test_minutes_written_again_are_signed_again_and_nobody_signs_what_he_has_not_seen(room_at):
    room = room_at("minuted")
    seen = read(room).digest
    sign(room, mr.member("E01"))
    room.sit(meeting.write_minutes, mr.CHAIR)
    assert read(room).digest != seen
    assert state_counts(read(room).signatures)["signed"] == 0
    assert refused(sign, room, mr.member("E03"), seen_digest=seen) == "minutes.written_again"
    sign(room, mr.member("E01"))
    assert state_counts(read(room).signatures)["signed"] == 1
    assert check(room.register) == ()


def test_there_is_nothing_to_sign_before_they_are_written(room_at):
    room = room_at("locked")
    assert refused(room.sit, meeting.sign_minutes, mr.CHAIR, seen_digest="") == "minutes.none_written"


def test_who_reads_which_version(eventful, monkeypatch):
    for by in (mr.CHAIR, mr.SECRETARY, mr.actor("inspector"), mr.member("E01")):
        assert read(eventful, by).facts.items
        assert len(meeting.sittings_with_minutes(eventful.register, by, mr.ROUND, internal=True)) == 1
    for by in (mr.actor("leader"), mr.actor("public"), mr.member("E99"), mr.actor("kiosk")):
        with pytest.raises(AccessRefusedError):
            read(eventful, by)
        with pytest.raises(AccessRefusedError):
            read(eventful, by, internal=False)
    assert meeting.sittings_with_minutes(eventful.register, mr.member("E99"), mr.ROUND, internal=True) == ()
    for by in (mr.actor("leader"), mr.actor("public"), mr.actor("kiosk")):
        for round_id in (mr.ROUND, "no-such-round"):
            with pytest.raises(AccessRefusedError):
                meeting.sittings_with_minutes(eventful.register, by, round_id, internal=True)
    truths = gather.truths
    monkeypatch.setattr(gather, "truths", lambda *args: truths(*args) | {"notice_opened"})
    assert read(eventful, mr.actor("public"), internal=False).facts.items
    assert not read(eventful, mr.member("E01"), internal=False).may_sign
    with pytest.raises(AccessRefusedError):
        read(eventful, mr.actor("public"))


def _in_docx(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def _in_pdf(file: bytes, folder: Path) -> str:
    path = folder / "minutes.pdf"
    path.write_bytes(file)
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    about = subprocess.run(["pdfinfo", path], capture_output=True, check=True)
    return told.stdout.decode() + about.stdout.decode()


def test_no_byte_of_the_public_files_names_a_member(eventful, tmp_path):
    sign(eventful, mr.member("E08"), refuse=True, reason="与孙某意见不同")
    facts, say = read(eventful).facts, translator("zh")
    words = [word for one in facts.members for word in (one.name, one.employer, one.id)]
    assert all(len(word) > 1 for word in words)
    public = _in_docx(minutes_docx(facts, say=say, internal=False))
    assert not [word for word in words if word in public]
    assert "〔姓名略〕（〔单位略〕）与 〔代号略〕 的意见过严。" in public
    internal = _in_docx(minutes_docx(facts, say=say, internal=True))
    assert all(word in internal for word in words if not word.startswith("E"))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    printed = _in_pdf(minutes_pdf(facts, say=say, internal=False, fonts=find_fonts()), tmp_path)
    assert not [word for word in words if word in printed]
    assert "赵某" in _in_pdf(minutes_pdf(facts, say=say, internal=True, fonts=find_fonts()), tmp_path)


def test_every_act_has_its_words(eventful):
    for language in ("zh", "en"):
        say = translator(language)
        assert all(say(one.what) for one in read(eventful).facts.acts)
        assert say(Message("certificate.mark_rehearsal"))
