"""What a finished block says of itself: from what it was made, what came out, and what it counted."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from scoring.distributed.beside import beside

VERSION: Final = 1
"""Raised when the results of the same marks are others, or laid out otherwise: finished blocks are then made again."""
FAMILIES: Final = ("applications", "panels", "experts")
"""What is written of each block, a Parquet file in a folder of that name."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished block.

    Attributes
    ----------
    block : str
        Its name.
    made_from : str
        Digest of the marks, of the scheme and of `VERSION`.
    results : mapping of str to str
        SHA-256 of each file of results, by family.
    synthetic : bool
        Whether the file said that nobody gave these marks.
    applications, panels, seats, sheets, marks : int
        What was read; a seat is an expert in a panel, a mark a cell that was given one.
    regions : mapping of str to tuple of int
        Of each prefecture (four digits): applications without a total, then those that reach no grade, the lowest
        grade, and so on.
    """

    block: str
    made_from: str
    results: Mapping[str, str]
    synthetic: bool
    applications: int
    panels: int
    seats: int
    sheets: int
    marks: int
    regions: Mapping[str, tuple[int, ...]]


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def made_from(marks: str, scheme: str) -> str:
    """Return the digest of all that a block's results depend on."""
    return hashlib.sha256(f"{VERSION} {marks} {scheme}".encode()).hexdigest()


def result_path(to: Path, family: str, block: str) -> Path:
    """Return where results of a block are."""
    return to / family / f"{block}.parquet"


def write_manifest(to: Path, manifest: Manifest) -> None:
    """Say that a block is finished. Whole or not at all: written beside, then renamed."""
    write_json(_path(to, manifest.block), asdict(manifest))


def has_manifest(to: Path, block: str) -> bool:
    """Return whether a block was finished, whatever it was made from."""
    return _path(to, block).is_file()


def read_manifest(to: Path, block: str, made_from: str) -> Manifest | None:
    """Return the manifest of a block made from just this, whose results are still what they were; else ``None``."""
    try:
        told: dict[str, Any] = json.loads(_path(to, block).read_text("utf-8"))
        regions = {code: tuple(counts) for code, counts in told.pop("regions").items()}
        manifest = Manifest(**told, regions=regions)
    except (OSError, ValueError, KeyError, TypeError):  # not there, or cut off: made again
        return None
    if manifest.made_from != made_from or set(manifest.results) != set(FAMILIES):
        return None
    for family, digest in manifest.results.items():
        path = result_path(to, family, block)
        if not path.is_file() or file_digest(path) != digest:
            return None
    return manifest


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = beside(path)
    with half.open("w", encoding="utf-8") as stream:
        json.dump(document, stream, ensure_ascii=False, indent=1, allow_nan=False)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)


def _path(to: Path, block: str) -> Path:
    return to / "blocks" / f"{block}.json"
