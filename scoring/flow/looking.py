"""Who looked: what inspectors and the holder of assignments read is written down, at most once an hour for each thing.

Both doors to the record, pages and command line, say before they ask a step that somebody looks; nobody may read who
looked but the inspector.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from scoring import access
from scoring.model import Actor
from scoring.register import chain, readings, tables
from scoring.register.canonical import timestamp
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.readings import Reading

ONCE_IN: Final = timedelta(hours=1)
MOST: Final = 500
WATCHED: Final[Mapping[str, frozenset[str]]] = {
    # What is hidden from everybody else, or from most.
    "inspector": frozenset(
        {
            "decision_history",
            "export_sheets",
            # what a panel found about one enterprise
            "letter_facts",
            "list_draws",
            "panel_overview",
            "panel_result",
            "panel_results",
            "read_cases",
            "read_complaint",
            "read_conflicts",
            "read_credit_checks",
            "read_dissents",
            "read_minutes",
            "read_objections",
            "read_providers",
            "round_quality",
            "round_signs",
            "sitting_case",
            # who took a file, and which name in it is nobody's
            "list_canaries",
            "trace_export",
            "trace_leak",
        }
    ),
    # Who scores what: the crown jewels.
    "assignment_holder": frozenset(
        {
            "export_experts",
            "export_sheets",
            "list_draws",
            "names_on_sheets",
            "read_conflicts",
            "read_left_seats",
            "read_reopenings",
            "read_roster",
            "read_seats",
        }
    ),
}
"""Steps of `flow` by the role whose reading is written down."""


def note_look(register: Register, actor: Actor, now: datetime, *, step: str, about: str) -> bool:
    """Write down that somebody looks, if it is to be and was not within the hour.

    Parameters
    ----------
    step : str
        Name of the step of `flow` by which he looks.
    about : str
        Round or application, as the step is asked for it; never a content.

    Returns
    -------
    bool
        Whether it was written.

    Raises
    ------
    AccessRefusedError
        To whoever has no role.
    RecordError
        Then nothing may be shown either.
    """
    if not actor.roles:
        access.require(actor, "read", "round")
    role = next((role for role in sorted(actor.roles) if step in WATCHED.get(role, ())), None)
    if role is None:
        return False
    since = timestamp(now - ONCE_IN)
    with register.read() as connection:
        if _looked(readings.last(connection, reader=actor.id, what=step, about=about), since):
            return False
    with register.write() as connection:
        if _looked(readings.last(connection, reader=actor.id, what=step, about=about), since):
            return False
        look = Reading(actor.id, role, step, about, timestamp(now))
        act = Act(actor.id, role, "reading", about or step, now)
        chain.record(connection, act, {tables.reading: readings.add([look])})
    return True


def who_looked(register: Register, actor: Actor, now: datetime, *, days: int = 30) -> tuple[Reading, ...]:
    """Return who looked at what in the last days, newest first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "reading")
    with register.read() as connection:
        return readings.since(connection, timestamp(now - timedelta(days=days)), most=MOST)


def _looked(last: str | None, since: str) -> bool:
    return last is not None and last > since
