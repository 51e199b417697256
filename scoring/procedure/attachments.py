"""Files of a dossier: told by their content, refused when they are too large or something else than they say.

Files are kept and handed back, never opened: nothing here executes, renders or unpacks them.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from indicators.apart import names_of
from indicators.faults import Fault
from indicators.language import Message
from indicators.model import AttachmentLimits

MEGABYTE: Final = 1_000_000
#: By which ends of a name each kind goes.
ENDINGS: Final = {
    "pdf": ("pdf",),
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
    "ofd": ("ofd",),
}
_MAGIC: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
# What an office document must hold, and what shows that it holds programs.
_INSIDE: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
_PROGRAMS: Final = ("vbaproject.bin", "vbadata.xml")
_MOST_ENTRIES: Final = 20_000
_LONGEST_NAME: Final = 120
_DEVICES: Final = frozenset({"CON", "PRN", "AUX", "NUL", "COM", "LPT"})


def sniff(content: bytes) -> str | None:
    """Return what kind of file a content is, ``None`` where it is none that is known, or holds macros."""
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            return kind
    return _office_kind(content) if content.startswith(b"PK\x03\x04") else None


def _office_kind(content: bytes) -> str | None:
    """Look at the list of what a package holds, in a process of its own; nothing of it is unpacked."""
    names = names_of(content)
    if names is None or len(names) > _MOST_ENTRIES or any(name.lower().endswith(_PROGRAMS) for name in names):
        return None
    found = {kind for name, kind in _INSIDE.items() if name in names}
    return found.pop() if len(found) == 1 else None


def size_fault(size: int, limits: AttachmentLimits, *, name: str) -> Fault | None:
    """Return why a file of that size is refused; asked before its content is read."""
    most = limits.most_megabytes * MEGABYTE
    if 0 < size <= most:
        return None
    if size <= 0:
        return Fault(Message("steps.attachment_empty", {"name": shown(name)}))
    values = {"name": shown(name), "most": limits.most_megabytes}
    return Fault(Message("steps.attachment_too_large", values), expected=str(most))


def kind_fault(name: str, kind: str | None, limits: AttachmentLimits) -> Fault | None:
    """Return why a file of that name and content is refused, ``None`` where it is what it says and may be kept."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    allowed = ", ".join(end for one in limits.kinds for end in ENDINGS[one])
    values = {"name": shown(name), "allowed": allowed}
    if ending not in {end for one in limits.kinds for end in ENDINGS[one]}:
        return Fault(Message("steps.attachment_kind_not_taken", values), seen=ending or "–")
    if kind is None or ending not in ENDINGS[kind]:
        return Fault(Message("steps.attachment_disguised", {**values, "ending": ending}), seen=kind or "–")
    return None


def safe_name(name: str, kind: str) -> str:
    """Return a name that is safe as a file name on every system, with the ending of what the content is."""
    bare = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    stem = bare.rpartition(".")[0] or bare
    kept = "".join(one if one.isalnum() or one in " -_()·" else "_" for one in stem).strip()[:_LONGEST_NAME]
    # An underscore in front keeps a name from being a device, an option or a formula to some system.
    careful = kept if kept[:1].isalnum() and kept.upper().rstrip("0123456789") not in _DEVICES else f"_{kept}"
    return f"{careful}.{ENDINGS[kind][0]}"


def shown(name: str) -> str:
    """Return a name as it may stand in a message."""
    return "".join(one if one.isprintable() else "·" for one in name)[:_LONGEST_NAME]
