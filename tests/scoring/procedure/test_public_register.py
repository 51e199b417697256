"""What people look for finds what they mean, and what cannot be looked for is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.regions import read_regions
from scoring.procedure.public_register import STANDINGS, PublicEntry, Search, finder, in_one_box, search_faults

REGIONS = read_regions()
ENTRY = PublicEntry(
    number="QC32-2026-000001",
    application_id="2026-0001",
    enterprise="南京（样例）ABC有限公司",
    uscc="91320102MA1ABCD01X",
    prefecture="320100",
    county="320102",
    round_id="2026-sample",
    grade="AA",
    valid_from=date(2026, 9, 1),
    valid_until=date(2031, 8, 31),
    standing="valid",
    cite=None,
    marks=(),
    joint_document=None,
)


@pytest.mark.parametrize(
    "search",
    [
        {},
        {"name": "样例"},
        {"name": "南京(样例) abc"},
        {"name": "ＡＢＣ"},
        {"uscc": "91320102"},
        {"uscc": " 91320102ma1abcd01x "},
        {"region": "320000"},
        {"region": "320100"},
        {"region": "320102"},
        {"region": "３２０１０２"},
        {"region": "江苏省"},
        {"region": "南京市"},
        {"region": "玄武区"},
        {"grade": "AA"},
        {"year": 2026},
        {"standing": "valid"},
    ],
    ids=str,
)
def test_found_by(search: dict[str, Any]) -> None:
    assert finder(Search(**search), REGIONS)(ENTRY)


@pytest.mark.parametrize(
    "search",
    [
        {"name": "样例二"},
        {"uscc": "320102"},
        {"region": "320500"},
        {"region": "320104"},
        {"region": "无锡市"},
        {"grade": "A"},
        {"grade": "AAA"},
        {"year": 2031},
        {"standing": "expiring"},
        {"standing": "suspended"},
        {"name": "样例", "year": 2025},
    ],
    ids=str,
)
def test_not_found_by(search: dict[str, Any]) -> None:
    assert not finder(Search(**search), REGIONS)(ENTRY)


def test_a_county_name_that_two_prefectures_have_finds_both() -> None:
    names = [region.name for region in REGIONS.counties()]
    shared = next(name for name in names if names.count(name) > 1)
    for region in REGIONS.named(shared):
        assert finder(Search(region=shared), REGIONS)(replace(ENTRY, county=region.code))


@pytest.mark.parametrize("standing", STANDINGS)
def test_valid_finds_what_expires_soon_and_nothing_that_is_not_valid(standing: Any) -> None:
    entry = replace(ENTRY, standing=standing)
    assert finder(Search(standing=standing), REGIONS)(entry)
    assert finder(Search(standing="valid"), REGIONS)(entry) == (standing in ("valid", "expiring"))


@pytest.mark.parametrize(
    ("search", "key"),
    [
        ({"region": "上海市"}, "unknown_region"),
        ({"region": "32"}, "unknown_region"),
        ({"region": "%"}, "unknown_region"),
        ({"grade": "B"}, "unknown_grade"),
        ({"grade": "aa"}, "unknown_grade"),
        ({"standing": "good"}, "unknown_standing"),
        ({"uscc": "9132'"}, "not_a_code"),
        ({"uscc": "9" * 19}, "not_a_code"),
    ],
)
def test_what_cannot_be_looked_for(search: dict[str, Any], key: str) -> None:
    (fault,) = search_faults(Search(**search), grades=("A", "AA", "AAA"), regions=REGIONS)
    assert fault.what.key == f"publicregister.{key}"


@pytest.mark.parametrize(
    ("words", "looked_for"),
    [
        ("南京样例", Search(name="南京样例")),
        ("3M", Search(name="3M")),
        ("９１３２０１", Search(uscc="９１３２０１")),
        ("91320102 MA1ABCD01X", Search(uscc="91320102 MA1ABCD01X")),
        ("qc32-2026", Search(number="qc32-2026")),
        ("", Search()),
    ],
)
def test_one_box_looks_for_what_its_words_look_like(words: str, looked_for: Search) -> None:
    assert in_one_box(words) == looked_for
