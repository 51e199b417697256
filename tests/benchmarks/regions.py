"""How long the report by region takes on a register of ten years and 31 provinces, from its prepared counts.

Run by hand, never by the tests: ``python tests/benchmarks/regions.py FILE GRADES`` (2000 or 1200000, say). Makes the
register at FILE unless it is there: grades by the record's own door, one act for each batch, spread over ten rounds,
31 provinces, some 2,800 counties, 31 divisions and four sizes. Times: the load, the counts made anew, the first
screen (``marks=False``), everything, and the first screen after an act that nobody brought the counts forward for.
"""

from __future__ import annotations

import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from indicators.load import parse_rule_book, shipped_rule_book
from scoring.flow.regional.preparing import rebuild_counts
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor
from scoring.register import accreditations, chain, rounds, tables
from scoring.register.accreditations import Accreditation
from scoring.register.canonical import timestamp
from scoring.register.database import Register, create_register, open_register

YEARS: Final = range(2016, 2026)
BATCH: Final = 20_000
RUNS: Final = 7
NOW: Final = datetime(2026, 11, 26, 2, tzinfo=UTC)
# GB/T 2260: the first two digits of the 31 provinces.
PROVINCES: Final = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"),
    *("44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
)
COUNTIES: Final = tuple(
    f"{province}{prefecture:02d}{county:02d}"
    for province in PROVINCES
    for prefecture in range(1, 12)
    for county in range(2, 10)
)
FACTS: Final = '{"adverse_records":[],"adverse_records_checked":true,"declared":{},"growth":[],"held":[]}'
SECRETARIAT: Final = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
LEADER: Final = Actor("leader", "leader", frozenset({"leader"}))


def main() -> None:
    path, grades = Path(sys.argv[1]), int(sys.argv[2])
    print(f"{grades} grades, {len(YEARS)} rounds, {len(COUNTIES)} counties; {platform.machine()}; seconds")
    if path.exists():
        register = open_register(path)
    else:
        register = create_register(path, now=datetime(2016, 1, 1, tzinfo=UTC), synthetic=True)
        _timed("load", lambda: _load(register, grades))
    last = f"{YEARS[-1]}-bench"
    print(f"{'size of the file':<40} {path.stat().st_size / 1e6:10.0f} MB")
    _timed("counts made anew", lambda: rebuild_counts(register, SECRETARIAT))
    _several("first screen", lambda: report_tables(regional_report(register, LEADER, NOW, last, marks=False)))
    _several("everything", lambda: report_tables(regional_report(register, LEADER, NOW, last)))
    _touch(register)
    _several("first screen, an act behind", lambda: regional_report(register, LEADER, NOW, last, marks=False))
    register.close()


def _timed(what: str, work: Callable[[], object]) -> None:
    started = time.perf_counter()
    work()
    print(f"{what:<40} {time.perf_counter() - started:10.3f}", flush=True)


def _several(what: str, work: Callable[[], object]) -> None:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    print(f"{what:<40} {statistics.median(taken):10.3f} median, {max(taken):.3f} worst of {RUNS}", flush=True)


def _load(register: Register, grades: int) -> None:
    draw = random.Random(20_261_126)
    number = 0
    for year in YEARS:
        round_id = f"{year}-bench"
        _open(register, round_id, year)
        left = grades // len(YEARS)
        while left:
            count = min(left, BATCH)
            _batch(register, round_id, year, range(number, number + count), draw)
            number, left = number + count, left - count


def _open(register: Register, round_id: str, year: int) -> None:
    shipped = shipped_rule_book("2025-synthetic")
    text = shipped.texts.round.replace('"2025-synthetic"', f'"{round_id}"').replace("year = 2025", f"year = {year}")
    book = parse_rule_book(replace(shipped.texts, round=text))
    at = datetime(year, 1, 5, tzinfo=UTC)
    states = ("planned", "open", "reviewing", "deciding", "in_notice", "accredited", "closed")
    rows: dict[Any, Sequence[Any]] = {
        tables.rule_book: rounds.add_rule_book(book),
        tables.accreditation_round: rounds.add_rounds([rounds.AdoptedRound(round_id, 1, book.digest, timestamp(at))]),
        tables.round_state: rounds.add_states(
            [rounds.RoundState(round_id, version, state) for version, state in enumerate(states, 1)]
        ),
    }
    with register.write() as connection:
        chain.record(connection, chain.Act("bench", "secretariat", "bench.round", f"round/{round_id}", at), rows)


def _batch(register: Register, round_id: str, year: int, numbers: range, draw: random.Random) -> None:
    at = datetime(year, 9, 1, tzinfo=UTC)
    applied = list(_applications(round_id, year, numbers, draw))
    granted = accreditations.add(
        Accreditation(
            application_id=one["application_id"],
            version=1,
            uscc=one["uscc"],
            round_id=round_id,
            grade=one["target_grade"],
            announced_on=date(year, 9, 1),
            valid_until=date(year + 5, 8, 31),
        )
        for one in applied
        if draw.random() < 0.999  # some were not granted
    )
    with register.write() as connection:
        act = chain.Act("bench", "secretariat", "bench.batch", f"round/{round_id}", at)
        chain.record(connection, act, {tables.application: applied, tables.accreditation: granted})


def _applications(round_id: str, year: int, numbers: range, draw: random.Random) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {
            "application_id": f"{year}-{number:07d}",
            "version": 1,
            "round_id": round_id,
            "uscc": f"91{number:016d}",
            "name": f"样例{number}有限公司",
            "legal_form": "legal_person",
            "county": draw.choice(COUNTIES),
            "industry": f"C{draw.randint(13, 43)}",
            "size": draw.choice(("large", "medium", "small", "micro")),
            "registered_on": "2005-01-01",
            "target_grade": draw.choices(("A", "AA", "AAA"), (60, 30, 10))[0],
            "applied_on": f"{year}-03-01",
            "facts": FACTS,
        }


def _touch(register: Register) -> None:
    """Revoke a thousand grades in one act, without bringing prepared counts forward."""
    with register.write() as connection:
        some = accreditations.of_round(connection, f"{YEARS[-1]}-bench")[:1000]
        ended = [replace(one, version=one.version + 1, state="revoked", reason="bench") for one in some]
        act = chain.Act("bench", "secretariat", "bench.revoked", "bench", NOW)
        chain.record(connection, act, {tables.accreditation: accreditations.add(ended)})


if __name__ == "__main__":
    main()
