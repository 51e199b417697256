"""The load tools in the gate: one tiny pass each, and that the comparison finds what it is there for."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from indicators.load import shipped_rule_book  # noqa: E402
from scoring import flow  # noqa: E402
from scoring.model import Actor, GivenMark, MarkState  # noqa: E402
from scoring.register.database import open_register  # noqa: E402
from tests.load import crowd, crowd_check, crowd_register  # noqa: E402
from tests.load.crowd_clients import Typed  # noqa: E402


def test_two_experts_mark_through_the_gate(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    arguments = ["--experts", "2", "--watching", "0", "--seconds", "3", "--every", "1", "--json", str(figures)]
    # In a thread of its own: this one has a loop of the browser's where tests of pages ran before.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(crowd.main, arguments).result() == 0
    found = json.loads(figures.read_text("utf-8"))
    assert found["marks"]["acknowledged"] == found["typed"] >= 2
    assert found["milliseconds"]["key to saved"]["n"] == found["typed"]


def test_the_comparison_finds_a_lost_mark_and_one_that_nobody_typed(tmp_path: Path) -> None:
    url = str(tmp_path / "register.db")
    person = crowd_register.make(url, 1, sitting=False).experts[0]
    id_ = person.expert_id or ""
    leaf = shipped_rule_book("2026-sample").round.indicator_table.leaves()[0]
    shares = sorted(level.share for level in leaf.levels)
    with open_register(url) as register:
        for seen, digit in enumerate((1, 3)):
            given = GivenMark(leaf.code, MarkState.SCORED, shares[digit] * leaf.max_score)
            actor, now = Actor(id_, id_, frozenset({"expert"})), datetime.now(UTC)
            flow.save_mark(register, actor, now, given, application_id=person.application, seen_version=seen)
    first = Typed(id_, person.application, leaf.code, "1", 0.0, version=1)
    second = replace(first, digit="3", version=2)
    assert crowd_check.compare(url, [first, second]).clean
    assert crowd_check.compare(url, [first, replace(second, version=0)]).unheard == 1
    assert crowd_check.compare(url, [first, second, replace(first, digit="2", version=3)]).lost == 1
    assert crowd_check.compare(url, [first]).strange == 1
    assert crowd_check.compare(url, [first, replace(second, digit="4")]).lost == 1


def test_percentiles_are_by_nearest_rank() -> None:
    found = crowd.percentiles(one / 1000 for one in range(1, 201))
    assert found == {"n": 200, "p50": 100.0, "p95": 190.0, "p99": 198.0, "max": 200.0}
    assert crowd.percentiles([]) == {"n": 0}
