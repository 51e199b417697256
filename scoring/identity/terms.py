"""The values of `identity.toml`, checked once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

STRICT: Final = ConfigDict(extra="forbid")
TERMS_FILE: Final = Path(__file__).with_name("identity.toml")
Positive = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True, config=STRICT)
class Argon2Terms:
    """What a hash of a password costs; never less than RFC 9106 and OWASP allow (19 MiB and two passes)."""

    memory_kib: Annotated[int, Field(ge=19_456)]
    passes: Annotated[int, Field(ge=2)]
    lanes: Positive


@dataclass(frozen=True, slots=True, config=STRICT)
class PasswordTerms:
    """Which passwords are taken."""

    shortest: Annotated[int, Field(ge=8)]
    longest: Annotated[int, Field(ge=64)]
    beside_weak_words: Positive
    different_characters: Positive
    first_password_days: Positive
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True, config=STRICT)
class LockoutTerms:
    """After how many failures it is locked, and for how long."""

    failures: Positive
    address_failures: Positive
    minutes: Positive
    known_device_days: Positive


@dataclass(frozen=True, slots=True, config=STRICT)
class SessionTerms:
    """How long a session lives."""

    idle_minutes: Positive
    hours: Positive
    unfinished_minutes: Positive
    noted_seconds: Positive


@dataclass(frozen=True, slots=True, config=STRICT)
class OneTimeTerms:
    """One-time codes, and in which roles they are needed."""

    digits: Annotated[int, Field(ge=6, le=8)]
    period_seconds: Positive
    window: Annotated[int, Field(ge=0, le=2)]
    required: frozenset[str]


@dataclass(frozen=True, slots=True, config=STRICT)
class SeparationTerms:
    """Which roles one person may not hold together."""

    alone: frozenset[str]
    apart: tuple[tuple[str, str], ...]
    regional: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True, slots=True, config=STRICT)
class Terms:
    """The whole of `identity.toml`."""

    schema: int
    argon2: Argon2Terms
    password: PasswordTerms
    lockout: LockoutTerms
    session: SessionTerms
    one_time: OneTimeTerms
    separation: SeparationTerms


@cache
def terms() -> Terms:
    """Return the terms, read once.

    Raises
    ------
    ValueError
        If the file is not as it must be: nobody signs in by terms that cannot be read.
    """
    return TypeAdapter(Terms).validate_python(tomllib.loads(TERMS_FILE.read_text("utf-8")))
