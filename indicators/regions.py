"""The regions of the province: prefectures, counties, and where a prefecture stands on map and tile grid.

Codes are those of GB/T 2260: two digits the province, four the prefecture, six the county.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal

from indicators.faults import Fault, FaultsError
from indicators.language import Message, Name
from indicators.tabular import Table, read_table

SHIPPED: Final = Path(__file__).parent / "regions"

RegionLevel = Literal["province", "prefecture", "county"]
_LEVELS: Final[Mapping[str, RegionLevel]] = {"省": "province", "设区市": "prefecture", "县级": "county"}
_REGION_COLUMNS: Final = (
    "code",
    "name",
    "name_en",
    "level",
    "type",
    "parent_code",
    "area_group",
    "label_lon",
    "label_lat",
)
_TILE_COLUMNS: Final = ("code", "col", "row")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the province.

    Attributes
    ----------
    name, name_en : str
        The official name, and what English texts call it: Xuanwu District; a prefecture without its level: Nanjing.
    kind : str
        What it is called in Chinese: 设区市, 市辖区, 县级市, 县.
    parent : str or None
        Code of the region it lies in; ``None`` for the province.
    area_group : str or None
        苏南, 苏中 or 苏北; ``None`` for the province.
    label : (float, float) or None
        Longitude and latitude of the label of a prefecture.
    tile : (int, int) or None
        Column and row of a prefecture on the tile grid, from the north-west, counted from 0.
    """

    code: str
    name: str
    name_en: str
    level: RegionLevel
    kind: str
    parent: str | None
    area_group: str | None = None
    label: tuple[float, float] | None = None
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions by code, in the order of the file."""

    by_code: Mapping[str, Region]

    def province(self) -> Region:
        """Return the province."""
        return next(region for region in self.by_code.values() if region.level == "province")

    def prefectures(self) -> tuple[Region, ...]:
        """Return the prefectures."""
        return tuple(region for region in self.by_code.values() if region.level == "prefecture")

    def counties(self, prefecture: str | None = None) -> tuple[Region, ...]:
        """Return the counties, of one prefecture where its code is given."""
        counties = (region for region in self.by_code.values() if region.level == "county")
        return tuple(county for county in counties if prefecture in (None, county.parent))

    def prefecture_of(self, county: str) -> Region:
        """Return the prefecture that a county lies in.

        Raises
        ------
        KeyError
            If there is no county of that code.
        """
        region = self.by_code[county]
        if region.level != "county" or region.parent is None:
            raise KeyError(county)
        return self.by_code[region.parent]

    def name(self, code: str) -> str:
        """Return the name of a region; an unknown code stands for itself, as old records may hold abolished ones."""
        return self.by_code[code].name if code in self.by_code else code

    def place(self, code: str) -> Name:
        """Return a region in both languages, a county with its prefecture: 南京市玄武区; Xuanwu District, Nanjing."""
        region = self.by_code.get(code)
        if region is None:
            return Name(code, code)
        above = self.by_code[region.parent] if region.level == "county" and region.parent is not None else None
        if above is None:
            return Name(region.name, region.name_en)
        return Name(f"{above.name}{region.name}", f"{region.name_en}, {above.name_en}")

    def named(self, name: str) -> tuple[Region, ...]:
        """Return the regions of that name; several, where two prefectures have a county of one name."""
        return tuple(region for region in self.by_code.values() if region.name == name)


def read_regions(folder: Path = SHIPPED) -> Regions:
    """Read ``regions.csv`` and ``tilegrid.csv`` of a folder.

    Raises
    ------
    FaultsError
        With everything found in the two files.
    """
    regions, tiles = read_table(folder / "regions.csv"), read_table(folder / "tilegrid.csv")
    missing = [*_columns_missing(regions, _REGION_COLUMNS), *_columns_missing(tiles, _TILE_COLUMNS)]
    if missing:
        raise FaultsError(missing)
    faults = [*_region_faults(regions), *_tile_faults(tiles, regions)]
    if faults:
        raise FaultsError(faults)
    places = {row["code"]: (int(row["col"]), int(row["row"])) for _, row in tiles.rows}
    return Regions({row["code"]: _region(row, places.get(row["code"])) for _, row in regions.rows})


def _region(row: Mapping[str, str], tile: tuple[int, int] | None) -> Region:
    label = (float(row["label_lon"]), float(row["label_lat"])) if row["label_lon"] else None
    return Region(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        level=_LEVELS[row["level"]],
        kind=row["type"],
        parent=row["parent_code"] or None,
        area_group=row["area_group"] or None,
        label=label,
        tile=tile,
    )


def _columns_missing(table: Table, columns: tuple[str, ...]) -> Iterator[Fault]:
    for column in columns:
        if column not in table.columns:
            yield Fault(Message("rulebook.regions_column_missing"), file=table.file, row=1, column=column)


def _region_faults(table: Table) -> Iterator[Fault]:
    level_of = {row["code"]: _LEVELS.get(row["level"]) for _, row in table.rows}
    above = {"province": "", "prefecture": "province", "county": "prefecture"}
    seen: set[str] = set()
    for number, row in table.rows:
        fault = partial(_fault, table.file, number)
        code, level = row["code"], _LEVELS.get(row["level"])
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            yield fault("rulebook.regions_code_form", "code", code)
        if code in seen:
            yield fault("rulebook.regions_code_twice", "code", code)
        seen.add(code)
        if not row["name_en"].strip():
            yield fault("rulebook.regions_no_english_name", "name_en", row["name"])
        if level is None:
            yield fault("rulebook.regions_level_unknown", "level", row["level"], "、".join(_LEVELS))
        elif (level_of.get(row["parent_code"]) or "") != above[level]:
            yield fault("rulebook.regions_parent_unknown", "parent_code", row["parent_code"])
        if bool(row["label_lon"]) != bool(row["label_lat"]) or not all(
            map(_is_number, filter(None, (row["label_lon"], row["label_lat"])))
        ):
            yield fault("rulebook.regions_label", "label_lon", f"{row['label_lon']}, {row['label_lat']}")
    if list(level_of.values()).count("province") != 1:
        yield Fault(Message("rulebook.regions_one_province"), file=table.file, column="level")


def _tile_faults(tiles: Table, regions: Table) -> Iterator[Fault]:
    prefectures = {row["code"] for _, row in regions.rows if _LEVELS.get(row["level"]) == "prefecture"}
    taken: set[tuple[str, str]] = set()
    for number, row in tiles.rows:
        fault = partial(_fault, tiles.file, number)
        if row["code"] not in prefectures:
            yield fault("rulebook.regions_not_a_prefecture", "code", row["code"])
        if not (row["col"].isdecimal() and row["row"].isdecimal()):
            yield fault("rulebook.regions_tile", "col", f"{row['col']}, {row['row']}")
        elif (row["col"], row["row"]) in taken:
            yield fault("rulebook.regions_tile_taken", "col", f"{row['col']}, {row['row']}")
        taken.add((row["col"], row["row"]))


def _fault(file: str, row: int, key: str, column: str, seen: str, expected: str | None = None) -> Fault:
    return Fault(Message(key), file=file, row=row, column=column, seen=seen, expected=expected)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
