"""A case packed and the pack checked, by commands alone."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register

FIRST = "2026-0001"

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.fixture
def packed(register: Put, answer: Answer) -> Any:
    """What the command says of ``pack.zip``, made of a case that was decided."""
    file = register("deciding")
    with open_register(file) as opened:
        flow.record_decision(
            opened,
            Actor("chair", "chair", frozenset({"chair"})),
            datetime(2026, 9, 1, 1, tzinfo=UTC),
            application_id=FIRST,
            outcome="do_not_propose",
            votes=flow.Votes(5, 5, 0, 5, 0),
            reason="材料不足以支持",
        )
    return answer("evidence", "--application", FIRST, "--out", "pack.zip", "--notes")


def test_packed_and_found_in_order_without_a_register(packed: Any, call: Call, answer: Answer, folder: Path) -> None:
    (folder / "quality-credit.db").unlink()
    found = answer("verify", "--pack", "pack.zip", "--head", packed["head"])
    assert (found["application"], found["decisions"], found["withheld"], found["faults"]) == (FIRST, 1, 0, [])
    assert found["head"] == packed["head"]
    assert found["status"] == "sample"
    spoken = call("verify", "--pack", "pack.zip")
    assert spoken.exit_code == 0
    assert "No head was given" in spoken.stdout
    assert "not for real accreditation" in spoken.stdout


def test_an_altered_pack_is_told_in_both_languages(packed: Any, faults: Callable[..., Any], folder: Path) -> None:
    with zipfile.ZipFile("pack.zip", "a") as pack:
        pack.writestr("more.json", "{}")
    told = faults("verify", "--pack", "pack.zip")
    assert [one["file"] for one in told] == ["more.json", "manifest.json"]
    other = f"{packed['head'].partition(':')[0]}:{'0' * 64}"
    assert len(faults("verify", "--pack", "pack.zip", "--head", other)) == 3
    (folder / "noise.zip").write_bytes(b"noise")
    assert len(faults("verify", "--pack", "noise.zip")) == 1


def test_what_cannot_be_asked(packed: Any, call: Call) -> None:
    again = call("evidence", "--application", FIRST, "--out", "pack.zip")
    assert again.exit_code == 2  # it is there
    assert call("evidence", "--application", FIRST, "--out", "pack.txt").exit_code == 2
    assert call("verify", "--pack", "pack.zip", "--register", "quality-credit.db").exit_code == 2
    assert call("evidence", "--application", FIRST, "--out", "b.zip", "--role", "expert").exit_code == 1
    assert call("evidence", "--application", "2026-9999", "--out", "b.zip").exit_code == 1
    assert not Path("b.zip").exists()
    assert call("verify", "--pack", "absent.zip").exit_code == 3


def test_the_script_of_the_pack_says_the_same(packed: Any, folder: Path) -> None:
    with zipfile.ZipFile("pack.zip") as pack:
        (folder / "check.py").write_bytes(pack.read("check.py"))
        assert json.loads(pack.read("sheets.json"))[0]["notes_withheld"] == 0
    done = subprocess.run(
        [sys.executable, "-I", "check.py", "pack.zip", packed["head"]], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"IN ORDER\n")
