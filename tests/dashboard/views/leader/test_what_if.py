"""Trials of other lines, caps and weights as a page: what moves is what a hand count says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results, source
from indicators.load import shipped_rule_book
from scoring.flow.regional.what_if import WhatIfBasis
from scoring.flow.scores import PanelScore
from scoring.model import Application, Enterprise

FILE, ROUND = "leader/what_if", "2025-synthetic"
BOOK = shipped_rule_book(ROUND)
LEAVES = BOOK.round.indicator_table.leaves()
FIRST = [node for node in BOOK.round.indicator_table.indicators if node.parent is None]
LINES = {cut.grade: cut.min_score for cut in BOOK.round.cut_scores}
CAPS = {cap.grade: cap.per_prefecture for cap in BOOK.round.parameter_sheet.caps}
#: Name, county, target, total: around the lines of 80 and 90.
SCORED = (
    ("甲厂", "320102", "AAA", "89.50"),
    ("乙厂", "320102", "AAA", "90.00"),
    ("丙厂", "320505", "AA", "80.00"),
    ("丁厂", "320505", "AA", "81.99"),
    ("<b>戊厂</b>", "320505", "AA", "82.00"),
    ("己厂", "320302", "AA", "79.99"),
)


def below(code: str) -> list[str]:
    """Return the leaves below an indicator of the first level."""
    parents = {node.code: node.parent for node in BOOK.round.indicator_table.indicators}

    def top(of: str) -> str:
        parent = parents[of]
        return of if parent is None else top(parent)

    return [leaf.code for leaf in LEAVES if top(leaf.code) == code]


def basis(given: Any = SCORED, exact: Mapping[str, Mapping[str, Fraction]] | None = None) -> WhatIfBasis:
    full = {leaf.code: Fraction(leaf.max_score) for leaf in LEAVES}
    applications, scores = {}, {}
    for at, (name, county, target, total) in enumerate(given):
        enterprise = Enterprise(
            f"91{county}MA{at:08d}", name, "legal_person", county, "C34", "medium", date(2010, 5, 4)
        )
        applications[f"2025-{at:04d}"] = Application(f"2025-{at:04d}", ROUND, enterprise, target, date(2025, 4, 1))
        of_it = {code: points * Fraction(Decimal(total)) / 100 for code, points in full.items()}
        scores[f"2025-{at:04d}"] = PanelScore(
            of=None,  # type: ignore[arg-type]
            total=Decimal(total),
            exact=(exact or {}).get(name, of_it),
            not_applicable=frozenset(),
        )
    return WhatIfBasis(BOOK, applications, scores, {("320100", "AAA"): CAPS["AAA"], ("320500", "AA"): 3})


@pytest.fixture
def page(
    serve: Callable[[Path], None],
    finished_rounds: Path,
    open_page: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., AppTest]:
    serve(finished_rounds)
    monkeypatch.setattr(results, "what_if_basis", lambda actor, round_id: basis())
    return lambda **query: open_page(FILE, **{"round": ROUND, **query})


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


def answer(at: AppTest) -> str:
    (said,) = [one.body for one in at.main.get("html") if 'role="status"' in one.body]
    return re.sub("<[^>]+>", "", said)


def moved(at: AppTest) -> list[str]:
    return re.findall(r"<b>([^<]*)</b><small>9", html(at))


def slide(at: AppTest, what: str, value: float) -> AppTest:
    return at.slider(key=f"whatif-{what}-{ROUND}").set_value(value).run()


def test_where_nothing_is_moved_nothing_moves_and_nothing_can_be_put_back(page: Any) -> None:
    at = page()
    assert (LINES["AA"], LINES["AAA"]) == (80, 90)
    assert "没有变化。文审有总分的申报 6 家" in answer(at)
    assert moved(at) == []
    assert at.button(key="whatif-reset").disabled


@pytest.mark.parametrize(
    ("what", "value", "names"),
    [
        # 80.00 and 81.99 fall below, 82.00 reaches it; those for AAA keep AA by 89.5, and AAA by 90.
        ("cut-AA", 82.0, ["丁厂", "丙厂"]),
        ("cut-AA", 79.5, ["己厂"]),
        ("cut-AAA", 89.5, ["甲厂"]),
        ("cut-AAA", 90.5, ["乙厂"]),
        ("cut-AAA", 90.0, []),
    ],
)
def test_a_moved_line_moves_whom_a_hand_count_says(page: Any, what: str, value: float, names: list[str]) -> None:
    at = slide(page(), what, value)
    assert sorted(moved(at)) == sorted(names)
    assert not at.error
    if names:
        assert f"6 家中有 {len(names)} 家" in answer(at)


def test_ways_and_places_of_what_moves_are_said_drawn_and_listed(page: Any) -> None:
    at = slide(page(), "cut-AA", 84.0)
    assert "升 0 家、降 3 家，涉及 1 个设区市" in answer(at)
    assert "&lt;b&gt;戊厂&lt;/b&gt;" in html(at)
    assert "<b>戊厂" not in html(at)
    (figure,) = at.main.get("plotly_chart")
    bars = [bar for bar in json.loads(figure.proto.spec)["data"] if bar["type"] == "bar"]
    assert [sorted(filter(None, map(abs, bar["x"]))) for bar in bars] in ([[3], []], [[], [3]])
    assert "变化最多的是苏州市，3 家；12 个设区市没有变化" in html(at)
    at = slide(at, "cut-AA", 79.5)
    assert "升 1 家、降 0 家" in answer(at)


def test_caps_alone_move_nobody_but_show_who_would_be_over(page: Any) -> None:
    at = slide(page(), "cap-AAA", CAPS["AAA"] - 2)
    assert moved(at) == []
    assert "按参数单 0 个，按试算 1 个：南京市（AAA +2）" in answer(at)


def test_weights_are_brought_back_to_full_marks_and_a_score_follows_them(page: Any, monkeypatch: Any) -> None:
    first = FIRST[0]
    full = {leaf.code: Fraction(leaf.max_score) for leaf in LEAVES}
    weak = {code: Fraction(0) if code in below(first.code) else points for code, points in full.items()}
    total = 100 - first.max_score
    given = [("弱项厂", "320102", "AAA", f"{total}.00"), ("满分厂", "320102", "AAA", "100.00")]
    monkeypatch.setattr(results, "what_if_basis", lambda *asked: basis(given, {"弱项厂": weak, "满分厂": full}))
    at = slide(page(), f"weight-{first.code}", 0.0)
    # All that it has is elsewhere: with the first indicator counting nothing it has full marks, and was below the line.
    assert LINES["AA"] <= total < LINES["AAA"]
    assert moved(at) == ["弱项厂"]
    (words,) = re.findall(r"按比例折算：([0-9. +]+) = ([0-9.]+) 分", html(at))
    parts = [Decimal(part) for part in words[0].split("+")]
    assert (len(parts), parts[0], sum(parts), words[1]) == (len(FIRST), 0, 100, "100")


def test_all_weights_alike_are_no_move(page: Any, monkeypatch: Any) -> None:
    at = page()
    for node in FIRST:
        at.slider(key=f"whatif-weight-{node.code}-{ROUND}").set_value(float(node.max_score) / 2)
    at.run()
    assert "没有变化" in answer(at)
    assert not at.button(key="whatif-reset").disabled


def test_no_weight_at_all_is_refused(page: Any) -> None:
    at = page()
    for node in FIRST:
        at.slider(key=f"whatif-weight-{node.code}-{ROUND}").set_value(0.0)
    at.run()
    assert "不能全部为零" in "".join(one.value for one in at.error)
    assert moved(at) == []


def test_lines_that_cross_are_a_fault_and_reset_puts_all_back(page: Any) -> None:
    at = slide(page(), "cut-AA", 95.0)
    assert "不得低于低等级" in "".join(one.value for one in at.error)
    assert moved(at) == []
    at.button(key="whatif-reset").click().run()
    assert not at.error
    assert at.slider(key=f"whatif-cut-AA-{ROUND}").value == float(LINES["AA"])
    assert "没有变化" in answer(at)


def test_a_long_list_is_turned(page: Any, monkeypatch: Any) -> None:
    given = [(f"第{at:02d}厂", "320102", "AA", "81.00") for at in range(30)]
    monkeypatch.setattr(results, "what_if_basis", lambda *asked: basis(given))
    at = slide(page(), "cut-AA", 82.0)
    assert len(moved(at)) == 25
    at.button(key="whatif-page-on").click().run()
    assert moved(at) == [f"第{number:02d}厂" for number in range(25, 30)]


def test_no_point_of_anybody_is_sent(page: Any) -> None:
    at = slide(page(), "cut-AA", 82.0)
    sent = html(at) + "".join(one.value for one in at.caption)
    assert not [total for _, _, _, total in SCORED if total in sent]


def test_only_rounds_that_are_over_are_offered(page: Any) -> None:
    at = page(round="2026-sample")
    assert at.selectbox(key="leader_what_if-round").value in ("2024-synthetic", "2025-synthetic")
    assert len(at.selectbox(key="leader_what_if-round").options) == 2
    assert "“2026-sample”不能试算" in html(at)


def test_before_any_round_is_over_there_is_nothing_to_try(page: Any, monkeypatch: Any) -> None:
    real = source.rounds
    monkeypatch.setattr(source, "rounds", lambda actor: tuple(replace(one, state="in_notice") for one in real(actor)))
    monkeypatch.setattr(results, "what_if_basis", lambda *asked: pytest.fail("was asked"))
    at = page()
    assert "还没有已公告的轮次" in html(at)
    assert not at.slider
