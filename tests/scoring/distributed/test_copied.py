"""What PostgreSQL sends by COPY, read as it was meant: empty texts, gaps, quotation marks, a statement broken off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pytest

from indicators.faults import FaultsError
from scoring.distributed.copied import Copied

SCHEMA = pa.schema([("panel", pa.string()), ("mark", pa.int16()), ("score", pa.float64())])


class Result:
    def __init__(self, error: bytes = b"") -> None:
        self.error_message = error


class Sent:
    """A connection in the middle of a COPY."""

    def __init__(self, lines: Iterable[bytes], error: bytes = b"") -> None:
        self.lines, self.results = iter(lines), iter([Result(error)])

    def get_copy_data(self, async_: int, /) -> tuple[int, Any]:
        line = next(self.lines, b"")
        return (len(line), memoryview(line)) if line else (-1, memoryview(b""))

    def get_result(self) -> Any:
        return next(self.results, None)


def copied(lines: Iterable[bytes], about: str = "", error: bytes = b"") -> Copied:
    return Copied(Sent(lines, error), about, lambda result: OSError(0, result.error_message.decode()))


LINES = ["组0,-2,0.625\n".encode(), b'"",,1e-7\n', b",3,\n", b'"a ""b"",\n c",4,NaN\n', b"5,5,5\n"]


def test_gaps_texts_and_numbers_come_as_they_were() -> None:
    tables = list(copied(LINES).tables(SCHEMA, 2, "32"))
    assert [table.num_rows for table in tables] == [2, 2, 1]
    table = pa.concat_tables(tables)
    assert table.schema == SCHEMA
    assert table.column("panel").to_pylist() == ["组0", "", None, 'a "b",\n c', "5"]
    assert table.column("mark").to_pylist() == [-2, None, 3, 4, 5]
    score = table.column("score").to_pylist()
    assert (score[:3], score[3] != score[3]) == ([0.625, 1e-7, None], True)


def test_the_digest_is_of_all_rows_however_they_are_read() -> None:
    def digest(lines: list[bytes], rows: int | None, about: str = "a") -> str:
        read = copied(lines, about)
        read.exhaust() if rows is None else list(read.tables(SCHEMA, rows, "32"))
        return read.digest()

    same = {digest(LINES, rows) for rows in (1, 2, 5, 9, None)}
    assert len(same) == 1
    assert digest(LINES[:-1], None) not in same
    assert digest([*LINES[1:], LINES[0]], None) not in same
    assert digest(LINES, None, "b") not in same
    many = [b"panel,%d,%d\n" % (row % 9, row) for row in range(200_000)]  # more than is hashed at once
    assert digest(many, 7_777) == digest(many, None)


def test_a_statement_broken_off_is_an_error_and_not_an_end() -> None:
    with pytest.raises(OSError, match="division by zero"):
        list(copied(LINES, error=b"division by zero").tables(SCHEMA, 2, "32"))
    with pytest.raises(OSError, match="division by zero"):
        copied(LINES, error=b"division by zero").exhaust()


def test_what_is_no_utf_8_is_told() -> None:
    with pytest.raises(FaultsError) as caught:
        list(copied([b"\xff,1,1\n"]).tables(SCHEMA, 2, "32"))
    assert [(fault.what.key, fault.file) for fault in caught.value.faults] == [("national.unreadable_rows", "32")]
