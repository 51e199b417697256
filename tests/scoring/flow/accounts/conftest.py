"""A register with its first accounts, and people who sign in to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scoring import flow
from scoring.flow import accounts
from scoring.flow.accounts import FirstAccount, SignedIn
from scoring.identity import one_time
from scoring.model import Actor, Expert
from scoring.register.database import Register

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OWN = "柚子 lamp 渡口 seventeen"


@dataclass
class House:
    """The register, and what tests do with it in one line."""

    register: Register
    now: datetime = NOW
    first: dict[str, FirstAccount] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def tick(self, **more: float) -> datetime:
        self.now += timedelta(**more) if more else timedelta(seconds=1)
        return self.now

    def actor(self, role: str) -> Actor:
        """Return one of the three first people, as he acts."""
        return Actor(self.first[role].account_id, role, frozenset({role}))

    def sign_in(self, login: str, password: str = OWN, *, device: str = "d", **more: Any) -> SignedIn:
        return accounts.sign_in(self.register, self.tick(), login, password, device=device, **more)

    def refused(
        self, login: str, password: str = OWN, *, device: str = "d", **more: Any
    ) -> accounts.SignInRefusedError:
        with pytest.raises(accounts.SignInRefusedError) as told:
            self.sign_in(login, password, device=device, **more)
        return told.value

    def session(self, token: str, *, device: str = "d", **more: Any) -> accounts.Session | None:
        return accounts.session_of(self.register, self.tick(), token, device=device, **more)

    def code(self, login: str, *, step: int = 0) -> str:
        """Return a code that was not used yet: the clock goes on to the next."""
        self.tick(seconds=30)
        return one_time.code_at(self.secrets[login], one_time.step_at(self.now) + step)

    def enter(self, given: FirstAccount, *, device: str = "d") -> SignedIn:
        """Go all the way in by a first password."""
        signed = self.sign_in(given.login, given.password, device=device)
        assert signed.needs == "new_password"
        change = accounts.change_password
        signed = change(self.register, self.tick(), signed.token, given.password, OWN, device=device)
        if signed.needs == "enrol_one_time":
            signed = self.enrol(given.login, signed.token, device=device)
        assert signed.needs == "nothing"
        return signed

    def enrol(self, login: str, token: str, *, device: str = "d") -> SignedIn:
        made = accounts.begin_one_time(self.register, self.tick(), token, device=device)
        self.secrets[login] = made.secret
        return accounts.confirm_one_time(self.register, self.tick(), token, self.code(login), device=device)

    def propose(self, login: str = "wang.fang", *roles: str, **more: Any) -> accounts.Proposal:
        who = self.actor("system_admin")
        given = {"name": "王芳", "reason": "任职文件"} | more
        return accounts.propose_account(
            self.register, who, self.tick(), login=login, roles=roles or ("leader",), **given
        )

    def approve(self, proposal: accounts.Proposal, role: str = "security_admin") -> Any:
        return accounts.approve(self.register, self.actor(role), self.tick(), proposal.proposal_id)

    def hand_out(self, proposal: accounts.Proposal) -> FirstAccount:
        return accounts.hand_out(self.register, self.actor("system_admin"), self.tick(), proposal.proposal_id)

    def person(self, login: str = "wang.fang", *roles: str, **more: Any) -> FirstAccount:
        """Give somebody an account, by two people."""
        proposal = self.propose(login, *roles, **more)
        self.approve(proposal)
        return self.hand_out(proposal)

    def expert(self, expert_id: str = "E01") -> None:
        """Appoint an expert."""
        one = Expert(expert_id, "李默", "研究院", "320500", ("C34",), date(2024, 1, 1))
        holder = Actor("holder", "holder", frozenset({"assignment_holder"}))
        flow.import_experts(self.register, holder, self.tick(), [one], source="experts.csv")

    def is_sound(self) -> bool:
        inspector = self.actor("inspector")
        found = (*flow.verify(self.register, inspector).faults, *flow.check(self.register, inspector))
        assert not found, found
        return True


@pytest.fixture
def house(register: Register, cheap_passwords: None) -> House:
    made = House(register)
    made.first = {one.role: one for one in accounts.first_accounts(register, made.tick(), by="root")}
    return made
