"""What changed between two rounds, entry by entry: indicator table, cut scores, floors, vetoes, parameters, regulation.

Entries are matched by what their author knows them by (code, grade, id …), so an indicator that only moved to another
parent, or was renamed, is one change and not two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from indicators.entries import Entry, as_text, entries, values
from indicators.language import Message, Translator
from indicators.model import RuleBook

#: What tells most about an entry that came or went, beside its name.
_HEADLINE: Final = (
    ("name", "max_score"),
    ("name",),
    ("min_score",),
    ("at_or_below",),
    ("per_prefecture",),
    ("rule", "years"),
    ("anchor",),
    ("text",),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between an old and a new rule book.

    Attributes
    ----------
    entry : str
        As its author knows it: ``indicator 2.3.1 / levels 0.5``.
    title : str
        Its Chinese name, where it has one: the new one, or the old one of what is gone.
    column : str or None
        The key whose value changed; ``None`` where the whole entry was added or removed.
    old, new : str or None
        The values as they print; ``None`` where there is none. Of a whole entry: what tells most about it.
    """

    kind: Literal["added", "removed", "changed"]
    entry: str
    title: str
    column: str | None
    old: str | None
    new: str | None


def compare(old: RuleBook, new: RuleBook) -> tuple[Change, ...]:
    """Return every difference between two rule books: first of the rounds, then of their regulations."""
    return (
        *_compared(entries(old.round, "round"), entries(new.round, "round")),
        *_compared(entries(old.regulation, "regulation"), entries(new.regulation, "regulation")),
    )


def describe(changes: Iterable[Change], say: Translator) -> list[str]:
    """Return a line for each change, in the translator's language; one line that says so where nothing changed."""
    return [say(_sentence(change, say)) for change in changes] or [say("rulebook.change_none")]


def _compared(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[Change]:
    before = {entry.name: entry for entry in old}
    after = {entry.name: entry for entry in new}
    for entry in after.values():
        if entry.name in before:
            yield from _changed(before[entry.name], entry)
        # What stands in a new entry is new with it.
        elif entry.within not in after or entry.within in before:
            yield Change("added", entry.name, _title(entry), None, None, _headline(entry))
    for entry in before.values():
        if entry.name not in after and (entry.within not in before or entry.within in after):
            yield Change("removed", entry.name, _title(entry), None, _headline(entry), None)


def _changed(old: Entry, new: Entry) -> Iterator[Change]:
    before = values(old.record)
    for column, value in values(new.record).items():
        if value != before[column]:
            yield Change("changed", new.name, _title(new), column, _text(before[column]), _text(value))


def _title(entry: Entry) -> str:
    return str(values(entry.record).get("name", ""))


def _headline(entry: Entry) -> str:
    of = values(entry.record)
    keys = next((keys for keys in _HEADLINE if all(key in of for key in keys)), ())
    return ", ".join(as_text(of[key]) for key in keys if of[key] is not None)


def _text(value: object) -> str | None:
    """Return a value as it prints; ``None`` where nothing stands."""
    if value is None or value == "":
        return None
    return ", ".join(map(as_text, value)) if isinstance(value, tuple) else as_text(value)


def _sentence(change: Change, say: Translator) -> Message:
    nothing = Message("rulebook.change_nothing")
    fields = {
        "place": place_in_words(change, say),
        "old": nothing if change.old is None else change.old,
        "new": nothing if change.new is None else change.new,
    }
    if change.column is None:
        return Message(f"rulebook.change_{change.kind}", fields)
    if change.column == "parent":
        return Message("rulebook.change_moved", fields)
    return Message("rulebook.change_changed", {**fields, "column": Message(f"rulebook.key_of_{change.column}")})


def place_in_words(change: Change, say: Translator) -> str:
    """Return an entry's name with its tables in the user's language: ``指标 2.3.1 / 等次 0.5``."""
    parts = []
    for part in change.entry.split(" / "):
        table, _, known_by = part.partition(" ")
        # Below `notes` the entries are named by the key that they explain.
        key = f"rulebook.part_{table}" if f"rulebook.part_{table}" in say.keys else f"rulebook.key_of_{table}"
        parts.append(f"{say(key)} {known_by}".strip())
    place = " / ".join(parts)
    # An entry that came or went has its name in its headline already, a renamed one both its names.
    return place if change.column in (None, "name") or not change.title else f"{place} {change.title}"
