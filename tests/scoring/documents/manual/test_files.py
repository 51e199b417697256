"""The manual as files: one HTML that fetches nothing, a PDF, every command in it; and on its page, one's own first."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dashboard.texts import translator
from scoring.cli import COMMANDS, main
from scoring.cli.frame import Commands
from scoring.cli.manual import whole_manual
from scoring.documents.manual import contents
from scoring.documents.manual.blocks import Call, Heading, Table, Text
from scoring.documents.manual.html import page_html, whole_html
from scoring.documents.typesetting import page_count

KNOWN = {
    "expert": "expert",
    "county_drc": "county",
    "province_drc": "province",
    "system_admin": "administrators",
    "kiosk": "wall",
    "public": "public",
    "nobody": "public",
}


@pytest.mark.parametrize(("role", "name"), KNOWN.items())
def test_a_role_s_own_page(role: str, name: str) -> None:
    assert contents.page_of_role(role) == name


def test_texts_mean_themselves_and_names_stand_out() -> None:
    made = page_html((Heading("A <b>", 2), Text("see “<i>” and `a < b`")), language="en")
    head = '<h2 class="qcm-2">A &lt;b&gt;</h2>'
    assert made == f'<div class="qcm">{head}<p>see <b>“&lt;i&gt;”</b> and <code>a &lt; b</code></p></div>'


def test_every_command_and_every_option_is_told() -> None:
    """Walked anew from click, not from what made the page."""

    def walk(group: Commands, *before: str) -> None:
        for name in group.table:
            found = group.get_command(click.Context(group), name)
            if isinstance(found, Commands):
                walk(found, *before, name)
                continue
            assert found is not None
            own = " ".join(("quality-credit", *before, name))
            assert any(call.startswith(f"{own} ") for call in calls), own
            assert {name for one in found.params for name in one.opts if name.startswith("--")} <= options, own

    blocks = whole_manual(main, translator("zh"))[contents.COMMANDS]
    calls = {line for block in blocks if isinstance(block, Call) for line in block.lines}
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    options = {word for row in rows for word in re.findall(r"--[a-z-]+", row[0])}
    walk(main)
    heads = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    assert len(heads) == len(COMMANDS)


def test_the_html_needs_nothing_else() -> None:
    pages = whole_manual(main, translator("zh"))
    made = whole_html(pages, language="zh", name="N", contents="C")
    assert '<html lang="zh-CN">' in made
    assert not re.search(r"""(?:src|href)=["'](?!#|data:image/png;base64,)""", made)
    assert "url(" not in made
    assert "@import" not in made
    assert set(re.findall(r'href="#([^"]+)"', made)) == set(re.findall(r'<section id="([^"]+)"', made)) == set(pages)
    assert made.count("<img ") == made.count('alt="') == 12


def test_the_command_writes_both_files_and_replaces_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The setting of all pages takes seconds; two of them pass through every part of it.
    monkeypatch.setattr("scoring.cli.manual.PAGES", ("wall", "glossary"))
    monkeypatch.setattr("scoring.cli.manual.commands_page", lambda program, say: (Heading("commands", 1),))
    call = ["--lang", "zh", "manual", "--to", str(tmp_path / "new")]
    assert CliRunner().invoke(main, call).exit_code == 0
    html, pdf = (tmp_path / "new" / f"quality-credit-manual-zh.{suffix}" for suffix in ("html", "pdf"))
    first = pdf.read_bytes()
    assert first.startswith(b"%PDF-")
    assert page_count(first) >= 3
    assert "会场大屏" in html.read_text("utf-8")
    assert CliRunner().invoke(main, call).exit_code == 2
    assert CliRunner().invoke(main, [*call, "--overwrite"]).exit_code == 0
    assert pdf.read_bytes() == first
