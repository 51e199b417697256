"""Every golden answer is computed by exactly one family, within its tolerance, or left out with a reason.

A family is a file in ``families/`` with a function ``answers(case) -> {key: value}``: what of a case it computes. The
answers, their sources, packages and calls stand in ``tests/data/golden/answers.json``.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

DATA = Path(__file__).parents[3] / "data" / "golden"
FAMILIES = sorted((Path(__file__).parent / "families").glob("[a-z]*.py"))
DOCUMENT = json.loads((DATA / "answers.json").read_text("utf-8"))
LEFT_OUT: dict[str, str] = tomllib.loads((Path(__file__).parent / "left_out.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    """One case: its data, its parameters, and what is given with it."""

    document: Any

    @property
    def id(self) -> str:
        return self.document["id"]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.document["answers"])

    @property
    def params(self) -> dict[str, Any]:
        return self.document["params"]

    def has(self, prefix: str) -> bool:
        return any(key.startswith(prefix) for key in self.keys)

    def given(self, key: str) -> Any:
        """Return an input that stands among the answers: a cut score, weights, an order of levels."""
        return self.document["answers"][key]["value"]

    def rows(self, name: str | None = None) -> list[dict[str, str]]:
        """Return the rows of one of its files (the only one, unless named), cells as text."""
        files = self.document["files"]
        file = files[name] if name else next(iter(files.values()))
        with (DATA / file).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def wide(self, name: str | None = None, columns: list[str] | None = None) -> Any:
        """Return a wide file as an array (application, expert); an empty cell is ``nan``."""
        rows = self.rows(name)
        names = columns or list(rows[0])
        return np.array([[float(row[c]) if _is_number(row[c]) else np.nan for c in names] for row in rows])

    def long(self, *axes: str, value: str, name: str | None = None) -> tuple[Any, list[list[str]]]:
        """Return a long file as an array over the given axes, levels sorted (as numbers where they are), and levels."""
        rows = self.rows(name)
        levels = [_sorted({row[axis] for row in rows}) for axis in axes]
        places = [{level: n for n, level in enumerate(names)} for names in levels]
        array = np.full([len(names) for names in levels], np.nan)
        for row in rows:
            if _is_number(row[value]):
                array[tuple(place[row[axis]] for axis, place in zip(axes, places, strict=True))] = float(row[value])
        return array, levels


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text not in ("NA", "nan")


def _sorted(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (0, float(name), name) if _is_number(name) else (1, 0.0, name))


CASES = {document["id"]: Case(document) for document in DOCUMENT["cases"]}


@cache
def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"golden_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _computed(case_id: str) -> dict[str, list[tuple[str, Any]]]:
    """Return who computes which key of a case, and what."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for path in FAMILIES:
        for key, value in _module(path).answers(CASES[case_id]).items():
            found.setdefault(key, []).append((path.stem, value))
    return found


def _reason(case_id: str, key: str) -> str | None:
    fitting = [why for pattern, why in LEFT_OUT.items() if fnmatch(f"{case_id}.{key}", pattern)]
    return fitting[0] if fitting else None


def _is_input(case_id: str, key: str) -> bool:
    return CASES[case_id].document["answers"][key].get("how") == "given"


ANSWERS = [(case_id, key) for case_id, case in CASES.items() for key in case.keys if not _is_input(case_id, key)]


@pytest.mark.parametrize(("case_id", "key"), ANSWERS, ids=lambda value: value)
def test_the_answer_is_computed_within_its_tolerance(case_id: str, key: str) -> None:
    expected = CASES[case_id].document["answers"][key]
    found = _computed(case_id).get(key, [])
    if _reason(case_id, key):
        assert not found, f"left out, and yet computed by {found[0][0]}"
        return
    assert len(found) == 1, f"computed by {[name for name, _ in found] or 'nobody'}: {expected['how']}"
    if "published" in expected:
        _close(found[0][1], expected["published"], expected["published_tol"], relative=False, how="published")
    _close(found[0][1], expected["value"], expected["tol"], relative=True, how=expected["how"])


def _close(got: Any, expected: Any, tolerance: float, *, relative: bool, how: str) -> None:
    if isinstance(expected, str) or (isinstance(expected, list) and any(isinstance(e, str) for e in expected)):
        assert list(np.atleast_1d(got)) == list(np.atleast_1d(expected)), how
        return
    want = np.array(expected, dtype=np.float64)  # None becomes nan
    have = np.array(got, dtype=np.float64)
    assert have.shape == want.shape, f"shape {have.shape} instead of {want.shape}: {how}"
    assert (np.isnan(have) == np.isnan(want)).all(), f"{have} instead of {want}: {how}"
    allowed = tolerance * np.maximum(1.0, np.abs(want)) if relative else np.full(want.shape, tolerance)
    off = np.abs(have - want) > allowed + (0.0 if relative else 1e-9)
    assert not off[~np.isnan(want)].any(), f"{have} instead of {want} ± {tolerance}: {how}"


def test_what_is_left_out_is_there_and_says_why() -> None:
    names = [f"{case_id}.{key}" for case_id, key in ANSWERS]
    for pattern, why in LEFT_OUT.items():
        assert any(fnmatch(name, pattern) for name in names), f"{pattern} leaves nothing out"
        assert len(why) > 20, pattern


def test_no_family_computes_what_nobody_asked() -> None:
    unasked = {
        f"{case_id}.{key}" for case_id, case in CASES.items() for key in _computed(case_id) if key not in case.keys
    }
    assert not unasked
