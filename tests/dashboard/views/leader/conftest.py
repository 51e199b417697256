"""One register of finished rounds for all pages of the leader, which write nothing."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source

ROOT = Path(__file__).parents[4]


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "dashboard" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def finished_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "register.db"
    _module("rounds_register").build(path).close()
    return path


@pytest.fixture(scope="session")
def no_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "empty.db"
    module = _module("rounds_register")
    module.create_register(path, now=module.NOW, synthetic=True).close()
    return path


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Serve the dashboard from a register until the test ends."""

    def of(path: Path) -> None:
        monkeypatch.setenv(source.ENVIRONMENT, str(path))
        source.register.cache_clear()
        source.demonstration_experts.cache_clear()

    yield of
    source.register().close()
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Open a page of a role at an address."""
    straight = _module("straight")

    def opened(file: str, role: str = "leader", **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=90)
        at.session_state["demonstration_role"] = role
        page: AppTest = straight.open_page(at, file, **query)
        return page

    return opened
