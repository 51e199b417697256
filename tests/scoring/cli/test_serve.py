"""``serve``: what is wrong in the gate's file is told at once, before anything listens; plain http is warned of."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.gate.settings import settings
from scoring.cli import main
from scoring.cli.serve import APPLICATION
from scoring.register.database import create_register
from scoring.texts import translator

Call = Callable[..., Result]
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens
GOOD = '[site]\npublic_url = "https://panel.example.cn"\nallowed_hosts = ["panel.local"]\n'
FAULTY = (
    '[site]\npublic_url = "http://panel.example.cn/x"\n[proxy]\naddresses = ["10.0.0.0/33"]\nwhat = 1\n'
    '[oidc]\nissuer = "http://id.example.cn"\nclient_id = "a"\nname = "b"\nname_en = "c"\nscopes = ["email"]\n'
)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """With what settings the dashboard was run; in place of one that would go on for ever."""
    for name in ("QUALITY_CREDIT_GATE", "QUALITY_CREDIT_REGISTER", "FORWARDED_ALLOW_IPS"):
        # Set and taken away: then what the command sets is forgotten afterwards.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    ran: list[dict[str, Any]] = []

    class Application:
        def run(self, config: dict[str, Any]) -> None:
            ran.append(config)

    fake = ModuleType(APPLICATION)
    fake.__spec__ = importlib.util.find_spec(APPLICATION)
    fake.app = Application()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, APPLICATION, fake)
    settings.cache_clear()
    yield ran
    settings.cache_clear()


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """A register of a demonstration and one that is none."""
    folder = tmp_path_factory.mktemp("served")
    found = {synthetic: folder / f"{synthetic}.db" for synthetic in (True, False)}
    for synthetic, path in found.items():
        create_register(path, now=NOW, synthetic=synthetic).close()
    return found


@pytest.fixture
def called(registers: dict[bool, Path], tmp_path: Path) -> Call:
    """Call the command on a register, with a file of the gate, if one is given."""

    def call(*arguments: str, synthetic: bool = False, config: str | None = None) -> Result:
        more: list[str] = []
        if config is not None:
            (tmp_path / "gate.toml").write_text(config, "utf-8")
            more = ["--config", str(tmp_path / "gate.toml")]
        path = str(registers[synthetic])
        return CliRunner().invoke(main, ["--lang", "en", "serve", "--register", path, *arguments, *more])

    return call


def warning(address: str) -> str:
    return translator("en")("serve.without_https", address=address)


def test_all_that_is_wrong_in_the_gates_file_is_told_and_nothing_listens(
    called: Call, served: list[dict[str, Any]]
) -> None:
    result = called(config=FAULTY)
    assert result.exit_code not in (0, None)
    for place in ("public_url", "addresses", "what", "issuer", "scopes"):
        assert place in result.output, result.output
    assert not served


def test_a_file_that_is_right_says_which_hosts_are_answered(called: Call, served: list[dict[str, Any]]) -> None:
    result = called("--address", ANYWHERE, config=GOOD)
    assert result.exit_code == 0, result.output
    assert served[0]["server.allowedHosts"] == ["panel.example.cn", "panel.local"]
    assert warning(ANYWHERE) not in result.output


@pytest.mark.parametrize("address", [ANYWHERE, "10.1.2.3", "::", "panel.local"])
def test_a_real_register_beyond_this_machine_without_a_file_is_warned_of(
    called: Call, served: list[dict[str, Any]], address: str
) -> None:
    result = called("--address", address)
    assert result.exit_code == 0, result.output
    assert warning(address) in result.output
    assert served[0]["server.address"] == address


@pytest.mark.parametrize(
    ("address", "synthetic"), [("127.0.0.1", False), ("::1", False), ("localhost", False), (ANYWHERE, True)]
)
def test_nobody_is_warned_on_this_machine_or_of_a_demonstration(
    called: Call, served: list[dict[str, Any]], address: str, synthetic: bool
) -> None:
    result = called("--address", address, synthetic=synthetic)
    assert result.exit_code == 0, result.output
    assert warning(address) not in result.output
    assert served[0]["server.allowedHosts"] == []
