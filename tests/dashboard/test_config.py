"""Settings that were found necessary, and that the Streamlit in use still knows (some are hidden options)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from dashboard.gate.middleware import VISITOR_HEADER

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
    "server.trustedUserHeaders": '{"x-qc-visitor": "visitor"}',
    "server.enableStaticServing": False,
    "server.maxUploadSize": 20,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
}


#: What a file that everybody has must not hold; the environment gives it, and the gate's own file the hosts.
NEVER = ("server.cookieSecret", "server.allowedHosts", "server.address", "server.sslKeyFile")


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


@pytest.mark.parametrize("option", NEVER)
def test_what_differs_from_place_to_place_is_not_written(option: str) -> None:
    assert option not in _written()
    assert option in config.get_config_options()


def test_streamlit_reads_whose_page_it_is_from_the_header_of_the_gate() -> None:
    assert json.loads(str(_written()["server.trustedUserHeaders"])) == {VISITOR_HEADER.decode(): "visitor"}
