"""What was computed of a piece, as tables to be written: applications, panels, experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.distributed.computing import STATISTICS, Computed, compute
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import Named, Sheets
from scoring.distributed.stacks import Roll, Stack, roll_of, stacks_of

Columns = dict[str, NDArray[Any]]
_PANEL_FLOATS: Final = ("f_value", "p_value", "error_variance", "measurement_error")


@dataclass(frozen=True, slots=True)
class PieceTables:
    """Arrow tables of a piece, in the order of the block; `grades` and `regions` count with `cells.count_cells`.

    Attributes
    ----------
    applications, panels, experts : pyarrow.Table
    regions : ndarray of int, shape (n_applicants,)
        Six digits.
    grades, totals : ndarray of int, shape (n_applicants,)
        As in `computing.Scores`.
    """

    applications: Any
    panels: Any
    experts: Any
    regions: NDArray[np.int64]
    grades: NDArray[np.int64]
    totals: NDArray[np.int64]


def compute_piece(sheets: Sheets, scheme: Scheme) -> PieceTables:
    """Return what the pure functions say of the panels of a piece without faults."""
    roll = roll_of(sheets)
    applications = _empty_applications(len(roll.applicant_row), scheme)
    panels, experts = _empty_panels(roll), _empty_experts(len(roll.seat_row))
    for stack in stacks_of(sheets, roll, scheme.indicators):
        found = compute(stack, scheme)
        _fill_applications(applications, stack, found)
        _fill_panels(panels, stack, found)
        _fill_experts(experts, stack, found)
    regions = sheets.region[roll.applicant_row]
    return PieceTables(
        _application_table(applications, sheets, roll, scheme, regions),
        _table({"panel": _taken(sheets.panel, np.arange(roll.n_panels))}, panels),
        _table(
            {
                "panel": _taken(sheets.panel, roll.seat_panel),
                "expert": _taken(sheets.expert, sheets.expert.codes[roll.seat_row]),
            },
            experts,
        ),
        regions,
        applications["grade"],
        applications["total"],
    )


def _empty_applications(n: int, scheme: Scheme) -> Columns:
    return {
        "total": np.zeros(n, np.int64),
        "grade": np.full(n, -1, np.int64),
        "experts": np.zeros(n, np.int64),
        "missing": np.zeros(n, np.int64),
        "spread": np.full(n, np.nan),
        "raw_total": np.full(n, np.nan),
        "fair_total": np.full(n, np.nan),
        "standard_error": np.full(n, np.nan),
        "subset": np.zeros(n, np.int64),
        "indicators": np.zeros((n, len(scheme.indicators)), np.int64),
        "marked": np.zeros((n, len(scheme.indicators)), np.bool_),
    }


def _fill_applications(columns: Columns, stack: Stack, found: Computed) -> None:
    at, scores, severity = stack.applicants.reshape(-1), found.scores, found.severity
    columns["total"][at] = np.where(scores.known, scores.totals, 0)
    columns["grade"][at] = scores.grades
    columns["experts"][at] = scores.experts
    columns["missing"][at] = scores.missing
    columns["spread"][at] = scores.spread
    columns["raw_total"][at] = severity.raw.reshape(-1)
    columns["fair_total"][at] = severity.fair.reshape(-1)
    columns["standard_error"][at] = severity.fair_error.reshape(-1)
    columns["subset"][at] = severity.subsets.applications.reshape(-1)
    columns["indicators"][at] = scores.indicators
    columns["marked"][at] = scores.marked


def _application_table(columns: Columns, sheets: Sheets, roll: Roll, scheme: Scheme, regions: NDArray[np.int64]) -> Any:
    import pyarrow as pa

    without = columns["grade"] < 0
    names = {
        "panel": _taken(sheets.panel, roll.applicant_panel),
        "applicant": _taken(sheets.applicant, sheets.applicant.codes[roll.applicant_row]),
        "applicant_region": pa.array(regions.astype(np.int32)),
        "total": pa.array(columns["total"].astype(np.int32), mask=without),
        "grade": pa.array(columns["grade"].astype(np.int8), mask=without),
        "experts": pa.array(columns["experts"].astype(np.int16)),
        "missing": pa.array(columns["missing"].astype(np.int32)),
    }
    floats = {name: columns[name] for name in ("spread", "raw_total", "fair_total", "standard_error", "subset")}
    table = _table(names, floats)
    for at, code in enumerate(scheme.indicators):
        marks, marked = columns["indicators"][:, at].astype(np.int32), columns["marked"][:, at]
        table = table.append_column(code, pa.array(marks, mask=None if marked.all() else ~marked))
    return table


def _empty_panels(roll: Roll) -> Columns:
    n = roll.n_panels
    columns: Columns = {"applicants": roll.applicants, "experts": roll.seats}
    columns |= {name: np.zeros(n, np.int64) for name in ("possible", "empty", "subsets")}
    columns |= {name: np.full(n, np.nan) for name in _PANEL_FLOATS}
    columns["weak_links"] = np.zeros(n, np.bool_)
    for name in STATISTICS:
        columns |= {name: np.full(n, np.nan), f"{name}_low": np.full(n, np.nan), f"{name}_high": np.full(n, np.nan)}
        columns[f"{name}_reason"] = np.zeros(n, np.uint8)
    return columns


def _fill_panels(columns: Columns, stack: Stack, found: Computed) -> None:
    severity = found.severity
    columns["possible"][stack.panels] = found.possible
    columns["empty"][stack.panels] = found.empty
    columns["subsets"][stack.panels] = severity.subsets.count
    columns["weak_links"][stack.panels] = severity.weak_links
    for name in _PANEL_FLOATS:
        columns[name][stack.panels] = getattr(severity, name)
    for which, statistics in found.agreement:
        at = stack.panels[which]
        for name, one in zip(STATISTICS, statistics, strict=True):
            columns[name][at] = one.value
            columns[f"{name}_low"][at], columns[f"{name}_high"][at] = one.low, one.high
            columns[f"{name}_reason"][at] = one.reason


def _empty_experts(n: int) -> Columns:
    columns: Columns = {name: np.full(n, np.nan) for name in ("severity", "standard_error")}
    return columns | {name: np.zeros(n, np.int64) for name in ("subset", "marks", "reason")}


def _fill_experts(columns: Columns, stack: Stack, found: Computed) -> None:
    at, severity = stack.seats.reshape(-1), found.severity
    columns["severity"][at] = severity.severity.reshape(-1)
    columns["standard_error"][at] = severity.severity_error.reshape(-1)
    columns["subset"][at] = severity.subsets.experts.reshape(-1)
    columns["marks"][at] = severity.marks.reshape(-1)
    columns["reason"][at] = severity.expert_reason.reshape(-1)


def _taken(names: Named, codes: Any) -> Any:
    """Return the names of some codes: as texts or whole numbers, as they came."""
    import pyarrow as pa

    return names.names.take(pa.array(codes))


def _table(first: Mapping[str, Any], rest: Mapping[str, NDArray[Any]]) -> Any:
    """Return an Arrow table; what is not a number is null."""
    import pyarrow as pa

    arrays: Sequence[Any] = [pa.array(_narrow(column), from_pandas=True) for column in rest.values()]
    return pa.table([*first.values(), *arrays], names=[*first, *rest])


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(np.int32) if column.dtype == np.int64 else column
