"""The package of a Word file from anybody's machine: its parts, none larger than it says, nothing in it that runs.

``parts_of(data, file)`` refuses what is no small, whole Word file, holds programs or other files, points outside, or
holds XML that could make a reader grow: document types with their entities, characters of two bytes in which such a one
would not be seen. What is left is read with the entities of nobody.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from indicators.faults import Fault, FaultsError
from indicators.language import Message

LARGEST: Final = 2_000_000
LARGEST_UNPACKED: Final = 20_000_000
MOST_PARTS: Final = 120
DEEPEST: Final = 60
MAIN: Final = "word/document.xml"
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
# What a Word file of text, tables and pictures is made of. `customXml`, thumbnails and the like are let in, since Word
# puts them there by itself, and left out of what is made.
_KNOWN: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[A-Za-z0-9]+\.(xml|jpeg|jpg|png|emf|wmf)"
    r"|word/(document|styles|settings|webSettings|fontTable|numbering|stylesWithEffects)\.xml"
    r"|word/(footnotes|endnotes)\.xml|word/theme/theme[0-9]*\.xml|word/(header|footer)[0-9]*\.xml"
    r"|word/media/[A-Za-z0-9_-]+\.(png|jpeg|jpg)|word/_rels/[A-Za-z0-9]+\.xml\.rels"
    r"|word/theme/_rels/[A-Za-z0-9]+\.xml\.rels|customXml/(_rels/)?[A-Za-z0-9]+\.xml(\.rels)?"
)
_MACROS: Final = re.compile(r"vbaproject|vbadata|macro|activex", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"word/(comments|people)")
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)


def parts_of(data: bytes, file: str) -> Mapping[str, bytes]:
    """Return the parts of a Word file by their names.

    Raises
    ------
    FaultsError
        Every fault of the package at once; what is no package at all is one fault.
    """
    if len(data) > LARGEST:
        raise _refused(file, "template.too_large", most=LARGEST // 1_000_000)
    if not data.startswith(b"PK\x03\x04"):
        raise _refused(file, "template.not_word")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = [one.filename for one in entries]
            if len(names) > MOST_PARTS or sum(one.file_size for one in entries) > LARGEST_UNPACKED:
                raise _refused(file, "template.unpacks_to_too_much", most=LARGEST_UNPACKED // 1_000_000)
            if len(set(names)) < len(names) or any(one.flag_bits & 1 for one in entries):
                raise _refused(file, "template.damaged")
            parts = {one.filename: package.read(one) for one in entries if not one.is_dir()}
    except _UNREADABLE as error:
        raise _refused(file, "template.damaged") from error
    if MAIN not in parts:
        raise _refused(file, "template.not_word")
    if faults := [Fault(what, file=file) for what in _wrong(parts)]:
        raise FaultsError(faults)
    return parts


def tree_of(xml: bytes) -> Any:
    """Return the tree of a part that `parts_of` let through."""
    return etree.fromstring(xml, _PARSER)


def _wrong(parts: Mapping[str, bytes]) -> Iterator[Message]:
    for name, content in parts.items():
        if _MACROS.search(name):
            yield Message("template.with_macros", {"part": name})
        elif _COMMENTS.match(name):
            yield Message("template.with_comments")
        elif not _KNOWN.fullmatch(name):
            yield Message("template.strange_part", {"part": name})
        elif name.endswith((".xml", ".rels")):
            yield from _wrong_xml(name, content)
        elif name.startswith("word/media/"):
            yield from _wrong_picture(name, content)


def _wrong_xml(name: str, xml: bytes) -> Iterator[Message]:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml:
        yield Message("template.with_entities", {"part": name})
        return
    try:
        root = tree_of(xml)
    except (etree.XMLSyntaxError, ValueError):
        yield Message("template.bad_xml", {"part": name})
        return
    if _depth(root) > DEEPEST:
        yield Message("template.bad_xml", {"part": name})
    if name == "[Content_Types].xml" and re.search(rb"macroEnabled|vbaProject|activeX", xml):
        yield Message("template.with_macros", {"part": name})
    if name.endswith(".rels"):
        for one in root:
            if one.get("TargetMode") == "External" or "://" in one.get("Target", ""):
                yield Message("template.points_outside", {"target": one.get("Target", "")[:80]})
            elif ".." in one.get("Target", "").removeprefix("../"):
                yield Message("template.bad_xml", {"part": name})


def _depth(root: Any) -> int:
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def _wrong_picture(name: str, content: bytes) -> Iterator[Message]:
    kind = "png" if content.startswith(b"\x89PNG\r\n\x1a\n") else "jpeg" if content.startswith(b"\xff\xd8\xff") else ""
    if not kind or name.endswith("png") != (kind == "png"):
        yield Message("template.strange_picture", {"part": name})


def _refused(file: str, key: str, **values: object) -> FaultsError:
    return FaultsError([Fault(Message(key, values), file=file)])
