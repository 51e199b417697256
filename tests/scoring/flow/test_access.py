"""Every function of `flow` asks who it is: generated from the package, so that a new function is held to it too."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from scoring import access, flow
from scoring.flow import Granted
from scoring.meeting.quorum import Votes
from scoring.model import Actor, GivenMark, MarkState
from tests.scoring.flow.asking import said, work_of_refusal

ROUND, FIRST = "2026-sample", "2026-0001"
NOBODY = Actor("E01", "nobody", frozenset())
# Ids of things: hidden from whoever may not see them, and to be told from absent ones by no word.
IDS = {"round_id": ROUND, "application_id": FIRST, "decision_id": f"{FIRST}/document_review/1"}


# Arguments of steps before the experts.
OPENING = {"kind": "annual_plan", "title": "计划", "content": "正文", "version": 1}
FILE = {"name": "a.pdf", "stream": BytesIO(b"%PDF-1.7"), "size": 8, "digest": "0" * 64}
BEFORE_THE_EXPERTS: dict[str, dict[str, Any]] = {
    "draft_opening": OPENING,
    "sign_opening": OPENING,
    "sign_steps": {"signed": [flow.Signed(FIRST, "county_preliminary_review")]},
    "attach_file": FILE,
    "withdraw_attachment": FILE,
    "read_attachment": FILE,
}

NOTICE: dict[str, Any] = {
    "results": [flow.CreditResult(FIRST, "passed")],
    "entries": [Granted(FIRST, "AA")],
    "removed": [FIRST],
    "number": "苏市监〔2026〕1号",
    "received_from": "某企业",
    "substance": "材料不实",
    "objection_id": f"{ROUND}/objection/1",
    **{
        f"{name}_on": date(2026, 6, 1) for name in ("checked", "signed", "opened", "closed", "received", "acknowledged")
    },
    "decided_on": date(2026, 6, 1),
}
SUPERVISION: dict[str, Any] = {
    "measure_id": f"{FIRST}/measure/1",
    "complaint_id": f"{FIRST}/complaint/1",
    "instruction_id": "instruction/1",
    "case_id": "misconduct/1",
    "cause": flow.Cause("major_accident", date(2026, 5, 25)),
    "measure": "publicity_suspension",
    "kind": "complaint",
    "account": "产品与标识不符",
    "agreed": True,
    "uscc": "91320102MA1ABCD01X",
    "code": "91320102MA1ABCD01X",
    "region": "320100",
    "content": "留存核查记录",
    "due": date(2026, 6, 30),
    "answer": "已落实",
    "seed": "0471",
    "result": "upheld",
    "supplied": [flow.Supplied("检测报告", "检验公司", "91320102MA1ABCD01X", "inspection_body")],
    "allegation": flow.Allegation("staff", "李某", "检验公司", "favouritism", "泄露名单"),
}
SUPERVISION_BY_FUNCTION: dict[str, dict[str, Any]] = {
    "advance_complaint": {"state": "accepted"},
    "conclude_case": {"state": "referred"},
}


# Arguments of the draw, of conflicts of interest and of the questions for the site visit.
DRAWING: dict[str, dict[str, Any]] = {
    "draw_experts": {"seed": 7},
    "replace_expert": {"seed": 7},
    "verify_draw": {"draw_id": f"{ROUND}/document_review/1"},
    "name_unsuitable": {"expert_ids": ["E06"]},
    "lift_conflict": {"conflict_id": "declared/91320102MA1ABCD01X/E01"},
    "hand_on_questions": {"questions": ["检定周期"]},
}


def _read_nothing(*_: object) -> None:
    raise AssertionError("a workbook was read before anybody asked whose sheet it is")


# Arguments of an expert's desk.
OWN_DESK: dict[str, dict[str, Any]] = {
    "preview_offline": {"read": _read_nothing},
    "take_offline": {"read": _read_nothing, "accepted": {}},
    "report_approach": {"approach": flow.Approach("某人", "telephone", date(2026, 6, 1), "请求关照")},
    "move_approach_report": {"report_id": "approach/1", "state": "taken_up"},
}


def _make_nothing(*_: object) -> bytes:
    raise AssertionError("a file was made before anybody asked who takes it")


# Arguments of what takes two persons, of looks, and of files that leave.
POWERS: dict[str, Any] = {
    "opening_id": "identity-opening/1",
    "agree": True,
    "ground": "案号",
    "step": "round_signs",
    "about": ROUND,
    "what": "sheets",
    "make": _make_nothing,
}

# Arguments of drafts of rule books.
DRAFTS: dict[str, Any] = {
    "draft_id": "draft/1",
    "new_round_id": "2028-draft",
    "year": 2028,
    "name": "2028年度",
    "content": "schema = 1",
    "in_force_from": date(2028, 1, 1),
    "digest": "0" * 64,
}


# Arguments of templates, and of papers made of them.
TEMPLATED: dict[str, dict[str, Any]] = {
    "adopt_template": {"kind": "notice", "language": "zh", "name": "a.docx", "content": b""},
    "withdraw_template": {"kind": "notice", "language": "zh"},
    "template_in_force": {"kind": "notice", "language": "zh"},
    "make_paper": {"asked": flow.PaperAsked("feedback_letter", FIRST, ".pdf"), "say": None, "fonts": None},
}


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    """A file alone: who may do what is asked before any database is."""
    return str(tmp_path / "register.db")


def reaches_the_record(function: Callable[..., Any]) -> bool:
    """What gets neither a register nor a way to one can only compute with what its caller was shown."""
    return bool({"register", "url", "connection"} & inspect.signature(function).parameters.keys())


def steps() -> dict[str, Callable[..., Any]]:
    """Everything that the package offers and that reaches the record, and every public function somebody acts by."""
    offered = inspect.getmembers(flow, inspect.isfunction)
    found = {name: function for name, function in offered if reaches_the_record(function)}
    for module in pkgutil.iter_modules(flow.__path__):
        loaded = importlib.import_module(f"scoring.flow.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            takes = inspect.signature(function).parameters
            public = function.__module__ == loaded.__name__ and not name.startswith("_")
            if inspect.isgeneratorfunction(inspect.unwrap(function)):
                continue  # a context manager refuses where a reading enters it, and is tested with each of those
            if public and "actor" in takes and reaches_the_record(function) and "connection" not in takes:
                found[name] = function
    return found


STEPS = steps()
#: That the record is frozen is told to everybody whom it stops; what the server itself lets its user do is asked by
#: whoever starts the program, before anybody is there.
TOLD_TO_EVERYBODY = {"standstill_of", "hindrances_of", "rights_beyond_need"}


def arguments(office: Any, function: Callable[..., Any], tmp_path: Path) -> dict[str, Any]:
    """Return arguments with which somebody entitled could act."""
    values: dict[str, Any] = {
        "register": office.register,
        "url": tmp_path / "another.db",
        "now": office.now,
        "on": date(2026, 6, 1),
        "state": "deciding",
        "book": office.book,
        "pairs": [(FIRST, "E06")],
        "expert_id": "E01",
        "reason": "理由",
        "source": "file.csv",
        "granted": [Granted(FIRST, "AA")],
        "announced_on": date(2026, 6, 1),
        "outcome": "do_not_propose",
        "votes": Votes(5, 5, 0, 5, 0),
        "seen_version": 0,
        "render": lambda certificate: certificate.text.encode(),
        "readme": b"",
        "backup": tmp_path / "backup.db",
        "role": "panel",
        "claimed": f"QCP1:QC32-2026-000001:{'0' * 64}",
        **SUPERVISION,
        **POWERS,
        **NOTICE,
        **DRAFTS,
        **IDS,
    }
    by_function: dict[str, Any] = {
        "import_experts": [],
        "preview_experts": [],
        "import_applications": [office.application(3)],
        "import_sheets": [office.sheet(FIRST, "E01")],
        "save_mark": GivenMark("1.1.1", MarkState.INSUFFICIENT),
        "save_practice_mark": GivenMark("1.1.1", MarkState.INSUFFICIENT),
        "preview_applications": [office.application(3)],
        "enter_application": office.application(3),
    }
    values |= BEFORE_THE_EXPERTS.get(function.__name__, {})
    taken = inspect.signature(function).parameters.values()
    due = [one.name for one in taken if one.default is inspect.Parameter.empty and one.name != "actor"]
    if function.__name__ in by_function:
        values["given"] = by_function[function.__name__]
    values |= SUPERVISION_BY_FUNCTION.get(function.__name__, {})
    values |= DRAWING.get(function.__name__, {})
    values |= OWN_DESK.get(function.__name__, {})
    values |= TEMPLATED.get(function.__name__, {})
    unknown = set(due) - values.keys()
    assert not unknown, f"{function.__name__}: say here what {sorted(unknown)} may be, so that it is tested too"
    return {name: values[name] for name in due}


def decide(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()


@pytest.fixture
def decided(office: Any, led: Any) -> Any:
    """The office with a decision on the first application, and a submitted sheet."""
    return led(office, decide)


def test_all_that_flow_offers_is_held_to_it() -> None:
    assert len(STEPS) >= 24
    without = {name for name, function in STEPS.items() if "actor" not in inspect.signature(function).parameters}
    assert without == TOLD_TO_EVERYBODY, f"nobody acts in {without}"
    assert not [name for name, function in STEPS.items() if inspect.isgeneratorfunction(function)], (
        "they would refuse only when they are read"
    )


@pytest.mark.parametrize("name", [name for name in STEPS if name not in TOLD_TO_EVERYBODY])
def test_whoever_has_no_role_is_refused(decided: Any, tmp_path: Path, name: str) -> None:
    before = len(decided.entries())
    said(STEPS[name], NOBODY, arguments(decided, STEPS[name], tmp_path))
    assert len(decided.entries()) == before


@pytest.mark.parametrize(
    "name", [name for name, function in STEPS.items() if IDS.keys() & inspect.signature(function).parameters.keys()]
)
def test_hidden_and_absent_things_are_refused_in_the_same_words(decided: Any, tmp_path: Path, name: str) -> None:
    given = arguments(decided, STEPS[name], tmp_path)
    hidden = said(STEPS[name], NOBODY, given)
    for id_ in IDS.keys() & given.keys():
        assert said(STEPS[name], NOBODY, given | {id_: "no-such-thing"}) == hidden


# Steps that take an application or decision, each with somebody who may take them, though not with this one, now.
OF_ONE_THING = [
    name
    for name, function in STEPS.items()
    if {"application_id", "decision_id"} & inspect.signature(function).parameters.keys()
]


@pytest.mark.parametrize("name", OF_ONE_THING)
def test_a_role_learns_nothing_of_what_it_may_not_see(office: Any, tmp_path: Path, name: str) -> None:
    """While marks are given, whatever is refused about a thing that is there is refused alike about one that is not:

    in the same words, and after the same questions to the database, so that the time tells nothing either.
    """
    given = arguments(office, STEPS[name], tmp_path)
    id_ = "decision_id" if "decision_id" in given else "application_id"
    for role in access.rules().role:
        stranger = replace(NOBODY, id="X99", roles=frozenset({role.id}))
        absent = work_of_refusal(STEPS[name], stranger, given | {id_: "no-such-thing"})
        assert "access.refused" in str(absent[0]), role.id
        there = work_of_refusal(STEPS[name], stranger, given)
        assert there[0] is None or there == absent, role.id
