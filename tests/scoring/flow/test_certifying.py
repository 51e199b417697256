"""Certificates: only of grades in force, recorded once, and every other paper, text or day told from them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring import flow
from scoring.documents.certificate import Certificate
from scoring.errors import AccessRefusedError, ConflictError, SpokenError
from scoring.flow import Granted

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
DAY, LAST = date(2026, 9, 1), date(2031, 8, 31)


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    """A file alone: what certificates read of the record is tried on every database with the public register."""
    return str(tmp_path / "register.db")


def render(certificate: Certificate) -> bytes:
    """Stand for a page: like it, it depends on the certificate alone and carries its text."""
    return repr(certificate).encode() + certificate.text.encode()


def announce(office: Any) -> Any:
    """Announce AA for the first application."""
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    office.to("in_notice")
    office.accredit(Granted(FIRST, "AA"), on=DAY)
    return office


@pytest.fixture
def announced(office: Any, led: Any) -> Any:
    return led(office, announce)


def issue(office: Any, *, of: str = FIRST, on: date = DAY, render: Any = render) -> flow.IssuedCertificate:
    return flow.issue_certificate(
        office.register, office.who("secretariat"), office.tick(), application_id=of, on=on, render=render
    )


def check(office: Any, claimed: str | bytes, on: date = DAY, role: str = "public") -> flow.CertificateCheck:
    return flow.verify_certificate(office.register, office.who(role), claimed, on=on)


def revoke(office: Any) -> None:
    office.revoke(FIRST)


def test_it_says_what_was_announced_and_where_that_stands_in_the_record(announced: Any) -> None:
    announcing = announced.entries()[-1]
    certificate = issue(announced).certificate
    assert (certificate.enterprise, certificate.grade) == (announced.application(1).enterprise.name, "AA")
    assert (certificate.valid_from, certificate.valid_until) == (DAY, LAST)
    assert (certificate.entry, certificate.entry_hash) == (announcing.sequence, announcing.hash)
    assert certificate.marks == ("sample",)


def test_to_issue_is_an_act_and_to_print_the_same_again_is_none(announced: Any) -> None:
    first = issue(announced)
    entry = announced.entries()[-1]
    assert first.entry is not None
    assert (entry.act, entry.object, entry.role) == ("certificate.issued", f"application/{FIRST}", "secretariat")
    assert json.loads(entry.content)["details"]["number"] == first.certificate.number
    again = issue(announced)
    assert (again.entry, again.file) == (None, first.file)
    assert announced.entries()[-1].sequence == entry.sequence
    assert issue(announced, render=lambda one: render(one) + b" set anew").entry is not None
    assert announced.is_sound()


@pytest.mark.parametrize("as_file", [False, True])
def test_a_genuine_one_is_told_so_with_what_the_record_says(announced: Any, as_file: bool) -> None:
    issued = issue(announced)
    told = check(announced, issued.file if as_file else issued.certificate.text)
    assert (told.outcome, told.standing, told.in_force) == ("genuine", "valid", True)
    assert told.certificate == issued.certificate
    assert told.as_issued is (True if as_file else None)
    assert told.cite is None


@pytest.mark.parametrize(
    ("on", "outcome", "standing", "in_force", "clause"),
    [
        (date(2026, 8, 31), "unknown", None, False, None),
        (DAY, "genuine", "valid", True, None),
        (LAST, "genuine", "expiring", True, None),
        (date(2031, 9, 1), "genuine", "expired", False, "15"),
    ],
)
def test_on_each_edge_of_its_term(
    announced: Any, on: date, outcome: str, standing: str | None, in_force: bool, clause: str | None
) -> None:
    told = check(announced, issue(announced).certificate.text, on)
    assert (told.outcome, told.standing, told.in_force) == (outcome, standing, in_force)
    assert (told.cite.clause if told.cite else None) == clause


def test_after_revocation_the_paper_is_genuine_and_the_grade_is_not_in_force(announced: Any) -> None:
    text = issue(announced).certificate.text
    revoke(announced)
    told = check(announced, text)
    assert (told.outcome, told.standing, told.in_force) == ("genuine", "revoked", False)
    assert told.cite is not None
    assert told.cite.clause == "16"  # for untrue material: the article on which it was revoked


def test_another_digest_or_number_is_not_genuine(announced: Any) -> None:
    certificate = issue(announced).certificate
    altered = replace(certificate, digest="0" * 64)
    assert check(announced, altered.text).outcome == "altered"
    assert not check(announced, altered.text).in_force
    for number in ("QC32-2026-999999", "QC33" + certificate.number[4:], certificate.number.replace("2026", "2025")):
        told = check(announced, replace(certificate, number=number).text)
        assert (told.outcome, told.certificate, told.in_force) == ("unknown", None, False)


def test_an_altered_file_with_a_genuine_text_is_not_as_issued(announced: Any) -> None:
    file = issue(announced).file
    told = check(announced, file.replace(b"'AA'", b"'AAA'"))
    assert (told.outcome, told.as_issued, told.in_force) == ("genuine", False, False)


def test_a_register_whose_grade_was_changed_fails_the_paper_that_is_out(twin: Any) -> None:
    text = issue(announce(twin)).certificate.text
    with sqlite3.connect(twin.url) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE accreditation SET grade = 'AAA'")
    connection.close()
    assert check(twin, text).outcome == "altered"


def test_no_certificate_before_the_announcement_or_of_what_was_not_granted(announced: Any) -> None:
    for of, on in ((FIRST, date(2026, 8, 31)), (SECOND, DAY)):
        with pytest.raises(ConflictError, match=r"certificate\.nothing_announced"):
            issue(announced, of=of, on=on)


def test_no_certificate_of_a_grade_that_is_not_in_force(announced: Any) -> None:
    with pytest.raises(ConflictError, match=r"certificate\.not_in_force .*'15'"):
        issue(announced, on=date(2031, 9, 1))
    revoke(announced)
    with pytest.raises(ConflictError, match=r"certificate\.not_in_force .*'16'"):
        issue(announced)
    assert announced.entries()[-1].act == "accreditation.revoked"


def test_what_is_revoked_while_the_page_is_set_is_not_issued(announced: Any) -> None:
    def slowly(certificate: Certificate) -> bytes:
        revoke(announced)
        return render(certificate)

    with pytest.raises(ConflictError, match=r"certificate\.not_in_force"):
        issue(announced, render=slowly)


def test_the_secretariat_alone_issues_and_everybody_may_check(announced: Any) -> None:
    text = issue(announced).certificate.text
    for role in ("public", "kiosk", "expert", "county_drc", "inspector"):
        assert check(announced, text, role=role).in_force
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.issue_certificate(
                announced.register, announced.who(role), announced.tick(), application_id=FIRST, on=DAY, render=render
            )


@pytest.mark.parametrize(
    ("claimed", "key"), [("nonsense", r"certificate\.not_a_text"), (b"%PDF", r"certificate\.file_without_text")]
)
def test_what_is_no_certificate_at_all(announced: Any, claimed: str | bytes, key: str) -> None:
    with pytest.raises(SpokenError, match=key):
        check(announced, claimed)


def test_whoever_reads_the_joint_documents_knows_who_was_handed_a_certificate(announced: Any) -> None:
    def handed(role: str) -> dict[str, str]:
        return dict(flow.certificates_issued(announced.register, announced.who(role), ROUND))

    assert handed("inspector") == {}
    issue(announced)
    assert list(handed("province_drc")) == [FIRST]
    with pytest.raises(AccessRefusedError):
        handed("public")
