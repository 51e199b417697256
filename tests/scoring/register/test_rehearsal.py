"""A rehearsal finds what the act would find, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoring.errors import ConflictError
from scoring.register import chain
from scoring.register.chain import head
from scoring.register.database import Register
from scoring.register.rehearsal import Rehearsal
from scoring.register.verify import verify_chain


def test_what_is_written_in_a_rehearsal_is_seen_in_it_and_gone_after_it(
    register: Register, act: Callable[..., chain.Act]
) -> None:
    rehearsal = Rehearsal.of(register)
    with rehearsal.write() as connection:
        entry = chain.record(connection, act())
        assert head(connection).sequence == entry.sequence
    with register.read() as connection:
        assert head(connection).sequence == entry.sequence - 1
    assert verify_chain(register).faults == ()


def test_what_the_record_refuses_is_refused(
    register: Register, save: Callable[..., Any], mark: Callable[..., Any]
) -> None:
    save(register, mark())
    with pytest.raises(ConflictError, match=r"register\.somebody_was_first"):
        save(Rehearsal.of(register), mark(value="13"))


def test_errors_of_the_work_come_out_as_they_are(register: Register) -> None:
    with pytest.raises(ZeroDivisionError, match="mine"), Rehearsal.of(register).write():
        raise ZeroDivisionError("mine")
