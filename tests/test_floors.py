"""Imports go down only: indicators <- scoring <- dashboard, and the floors inside scoring."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each part may import of the project, besides itself. The longest matching prefix holds.
MAY_IMPORT = {
    "indicators": set(),
    "scoring.model": {"indicators"},
    "scoring.errors": {"indicators"},
    "scoring.texts": {"indicators"},
    "scoring.access": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.sheets": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.statistics": {"indicators", "scoring.model", "scoring.errors", "scoring.sheets"},
    "scoring.distributed": {
        "indicators",
        "scoring.model",
        "scoring.errors",
        "scoring.sheets",
        "scoring.statistics",
    },
    "scoring.procedure": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.identity": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.meeting": {"indicators", "scoring.model", "scoring.errors", "scoring.statistics", "scoring.procedure"},
    "scoring.intake": {"indicators", "scoring.model", "scoring.errors", "scoring.procedure"},
    "scoring.register": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.documents": {"indicators", "scoring.model", "scoring.errors"},
    "scoring.flow": {
        "indicators",
        "scoring.model",
        "scoring.errors",
        "scoring.access",
        "scoring.sheets",
        "scoring.statistics",
        "scoring.meeting",
        "scoring.procedure",
        "scoring.identity",
        "scoring.intake",
        "scoring.register",
        "scoring.documents",
    },
    "scoring.demonstration": {
        "indicators",
        "scoring.model",
        "scoring.errors",
        "scoring.statistics",
        "scoring.meeting",
        "scoring.procedure",
        "scoring.register",
        "scoring.flow",
    },
    "scoring.cli": {"indicators", "scoring"},
    "scoring": {"indicators"},
    "dashboard": {"indicators", "scoring"},
}
FLOORS = ("indicators", "scoring", "dashboard")


def _modules() -> list[tuple[str, Path]]:
    files = (file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*.py")))
    return [(_name(file), file) for file in files if "versions" not in file.parts]


def _name(file: Path) -> str:
    parts = list(file.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _imports(file: Path) -> tuple[str, ...]:
    return tuple(_imported(file))


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide the floor"
            # `from scoring import flow` is an import of scoring.flow.
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                path = ROOT.joinpath(*whole.split("."))
                yield whole if path.with_suffix(".py").exists() or path.is_dir() else str(node.module)


def _longest(name: str, prefixes: Iterator[str] | set[str] | dict[str, set[str]]) -> str | None:
    fitting = [prefix for prefix in prefixes if name == prefix or name.startswith(prefix + ".")]
    return max(fitting, key=len, default=None)


def _refused(importer: str, imported: str) -> bool:
    if _longest(imported, set(FLOORS)) is None:
        return False
    home = _longest(importer, MAY_IMPORT)
    assert home is not None, f"{importer} stands on no floor"
    if _longest(imported, MAY_IMPORT) == home:
        return False
    return _longest(imported, MAY_IMPORT[home]) is None


@pytest.mark.parametrize(("name", "file"), _modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_go_down_only(name: str, file: Path) -> None:
    wrong = [imported for imported in _imports(file) if _refused(name, imported)]
    assert not wrong, f"{name} may not import {wrong}"


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("indicators.load", "scoring.model"),
        ("scoring.flow.panel", "dashboard.app"),
        ("scoring.statistics.totals", "scoring.register.marks"),
        ("scoring.procedure.eligibility", "scoring.flow"),
        ("scoring.register.marks", "scoring.access"),
        ("scoring.documents.certificate_page", "scoring.register.database"),
    ],
)
def test_the_rule_itself_refuses(importer: str, imported: str) -> None:
    assert _refused(importer, imported)


def test_no_circles() -> None:
    from graphlib import TopologicalSorter

    names = {name for name, _ in _modules()}
    graph = {name: {i for i in _imports(file) if i in names and i != name} for name, file in _modules()}
    # A package's __init__ that gathers its own files is not a circle; files of a package do not import it back.
    TopologicalSorter(graph).prepare()


def test_no_pages_folder_and_no_standard_names() -> None:
    import sys

    assert not (ROOT / "dashboard" / "pages").exists(), "Streamlit would serve it without asking anybody"
    clash = {file.stem for file in (ROOT / "dashboard").rglob("*.py")} & set(sys.stdlib_module_names)
    assert not clash, f"would replace Python's own modules: {clash}"
