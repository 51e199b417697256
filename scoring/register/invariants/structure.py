"""What holds of every table, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, Table, UniqueConstraint, exists, func, select, text

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.load import digest_of, parse_rule_book
from indicators.model import RuleBookTexts
from scoring.register.tables import (
    GUARDED,
    METADATA,
    RECORDED,
    account,
    account_link,
    account_proposal,
    accreditation,
    accreditation_round,
    application,
    assignment,
    attachment,
    attachment_part,
    ballot,
    bar,
    chain_entry,
    chain_salt,
    complainant,
    complaint,
    conflict,
    credit_check,
    decision,
    dissent,
    document_entry,
    document_template,
    evidence_provider,
    expert,
    expert_draw,
    joint_document,
    mark,
    measure,
    minutes,
    minutes_signature,
    notice_entry,
    objection,
    opening_paper,
    opening_signature,
    public_notice,
    recheck,
    rescore,
    roll,
    round_state,
    rule_book,
    sheet_event,
    sitting,
    sitting_item,
    sitting_seat,
    step_act,
    visit_question,
    voting,
    voting_item,
    withdrawal,
)

# (from, column, to): natural keys, which have versions and so cannot be foreign keys of the database.
_REFERENCES: Final = (
    (round_state, ("round_id",), accreditation_round),
    (application, ("round_id",), accreditation_round),
    (assignment, ("application_id",), application),
    (assignment, ("expert_id",), expert),
    (mark, ("application_id", "expert_id", "stage"), assignment),
    (sheet_event, ("application_id", "expert_id", "stage"), assignment),
    (decision, ("application_id",), application),
    (conflict, ("expert_id",), expert),
    (expert_draw, ("round_id",), accreditation_round),
    (visit_question, ("application_id",), application),
    (opening_paper, ("round_id",), accreditation_round),
    (opening_signature, ("round_id", "kind"), opening_paper),
    (step_act, ("application_id",), application),
    (withdrawal, ("application_id",), application),
    (attachment, ("application_id",), application),
    (attachment, ("digest",), attachment_part),
    (document_template, ("digest",), attachment_part),
    (accreditation, ("application_id",), application),
    (accreditation, ("round_id",), accreditation_round),
    (bar, ("application_id",), application),
    (measure, ("application_id",), application),
    (complaint, ("application_id",), application),
    (complainant, ("complaint_id",), complaint),
    (recheck, ("application_id",), application),
    (recheck, ("round_id",), accreditation_round),
    (evidence_provider, ("application_id",), application),
    (credit_check, ("application_id",), application),
    (public_notice, ("round_id",), accreditation_round),
    (notice_entry, ("notice_id",), public_notice),
    (notice_entry, ("application_id",), application),
    (objection, ("notice_id", "application_id"), notice_entry),
    (joint_document, ("round_id",), accreditation_round),
    (document_entry, ("document_id",), joint_document),
    (document_entry, ("application_id",), application),
    (sitting, ("round_id",), accreditation_round),
    (sitting_seat, ("sitting_id",), sitting),
    (sitting_item, ("sitting_id",), sitting),
    (sitting_item, ("application_id",), application),
    (rescore, ("application_id", "expert_id"), assignment),
    (voting, ("sitting_id",), sitting),
    (voting_item, ("voting_id",), voting),
    (roll, ("voting_id",), voting),
    (ballot, ("voting_id", "application_id"), voting_item),
    (dissent, ("sitting_id",), sitting),
    (minutes_signature, ("sitting_id",), minutes),
    (account, ("proposal_id",), account_proposal),
    (account, ("expert_id",), expert),
    (account_link, ("account_id",), account),
)


def broken(key: str, table: Table, row: int | None, **values: object) -> Fault:
    """Return the fault of a row that breaks an invariant."""
    return Fault(Message(key, {"table": table.name, **values}), row=row, entry=table.name)


def database_sound(connection: Connection) -> Iterator[Fault]:
    """Ask SQLite to check pages and indices; PostgreSQL checks its pages as it reads them."""
    if connection.dialect.name == "sqlite":
        for said in connection.scalars(text("PRAGMA integrity_check")):
            if said != "ok":
                yield Fault(Message("invariant.database_sound"), seen=str(said))
        for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
            yield broken("invariant.references_hold", METADATA.tables[table], row, column="→", target=parent)


def guards_in_place(connection: Connection) -> Iterator[Fault]:
    """Look for the triggers that refuse UPDATE and DELETE."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        due = {table.name: {f"{table.name}_no_update", f"{table.name}_no_delete"} for table in GUARDED}
    else:
        query = text(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
        due = {table.name: {f"{table.name}_append_only"} for table in GUARDED}
    present = {name for name, _ in connection.execute(query)}
    for table in GUARDED:
        if due[table.name] - present:
            yield broken("invariant.guards_in_place", table, None)


def chain_dense(connection: Connection) -> Iterator[Fault]:
    """Count entries and salts against the last number."""
    count, last = connection.execute(select(func.count(), func.max(chain_entry.c.sequence))).one()
    salts = connection.scalar(select(func.count()).select_from(chain_salt))
    if count != (last or 0) or salts != count or not count:
        yield Fault(
            Message("invariant.chain_dense", {"entries": count, "last": last or 0, "salts": salts}), entry="chain_entry"
        )


def versions_dense(connection: Connection) -> Iterator[Fault]:
    """Number the versions of each thing in the order they were written, and compare."""
    for table in RECORDED:
        if "version" not in table.c:
            continue
        key = [table.c[name] for name in natural_key(table)]
        place = func.row_number().over(partition_by=key, order_by=table.c.id).label("place")
        numbered = select(table.c.id, table.c.version, place).subquery()
        query = select(numbered).where(numbered.c.version != numbered.c.place).order_by(numbered.c.id)
        for row in connection.execute(query):
            yield broken("invariant.versions_dense", table, row.id, version=row.version, due=row.place)


def natural_key(table: Table) -> tuple[str, ...]:
    """Return the columns that name a thing whose versions the table holds."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and "version" in constraint.columns:
            return tuple(column.name for column in constraint.columns if column.name != "version")
    raise TypeError(f"{table.name} has no versions")


def references_hold(connection: Connection) -> Iterator[Fault]:
    """Look for rows that refer to what the record does not hold."""
    for table, columns, target in _REFERENCES:
        there = exists().where(*(target.c[name] == table.c[name] for name in columns))
        key = [table.c[name] for name in columns]
        some = (column.is_not(None) for column in key)  # what is empty refers to nothing
        query = select(func.min(table.c.id), *key).where(~there, *some).group_by(*key).order_by(func.min(table.c.id))
        for row, *values in connection.execute(query):
            yield broken(
                "invariant.references_hold", table, row, column=", ".join(map(str, values)), target=target.name
            )


def rule_books_whole(connection: Connection) -> Iterator[Fault]:
    """Compute the digest of each rule book anew and read it."""
    for row in connection.execute(select(rule_book).order_by(rule_book.c.id)):
        texts = RuleBookTexts(row.documents, row.regulation, row.round)
        if digest_of(texts) != row.digest:
            yield broken("invariant.rule_books_whole", rule_book, row.id, digest=row.digest)
            continue
        try:
            parse_rule_book(texts)
        except FaultsError:
            yield broken("invariant.rule_books_whole", rule_book, row.id, digest=row.digest)
