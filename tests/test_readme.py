"""The two READMEs say the same, and what they tell to type works."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators.load import shipped_round_files
from scoring.cli import main
from scoring.cli.serve import DEMONSTRATION
from scoring.register.database import create_register

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
BOTH = pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])


def fenced(text: str, mark: str) -> list[str]:
    """Return the lines of the fence after a mark, as `.ci/run` finds them."""
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```\n", text, re.DOTALL)
    assert found is not None, mark
    return found[1].splitlines()


def call(line: str) -> Result:
    program, *arguments = shlex.split(line)
    assert program == "quality-credit"
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("mark", ["command: run", "command: test", "examples"])
def test_both_languages_tell_the_same_to_type(mark: str) -> None:
    assert fenced(ENGLISH, mark) == fenced(CHINESE, mark)


def test_both_languages_have_the_same_parts() -> None:
    counts = [
        [text.count(sign) for sign in ("\n## ", "\n**", "```", "`scoring/", "`tests/", "`indicators/", "NOTICE")]
        for text in (ENGLISH, CHINESE)
    ]
    assert counts[0] == counts[1]


@BOTH
def test_each_command_is_one_line_and_installs_what_is_locked(text: str) -> None:
    for mark, lock in (("command: run", "requirements.lock"), ("command: test", "requirements-dev.lock")):
        (line,) = fenced(text, mark)
        assert f"--require-hashes -r {lock} " in line
        assert (ROOT / lock).exists()


def test_the_first_command_opens_the_dashboard_on_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here as far as the server itself, which the gate starts for real."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALITY_CREDIT_REGISTER", raising=False)
    create_register(tmp_path / DEMONSTRATION, now=datetime(2026, 6, 1, tzinfo=UTC), synthetic=True).close()
    opened: list[dict[str, object]] = []
    monkeypatch.setattr("dashboard.serve.app.run", lambda config: opened.append(config))
    (line,) = fenced(ENGLISH, "command: run")
    result = call(line.rpartition("&& .venv/bin/")[2])
    assert result.exit_code == 0, result.output
    assert f"http://127.0.0.1:{opened[0]['server.port']}" in ENGLISH
    assert f"http://127.0.0.1:{opened[0]['server.port']}" in CHINESE


def test_an_example_scores_the_real_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = call(fenced(ENGLISH, "examples")[0] + " --json")
    assert result.exit_code == 0
    assert sum(len(panel["applicants"]) for panel in json.loads(result.stdout)["panels"]) == 217


def test_the_examples_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("tests", "indicators"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALITY_CREDIT_REGISTER", raising=False)
    lines = fenced(ENGLISH, "examples")
    assert len(lines) >= 10
    for line in lines:
        result = call(line)
        assert result.exit_code == 0, f"{line}\n{result.output}"
        assert result.stdout
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"tests", "indicators", "quality-credit.db", "applications.xlsx", "briefing.pdf"}


@BOTH
def test_files_that_are_named_are_there(text: str) -> None:
    named = re.findall(
        r"`((?:indicators|scoring|tests|dashboard|\.ci)/[\w./-]*|[A-Z][\w.-]+|[\w-]+\.(?:toml|lock))`", text
    )
    files = {
        name
        for name in named
        if name not in ("QUALITY_CREDIT_REGISTER", "QUALITY_CREDIT_TEST_POSTGRES", "QUALITY_CREDIT_FONTS")
    }
    assert len(files) > 10
    assert not [name for name in files if not (ROOT / name).exists()]


def test_every_shipped_round_stands_in_the_changelog() -> None:
    changes = (ROOT / "indicators" / "CHANGELOG.md").read_text("utf-8")
    years = re.search(r"rounds/(\d{4})-synthetic\.toml` to `rounds/(\d{4})-synthetic\.toml", changes)
    assert years is not None
    told = {f"{year}-synthetic" for year in range(int(years[1]), int(years[2]) + 1)}
    told |= set(re.findall(r"rounds/([\w-]+)\.toml", changes))
    assert {file.stem for file in shipped_round_files()} <= told
