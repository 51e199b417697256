"""What the demonstration is made of: names, divisions of industry, sentences. Read from the TOML files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Division:
    """A division (大类) of GB/T 4754-2017, how often it is drawn, and words its enterprises carry in their names."""

    code: str
    name: str
    weight: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePool:
    """Characters and words of names. `legal_suffixes` by legal form; repeated ones are drawn more often."""

    rare: str
    common: str
    known_brands: frozenset[str]
    legal_suffixes: Mapping[str, tuple[str, ...]]
    stock_company: str
    surnames: str
    given_first: str
    given_second: str
    employers: tuple[str, ...]
    provincial_employers: tuple[str, ...]
    offices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotePool:
    """Sentences that people write, with fields ``{evidence}``, ``{page}``, ``{other}``, and words of bad evidence."""

    highest: tuple[str, ...]
    unfavourable: tuple[str, ...]
    lowest: tuple[str, ...]
    insufficient: tuple[str, ...]
    not_applicable: tuple[str, ...]
    recusal: tuple[str, ...]
    late_recusal: str
    returned_sheet: str
    against_proposal: tuple[str, ...]
    revocation: tuple[str, ...]
    planted_at_home: str
    moved: str
    moved_back: str
    replacement: str
    site_visits: str
    objection: Mapping[str, str]
    supervision: Mapping[str, str]
    papers: Mapping[str, str]
    paper_text: str
    enlarged_caps: str
    recommended: str
    not_confirmed: str


def read_toml(name: str) -> dict[str, Any]:
    """Return one of the data files as TOML gives it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def divisions() -> tuple[Division, ...]:
    """Return the divisions of industry."""
    return tuple(
        Division(one["code"], one["name"], one["weight"], tuple(one["words"]))
        for one in read_toml("industries")["division"]
    )


@cache
def name_pool() -> NamePool:
    """Return the characters and words of names."""
    found = read_toml("names")
    suffixes = found["legal_suffix"]
    return NamePool(
        rare=found["brand"]["rare"],
        common=found["brand"]["common"],
        known_brands=frozenset(found["brand"]["known_brands"]),
        legal_suffixes={
            "legal_person": tuple(suffixes["legal_person"]),
            "sole_proprietorship": (suffixes["sole_proprietorship"],),
            "partnership": (suffixes["partnership"],),
        },
        stock_company=suffixes["stock_company"],
        surnames=found["expert"]["surnames"],
        given_first=found["expert"]["given_first"],
        given_second=found["expert"]["given_second"],
        employers=tuple(found["employer"]["kinds"]),
        provincial_employers=tuple(found["employer"]["provincial"]),
        offices=found["office"],
    )


@cache
def note_pool() -> NotePool:
    """Return the sentences."""
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in read_toml("notes").items()
    }
    return NotePool(**found)
