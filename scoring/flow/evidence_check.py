"""An evidence pack checked without the register: hashes, chain, rule books, and every decision computed again.

More than the script in the pack does: the rule book is read from its texts, eligibility and proposal are made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO, Final

from pydantic import TypeAdapter, ValidationError

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.load import digest_of, parse_rule_book
from indicators.model import RuleBook, RuleBookTexts
from scoring.documents.evidence_pack import (
    CHAIN,
    FORMAT,
    MANIFEST,
    SEAL,
    Manifest,
    as_json,
    content_digest,
)
from scoring.documents.evidence_reading import ReadPack, read_pack
from scoring.flow import recomputing
from scoring.flow.evidence_chain import chain_faults, seal_faults
from scoring.flow.evidence_records import PackedCase, PackedDecision, PackedSeal, PackedSheet, rules_of
from scoring.model import MarkState
from scoring.register.canonical import canonical, digest
from scoring.register.chain import Head, PublishedEntry
from scoring.register.decisions import Decision, SheetReference
from scoring.register.marks import Mark

_BOOK_FILES: Final = ("documents.toml", "regulation.toml", "round.toml")
_HASHES: Final = ("sha256", "sm3")
_LONGEST: Final = 200
_MARKS: Final = {state.name.lower(): state for state in MarkState}


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What the check of a pack found. It holds where `faults` is empty.

    Attributes
    ----------
    manifest : Manifest
        What the pack says of itself.
    entries, decisions, sheets : int
        How many entries of the chain and decisions were computed again, how many submissions of sheets there are.
    withheld : int
        Of these sheets, how many have notes, so that their digests can be computed with the register alone.
    """

    manifest: Manifest
    entries: int
    decisions: int
    sheets: int
    withheld: int
    faults: tuple[Fault, ...]


def check_pack(stream: BinaryIO, *, expected_head: str | None = None) -> PackCheck:
    """Check a pack that anybody may have made or altered.

    Parameters
    ----------
    expected_head : str, optional
        A head that was printed and kept apart, ``number:hash``. Only with it is a pack found that was made anew as a
        whole, and a chain whose newest entries were cut off.

    Raises
    ------
    FaultsError
        If it is no pack: no ZIP, too large, files twice or with names that lead elsewhere, files that cannot be read.
    """
    check = _Check(read_pack(stream))
    expected = None if expected_head is None else Head.parse(expected_head)
    faults = (
        *check.of_files(),
        *chain_faults(check.entries, check.manifest, expected),
        *seal_faults(check.entries, check.manifest, check.seal),
        *check.of_rule_books(),
        *check.of_sheets(),
        *check.of_decisions(),
    )
    return PackCheck(
        manifest=check.manifest,
        entries=len(check.entries),
        decisions=sum(1 for one in check.decisions if one.state == "recorded"),
        sheets=len(check.sheets),
        withheld=sum(1 for one in check.sheets if one.notes_withheld),
        faults=faults,
    )


class _Check:
    """One pack, its files read once."""

    def __init__(self, pack: ReadPack) -> None:
        self._pack = pack
        self.manifest = self._read(MANIFEST, Manifest)
        about = self.manifest.about
        if about.format != FORMAT or about.hash_name not in _HASHES:
            seen = f"{about.format} {about.hash_name}"
            raise FaultsError([Fault(Message("pack.other_format"), file=MANIFEST, seen=seen, expected=FORMAT)])
        self.seal = self._read(SEAL, PackedSeal)
        self.case = self._read("application.json", PackedCase)
        self.sheets = self._read("sheets.json", tuple[PackedSheet, ...])
        self.decisions = self._read("decisions.json", tuple[PackedDecision, ...])
        self.entries = self._entries()
        self._refuse_unprintable()

    def _content(self, name: str) -> bytes:
        if name not in self._pack.contents:
            raise FaultsError([Fault(Message("pack.file_missing"), file=name)])
        return self._pack.contents[name]

    def _read(self, name: str, kind: Any) -> Any:
        try:
            return TypeAdapter(kind).validate_json(self._content(name))
        except (ValidationError, RecursionError) as error:
            raise FaultsError([_unreadable(name, error)]) from error

    def _entries(self) -> tuple[PublishedEntry, ...]:
        adapter = TypeAdapter(PublishedEntry)
        try:
            return tuple(adapter.validate_json(line) for line in self._content(CHAIN).splitlines())
        except (ValidationError, RecursionError) as error:
            raise FaultsError([_unreadable(CHAIN, error)]) from error

    def _refuse_unprintable(self) -> None:
        """Refuse what would do something to a terminal, or fill it, where it is told."""
        about = self.manifest.about
        told: dict[str, Iterable[str]] = {
            MANIFEST: (
                *(about.application_id, about.round_id, about.status, self.manifest.content, self.manifest.chain.head),
                *(text for file in self.manifest.files for text in (file.name, file.sha256)),
            ),
            "application.json": (self.case.application_id,),
            "sheets.json": (text for sheet in self.sheets for text in (sheet.label, sheet.digest)),
            "decisions.json": (text for one in self.decisions for text in (one.decision_id, one.rule_book)),
            CHAIN: (text for one in self.entries for text in (one.hash, one.previous)),
        }
        wrong = [name for name, texts in told.items() if not all(_printable(text) for text in texts)]
        if wrong:
            raise FaultsError([Fault(Message("pack.file_unreadable"), file=name, seen="-") for name in wrong])

    def of_files(self) -> Iterator[Fault]:
        """Hold every file against the manifest, and the manifest against itself."""
        told = {file.name: file for file in self.manifest.files}
        there = {file.name: file for file in self._pack.files}
        for name in sorted(told.keys() | there.keys()):
            if name not in there:
                yield Fault(Message("pack.file_missing"), file=name)
            elif name not in told:
                yield Fault(Message("pack.file_added"), file=name)
            elif told[name] != there[name]:
                yield Fault(
                    Message("pack.file_changed"), file=name, seen=there[name].sha256, expected=told[name].sha256
                )
        content = content_digest(self.manifest.about, self._pack.files)
        if content != self.manifest.content:
            yield Fault(Message("pack.content_differs"), file=MANIFEST, seen=content, expected=self.manifest.content)
        if (self.case.application_id, self.case.round_id) != (
            self.manifest.about.application_id,
            self.manifest.about.round_id,
        ):
            yield Fault(Message("pack.other_case"), file="application.json", seen=self.case.application_id)

    @cached_property
    def books(self) -> Mapping[str, RuleBook | None]:
        """The rule books that decisions name, ``None`` where one is not there or cannot be read."""
        return {digest_: self._book(digest_) for digest_ in sorted({one.rule_book for one in self.decisions})}

    def _book(self, digest_: str) -> RuleBook | None:
        names = [f"rule_book/{digest_}/{name}" for name in _BOOK_FILES]
        if not self._pack.contents.keys() >= set(names):
            return None
        try:
            texts = RuleBookTexts(*(self._pack.contents[name].decode() for name in names))
            return parse_rule_book(texts) if digest_of(texts) == digest_ else None
        except (FaultsError, UnicodeDecodeError, RecursionError):
            return None

    def of_rule_books(self) -> Iterator[Fault]:
        """Hold the texts against the digest that decisions name, and the numbers told against the texts."""
        for digest_, book in self.books.items():
            rules = f"rule_book/{digest_}/parameter_sheet.json"
            if book is None:
                yield Fault(Message("pack.rule_book_differs"), file=f"rule_book/{digest_}", expected=digest_)
            elif self._pack.contents.get(rules) != as_json(rules_of(book)):
                yield Fault(Message("pack.rules_differ"), file=rules)

    def of_sheets(self) -> Iterator[Fault]:
        """Compute the digest of every sheet whose marks have no notes."""
        for sheet in self.sheets:
            if not sheet.notes_withheld:
                computed = digest(self.manifest.about.hash_name, canonical([list(row) for row in sheet.marks]))
                if computed != sheet.digest:
                    yield Fault(
                        Message("pack.sheet_changed", {"label": sheet.label, "version": sheet.version}),
                        file="sheets.json",
                        seen=computed,
                        expected=sheet.digest,
                    )

    def of_decisions(self) -> Iterator[Fault]:
        """Compute every decision again from its sheets, its application and its rule book."""
        numbers = [(one.decision_id, one.version) for one in self.decisions]
        if len(set(numbers)) < len(numbers):
            yield Fault(Message("pack.decision_twice"), file="decisions.json")
        for one in self.decisions:
            if one.state == "recorded":
                yield from self._of_decision(one)

    def _of_decision(self, one: PackedDecision) -> Iterator[Fault]:
        def fault(key: str, **values: object) -> Fault:
            return Fault(Message(key, {"decision": one.decision_id, **values}), entry=one.decision_id)

        version = one.proposal.get("application_version")
        application = self.case.versions.get(version) if isinstance(version, int) else None
        if application is None or not isinstance(version, int):
            yield fault("flow.decision_without_application")
            return
        book = self.books[one.rule_book]
        sheets = {(sheet.stage, sheet.label, sheet.version, sheet.digest): sheet for sheet in self.sheets}
        wanted = [(told.stage, told.label, told.version, told.digest) for told in one.sheets]
        for key in wanted:
            if key not in sheets or key[0] != one.stage:
                yield fault("pack.sheet_missing", label=key[1])
        if book is None or any(key not in sheets for key in wanted):
            return
        try:
            kept = [mark for key in wanted for mark in _marks(sheets[key], application.application_id)]
            for key_ in recomputing.differences(_decision(one), application, kept, book, version=version):
                yield fault(key_)
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
            yield fault("pack.decision_unreadable")


def _printable(text: str) -> bool:
    return len(text) <= _LONGEST and text.isprintable()


def _marks(sheet: PackedSheet, application_id: str) -> Iterator[Mark]:
    for indicator, version, state, value, note in sheet.marks:
        yield Mark(application_id, sheet.label, sheet.stage, indicator, version, _MARKS[state], "", value, note)


def _decision(one: PackedDecision) -> Decision:
    """Return a decision of a pack as one of the record, labels in the place of experts."""
    return Decision(
        decision_id=one.decision_id,
        version=one.version,
        application_id="",
        stage=one.stage,
        outcome=one.outcome,
        grade=one.grade,
        rule_book_digest=one.rule_book,
        decided_at=one.decided_at,
        reason=one.reason,
        sheets=tuple(SheetReference(told.label, told.version, told.digest) for told in one.sheets),
        aggregate=one.aggregate,
        proposal=one.proposal,
        votes=one.votes,
    )


def _unreadable(name: str, error: Exception) -> Fault:
    where = "-"
    if isinstance(error, ValidationError):
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or where
    return Fault(Message("pack.file_unreadable"), file=name, seen=where[:120])
