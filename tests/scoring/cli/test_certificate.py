"""A certificate out of the register and back against it, by commands alone; the public register as a table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.tabular import read_table
from scoring import flow
from scoring.demonstration.finishing import Finisher
from scoring.flow import Granted, Votes
from scoring.model import Actor
from scoring.register.database import open_register

ROUND, FIRST = "2026-sample", "2026-0001"
NOW = datetime(2026, 9, 1, 1, tzinfo=UTC)
DAY, BEFORE, AFTER = "2026-09-01", "2026-08-31", "2031-09-01"

Call = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.fixture(scope="module")
def announced_once(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = Path(shutil.copy(made["deciding"], tmp_path_factory.mktemp("announced") / "register.db"))
    chair, secretariat = (Actor(role, role, frozenset({role})) for role in ("chair", "secretariat"))
    votes = Votes(5, 5, 5, 0, 0)
    with open_register(file) as opened:
        flow.record_decision(
            opened, chair, NOW, application_id=FIRST, outcome="propose_aa", votes=votes, reason="现场答辩补正"
        )
        flow.advance_round(opened, secretariat, NOW, ROUND, "in_notice")
        drc = Actor("province_drc", "province_drc", frozenset({"province_drc"}))
        Finisher(opened, secretariat, drc, lambda day: NOW).finish(
            ROUND, [Granted(FIRST, "AA")], opened_on=date(2026, 8, 17), announced_on=date(2026, 9, 1), reason="补录"
        )
    return file


@pytest.fixture
def announced(announced_once: Path, folder: Path) -> Path:
    """The register with AA announced for the first application."""
    return Path(shutil.copy(announced_once, folder / "quality-credit.db"))


@pytest.fixture
def issued(announced: Path, answer: Answer) -> Any:
    """What the command says of the certificate that it wrote to ``out.pdf``."""
    return answer("certificate", "--application", FIRST, "--to", "out.pdf", "--on", DAY)


def checked(call: Call, *claimed: str, on: str = DAY) -> tuple[int, Any]:
    result = call("certificate", "--verify", *claimed, "--on", on, "--role", "public", "--json")
    return result.exit_code, json.loads(result.stdout)


def test_issued_as_a_file_that_is_found_genuine_by_file_and_by_text(issued: Any, call: Call) -> None:
    assert Path("out.pdf").read_bytes().startswith(b"%PDF-")
    assert issued["certificate"]["marks"] == ["sample"]
    assert issued["entry"]["act"] == "certificate.issued"
    for claimed, as_issued in (("out.pdf", True), (issued["certificate"]["text"], None)):
        code, told = checked(call, claimed)
        assert (code, told["outcome"], told["standing"], told["as_issued"]) == (0, "genuine", "valid", as_issued)
        assert told["record"] == issued["certificate"]


def test_to_write_it_once_more_adds_nothing_to_the_record(issued: Any, answer: Answer, call: Call) -> None:
    assert call("certificate", "--application", FIRST, "--to", "out.pdf", "--on", DAY).exit_code == 2  # it is there
    again = answer("certificate", "--application", FIRST, "--to", "again.pdf", "--on", DAY)
    assert again["entry"] is None
    assert Path("again.pdf").read_bytes() == Path("out.pdf").read_bytes()


def test_an_altered_file_and_an_altered_text_are_told(issued: Any, call: Call) -> None:
    Path("other.pdf").write_bytes(Path("out.pdf").read_bytes() + b"\n")
    code, told = checked(call, "other.pdf")
    assert (code, told["outcome"], told["as_issued"], told["in_force"]) == (1, "genuine", False, False)
    number, _, _ = issued["certificate"]["text"].rpartition(":")
    assert checked(call, f"{number}:{'0' * 64}")[1]["outcome"] == "altered"


@pytest.mark.parametrize(
    ("on", "code", "standing", "clause"),
    [(DAY, 0, "valid", None), (AFTER, 1, "expired", "15"), (BEFORE, 1, None, None)],
)
def test_the_day_counts(issued: Any, call: Call, on: str, code: int, standing: str | None, clause: str | None) -> None:
    exit_code, told = checked(call, issued["certificate"]["text"], on=on)
    assert (exit_code, told["standing"], told["clause"]) == (code, standing, clause)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("证书真实", "2026-09-01 等级状态：有效。", "统一社会信用代码", "示例  仅供试用与演示，不是证书")),
        ("en", ("Genuine", "the grade is: valid.", "line by line", "SAMPLE  For trial and demonstration only")),
    ],
)
def test_said_to_people(issued: Any, call: Call, language: str, words: tuple[str, ...]) -> None:
    result = call("certificate", "--verify", "out.pdf", "--on", DAY, "--lang", language)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


def test_nothing_is_issued_before_the_announcement(announced: Path, call: Call) -> None:
    result = call("certificate", "--application", FIRST, "--to", "out.pdf", "--on", BEFORE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Article 15" in result.stderr
    assert not Path("out.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--verify", "nonsense"), 2, "not the text of a certificate"),
        (("--verify", "quality-credit.db"), 2, "holds no text of a certificate"),
        (("--application", FIRST), 2, "To issue a certificate give"),
        (("--application", FIRST, "--to", "out.pdf", "--verify", "x"), 2, "not both"),
        (("--application", FIRST, "--to", "out.docx"), 2, "must end in .pdf"),
        (("--application", FIRST, "--to", "out.pdf", "--on", "2026-02-30"), 2, "2026-02-30 is no day"),
        (("--application", FIRST, "--to", "out.pdf", "--role", "public"), 1, "may not do this"),
        (("--application", "2026-0099", "--to", "out.pdf"), 1, "may not do this"),
    ],
)
def test_bad_calls(announced: Path, call: Call, arguments: tuple[str, ...], code: int, words: str) -> None:
    result = call("certificate", *arguments)
    assert result.exit_code == code
    assert words in " ".join(result.stderr.split())


def test_without_a_font_nothing_is_issued_or_recorded(
    announced: Path, call: Call, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answer("verify")["entries"]
    monkeypatch.setattr("scoring.documents.fonts.find_fonts.__kwdefaults__", {"wanted": ("No such font",)})
    result = call("certificate", "--application", FIRST, "--to", "out.pdf", "--on", DAY)
    assert result.exit_code == 2
    assert "fonts-noto-cjk" in result.stderr
    assert answer("verify")["entries"] == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("language", "standing", "status"), [("zh", "有效", "示例"), ("en", "valid", "SAMPLE")], ids=["zh", "en"]
)
def test_the_public_register_as_a_table(
    announced: Path, answer: Answer, ending: str, language: str, standing: str, status: str
) -> None:
    out = f"out.{ending}"
    said = answer("export", "register", "--to", out, "--area", "320000", "--on", DAY, "--lang", language)
    assert said["rows"] == 1
    table = read_table(Path(out))
    (row,) = (list(cells.values()) for _, cells in table.rows)
    assert (row[8], row[-1]) == (standing, status)
    assert len(table.columns) == len(row) == 12


def test_an_empty_table_still_has_its_headings(announced: Path, answer: Answer) -> None:
    assert answer("export", "register", "--to", "out.csv", "--on", BEFORE)["rows"] == 0
    assert Path("out.csv").read_text("utf-8-sig").startswith("certificate,enterprise,uscc,")


def test_what_cannot_be_looked_for_is_told(announced: Path, faults: Callable[..., list[dict[str, Any]]]) -> None:
    found = faults("export", "register", "--to", "out.csv", "--area", "上海市", "--grade", "B")
    assert [one["seen"] for one in found] == ["上海市", "B"]
    assert not Path("out.csv").exists()
