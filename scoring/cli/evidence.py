"""``evidence``: the pack of one case, written; ``verify --pack``: one that came from somewhere, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from indicators.language import LANGUAGES
from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import INPUT_AT_FAULT, command
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.session import Session
from scoring.documents.evidence_pack import readme
from scoring.texts import translator

SUFFIX: Final = ".zip"


@command("evidence")
@click.option("--notes", is_flag=True, help="cli.option_evidence_notes")
@click.option("--attachments", is_flag=True, help="cli.option_evidence_attachments")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="cli.option_evidence_out")
@click.option("--application", "application_id", required=True, metavar="ID", help="cli.option_evidence_application")
@on_register(role="inspector")
@click.pass_obj
def evidence(
    session: Session,
    *,
    acting: Acting,
    application_id: str,
    out: Path,
    overwrite: bool,
    attachments: bool,
    notes: bool,
) -> None:
    """Make the evidence pack of an application."""
    refuse_bad_target(session, out, overwrite=overwrite, suffixes=(SUFFIX,))
    words = readme({language: translator(language) for language in LANGUAGES})
    with acting.register() as register:
        at = now()
        pack = flow.evidence_pack(
            register,
            acting.actor,
            at,
            application_id=application_id,
            readme=words,
            with_attachments=attachments,
            with_notes=notes,
        )
        mark = hand_over(register, acting, at, out, what="evidence", about=application_id, make=lambda _: pack.file)
    if session.as_json:
        told = {"file": out.name, "files": pack.files, "head": pack.head, "entry": entry_as_json(pack.entry)}
        session.show_json({**told, **number_as_json(mark)})
        return
    session.show_line(session.say("pack.made", file=str(out), count=len(pack.files) + 1))
    show_entry(session, pack.entry)
    session.show_line(session.say("pack.keep_head", head=pack.head))
    tell_number(session, mark)


def verify_pack(session: Session, file: Path, head: str | None) -> int:
    """Check a pack and tell what was found; no register is needed."""
    with file.open("rb") as stream:
        found = flow.check_pack(stream, expected_head=head)
    if found.faults:
        session.show_faults(found.faults, heading="pack.verify_failed")
        return INPUT_AT_FAULT
    about = found.manifest.about
    values = {
        "application": about.application_id,
        "entries": found.entries,
        "decisions": found.decisions,
        "sheets": found.sheets,
        "withheld": found.withheld,
        "head": found.manifest.chain.head,
    }
    if session.as_json:
        session.show_json({**values, "status": about.status, "synthetic": about.synthetic, "faults": []})
        return 0
    session.show_line(session.say("pack.verified", **values))
    session.show_line(session.say("pack.without_head" if head is None else "pack.with_head"))
    if about.status != "official":
        session.show_line(session.say(f"pack.status_{about.status}"))
    elif about.synthetic:
        session.show_line(session.say("pack.status_synthetic"))
    return 0
