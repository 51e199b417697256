"""An entry of nobody in a list of experts: each list that leaves has its own, so that a list that leaked names its taker.

A decoy is derived from a key of the register and the number of the export. Its name is like other names, its number is
formed like the others', employer, prefecture, expertise and days are those of colleagues: nothing tells it from an
expert but the record, which has no such expert. It is never entered, so that nothing drawn, counted or scored has it.
"""

from __future__ import annotations

import hashlib
import hmac
import random
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from os.path import commonprefix
from pathlib import Path
from typing import Final

from scoring.model import Expert

_NAMES: Final = Path(__file__).with_name("canary.toml")
_TAG: Final = 16
_PAST_THE_LAST: Final = 9
_TRIES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Decoy:
    """The entry of nobody of one export, and at which turn its name came: names that somebody bears are passed over."""

    entry: Expert
    turn: int


@dataclass(frozen=True, slots=True)
class _Pool:
    surnames: str
    given_first: str
    given_second: str


def decoy(key: bytes, number: str, roster: Sequence[Expert], *, taken: Collection[str] = ()) -> Decoy | None:
    """Return the decoy of an export, ``None`` for a list without anybody.

    Parameters
    ----------
    key : bytes
        Of the register.
    number : str
        Of the export.
    roster : sequence of Expert
        The experts of the list.
    taken : collection of str
        Names of decoys of earlier exports: a name leads back to one export.
    """
    if not roster:
        return None
    borne = {tidy(one.name) for one in roster} | set(taken)
    turn, name = next(
        (turn, name) for turn in range(_TRIES) if tidy(name := name_of(key, number, turn)) not in borne or turn == _TRIES - 1
    )
    chance = _chance(key, f"{number} particulars")
    home, work, days = (chance.choice(roster) for _ in range(3))
    entry = Expert(
        expert_id=_number_like(chance, sorted(one.expert_id for one in roster)),
        name=name,
        employer=home.employer,
        region=home.region,
        expertise=work.expertise,
        appointed_from=days.appointed_from,
        appointed_until=days.appointed_until,
    )
    return Decoy(entry, turn)


def name_of(key: bytes, number: str, turn: int = 0) -> str:
    """Return the name of an export's decoy at a turn: surname and two characters."""
    chance, pool = _chance(key, f"{number} name {turn}"), _pool()
    return "".join(chance.choice(some) for some in (pool.surnames, pool.given_first, pool.given_second))


def tags(key: bytes, entry: Expert) -> tuple[str, str]:
    """Return what the record keeps of a decoy: keyed hashes of name with number, and of name with employer.

    Either finds the entry in a file that is entered again; without the key neither tells a name.
    """
    name = tidy(entry.name)
    return _tag(key, "number", name, tidy(entry.expert_id)), _tag(key, "employer", name, tidy(entry.employer))


def tidy(text: str) -> str:
    """Return a text as it is compared: full and half width alike, without blanks, in capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _tag(key: bytes, *words: str) -> str:
    return hmac.digest(key, "\0".join(words).encode(), hashlib.sha256)[:_TAG].hex()


def _chance(key: bytes, about: str) -> random.Random:
    """Return choices that the key and a text settle; `random` shuffles them alike on every machine."""
    return random.Random(int.from_bytes(hmac.digest(key, about.encode(), hashlib.sha256)))  # noqa: S311


def _number_like(chance: random.Random, ids: Sequence[str]) -> str:
    """Return a number formed like the others that nobody has: in a gap where they count up, else of their characters."""
    there = set(ids)
    start = commonprefix(ids) if len(ids) > 1 else ids[0].rstrip("0123456789")
    tails = [one[len(start) :] for one in ids]
    width = max(map(len, tails))
    if all(tail.isascii() and tail.isdigit() for tail in tails):
        numbers = sorted(int(tail) for tail in tails)
        gaps = [one for one in range(numbers[0], numbers[-1]) if f"{start}{one:0{width}d}" not in there][:10_000]
        beyond = [numbers[-1] + step for step in range(1, _PAST_THE_LAST + 1)]
        pad = len(tails[0]) if len({len(tail) for tail in tails}) == 1 else 0
        for one in (*chance.sample(gaps, len(gaps)), *chance.sample(beyond, len(beyond))):
            if (made := f"{start}{one:0{pad}d}") not in there:
                return made
    letters = sorted(set("".join(tails))) or ["1"]
    for more in count():
        for _ in range(_TRIES):
            made = start + "".join(chance.choice(letters) for _ in range(width + more))
            if made not in there:
                return made
    raise AssertionError


@cache
def _pool() -> _Pool:
    return _Pool(**tomllib.loads(_NAMES.read_text("utf-8")))
