"""Standardised ratios and overturned opinions as the analysis says them: what differs, is cut off, is not told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.parts import analysis_checks, analysis_section
from dashboard.parts.analysis_read import read
from dashboard.texts import translator
from indicators.language import Message, Name
from scoring.flow.regional.figures import figure, rates
from scoring.flow.regional.records import OverturnedLine, RegionalReport, StandardisedLine

SAY = translator("zh")
NONE = Message("region.no_cases")


def report(**values: Any) -> RegionalReport:
    answers = (Message("province.needs_lock"),) * 3
    when = datetime(2026, 6, 1, tzinfo=UTC)
    fixed = {"round_id": "r", "name": Name("轮", "r"), "year": 2026, "state": "accredited", "status": "sample"}
    given = {"banner": None, "synthetic": True, "locked": True, "announced": True, "at": when, "grades": ("A",)}
    empty: dict[str, Any] = {"files": {}, "funnel": (), "years": (), "stock": (), "ends": ()}
    return RegionalReport(**{**fixed, **given, "sentences": answers, **empty, **values})


def ratio(name: str, observed: int, expected: float | None, *limits: float) -> StandardisedLine:
    value = observed / expected if expected else None
    low, high = limits or (None, None)
    return StandardisedLine(name, name, observed, expected, figure("d", observed, 9, value=value, low=low, high=high))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a section draws, in place of a page."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(
        analysis_section, "chart", lambda read_, question, chart, words: found.update(chart=chart, words=words)
    )
    monkeypatch.setattr(analysis_section, "twin", lambda read_, key, keep=None: found.update(twin=key))
    monkeypatch.setattr(analysis_section, "nothing", lambda read_, key, **values: found.update(nothing=key))
    return found


LINES = (
    ratio("南京市", 20, 10.0, 1.22, 3.09),
    ratio("无锡市", 5, 5.0, 0.32, 2.33),
    ratio("徐州市", 0, 0.1, 0.0, 36.9),
    ratio("常州市", 0, None),
    ratio("苏州市", 10, 20.0, 0.24, 0.92),
)


def test_who_differs_from_the_province_is_named_and_no_interval_leaves_the_chart(drawn: dict[str, Any]) -> None:
    analysis_checks.standardised(read(report(standardised=LINES), SAY))
    assert "南京市（比值 2.00）" in drawn["words"]
    assert "苏州市（比值 0.50）" in drawn["words"]
    assert "无锡市（" not in drawn["words"]
    assert "不计算比值的有：常州市" in drawn["words"]
    assert "区间上限超出的有：南京市和徐州市" in drawn["words"].replace("、", "和")
    marks = drawn["chart"].data[0]
    assert marks.marker.symbol == ("diamond", "circle", "circle", "circle", "diamond")
    reached = [x + more for x, more in zip(marks.x, marks.error_x.array, strict=True) if x is not None]
    assert max(reached) == pytest.approx(3.0)
    assert "20 / 10.0" in drawn["chart"].layout.yaxis2.ticktext
    assert drawn["twin"] == "standardised"


def test_with_every_interval_around_one_nobody_is_named(drawn: dict[str, Any]) -> None:
    analysis_checks.standardised(read(report(standardised=LINES[1:2]), SAY))
    assert "1 个设区市的 95% 区间都含 1" in drawn["words"]
    assert "无锡市" not in drawn["words"]


def test_nothing_known_is_nothing_drawn(drawn: dict[str, Any]) -> None:
    analysis_checks.standardised(read(report(), SAY))
    assert drawn == {"nothing": "analysis.no_standardised"}
    analysis_checks.overturned(read(report(overturned=rates("d", [0], [0])[0]), SAY))
    assert drawn["nothing"] == "analysis.no_rechecks"


def test_overturned_opinions_of_few_have_no_number_anywhere(drawn: dict[str, Any]) -> None:
    told = rates("d", [18, 1], [20, 20])
    places = (
        OverturnedLine("320100", "南京市", told[0]),
        OverturnedLine("320200", "无锡市", told[1]),
        OverturnedLine("320300", "徐州市", figure("d", None, 3, reason=NONE)),
        OverturnedLine("320400", "常州市", figure("d", None, 4, reason=NONE)),
    )
    analysis_checks.overturned(read(report(overturned=rates("d", [21], [47])[0], overturned_by=places), SAY))
    assert "47 件省级复核中，推翻设区市意见 21 件，占 44.7%" in drawn["words"]
    assert "南京市（90.0%）" in drawn["words"]
    assert "无锡市（" not in drawn["words"]
    assert "单列会指向具体企业的有：徐州市" in drawn["words"]
    assert list(drawn["chart"].data[0].x) == [44.7, 90.0, 5.0, None, None]
    counts = ("21/47", "18/20", "1/20", "复核 3 件，不单列", "复核 4 件，不单列")
    assert drawn["chart"].layout.yaxis2.ticktext == counts
    assert drawn["twin"] == "overturned"


def test_without_any_prefecture_the_province_stands_alone(drawn: dict[str, Any]) -> None:
    analysis_checks.overturned(read(report(overturned=rates("d", [1], [6])[0]), SAY))
    assert list(drawn["chart"].data[0].x) == [16.7]
    assert drawn["twin"] == "whole"


def test_a_rate_that_is_kept_back_is_said_to_be(drawn: dict[str, Any]) -> None:
    kept = (OverturnedLine("320100", "南京市", figure("d", None, 3, reason=NONE)),)
    analysis_checks.overturned(read(report(overturned=figure("d", None, 3, reason=NONE), overturned_by=kept), SAY))
    assert drawn == {"nothing": "analysis.few_rechecks"}
