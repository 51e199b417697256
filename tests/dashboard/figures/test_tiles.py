"""Names of groups stand beside their rows, in places that no tile takes."""

from __future__ import annotations

from dashboard.figures.tiles import free_places
from indicators.regions import read_regions

GRID = [(one.tile, str(one.area_group)) for one in read_regions().prefectures() if one.tile is not None]


def test_groups_stand_in_free_places_of_rows_of_their_own() -> None:
    labels = free_places(GRID)
    assert set(labels) == {"苏北", "苏中", "苏南"}
    assert not set(labels.values()) & {place for place, _ in GRID}


def test_a_group_without_a_free_place_gets_no_label() -> None:
    assert free_places([((1, 3), "苏南")]) == {}
    assert free_places([]) == {}
