"""Instructions of the province, and rechecked samples of opinions on A.

``add_instructions``, ``add_samples``, ``add_rechecks`` give rows; ``instruction_of(connection, instruction_id)``,
``instructions(connection)``, ``samples(connection, round_id)``, ``recheck_of(connection, application_id)``,
``rechecks(connection, round_id)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.register import dated, queries
from scoring.register.canonical import Value
from scoring.register.tables import instruction, recheck, recheck_sample


@dataclass(frozen=True, slots=True)
class Instruction:
    """One version of an instruction to a prefecture or county, answered by its office."""

    instruction_id: str
    version: int
    region: str
    content: str
    issued_on: date
    due_on: date
    answered_on: date | None = None
    answer: str | None = None
    state: Literal["issued", "answered"] = "issued"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as drawn; `version` counts a round's samples, `opinions` is what it was drawn from, as JSON text."""

    round_id: str
    version: int
    seed: str
    percent: int
    least: int
    opinions: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recheck:
    """One version of the recheck of an opinion; `sample` is the version of the sample that drew it."""

    application_id: str
    version: int
    round_id: str
    sample: int
    result: Literal["drawn", "upheld", "overturned"] = "drawn"
    reason: str | None = None


def add_instructions(given: Iterable[Instruction]) -> list[dict[str, Value]]:
    """Return the rows of instructions, for `chain.record`."""
    return dated.rows_of(given)


def add_samples(given: Iterable[Sample]) -> list[dict[str, Value]]:
    """Return the rows of samples, for `chain.record`."""
    return queries.rows_of(given)


def add_rechecks(given: Iterable[Recheck]) -> list[dict[str, Value]]:
    """Return the rows of rechecks, for `chain.record`."""
    return queries.rows_of(given)


def instruction_of(connection: Connection, instruction_id: str) -> Instruction | None:
    """Return an instruction as it stands now, ``None`` where there is none."""
    found = _instructions(connection, instruction.c.instruction_id == instruction_id)
    return found[0] if found else None


def instructions(connection: Connection) -> tuple[Instruction, ...]:
    """Return every instruction, oldest first."""
    return _instructions(connection)


def next_instruction(connection: Connection) -> str:
    """Return the id of the next instruction."""
    count = connection.scalar(select(func.count(instruction.c.instruction_id.distinct()))) or 0
    return f"instruction/{count + 1}"


def samples(connection: Connection, round_id: str) -> tuple[Sample, ...]:
    """Return the samples of a round, each of which stands for good."""
    query = select(recheck_sample).where(recheck_sample.c.round_id == round_id).order_by(recheck_sample.c.id)
    return queries.records_of(Sample, connection.execute(query))


def recheck_of(connection: Connection, application_id: str) -> Recheck | None:
    """Return the recheck of an opinion, ``None`` where it was never drawn."""
    found = _rechecks(connection, recheck.c.application_id == application_id)
    return found[0] if found else None


def rechecks(connection: Connection, round_id: str) -> tuple[Recheck, ...]:
    """Return every recheck of a round, in the order drawn."""
    return _rechecks(connection, recheck.c.round_id == round_id)


def _instructions(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Instruction, ...]:
    query = select(instruction).where(*conditions, queries.newest(instruction, "instruction_id"))
    return dated.records_of(Instruction, connection.execute(query.order_by(instruction.c.id)))


def _rechecks(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Recheck, ...]:
    query = select(recheck).where(*conditions, queries.newest(recheck, "application_id"))
    return queries.records_of(Recheck, connection.execute(query.order_by(recheck.c.id)))
