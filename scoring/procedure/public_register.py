"""The public register (名录): what of an accreditation everybody may know, and how it is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from indicators.faults import Fault
from indicators.language import Message
from indicators.model import Citation
from indicators.plain_text import plain
from indicators.regions import Regions

PublicStanding = Literal["valid", "expiring", "suspended", "revoked", "expired", "superseded"]
STANDINGS: Final[tuple[PublicStanding, ...]] = get_args(PublicStanding)
IN_FORCE: Final[frozenset[PublicStanding]] = frozenset({"valid", "expiring"})
"""A grade that may be shown and used; a suspended one stays valid, but not for publicity (Article 17)."""


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of the public register.

    Attributes
    ----------
    enterprise, county : str
        As announced.
    prefecture : str
        Code of the prefecture that the county lies in.
    valid_from, valid_until : date
        The day of the announcement (Article 15), and the last day.
    standing : str
        What it is on the day asked for. ``expiring``: valid, and so near its last day that its round warns of it.
    cite : Citation or None
        By which article it may not be used, ``None`` where it may.
    marks : tuple of str
        ``sample``, ``synthetic``, ``draft``: why it is no real grade; empty where it is one.
    joint_document : str or None
        Number of the authorities' joint document, where the record has it.
    article : Message or None
        The same article as `cite`, in words.
    """

    number: str
    application_id: str
    enterprise: str
    uscc: str
    prefecture: str
    county: str
    round_id: str
    grade: str
    valid_from: date
    valid_until: date
    standing: PublicStanding
    cite: Citation | None
    marks: tuple[str, ...]
    joint_document: str | None
    article: Message | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; what is left out is no matter.

    Attributes
    ----------
    name : str
        Part of the enterprise's name; full and half width, capital and small are one.
    uscc : str
        Unified social credit code, or its beginning.
    region : str
        Code or name of the province, a prefecture or a county.
    year : int
        Of the announcement.
    standing : str
        ``valid`` finds those that expire soon too: they are valid.
    number : str
        Number of a certificate, or its beginning.
    """

    name: str = ""
    uscc: str = ""
    region: str = ""
    grade: str = ""
    year: int | None = None
    standing: str = ""
    number: str = ""


_NUMBER: Final = re.compile(r"qc[0-9]{2}-[0-9-]*", re.ASCII)
_CODE: Final = re.compile(r"[0-9][0-9a-z]{5,}", re.ASCII)


def in_one_box(words: str) -> Search:
    """Return what words look for that somebody typed into one box: by their look, a number, a code, or else a name."""
    typed = plain(words)
    if _NUMBER.fullmatch(typed):
        return Search(number=words)
    return Search(uscc=words) if _CODE.fullmatch(typed) else Search(name=words)


def search_faults(search: Search, *, grades: Collection[str], regions: Regions) -> Iterator[Fault]:
    """Yield all that cannot be looked for."""
    if search.region and not _codes(search.region, regions):
        yield Fault(Message("publicregister.unknown_region"), seen=search.region)
    if search.grade and search.grade not in grades:
        yield Fault(Message("publicregister.unknown_grade"), seen=search.grade, expected=" | ".join(grades))
    if search.standing and search.standing not in STANDINGS:
        yield Fault(Message("publicregister.unknown_standing"), seen=search.standing, expected=" | ".join(STANDINGS))
    code = plain(search.uscc)
    if not (code.isascii() and (code.isalnum() or not code) and len(code) <= 18):
        yield Fault(Message("publicregister.not_a_code"), seen=search.uscc)


def finder(search: Search, regions: Regions) -> Callable[[PublicEntry], bool]:
    """Return what tells whether a line is one that is looked for; it reads the words of the search once."""
    name, uscc, number = plain(search.name), plain(search.uscc).upper(), plain(search.number).upper()
    within = tuple(_significant(code) for code in _codes(search.region, regions)) if search.region else ("",)

    def found(entry: PublicEntry) -> bool:
        return (
            search.grade in ("", entry.grade)
            and search.year in (None, entry.valid_from.year)
            and (not search.standing or search.standing in _kinds(entry.standing))
            and entry.county.startswith(within)
            and entry.uscc.startswith(uscc)
            and entry.number.startswith(number)
            and (not name or name in plain(entry.enterprise))
        )

    return found


def _kinds(standing: PublicStanding) -> tuple[str, ...]:
    return ("valid", "expiring") if standing == "expiring" else (standing,)


def _codes(region: str, regions: Regions) -> tuple[str, ...]:
    """Return the codes that a code or name stands for: two prefectures may have a county of one name."""
    wanted = unicodedata.normalize("NFKC", region).strip()
    return (wanted,) if wanted in regions.by_code else tuple(one.code for one in regions.named(wanted))


def _significant(code: str) -> str:
    """Return the beginning of a GB/T 2260 code with which the codes of all within the region begin."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
