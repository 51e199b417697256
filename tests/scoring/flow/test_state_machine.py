"""The state machine of Article 12: every state, every act, every verdict, every role. What is not listed is refused.

What is allowed is typed here a second time, by hand; everything else is generated from the regulation and the roles.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from indicators.faults import Fault, FaultsError
from indicators.load import shipped_rule_book
from scoring import access, flow
from scoring.demonstration.steps import office as demo_office
from scoring.errors import AccessRefusedError
from scoring.model import Actor
from scoring.procedure.steps import PERMITTED
from scoring.register.database import open_register
from scoring.texts import translator

ROUND = "2026-sample"
AA, A = "2026-0003", "2026-0004"
COUNTY, PREFECTURE, ELSEWHERE = "320102", "320100", "320583"
LAW = shipped_rule_book(ROUND).regulation
ACTS = [act.id for step in LAW.steps for act in step.acts]
ZH, EN = translator("zh"), translator("en")
VERDICTS = sorted(set().union(*PERMITTED.values()))
ROLES = [role.id for role in access.rules().role]

# Whose each act is; the acts that stand in no line are done elsewhere, by nobody's click here.
OFFICES = {
    "county_preliminary_review": "county_regulator",
    "county_recheck": "county_drc",
    "prefecture_document_review": "prefecture_regulator",
    "prefecture_recheck": "prefecture_drc",
    "grade_opinion_or_recommendation": "prefecture_regulator",
    "confirmation_by_market_regulator": "secretariat",
    "confirmation_by_drc": "province_drc",
}
PREFECTURES = ("prefecture_document_review", "prefecture_recheck", "grade_opinion_or_recommendation")
INTAKE = ("county_regulator", "secretariat")
# In each state: of which application, how it got there, and what may be done next.
CONFIRM = ("confirmation_by_market_regulator", "confirmation_by_drc")
WAY = list(OFFICES)[:5]
STATES: dict[str, tuple[str, list[tuple[str, str]], tuple[str, ...]]] = {
    "entered": (AA, [], ("county_preliminary_review",)),
    "reviewed by the county": (AA, [(act, "signed") for act in WAY[:1]], ("county_recheck",)),
    "rechecked by the county": (AA, [(act, "signed") for act in WAY[:2]], ("prefecture_document_review",)),
    "reviewed by the prefecture": (AA, [(act, "signed") for act in WAY[:3]], ("prefecture_recheck",)),
    "rechecked by the prefecture": (AA, [(act, "signed") for act in WAY[:4]], ("grade_opinion_or_recommendation",)),
    "recommended": (AA, [(act, "signed") for act in WAY], ()),
    "opinion given": (A, [(act, "signed") for act in WAY], CONFIRM),
    "confirmed by one": (A, [(act, "signed") for act in (*WAY, CONFIRM[1])], CONFIRM[:1]),
    "confirmed by both": (A, [(act, "signed") for act in (*WAY, *CONFIRM)], ()),
}
HALTED: dict[str, tuple[str, list[tuple[str, str]], tuple[str, str]]] = {
    "returned by the county": (AA, [(WAY[0], "returned")], (WAY[0], "completed")),
    "returned by the prefecture's DRC": (
        AA,
        [*((act, "signed") for act in WAY[:3]), (WAY[3], "returned")],
        (WAY[3], "completed"),
    ),
    "refused by the county's DRC": (AA, [(WAY[0], "signed"), (WAY[1], "refused")], (WAY[1], "resumed")),
    "refused by the province": (
        A,
        [*((act, "signed") for act in WAY), (CONFIRM[0], "refused")],
        (CONFIRM[0], "resumed"),
    ),
    "withdrawn": (AA, [(WAY[0], "signed"), ("", "withdrawn")], ("", "")),
}
ALL_STATES = [*STATES, *HALTED]


def region_of(role: str) -> str | None:
    return COUNTY if role.startswith("county") else PREFECTURE if role.startswith("prefecture") else None


def expected(state: str) -> set[tuple[str, str, str]]:
    """Return what may be done in a state: act, verdict, role."""
    if state in STATES:
        verdicts = ("signed", "returned", "refused")
        return {(act, verdict, OFFICES[act]) for act in STATES[state][2] for verdict in verdicts}
    act, verdict = HALTED[state][2]
    if verdict == "completed":
        return {(act, verdict, role) for role in INTAKE}
    return {(act, verdict, OFFICES[act])} if act else set()


def sign(register: Any, actor: Actor, office: Any, application_id: str, act: str, verdict: str) -> None:
    one = flow.Signed(application_id, act, verdict, "理由", "9(2)")  # type: ignore[arg-type]
    flow.sign_steps(register, actor, office.tick(), ROUND, [one])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Where a register in each state is kept, once it has been made."""
    return {"": tmp_path_factory.mktemp("states")}


@pytest.fixture
def at(opened: Any, files: dict[str, Path]) -> Any:
    """Bring a register into a state and return its file; each is made once."""

    def bring(state: str) -> Path:
        if state in files:
            return files[state]
        application_id, done, _ = (STATES | HALTED)[state]  # type: ignore[operator]
        secretariat = opened.who("secretariat")
        given = [opened.application(3), opened.application(4, "A")]
        flow.import_applications(opened.register, secretariat, opened.tick(), ROUND, given, source="a.csv")
        for act, verdict in done:
            if verdict == "withdrawn":
                flow.withdraw_application(
                    opened.register, secretariat, opened.tick(), application_id=application_id, reason="企业申请"
                )
                continue
            role = OFFICES[act]
            sign(opened.register, demo_office(role, region_of(role)), opened, application_id, act, verdict)
        opened.register.close()
        files[state] = Path(copyfile(opened.url, files[""] / f"{len(files)}.db"))
        return files[state]

    return bring


@contextmanager
def copied(file: Path, to: Path) -> Iterator[Any]:
    copyfile(file, to)
    with open_register(to) as register:
        yield register


def names_its_article(fault: Fault) -> bool:
    """Whether a refusal says by which article, in both languages; one that does not counts as a slip."""
    return "条" in fault.message(ZH) and "Article" in fault.message(EN)


def happens(register: Any, office: Any, state: str, act: str, verdict: str, actor: Actor) -> bool:
    application_id = (STATES | HALTED)[state][0]  # type: ignore[operator]
    try:
        sign(register, actor, office, application_id, act, verdict)
    except AccessRefusedError:
        return False
    except FaultsError as refused:
        return not all(names_its_article(fault) for fault in refused.faults)
    return True


@pytest.mark.parametrize("state", ALL_STATES)
def test_only_what_is_listed_happens(opened: Any, at: Any, tmp_path: Path, state: str) -> None:
    """Every act and verdict by every role of the right place: refused unless listed; refusals leave no step."""
    file, due = at(state), expected(state)
    with copied(file, tmp_path / "refusing.db") as register:
        for act, verdict, role in product(ACTS, VERDICTS, ROLES):
            if (act, verdict, role) not in due:
                actor = Actor(f"t-{role}", role, frozenset({role}), region_of(role))
                assert not happens(register, opened, state, act, verdict, actor), (act, verdict, role)
        seen = flow.step_history(register, opened.who("inspector"), (STATES | HALTED)[state][0])  # type: ignore[operator]
        assert len(seen) == len([one for one in (STATES | HALTED)[state][1] if one[1] != "withdrawn"])  # type: ignore[operator]
    for number, (act, verdict, role) in enumerate(sorted(due)):
        with copied(file, tmp_path / f"{number}.db") as register:
            actor = Actor(f"t-{role}", role, frozenset({role}), region_of(role))
            assert happens(register, opened, state, act, verdict, actor), (act, verdict, role)


@pytest.mark.parametrize("state", ["entered", "rechecked by the county", "returned by the county"])
def test_nothing_happens_by_an_office_of_another_place(opened: Any, at: Any, tmp_path: Path, state: str) -> None:
    with copied(at(state), tmp_path / "elsewhere.db") as register:
        for act, verdict, role in expected(state):
            for region in (None, ELSEWHERE, "320500", "32"):
                actor = Actor(f"t-{role}", role, frozenset({role}), region)
                if role != "secretariat":
                    assert not happens(register, opened, state, act, verdict, actor), (act, role, region)


def test_nothing_more_is_done_with_what_a_sitting_did_not_propose(office: Any) -> None:
    office.score("2026-0001", "0.25")
    office.to("deciding")
    office.decide("do_not_propose", reason="未达到要求")
    for act, verdict, role in product(ACTS, VERDICTS, ROLES):
        actor = Actor(f"t-{role}", role, frozenset({role}), region_of(role))
        with pytest.raises((AccessRefusedError, FaultsError), match=r"access\.refused|steps\."):
            sign(office.register, actor, office, "2026-0001", act, verdict)


def test_the_table_of_this_test_knows_every_act_with_an_office() -> None:
    listed = {rule.object.removeprefix("step_") for rule in access.rules().rule if rule.object.startswith("step_")}
    assert listed == set(OFFICES)
    assert set(ACTS) > set(OFFICES)
    assert {act for act in ACTS if act not in OFFICES} == {
        "application",
        "expert_document_review",
        "on_site_verification",
        *(f"{what}_by_{who}" for what in ("credit_check", "public_notice", "joint_document") for who in ("drc",)),
        *(f"{what}_by_market_regulator" for what in ("credit_check", "public_notice", "joint_document")),
    }
