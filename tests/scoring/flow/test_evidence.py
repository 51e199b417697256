"""The evidence pack: what is in it and what is not, and every way of altering it found by script and product."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import random
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indicators.faults import FaultsError
from indicators.language import LANGUAGES
from indicators.plain import plain
from scoring import flow
from scoring.documents import evidence_script
from scoring.documents.evidence_pack import CHAIN, MANIFEST, SEAL, compact, readme
from scoring.errors import AccessRefusedError
from scoring.flow.evidence_records import rules_of
from scoring.flow.scores import scores_as_json, scores_of
from scoring.meeting.proposal import grade_by_score
from scoring.model import MarkState
from scoring.register import marks
from scoring.register.marks import Mark
from scoring.texts import translator

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
README = readme({language: translator(language) for language in LANGUAGES})
SCRIPT = Path(evidence_script.__file__)
#: What the script is, run with no name of its own.
CHECK = runpy.run_path(str(SCRIPT))["check"]
SHARES = ("1", "0.75", "1", "0.75", "1")

Files = dict[str, bytes]


def decide(office: Any) -> Any:
    """Let one case be decided, voided and decided again, on sheets that differ, and another with one recused."""
    for expert, share in zip([f"E{number:02d}" for number in range(1, 6)], SHARES, strict=True):
        office.score(FIRST, share, (expert,))
    office.recuse(expert="E05", of=SECOND)
    office.score(SECOND, "0.5", ("E01", "E02", "E03", "E04"))
    office.to("deciding")
    first = office.decide()
    office.void(first.decision_id, "票数记错")
    office.decide(votes=flow.Votes(10, 9, 7, 1, 1))
    office.decide("do_not_propose", of=SECOND)
    return office


@pytest.fixture
def decided(office: Any, led: Any) -> Any:
    return led(office, decide)


def pack_of(office: Any, of: str = FIRST, role: str = "inspector", **wanted: bool) -> flow.Pack:
    who = office.who(role)
    return flow.evidence_pack(office.register, who, office.tick(), application_id=of, readme=README, **wanted)


def unpacked(file: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(file)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def packed(files: Files) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    stream.seek(0)
    return stream


def read(files: Files, name: str) -> Any:
    return json.loads(files[name])


def by_script(stream: io.BytesIO, head: str = "") -> list[str]:
    """Return what the script finds; whatever it stumbles over is found too."""
    try:
        return [what for what, holds in CHECK(stream, head) if not holds]
    except (KeyError, IndexError, ValueError) as error:
        return [repr(error)]


def by_product(stream: io.BytesIO, head: str | None = None) -> list[str]:
    try:
        return [fault.what.key for fault in flow.check_pack(stream, expected_head=head).faults]
    except FaultsError as error:
        return [fault.what.key for fault in error.faults]


# --- what a pack holds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", [FIRST, SECOND])
@pytest.mark.parametrize("notes", [False, True])
def test_a_pack_is_in_order_for_script_and_product_and_with_its_head(decided: Any, of: str, notes: bool) -> None:
    pack = pack_of(decided, of, with_notes=notes)
    for head in ("", pack.head):
        assert by_script(io.BytesIO(pack.file), head) == []
        found = flow.check_pack(io.BytesIO(pack.file), expected_head=head or None)
        assert found.faults == ()
    assert (found.decisions, found.sheets) == ((2, 5) if of == FIRST else (1, 4))
    assert found.withheld == (0 if notes else found.sheets)
    assert found.entries == len([one for one in decided.entries() if one.sequence >= found.manifest.chain.first])
    assert decided.is_sound()


def test_no_person_is_anywhere_in_a_pack(decided: Any) -> None:
    for notes in (False, True):
        files = unpacked(pack_of(decided, SECOND, with_notes=notes).file)
        text = b"\n".join(files.values()).decode()
        for number in range(1, 11):
            assert f'"E{number:02d}"' not in text
            assert f"专家E{number:02d}" not in text
            assert f"研究院E{number:02d}" not in text
        assert "曾在该企业任职" not in text  # why somebody stepped down
        assert '"inspector"' not in text  # who packed
        assert ("第 3 页" in text) is notes


def test_labels_do_not_depend_on_who_gave_which_sheet(office: Any, twin: Any) -> None:
    """The same sheets by other hands make the same content, byte by byte; only the chain differs."""
    contents = []
    for one, experts in ((office, ("E01", "E02", "E03")), (twin, ("E03", "E01", "E02"))):
        for expert, share in zip(experts, ("1", "0.75", "0.5"), strict=True):
            one.score(FIRST, share, (expert,))
        one.to("deciding")
        one.decide("do_not_propose", reason="材料不足")
        files = unpacked(pack_of(one).file)
        contents.append(
            {name: content for name, content in files.items() if name not in (MANIFEST, CHAIN, SEAL, "case_acts.json")}
        )
    assert contents[0] == contents[1]


def test_the_same_parts_make_the_same_bytes(decided: Any) -> None:
    pack = pack_of(decided)
    files = unpacked(pack.file)
    names = [entry.filename for entry in zipfile.ZipFile(io.BytesIO(pack.file)).infolist()]
    assert names == sorted(names)
    manifest = read(files, MANIFEST)
    for told in manifest["files"]:
        assert told["size"] == len(files[told["name"]])
        assert told["sha256"] == hashlib.sha256(files[told["name"]]).hexdigest()
    assert manifest["about"] | {"packed_at": ""} == {
        "format": "quality-credit-evidence/1",
        "application_id": FIRST,
        "round_id": ROUND,
        "register_id": decided.register.register_id,
        "status": "sample",
        "synthetic": False,
        "packed_at": "",
        "hash_name": "sha256",
    }


def test_every_version_of_decisions_and_marks_is_in_it(office: Any) -> None:
    for expert in ("E01", "E02"):
        office.score(FIRST, "0.75", (expert,))
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=FIRST,
        expert_id="E01",
        reason="请补充",
    )
    office.save(office.given(share="1"), seen=1)
    office.submit()
    office.to("deciding")
    decision = office.decide("do_not_propose", reason="材料不足")
    office.void(decision.decision_id, "票数记错")
    pack = pack_of(office, with_notes=True)
    files = unpacked(pack.file)
    assert [(one["version"], one["state"], one["reason"]) for one in read(files, "decisions.json")] == [
        (1, "recorded", "材料不足"),
        (2, "voided", "票数记错"),
    ]
    (changed,) = [one for one in read(files, "sheets.json") if one["earlier"]]
    (row,) = changed["earlier"]
    assert row[:2] == ["1.1.1", 1]
    assert ["1.1.1", 2] in [kept[:2] for kept in changed["marks"]]
    assert by_script(io.BytesIO(pack.file), pack.head) == by_product(io.BytesIO(pack.file), pack.head) == []


def test_recusals_are_counted_and_experts_acts_too(decided: Any) -> None:
    files = unpacked(pack_of(decided, SECOND).file)
    assert read(files, "recusals.json") == [
        {"stage": "document_review", "assigned": 4, "recused": 1, "replaced": 0},
    ]
    acts = read(files, "case_acts.json")
    assert acts["counted"] == {"expert.recused": 1}
    told = {row[1] for row in acts["listed"]}
    assert told == {"round.created", "round.advanced", "decision.recorded"}


def test_the_chain_shows_hashes_and_opens_the_registers_own_entry_alone(decided: Any) -> None:
    pack = pack_of(decided)
    files = unpacked(pack.file)
    lines = [json.loads(line) for line in files[CHAIN].splitlines()]
    assert {tuple(sorted(line)) for line in lines} == {("act", "at", "hash", "previous", "sealed", "sequence")}
    assert lines[0]["act"] == "round.created"
    assert [line["act"] for line in lines[-2:]] == ["evidence.packed", "evidence.sealed"]
    actor, role, object_, _ = read(files, SEAL)["opens"]
    assert (actor, role, object_) == ("register", "system", f"application/{FIRST}")


def test_bytes_of_attachments_only_where_asked_for(office: Any) -> None:
    content = b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF\n"
    flow.attach_file(
        office.register,
        office.who("secretariat"),
        office.tick(),
        application_id=FIRST,
        name="../../财务报表.pdf",
        stream=io.BytesIO(content),
        size=len(content),
    )
    office.to("deciding")
    digest = hashlib.sha256(content).hexdigest()
    without, with_ = (unpacked(pack_of(office, with_attachments=wanted).file) for wanted in (False, True))
    for files in (without, with_):
        (told,) = read(files, "application.json")["attachments"]
        assert (told["sha256"], told["size"], told["kind"]) == (digest, len(content), "pdf")
    assert f"attachments/{digest}" not in without
    assert with_[f"attachments/{digest}"] == content
    assert by_product(packed(with_)) == by_script(packed(with_)) == []


# --- who may have one -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "state", "allowed"),
    [
        ("inspector", "reviewing", False),
        ("inspector", "deciding", True),
        ("chair", "deciding", False),
        ("chair", "in_notice", True),
        ("secretariat", "deciding", False),
        ("secretariat", "in_notice", True),
        ("expert", "in_notice", False),
        ("leader", "in_notice", False),
        ("assignment_holder", "in_notice", False),
        ("system_admin", "in_notice", False),
    ],
)
def test_who_may_have_a_pack_and_when(office: Any, role: str, state: str, allowed: bool) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "0.5")
    if state != "reviewing":
        office.to("deciding")
        office.decide()
        office.decide("do_not_propose", of=SECOND)
    if state == "in_notice":
        office.to("in_notice")
    before = len(office.entries())
    if allowed:
        assert by_product(io.BytesIO(pack_of(office, role=role).file)) == []
        assert [one.act for one in office.entries()[before:]] == ["evidence.packed", "evidence.sealed"]
        assert office.entries()[before].actor == role
    else:
        with pytest.raises(AccessRefusedError):
            pack_of(office, role=role)
        assert len(office.entries()) == before


def test_absent_is_refused_as_hidden_is_and_notes_are_for_the_inspector(decided: Any) -> None:
    with pytest.raises(AccessRefusedError) as absent:
        pack_of(decided, "2026-9999")
    with pytest.raises(AccessRefusedError) as hidden:
        pack_of(decided, role="chair")
    assert str(absent.value) == str(hidden.value)
    decided.to("in_notice")
    for role in ("chair", "secretariat"):
        with pytest.raises(AccessRefusedError):
            pack_of(decided, role=role, with_notes=True)


# --- every way of altering one ----------------------------------------------------------------------------------------


def change(name: str, alter: Callable[[Any], None]) -> Callable[[Files], Files]:
    def changed(files: Files) -> Files:
        value = read(files, name)
        alter(value)
        return {**files, name: (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()}

    return changed


def a_mark(sheets: Any) -> None:
    sheets[0]["marks"][0][3] = "0"


def an_outcome(decisions: Any) -> None:
    decisions[-1]["outcome"], decisions[-1]["grade"] = "do_not_propose", None


def a_total(decisions: Any) -> None:
    decisions[-1]["aggregate"]["total"] = "99.00"


def a_grade_by_score(decisions: Any) -> None:
    decisions[-1]["proposal"]["grade_by_score"] = "A"


def a_vote(decisions: Any) -> None:
    decisions[-1]["votes"]["in_favour"] = 5


def a_voter(decisions: Any) -> None:
    decisions[-1]["votes"]["present"] = 5


def a_cut(rules: Any) -> None:
    rules["cut_scores"][0]["min_score"] = "1"  # the highest that is reached stays the same


def rule_file(files: Files, name: str) -> str:
    return next(one for one in files if one.endswith(f"/{name}"))


def a_rule(files: Files) -> Files:
    return change(rule_file(files, "parameter_sheet.json"), a_cut)(files)


def a_text(files: Files) -> Files:
    name = rule_file(files, "round.toml")
    return {**files, name: files[name] + b"# \n"}


def no_middle_entry(files: Files) -> Files:
    lines = files[CHAIN].splitlines(keepends=True)
    return {**files, CHAIN: b"".join(lines[:5] + lines[6:])}


def no_tail(files: Files) -> Files:
    """Cut everything after the decisions; the forger makes a seal of his own where he can."""
    lines = files[CHAIN].splitlines(keepends=True)
    return {**files, CHAIN: b"".join(lines[:-3])}


def a_file_more(files: Files) -> Files:
    return {**files, "attachments/0000": b"evidence that was not there"}


def a_file_less(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "recusals.json"}


def an_earlier_entry(files: Files) -> Files:
    lines = files[CHAIN].splitlines(keepends=True)
    entry = json.loads(lines[5])
    entry["at"] = "2020" + entry["at"][4:]
    return {**files, CHAIN: b"".join([*lines[:5], compact(entry) + b"\n", *lines[6:]])}


CHANGES = {
    "mark": change("sheets.json", a_mark),
    "outcome": change("decisions.json", an_outcome),
    "total": change("decisions.json", a_total),
    "grade by score": change("decisions.json", a_grade_by_score),
    "vote": change("decisions.json", a_vote),
    "voter": change("decisions.json", a_voter),
    "rule": a_rule,
    "text of a rule": a_text,
    "entry removed": no_middle_entry,
    "entry changed": an_earlier_entry,
    "tail cut": no_tail,
    "file added": a_file_more,
    "file removed": a_file_less,
}
#: What comes out even where manifest, seal and last entry were made anew and nobody kept the head: it is computed.
COMPUTED = {"mark", "total", "grade by score", "vote", "voter", "text of a rule", "entry removed", "entry changed"}


def manifest_anew(files: Files) -> Files:
    """Let the forger put his own hashes into the manifest."""
    manifest = read(files, MANIFEST)
    inside = {name: content for name, content in sorted(files.items()) if name != MANIFEST}
    manifest["files"] = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in inside.items()
    ]
    told = [[one["name"], one["sha256"]] for one in manifest["files"] if one["name"] not in (CHAIN, SEAL)]
    manifest["content"] = hashlib.sha256(compact([manifest["about"], told])).hexdigest()
    entries = [json.loads(line) for line in files[CHAIN].splitlines()]
    manifest["chain"] = {
        "first": entries[0]["sequence"],
        "entries": len(entries),
        "head": f"{entries[-1]['sequence']}:{entries[-1]['hash']}",
    }
    return {**files, MANIFEST: json.dumps(manifest).encode()}


def seal_anew(files: Files) -> Files:
    """Let him write a last entry of his own, which fits: nothing but a head kept elsewhere can tell."""
    files = manifest_anew(files)
    content = json.dumps({"details": {"pack": read(files, MANIFEST)["content"]}})
    seal = {"salt": "00" * 16, "opens": ["register", "system", f"application/{FIRST}", content]}
    entries = [json.loads(line) for line in files[CHAIN].splitlines()]
    last = dict(entries[-1])
    if last["act"] != "evidence.sealed":
        before = last
        last |= {"sequence": before["sequence"] + 1, "previous": before["hash"], "act": "evidence.sealed"}
        entries.append(last)
    last["sealed"] = hashlib.sha256(bytes(16) + compact(seal["opens"])).hexdigest()
    told = [last[name] for name in ("sequence", "at", "act", "sealed", "previous")]
    last["hash"] = hashlib.sha256(compact(told)).hexdigest()
    entries[-1] = last
    chain = b"".join(compact(entry) + b"\n" for entry in entries)
    return manifest_anew({**files, CHAIN: chain, SEAL: json.dumps(seal).encode()})


_KEPT: dict[bool, flow.Pack] = {}


@pytest.fixture
def kept_pack(request: pytest.FixtureRequest) -> Callable[..., flow.Pack]:
    """One pack, with notes or without, made once for all who only read and alter it."""

    def given(*, with_notes: bool = False) -> flow.Pack:
        if not _KEPT:
            office = decide(request.getfixturevalue("twin"))
            _KEPT.update({notes: pack_of(office, with_notes=notes) for notes in (False, True)})
        return _KEPT[with_notes]

    return given


@pytest.mark.parametrize("name", CHANGES)
def test_every_alteration_is_found(kept_pack: Any, name: str) -> None:
    pack = kept_pack()
    altered = CHANGES[name](unpacked(pack.file))
    for forged in (altered, manifest_anew(altered)):
        assert by_script(packed(forged)), name
        assert by_product(packed(forged)), name
    whole = seal_anew(altered)
    assert by_script(packed(whole), pack.head), name
    assert by_product(packed(whole), pack.head), name
    assert bool(by_script(packed(whole))) is (name in COMPUTED)
    # The product reads the rule book and makes the proposal again, so that it finds what the script cannot.
    assert bool(by_product(packed(whole))) is (name in COMPUTED | {"rule"})


def test_with_notes_a_changed_mark_is_found_by_the_digest_of_its_sheet(kept_pack: Any) -> None:
    other_note = change("sheets.json", lambda sheets: sheets[0]["marks"][0].__setitem__(4, "改"))
    altered = seal_anew(other_note(unpacked(kept_pack(with_notes=True).file)))
    assert by_script(packed(altered)) == ["sheets"]
    assert by_product(packed(altered)) == ["pack.sheet_changed"]


def test_a_head_printed_before_the_pack_is_found_in_it_and_another_is_not(decided: Any) -> None:
    last = decided.entries()[-1]
    pack = pack_of(decided)
    early, other = f"{last.sequence}:{last.hash}", f"{last.sequence}:{'0' * 64}"
    assert by_script(io.BytesIO(pack.file), early) == by_product(io.BytesIO(pack.file), early) == []
    assert by_script(io.BytesIO(pack.file), other) == ["head"]
    assert by_product(io.BytesIO(pack.file), other) == ["pack.head_differs"]
    beyond = f"{last.sequence + 9}:{'0' * 64}"
    assert by_product(io.BytesIO(pack.file), beyond) == ["pack.head_missing"]


# --- the script by itself ---------------------------------------------------------------------------------------------


def test_the_script_is_fifty_lines_of_the_standard_library_and_stands_in_the_pack(
    kept_pack: Any, tmp_path: Path
) -> None:
    pack = kept_pack()
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 50
    tree = ast.walk(ast.parse(text))
    names = {one.name for node in tree if isinstance(node, ast.Import) for one in node.names}
    assert names == {"hashlib", "json", "sys", "zipfile"}
    files = unpacked(pack.file)
    assert files["check.py"] == SCRIPT.read_bytes()
    (tmp_path / "check.py").write_bytes(files["check.py"])
    (tmp_path / "good.zip").write_bytes(pack.file)
    (tmp_path / "bad.zip").write_bytes(packed(CHANGES["vote"](files)).getvalue())
    for name, code, words in (("good.zip", 0, "IN ORDER"), ("bad.zip", 1, "files, majority")):
        done = subprocess.run(
            [sys.executable, "-I", "check.py", name, pack.head],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, words in done.stdout + done.stderr) == (code, True)


@pytest.mark.parametrize("kind", ["mean", "median", "trimmed", "winsorised"])
@pytest.mark.parametrize("each_side", [1, 2])
def test_the_script_adds_up_as_the_product_does(sample_book: Any, kind: str, each_side: int) -> None:
    """Any marks, also missing, insufficient and not applicable, under any rule of aggregation."""
    sheet = replace(sample_book.round.parameter_sheet, aggregate=kind, trimmed_each_side=each_side)
    book = replace(sample_book, round=replace(sample_book.round, parameter_sheet=sheet))
    leaves = book.round.indicator_table.leaves()
    decision = runpy.run_path(str(SCRIPT))["decision"]
    chance = random.Random(f"{kind}{each_side}")
    totals = set()
    for _ in range(12):
        refused = set(chance.sample([leaf.code for leaf in leaves], chance.choice([0, 1, 9])))
        gaps = chance.choice([0.0, 0.0, 0.02])
        panel, kept = [], []
        for label in range(chance.choice([1, 3, 4, 5, 7])):
            rows = []
            for leaf in leaves:
                state, value = "scored", str(leaf.max_score * chance.randrange(5) / 4)
                if leaf.code in refused or chance.random() < 0.02:
                    state, value = "not_applicable", None
                elif chance.random() < 0.03:
                    state, value = "insufficient", None
                elif chance.random() < gaps:
                    state, value = "missing", None
                rows.append([leaf.code, 1, state, value, None])
                state_ = MarkState[state.upper()]
                kept.append(Mark("a", str(label), "document_review", leaf.code, 1, state_, "", value))
            panel.append({"marks": rows})
        keys = {("a", str(label)) for label in range(len(panel))}
        scores = scores_of(marks.columns_of(kept), keys, book)["a"]
        told = scores_as_json(scores, book)
        totals.add(told["total"])
        share = {"met": False, "carried": False}
        votes = {"entitled": 0, "present": 0, "in_favour": 0, "against": 0, "quorum": share, "majority": share}
        by_score = grade_by_score(scores.total, book.round.cut_scores)
        one = {"aggregate": told, "votes": votes, "proposal": {"grade_by_score": by_score}}
        assert [what for what, holds in decision(one, panel, plain(rules_of(book))) if not holds] == []
    assert len(totals) > 5


# --- packs that are made to break whoever reads them ------------------------------------------------------------------


def with_file(name: str, content: bytes) -> Callable[[Files], Files]:
    return lambda files: {**files, name: content}


def every_sheet(alter: Callable[[Any], None]) -> Callable[[Files], Files]:
    return change("sheets.json", lambda sheets: [alter(sheet) for sheet in sheets])


HOSTILE = {
    "deep json": with_file("sheets.json", b"[" * 100_000),
    "no json": with_file("decisions.json", b"\xff\xfe\x00"),
    "another shape": with_file("decisions.json", b'{"a": 1}'),
    "long number": with_file(SEAL, b'{"salt": ' + b"9" * 100_000 + b"}"),
    "chain of lists": with_file(CHAIN, b"[]\n" * 50),
    "empty chain": with_file(CHAIN, b""),
    "salt of words": change(SEAL, lambda seal: seal.update(salt="no hexadecimal")),
    "content of words": change(SEAL, lambda seal: seal["opens"].__setitem__(3, "[")),
    "other hash": change(MANIFEST, lambda manifest: manifest["about"].update(hash_name="md5")),
    "other format": change(MANIFEST, lambda manifest: manifest["about"].update(format="another/9")),
    "unknown state": every_sheet(lambda sheet: sheet["marks"][0].__setitem__(2, "excellent")),
    "points of words": every_sheet(lambda sheet: sheet["marks"][0].__setitem__(3, "ten")),
    "points without end": every_sheet(lambda sheet: sheet["marks"][0].__setitem__(3, "1e999999")),
    "votes of words": change("decisions.json", lambda all_: all_[0]["votes"].update(present="ten")),
    "floats": change("decisions.json", lambda all_: all_[0]["aggregate"].update(total=1.5)),
    "no sheets": with_file("sheets.json", b"[]"),
    "no such rule book": change("decisions.json", lambda all_: all_[0].update(rule_book="0" * 64)),
    "no such county": change("application.json", lambda case: case["versions"]["1"]["enterprise"].update(county="9")),
    "escape sequences": change("decisions.json", lambda all_: all_[0].update(decision_id="\x1b[2J")),
    "a novel": change(MANIFEST, lambda manifest: manifest["about"].update(application_id="x" * 10_000)),
    "rule book of noise": lambda files: {**files, rule_file(files, "round.toml"): b"\x00\xff"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_stands_in_a_pack_the_answer_is_words(kept_pack: Any, name: str) -> None:
    altered = HOSTILE[name](unpacked(kept_pack().file))
    try:
        faults = flow.check_pack(packed(altered)).faults
    except FaultsError as error:
        faults = error.faults
    assert faults
    for language in LANGUAGES:
        for fault in faults:
            words = fault.message(translator(language))
            assert words.isprintable()
            assert len(words) < 1000
