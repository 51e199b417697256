"""From the closed notice to a certificate that a stranger holds against the register, in a real browser."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
NUMBER, FAR = "苏市监〔2026〕1号", "2026-0004"


office = sys.modules["desk_accreditation"]


def test_from_the_closed_notice_to_a_certificate_that_a_stranger_checks(
    hall_server: Callable[[str], Any], context: Any, tmp_path: Path
) -> None:
    server = hall_server("closed")
    desk = sys.modules["desk_page"].DeskPage(context.new_page(), server.url)
    office.draft_document(desk, NUMBER)
    office.sign_document(desk, "secretariat")
    office.sign_document(desk, "province_drc")
    office.announce(desk)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(office.issue_certificate(desk, FAR))
    assert paper.read_bytes().startswith(b"%PDF")
    assert "证书真实" in office.verify_certificate(desk, paper)
    found = office.search_register(desk, "苏州样例丁")
    assert len(found) == 1
    assert NUMBER in found[0]
