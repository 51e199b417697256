"""Blocks in a table of PostgreSQL: the bytes that files of the same marks give, one moment, resuming, no password."""

from __future__ import annotations

import os
import pickle
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from indicators.faults import FaultsError
from scoring.cli import main
from scoring.cli.national import blocks_of, put_together
from scoring.distributed import pieces
from scoring.distributed.block import Outcome, run_block
from scoring.distributed.postgres import Table, reading
from scoring.distributed.running import Workers, run_blocks
from scoring.distributed.tables import table_blocks, table_of
from scoring.errors import SpokenError
from tests.conftest import POSTGRES
from tests.scoring.distributed.conftest import DECIMALS, SCHEME, as_long, marks_of, put
from tests.scoring.distributed.test_running import contents

psycopg = pytest.importorskip("psycopg")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not os.environ.get(POSTGRES), reason=f"{POSTGRES} names no PostgreSQL server"),
]
ALONE = Workers(0)
WHO = "panel text, applicant bigint, expert varchar(20), applicant_region char(8)"
COMMENT = f'{{"quality-credit": {{"decimals": {DECIMALS}, "synthetic": true}}}}'


def in_order(table: pa.Table) -> pa.Table:
    """Return rows as the database is asked for them: texts by their bytes."""
    return table.sort_by([(name, "ascending") for name in ("panel", "applicant", "expert")])


@pytest.fixture(scope="module")
def country() -> dict[str, pa.Table]:
    return {str(region): in_order(marks_of(seed, region=region)) for seed, region in enumerate((32, 33))}


@pytest.fixture(scope="module")
def alone(country: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What files of the same marks give."""
    marks, to = tmp_path_factory.mktemp("marks"), tmp_path_factory.mktemp("alone")
    for name, table in country.items():
        put(table, marks / f"{name}.parquet")
    put_together(run_blocks(blocks_of(marks), SCHEME, to, ALONE), SCHEME, to)
    return results(to)


def results(to: Path) -> dict[str, bytes]:
    """Return what was computed: manifests and the summary also tell from what."""
    return {name: content for name, content in contents(to).items() if name.endswith(".parquet")}


@pytest.fixture(scope="module")
def address(country: dict[str, pa.Table]) -> Iterator[str]:
    """A database with the marks in both layouts."""
    name = f"test_{uuid.uuid4().hex}"
    server = os.environ[POSTGRES]
    own = psycopg.conninfo.make_conninfo(server, dbname=name)
    told = psycopg.conninfo.conninfo_to_dict(own)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    with psycopg.connect(own, autocommit=True) as connection:
        marks = ", ".join(f'"{code}" smallint' for code in SCHEME.indicators)
        connection.execute(f"CREATE TABLE sheets (block text, {WHO}, {marks})")
        connection.execute(f"COMMENT ON TABLE sheets IS '{COMMENT}'")
        connection.execute(f"CREATE TABLE marks (province int, {WHO}, indicator text, score numeric, state text)")
        connection.execute(f"COMMENT ON TABLE marks IS '{COMMENT}'")
        for block, table in country.items():
            load(connection, "sheets", block, table)
            load(connection, "marks", int(block), as_long(table))
    yield f"postgresql://{told['user']}@{told['host']}:{told.get('port', 5432)}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def load(connection: Any, name: str, block: object, table: pa.Table) -> None:
    """Put rows into a table, the last first: nothing may depend on how they lie."""
    with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
        for row in reversed(table.to_pylist()):
            copy.write_row((block, *row.values()))


@pytest.fixture
def change(address: str) -> Iterator[Any]:
    """A connection of somebody who changes the tables, whose changes are undone in the end."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS TABLE sheets")
        yield connection
        connection.execute("DROP VIEW IF EXISTS failing, odd; TRUNCATE sheets")
        connection.execute("INSERT INTO sheets TABLE kept; DROP TABLE kept")


def sheets(address: str) -> Table:
    return table_of(address, "sheets", "block")


@pytest.mark.parametrize(("name", "by"), [("sheets", "block"), ("public.marks", "province")])
def test_both_layouts_give_the_bytes_of_files(
    address: str, alone: dict[str, bytes], tmp_path: Path, name: str, by: str
) -> None:
    with table_blocks(table_of(address, name, by), SCHEME) as sources:
        _, summary = put_together(run_blocks(sources, SCHEME, tmp_path, ALONE), SCHEME, tmp_path)
    assert results(tmp_path) == alone
    assert summary.synthetic


def test_pieces_are_cut_where_files_are_cut(
    address: str, country: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "CELLS", 49 * 11)
    (tmp_path / "marks").mkdir()
    put(country["32"], tmp_path / "marks" / "32.parquet")
    run_blocks(blocks_of(tmp_path / "marks"), SCHEME, tmp_path / "files", ALONE)
    with table_blocks(sheets(address), SCHEME) as sources:
        run_block(sources[0], SCHEME, tmp_path / "table")
    assert results(tmp_path / "table") == results(tmp_path / "files")


def test_processes_connect_themselves_and_try_again(
    address: str, alone: dict[str, bytes], client: Any, tmp_path: Path
) -> None:
    tried = tmp_path / "tried"

    def away(source: Any, scheme: Any, folder: Path, *, anew: bool = False) -> Outcome:
        """Find no server where block 33 is, once."""
        if source.block == "33" and not tried.exists():
            tried.touch()
            nowhere = replace(source.table, address="postgresql://nobody@127.0.0.1:1/nothing")
            source = replace(source, table=nowhere)
        return run_block(source, scheme, folder, anew=anew)

    to = tmp_path / "to"
    with table_blocks(sheets(address), SCHEME) as sources:
        outcomes = run_blocks(sources, SCHEME, to, Workers(), client=client, work=away)
        put_together(outcomes, SCHEME, to)
    assert tried.exists()
    assert results(to) == alone


def test_what_is_finished_is_known_again_by_its_rows(address: str, change: Any, tmp_path: Path) -> None:
    def again(declared: str | None = None) -> list[bool]:
        with table_blocks(sheets(address), SCHEME, declared=declared) as sources:
            return [one.again for one in run_blocks(sources, SCHEME, tmp_path, ALONE)]

    assert again() == [False, False]
    change.execute("CREATE TABLE other AS TABLE sheets")
    change.execute("TRUNCATE sheets")
    change.execute("INSERT INTO sheets SELECT * FROM other ORDER BY random()")  # the same rows, lying otherwise
    change.execute("DROP TABLE other")
    assert again() == [True, True]
    change.execute("UPDATE sheets SET \"1.1.1\" = -2 WHERE block = '33' AND applicant = 101 AND expert = 'e1-0'")
    assert again() == [True, False]
    assert again("state of May") == [False, False]
    change.execute("UPDATE sheets SET \"1.1.1\" = 0 WHERE block = '33' AND applicant = 101 AND expert = 'e1-0'")
    assert again("state of May") == [True, True]  # by the word of whoever declared it
    assert again("state of June") == [False, False]


def test_every_block_is_of_the_same_moment(address: str, alone: dict[str, bytes], change: Any, tmp_path: Path) -> None:
    with table_blocks(sheets(address), SCHEME) as sources:
        first = run_blocks(sources[:1], SCHEME, tmp_path, ALONE)
        change.execute("DELETE FROM sheets WHERE block = '33'")
        second = run_blocks(sources[1:], SCHEME, tmp_path, ALONE)
        put_together([*first, *second], SCHEME, tmp_path)
    assert results(tmp_path) == alone
    with table_blocks(sheets(address), SCHEME) as sources:
        assert [source.block for source in sources] == ["32"]


def test_who_reads_cannot_write(address: str) -> None:
    with reading(address) as connection:
        assert connection.execute("SHOW transaction_isolation").fetchone() == ("repeatable read",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM sheets")


def test_a_table_at_fault_is_told_at_once(address: str, change: Any) -> None:
    def keys(name: str, by: str) -> list[tuple[str, str | None, str | None]]:
        with pytest.raises(FaultsError) as caught, table_blocks(table_of(address, name, by), SCHEME):
            pass
        return sorted((fault.what.key, fault.column, fault.seen) for fault in caught.value.faults)

    columns = ", ".join(f'"{code}"' for code in SCHEME.indicators[2:])
    change.execute(
        f"CREATE VIEW odd AS SELECT block, panel, applicant, expert, '{{}}'::jsonb AS applicant_region,"  # noqa: S608
        f' "1.1.1"::numeric(5, 2), {columns} FROM sheets'
    )
    assert keys("odd", "block") == [
        ("national.no_column", SCHEME.indicators[1], None),
        ("national.no_decimals", None, "None"),
        ("national.wrong_kind", "1.1.1", "numeric"),
        ("national.wrong_kind", "applicant_region", "jsonb"),
    ]
    change.execute("COMMENT ON VIEW odd IS '{no JSON'")
    assert ("national.bad_metadata", None, "{no JSON") in keys("odd", "block")
    change.execute("UPDATE sheets SET block = NULL WHERE panel = '组0'")
    change.execute("UPDATE sheets SET block = '../33' WHERE panel = '组1'")
    assert keys("sheets", "block") == [
        ("national.rows_without_block", "block", None),
        ("national.unfit_block", "block", "../33"),
    ]
    change.execute("TRUNCATE sheets")
    assert keys("sheets", "block") == [("national.no_rows", None, None)]
    change.execute("INSERT INTO sheets (block) SELECT generate_series(0, 10000)")
    assert keys("sheets", "block") == [("national.too_many_blocks", "block", None)]


def test_faults_of_rows_are_those_of_files(address: str, change: Any, tmp_path: Path) -> None:
    change.execute("UPDATE sheets SET \"1.1.1\" = 1777 WHERE block = '33' AND applicant = 1 AND expert = 'e0-0'")
    change.execute("UPDATE sheets SET expert = '' WHERE block = '33' AND applicant = 2 AND expert = 'e0-1'")
    with table_blocks(sheets(address), SCHEME) as sources:
        good, bad = run_blocks(sources, SCHEME, tmp_path, ALONE)
    assert good.manifest is not None
    # Five sheets of the first applicant, then those of the second, each by the bytes of the expert's name.
    assert [(fault.what.key, fault.file, fault.row) for fault in bad.faults] == [("national.off_the_scale", "33", 6)]
    assert not list(tmp_path.rglob("*33*"))


def test_a_view_that_fails_in_the_middle_leaves_nothing(address: str, change: Any, tmp_path: Path) -> None:
    change.execute(
        "CREATE VIEW failing AS SELECT * FROM sheets"
        " WHERE block = '32' OR 1 / CASE WHEN panel = '组8' THEN 0 ELSE 1 END > 0"
    )
    change.execute(f"COMMENT ON VIEW failing IS '{COMMENT}'")
    with (
        pytest.raises(SpokenError) as caught,
        table_blocks(table_of(address, "failing", "block"), SCHEME) as sources,
    ):
        run_blocks(sources, SCHEME, tmp_path, ALONE)
    assert caught.value.what.key == "national.database_refused"
    assert "division by zero" in str(caught.value.what.values)
    assert not [name for name in contents(tmp_path) if "33" in name]


def call(*arguments: str | Path) -> Any:
    return CliRunner().invoke(main, ["national", "--scheme", "2026-sample", *map(str, arguments), "--workers", "0"])


def test_no_password_is_sent_written_or_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "never-to-be-seen"  # noqa: S105
    monkeypatch.setenv("PGPASSWORD", secret)
    with table_blocks(sheets(address), SCHEME) as sources:
        assert secret.encode() not in pickle.dumps(sources)
    for asked in ("--json", "--anew"):
        told = call("--marks", address, "--table", "sheets", "--by", "block", "--to", tmp_path, asked)
        assert told.exit_code == 0, told.output
        assert secret not in told.output
    assert not [name for name, content in contents(tmp_path).items() if secret.encode() in content]
    with_password = address.replace("@", f":{secret}@")
    for given in (with_password, f"{address}?password={secret}", f"{with_password}%zz?{secret}"):
        told = call("--marks", given, "--table", "sheets", "--by", "block", "--to", tmp_path)
        assert told.exit_code == 2
        assert secret not in told.output


def test_the_command_says_what_a_database_needs(address: str, tmp_path: Path) -> None:
    assert call("--marks", address, "--to", tmp_path, "--lang", "en").exit_code == 2
    assert call("--marks", tmp_path, "--to", tmp_path, "--by", "block", "--lang", "en").exit_code == 2
    told = call("--marks", address, "--table", "gone", "--by", "block", "--to", tmp_path, "--lang", "en")
    assert told.exit_code == 2
    assert "gone" in told.output
