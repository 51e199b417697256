"""Drafts of rule books: a round copied, edited in versions, read by its authors alone. No round is touched by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Table

from indicators.compare import Change, compare
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.load import digest_of, examine_rule_book
from indicators.model import RuleBook, RuleBookTexts
from indicators.writing import write_round
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.model import Actor
from scoring.register import chain, rounds, rule_drafts, tables
from scoring.register.canonical import Value, canonical, timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.rule_drafts import RuleDraft

OBJECT: Final = "rule_draft"
LONGEST_NAME: Final = 200
LARGEST: Final = 2_000_000
"""Characters of a round file; the shipped ones have a twentieth of it."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as its authors work on it.

    Attributes
    ----------
    draft : RuleDraft
        The version.
    book : RuleBook
        What it makes, also where it is at fault.
    faults : tuple of Fault
        Everything that keeps it from being proposed.
    base : RuleBook
        The rule book that was copied.
    sources : mapping of str to object
        Where the weights below a node were taken from, by its code; ``""``: the top.
    """

    draft: RuleDraft
    book: RuleBook
    faults: tuple[Fault, ...]
    base: RuleBook
    sources: Mapping[str, object]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that differs from the base."""
        return compare(self.base, self.book)


def copy_round(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    new_round_id: str,
    year: int,
    name: str,
    reason: str,
    name_en: str = "",
) -> Entry:
    """Copy the rule book of a round into a draft for another one; the round itself stays as it is.

    Raises
    ------
    FaultsError
        A name or a year that no round can have.
    ConflictError
        No such round, a round whose rules stand already, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "copy", OBJECT)
    reason = reason_of(reason, due=Message("drafting.what_copy"))
    name, name_en = tidy(name), tidy(name_en)
    if faults := [one for one in (_name_fault(name), _name_fault(name_en or name)) if one]:
        raise FaultsError(faults)
    with register.write() as connection:
        base = gather.rule_book(connection, round_id)
        refuse_where_rules_stand(connection, new_round_id)
        made = replace(base.round, round_id=new_round_id, year=year, name=name, name_en=name_en or name)
        texts = replace(base.texts, round=write_round(made))
        _, faults_ = examine_rule_book(texts)
        # What was at fault in the base is its author's to mend; the head is said here.
        if faults := [one for one in faults_ if one.entry == "round" and one.column in ("round_id", "year", "name")]:
            raise FaultsError(faults)
        draft = RuleDraft(
            draft_id=f"draft/{rule_drafts.count(connection) + 1}",
            version=1,
            state="drafted",
            round_id=new_round_id,
            name=name,
            base_round=round_id,
            base_digest=base.digest,
            content=texts.round,
            digest=digest_of(texts),
            sources="{}",
            in_force_from=None,
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        return record_version(connection, draft, "draft.copied", now)


def save_draft(
    register: Register,
    actor: Actor,
    now: datetime,
    draft_id: str,
    *,
    content: str,
    seen_version: int,
    reason: str,
    sources: Mapping[str, object] | None = None,
) -> Entry:
    """Save a further version of a draft; the one before stays, superseded with the reason given here.

    Parameters
    ----------
    content : str
        The round file. It must make a round; faults in it are kept until it is proposed.
    seen_version : int
        The version that was edited.
    sources : mapping, optional
        Where weights were taken from, by node; those of the version before unless given.

    Raises
    ------
    FaultsError
        It makes no round.
    ConflictError
        Somebody saved meanwhile, it is not open to changes, nothing changed, another round's id, or a reason is due.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "save", OBJECT)
    reason = reason_of(reason, due=Message("drafting.what_save"))
    if len(content) > LARGEST:
        raise FaultsError([Fault(Message("drafting.too_large", {"most": LARGEST}), seen=str(len(content)))])
    with register.write() as connection:
        before = as_it_stands(connection, draft_id, seen_version)
        refuse_unless_editable(before)
        texts = texts_of(connection, before, content)
        book, faults = examine_rule_book(texts)
        if book is None:
            raise FaultsError(faults)
        if book.round.round_id != before.round_id:
            values = {"round": before.round_id, "seen": book.round.round_id}
            raise ConflictError(Message("drafting.other_round", values))
        taken = before.sources if sources is None else canonical(dict(sources))
        if (content, taken) == (before.content, before.sources):
            raise ConflictError(Message("drafting.nothing_changed"))
        after = replace(
            before,
            version=before.version + 1,
            state="drafted",
            name=book.round.name,
            content=content,
            digest=book.digest,
            sources=taken,
            in_force_from=None,
            by=actor.id,
            role=role,
            reason=reason,
            at=timestamp(now),
        )
        return record_version(connection, after, "draft.saved", now)


def list_drafts(register: Register, actor: Actor) -> tuple[RuleDraft, ...]:
    """Return every draft as it stands, the one that was changed last first.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", OBJECT)
    with register.read() as connection:
        return rule_drafts.all_newest(connection)


def read_draft(register: Register, actor: Actor, draft_id: str, version: int | None = None) -> OpenDraft:
    """Return a draft as it stands, or as an earlier version left it.

    Raises
    ------
    AccessRefusedError
    ConflictError
        No such draft or version.
    """
    access.require(actor, "read", OBJECT)
    with register.read() as connection:
        found = as_it_stands(connection, draft_id)
        if version is not None:
            every = {one.version: one for one in rule_drafts.history(connection, draft_id)}
            if version not in every:
                raise ConflictError(Message("drafting.no_such_draft", {"draft": f"{draft_id} ({version})"}))
            found = every[version]
        return _open(connection, found)


def draft_history(register: Register, actor: Actor, draft_id: str) -> tuple[RuleDraft, ...]:
    """Return every version of a draft, oldest first.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", OBJECT)
    with register.read() as connection:
        as_it_stands(connection, draft_id)
        return rule_drafts.history(connection, draft_id)


def as_it_stands(connection: Connection, draft_id: str, seen_version: int | None = None) -> RuleDraft:
    """Return a draft; refuse where there is none, or where it is no longer the version that was seen."""
    found = rule_drafts.newest(connection, draft_id)
    if found is None:
        raise ConflictError(Message("drafting.no_such_draft", {"draft": draft_id}))
    if seen_version is not None and found.version != seen_version:
        values = {"seen": seen_version, "version": found.version, "by": found.by}
        raise ConflictError(Message("drafting.saved_meanwhile", values))
    return found


def texts_of(connection: Connection, draft: RuleDraft, content: str | None = None) -> RuleBookTexts:
    """Return the three texts that a draft makes with the documents and the regulation of its base."""
    base = gather.book_of(connection, draft.base_digest)
    return replace(base.texts, round=draft.content if content is None else content)


def refuse_unless_editable(draft: RuleDraft) -> None:
    """Refuse to change what is proposed, adopted or withdrawn."""
    if not draft.is_editable:
        state = Message(f"drafting.state_{draft.state}")
        raise ConflictError(Message("drafting.read_only", {"draft": draft.draft_id, "state": state}))


def refuse_where_rules_stand(connection: Connection, round_id: str) -> None:
    """Refuse a draft for a round that has begun: its rules stand."""
    known = rounds.adopted(connection, round_id)
    if known is not None and gather.state_of(connection, round_id) != "planned":
        values = {"round": round_id, "digest": known.rule_book_digest}
        raise ConflictError(Message("flow.round_rules_stand", values))


def record_version(
    connection: Connection,
    draft: RuleDraft,
    act: str,
    now: datetime,
    more: Mapping[Table, Sequence[Mapping[str, Value]]] | None = None,
) -> Entry:
    """Write a version of a draft; the act names its digest and, where there is one, the day it is in force from."""
    details: dict[str, object] = {"rule_book": draft.digest, "version": draft.version, "round": draft.round_id}
    if draft.in_force_from:
        details["in_force_from"] = draft.in_force_from
    done = Act(draft.by, draft.role, act, draft.draft_id, now, draft.reason, details)
    return chain.record(connection, done, {tables.rule_draft: rule_drafts.add([draft]), **(more or {})})


def _open(connection: Connection, draft: RuleDraft) -> OpenDraft:
    texts = texts_of(connection, draft)
    book, faults = examine_rule_book(texts)
    if book is None:
        raise FaultsError(faults)
    return OpenDraft(draft, book, faults, gather.book_of(connection, draft.base_digest), json.loads(draft.sources))


def _name_fault(name: str) -> Fault | None:
    if not name:
        return Fault(Message("drafting.name_missing"), entry="round", column="name")
    return text_fault(name, Message("drafting.what_name"), most=LONGEST_NAME, lines=False)
