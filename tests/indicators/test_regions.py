from pathlib import Path

import pytest

from indicators.faults import FaultsError
from indicators.language import LOCALE, Name, Translator
from indicators.regions import read_regions

REGIONS = """code,name,name_en,level,type,parent_code,parent_name,area_group,label_lon,label_lat
320000,江苏省,Jiangsu Province,省,省,,,,,
320100,南京市,Nanjing,设区市,设区市,320000,江苏省,苏南,118.76,32.04
320102,玄武区,Xuanwu District,县级,市辖区,320100,南京市,苏南,,
"""
TILES = "code,name,col,row\n320100,南京市,3,2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    (tmp_path / "tilegrid.csv").write_text(TILES, "utf-8")
    return tmp_path


def test_shipped_regions_are_jiangsu():
    regions = read_regions()
    prefectures = regions.prefectures()
    assert regions.province().name == "江苏省"
    assert (len(prefectures), len(regions.counties())) == (13, 95)
    assert sum(len(regions.counties(prefecture.code)) for prefecture in prefectures) == 95
    assert all(prefecture.label and prefecture.tile for prefecture in prefectures)
    assert len({prefecture.tile for prefecture in prefectures}) == 13
    assert {prefecture.area_group for prefecture in prefectures} == {"苏南", "苏中", "苏北"}


def test_every_county_lies_in_the_prefecture_of_its_code():
    regions = read_regions()
    for county in regions.counties():
        assert regions.prefecture_of(county.code).code[:4] == county.code[:4]


def test_names_are_looked_up_both_ways():
    regions = read_regions()
    assert regions.name("320100") == "南京市"
    assert regions.name("329999") == "329999"
    assert [region.code for region in regions.named("鼓楼区")] == ["320106", "320302"]


def test_a_place_is_said_in_both_languages_from_the_larger_or_to_it():
    regions = read_regions()
    assert regions.place("320102") == Name("南京市玄武区", "Xuanwu District, Nanjing")
    assert regions.place("320800") == Name("淮安市", "Huai'an")
    assert regions.place("329999") == Name("329999", "329999")


def test_a_prefecture_lies_in_no_prefecture():
    with pytest.raises(KeyError, match="320100"):
        read_regions().prefecture_of("320100")


def test_own_regions_are_read(folder: Path):
    county = read_regions(folder).counties("320100")[0]
    assert (county.name, county.kind, county.parent, county.tile) == ("玄武区", "市辖区", "320100", None)
    assert read_regions(folder).prefectures()[0].tile == (3, 2)


@pytest.mark.parametrize(
    ("file", "old", "new", "faults"),
    [
        ("regions.csv", "320102,", "32010,", ["regions_code_form"]),
        (
            "regions.csv",
            "320102,",
            "320100,",
            ["regions_code_twice", "regions_parent_unknown"],
        ),
        ("regions.csv", "District,县级", "District,县", ["regions_level_unknown"]),
        ("regions.csv", "市辖区,320100", "市辖区,320300", ["regions_parent_unknown"]),
        ("regions.csv", "118.76", "东经", ["regions_label"]),
        (
            "regions.csv",
            "江苏省,Jiangsu Province,省,省,",
            "江苏省,Jiangsu Province,设区市,省,",
            ["regions_parent_unknown", "regions_parent_unknown", "regions_one_province"],
        ),
        ("regions.csv", "parent_code", "parent", ["regions_column_missing"]),
        ("regions.csv", "Nanjing,", ",", ["regions_no_english_name"]),
        ("tilegrid.csv", "320100", "320200", ["regions_not_a_prefecture"]),
        ("tilegrid.csv", ",3,2", ",3,x", ["regions_tile"]),
        ("tilegrid.csv", "3,2\n", "3,2\n320100,南京市,3,2\n", ["regions_tile_taken"]),
    ],
)
def test_faulty_files_are_told(folder: Path, file: str, old: str, new: str, faults: list[str]):
    (folder / file).write_text((folder / file).read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(FaultsError, match=r"rulebook\.regions") as caught:
        read_regions(folder)
    found = [fault.what.key.removeprefix("rulebook.") for fault in caught.value.faults]
    assert set(faults) <= set(found)
    for say in (Translator("zh", LOCALE), Translator("en", LOCALE)):
        assert all(str(fault.file) in fault.message(say) for fault in caught.value.faults)
