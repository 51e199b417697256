"""A round in notice with two grades decided, and what the two authorities do at its desk, each in one line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from scoring import flow
from scoring.flow import CreditResult, Granted
from scoring.texts import translator

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, LAST, CLOSED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9)
OFFICES = ("secretariat", "province_drc")


class Desk:
    """The office, and what the two authorities do there, each in one line."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.register = office.register

    def until(self, day: date) -> None:
        self.office.now = max(self.office.now, datetime(day.year, day.month, day.day, 2, tzinfo=UTC))

    def do(self, step: Any, *args: Any, by: str = "secretariat", **values: Any) -> Any:
        return step(self.register, self.office.who(by), self.office.tick(), *args, **values)

    def check(self, *results: CreditResult, by: str = "secretariat", on: date = OPENED) -> Any:
        return self.do(flow.check_credit, ROUND, results, by=by, checked_on=on)

    def passed(self, *ids: str) -> None:
        for by in OFFICES:
            self.check(*(CreditResult(id_, "passed") for id_ in ids), by=by)

    def draft(self, *entries: Granted) -> Any:
        return self.do(flow.draft_notice, ROUND, entries)

    def sign(self, *by: str, on: date = OPENED) -> None:
        for one in by or OFFICES:
            self.do(flow.sign_notice, ROUND, by=one, signed_on=on)

    def open(self, on: date = OPENED, **values: Any) -> Any:
        return self.do(flow.open_notice, ROUND, opened_on=on, **values)

    def opened(self, *entries: Granted, on: date = OPENED) -> None:
        """Check, draft, sign and open."""
        self.passed(*(one.application_id for one in entries))
        self.draft(*entries)
        self.sign()
        self.open(on)

    def close(self, on: date = CLOSED) -> Any:
        self.until(on)
        return self.do(flow.close_notice, ROUND, closed_on=on)

    def object(self, of: str = FIRST, on: date = date(2026, 6, 3)) -> Any:
        self.until(on)
        return self.do(
            flow.receive_objection, application_id=of, received_on=on, received_from="某同行企业", substance="材料不实"
        )

    def acknowledge(self, objection: Any, on: date = date(2026, 6, 4)) -> Any:
        self.until(on)
        return self.do(flow.acknowledge_objection, objection_id=objection.objection_id, acknowledged_on=on)

    def decide(self, objection: Any, outcome: str, on: date = date(2026, 6, 5), reason: str = "经查") -> Any:
        self.until(on)
        id_ = objection.objection_id
        return self.do(flow.decide_objection, objection_id=id_, outcome=outcome, decided_on=on, reason=reason)

    def agree(self, objection: Any, by: str = "province_drc", on: date = date(2026, 6, 5)) -> Any:
        return self.do(flow.sign_objection, by=by, objection_id=objection.objection_id, signed_on=on)

    def document(self, *entries: Granted, number: str = "苏市监〔2026〕1号") -> Any:
        return self.do(flow.draft_joint_document, ROUND, entries, number=number)

    def issue(self, *by: str, on: date = CLOSED) -> None:
        for one in by or OFFICES:
            self.do(flow.sign_joint_document, ROUND, by=one, signed_on=on)

    def announce(self, *entries: Granted, on: date = date(2026, 6, 10)) -> Any:
        return self.do(flow.announce, ROUND, entries, announced_on=on)

    def notices(self, by: str = "secretariat") -> Any:
        return flow.read_notices(self.register, self.office.who(by), ROUND)

    def objections(self) -> Any:
        return flow.read_objections(self.register, self.office.who("inspector"), ROUND)


@pytest.fixture
def register_url(tmp_path: Any) -> str:
    """A file alone: the tables of this part are tried on every database with the register."""
    return str(tmp_path / "register.db")


def decide(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "1")
    office.to("deciding")
    office.decide()
    office.decide("send_to_site_visit", of=SECOND)
    office.decide("propose_aaa", of=SECOND, stage="on_site_verification", reason="现场核查属实")
    office.to("in_notice")


@pytest.fixture
def desk(office: Any, led: Any) -> Desk:
    """The first is decided AA, the second AAA after its site visit; the round is in notice."""
    return Desk(led(office, decide))


@pytest.fixture
def early(office: Any) -> Desk:
    """The desk while marks are still given."""
    return Desk(office)


@pytest.fixture
def keys() -> Any:
    """The keys of all faults, each of which can be said in both languages."""

    def found(caught: Any) -> list[str]:
        for language in ("zh", "en"):
            assert all(one.message(translator(language)) for one in caught.value.faults)
        return [one.what.key for one in caught.value.faults]

    return found
