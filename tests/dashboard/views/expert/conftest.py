"""An expert at a small register: pages as AppTest runs them, and the record beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.roles import VIEWS
from scoring import flow
from scoring.model import Actor, GivenMark, MarkState
from scoring.register.database import Register

straight = sys.modules["straight"]
small_register = sys.modules["small_register"]


@dataclass
class Desk:
    """One expert's desk."""

    register: Register
    expert: str = "E01"

    @property
    def actor(self) -> Actor:
        return Actor(self.expert, self.expert, frozenset({"expert"}))

    def page(self, name: str, *, language: str = "zh", **query: str) -> AppTest:
        """Open a page of the expert."""
        at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=30)
        at.session_state["demonstration_expert"] = self.expert
        at.session_state["language"] = language
        return straight.open_page(at, f"expert/{name}", **query)

    def sheet(self, application_id: str = "2026-0001") -> flow.OwnSheet:
        return flow.own_sheet(self.register, self.actor, application_id=application_id)

    def save(self, code: str, state: MarkState, value: object = None, *, note: str = "", of: str = "2026-0001") -> None:
        """Save a mark behind the page's back, as another tab does."""
        kept = self.sheet(of).sheet.marks.get(code)
        given = GivenMark(code, state, value, note)  # type: ignore[arg-type]
        seen = 0 if kept is None else kept.version
        flow.save_mark(self.register, self.actor, source.now(), given, application_id=of, seen_version=seen)

    def fill(self, *, of: str = "2026-0001", but: tuple[str, ...] = ()) -> None:
        """Mark everything at three quarters."""
        for leaf in self.sheet(of).sheet.rule_book.round.indicator_table.leaves():
            if leaf.code not in but:
                self.save(leaf.code, MarkState.SCORED, sorted(leaf.allowed_scores())[3], of=of)

    def submit(self, *, of: str = "2026-0001") -> flow.Receipt:
        return flow.submit_sheet(self.register, self.actor, source.now(), application_id=of)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path = tmp_path / "register.db"
    register = small_register.build(path)
    monkeypatch.setenv(source.ENVIRONMENT, str(path))
    for cached in (source.register, source.demonstration_experts):
        cached.cache_clear()
    yield Desk(register)
    source.register().close()
    for cached in (source.register, source.demonstration_experts):
        cached.cache_clear()
    register.close()
