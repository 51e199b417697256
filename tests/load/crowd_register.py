"""A real register for `crowd`: a round that takes marks, a sitting under way, and an account for everybody in both.

``make(url, experts) -> Crowd``. Nothing of a demonstration: who comes signs in by name and password, who presides by a
one-time code as well. The accounts are proposed, approved and handed out as administrators do; their passwords are
hashed at the least cost while they are made, and anew, at the full cost, by the server when each first signs in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from typing import Final

import pyotp

from indicators.load import parse_rule_book, shipped_rule_book
from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.steps import recommend, sign_papers
from scoring.flow import accounts
from scoring.identity import passwords
from scoring.model import Actor, Application, Enterprise, Expert
from scoring.procedure.uscc import make as make_uscc
from scoring.register.database import Register, create_register
from tests import meeting_register

ROUND: Final = "2026-load"
PANEL: Final = 5
#: Where the experts work: none of them marks firms of his own prefecture.
HOME: Final = "320500"
PASSWORD: Final = "sieben-kalte-Fische-41"  # noqa: S105 - of registers that are made to be thrown away
SYSTEM: Final = Actor("account-0001", "", frozenset({"system_admin"}))
SECURITY: Final = Actor("account-0002", "", frozenset({"security_admin"}))
SECRETARY: Final = Actor("S01", "S01", frozenset({"secretariat"}))
HOLDER: Final = Actor("H01", "H01", frozenset({"assignment_holder"}))


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in, and what he is there for. `secret`: of his one-time codes; `application`: whose sheet he marks."""

    login: str
    expert_id: str | None = None
    application: str = ""
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody who may come."""

    experts: tuple[Person, ...]
    members: tuple[Person, ...]
    chair: Person
    secretary: Person
    sitting: str


def make(url: str, experts: int, *, sitting: bool = True) -> Crowd:
    """Make the register: so many experts who mark a sheet each and, if asked, a sitting of forty at its hard block."""
    now = datetime.now(UTC)
    with create_register(url, now=meeting_register.NOW) as register, _cheap_passwords():
        room = meeting_register.Room(register)
        if sitting:
            _seat(room)
        sheets = _sheets(register, now, experts)
        accounts.first_accounts(register, now, by="load test")
        chair = _account(register, "chair01", "chair")
        secretary = _account(register, "office01", "secretariat")
        there = meeting_register.EXPERTS if sitting else ()
        members = tuple(_account(register, id_.lower(), "expert", id_) for id_ in there)
        marking = tuple(
            replace(_account(register, id_.lower(), "expert", id_), application=application)
            for id_, application in sheets
        )
        return Crowd(marking, members, chair, secretary, room.sitting)


def _seat(room: meeting_register.Room) -> None:
    meeting_register.fill(room, 40)
    room.prepare()
    room.seated()
    room.consent()
    room.phase("hard")


def _sheets(register: Register, now: datetime, experts: int) -> list[tuple[str, str]]:
    """Make a round that takes marks, and return who marks which application: each expert one, each application five."""
    every = [f"L{number:04d}" for number in range(1, experts + 1)]
    people = [Expert(id_, f"专家{id_}", "某院", HOME, ("C34",), date(2025, 1, 1)) for id_ in every]
    applications = _applications(-(-max(experts, PANEL) // PANEL))
    of = [(one.application_id, applications.index(one)) for one in applications]
    pairs = [(id_, every[(at * PANEL + seat) % len(every)]) for id_, at in of for seat in range(min(PANEL, len(every)))]
    texts = shipped_rule_book("2026-sample").texts
    own = replace(texts, round=texts.round.replace('round_id = "2026-sample"', f'round_id = "{ROUND}"'))
    flow.create_round(register, SECRETARY, now, parse_rule_book(own))
    sign_papers(register, repeat(now), ROUND, first_day=date(2026, 1, 1), last_day=now.date() + timedelta(days=30))
    flow.advance_round(register, SECRETARY, now, ROUND, "open")
    flow.import_experts(register, HOLDER, now, people, source="load test")
    flow.import_applications(register, SECRETARY, now, ROUND, applications, source="load test")
    recommend(register, repeat(now), ROUND, applications, read_regions())
    flow.assign(register, HOLDER, now, ROUND, pairs)
    flow.advance_round(register, SECRETARY, now, ROUND, "reviewing")
    first = {expert: application for application, expert in reversed(pairs)}
    return [(id_, first[id_]) for id_ in every]


def _applications(count: int) -> Sequence[Application]:
    regions = read_regions()
    # Spread over the prefectures: each may recommend so many and no more.
    counties = [
        next(one.code for one in regions.counties() if one.parent == city.code)
        for city in regions.prefectures()
        if city.code != HOME
    ]
    made = []
    for n in range(1, count + 1):
        county = counties[n % len(counties)]
        code = make_uscc(f"91{county}MA1LD{n:04d}")
        firm = Enterprise(code, f"某{n}公司", "legal_person", county, "C34", "medium", date(2010, 5, 4))
        made.append(Application(f"2026-{5000 + n}", ROUND, firm, "AA", date(2026, 4, 1)))
    return made


def _account(register: Register, login: str, role: str, expert_id: str | None = None) -> Person:
    """Open an account as two administrators do, and let its owner set his password, and his app where he needs one."""
    now = datetime.now(UTC)
    asked = accounts.propose_account(
        register, SYSTEM, now, login=login, name=f"某{login}", roles=[role], expert_id=expert_id, reason="负载测试"
    )
    accounts.approve(register, SECURITY, now, asked.proposal_id)
    first = accounts.hand_out(register, SYSTEM, now, asked.proposal_id)
    found = accounts.sign_in(register, now, login, first.password, device=login)
    found = accounts.change_password(register, now, found.token, first.password, PASSWORD, device=login)
    secret = None
    if found.needs == "enrol_one_time":
        secret = accounts.begin_one_time(register, now, found.token, device=login).secret
        code = pyotp.TOTP(secret).at(now)
        found = accounts.confirm_one_time(register, now, found.token, code, device=login)
    accounts.sign_out(register, now, found.token)
    return Person(login, expert_id, secret=secret)


@contextmanager
def _cheap_passwords() -> Iterator[None]:
    dear = passwords.cost
    passwords.cost = lambda: (8, 1, 1)
    try:
        yield
    finally:
        passwords.cost = dear
