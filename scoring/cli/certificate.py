"""``certificate``: issued as a PDF, or held against the register by its QR text or file."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import LANGUAGES, Message, Translator
from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import day_option
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import INPUT_AT_FAULT, command
from scoring.cli.session import Session
from scoring.documents.certificate import Certificate
from scoring.documents.certificate_page import certificate_pdf
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.errors import SpokenError
from scoring.flow import CertificateCheck
from scoring.texts import translator

SUFFIX: Final = ".pdf"
LARGEST: Final = 5_000_000
"""Bytes of a file that may be a certificate: ours have some forty thousand."""


@command("certificate")
@click.option("--verify", "claimed", metavar="TEXT|FILE", help="cli.option_verify_certificate")
@click.option("--application", "application_id", metavar="ID", help="cli.option_certificate_application")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_certificate_to")
@day_option
@on_register(role="secretariat")
@click.pass_obj
def certificate(
    session: Session,
    *,
    acting: Acting,
    claimed: str | None,
    application_id: str | None,
    to: Path | None,
    overwrite: bool,
    on: date,
) -> int:
    """Issue a certificate, or check one."""
    if claimed is not None and application_id is None and to is None:
        return _check(session, acting, claimed, on)
    if claimed is not None or application_id is None or to is None:
        raise click.UsageError(session.say("certificate.issue_or_verify"))
    refuse_bad_target(session, to, overwrite=overwrite, suffixes=(SUFFIX,))
    _issue(session, acting, application_id, to, on)
    return 0


def _issue(session: Session, acting: Acting, application_id: str, to: Path, on: date) -> None:
    says: dict[str, Translator] = {language: translator(language) for language in LANGUAGES}
    with acting.register() as register:
        fonts = find_fonts(os.environ.get(VARIABLE))
        render = partial(certificate_pdf, chinese=says["zh"], english=says["en"], fonts=fonts)
        issued = flow.issue_certificate(
            register, acting.actor, now(), application_id=application_id, on=on, render=render
        )
    to.write_bytes(issued.file)
    if session.as_json:
        entry = entry_as_json(issued.entry)
        session.show_json({"file": to.name, "certificate": _as_json(issued.certificate), "entry": entry})
        return
    session.show_line(session.say("certificate.issued", number=issued.certificate.number, file=str(to)))
    if issued.entry is None:
        session.show_line(session.say("certificate.issued_before"))
    else:
        show_entry(session, issued.entry)


def _check(session: Session, acting: Acting, claimed: str, on: date) -> int:
    with acting.register() as register:
        check = flow.verify_certificate(register, acting.actor, _text_or_file(claimed), on=on)
    if session.as_json:
        session.show_json(
            {
                "on": check.on,
                "outcome": check.outcome,
                "standing": check.standing,
                "clause": None if check.cite is None else check.cite.clause,
                "as_issued": check.as_issued,
                "in_force": check.in_force,
                "record": None if check.certificate is None else _as_json(check.certificate),
            }
        )
    else:
        _tell(session, check)
    return 0 if check.in_force else INPUT_AT_FAULT


def _tell(session: Session, check: CertificateCheck) -> None:
    say = session.say
    session.show_line(say(f"certificate.outcome_{check.outcome}"))
    record = check.certificate
    if record is None:
        return
    if check.as_issued is not None:
        session.show_line(say("certificate.file_as_issued" if check.as_issued else "certificate.file_not_as_issued"))
    standing = Message(f"publicregister.standing_{check.standing}")
    key = "certificate.stands" if check.cite is None else "certificate.stands_by"
    clause = "" if check.cite is None else check.cite.clause
    session.show_line(say(key, day=check.on.isoformat(), standing=standing, clause=clause))
    session.show_line(say("certificate.compare"))
    for label, value in (
        ("certificate.label_number", record.number),
        ("publicregister.column_enterprise", record.enterprise),
        ("certificate.label_uscc", record.uscc),
        ("publicregister.column_grade", record.grade),
        ("publicregister.column_valid_from", record.valid_from),
        ("publicregister.column_valid_until", record.valid_until),
        ("certificate.label_joint_document", record.joint_document),
    ):
        if value is not None:
            session.show_line(f"  {say(label)}  {value}")
    for mark in record.marks:
        session.show_line(f"  {say(f'certificate.mark_{mark}')}  {say('certificate.no_certificate')}")


def _text_or_file(claimed: str) -> str | bytes:
    """Return the file of that name, or what was given where there is none.

    Raises
    ------
    SpokenError
        If the file is larger than any certificate.
    """
    path = Path(claimed)
    try:
        if not path.is_file():
            return claimed
    except (OSError, ValueError):  # a text that no file can be called
        return claimed
    if path.stat().st_size > LARGEST:
        raise SpokenError(Message("certificate.file_without_text"))
    return path.read_bytes()


def _as_json(certificate: Certificate) -> dict[str, Any]:
    return {
        "number": certificate.number,
        "enterprise": certificate.enterprise,
        "uscc": certificate.uscc,
        "grade": certificate.grade,
        "valid_from": certificate.valid_from,
        "valid_until": certificate.valid_until,
        "joint_document": certificate.joint_document,
        "marks": certificate.marks,
        "text": certificate.text,
    }
