"""Reading a pack that anybody may have made: never to disk, never more than the limits, every file once.

``read_pack(stream) -> ReadPack``. What is no pack at all is refused here (`FaultsError`), with words; whether what a
pack says is true is asked by whoever reads further.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.documents.evidence_pack import ATTACHMENTS, CHAIN, MANIFEST, PackedFile

MEGABYTE: Final = 1024 * 1024
MOST_FILES: Final = 1_000
#: Bytes of a file that is read: of the chain, of an attachment (which is hashed, not kept), of any other.
LARGEST: Final = {CHAIN: 256 * MEGABYTE, ATTACHMENTS: 256 * MEGABYTE, "": 32 * MEGABYTE}
#: Bytes of all files together, unpacked.
MOST_BYTES: Final = 1024 * MEGABYTE
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+(\.[a-z]+)?(/[A-Za-z0-9_-]+(\.[a-z]+)?){0,2}", re.ASCII)
_LONGEST_NAME: Final = 160
_AT_ONCE: Final = MEGABYTE
_ENCRYPTED: Final = 0x1
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A pack in memory: its files but the attachments, and size and hash of all but the manifest."""

    contents: Mapping[str, bytes]
    files: tuple[PackedFile, ...]


def read_pack(stream: BinaryIO) -> ReadPack:
    """Read a pack.

    Raises
    ------
    FaultsError
        No ZIP; too many files, too large a one, or all of them together; a name twice, or one that leads elsewhere;
        encrypted, damaged; no manifest.
    """
    try:
        with zipfile.ZipFile(stream) as pack:
            entries = pack.infolist()
            if faults := tuple(_faults(entries)):
                raise FaultsError(faults)
            contents: dict[str, bytes] = {}
            files = [_read(pack, entry, contents) for entry in entries]
    except _UNREADABLE as error:
        raise FaultsError([Fault(Message("pack.not_a_zip"), seen=type(error).__name__)]) from error
    named = sorted((file for file in files if file.name != MANIFEST), key=lambda file: file.name)
    return ReadPack(contents, tuple(named))


def _faults(entries: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """Say what forbids to unpack anything, from the directory of the ZIP alone."""
    if len(entries) > MOST_FILES:
        yield Fault(Message("pack.too_many_files"), seen=str(len(entries)), expected=str(MOST_FILES))
        return
    whole = sum(entry.file_size for entry in entries)
    if whole > MOST_BYTES:
        yield Fault(Message("pack.too_large"), seen=_megabytes(whole), expected=_megabytes(MOST_BYTES))
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
            yield Fault(Message("pack.bad_name"), seen=ascii(name[:_LONGEST_NAME]))
            continue
        if name in seen:
            yield Fault(Message("pack.name_twice"), file=name)
        seen.add(name)
        most = _largest(name)
        if entry.file_size > most:
            size = _megabytes(entry.file_size)
            yield Fault(Message("pack.file_too_large"), file=name, seen=size, expected=_megabytes(most))
        if entry.flag_bits & _ENCRYPTED:
            yield Fault(Message("pack.encrypted"), file=name)
    if MANIFEST not in seen:
        yield Fault(Message("pack.no_manifest"), expected=MANIFEST)


def _read(pack: zipfile.ZipFile, entry: zipfile.ZipInfo, contents: dict[str, bytes]) -> PackedFile:
    """Read one file piece by piece: `zipfile` gives no more than the directory says, which was within the limit."""
    kept = not entry.filename.startswith(ATTACHMENTS)
    hashed, pieces, size = hashlib.sha256(), [], 0
    with pack.open(entry) as stream:
        while piece := stream.read(_AT_ONCE):
            size += len(piece)
            hashed.update(piece)
            if kept:
                pieces.append(piece)
    if kept:
        contents[entry.filename] = b"".join(pieces)
    return PackedFile(entry.filename, size, hashed.hexdigest())


def _largest(name: str) -> int:
    return LARGEST[name if name == CHAIN else ATTACHMENTS if name.startswith(ATTACHMENTS) else ""]


def _megabytes(size: int) -> str:
    return f"{-(-size // MEGABYTE)} MB"
