"""An office's folder: files as people hand them in, and registers at each state of a round, made by the commands."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.cli import acting, main

ROUND = "2026-sample"
OFFICE = Path(__file__).parents[2] / "data" / "office"

#: When the registers were made: after the marks of the office were given, and no test acts before it.
MADE = datetime(2026, 6, 2, 1, tzinfo=UTC)

# What county and prefecture do, in order: act, role, region.
ACTS = (
    ("county_preliminary_review", "county_regulator", "320102"),
    ("county_recheck", "county_drc", "320102"),
    ("prefecture_document_review", "prefecture_regulator", "320100"),
    ("prefecture_recheck", "prefecture_drc", "320100"),
    ("grade_opinion_or_recommendation", "prefecture_regulator", "320100"),
)

Rows = list[list[str]]
Call = Callable[..., Result]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def well(*arguments: str | Path) -> Result:
    """Call a command that must end well."""
    result = run("--lang", "en", *arguments)
    assert result.exit_code == 0, result.output
    return result


def write(file: Path, rows: Iterable[Sequence[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


def rows_of(name: str) -> Rows:
    """Return a file of the made-up office: every expert finds three quarters of everything."""
    with (OFFICE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which every command of a test runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALITY_CREDIT_REGISTER", raising=False)
    return tmp_path


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let commands act at a moment: what a test does with the register afterwards, at a day of its own, is later."""

    class Standing(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(acting, "datetime", Standing)
        yield


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A register at each step of the way, walked once by commands alone."""
    folder = tmp_path_factory.mktemp("made")
    register = folder / "register.db"
    at: dict[str, Path] = {}

    def step(name: str, *arguments: str | Path) -> None:
        with clock_at(MADE):
            well(*arguments, "--register", register)
        at[name] = folder / f"{name}.db"
        shutil.copy(register, at[name])

    step("empty", "migrate", "--create")
    step("planned", "round", "create", ROUND)
    for paper in ("annual_plan", "opening_notice"):
        days = ("--from", "2020-01-01", "--until", "2099-12-31") if paper == "opening_notice" else ()
        step("drafted", "round", "draft", ROUND, paper, "--title", "标题", "--content", "正文", *days)
        step("half_signed", "round", "sign", ROUND, paper)
        step("signed", "round", "sign", ROUND, paper, "--role", "province_drc", "--actor", "D01")
    step("open", "round", "advance", ROUND, "open")
    step("experts", "import", "experts", OFFICE / "experts.csv")
    step("applied", "import", "applications", OFFICE / "applications.csv")
    for number, (act, role, region) in enumerate(ACTS):
        whose = ("--role", role, "--region", region, "--actor", f"P{number}")
        step("recommended", "step", act, *whose, "--round", ROUND, "--reason", "材料齐全")
    step("assigned", "import", "assignments", OFFICE / "assignments.csv")
    step("reviewing", "round", "advance", ROUND, "reviewing")
    step("marked", "import", "sheets", OFFICE / "sheets.csv", "--submitted")
    step("deciding", "round", "advance", ROUND, "deciding")
    return at


@pytest.fixture
def register(made: dict[str, Path], folder: Path) -> Callable[[str], Path]:
    """Put a register at a step of the way into the folder, under the name that commands take where none is given."""

    def put(step: str) -> Path:
        return Path(shutil.copy(made[step], folder / "quality-credit.db"))

    return put


@pytest.fixture
def call() -> Call:
    """Run a command, said in English unless it asks otherwise."""

    def english(*arguments: str | Path) -> Result:
        return run(*arguments, *(() if "--lang" in arguments else ("--lang", "en")))

    return english


@pytest.fixture
def answer() -> Callable[..., Any]:
    """Run a command that must end well, and return the one JSON document on its standard output."""

    def of(*arguments: str | Path) -> Any:
        return json.loads(well(*arguments, "--json").stdout, parse_constant=pytest.fail)

    return of


@pytest.fixture
def faults() -> Callable[..., list[dict[str, Any]]]:
    """Run a command whose input is at fault, and return its faults; they are told in both languages, as text too."""

    def of(*arguments: str | Path) -> list[dict[str, Any]]:
        result = run(*arguments, "--json", "--lang", "en")
        assert result.exit_code == 1, result.output
        document = json.loads(result.stdout)
        assert list(document) == ["faults"]
        for language in ("zh", "en"):
            spoken = run(*arguments, "--lang", language)
            assert (spoken.exit_code, spoken.stdout) == (1, "")
            assert len(spoken.stderr.splitlines()) >= len(document["faults"])
        found: list[dict[str, Any]] = document["faults"]
        return found

    return of


@pytest.fixture
def table(folder: Path) -> Callable[[str, Rows], Path]:
    """Write a CSV file into the folder."""
    return lambda name, rows: write(folder / name, rows)


@pytest.fixture
def files() -> dict[str, Callable[[], Rows]]:
    """Rows of files that are all well."""
    return {path.stem: partial(rows_of, path.stem) for path in OFFICE.glob("*.csv")}
