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


def test_outlines_and_tiles_are_those_of_the_prefectures(rows: list[dict[str, str]]) -> None:
    prefectures = {row["code"]: row["name"] for row in rows if row["level"] == "设区市"}
    outlines = json.loads((SHIPPED / "regions" / "prefectures.geojson").read_text("utf-8"))["features"]
    assert {one["properties"]["code"]: one["properties"]["name"] for one in outlines} == prefectures
    with (SHIPPED / "regions" / "tilegrid.csv").open(encoding="utf-8", newline="") as file:
        tiles = list(csv.DictReader(file))
    assert {tile["code"]: tile["name"] for tile in tiles} == prefectures
    assert len({(tile["col"], tile["row"]) for tile in tiles}) == 13
