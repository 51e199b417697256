"""The shipped lists of divisions, outlines and tiles agree with each other."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import indicators

SHIPPED = Path(indicators.__file__).parent


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (SHIPPED / "regions" / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_thirteen_prefectures_and_95_counties(rows: list[dict[str, str]]) -> None:
    assert Counter(row["level"] for row in rows) == {"省": 1, "设区市": 13, "县级": 95}
    assert len({row["code"] for row in rows}) == 109
    assert all(re.fullmatch(r"32\d{4}", row["code"]) for row in rows)


def test_a_county_stands_under_the_prefecture_of_its_code(rows: list[dict[str, str]]) -> None:
    prefectures = {row["code"]: row for row in rows if row["level"] == "设区市"}
    for row in rows:
        if row["level"] == "县级":
            parent = prefectures[row["parent_code"]]
            assert row["code"][:4] == parent["code"][:4]
            assert (row["parent_name"], row["area_group"]) == (parent["name"], parent["area_group"])


GENERIC = {"省": " Province", "设区市": "", "市辖区": " District", "县级市": " City", "县": " County"}
ONE_SYLLABLE = {"丰县": "Fengxian County", "沛县": "Peixian County"}
LIKE_NO_OTHER = {"六合区": "Luhe", "盱眙县": "Xuyi", "邗江区": "Hanjiang", "沭阳县": "Shuyang", "海安市": "Hai'an"}


def test_english_names_are_pinyin_with_what_the_place_is(rows: list[dict[str, str]]) -> None:
    for row in rows:
        name, generic = row["name_en"], GENERIC[row["type"]]
        assert name.endswith(generic)
        specific = name.removesuffix(generic)
        assert re.fullmatch(r"[A-Z][a-z]+('[aeo][a-z]+)?", specific), name
        # A name of one syllable keeps the county in it, as it does in Chinese.
        assert ONE_SYLLABLE.get(row["name"], name) == name
        assert LIKE_NO_OTHER.get(row["name"], specific) == specific
    english = {(row["name"], row["name_en"]) for row in rows}
    assert len(english) == len({row["name"] for row in rows})


def test_outlines_and_tiles_are_those_of_the_prefectures(rows: list[dict[str, str]]) -> None:
    prefectures = {row["code"]: row["name"] for row in rows if row["level"] == "设区市"}
    outlines = json.loads((SHIPPED / "regions" / "prefectures.geojson").read_text("utf-8"))["features"]
    assert {one["properties"]["code"]: one["properties"]["name"] for one in outlines} == prefectures
    with (SHIPPED / "regions" / "tilegrid.csv").open(encoding="utf-8", newline="") as file:
        tiles = list(csv.DictReader(file))
    assert {tile["code"]: tile["name"] for tile in tiles} == prefectures
    assert len({(tile["col"], tile["row"]) for tile in tiles}) == 13
