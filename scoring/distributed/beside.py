"""Files that are being written stand beside their place, under a name that says who writes them."""

from __future__ import annotations

import os
import platform
import re
from contextlib import suppress
from pathlib import Path


def beside(path: Path) -> Path:
    """Return where this process writes a file until it is whole."""
    return path.with_name(f".{path.name}.{_machine()}.{os.getpid()}")


def sweep(folder: Path) -> int:
    """Take away what killed processes of this machine left half-written, and return how many files that were.

    What a process that lives writes is let alone, and so is what another machine does in the same folder.
    """
    if os.name != "posix":  # elsewhere, to ask after a process would end it
        return 0
    swept = 0
    left = re.compile(rf"\..+\.{re.escape(_machine())}\.([1-9]\d*)")
    for path in [*folder.glob(".*"), *folder.glob("*/.*")]:
        found = left.fullmatch(path.name)
        if found is not None and path.is_file() and not _lives(int(found[1])):
            with suppress(OSError):
                path.unlink()
                swept += 1
    return swept


def _machine() -> str:
    return re.sub(r"[^\w-]", "_", platform.node()) or "machine"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True
