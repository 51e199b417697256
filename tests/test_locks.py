"""The locks: every package pinned with its hashes, all that the project asks for in them, and no address anywhere."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_of_a_registry(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?:|--index-url|--extra-index-url|--find-links|file:|git\+| @ ", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    packages = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    assert len(packages) > 50
    for package in packages:
        assert re.fullmatch(r"[a-z0-9._-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}\s*", package), package[:60]


@pytest.mark.parametrize("name", LOCKS)
def test_all_that_the_project_needs_is_locked(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[^A-Za-z0-9-]", one)[0] for one in project["dependencies"]}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    assert needed <= locked


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", LOCKS)
def test_every_python_that_is_supported_finds_all_of_them(name: str, python: str) -> None:
    """A package may be pinned twice, for older and newer Pythons: one of the pins must be for this one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[^A-Za-z0-9-]", one)[0] for one in project["dependencies"]}
    lines = re.findall(r"^([a-z0-9._-]+)==[^ ]+ (?:; ([^\\]+) )?\\$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    environment = {"python_full_version": f"{python}.0", "python_version": python}
    found = {package for package, marker in lines if not marker or Marker(marker).evaluate(environment)}
    assert needed <= found
    # Those that are asked for by others are pinned twice as well.
    assert {package for package, _ in lines} - found <= {"async-timeout", "colorama", "tzdata"}


@pytest.mark.parametrize("name", LOCKS)
def test_what_a_locked_package_asks_for_is_locked(name: str) -> None:
    """An installation by hashes takes nothing that is not listed: one name left out, and none of it is installed."""
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    missing = []
    for package in sorted(locked):
        try:
            asked = requires(package) or []
        except PackageNotFoundError:  # of another Python or another system
            continue
        for one in map(Requirement, asked):
            if (one.marker is None or one.marker.evaluate({"extra": ""})) and canonicalize_name(one.name) not in locked:
                missing.append(f"{package} needs {one.name}")
    assert missing == []
