"""Packs that are none: refused with words, nothing on disk, no more memory than the limits allow."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.faults import FaultsError
from scoring.documents import evidence_reading
from scoring.documents.evidence_pack import MANIFEST
from scoring.documents.evidence_reading import read_pack
from scoring.texts import translator

MEGABYTE = 1024 * 1024


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as pack, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what is tried
        for name, content in files:
            pack.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    return zipped((MANIFEST, b"{}"), ("sheets.json", bytes(33 * MEGABYTE)))


def lying_about_its_size() -> bytes:
    """A file whose directory says ten bytes, with a megabyte behind it."""
    whole = bytearray(zipped((MANIFEST, b"{}"), ("sheets.json", bytes(MEGABYTE))))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = whole.rfind(sign)
        struct.pack_into("<I", whole, place + at, 10)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(zipped((MANIFEST, b"{}")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", whole, whole.find(sign) + at, 1)
    return bytes(whole)


def damaged() -> bytes:
    whole = bytearray(zipped((MANIFEST, b"{}" * 500), compression=zipfile.ZIP_STORED))
    whole[60] ^= 0xFF
    return bytes(whole)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "pack.not_a_zip"),
    "text": (lambda: b"not a zip at all" * 100, "pack.not_a_zip"),
    "half of one": (lambda: zipped((MANIFEST, b"{}" * 500))[:60], "pack.not_a_zip"),
    "no manifest": (lambda: zipped(("sheets.json", b"[]")), "pack.no_manifest"),
    "a bomb": (bomb, "pack.file_too_large"),
    "a lie about its size": (lying_about_its_size, "pack.not_a_zip"),
    "encrypted": (encrypted, "pack.encrypted"),
    "damaged": (damaged, "pack.not_a_zip"),
    "twice": (lambda: zipped((MANIFEST, b"{}"), ("a.json", b"1"), ("a.json", b"2")), "pack.name_twice"),
    "many files": (lambda: zipped(*((f"f{n}", b"") for n in range(1_200))), "pack.too_many_files"),
    **{
        name: (lambda name=name: zipped((MANIFEST, b"{}"), (name, b"x")), "pack.bad_name")
        for name in (
            "../../etc/passwd",
            "/etc/passwd",
            "a/../b.json",
            "a\\b.json",
            "C:/x.json",
            "rule_book/",
            "a/b/c/d.json",
            "\u202egnp.json",
            "x" * 300,
            ".hidden",
            "a\n.json",
        )
    },
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_pack_is_refused_with_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make, key = HOSTILE[name]
    with pytest.raises(FaultsError) as refused:
        read_pack(io.BytesIO(make()))
    assert [fault.what.key for fault in refused.value.faults][:1] == [key]
    for fault in refused.value.faults:
        for language in ("zh", "en"):
            words = fault.message(translator(language))
            assert words
            assert "\n" not in words
            assert "\u202e" not in words
    assert not list(tmp_path.iterdir())


def test_all_files_together_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_reading, "MOST_BYTES", 1000)
    with pytest.raises(FaultsError) as refused:
        read_pack(io.BytesIO(zipped((MANIFEST, b"{}"), ("a.json", bytes(600)), ("b.json", bytes(600)))))
    assert [fault.what.key for fault in refused.value.faults] == ["pack.too_large"]


def test_attachments_are_hashed_and_not_kept() -> None:
    read = read_pack(io.BytesIO(zipped((MANIFEST, b"{}"), ("attachments/ab", b"content"), ("a.json", b"1"))))
    assert set(read.contents) == {MANIFEST, "a.json"}
    assert [(file.name, file.size) for file in read.files] == [("a.json", 1), ("attachments/ab", 7)]
