"""The three sentences are those of the counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.parts.region_tables import distribution_table
from dashboard.parts.region_words import previous, sentences, totals
from dashboard.texts import translator
from scoring.flow import Distribution
from scoring.statistics.regions import RegionCounts

NAMES = {"320100": "南京", "320500": "苏州"}
NOW = Distribution(
    "2026",
    2026,
    "accredited",
    True,
    ("A", "AA", "AAA"),
    {"AAA": 15, "AA": 30},
    (
        RegionCounts("320100", {"A": 2, "AA": 29, "AAA": 15}, {"A": 2, "AA": 20, "AAA": 5}),
        RegionCounts("320500", {"A": 4, "AA": 31, "AAA": 1}, {"A": 3, "AA": 10, "AAA": 0}),
    ),
    76,
    0,
    0,
)
IN_NOTICE = replace(
    NOW,
    announced=False,
    state="in_notice",
    regions=tuple(
        replace(region, granted={grade: n for grade, n in region.granted.items() if grade != "A"})
        for region in NOW.regions
    ),
)
BEFORE = replace(NOW, round_id="2025", year=2025, regions=NOW.regions[:1])


def test_order_says_what_is_open_and_what_was_granted() -> None:
    order, _, _ = sentences(NOW, None, NAMES, translator("zh"))
    assert order == "专家评审的 76 件申报均已有最终集体决策。已公告：AAA 5 家、AA 30 家、A 5 家。"
    order, _, _ = sentences(replace(IN_NOTICE, undecided=3, deferred=1), None, NAMES, translator("en"))
    assert order == (
        "Of 76 applications reviewed by experts, 3 have no final collective decision yet (1 of them deferred)."
        " Proposed and in notice: AAA 5, AA 30; not yet announced."
    )


def test_caps_name_who_is_at_and_who_is_above() -> None:
    _, caps, _ = sentences(NOW, None, NAMES, translator("zh"))
    assert caps == "申报数超过推荐上限的有：苏州（AA 31 件），请核对。申报数已达推荐上限的有：南京（AAA 15 件）。"
    _, caps, _ = sentences(replace(NOW, caps={"AAA": 16}), None, NAMES, translator("zh"))
    assert caps == "没有设区市达到推荐上限（每市 AAA 16 家）。"
    _, caps, _ = sentences(replace(NOW, caps={}), None, NAMES, translator("zh"))
    assert caps == "本轮没有规定推荐上限。"


def test_change_compares_only_what_both_rounds_know() -> None:
    _, _, change = sentences(IN_NOTICE, BEFORE, NAMES, translator("en"))
    assert "applications 46→82 (+36), AAA 5→5 (+0), AA 20→30 (+10)" in change
    assert " A " not in change.replace("AAA", "").replace("AA ", "")
    _, _, change = sentences(NOW, None, NAMES, translator("zh"))
    assert "没有上一轮可比" in change


def test_totals_leave_out_what_is_unknown() -> None:
    assert totals(NOW) == {"AAA": 5, "AA": 30, "A": 5}
    assert totals(IN_NOTICE) == {"AAA": 5, "AA": 30}


def test_the_round_before_is_the_last_of_an_earlier_year() -> None:
    assert previous(NOW, [replace(NOW, year=2023), BEFORE, NOW]) is BEFORE
    assert previous(NOW, [NOW]) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_marks_caps_and_shows_the_unknown_as_a_dash(language: str) -> None:
    say = translator(language)
    html = distribution_table(IN_NOTICE, BEFORE, NAMES, say)
    assert f'15 <span class="qc-chip near">{say("regions.at_cap")}</span>' in html
    assert f'31 <span class="qc-chip bad">{say("regions.over_cap")}</span>' in html
    assert html.count("<td>—</td>") == 3
    # The round before over the same grades only: 20 + 5, not the 2 of A.
    assert "<td class=first>25</td>" in html
