"""A small country of the sample round, in both layouts, and one pair of processes for all tests of this folder."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from indicators.load import shipped_rule_book
from scoring.distributed.scheme import Scheme, scheme_of

SCHEME = scheme_of(shipped_rule_book("2026-sample"))
DECIMALS = SCHEME.mark_decimals
PANELS = 9


def marks_of(seed: int, *, panels: int = PANELS, region: int = 32) -> pa.Table:
    """Return a block in the layout ``sheets``: panels of several sizes, five or seven experts, gaps and refusals."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("panel", "applicant", "expert", "applicant_region")}
    for panel in range(panels):
        experts = 7 if panel % 3 == 2 else 5
        for applicant in range(4 + panel % 4):
            for expert in rng.permutation(experts):
                rows["panel"].append(f"组{panel}")
                rows["applicant"].append(panel * 100 + applicant)
                rows["expert"].append(f"e{panel}-{expert}")
                rows["applicant_region"].append(region * 10_000 + (1 + applicant % 3) * 100 + 5)
    n = len(rows["panel"])
    table = pa.table(rows)
    for at, code in enumerate(SCHEME.indicators):
        levels = np.array([int(mark * 10**DECIMALS) for mark in SCHEME.allowed[at]])
        marks = levels[rng.integers(1, len(levels), n)]
        marks[rng.random(n) < 0.01] = -2
        if SCHEME.optional[at]:
            marks[rng.random(n) < 0.2] = -1
        gaps = rng.random(n) < (0.02 if at == 3 else 0.0)
        table = table.append_column(code, pa.array(marks.astype(np.int16), mask=gaps))
    return told(table)


def told(table: pa.Table, **changed: Any) -> pa.Table:
    metadata = {"decimals": DECIMALS, "synthetic": True, **changed}
    return table.replace_schema_metadata({b"quality-credit": json.dumps(metadata).encode()})


def as_long(table: pa.Table) -> pa.Table:
    """Return the same marks, one row each; a mark that is missing has no row."""
    names = {-1: "not_applicable", -2: "insufficient"}
    rows = []
    for row in table.to_pylist():
        for code in SCHEME.indicators:
            mark = row[code]
            if mark is None:
                continue
            score = mark / 10**DECIMALS if mark >= 0 else None
            who = {name: row[name] for name in ("panel", "applicant", "expert", "applicant_region")}
            rows.append({**who, "indicator": code, "score": score, "state": names.get(mark, "scored")})
    return pa.Table.from_pylist(rows)


def put(table: pa.Table, path: Path) -> Path:
    parquet.write_table(table, path, row_group_size=37)
    return path


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return SCHEME


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    for seed, region in enumerate((32, 33, 34, 35)):
        put(marks_of(seed, region=region), folder / f"{region}.parquet")
    return folder


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two processes on loopback. What Dask's own start and end warn of is none of ours."""
    distributed = pytest.importorskip("distributed")
    from scoring.distributed.running import Workers, _client

    assert distributed
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # A process that is started reads the main program again, which a test of a page leaves as that page.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        with _client(Workers(2, "1GiB")) as client:
            yield client
