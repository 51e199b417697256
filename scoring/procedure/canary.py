"""An entry of nobody in a list of experts: each list that leaves has its own, so that a leaked one names its taker.

A decoy is derived from a key of the register and the number of the export. Its name is like other names, its number is
formed like the others', employer, prefecture, expertise and days are those of colleagues: nothing tells it from an
expert but the record, which has no such expert. It is never entered, so that nothing drawn, counted or scored has it.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, islice, takewhile
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
    borne = {tidy(one.name) for one in roster} | {tidy(name) for name in taken}
    turns = (turn for turn in range(_TRIES) if tidy(name_of(key, number, turn)) not in borne)
    turn = next(turns, 0)
    home, work, days = (roster[_at(key, f"{number} {what}", len(roster))] for what in ("home", "work", "days"))
    entry = Expert(
        expert_id=_number_like(key, number, sorted(one.expert_id for one in roster)),
        name=name_of(key, number, turn),
        employer=home.employer,
        region=home.region,
        expertise=work.expertise,
        appointed_from=days.appointed_from,
        appointed_until=days.appointed_until,
    )
    return Decoy(entry, turn)


def name_of(key: bytes, number: str, turn: int = 0) -> str:
    """Return the name of an export's decoy at a turn: surname and two characters."""
    pool = _pool()
    parts = {"surname": pool.surnames, "first": pool.given_first, "second": pool.given_second}
    return "".join(some[_at(key, f"{number} {turn} {part}", len(some))] for part, some in parts.items())


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


def _at(key: bytes, about: str, size: int) -> int:
    """Return a place below `size` that key and text settle, alike on every machine and with every version of Python."""
    return int.from_bytes(hmac.digest(key, about.encode(), hashlib.sha256)) % size


def _number_like(key: bytes, number: str, ids: Sequence[str]) -> str:
    """Return a number formed like the others that nobody has: in a gap of a count, else of their characters."""
    there = set(ids)
    start = _common(ids)
    tails = [one[len(start) :] for one in ids]
    if all(tail.isascii() and tail.isdigit() for tail in tails):
        free = _uncounted(start, tails, there)
        return free[_at(key, f"{number} gap", len(free))]
    letters, width = sorted(set("".join(tails))), max(map(len, tails))
    made = (
        start + "".join(letters[_at(key, f"{number} {turn} {place}", len(letters))] for place in range(width))
        for turn in count()
    )
    # Where the characters are too few for another number of this length, one that is longer.
    return next((one for one in islice(made, _TRIES) if one not in there), f"{max(ids)}{letters[0]}")


def _common(ids: Sequence[str]) -> str:
    """Return with what all sorted numbers begin, what counts left out: what the first and the last share."""
    pairs = zip(ids[0], ids[-1], strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)).rstrip("0123456789")
    return "" if shared == ids[0] == ids[-1] else shared


def _uncounted(start: str, tails: Sequence[str], there: Collection[str]) -> list[str]:
    """Return numbers that nobody has: those left out between the first and the last, or some that follow."""
    pad = len(tails[0]) if len({len(tail) for tail in tails}) == 1 else 0
    numbers = [int(tail) for tail in tails]
    first, last = min(numbers), max(numbers)
    between = islice((made for one in range(first, last) if (made := f"{start}{one:0{pad}d}") not in there), _TRIES)
    return list(between) or [f"{start}{last + step:0{pad}d}" for step in range(1, _PAST_THE_LAST + 1)]


@cache
def _pool() -> _Pool:
    return _Pool(**tomllib.loads(_NAMES.read_text("utf-8")))
