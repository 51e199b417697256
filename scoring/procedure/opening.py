"""What opens a round: annual plan (Article 7) and opening notice (Article 11), each signed by both authorities."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, Literal, Protocol, TypeVar, get_args

from indicators.clauses import numeral
from indicators.faults import Fault
from indicators.language import Message, Name
from scoring.procedure.dates import Window

PaperKind = Literal["annual_plan", "opening_notice"]
Authority = Literal["market_regulator", "drc"]
KINDS: Final[tuple[PaperKind, ...]] = get_args(PaperKind)
AUTHORITIES: Final[tuple[Authority, ...]] = get_args(Authority)
#: The article that asks for each paper, and what each is called.
ARTICLES: Final = {"annual_plan": 7, "opening_notice": 11}
CLAUSES: Final = {kind: Name(numeral(article), str(article)) for kind, article in ARTICLES.items()}
NAMES: Final = {"annual_plan": Message("steps.annual_plan"), "opening_notice": Message("steps.opening_notice")}
AUTHORITY_NAMES: Final = {"market_regulator": Message("steps.market_regulator"), "drc": Message("steps.drc")}


class Paper(Protocol):
    """A version of a paper, as the record keeps it."""

    @property
    def kind(self) -> PaperKind:
        """Plan or notice."""

    @property
    def version(self) -> int:
        """Counted from 1."""

    @property
    def rule_book_digest(self) -> str:
        """The rules it announces."""

    @property
    def first_day(self) -> date | None:
        """First day on which applications are handed in."""

    @property
    def last_day(self) -> date | None:
        """Last day on which they are."""


class Signature(Protocol):
    """An authority's signature, as the record keeps it."""

    @property
    def kind(self) -> PaperKind:
        """Of a plan or a notice."""

    @property
    def paper_version(self) -> int:
        """Of which version."""

    @property
    def authority(self) -> Authority:
        """Whose."""


SomePaper = TypeVar("SomePaper", bound=Paper)


def signed_by(paper: Paper, signatures: Iterable[Signature]) -> frozenset[Authority]:
    """Return which authorities signed a version of a paper."""
    mine = (one for one in signatures if (one.kind, one.paper_version) == (paper.kind, paper.version))
    return frozenset(one.authority for one in mine)


def newest(papers: Iterable[SomePaper], kind: PaperKind) -> SomePaper | None:
    """Return the newest version of a paper, signed or not."""
    return max((one for one in papers if one.kind == kind), key=lambda one: one.version, default=None)


def in_force(
    papers: Iterable[SomePaper], signatures: Collection[Signature], kind: PaperKind, *, digest: str
) -> SomePaper | None:
    """Return the newest version that both authorities signed, under the rules the round goes by now."""
    both = [one for one in papers if signed_by(one, signatures) == set(AUTHORITIES) and one.rule_book_digest == digest]
    return newest(both, kind)


def missing_to_open(papers: Sequence[Paper], signatures: Collection[Signature], *, digest: str) -> tuple[Message, ...]:
    """Return what a round still needs before it can open, one sentence a paper or signature."""
    found = []
    for kind in KINDS:
        if in_force(papers, signatures, kind, digest=digest) is not None:
            continue
        values: dict[str, object] = {"paper": NAMES[kind], "clause": CLAUSES[kind]}
        paper = newest(papers, kind)
        if paper is None:
            found.append(Message("steps.paper_missing", values))
        elif paper.rule_book_digest != digest:
            found.append(Message("steps.paper_of_other_rules", values))
        else:
            lacking = [one for one in AUTHORITIES if one not in signed_by(paper, signatures)]
            found += [Message("steps.signature_missing", {**values, "who": AUTHORITY_NAMES[one]}) for one in lacking]
    return tuple(found)


def window_of(paper: Paper | None) -> Window | None:
    """Return the days on which applications are handed in, ``None`` where no notice says."""
    if paper is None or paper.first_day is None or paper.last_day is None:
        return None
    return Window(paper.first_day, paper.last_day)


def window_faults(kind: PaperKind, first: date | None, last: date | None, *, on: date) -> tuple[Fault, ...]:
    """Return what is wrong with the days that a paper names, as seen on the day it is drafted."""
    if kind == "annual_plan":
        return (Fault(Message("steps.plan_without_days")),) if first or last else ()
    if first is None or last is None:
        return (Fault(Message("steps.days_missing")),)
    faults = []
    if last < first:
        faults.append(Fault(Message("steps.days_reversed", {"first": first, "last": last}), seen=last.isoformat()))
    if last < on:
        faults.append(Fault(Message("steps.days_over", {"last": last, "today": on}), seen=last.isoformat()))
    return tuple(faults)
