"""The evidence pack of one case: parts, a manifest of their hashes, and one ZIP that comes out alike each time.

``write_pack(about, parts, chain, seal) -> bytes``. Of the parts a digest is taken (`content_digest`) before the record
is told of the pack, so that an entry of the chain can name it; the published chain up to that entry and what opens it
(`CHAIN`, `SEAL`) are put in afterwards and stand outside of that digest, in the manifest alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicators.language import Translator
from indicators.plain import plain

FORMAT: Final = "quality-credit-evidence/1"
MANIFEST: Final = "manifest.json"
CHAIN: Final = "acts.jsonl"
SEAL: Final = "seal.json"
README: Final = "README.txt"
SCRIPT: Final = "check.py"
ATTACHMENTS: Final = "attachments/"
#: What the digest of the content leaves out.
OUTSIDE: Final = frozenset({MANIFEST, CHAIN, SEAL})
#: The least that ZIP can say: a pack has its time in its manifest, and equal parts make equal bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class About:
    """What a pack is.

    Attributes
    ----------
    status : str
        Of the round: ``official``, ``sample``, ``synthetic``.
    synthetic : bool
        The register holds a demonstration: nothing in it is real.
    packed_at : str
        When, in UTC.
    hash_name : str
        Of the register: of its chain and of digests of sheets. Files are hashed with SHA-256.
    """

    format: str
    application_id: str
    round_id: str
    register_id: str
    status: str
    synthetic: bool
    packed_at: str
    hash_name: str


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a pack: its name, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Extent:
    """Which entries of the chain a pack holds: from which number, how many, and the last as ``number:hash``."""

    first: int
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in ``manifest.json``; `content` is the digest that the record was told (`content_digest`)."""

    about: About
    content: str
    chain: Extent
    files: tuple[PackedFile, ...]


def as_json(value: object) -> bytes:
    """Return a record as a JSON file: sorted, indented, unescaped, for people and programs."""
    return (json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def compact(value: object) -> bytes:
    """Return JSON in the one form that is hashed: sorted, without spaces, unescaped."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def described(parts: Mapping[str, bytes]) -> tuple[PackedFile, ...]:
    """Return names, sizes and hashes of parts, in the order of their names."""
    return tuple(PackedFile(name, len(parts[name]), hashlib.sha256(parts[name]).hexdigest()) for name in sorted(parts))


def content_digest(about: About, files: tuple[PackedFile, ...]) -> str:
    """Return the SHA-256 of what a pack is and holds, the chain and its seal apart (`OUTSIDE`)."""
    told = [[file.name, file.sha256] for file in files if file.name not in OUTSIDE]
    return hashlib.sha256(compact([plain(about), told])).hexdigest()


def write_pack(about: About, parts: Mapping[str, bytes], chain: Extent) -> bytes:
    """Return the ZIP of all parts with their manifest: the same bytes for the same parts, on every machine.

    Parameters
    ----------
    parts : mapping of name to bytes
        Everything but the manifest, the chain and its seal among it.
    """
    files = described(parts)
    manifest = Manifest(about, content_digest(about, files), chain, files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as pack:
        for name, content in sorted({**parts, MANIFEST: as_json(manifest)}.items()):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(entry, content, compresslevel=6)
    return stream.getvalue()


def script() -> bytes:
    """Return the independent script that checks a pack with nothing but Python's standard library."""
    return Path(__file__).with_name("evidence_script.py").read_bytes()


def readme(says: Mapping[str, Translator]) -> bytes:
    """Return what ``README.txt`` says, in each language, the first one first."""
    return ("\n\n".join(say("pack.readme") for say in says.values()) + "\n").encode()
