"""Blocks on two processes: the same answer as on one, a worker killed, what is finished left alone, and the command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scoring.cli import main
from scoring.cli.national import blocks_of, put_together
from scoring.distributed import running
from scoring.distributed.beside import beside
from scoring.distributed.block import Outcome, run_block
from scoring.distributed.ranks import order_of
from scoring.distributed.running import Workers, run_blocks
from scoring.errors import SpokenError
from tests.scoring.distributed.conftest import SCHEME, marks_of, put

ALONE = Workers(0)


def contents(to: Path) -> dict[str, bytes]:
    return {str(path.relative_to(to)): path.read_bytes() for path in sorted(to.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def alone(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("alone")
    put_together(run_blocks(blocks_of(country), SCHEME, to, ALONE), SCHEME, to)
    return to


def test_two_processes_write_the_same_bytes(country: Path, alone: Path, client: Any, tmp_path: Path) -> None:
    done: list[Outcome] = []
    outcomes = run_blocks(blocks_of(country), SCHEME, tmp_path, Workers(), client=client, on_done=done.append)
    assert [outcome.block for outcome in outcomes] == ["32", "33", "34", "35"]
    assert sorted(outcome.block for outcome in done) == ["32", "33", "34", "35"]
    put_together(list(reversed(outcomes)), SCHEME, tmp_path)
    assert contents(tmp_path) == contents(alone)


def test_a_worker_killed_in_the_middle_is_made_good(country: Path, alone: Path, client: Any, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    to = tmp_path / "to"

    def dying(source: Any, scheme: Any, folder: Path, *, anew: bool = False) -> Outcome:
        """Die by signal 9 after the first piece of block 34, once."""

        def on_piece(sheets: int) -> None:
            if source.block == "34" and not killed.exists():
                assert list((folder / "applications").glob(".34.parquet.*"))
                killed.write_text(str(os.getpid()))
                os.kill(os.getpid(), signal.SIGKILL)

        return run_block(source, scheme, folder, anew=anew, on_piece=on_piece)

    outcomes = run_blocks(blocks_of(country), SCHEME, to, Workers(), client=client, work=dying)
    assert int(killed.read_text()) != os.getpid()
    assert all(outcome.faults == () for outcome in outcomes)
    put_together(outcomes, SCHEME, to)
    left = {name: content for name, content in contents(to).items() if "/." not in name}
    assert left == contents(alone)


def test_an_error_of_the_disk_is_tried_again_and_then_told(country: Path, client: Any, tmp_path: Path) -> None:
    def failing(source: Any, scheme: Any, folder: Path, *, anew: bool = False) -> Outcome:
        tries = tmp_path / f"tries-{source.block}"
        tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
        if source.block == "33" or len(tries.read_text()) == 1:
            raise OSError(5, "Input/output error")
        return run_block(source, scheme, folder, anew=anew)

    outcomes = run_blocks(blocks_of(country), SCHEME, tmp_path / "to", Workers(), client=client, work=failing)
    assert [fault.what.key for outcome in outcomes for fault in outcome.faults] == ["national.block_failed"]
    assert len((tmp_path / "tries-33").read_text()) == 1 + running.RETRIES
    assert len((tmp_path / "tries-34").read_text()) == 2


def test_what_is_finished_is_not_computed_again(country: Path, alone: Path, tmp_path: Path) -> None:
    marks, to = tmp_path / "marks", tmp_path / "to"
    shutil.copytree(country, marks)
    shutil.copytree(alone, to)

    def again() -> list[bool]:
        return [outcome.again for outcome in run_blocks(blocks_of(marks), SCHEME, to, ALONE)]

    assert again() == [True] * 4
    put(marks_of(99, region=33), marks / "33.parquet")  # other marks
    (to / "experts" / "35.parquet").write_bytes(b"damaged")
    (to / "blocks" / "34.json").write_text('{"block": "34"')  # cut off
    assert again() == [True, False, False, False]
    assert again() == [True] * 4
    assert [outcome.again for outcome in run_blocks(blocks_of(marks), SCHEME, to, ALONE, anew=True)] == [False] * 4


def test_what_killed_workers_left_is_swept_and_nothing_else(country: Path, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    half = beside(tmp_path / "applications" / "34.parquet").name.removesuffix(str(os.getpid()))
    folder = tmp_path / "applications"
    folder.mkdir()
    left = folder / f"{half}{dead.pid}"
    alive = [folder / f"{half}{os.getpid()}", folder / f"{half}1", tmp_path / ".hidden"]
    elsewhere = folder / f".34.parquet.another-machine.{dead.pid}"
    for path in (left, *alive, elsewhere, tmp_path / f"{half}{dead.pid}"):
        path.write_bytes(b"half")
    run_blocks(blocks_of(country)[:1], SCHEME, tmp_path, ALONE)
    kept = {path.relative_to(tmp_path) for path in tmp_path.rglob(".*")}
    assert kept == {path.relative_to(tmp_path) for path in (*alive, elsewhere)}


def test_ranks_share_places_and_need_no_order() -> None:
    import numpy as np

    order = order_of([np.array([70, 90]), np.array([80, 90, 60])])
    assert order.ranks(np.array([90, 80, 70, 60])).tolist() == [1, 3, 4, 5]
    assert order.quantiles() == (60, 70, 80, 90, 90)


def call(*arguments: str | Path) -> Any:
    return CliRunner().invoke(main, ["national", *map(str, arguments)])


def test_the_command_prints_the_summary(country: Path, alone: Path, tmp_path: Path) -> None:
    given = ("--marks", country, "--scheme", "2026-sample", "--to", tmp_path, "--workers", "0")
    result = call(*given, "--json", "--progress", "json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document == json.loads((alone / "summary.json").read_text("utf-8"))
    assert document["counts"]["blocks"] == 4
    assert document["synthetic"] is True
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["done"] for line in lines] == [1, 2, 3, 4]
    provinces = document["provinces"]["regions"]
    assert [one["code"] for one in provinces] == ["32", "33", "34", "35"]
    cases = sum(one["grades"]["AA"]["cases"] + one["without_total"] for one in provinces)
    assert cases == document["counts"]["applications"]
    for language, word in (("zh", "合成数据"), ("en", "Synthetic")):
        assert word in call(*given, "--lang", language).stdout


def test_faults_of_all_blocks_are_told(country: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    shutil.copytree(country, marks)
    for name in ("33", "35"):
        (marks / f"{name}.parquet").write_bytes(b"no")
    result = call("--marks", marks, "--scheme", "2026-sample", "--to", tmp_path / "to", "--workers", "0", "--json")
    assert result.exit_code == 1
    assert [fault["file"] for fault in json.loads(result.stdout)["faults"]] == ["33.parquet", "35.parquet"]
    assert not (tmp_path / "to" / "summary.json").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert call("--marks", empty, "--scheme", "2026-sample", "--to", tmp_path, "--lang", "en").exit_code == 1


def test_without_dask_it_says_what_to_install(country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SpokenError) as caught:
        run_blocks(blocks_of(country), SCHEME, tmp_path, Workers(2))
    assert caught.value.what.key == "national.no_dask"


def test_nothing_imports_dask_before_it_is_asked_for() -> None:
    """The command itself, and so anything beside it, is imported without."""
    code = (
        "import sys, scoring.cli.national; print([n for n in ('dask', 'distributed', 'pyarrow') if n in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
