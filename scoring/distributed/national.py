"""Blocks put together: what the country's marks say, in whole numbers or in the order of the blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from scoring.distributed.beside import beside
from scoring.distributed.computing import STATISTICS
from scoring.distributed.manifest import Manifest, result_path
from scoring.distributed.ranks import QUANTILES, Order, order_of
from scoring.distributed.regional import RegionalRates, added_up, regional_rates
from scoring.distributed.scheme import Scheme
from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.reasons import Reason

PROVINCE: Final = 2
PREFECTURE: Final = 4
_FINDING: Final = 0.05


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number lies over panels or experts: how many have it, why others do not, and its quantiles."""

    defined: int
    undefined: Mapping[str, int]
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the country's marks say.

    Attributes
    ----------
    blocks : tuple of Manifest
        By name.
    totals : tuple of int
        Totals × 10**decimals at `ranks.QUANTILES`.
    agreement : mapping of str to Spread
        Over panels, by statistic.
    severity : Spread
        Of experts' severities, in points.
    unequal : int
        Panels whose experts differ in severity, at a false discovery rate of 5 percent among all panels.
    tested : int
        Panels in which that could be tested.
    disconnected : int
        Panels of more than one connected subset: their severities cannot be compared throughout.
    provinces, prefectures : RegionalRates
    """

    blocks: tuple[Manifest, ...]
    totals: tuple[int, ...]
    agreement: Mapping[str, Spread]
    severity: Spread
    unequal: int
    tested: int
    disconnected: int
    provinces: RegionalRates
    prefectures: RegionalRates

    @property
    def synthetic(self) -> bool:
        """Whether nobody gave any of these marks."""
        return any(block.synthetic for block in self.blocks)

    def count(self, what: str) -> int:
        """Return the sum over blocks of ``applications``, ``panels``, ``seats``, ``sheets`` or ``marks``."""
        return sum(getattr(block, what) for block in self.blocks)


def summarise(manifests: Sequence[Manifest], scheme: Scheme, to: Path) -> tuple[Summary, Order]:
    """Return the summary of finished blocks, and the order of all their totals.

    Only what belongs to panels and experts is read again, and one whole number of each application.
    """
    blocks = tuple(sorted(manifests, key=lambda one: one.block))
    names = [block.block for block in blocks]
    wanted = ["subsets", "p_value", *STATISTICS, *(f"{name}_reason" for name in STATISTICS)]
    panels = _columns(to, "panels", names, wanted)
    experts = _columns(to, "experts", names, ["severity", "reason"])
    order = order_of([read_totals(to, name)[1] for name in names])
    p_values = panels["p_value"]
    known = ~np.isnan(p_values)
    regions = [block.regions for block in blocks]
    summary = Summary(
        blocks=blocks,
        totals=order.quantiles(),
        agreement={name: _spread(panels[name], panels[f"{name}_reason"]) for name in STATISTICS},
        severity=_spread(experts["severity"], experts["reason"]),
        unequal=int((benjamini_hochberg(p_values[known]) <= _FINDING).sum()) if known.any() else 0,
        tested=int(known.sum()),
        disconnected=int((panels["subsets"] > 1).sum()),
        provinces=regional_rates(added_up(regions, PROVINCE), scheme.grades),
        prefectures=regional_rates(added_up(regions, PREFECTURE), scheme.grades),
    )
    return summary, order


def read_totals(to: Path, block: str) -> tuple[Any, Any]:
    """Return the applicants of a block that have a total, as an Arrow column, and their totals as whole numbers."""
    from pyarrow import parquet

    table = parquet.read_table(
        result_path(to, "applications", block), columns=["applicant", "total"], use_threads=False
    )
    table = table.filter(table.column("total").is_valid())
    return table.column("applicant"), table.column("total").to_numpy().astype(np.int64)


def write_ranks(to: Path, block: str, order: Order) -> None:
    """Write the places of a block's applications: in the block, and in the country."""
    import pyarrow as pa
    from pyarrow import parquet

    applicants, totals = read_totals(to, block)
    own = order_of([totals])
    table = pa.table(
        {
            "applicant": applicants,
            "total": pa.array(totals.astype(np.int32)),
            "place_in_block": pa.array(own.ranks(totals).astype(np.int32)),
            "place": pa.array(order.ranks(totals).astype(np.int32)),
        }
    )
    path = result_path(to, "ranks", block)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = beside(path)
    parquet.write_table(table, half, compression="zstd", write_statistics=False)
    half.replace(path)


def _columns(to: Path, family: str, names: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
    """Return columns of a family of results, blocks end to end in the order of their names."""
    from pyarrow import parquet

    parts = [
        parquet.read_table(result_path(to, family, name), columns=list(wanted), use_threads=False) for name in names
    ]
    found = {}
    for name in wanted:
        columns = [part.column(name) for part in parts]
        floating = bool(columns) and str(columns[0].type) == "double"
        found[name] = np.concatenate(
            [np.asarray(column.fill_null(float("nan")) if floating else column) for column in columns] or [np.zeros(0)]
        )
    return found


def _spread(values: FloatArray, reasons: Any) -> Spread:
    defined = values[~np.isnan(values)]
    why = Counter(Reason(int(code)).name.lower() for code in reasons[np.isnan(values)].tolist())
    quantiles = tuple(float(one) for one in np.quantile(defined, QUANTILES)) if defined.size else ()
    return Spread(len(defined), dict(sorted(why.items())), quantiles)
