"""``national``: the marks of many provinces, block by block on many processes."""

from __future__ import annotations

import json
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final

import click

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.parameters import OneOf, WholeNumber
from scoring.cli.progress import progress
from scoring.cli.scheme import find_rule_book
from scoring.cli.session import Session
from scoring.distributed.block import Outcome, ParquetBlock, Source
from scoring.distributed.manifest import write_json
from scoring.distributed.national import Summary, summarise, write_ranks
from scoring.distributed.postgres import Table
from scoring.distributed.running import Workers, run_blocks
from scoring.distributed.scheme import Scheme, scheme_of
from scoring.distributed.summary_json import summary_document
from scoring.distributed.tables import PREFIXES, table_blocks, table_of

MOST_WORKERS: Final = 256
SUMMARY: Final = "summary.json"


@command("national")
@click.option("--marks", required=True, metavar="DIR|URL", help="national.option_marks")
@click.option("--table", metavar="NAME", help="national.option_table")
@click.option("--by", metavar="COLUMN", help="national.option_by")
@click.option("--snapshot", metavar="NAME", help="national.option_snapshot")
@click.option("--scheme", "round_", required=True, metavar="ROUND", help="national.option_scheme")
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="DIR", help="national.option_to")
@click.option("--workers", type=WholeNumber(0, MOST_WORKERS), default=2, metavar="N", help="national.option_workers")
@click.option("--memory", default="2GiB", metavar="SIZE", help="national.option_memory")
@click.option("--scheduler", metavar="ADDRESS", help="national.option_scheduler")
@click.option("--anew", is_flag=True, help="national.option_anew")
@click.option(
    "--progress",
    "form",
    type=OneOf(("bar", "json")),
    default="bar",
    metavar="bar|json",
    help="national.option_progress",
)
@on_register(role="secretariat")
@click.pass_obj
def national(
    session: Session,
    *,
    acting: Acting,
    marks: str,
    table: str | None,
    by: str | None,
    snapshot: str | None,
    round_: str,
    to: Path,
    workers: int,
    memory: str,
    scheduler: str | None,
    anew: bool,
    form: str,
) -> None:
    """Compute all blocks of a folder, or of a table, and put them together."""
    in_table = _table(session, marks, table, by, snapshot)
    scheme = scheme_of(find_rule_book(round_, acting))
    there = (
        nullcontext(blocks_of(Path(marks))) if in_table is None else table_blocks(in_table, scheme, declared=snapshot)
    )
    with there as sources:
        told = _JsonLines(len(sources)) if form == "json" else None
        with progress(len(sources), session.say) as bar:
            outcomes = run_blocks(
                sources,
                scheme,
                to,
                Workers(workers, memory, scheduler),
                anew=anew,
                on_done=told or (lambda outcome: bar.step()),
            )
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    if faults:
        raise FaultsError(faults)
    document, summary = put_together(outcomes, scheme, to)
    if session.as_json:
        session.show_json(document)
    else:
        _show(session, summary, scheme, to, sum(outcome.again for outcome in outcomes))


def _table(session: Session, marks: str, name: str | None, by: str | None, snapshot: str | None) -> Table | None:
    """Return the table that a call means, ``None`` if it means a folder.

    Raises
    ------
    click.UsageError, SpokenError
    """
    if not marks.startswith(PREFIXES):
        if (name, by, snapshot) != (None, None, None):
            raise click.UsageError(session.say("national.table_of_folder"))
        if not Path(marks).exists():
            raise click.UsageError(session.say("cli.no_such_file", file=marks))
        return None
    if not name or not by:
        raise click.UsageError(session.say("national.which_table"))
    return table_of(marks, name, by)


def _sources(
    folder: Path, table: Table | None, scheme: Scheme, snapshot: str | None
) -> AbstractContextManager[list[Source]]:
    if table is None:
        return nullcontext(blocks_of(folder))
    return table_blocks(table, scheme, declared=snapshot)


def blocks_of(folder: Path) -> list[Source]:
    """Return the Parquet files of a folder, by name.

    Raises
    ------
    FaultsError
        If there is none.
    """
    found: list[Source] = [ParquetBlock(path) for path in sorted(folder.glob("*.parquet"))]
    if not found:
        raise FaultsError([Fault(Message("national.no_blocks"), file=folder.name)])
    return found


def put_together(outcomes: list[Outcome], scheme: Scheme, to: Path) -> tuple[dict[str, Any], Summary]:
    """Write places and summary of finished blocks; return the summary, also as JSON."""
    manifests = [outcome.manifest for outcome in outcomes if outcome.manifest is not None]
    summary, order = summarise(manifests, scheme, to)
    for block in summary.blocks:
        write_ranks(to, block.block, order)
    document = summary_document(summary, scheme)
    write_json(to / SUMMARY, document)
    return document, summary


class _JsonLines:
    """A line of JSON on standard error for each block: for who watches by program."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._marks, self._since = total, 0, 0, time.monotonic()

    def __call__(self, outcome: Outcome) -> None:
        self._done += 1
        if outcome.manifest is not None and not outcome.again:
            self._marks += outcome.manifest.marks
        seconds = max(time.monotonic() - self._since, 1e-9)
        line = {
            "block": outcome.block,
            "done": self._done,
            "of": self._total,
            "again": outcome.again,
            "faults": len(outcome.faults),
            "marks_per_second": round(self._marks / seconds),
            "seconds_left": round(seconds / self._done * (self._total - self._done), 1),
        }
        print(json.dumps(line), file=sys.stderr, flush=True)


def _show(session: Session, summary: Summary, scheme: Scheme, to: Path, again: int) -> None:
    say = session.say
    if summary.synthetic:
        session.show_line(say("national.is_synthetic"))
    counts = {name: f"{summary.count(name):,}" for name in ("applications", "panels", "marks")}
    session.show_line(
        say("national.heading", blocks=len(summary.blocks), again=again, round_id=scheme.round_id, **counts)
    )
    columns = [Column(say("national.column_statistic"))]
    columns += [Column(say(f"national.column_{name}"), right=True) for name in ("defined", "low", "median", "high")]
    rows = [
        [say(f"agreement.name_{name}"), str(one.defined), *_three(one.quantiles)]
        for name, one in summary.agreement.items()
    ]
    rows.append([say("national.severity"), str(summary.severity.defined), *_three(summary.severity.quantiles)])
    session.show_table(columns, rows)
    unequal = {"unequal": summary.unequal, "tested": summary.tested, "disconnected": summary.disconnected}
    session.show_line(say("national.unequal", **unequal))
    session.show_line()
    _show_provinces(session, summary)
    session.show_line(say("national.written", to=str(to), file=SUMMARY))


def _show_provinces(session: Session, summary: Summary) -> None:
    say, rates = session.say, summary.provinces
    columns = [Column(say("national.column_province")), Column(say("national.column_cases"), right=True)]
    columns += [Column(grade.grade, right=True) for grade in rates.grades]
    rows = []
    for at, code in enumerate(rates.codes):
        cells = [code, str(int(rates.grades[0].cases[at])) if rates.grades else ""]
        for grade in rates.grades:
            one = grade.rate
            cells.append(f"{one.value[at]:.1%} ({one.low[at]:.1%}-{one.high[at]:.1%})" if grade.cases[at] else "-")
        rows.append(cells)
    session.show_table(columns, rows)


def _three(quantiles: tuple[float, ...]) -> list[str]:
    return [f"{quantiles[at]:.3f}" for at in (0, 2, 4)] if quantiles else ["-"] * 3
