"""Files of dossiers: kept by content, refused where they are not what they say, handed back as they came."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register import attachments

FIRST, SECOND = "2026-0001", "2026-0002"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4_000  # more than one part
DIGEST = hashlib.sha256(PDF).hexdigest()


class Endless(BytesIO):
    """A file of 200 MB that counts how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.taken += size
        return b"%PDF-" + b"x" * (size - 5)


def attach(office: Any, content: bytes = PDF, name: str = "报告.pdf", of: str = FIRST, **told: Any) -> Any:
    who = told.pop("who", office.who("county_regulator", region="320102"))
    given = {"stream": BytesIO(content), "size": len(content), **told}
    return flow.attach_file(office.register, who, office.tick(), application_id=of, name=name, **given)


def test_what_comes_in_goes_out_and_is_kept_once(office: Any) -> None:
    attach(office)
    attach(office, name="同一份.pdf", of=SECOND, who=office.who("secretariat"))
    reader = office.who("prefecture_drc", region="320100")
    found = flow.read_attachment(office.register, reader, application_id=FIRST, digest=DIGEST)
    assert (found.name, found.media_type, found.content) == ("报告.pdf", "application/octet-stream", PDF)
    (held,) = flow.list_attachments(office.register, reader, SECOND)
    assert (held.name, held.kind, held.size, held.digest) == ("同一份.pdf", "pdf", len(PDF), DIGEST)
    with office.register.read() as connection:
        assert len(attachments.add_content(DIGEST, PDF)) == 2
        assert attachments.content(connection, DIGEST) == PDF
    assert office.is_sound()


def test_200_megabytes_are_refused_before_they_are_read(office: Any) -> None:
    announced, hidden = Endless(), Endless()
    with pytest.raises(FaultsError, match=r"steps\.attachment_too_large"):
        attach(office, stream=announced, size=200_000_000)
    assert announced.taken == 0
    with pytest.raises(FaultsError, match=r"steps\.attachment_too_large"):
        attach(office, stream=hidden, size=1)  # whatever is announced
    assert hidden.taken == 20_000_001


@pytest.mark.parametrize(("content", "name"), [(b"MZ\x90", "报告.pdf"), (b"<html>", "照片.png"), (PDF, "照片.jpg")])
def test_a_disguised_file_is_refused_and_the_attempt_stays(office: Any, content: bytes, name: str) -> None:
    before = len(office.entries())
    with pytest.raises(FaultsError, match=r"steps\.attachment_disguised"):
        attach(office, content, name)
    (entry,) = office.entries()[before:]
    assert (entry.act, entry.object) == ("attempt.refused", f"application/{FIRST}")
    assert flow.list_attachments(office.register, office.who("secretariat"), FIRST) == ()


def test_the_same_content_is_held_once_and_comes_back_after_a_withdrawal(office: Any) -> None:
    attach(office, provider="检验院", provider_code="91320102MA1ABCD01X")
    with pytest.raises(ConflictError, match=r"steps\.attachment_held"):
        attach(office, name="另名.pdf")
    secretariat = office.who("secretariat")

    def withdraw(reason: str = "误传") -> Any:
        return flow.withdraw_attachment(
            office.register, secretariat, office.tick(), application_id=FIRST, digest=DIGEST, reason=reason
        )

    with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
        withdraw("")
    withdraw()
    with pytest.raises(ConflictError, match=r"steps\.attachment_not_held"):
        withdraw()
    (gone,) = flow.list_attachments(office.register, secretariat, FIRST)
    assert (gone.state, gone.reason, gone.provider, gone.version) == ("withdrawn", "误传", "检验院", 2)
    attach(office)
    (back,) = flow.list_attachments(office.register, secretariat, FIRST)
    assert (back.state, back.version) == ("held", 3)
    assert office.is_sound()


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"provider_code": "91320102MA1ABCD010"}, r"uscc\."),
        ({"provider": "检\u202e验院"}, r"flow\.text_with_hidden_characters"),
        ({"content": b""}, r"steps\.attachment_empty"),
    ],
)
def test_what_else_is_refused(office: Any, told: dict[str, Any], key: str) -> None:
    with pytest.raises(FaultsError, match=key):
        attach(office, **told)


@pytest.mark.parametrize(
    ("role", "id_", "region", "may"),
    [
        ("expert", "E01", None, True),
        ("expert", "E06", None, False),
        ("county_drc", None, "320104", False),
        ("province_drc", None, None, True),
        ("leader", None, None, False),
        ("public", None, None, False),
    ],
)
def test_who_reads_a_file(office: Any, role: str, id_: str | None, region: str | None, may: bool) -> None:
    attach(office, b"%PDF-1.7")
    who = office.who(role, id_, region)
    if may:
        assert len(flow.list_attachments(office.register, who, FIRST)) == 1
        return
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.list_attachments(office.register, who, FIRST)


def test_no_file_once_the_notice_is_out_or_the_application_withdrawn(office: Any) -> None:
    secretariat = office.who("secretariat")
    flow.withdraw_application(office.register, secretariat, office.tick(), application_id=SECOND, reason="企业申请")
    with pytest.raises(ConflictError, match=r"steps\.withdrawn_already"):
        attach(office, of=SECOND)
    office.to("deciding")
    office.to("in_notice")
    with pytest.raises(ConflictError, match=r"steps\.round_takes_no_steps"):
        attach(office)
