"""Experts drawn from the command line, the draw checked, and every refusal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.load import shipped_rule_book
from indicators.regions import read_regions
from indicators.tabular import read_table
from scoring import flow
from scoring.demonstration.steps import office, recommend, sign_papers
from scoring.intake.applications import read_applications
from scoring.model import Expert
from scoring.register.database import create_register

Call = Callable[..., Result]
Answer = Callable[..., Any]
Faults = Callable[..., list[dict[str, Any]]]
ROUND = ("--round", "2026-sample", "--stage", "document_review")
APPLICATIONS = Path(__file__).parents[2] / "data" / "office" / "applications.csv"
HOMES = ("320500", "320600", "320700")


@pytest.fixture(scope="session")
def drawable_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register whose round has two recommended applications and nine experts of three other prefectures."""
    file = tmp_path_factory.mktemp("drawable") / "quality-credit.db"
    start, book, regions = datetime(2026, 4, 2, tzinfo=UTC), shipped_rule_book("2026-sample"), read_regions()
    round_id, secretariat, holder = book.round.round_id, office("secretariat"), office("assignment_holder")
    moments = (start + timedelta(minutes=minutes) for minutes in count())
    read = read_applications(
        read_table(APPLICATIONS),
        regulation=book.regulation,
        accreditation_round=book.round,
        counties=[county.code for county in regions.counties()],
    )
    experts = [
        Expert(f"G{number}", f"专家{number}", f"研究院{number}", HOMES[number % 3], ("C34",), date(2024, 1, 1))
        for number in range(9)
    ]
    with create_register(file, now=start) as register:
        flow.create_round(register, secretariat, next(moments), book)
        sign_papers(register, moments, round_id, first_day=date(2026, 3, 1), last_day=date(2026, 4, 30))
        flow.advance_round(register, secretariat, next(moments), round_id, "open")
        flow.import_experts(register, holder, next(moments), experts, source="experts.csv")
        given = read.applications
        flow.import_applications(register, secretariat, next(moments), round_id, given, source="applications.csv")
        recommend(register, moments, round_id, given, regions)
    return file


@pytest.fixture
def drawable(drawable_file: Path, folder: Path) -> None:
    """Put it into the folder, under the name that commands take where none is given."""
    shutil.copy(drawable_file, folder / "quality-credit.db")


def test_a_draw_and_its_check(drawable: None, answer: Answer, call: Call) -> None:
    tried = answer("draw", *ROUND, "--seed", "7", "--dry-run")
    assert (tried["dry_run"], tried["entry"]) == (True, None)
    drawn = answer("draw", *ROUND, "--seed", "7", "--size", "5")
    assert drawn["panels"] == tried["panels"]
    assert (drawn["applications"], drawn["seats"], drawn["seed"]) == (2, 10, 7)
    assert {len(panel["experts"]) for panel in drawn["panels"]} == {5}
    assert drawn["load"]["most"] - drawn["load"]["least"] <= 1
    assert drawn["entry"]["act"] == "experts.drawn"
    checked = answer("draw", *ROUND, "--check", "--again", "--role", "inspector")
    assert [(one["draw_id"], one["holds"], one["reproduced"]) for one in checked["draws"]] == [
        (drawn["draw"], True, True)
    ]
    for language, words in (("zh", "按种子重新抽取，结果相同"), ("en", "drawn again from its seed: the same")):
        said = call("draw", *ROUND, "--check", "--again", "--role", "inspector", "--lang", language)
        assert said.exit_code == 0
        assert words in said.stdout
    assert answer("verify")["faults"] == []


def test_what_may_not_be_drawn_is_explained_and_ends_with_1(drawable: None, faults: Faults) -> None:
    assert "5, 7" in faults("draw", *ROUND, "--seed", "7", "--size", "9")[0]["message"]
    found = faults("draw", *ROUND, "--seed", "7", "--application", "2026-9999")
    assert found[0]["seen"] == "2026-9999"


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "--seed"), (("--seed", "-1"), "-1"), (("--seed", "7", "--size", "AA:5"), "AA:5")],
)
def test_a_call_at_fault_ends_with_2(drawable: None, call: Call, words: tuple[str, ...], said: str) -> None:
    result = call("draw", *ROUND, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_only_the_holder_draws(drawable: None, faults: Faults) -> None:
    assert faults("draw", *ROUND, "--seed", "7", "--role", "secretariat")


def test_a_round_without_draws_says_so(drawable: None, call: Call) -> None:
    result = call("draw", *ROUND, "--check")
    assert result.exit_code == 0
    assert "no draws yet" in result.stdout
