"""Templates written, edited, adopted and taken back by commands; what cannot be made yet says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result

Call = Callable[..., Result]
Answer = Callable[..., Any]
KIND = ("--kind", "notice")


@pytest.fixture
def register(made: dict[str, Path], folder: Path) -> Path:
    return Path(shutil.copy(made["deciding"], folder / "quality-credit.db"))


def test_a_template_is_written_edited_adopted_and_taken_back(
    register: Path, folder: Path, call: Call, answer: Answer
) -> None:
    shipped = answer("document", "template", *KIND, "--to", "t.docx")
    assert shipped["version"] == 0
    edited = docx.Document(str(folder / "t.docx"))
    edited.add_paragraph("{{nobody}}")
    edited.save(str(folder / "bad.docx"))
    refused = call("document", "adopt", *KIND, "--file", "bad.docx", "--reason", "r")
    assert (refused.exit_code, "nobody" in refused.output) == (1, True)
    edited.paragraphs[-1].clear()
    edited.paragraphs[0].runs[0].text = "Notice of "
    edited.save(str(folder / "good.docx"))
    assert answer("document", "adopt", *KIND, "--file", "good.docx", "--reason", "r")["version"] == 1
    assert answer("document", "adopt", *KIND, "--shipped", "--reason", "r")["digest"] == shipped["digest"]
    assert [one["state"] for one in answer("document", "list")] == ["withdrawn", "adopted"]
    assert call("document", "adopt", *KIND, "--reason", "r").exit_code == 2
    early = call("document", "make", *KIND, "--about", "2026-sample", "--to", "n.pdf")
    assert early.exit_code == 1
    assert not (folder / "n.pdf").exists()
