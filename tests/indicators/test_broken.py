"""One broken file per way to be wrong (``tests/data/broken``), each a small edit of the valid example.

After openfisca-core's tests/core/parameter_validation: each file has the words its message must contain.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from indicators.faults import Fault, FaultsError
from indicators.language import LOCALE, Translator
from indicators.load import read_rule_book

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = DATA / "rulebook"
BROKEN = sorted((DATA / "broken").glob("*.toml"))
SAY = {language: Translator(language, LOCALE) for language in ("zh", "en")}

# Shown by test_load, test_regions and test_compare: they are no faults of a rule book's text.
ELSEWHERE = (
    "kind_",
    "regions_",
    "calendar_",
    "change",
    "part_",
    "key_of_",
    "file_missing",
    "file_unreadable",
    "not_utf8",
)
ELSEWHERE_EXACT = {"round_not_shipped", "articles_none", "grades_none_accredited"}


def broken_book(broken: dict[str, Any], folder: Path) -> Path:
    """Write the example with the edits of a broken file; return its round file."""
    texts = {str(file.relative_to(EXAMPLE)): file.read_text("utf-8") for file in EXAMPLE.rglob("*.toml")}
    for edit in broken["edit"]:
        assert texts[edit["file"]].count(edit["find"]) == 1, edit["find"]
        texts[edit["file"]] = texts[edit["file"]].replace(edit["find"], edit["put"])
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "rounds" / "2030.toml"


def faults_of(round_file: Path) -> list[Fault]:
    with pytest.raises(FaultsError, match=r"rulebook\.") as caught:
        read_rule_book(round_file)
    return list(caught.value.faults)


def read_broken(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def kind(fault: Fault) -> str:
    return fault.what.key.removeprefix("rulebook.")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_broken_file_is_told_for_what_it_is(file: Path, tmp_path: Path):
    broken = read_broken(file)
    faults = faults_of(broken_book(broken, tmp_path))
    assert sorted(map(kind, faults)) == sorted([broken["fault"], *broken.get("also", [])])
    fault = next(fault for fault in faults if kind(fault) == broken["fault"])
    assert (fault.entry, fault.column) == (broken.get("entry"), broken.get("column"))
    for language, say in SAY.items():
        message = fault.message(say)
        assert broken[language] in message
        assert str(fault.file) in message


def test_three_faults_are_told_in_one_run(tmp_path: Path):
    names = ["points_of_children", "cut_score_order", "quorum_of_present"]
    edits = [edit for name in names for edit in read_broken(DATA / "broken" / f"{name}.toml")["edit"]]
    faults = faults_of(broken_book({"edit": edits}, tmp_path))
    assert sorted(map(kind, faults)) == ["cut_score_order", "points_do_not_add_up", "quorum_of"]


def test_an_unknown_key_does_not_hide_what_is_wrong_with_the_content(tmp_path: Path):
    edit = {"file": "rounds/2030.toml", "find": "max_score = 14.5", "put": "max_score = 14\nremark = 1"}
    faults = faults_of(broken_book({"edit": [edit]}, tmp_path))
    assert sorted(map(kind, faults)) == ["key_unknown", "points_do_not_add_up"]


@pytest.mark.parametrize(
    ("find", "put", "fault"),
    [
        ("accredited = true", "accredited = false", "grades_none_accredited"),
        ("[[article]]", "[[unused]]", "articles_none"),
    ],
)
def test_a_regulation_with_nothing_in_it_is_told(tmp_path: Path, find: str, put: str, fault: str):
    round_file = broken_book({"edit": []}, tmp_path)
    regulation = tmp_path / "regulation" / "example.toml"
    regulation.write_text(regulation.read_text("utf-8").replace(find, put), "utf-8")
    assert fault in map(kind, faults_of(round_file))


def test_every_fault_that_can_be_told_has_a_broken_file():
    with (LOCALE / "en" / "LC_MESSAGES" / "rulebook.po").open("rb") as stream:
        keys = {str(entry.id).removeprefix("rulebook.") for entry in read_po(stream) if entry.id}
    told = {key for key in keys if not key.startswith(ELSEWHERE)} - ELSEWHERE_EXACT
    assert told == {read_broken(file)["fault"] for file in BROKEN}
