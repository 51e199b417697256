"""What a walk does at the desk of accreditation and at the public register, through `DeskPage`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

SAY = sys.modules["desk_page"].SAY
MAIN = sys.modules["desk_page"].MAIN


def draft_document(desk: Any, number: str) -> None:
    """Draft the joint document with everybody that may be listed."""
    desk.become("secretariat")
    desk.open("office_accreditation")
    desk.fill("accreditation-number", number)
    desk.press("accreditation-draft")
    desk.told(number)


def sign_document(desk: Any, role: str) -> None:
    """Sign the joint document that waits, for the authority of a role, today."""
    desk.become(role)
    desk.open("office_accreditation")
    desk.sure("accreditation-sign")
    desk.told(SAY("accredit.sign_do"))


def announce(desk: Any) -> None:
    """Announce everybody that may be, today."""
    desk.become("secretariat")
    desk.open("office_accreditation")
    desk.sure("accreditation-announce")
    desk.told(SAY("accredit.step_announce"))


def issue_certificate(desk: Any, application_id: str) -> bytes:
    """Have the certificate of an application made, and return its file as the browser saved it."""
    desk.become("secretariat")
    desk.open("office_accreditation")
    desk.choose("accreditation-chosen", application_id, typed=application_id)
    desk.press("accreditation-issue")
    button = desk.at("accreditation-download").locator("button").first
    button.wait_for()
    with desk.page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def verify_certificate(desk: Any, pdf: Path) -> str:
    """Hold a file against the register as one of the public, and return the answer."""
    _as_the_public(desk)
    desk.page.get_by_role("tab", name=SAY("lookup.tab_check")).click()
    desk.upload("register-file", pdf)
    answer = desk.page.locator(f"{MAIN} .lk-answer").first
    answer.wait_for()
    return str(answer.inner_text())


def search_register(desk: Any, words: str) -> list[str]:
    """Look for words as one of the public, and return the rows that were found."""
    _as_the_public(desk)
    desk.fill("register-q", words)
    desk.settled()
    return [str(row) for row in desk.page.locator(f"{MAIN} .ct-table tbody tr").all_inner_texts()]


def _as_the_public(desk: Any) -> None:
    """The public has this one page, so that there is nothing to choose it from."""
    desk.become("public")
    desk.page.locator("h1", has_text=SAY("page.everyone_register")).first.wait_for()
