"""Invented names of enterprises and of people, and credit codes that no enterprise can have."""

from __future__ import annotations

from typing import Final

import numpy as np

from scoring.demonstration.pools import NamePool
from scoring.procedure import uscc

# GB 11714-1997: weights of the eight characters of an organisation code.
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_MARKET_REGULATOR, _ENTERPRISE = "9", "1"
# Real organisation codes begin with digits or with MA; these never do, so that no real enterprise is meant.
_INVENTED: Final = "XN"


class NameMaker:
    """Makes names that nobody else in the demonstration bears.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    pool : NamePool
        Characters and words.
    """

    def __init__(self, rng: np.random.Generator, pool: NamePool) -> None:
        self._rng = rng
        self._pool = pool
        self._given: set[str] = set(pool.known_brands)

    def enterprise(self, *, place: str, word: str, legal_form: str, large: bool) -> str:
        """Return the name of an enterprise: place, brand, line of business, legal suffix."""
        suffix = self._one_of(self._pool.legal_suffixes[legal_form])
        if legal_form == "legal_person" and large and self._rng.random() < 0.4:
            suffix = self._pool.stock_company
        return f"{place}{self._brand()}{word}{suffix}"

    def person(self) -> str:
        """Return the name of a person."""
        while True:
            given = self._one_of(self._pool.given_second)
            if self._rng.random() < 0.7:
                given = self._one_of(self._pool.given_first) + given
            name = self._one_of(self._pool.surnames) + given
            if name not in self._given:
                self._given.add(name)
                return name

    def _brand(self) -> str:
        """Return two rare characters, or two rare ones and a common one, that nobody has yet."""
        while True:
            first, second = self._rng.choice(len(self._pool.rare), size=2, replace=False)
            brand = self._pool.rare[first] + self._pool.rare[second]
            if self._rng.random() < 0.6:
                brand += self._one_of(self._pool.common)
            if brand not in self._given and brand[:2] not in self._pool.known_brands:
                self._given.add(brand)
                return brand

    def _one_of(self, choices: str | tuple[str, ...]) -> str:
        return choices[int(self._rng.integers(len(choices)))]


def credit_code(county: str, number: int) -> str:
    """Return the unified social credit code (GB 32100-2015) of an invented enterprise, both check characters right.

    Parameters
    ----------
    county : str
        Six digits of the registering authority's region.
    number : int
        Below a million; a different one for each enterprise.
    """
    return uscc.make(f"{_MARKET_REGULATOR}{_ENTERPRISE}{county}{organisation_code(f'{_INVENTED}{number:06d}')}")


def organisation_code(body: str) -> str:
    """Return an organisation code with its check character: 11 - (Σ weight × value mod 11), 10 as X, 11 as 0."""
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    check = 11 - total % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def short_place(name: str) -> str:
    """Return the name of a region without the word for what it is: 昆山 of 昆山市; two characters are kept (丰县)."""
    return name[:-1] if len(name) > 2 and name[-1] in "市区县" else name
