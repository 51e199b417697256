"""Marks that nobody gave, province by province, for measuring: ``python -m tests.benchmarks.national.make DIR``.

Writes a Parquet file for each province (layout ``sheets``, told as synthetic in its metadata): 40 indicators of 2.5
points, marked in quarters, nine experts to an application; `scheme` has the rules. Seed and sizes give the same
bytes. Panels are of 50 applications; experts differ in severity, applications in quality; a few marks are missing and
a few are of insufficient material unless ``--complete``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from indicators.load import shipped_rule_book
from scoring.distributed.scheme import Scheme, scheme_of
from scoring.model import Weights

# GB/T 2260: the first two digits of the 31 provinces.
PROVINCES: Final = (
    *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54),
    *(61, 62, 63, 64, 65),
)
EXPERTS: Final = 9
CLASSES: Final = 10
OF_CLASS: Final = 4
INDICATORS: Final = CLASSES * OF_CLASS
CODES: Final = tuple(f"{one}.{two}" for one in range(1, CLASSES + 1) for two in range(1, OF_CLASS + 1))
LEVELS: Final = np.array([0, 625, 1250, 1875, 2500], np.int16)
DECIMALS: Final = 3
PANEL: Final = 50
PREFECTURES: Final = 11
ROW_GROUP: Final = 45_000


def scheme() -> Scheme:
    """Return the sample round's rules over 40 indicators of 2.5 points, for nine experts: no round lays that down."""
    points = tuple(Decimal(int(level)) / 10**DECIMALS for level in LEVELS)
    return replace(
        scheme_of(shipped_rule_book("2026-sample")),
        round_id="national-benchmark",
        indicators=CODES,
        allowed=(points,) * INDICATORS,
        optional=(False,) * INDICATORS,
        weights=Weights(
            of=dict.fromkeys(CODES, Decimal(1)),
            parents={code: code.partition(".")[0] for code in CODES},
            full_marks=dict.fromkeys(CODES, points[-1]),
        ),
        experts=(EXPERTS,),
    )


def province(code: int, applications: int, seed: int, *, complete: bool) -> Any:
    """Yield the marks of a province as Arrow tables of whole panels, a row group each."""
    rng = np.random.default_rng([seed, code])
    step = ROW_GROUP // EXPERTS // PANEL * PANEL
    for first in range(0, applications, step):
        yield _part(rng, code, first, min(step, applications - first), complete=complete)


def _part(rng: np.random.Generator, code: int, first: int, n: int, *, complete: bool) -> Any:
    panel = (first + np.arange(n)) // PANEL
    severity = rng.normal(0, 0.35, (n // PANEL + 2, EXPERTS)).astype(np.float32)[panel - panel[0]]
    quality = rng.normal(3.1, 0.45, (n, 1)).astype(np.float32) - severity
    level = quality[:, :, None] + rng.standard_normal((n, EXPERTS, INDICATORS), dtype=np.float32) * np.float32(0.8)
    marks = LEVELS[np.clip(np.rint(level), 0, len(LEVELS) - 1).astype(np.int8)].reshape(-1, INDICATORS)
    gaps = np.zeros(marks.shape, np.bool_)
    if not complete:
        draw = rng.random(marks.shape, dtype=np.float32)
        gaps = draw < 0.0005
        marks[draw > 0.998] = -2  # material insufficient
    region = code * 10_000 + (1 + rng.integers(0, PREFECTURES, n)) * 100 + 2
    columns = {
        "panel": np.repeat(panel, EXPERTS).astype(np.int32),
        "applicant": np.repeat(first + np.arange(n), EXPERTS).astype(np.int32),
        "expert": (panel[:, None] * EXPERTS + np.arange(EXPERTS)).reshape(-1).astype(np.int32),
        "applicant_region": np.repeat(region, EXPERTS).astype(np.int32),
    }
    arrays = [pa.array(column) for column in columns.values()]
    for at in range(INDICATORS):
        mask = gaps[:, at] if gaps[:, at].any() else None
        arrays.append(pa.array(np.ascontiguousarray(marks[:, at]), mask=mask))
    told = {b"quality-credit": json.dumps({"decimals": DECIMALS, "synthetic": True}).encode()}
    return pa.table(arrays, names=[*columns, *CODES]).replace_schema_metadata(told)


def write_marks(to: Path, provinces: int, applications: int, *, seed: int = 0, complete: bool = False) -> list[Path]:
    """Write the files of some provinces and return them."""
    files = []
    for code in PROVINCES[:provinces]:
        path = to / f"{code}.parquet"
        writer = None
        for part in province(code, applications, seed, complete=complete):
            writer = writer or parquet.ParquetWriter(path, part.schema, compression="zstd", compression_level=1)
            writer.write_table(part)
        if writer is not None:
            writer.close()
        files.append(path)
    return files


def main() -> None:
    """Make what the call asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("to", type=Path)
    parser.add_argument("--provinces", type=int, default=len(PROVINCES))
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--complete", action="store_true")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    files = write_marks(asked.to, asked.provinces, asked.applications, seed=asked.seed, complete=asked.complete)
    marks = asked.provinces * asked.applications * EXPERTS * INDICATORS
    size = sum(file.stat().st_size for file in files)
    print(f"synthetic: {len(files)} provinces, {marks:,} marks, {size / 1e6:,.0f} MB, seed {asked.seed}")


if __name__ == "__main__":
    main()
