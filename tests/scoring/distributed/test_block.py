"""A block against the single machine, panel by panel; both layouts; every fault at once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from indicators.load import shipped_rule_book
from scoring.distributed import pieces
from scoring.distributed.block import Outcome, ParquetBlock, run_block
from scoring.distributed.computing import STATISTICS
from scoring.distributed.manifest import result_path
from scoring.distributed.scheme import Scheme
from scoring.flow.scores import scores_of_table
from scoring.model import MarkState, ScoreTable
from scoring.statistics.agreement.panel import Asked, panel_agreement
from scoring.statistics.panel_scores import panel_scores
from scoring.statistics.severity.adjustment import panel_severity
from tests.scoring.distributed.conftest import DECIMALS, SCHEME, as_long, marks_of, put, told


def results(to: Path, block: str, family: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(result_path(to, family, block)).to_pylist()
    return rows


def single_tables(block: pa.Table) -> dict[str, ScoreTable]:
    """Return one table a panel, put together mark by mark."""
    panels: dict[str, list[dict[str, Any]]] = {}
    for row in block.to_pylist():
        panels.setdefault(row["panel"], []).append(row)
    found = {}
    for panel, rows in panels.items():
        applicants = list(dict.fromkeys(row["applicant"] for row in rows))
        experts = list(dict.fromkeys(row["expert"] for row in rows))
        values = np.full((len(applicants), len(experts), len(SCHEME.indicators)), np.nan)
        states = np.zeros(values.shape, np.uint8)
        for row in rows:
            for at, code in enumerate(SCHEME.indicators):
                cell, mark = (applicants.index(row["applicant"]), experts.index(row["expert"]), at), row[code]
                if mark is None:
                    continue
                states[cell] = {-1: MarkState.NOT_APPLICABLE, -2: MarkState.INSUFFICIENT}.get(mark, MarkState.SCORED)
                if mark != -1:
                    values[cell] = float(Decimal(max(mark, 0)).scaleb(-DECIMALS))
        names = tuple(map(str, applicants)), tuple(experts)
        found[panel] = ScoreTable(panel, *names, SCHEME.indicators, values, states, DECIMALS)
    return found


@pytest.fixture(scope="module")
def block() -> pa.Table:
    return marks_of(5)


@pytest.fixture(scope="module")
def computed(block: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("computed")
    put(block, to / "32.parquet")
    outcome = run_block(ParquetBlock(to / "32.parquet"), SCHEME, to)
    assert outcome.faults == ()
    return to


def test_scores_are_those_of_the_single_machine(block: pa.Table, computed: Path) -> None:
    rows = results(computed, "32", "applications")
    found = {str(row["applicant"]): row for row in rows}
    assert [row["applicant"] for row in rows] == list(dict.fromkeys(block.column("applicant").to_pylist()))
    for table in single_tables(block).values():
        compared = scores_of_table(table, shipped_rule_book("2026-sample"))
        for one in panel_scores(table, SCHEME.aggregate, weights=SCHEME.weights).applicants:
            ours, total = found[one.applicant], compared[one.applicant].total
            assert (ours["experts"], ours["missing"], ours["spread"]) == (one.experts, one.missing, one.spread)
            assert (None if ours["total"] is None else Decimal(ours["total"]).scaleb(-2)) == total
            assert ours["grade"] == (None if total is None else sum(total >= cut for cut in SCHEME.cuts))
            for score in one.indicators:
                exact = compared[one.applicant].exact.get(score.indicator)
                ours_exact = None if exact is None else int(exact * 100 + Fraction(1, 2))
                assert ours[score.indicator] == ours_exact


def test_severity_is_that_of_the_single_machine(block: pa.Table, computed: Path) -> None:
    experts = {(row["panel"], row["expert"]): row for row in results(computed, "32", "experts")}
    applications = {str(row["applicant"]): row for row in results(computed, "32", "applications")}
    for panel, table in single_tables(block).items():
        alone = panel_severity(table, weights=SCHEME.weights)
        for one in alone.experts:
            ours = experts[panel, one.expert]
            assert (ours["severity"], ours["standard_error"]) == (one.severity, one.standard_error)
            assert ours["subset"] == (one.subset or 0)
        for applicant in alone.applicants:
            row = applications[applicant.applicant]
            assert (row["raw_total"], row["fair_total"]) == (applicant.raw_total, applicant.fair_total)


def test_agreement_is_that_of_the_single_machine(block: pa.Table, computed: Path) -> None:
    """The same bits, but for the limits of ICC(A): their quantiles are solved for a whole stack at once."""
    panels = {row["panel"]: row for row in results(computed, "32", "panels")}
    for panel, table in single_tables(block).items():
        (alone,) = panel_agreement(table, Asked(), weights=SCHEME.weights)
        for one in alone.statistics:
            if one.name not in STATISTICS:
                continue
            ours = panels[panel]
            assert ours[one.name] == one.value
            for end in ("low", "high"):
                expected = getattr(one, end)
                near = expected if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-13)
                assert ours[f"{one.name}_{end}"] == near
            assert (one.value is None) == (ours[f"{one.name}_reason"] != 0)


def test_both_layouts_say_the_same(block: pa.Table, computed: Path, tmp_path: Path) -> None:
    put(as_long(block), tmp_path / "32.parquet")
    outcome = run_block(ParquetBlock(tmp_path / "32.parquet"), SCHEME, tmp_path)
    assert outcome.faults == ()
    for family in ("applications", "panels", "experts"):
        assert results(tmp_path, "32", family) == results(computed, "32", family)


def test_small_pieces_say_the_same(
    block: pa.Table, computed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece of a few rows cuts every panel; none is computed in parts."""
    monkeypatch.setattr(pieces, "CELLS", 49 * 11)
    put(block, tmp_path / "32.parquet")
    seen: list[int] = []
    assert run_block(ParquetBlock(tmp_path / "32.parquet"), SCHEME, tmp_path, on_piece=seen.append).faults == ()
    assert len(seen) > 5
    for family in ("applications", "experts"):
        assert results(tmp_path, "32", family) == results(computed, "32", family)


def run(table: pa.Table, to: Path, scheme: Scheme = SCHEME) -> Outcome:
    put(table, to / "32.parquet")
    return run_block(ParquetBlock(to / "32.parquet"), scheme, to)


def keys(outcome: Outcome) -> list[str]:
    return sorted({fault.what.key for fault in outcome.faults})


def changed(table: pa.Table, column: str, values: dict[int, Any]) -> pa.Table:
    own = table.column(column).to_pylist()
    for row, value in values.items():
        own[row] = value
    place = table.schema.get_field_index(column)
    return table.set_column(place, column, pa.array(own, table.schema.field(column).type))


def test_every_fault_at_once_and_nothing_written(block: pa.Table, tmp_path: Path) -> None:
    table = changed(block, "applicant_region", {0: 99, 7: 330_100})
    table = changed(table, "1.1.1", {3: 1777, 4: -1})
    table = changed(table, "expert", {1: None})
    table = changed(table, "panel", {table.num_rows - 1: "组0"})
    table = pa.concat_tables([table.slice(0, 3), table.slice(2, 1), table.slice(3)])
    outcome = run(table, tmp_path)
    assert outcome.manifest is None
    assert keys(outcome) == [
        "national.doubled_sheet",
        "national.empty_name",
        "national.experts",
        "national.must_apply",
        "national.no_region",
        "national.off_the_scale",
        "national.scattered_panel",
        "national.two_panels",
        "national.two_regions",
    ]
    off = next(fault for fault in outcome.faults if fault.what.key == "national.off_the_scale")
    assert (off.file, off.row, off.column, off.seen) == ("32", 5, "1.1.1", "1.777")
    assert not list(tmp_path.rglob("*.json"))
    assert [path.name for path in tmp_path.rglob("*.parquet")] == ["32.parquet"]


def test_what_rows_of_a_long_block_say_wrong(block: pa.Table, tmp_path: Path) -> None:
    table = as_long(block)
    table = changed(table, "indicator", {0: "9.9.9"})
    table = changed(table, "state", {1: "gone", 2: "missing"})
    table = changed(table, "score", {3: 1.7777, 4: float("nan")})
    table = pa.concat_tables([table.slice(0, 6), table.slice(5, 1), table.slice(6)])
    assert keys(run(table, tmp_path)) == [
        "national.doubled_mark",
        "national.not_a_number",
        "national.off_the_scale",
        "national.score_contradicts_state",
        "national.unknown_indicator",
        "scorefile.unknown_state",
    ]


def test_columns_and_metadata_are_checked_first(block: pa.Table, tmp_path: Path) -> None:
    table = block.drop_columns(["1.1.2"]).append_column("extra", block.column("panel"))
    table = table.set_column(0, "panel", pa.array(np.zeros(table.num_rows)))
    outcome = run(told(table, decimals=99), tmp_path)
    assert keys(outcome) == ["national.no_column", "national.no_decimals", "national.wrong_kind"]
    (tmp_path / "33.parquet").write_bytes(b"no Parquet")
    assert keys(run_block(ParquetBlock(tmp_path / "33.parquet"), SCHEME, tmp_path)) == ["national.not_parquet"]
    assert keys(run(block.slice(0, 0), tmp_path)) == ["national.empty_block"]


def test_many_faults_of_a_kind_are_counted(block: pa.Table, tmp_path: Path) -> None:
    faults = run(changed(block, "1.1.1", dict.fromkeys(range(50), 1777)), tmp_path).faults
    assert [fault.what.key for fault in faults].count("national.off_the_scale") == 20
    assert (faults[-1].what.key, faults[-1].seen) == ("national.more_faults", "30")


def test_a_panel_too_large_is_refused(block: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "CELLS", 49 * 5)
    monkeypatch.setattr(pieces, "LARGEST_PANEL", 49 * 12)
    assert "national.panel_too_large" in keys(run(block, tmp_path))
