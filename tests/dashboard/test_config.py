"""Settings that were found necessary, and that the Streamlit in use still knows (some are hidden options)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

FILE = Path(__file__).parents[2] / ".streamlit" / "config.toml"
NEEDED = {
    "browser.gatherUsageStats": False,
    "runner.postScriptGC": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.disconnectedSessionTTL": 600,
    "server.websocketPingInterval": 30,
    "server.maxWidgetStateSize": 2,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
}


def _written() -> dict[str, object]:
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return dict(_options(tables))


def _options(table: dict[str, object], path: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _options(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


@pytest.mark.parametrize(("option", "value"), NEEDED.items())
def test_needed_setting_is_written(option: str, value: object) -> None:
    assert _written()[option] == value


@pytest.mark.parametrize("option", _written())
def test_streamlit_knows_every_setting(option: str) -> None:
    assert option in config.get_config_options()
