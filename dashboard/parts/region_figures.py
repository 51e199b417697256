"""Counts by prefecture made ready for figures: names, places, hover texts, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.figures.tiles import Tile
from dashboard.figures.trend import RegionTrend
from dashboard.parts.region_words import area_name, area_order, region_name, totals
from indicators.language import Translator
from indicators.regions import Regions
from scoring.flow import Distribution


def tiles(found: Distribution, places: Regions, say: Translator) -> list[Tile]:
    """Return a tile for each prefecture that has a place on the grid."""
    result = []
    for counts in found.regions:
        region = places.by_code[counts.code]
        if region.tile is None:
            continue
        name, area = region_name(region, say), area_name(region, say)
        grades = " · ".join(f"{grade} {counts.granted[grade]}" for grade in totals(found))
        hover = say(
            "regions.tile_hover",
            name=name,
            area=area,
            count=counts.grants,
            of=counts.applications_answered,
            grades=grades,
        )
        column, row = region.tile
        result.append(Tile(name, column, row, area, counts.grants, counts.applications_answered, hover))
    return result


def trends(every: Sequence[Distribution], places: Regions, say: Translator) -> list[RegionTrend]:
    """Return the course of each prefecture over the rounds, the prefectures of one part of the province together."""
    grades = list(dict.fromkeys(grade for one in every for grade in reversed(one.grades)))
    granted: Mapping[str, list[dict[str, int]]] = {
        region.code: [next(counts.granted for counts in one.regions if counts.code == region.code) for one in every]
        for region in places.prefectures()
    }
    return [
        RegionTrend(
            region_name(region, say),
            area_name(region, say),
            {grade: [of_round.get(grade) for of_round in granted[region.code]] for grade in grades},
        )
        for region in sorted(places.prefectures(), key=area_order)
    ]


def round_labels(every: Sequence[Distribution]) -> list[str]:
    """Return the year below each bar, with a star where not every grade is known yet."""
    return [f"'{one.year % 100:02d}" + ("" if one.announced else "*") for one in every]
