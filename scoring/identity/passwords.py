"""Passwords: hashed by Argon2id, judged by length and not by composition (NIST SP 800-63B), made where none is yet.

A password that is asked of a login that does not exist costs the same hash as one that does.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from indicators.faults import Fault
from indicators.language import Message
from scoring.identity.terms import terms

# Nothing that is mistaken for another when it is read from paper.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 4, 4
Cost = tuple[int, int, int]


def cost() -> Cost:
    """Return memory (KiB), passes and lanes of new hashes; tests, and only they, put a cheaper one in its place."""
    found = terms().argon2
    return found.memory_kib, found.passes, found.lanes


@lru_cache(maxsize=4)
def _hasher(of: Cost) -> PasswordHasher:
    memory, passes, lanes = of
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes, type=Type.ID)


@lru_cache(maxsize=4)
def _nobody(of: Cost) -> str:
    """Return a hash that no password has, for logins that do not exist."""
    return _hasher(of).hash(secrets.token_urlsafe(32))


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and parameters (PHC string)."""
    return _hasher(cost()).hash(_same(password))


def right(kept: str | None, password: str) -> bool:
    """Return whether a password is that of a hash; ``None``: there is nobody, and the same work says no."""
    longest = terms().password.longest
    given = _same(password)
    fits = len(given) <= longest
    # Asked for in each case: the first time it costs a hash of its own, and that must not tell who was asked for.
    nobody = _nobody(cost())
    try:
        found = _hasher(cost()).verify(kept or nobody, given if fits else "")
    except (VerificationError, InvalidHashError):
        return False
    return found and fits and kept is not None


def outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than new ones are."""
    return _hasher(cost()).check_needs_rehash(kept)


def new_first() -> str:
    """Return a first password: sixteen characters in groups, of 31 to the 16th, easy to read out."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def faults(password: str, *, login: str, name: str = "", former: str | None = None) -> tuple[Fault, ...]:
    """Return everything that speaks against a new password; it never tells the password itself.

    Parameters
    ----------
    login, name : str
        Whose it is to be: not part of it.
    former : str, optional
        The one it takes the place of.
    """
    return tuple(Fault(message) for message in _against(_same(password), login, name, former))


def _against(password: str, login: str, name: str, former: str | None) -> Iterator[Message]:
    limits = terms().password
    if len(password) < limits.shortest:
        yield Message("identity.password_short", {"least": limits.shortest, "length": len(password)})
    if len(password) > limits.longest:
        yield Message("identity.password_long", {"most": limits.longest, "length": len(password)})
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for one in password):
        yield Message("identity.password_hidden_characters")
    folded = password.casefold()
    own = [word for word in (login.casefold(), name.casefold()) if len(word) >= 2]
    if any(word in folded for word in own):
        yield Message("identity.password_has_login")
    if _too_simple(folded, (*limits.weak, *own), limits.beside_weak_words, limits.different_characters):
        yield Message("identity.password_common")
    if former is not None and password == _same(former):
        yield Message("identity.password_as_before")


def _too_simple(folded: str, weak: tuple[str, ...], least: int, different: int) -> bool:
    """Whether little is left when the words that everybody tries are taken out, or the rest repeats or counts."""
    left = folded
    for word in sorted(weak, key=len, reverse=True):
        left = left.replace(word, "")
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return len(left) < least or len(set(folded)) < different or (len(steps) == 1)


def _same(password: str) -> str:
    """Return one form of a password, whichever keyboard it was typed on (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
