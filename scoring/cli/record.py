"""``verify``, ``check``, ``migrate``: the record as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from indicators.language import Message
from scoring import flow
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.clock import back_as_json, show_back
from scoring.cli.evidence import verify_pack
from scoring.cli.frame import INPUT_AT_FAULT, command
from scoring.cli.outside import kept_heads
from scoring.cli.parameters import ExistingFile, OneOf, Read
from scoring.cli.progress import progress
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.register.chain import Head
from scoring.register.database import HASHES
from scoring.register.invariants import INVARIANTS

DEFAULT_HASH: Final = HASHES[0]


def _head(text: str) -> str:
    try:
        return str(Head.parse(text))
    except ValueError as error:
        raise SpokenError(Message("records.not_a_head", {"seen": text})) from error


@command("verify")
@click.option("--pack", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_pack")
@click.option("--heads", type=ExistingFile(), multiple=True, metavar="DIR|FILE", help="cli.option_heads")
@click.option("--head", type=Read(_head), metavar="NUMBER:HASH", help="cli.option_head")
@on_register(role="inspector")
@click.pass_obj
def verify(session: Session, *, acting: Acting, head: str | None, heads: tuple[Path, ...], pack: Path | None) -> int:
    """Walk the chain of the record, and recompute every decision; or check an evidence pack."""
    if pack is not None:
        if acting.asked is not None or heads:
            raise click.UsageError(session.say("pack.pack_alone"))
        return verify_pack(session, pack, head)
    kept = kept_heads(heads)
    with acting.register() as register, progress(1, session.say) as steps:
        found = flow.verify(register, acting.actor, expected_head=head, heads=kept)
        back = () if found.faults else flow.times_going_back(register, acting.actor)
        steps.step()
    if found.faults:
        session.show_faults(found.faults, heading="records.verify_failed")
        return INPUT_AT_FAULT
    values = {
        "head": str(found.chain.head),
        "entries": found.chain.entries,
        "rows": found.chain.rows,
        "decisions": found.decisions,
    }
    if session.as_json:
        session.show_json({**values, "faults": [], "times_back": back_as_json(back)})
    else:
        session.show_line(session.say("records.verified", **values))
        known = len(set(kept)) + (head is not None)
        key = "records.keep_head" if not known else "records.head_holds" if not kept else "outside.heads_hold"
        session.show_line(session.say(key, **values, count=known))
        show_back(session, back)
    return 0


@command("check")
@on_register(role="inspector")
@click.pass_obj
def check(session: Session, *, acting: Acting) -> int:
    """Look whether every invariant of the record holds."""
    with acting.register() as register, progress(1, session.say) as steps:
        faults = flow.check(register, acting.actor)
        back = () if faults else flow.times_going_back(register, acting.actor)
        steps.step()
    if faults:
        session.show_faults(faults, heading="records.check_failed")
        return INPUT_AT_FAULT
    if session.as_json:
        names = [invariant.name for invariant in INVARIANTS]
        session.show_json({"invariants": names, "faults": [], "times_back": back_as_json(back)})
        return 0
    for invariant in INVARIANTS:
        session.show_line(session.say("records.holds", sentence=invariant.says))
    session.show_line(session.say("records.checked", count=len(INVARIANTS)))
    show_back(session, back)
    return 0


@command("migrate")
@click.option("--create", is_flag=True, help="cli.option_create")
@click.option("--hash", "hash_name", type=OneOf(HASHES), metavar="|".join(HASHES), help="cli.option_hash")
@click.option("--grant-to", metavar="ROLE", help="cli.option_grant_to")
@on_register(role="system_admin")
@click.pass_obj
def migrate(session: Session, *, acting: Acting, create: bool, hash_name: str | None, grant_to: str | None) -> None:
    """Bring a register to the version of this program, or make a new, empty one."""
    if create:
        with flow.make_register(acting.where, acting.actor, now(), hash_name=hash_name or DEFAULT_HASH) as register:
            facts = {"name": register.name, "hash": register.hash_name}
            if grant_to is not None:
                flow.grant_register(register, acting.actor, now(), role=grant_to)
        if session.as_json:
            session.show_json({"register": register.name, "register_id": register.register_id, **facts})
        else:
            session.show_line(session.say("records.made", **facts))
            _show_granted(session, grant_to)
        return
    if hash_name is not None:
        raise click.UsageError(session.say("records.hash_is_fixed"))
    if not acting.is_there():
        with acting.register():  # says what to do
            return
    found = flow.migrate_register(acting.where, acting.actor, now())
    if grant_to is not None:
        with acting.register() as register:
            flow.grant_register(register, acting.actor, now(), role=grant_to)
    if session.as_json:
        session.show_json({"before": found.before, "after": found.after})
        return
    key = "records.up_to_date" if found.before == found.after else "records.migrated"
    session.show_line(session.say(key, before=found.before, after=found.after))
    _show_granted(session, grant_to)


def _show_granted(session: Session, role: str | None) -> None:
    if role is not None:
        session.show_line(session.say("rights.granted", role=role))
