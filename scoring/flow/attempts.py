"""Attempts that the record keeps although they were refused.

Most refusals leave no trace: a slip of the keyboard is nobody's business. What somebody may have to answer for, or what
a later question turns on, does: a barred enterprise that applied (Articles 16, 17), a cap that would have been passed,
one person signing for both authorities (Article 8), a file that is not what it says (Article 16), an expert seated in
spite of a conflict of interest (Article 20).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from indicators.faults import FaultsError
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
        if found:
            details = {"refused": [{"seen": fault.seen, "what": fault.what.key} for fault in found]}
            roles = ", ".join(sorted(who.roles))
            with register.write() as connection:
                chain.record(connection, Act(who.id, roles, "attempt.refused", object_, now, "", details))
        raise
