"""The unified social credit code (统一社会信用代码) and its check character, GB 32100-2015."""

from __future__ import annotations

from typing import Final

from indicators.language import Message

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z: too easily misread
LENGTH: Final = 18
REGION: Final = range(2, 8)  # the places of the six digits of the registering authority's region


def check_character(base: str) -> str:
    """Return the eighteenth character for the first seventeen.

    Each character's place in the alphabet times ``3**i mod 31``, i from 0 on the left; the check character brings the
    sum to a multiple of 31.

    Parameters
    ----------
    base : str
        Seventeen characters of the alphabet.

    Raises
    ------
    ValueError
        If `base` is not that.
    """
    if len(base) != LENGTH - 1 or not set(base) <= set(ALPHABET):
        raise ValueError(
            f"{base!r}: a credit code without its check character has {LENGTH - 1} characters of {ALPHABET}"
        )
    modulus = len(ALPHABET)
    total = sum(ALPHABET.index(character) * pow(3, place, modulus) for place, character in enumerate(base))
    return ALPHABET[-total % modulus]


def make(base: str) -> str:
    """Return the whole code for its first seventeen characters."""
    return base + check_character(base)


def check(code: str) -> tuple[Message, ...]:
    """Return everything wrong with a code; nothing where it is sound.

    A code is judged as it stands: trimming and folding full-width or small letters belong to the reader of the file.
    Some codes of early pilot places are known to break the check and yet are in use; the office has to look at those.
    """
    faults: list[Message] = []
    if len(code) != LENGTH:
        faults.append(Message("uscc.wrong_length", {"seen": len(code), "expected": LENGTH}))
    for place, character in enumerate(code[:LENGTH]):
        allowed, key = (ALPHABET[:10], "uscc.not_a_digit") if place in REGION else (ALPHABET, "uscc.not_allowed")
        if character not in allowed:
            faults.append(Message(key, {"position": place + 1, "seen": character, "expected": allowed}))
    if not faults and code[-1] != (expected := check_character(code[:-1])):
        faults.append(Message("uscc.check_character_wrong", {"seen": code[-1], "expected": expected}))
    return tuple(faults)
