"""Whom supervision may look at: enterprises whose grade was announced, and others of which a measure stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.collation import by_name
from indicators.plain_text import plain
from scoring.flow.public_register import public_register
from scoring.flow.supervising import Subject, list_measures
from scoring.model import Actor
from scoring.procedure.public_register import PublicEntry, Search
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Supervised:
    """An enterprise of an office's region, by one of its applications.

    Attributes
    ----------
    entry : PublicEntry or None
        ``None`` where nothing was announced: its application was returned.
    sought : str
        Name, codes and numbers as they are searched: `plain`, a line for each.
    """

    subject: Subject
    entry: PublicEntry | None
    sought: str

    @property
    def standing(self) -> str:
        """What everybody may know of its grade today."""
        return "returned" if self.entry is None else self.entry.standing

    @property
    def number(self) -> str:
        """Number of its certificate, or of its application where there is none."""
        return self.subject.application_id if self.entry is None else self.entry.number


def supervised(register: Register, actor: Actor, *, on: date) -> tuple[Supervised, ...]:
    """Return whom an office may look at on a day: those with measures first, then by name.

    Raises
    ------
    AccessRefusedError
    """
    held = {one.subject.application_id: one.subject for one in list_measures(register, actor)}
    announced = public_register(register, actor, on=on, search=Search(region=actor.region or ""))
    found = [_supervised(_of_entry(one), one) for one in announced]
    known = {one.application_id for one in announced}
    found += [_supervised(one, None) for id_, one in held.items() if id_ not in known]
    return tuple(
        sorted(found, key=lambda one: (one.subject.application_id not in held, by_name(one.subject.enterprise)))
    )


def _of_entry(one: PublicEntry) -> Subject:
    return Subject(one.application_id, one.round_id, one.enterprise, one.uscc, one.county, one.grade)


def _supervised(subject: Subject, entry: PublicEntry | None) -> Supervised:
    numbers = (subject.application_id,) if entry is None else (entry.number, subject.application_id)
    sought = "\n".join(map(plain, (subject.enterprise, subject.uscc, *numbers)))
    return Supervised(subject, entry, sought)
