"""The facts of minutes as the record keeps them: canonical JSON, of which the digest is signed.

Persons stand in it by their ids: names and employers are looked up for whoever may read them. Signatures come after it,
and the parameter sheet lies in the rule book whose digest it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from json import loads
from typing import Any, Final

from pydantic import TypeAdapter

from indicators.language import Message, Name
from indicators.model import RuleBook
from scoring.documents.minutes import Member, MinutesFacts, Signature
from scoring.flow.meeting.measuring import certainty_text
from scoring.model import Expert
from scoring.register.canonical import canonical, timestamp

#: What lies elsewhere, or comes later.
_OUTSIDE: Final = frozenset({"sheet", "cut_scores", "signatures"})
_OF_PERSONS: Final = frozenset({"name", "employer"})


def as_record(facts: MinutesFacts) -> str:
    """Return the facts as they are kept and signed."""
    kept = {name: value for name, value in _fields(facts) if name not in _OUTSIDE}
    return canonical({name: _plain(value) for name, value in kept.items()})


def from_record(text: str, book: RuleBook) -> MinutesFacts:
    """Return the facts of a text that `as_record` wrote, without names of persons.

    Parameters
    ----------
    book : RuleBook
        The one that the text names (`rule_book_of`).

    Raises
    ------
    ValueError
        If the text is no such text.
    """
    kept = spoken(loads(text))
    round_ = book.round
    members = [one | dict.fromkeys(_OF_PERSONS, "") for one in kept["members"]]
    return _reader().validate_python(
        {**kept, "members": members, "sheet": round_.parameter_sheet, "cut_scores": round_.cut_scores}
    )


def rule_book_of(text: str) -> str:
    """Return the digest of the rule book that recorded facts name."""
    digest: str = loads(text)["rule_book_digest"]
    return digest


def named(facts: MinutesFacts, people: Mapping[str, Expert], roll: tuple[Signature, ...]) -> MinutesFacts:
    """Return the facts with names and employers of the members, and with the roll for signing."""
    members = tuple(_named(one, people.get(one.id)) for one in facts.members)
    return replace(facts, members=members, signatures=roll)


def _named(member: Member, expert: Expert | None) -> Member:
    return member if expert is None else replace(member, name=expert.name, employer=expert.employer)


@cache
def _reader() -> TypeAdapter[MinutesFacts]:
    return TypeAdapter(MinutesFacts)


def _fields(value: object) -> list[tuple[str, object]]:
    return [(one.name, getattr(value, one.name)) for one in fields(value)]  # type: ignore[arg-type]


def _plain(value: object) -> Any:
    match value:
        case Message():
            return {"key": value.key, "values": {name: _plain(one) for name, one in value.values.items()}}
        case Name():
            return {"zh": value.zh, "en": value.en}
        case datetime():
            return timestamp(value)
        case Decimal():
            return f"{value:f}"
        case float():
            return certainty_text(value)
        case tuple():
            return [_plain(one) for one in value]
        case Member():
            return {name: _plain(one) for name, one in _fields(value) if name not in _OF_PERSONS}
        case _ if is_dataclass(value):
            return {name: _plain(one) for name, one in _fields(value)}
    return value


def spoken(value: Any) -> Any:
    """Return JSON of the record with messages and names made of what stands for them."""
    if isinstance(value, list):
        return [spoken(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: spoken(one) for name, one in value.items()}
    if found.keys() == {"key", "values"}:
        return Message(found["key"], found["values"])
    return Name(**found) if found.keys() == {"zh", "en"} else found
