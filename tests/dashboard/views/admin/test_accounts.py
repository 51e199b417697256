"""The page of accounts on a register that has some: who proposes, who approves, what is shown once, what stays text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import identity, source
from dashboard.gate.visitors import Visitor
from dashboard.roles import VIEWS
from scoring.flow import accounts
from scoring.identity import passwords
from scoring.model import Actor
from scoring.register.database import Register, create_register

pr = sys.modules["panel_register"]
straight = sys.modules["straight"]
FILE = "admin/accounts"
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)">*粗*'


class House:
    """A register with accounts, and its page as one of its people has it."""

    def __init__(self, register: Register, first: dict[str, accounts.FirstAccount]) -> None:
        self.register, self.first, self.now = register, first, NOW
        self.at_the_door: Visitor | None = None

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def person(self, role: str) -> Actor:
        return Actor(self.first[role].account_id, role, frozenset({role}))

    def page(self, role: str, account_id: str | None = None) -> AppTest:
        """Open the page as somebody who has signed in."""
        self.enter(role, account_id)
        at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
        opened: AppTest = straight.open_page(at, FILE)
        return opened

    def enter(self, role: str, account_id: str | None = None) -> None:
        id_ = account_id or self.first[role].account_id
        own = frozenset({role})
        later = NOW + timedelta(hours=8)
        session = accounts.Session(
            f"session-{id_}", id_, role, Actor(id_, role, own), own, "nothing", False, True, NOW, later, later, False
        )  # fmt: skip
        self.at_the_door = Visitor("person", session)

    def proposed(self, **more: Any) -> accounts.Proposal:
        given: dict[str, Any] = {"login": "wang.fang", "name": "王芳", "roles": ["leader"], "reason": "任职文件"} | more
        return accounts.propose_account(self.register, self.person("system_admin"), self.tick(), **given)

    def approved(self, proposal: accounts.Proposal) -> accounts.Proposal:
        accounts.approve(self.register, self.person("security_admin"), self.tick(), proposal.proposal_id)
        return proposal

    def state(self, proposal: accounts.Proposal) -> str:
        found = accounts.proposals_list(self.register, self.person("inspector"))
        return next(one.state for one in found if one.proposal_id == proposal.proposal_id)

    def heads(self) -> dict[str, accounts.AccountHead]:
        found = accounts.accounts_list(self.register, self.person("inspector"))
        return {one.account.login: one for one in found}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, accounts.FirstAccount]]:
    path = tmp_path_factory.mktemp("accounts") / "register.db"
    with pytest.MonkeyPatch.context() as patch, create_register(path, now=NOW) as register:
        patch.setattr(passwords, "cost", lambda: (8, 1, 1))
        return path, {one.role: one for one in accounts.first_accounts(register, NOW, by="tester")}


@pytest.fixture
def house(made: Any, tmp_path: Path, cheap_passwords: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    path = tmp_path / "register.db"
    path.write_bytes(made[0].read_bytes())
    with pr.serving(path, monkeypatch) as sitting:
        found = House(sitting.register, made[1])
        monkeypatch.setattr(source, "now", found.tick)
        monkeypatch.setattr(identity, "visitor", lambda presented: found.at_the_door)
        yield found


def keys(at: AppTest) -> set[str]:
    return {str(one.key) for one in at.button}


def test_one_proposes_another_approves_and_the_first_hands_the_password_out_once(house: House) -> None:
    at = house.page("system_admin")
    at.text_input(key="admin-new-name").set_value("王芳")
    at.text_input(key="admin-new-login").set_value("wang.fang")
    at.multiselect(key="admin-new-roles").set_value(["leader"])
    at.text_area(key="admin-new-reason").set_value("任职文件")
    at.button(key="admin-propose").click().run()
    assert len(at.success) == 1, [one.value for one in at.error]
    given = accounts.proposals_list(house.register, house.person("inspector"))[0]
    assert "wang.fang" not in house.heads()
    # He who proposed may take it back, and not approve it.
    id_ = given.proposal_id
    assert f"admin-withdraw-{id_}" in keys(at)
    assert not {f"admin-approve-{id_}", f"admin-hand-out-{id_}"} & keys(at)
    assert at.text_input(key="admin-new-login").value == ""

    other = house.page("security_admin")
    other.button(key=f"admin-approve-{id_}").click().run()
    assert len(other.success) == 1
    assert house.heads()["wang.fang"].account.roles == ("leader",)
    assert f"admin-hand-out-{id_}" not in keys(other)

    at = house.page("system_admin")
    assert at.button(key=f"admin-hand-out-{id_}").disabled
    at.checkbox(key=f"admin-hand-out-{id_}-sure").check().run()
    at.button(key=f"admin-hand-out-{id_}").click().run()
    told = pr.markup(at).split("<code>")[1].split("</code>")[0]
    signed = accounts.sign_in(house.register, house.tick(), "wang.fang", told, device="d")
    assert signed.needs == "new_password"
    # With the next run it is gone, from the page and from what the page keeps.
    at.run()
    assert told not in pr.words(at)
    assert told not in str(at.session_state._state.filtered_state)
    assert f"admin-hand-out-{id_}" not in keys(at)


def test_a_refusal_needs_a_reason(house: House) -> None:
    given = house.proposed()
    at = house.page("security_admin")
    at.button(key=f"admin-refuse-{given.proposal_id}").click().run()
    assert len(at.error) == 1
    at.text_area(key=f"admin-answer-{given.proposal_id}").set_value("依据不足")
    at.button(key=f"admin-refuse-{given.proposal_id}").click().run()
    assert house.state(given) == "refused"
    assert "wang.fang" not in house.heads()


def test_everything_wrong_with_an_account_is_told_at_once(house: House) -> None:
    at = house.page("system_admin")
    at.multiselect(key="admin-new-roles").set_value(["inspector", "county_drc"]).run()
    assert len(at.warning) == 1  # said as soon as it is chosen
    at.text_area(key="admin-new-reason").set_value("任职文件")
    at.button(key="admin-propose").click().run()
    assert len(at.error) >= 4  # login, name, roles, region
    assert not accounts.proposals_list(house.register, house.person("inspector"))


def test_roles_are_changed_with_the_region_they_need(house: House) -> None:
    given = house.approved(house.proposed())
    at = house.page("system_admin")
    at.selectbox(key="admin-chosen").set_value(given.account_id).run()
    at.radio(key="admin-what").set_value("roles").run()
    key = f"admin-of-{given.account_id}"
    assert at.multiselect(key=f"{key}-roles").value == ["leader"]
    at.multiselect(key=f"{key}-roles").set_value(["county_regulator"]).run()
    at.selectbox(key=f"{key}-region").set_value("320102")
    at.text_area(key="admin-reason").set_value("岗位交流")
    at.button(key="admin-act").click().run()
    assert len(at.success) == 1, [one.value for one in at.error]
    asked = accounts.proposals_list(house.register, house.person("inspector"), waiting=True)[-1]
    assert asked.content == {"roles": ["county_regulator"], "region": "320102", "expert_id": None}
    assert house.heads()["wang.fang"].account.roles == ("leader",)


def test_a_link_is_proposed_and_its_subject_is_kept_nowhere(house: House) -> None:
    given = house.approved(house.proposed())
    at = house.page("system_admin")
    at.selectbox(key="admin-chosen").set_value(given.account_id).run()
    at.radio(key="admin-what").set_value("link").run()
    at.text_input(key="admin-issuer").set_value("https://id.example.cn")
    at.text_input(key="admin-subject").set_value("subject-of-wang-fang")
    at.text_area(key="admin-reason").set_value("统一身份")
    at.button(key="admin-act").click().run()
    assert len(at.success) == 1, [one.value for one in at.error]
    assert "subject-of-wang-fang" not in pr.words(at)
    other = house.page("security_admin")
    asked = accounts.proposals_list(house.register, house.person("inspector"), waiting=True)[-1]
    assert asked.content["hint"] in pr.markup(other)
    other.button(key=f"admin-approve-{asked.proposal_id}").click().run()
    entered = accounts.sign_in_external(
        house.register, house.tick(), issuer="https://id.example.cn", subject="subject-of-wang-fang", device="d"
    )
    assert entered.account_id == given.account_id


@pytest.mark.parametrize("role", ["system_admin", "security_admin"])
def test_one_person_disables_at_once_when_he_is_sure(house: House, role: str) -> None:
    given = house.approved(house.proposed())
    at = house.page(role)
    at.selectbox(key="admin-chosen").set_value(given.account_id).run()
    at.radio(key="admin-what").set_value("disable").run()
    at.text_area(key="admin-reason").set_value("离岗").run()
    assert at.button(key="admin-act-disable").disabled
    assert house.heads()["wang.fang"].account.active
    at.checkbox(key="admin-act-disable-sure").check().run()
    at.button(key="admin-act-disable").click().run()
    assert len(at.success) == 1, [one.value for one in at.error]
    assert not house.heads()["wang.fang"].account.active


def test_the_security_administrator_ends_sessions_and_proposes_nothing(house: House) -> None:
    given = house.approved(house.proposed())
    first = accounts.hand_out(house.register, house.person("system_admin"), house.tick(), given.proposal_id)
    token = accounts.sign_in(house.register, house.tick(), first.login, first.password, device="d").token
    at = house.page("security_admin")
    assert "admin-propose" not in keys(at)
    at.selectbox(key="admin-chosen").set_value(given.account_id).run()
    assert len(at.radio(key="admin-what").options) == 2
    at.radio(key="admin-what").set_value("end_sessions").run()
    at.text_area(key="admin-reason").set_value("设备遗失").run()
    at.checkbox(key="admin-act-end_sessions-sure").check().run()
    at.button(key="admin-act-end_sessions").click().run()
    assert len(at.success) == 1, [one.value for one in at.error]
    assert accounts.session_of(house.register, house.tick(), token, device="d") is None


def test_the_inspector_reads_everything_and_does_nothing(house: House) -> None:
    given = house.proposed()
    accounts.first_again(house.register, house.tick(), by="tester", reason="两名管理员均无法登录")
    at = house.page("inspector")
    assert not [key for key in keys(at) if key.startswith("admin-") and "page" not in key]
    assert "admin-chosen" not in {one.key for one in at.selectbox}
    text = pr.words(at)
    assert "两名管理员均无法登录" in text
    assert given.account_id in text
    assert 'class="ad-alarm"' in pr.markup(at)
    for role in ("system_admin", "security_admin"):
        assert "两名管理员均无法登录" not in pr.words(house.page(role))


def test_names_and_reasons_stay_text(house: House) -> None:
    house.approved(house.proposed(login="a.hostile", name=HOSTILE, reason=HOSTILE))
    house.proposed(login="b.hostile", name=HOSTILE, reason=HOSTILE)
    for role in ("system_admin", "security_admin", "inspector"):
        at = house.page(role)
        assert "<img" not in pr.markup(at)
        assert "&lt;img" in pr.markup(at)
        # Where Markdown is drawn, its signs mean themselves.
        drawn = [one.value for one in (*at.caption, *at.warning, *at.header)]
        assert not [text for text in drawn if HOSTILE in text]
    at = house.page("system_admin")
    at.selectbox(key="admin-chosen").set_value(house.heads()["a.hostile"].account.account_id).run()
    at.radio(key="admin-what").set_value("disable").run()
    label = at.checkbox(key="admin-act-disable-sure").label
    assert HOSTILE not in label
    assert r"\*" in label


def test_rights_that_are_gone_do_nothing_more_on_a_page_that_is_open(house: House) -> None:
    given = house.proposed()
    at = house.page("security_admin")
    # Between what he saw and what he pressed he lost the role: the button that he saw is worth nothing.
    house.enter("leader", house.first["security_admin"].account_id)
    at.button(key=f"admin-approve-{given.proposal_id}").click().run()
    assert house.state(given) == "proposed"
    house.at_the_door = Visitor("nobody")
    at.run()
    assert not at.title
    assert house.state(given) == "proposed"


def test_on_a_demonstration_the_page_says_that_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "register.db", monkeypatch) as sitting:
        for role in ("system_admin", "security_admin", "inspector"):
            at = sitting.page(role, FILE)
            assert "演示数据库不设账号" in pr.markup(at)
            assert not [key for key in keys(at) if key.startswith("admin-")]
        refused = pr.direct("leader", FILE)
        assert not refused.title
        assert len(refused.warning) == 1
