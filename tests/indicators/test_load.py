import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.faults import FaultsError
from indicators.load import digest_of, parse_rule_book, read_rule_book, shipped_round_files, shipped_rule_book
from indicators.model import RuleBookTexts

EXAMPLE = Path(__file__).parents[1] / "data" / "rulebook"
ROUND_FILE = EXAMPLE / "rounds" / "2030.toml"


def faults_of(round_file: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    with pytest.raises(FaultsError, match=r"rulebook\.") as caught:
        read_rule_book(round_file)
    return [
        (fault.what.key.removeprefix("rulebook."), fault.file, fault.entry, fault.column)
        for fault in caught.value.faults
    ]


@pytest.fixture
def own_files(tmp_path: Path) -> Path:
    """Return the round file of a copy of the example that a test may break."""
    for file in EXAMPLE.rglob("*.toml"):
        copy = tmp_path / file.relative_to(EXAMPLE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path / "rounds" / "2030.toml"


def test_example_becomes_records():
    book = read_rule_book(ROUND_FILE)
    sheet = book.round.parameter_sheet
    leaf = book.round.indicator_table.leaves()[0]
    assert (leaf.code, leaf.parent, leaf.max_score, leaf.levels[1].share) == (
        "1.1",
        "1",
        Decimal("25.5"),
        Decimal("0.5"),
    )
    assert sheet.consent_threshold == Decimal("0.9")
    assert sheet.notes["quorum"].cite.clause == "5"
    assert book.regulation.in_force_from == date(2029, 2, 1)
    assert book.regulation.accredited_grades() == ("A", "AA")
    assert [act.id for act in book.regulation.steps[0].acts] == ["review", "recheck"]
    assert [document.issued_on for document in book.documents] == [date(2029, 1, 10), None, None]


def test_numbers_are_decimals_as_printed():
    table = read_rule_book(ROUND_FILE).round.indicator_table
    assert all(type(indicator.max_score) is Decimal for indicator in table.indicators)
    assert str(table.indicators[2].step) == "0.5"


def test_texts_are_kept_byte_for_byte_and_give_the_same_book(own_files: Path):
    own_files.write_bytes(b"\xef\xbb\xbf" + own_files.read_bytes().replace(b"\n", b"\r\n"))
    book = read_rule_book(own_files)
    assert book.texts.round.encode() == own_files.read_bytes()
    assert parse_rule_book(book.texts) == book


def test_digest_can_be_computed_with_standard_tools():
    files = [EXAMPLE / "documents.toml", EXAMPLE / "regulation" / "example.toml", ROUND_FILE]
    each = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    expected = hashlib.sha256(json.dumps(each, separators=(",", ":")).encode()).hexdigest()
    assert read_rule_book(ROUND_FILE).digest == expected


def test_digest_depends_on_each_text():
    texts = [RuleBookTexts("a", "b", "c"), RuleBookTexts("ab", "", "c"), RuleBookTexts("a", "c", "b")]
    assert len({digest_of(text) for text in texts}) == 3


def test_regulation_is_looked_for_beside_the_round_first(own_files: Path):
    regulation = own_files.parents[1] / "regulation" / "example.toml"
    regulation.write_text(regulation.read_text("utf-8").replace("示例认定办法", "本省办法"), "utf-8")
    assert read_rule_book(own_files).regulation.name == "本省办法"


def test_faults_of_all_three_files_are_told_at_once(own_files: Path):
    root = own_files.parents[1]
    for file, old, new in [
        (root / "documents.toml", 'kind = "notice"', 'kind = "letter"'),
        (root / "regulation" / "example.toml", "\ncounted_from", "\nconted_from"),
        (own_files, "year = 2030", 'year = "2030"'),
    ]:
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    assert faults_of(own_files) == [
        ("not_one_of", "documents.toml", "document notice", "kind"),
        ("key_missing", "example.toml", "validity", "counted_from"),
        ("key_unknown_near", "example.toml", "validity", "conted_from"),
        ("wrong_kind", "2030.toml", "round", "year"),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("名称 = 质量".encode("gb18030"), "not_utf8"),
        (b"schema = 1\x00", "not_toml"),
        (b"", "key_missing"),
        (b"a = [", "not_toml"),
        (b"a = 2029-02-30", "not_toml"),
        (b"a = " + b"9" * 5000, "not_toml"),
        (b"a = 1e99999999999999999999", "not_toml"),
        (b"a = " + b"[" * 5000, "not_toml"),
    ],
)
def test_what_is_no_toml_is_told(own_files: Path, content: bytes, fault: str):
    own_files.write_bytes(content)
    assert faults_of(own_files)[0][:2] == (fault, "2030.toml")


def test_missing_and_unreadable_files_are_told(tmp_path: Path):
    assert faults_of(tmp_path / "2031.toml") == [("file_missing", "2031.toml", None, None)]
    assert faults_of(tmp_path) == [("file_unreadable", tmp_path.name, None, None)]


def test_unknown_regulation_names_those_there_are(own_files: Path):
    own_files.write_text(own_files.read_text("utf-8").replace('"example"', '"../example"'), "utf-8")
    with pytest.raises(FaultsError, match="regulation_missing") as caught:
        read_rule_book(own_files)
    assert "example" in str(caught.value.faults[0].expected).split(", ")


def test_every_shipped_round_loads():
    for file in shipped_round_files():
        assert shipped_rule_book(file.stem).round.round_id == file.stem


def test_a_round_that_is_not_shipped_is_told():
    with pytest.raises(FaultsError, match="round_not_shipped"):
        shipped_rule_book("1999")
