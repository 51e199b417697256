"""The guide names every setting that the program reads and no other; its files agree with each other and the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from dashboard.gate import cookies, metering, settings
from scoring.cli import COMMANDS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
GUIDE = (DEPLOY / "README.md").read_text("utf-8")
BELONGS_TO_OTHERS = {"STREAMLIT_SERVER_COOKIE_SECRET", "FORWARDED_ALLOW_IPS", "LC_ALL", "LC_MESSAGES", "LANG"}


def _listed(where: str) -> set[str]:
    table = GUIDE.partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if f"| {where} |" in line]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row[1])}


def test_every_variable_that_is_read_is_listed() -> None:
    files = [file for floor in ("indicators", "scoring", "dashboard") for file in (ROOT / floor).rglob("*.py")]
    read = {name for file in files for name in re.findall(r'"(QUALITY_CREDIT_[A-Z_]+)"', file.read_text("utf-8"))}
    assert read >= {"QUALITY_CREDIT_REGISTER", metering.TOKEN}
    assert _listed("environment") == read | BELONGS_TO_OTHERS


def test_every_key_of_the_gates_file_is_listed() -> None:
    parts = get_type_hints(settings.GateSettings)
    shapes = {"site": settings.Site, "proxy": settings.Proxy, "oidc": settings.Provider, "metrics": settings.Metrics}
    assert shapes.keys() == parts.keys()
    assert _listed("gate.toml") == {f"{part}.{one.name}" for part, shape in shapes.items() for one in fields(shape)}


def test_every_file_is_named_by_the_guide_and_the_other_way_round() -> None:
    files = {str(file.relative_to(DEPLOY)) for file in DEPLOY.rglob("*") if file.is_file()} - {"README.md"}
    for file in files:
        name = Path(file).name
        assert (
            name in GUIDE
            or f"{name.rsplit('.', 1)[0]}.*" in GUIDE
            or f"…-{name.split('-')[-1].split('.')[0]}.*" in GUIDE
        )


@pytest.mark.parametrize("file", sorted(DEPLOY.rglob("*.md")), ids=lambda file: file.name)
def test_commands_that_are_told_are_there(file: Path) -> None:
    told = set(re.findall(r"`quality-credit ([a-z-]+)", file.read_text("utf-8")))
    assert told
    assert told <= set(COMMANDS)


def test_units_call_commands_that_there_are_and_keep_to_one_user() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text("utf-8")
        called = re.findall(r"bin/quality-credit ([a-z]+)", text)
        assert called, unit.name
        assert set(called) <= set(COMMANDS)
        for line in ("User=quality-credit", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
            assert line in text.splitlines(), (unit.name, line)


def test_the_proxy_seats_browsers_by_the_cookie_that_the_gate_gives() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"__Host-{cookies.DEVICE}=" in text
    assert f"location {metering.PATH} {{ return 404; }}" in text
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", text))
    assert ports == set(re.findall(r"quality-credit@(\d+)", GUIDE))


def test_forty_people_at_once_pass_the_proxys_limit_and_whoever_does_not_is_told() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    bursts = [int(found) for found in re.findall(r"limit_req zone=sign_in burst=(\d+)", text)]
    assert len(bursts) == 2
    assert min(bursts) >= 40 * 4  # page and password, page and one-time code
    assert "limit_req_status 429;" in text
    assert "error_page 429 @too_many;" in text


def test_the_image_installs_the_package_so_that_it_knows_its_version() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert "pip install --no-cache-dir --no-deps --no-build-isolation -e /opt/quality-credit" in text
    assert "pyproject.toml" in text
