"""Attempts that the record keeps although they were refused.

Most refusals leave no trace: a slip of the keyboard is nobody's business. What somebody may have to answer for, or what
a later question turns on, does: a barred enterprise that applied (Articles 16, 17), a cap that would have been passed,
one person signing for both authorities (Articles 6 and 8), a file that is not what it says (Article 16), an expert
seated in spite of a conflict of interest (Article 20), a grade carried on although an objection stands against it, an
objection turned away because the grade was announced by then (Article 12, item 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from indicators.faults import FaultsError
from scoring.errors import ConflictError
from scoring.model import Actor
from scoring.register import chain
from scoring.register.chain import Act
from scoring.register.database import Register

KEPT: Final = frozenset(
    {
        "steps.barred",
        "steps.cap_exceeded",
        "steps.same_person",
        "steps.attachment_disguised",
        "draw.conflict_refused",
        "supervision.same_person",
        "notice.same_person",
        "notice.objection_stands",
        "notice.objection_founded",
        "notice.objection_after_announcement",
    }
)


@contextmanager
def kept(register: Register, who: Actor, now: datetime, object_: str) -> Iterator[None]:
    """Write an attempt into the record where it was refused for a reason that matters; the refusal goes on.

    To stand around the transaction of the act itself, which is undone by then.
    """
    try:
        yield
    except FaultsError as error:
        found = [fault for fault in error.faults if fault.what.key in KEPT]
        _keep(register, who, now, object_, [{"seen": fault.seen, "what": fault.what.key} for fault in found])
        raise
    except ConflictError as error:
        seen = error.what.values.get("application", error.what.values.get("subject", ""))
        found_one = [{"seen": str(seen), "what": error.what.key}] if error.what.key in KEPT else []
        _keep(register, who, now, object_, found_one)
        raise


def _keep(register: Register, who: Actor, now: datetime, object_: str, refused: Sequence[Mapping[str, object]]) -> None:
    if refused:
        act = Act(who.id, ", ".join(sorted(who.roles)), "attempt.refused", object_, now, "", {"refused": list(refused)})
        with register.write() as connection:
            chain.record(connection, act)
