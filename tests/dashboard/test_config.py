"""Settings that were found necessary, and that the Streamlit in use still knows (some are hidden options)."""

from __future__ import annotations

import tomllib
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
    return {f"{section}.{key}": value for section, table in tables.items() for key, value in table.items()}


@pytest.mark.parametrize(("option", "value"), NEEDED.items())
def test_needed_setting_is_written(option: str, value: object) -> None:
    assert _written()[option] == value


@pytest.mark.parametrize("option", _written())
def test_streamlit_knows_every_setting(option: str) -> None:
    assert option in config.get_config_options()
