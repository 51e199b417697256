"""Who may do and see what: the rules of `access.toml` asked. What nobody allowed is refused.

`flow` gathers what is true of a case (whose sheet, which state) and asks here before it computes or writes anything.
Hidden and absent things are refused with the same words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from indicators.language import Message
from scoring.errors import AccessRefusedError
from scoring.model import Actor

STRICT: Final = ConfigDict(extra="forbid")
RULES_FILE: Final = Path(__file__).with_name("access.toml")

CIRCUMSTANCES: Final = frozenset(
    {
        "own",
        "assigned",
        "before_lock",
        "after_lock",
        "scoring_open",
        "marks_closed",
        "deciding",
        "decisions_locked",
        "in_notice",
        "notice_opened",
        "announced",
        "own_region",
        "own_desk",
        "within_desk",
        "province_desk",
        "applications_open",
        "applications_late",
        "steps_open",
    }
)


@dataclass(frozen=True, slots=True, config=STRICT)
class Role:
    """A role of a person, or of a screen."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, config=STRICT)
class Rule:
    """Any of `roles` may do any of `verbs` with `object` when all of `when` is true of the case."""

    roles: tuple[str, ...]
    verbs: tuple[str, ...]
    object: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=STRICT)
class AccessRules:
    """The whole of `access.toml`."""

    schema: int
    role: tuple[Role, ...]
    rule: tuple[Rule, ...]


@cache
def rules() -> AccessRules:
    """Return the rules, read once.

    Raises
    ------
    ValueError
        If a rule names an unknown role or circumstance: access that cannot be read is no access at all.
    """
    read = TypeAdapter(AccessRules).validate_python(tomllib.loads(RULES_FILE.read_text("utf-8")))
    known = {role.id for role in read.role}
    for rule in read.rule:
        if strange := (set(rule.roles) - known) | (set(rule.when) - CIRCUMSTANCES):
            raise ValueError(f"access.toml: rule on {rule.object!r} names the unknown {sorted(strange)}")
    return read


def roles_that_may(verb: str, object_: str, circumstances: Collection[str]) -> frozenset[str]:
    """Return the roles to which the rules allow this, in these circumstances."""
    return _roles(verb, object_, frozenset(circumstances))


@lru_cache(maxsize=4096)  # asked of every row of a list; the rules of a process never change
def _roles(verb: str, object_: str, circumstances: frozenset[str]) -> frozenset[str]:
    return frozenset(
        role
        for rule in rules().rule
        if rule.object == object_ and verb in rule.verbs and circumstances.issuperset(rule.when)
        for role in rule.roles
    )


def may(actor: Actor, verb: str, object_: str, circumstances: Collection[str] = ()) -> bool:
    """Whether `actor` may do `verb` with an `object_` of which `circumstances` are true."""
    return bool(actor.roles & roles_that_may(verb, object_, circumstances))


def refused(verb: str, object_: str) -> AccessRefusedError:
    """Return the refusal of `verb` with an `object_`, in words of the catalogues: no name of a rule is shown.

    Every page is called one: whoever is refused it stands before it.
    """
    named = "page" if object_.startswith("page_") else object_
    words = {"verb": Message(f"access.verb_{verb}"), "object": Message(f"access.object_{named}")}
    return AccessRefusedError(Message("access.refused", words))


def require(actor: Actor, verb: str, object_: str, circumstances: Collection[str] = ()) -> str:
    """Refuse unless `actor` may; return the role in which he acts, for the record.

    Raises
    ------
    AccessRefusedError
        Always with the same words, whether the thing is hidden from this person or does not exist.
    """
    acting = sorted(actor.roles & roles_that_may(verb, object_, circumstances))
    if not acting:
        raise refused(verb, object_)
    return acting[0]
