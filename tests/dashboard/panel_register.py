"""A register for pages on panels: four applications with sheets that agree, differ, and lack; all synthetic.

Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from google.protobuf import text_format
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Node

from dashboard import results, source
from dashboard.roles import VIEWS
from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.steps import recommend, sign_papers
from scoring.model import (
    Actor,
    AdverseRecord,
    Application,
    Enterprise,
    Expert,
    GivenMark,
    GivenSheet,
    Growth,
    HeldGrade,
    MarkState,
)
from scoring.procedure.uscc import make
from scoring.register.database import Register, create_register, open_register

straight = sys.modules["straight"]
ROUND = "2026-sample"
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
EXPERTS = tuple(f"EXPERT-{number:02d}" for number in range(1, 6))
PEOPLE = ("欧阳甲", "司徒乙", "诸葛丙", "上官丁", "东方戊")
EMPLOYERS = tuple(f"隐秘研究院{number}" for number in range(1, 6))
HOSTILE = '<img src=x onerror="alert(1)">*样例*有限公司'
AGREED, APART, BARRED, FEW = "2026-0001", "2026-0002", "2026-0003", "2026-0004"
NAMES = {AGREED: "南京样例一有限公司", APART: "苏州样例二有限公司", BARRED: HOSTILE, FEW: "名" * 120 + "有限公司"}
TARGETS = {AGREED: "AA", APART: "AAA", BARRED: "AA", FEW: "AA"}
# Panels that agree, so that the round has a noise to measure the others by.
CALM = tuple(f"2026-{number:04d}" for number in range(5, 9))
NAMES |= {id_: f"无锡样例{id_[-1]}有限公司" for id_ in CALM}
TARGETS |= dict.fromkeys(CALM, "AA")
# Which share of the points each expert gives, in every indicator.
SHARES: Mapping[str, tuple[str, ...]] = {
    AGREED: ("0.75", "1", "0.75", "1", "0.75"),
    APART: ("0.5", "1", "1", "1", "0.25"),
    BARRED: ("0.75", "0.75", "0.75", "0.75", "0.75"),
    FEW: ("1", "0.75"),
} | dict.fromkeys(CALM, ("0.75",) * 5)


def actor(role: str) -> Actor:
    return Actor(role, role, frozenset({role}))


@dataclass
class Sitting:
    """The register, and pages opened on it as one of its people."""

    register: Register
    clock: Iterator[datetime] = field(default_factory=lambda: (NOW + timedelta(seconds=second) for second in count()))

    def page(self, role: str, file: str, *, language: str = "zh", **query: str) -> AppTest:
        """Open a page: ``chair/overview``."""
        at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
        at.session_state["demonstration_role"] = role
        at.session_state["language"] = language
        return straight.open_page(at, file, **query)

    def score(self, application_id: str, shares: tuple[str, ...]) -> None:
        leaves = shipped_rule_book(ROUND).round.indicator_table.leaves()
        given = [
            GivenSheet(
                application_id,
                expert,
                tuple(
                    GivenMark(leaf.code, MarkState.SCORED, Decimal(share) * leaf.max_score, "第 3 页")
                    for leaf in leaves
                ),
            )
            for expert, share in zip(EXPERTS, shares, strict=False)
        ]
        flow.import_sheets(
            self.register,
            actor("assignment_holder"),
            next(self.clock),
            ROUND,
            given,
            submitted={(one.application_id, one.expert_id) for one in given},
            source="paper",
        )

    def to(self, state: str, reason: str = "") -> None:
        flow.advance_round(
            self.register,
            actor("secretariat"),
            next(self.clock),
            ROUND,
            state,
            reason=reason,  # type: ignore[arg-type]
        )

    def decide(self, application_id: str, outcome: str = "do_not_propose", reason: str = "材料不足以支持") -> None:
        """Let the sitting decide about an application, unanimously."""
        flow.record_decision(
            self.register,
            actor("chair"),
            next(self.clock),
            application_id=application_id,
            outcome=outcome,  # type: ignore[arg-type]
            votes=flow.Votes(10, 10, 0, 10, 0),
            reason=reason,
        )

    def state(self) -> str:
        return flow.show_round(self.register, actor("secretariat"), ROUND).state


def _application(id_: str, number: int) -> Application:
    book = shipped_rule_book(ROUND)
    declared = {condition.id: True for condition in book.regulation.conditions if condition.judged_by == "declaration"}
    return Application(
        id_,
        ROUND,
        Enterprise(
            make(f"91320102MA1ABCD{number:02d}"),
            NAMES[id_],
            "legal_person",
            "320102",
            "C34",
            "medium",
            date(2010, 5, 4),
        ),
        TARGETS[id_],
        date(2026, 4, 1),
        adverse_records=(AdverseRecord("quality_violation", date(2025, 1, 5)),) if id_ == BARRED else (),
        adverse_records_checked=True,
        growth=tuple(Growth(year, Decimal("3.5")) for year in (2023, 2024, 2025)),
        held=(HeldGrade("A", date(2020, 3, 1)), HeldGrade("AA", date(2023, 3, 1))),
        declared=declared,
    )


_MADE: dict[tuple[object, ...], bytes] = {}


def build(path: Path, shares: Mapping[str, tuple[str, ...]] = SHARES) -> Sitting:
    """Make the register, under review, with all sheets in but three of one application.

    Made once for the same marks and names; after that it is a copy, which takes no seconds.
    """
    made = (tuple(shares.items()), tuple(NAMES.values()), PEOPLE, EMPLOYERS)
    if made not in _MADE:
        _make(path, shares).register.close()
        _MADE[made] = path.read_bytes()
    path.write_bytes(_MADE[made])
    return Sitting(open_register(path))


def _make(path: Path, shares: Mapping[str, tuple[str, ...]]) -> Sitting:
    sitting = Sitting(create_register(path, now=NOW, synthetic=True))
    register, secretariat, holder = sitting.register, actor("secretariat"), actor("assignment_holder")
    flow.create_round(register, secretariat, next(sitting.clock), shipped_rule_book(ROUND))
    people = [
        Expert(id_, name, employer, "320500", ("C34",), date(2024, 1, 1))
        for id_, name, employer in zip(EXPERTS, PEOPLE, EMPLOYERS, strict=True)
    ]
    flow.import_experts(register, holder, next(sitting.clock), people, source="experts.csv")
    found = [_application(id_, number) for number, id_ in enumerate(NAMES, start=1)]
    sign_papers(register, sitting.clock, ROUND, first_day=date(2026, 3, 1), last_day=date(2026, 12, 31))
    sitting.to("open")
    flow.import_applications(register, secretariat, next(sitting.clock), ROUND, found, source="applications.csv")
    recommend(register, sitting.clock, ROUND, found, read_regions())
    flow.assign(register, holder, next(sitting.clock), ROUND, [(id_, expert) for id_ in NAMES for expert in EXPERTS])
    sitting.to("reviewing")
    for id_, given in shares.items():
        sitting.score(id_, given)
    return sitting


@contextmanager
def served(
    path: Path, monkeypatch: pytest.MonkeyPatch, shares: Mapping[str, tuple[str, ...]] = SHARES
) -> Iterator[Sitting]:
    """Make the register and serve it to pages."""
    build(path, shares).register.close()
    with serving(path, monkeypatch) as sitting:
        yield sitting


@contextmanager
def serving(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sitting]:
    """Serve a register to pages, as the environment would name it; afterwards the one that was served before."""
    before = os.environ.get(source.ENVIRONMENT)
    _forget()
    monkeypatch.setenv(source.ENVIRONMENT, str(path))
    register = source.register()
    try:
        yield Sitting(register)
    finally:
        register.close()
        _forget()
        if before is not None:
            monkeypatch.setenv(source.ENVIRONMENT, before)


def _forget() -> None:
    # Copies of a register have its id, by which results are kept.
    for kept in (vars(source) | vars(results)).values():
        if hasattr(kept, "cache_clear") and kept is not source.regions:
            kept.cache_clear()


def words(at: AppTest) -> str:
    """Return everything that a page sends to the browser, style sheets apart: every block and element, every field."""
    found = (text_format.MessageToString(proto, as_utf8=True) for proto in _protos(at._tree))
    whole = "\n".join(one for one in found if "<style>" not in one)
    return whole.replace('\\"', '"').replace("\\'", "'")


def markup(at: AppTest) -> str:
    """Return what a page sends as HTML, where a name could become an element."""
    return "\n".join(one.proto.body for one in at.get("html"))


def direct(role: str, file: str) -> AppTest:
    """Run a view by itself, as an address would that leads past the frame."""
    at = AppTest.from_file(str(VIEWS / f"{file}.py"), default_timeout=60)
    at.session_state["demonstration_role"] = role
    at.run()
    assert not at.exception, at.exception
    return at


def _protos(node: Node) -> Iterator[Message]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        yield proto
    for child in getattr(node, "children", {}).values():
        yield from _protos(child)
