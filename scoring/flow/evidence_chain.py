"""The published chain of an evidence pack: entry by entry, up to the one that the register itself wrote of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import JSONDecodeError, loads
from typing import Final

from indicators.faults import Fault
from indicators.language import Message
from scoring.documents.evidence_pack import CHAIN, SEAL, Manifest
from scoring.flow.evidence import REGISTER_ITSELF, SEALED, SYSTEM
from scoring.flow.evidence_records import PackedSeal
from scoring.register.chain import Head, PublishedEntry, entry_hash, seal

#: So many entries are told one by one; a forger may make millions.
MOST_FAULTS: Final = 20


def chain_faults(entries: Sequence[PublishedEntry], manifest: Manifest, expected: Head | None) -> Iterator[Fault]:
    """Compute every entry again from its own parts, follow the links, and look for a head that was printed."""
    yield from _few(_walk(entries, manifest.about.hash_name))
    first, head = (entries[0].sequence, _head(entries[-1])) if entries else (0, "-")
    told = manifest.chain
    if (first, len(entries), head) != (told.first, told.entries, told.head):
        yield Fault(Message("pack.chain_extent"), file=CHAIN, seen=head, expected=told.head)
    if expected is None:
        return
    found = next((one for one in entries if one.sequence == expected.sequence), None)
    if found is None:
        yield Fault(Message("pack.head_missing"), file=CHAIN, seen=head, expected=str(expected))
    elif found.hash != expected.hash:
        yield Fault(Message("pack.head_differs"), file=CHAIN, seen=_head(found), expected=str(expected))


def _walk(entries: Sequence[PublishedEntry], hash_name: str) -> Iterator[Fault]:
    before: PublishedEntry | None = None
    for one in entries:
        computed = entry_hash(
            hash_name, sequence=one.sequence, at=one.at, act=one.act, sealed=one.sealed, previous=one.previous
        )
        number = str(one.sequence)
        if computed != one.hash:
            yield Fault(Message("pack.entry_changed"), file=CHAIN, entry=number, seen=one.hash, expected=computed)
        if before is not None and (one.sequence, one.previous) != (before.sequence + 1, before.hash):
            yield Fault(Message("pack.entry_not_linked"), file=CHAIN, entry=number, seen=one.previous)
        before = one


def seal_faults(entries: Sequence[PublishedEntry], manifest: Manifest, opened: PackedSeal) -> Iterator[Fault]:
    """Open the last entry: it is the register's own, of this case, and says what the pack holds."""
    actor, role, object_, content = opened.opens
    hash_name = manifest.about.hash_name
    try:
        sealed = seal(hash_name, salt=opened.salt, actor=actor, role=role, object_=object_, content=content)
    except ValueError:  # no hexadecimal salt
        sealed = ""
    own = (REGISTER_ITSELF, SYSTEM, f"application/{manifest.about.application_id}")
    last = (entries[-1].act, entries[-1].sealed) if entries else None
    if last != (SEALED, sealed) or (actor, role, object_) != own:
        yield Fault(Message("pack.seal_differs"), file=SEAL)
    elif (told := _told(content)) != manifest.content:
        yield Fault(Message("pack.seal_other_content"), file=SEAL, seen=manifest.content, expected=str(told))


def _told(content: str) -> object:
    """Return the digest that an opened entry names, ``None`` where it names none."""
    try:
        return loads(content)["details"]["pack"]
    except (JSONDecodeError, KeyError, TypeError, RecursionError):
        return None


def _head(entry: PublishedEntry) -> str:
    return f"{entry.sequence}:{entry.hash}"


def _few(faults: Iterator[Fault]) -> Iterator[Fault]:
    for number, fault in enumerate(faults):
        if number == MOST_FAULTS:
            yield Fault(Message("pack.more_faults"), file=CHAIN)
            return
        yield fault
