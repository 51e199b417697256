"""The ways in beside a password, taken to their end: a trusted proxy's word, a screen's code; and rights that end."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard import source
from dashboard.gate.settings import GateSettings, Proxy
from dashboard.gate.visitors import bound
from scoring.flow import accounts, meeting
from scoring.model import Actor
from scoring.register.database import Register, create_register

PROXY = ("10.9.0.7", 40_000)


def _administrator(register: Register, role: str) -> Actor:
    reader = Actor("reader", "reader", frozenset({"inspector"}))
    found = (one.account for one in accounts.accounts_list(register, reader))
    return Actor(next(one.account_id for one in found if one.roles == (role,)), role, frozenset({role}))


def _approve(register: Register, clock: Any, proposal: accounts.Proposal) -> None:
    accounts.approve(register, _administrator(register, "security_admin"), clock.now, proposal.proposal_id)


@pytest.fixture(scope="module")
def counted() -> Iterator[int]:
    """A number for each test: logins and subjects are of one person for ever."""
    return iter(range(1, 100))


@pytest.fixture
def linked(browser: Any, real: Register, clock: Any, set_up: Any, counted: Iterator[int]) -> tuple[str, str]:
    """A leader whom the proxy knows: his account, and the proxy's name of him. The gate believes that proxy."""
    set_up(GateSettings(proxy=Proxy(("10.9.0.0/24",), "X-Remote-User")))
    number, who = next(counted), _administrator(real, "system_admin")
    given = accounts.propose_account(
        real, who, clock.now, login=f"leader.{number}", name="王芳", roles=["leader"], reason="任职文件"
    )
    _approve(real, clock, given)
    subject = f"CN=王芳,O=省政府办公厅,UID={number:04d}"
    link = accounts.link_external(
        real, who, clock.now, given.account_id, issuer="proxy", subject=subject, reason="单位网关"
    )
    _approve(real, clock, link)
    browser.client = PROXY
    return given.account_id, subject


def _sent(subject: str) -> str:
    # Headers travel as Latin-1; the proxy writes names as UTF-8.
    return subject.encode("utf-8").decode("latin-1")


def test_whom_a_trusted_proxy_names_is_in_at_once_and_only_by_that_proxy(
    browser: Any, real: Register, clock: Any, linked: tuple[str, str]
) -> None:
    account_id, subject = linked
    named = {"x_remote_user": _sent(subject)}
    assert browser.get("/account/sign-in?next=/leader_regions", **named).to == "/leader_regions"
    assert browser.get("/leader_regions", **named).status == 200
    said = browser.websocket(b"run", **named)
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.send"]
    token = browser.jar["qc-session"]
    session = accounts.session_of(real, clock.now, token, device=_bound(browser, subject))
    assert session is not None
    assert (session.account_id, session.external, session.roles) == (account_id, True, frozenset({"leader"}))
    # Without the proxy's word, with another's, or past the proxy the cookie opens nothing.
    assert browser.get("/leader_regions").to == "/account/sign-in?next=/leader_regions"
    assert browser.get("/leader_regions", x_remote_user="CN=somebody").to is not None
    browser.client = ("10.1.2.3", 51_000)
    assert browser.get("/leader_regions", **named).to is not None
    assert browser.websocket(b"run", **named)[-1]["type"] == "websocket.close"


def test_a_link_that_was_cut_opens_nothing_more_and_ends_what_it_had_opened(
    browser: Any, real: Register, clock: Any, linked: tuple[str, str]
) -> None:
    account_id, subject = linked
    named = {"x_remote_user": _sent(subject)}
    assert browser.get("/account/sign-in", **named).to == "/"
    administrator = _administrator(real, "security_admin")
    found = (one for one in accounts.accounts_list(real, administrator) if one.account.account_id == account_id)
    link = next(found).links[0]

    def cut() -> None:
        accounts.unlink_external(real, administrator, clock.now, link.link_id, reason="离岗")

    said = browser.websocket(b"run", before_each=cut, **named)
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.close"]
    assert 'role="alert"' in browser.get("/account/sign-in", **named).text


@pytest.mark.parametrize("how", ["roles", "disabled", "ended"])
def test_a_page_that_is_open_does_nothing_more_when_its_rights_are_changed(
    browser: Any, real: Register, clock: Any, linked: tuple[str, str], how: str
) -> None:
    account_id, subject = linked
    named = {"x_remote_user": _sent(subject)}
    assert browser.get("/account/sign-in", **named).to == "/"
    system, security = (_administrator(real, role) for role in ("system_admin", "security_admin"))

    def change() -> None:
        if how == "roles":
            given = accounts.propose_roles(real, system, clock.now, account_id, roles=["chair"], reason="岗位交流")
            _approve(real, clock, given)
        elif how == "disabled":
            accounts.disable(real, system, clock.now, account_id, reason="离岗")
        else:
            accounts.end_sessions(real, security, clock.now, account_id, reason="设备遗失")

    ran = iter([lambda: None, change])
    said = browser.websocket(b"run", b"run", before_each=lambda: next(ran)(), **named)
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert browser.websocket(b"run", **named)[-1]["type"] == "websocket.close"
    assert browser.get("/media/x", **named).status == 401


def _bound(browser: Any, subject: str) -> str:
    return bound(browser.jar["qc-device"], subject)


# --- screens --------------------------------------------------------------------------------------------------------


def _makers() -> ModuleType:
    """Load the maker of rooms anew: what it makes here is no demonstration, and must not be handed to others."""
    spec = importlib.util.spec_from_file_location(
        "real_meeting_register", Path(__file__).parents[2] / "meeting_register.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A sitting on a register that is no demonstration."""
    makers = _makers()

    def create(path: Path, **more: Any) -> Register:
        return create_register(path, now=more["now"])

    makers.create_register = create  # type: ignore[attr-defined]
    found = makers.build(tmp_path_factory.mktemp("screen") / "register.db", 1)
    assert not found.register.synthetic
    found.prepare()
    yield found, makers
    found.register.close()


def test_a_screen_is_paired_by_the_code_of_its_sitting_and_goes_dark_when_another_is(
    browser: Any, room: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting, makers = room
    monkeypatch.setattr(source, "register", lambda: sitting.register)
    clock.now = sitting.now
    code = sitting.sit(meeting.offer_wall, makers.SECRETARY)
    answer = browser.post("/account/screen", code=f"{code[:3]} {code[3:]}")
    assert answer.to is not None
    assert answer.to.startswith("/kiosk_wall?screen=")
    assert "HttpOnly" in next(line for line in answer.set_cookies if line.startswith("qc-screen"))
    assert "qc-session" not in browser.jar
    # The wall, its stream and nothing else.
    assert browser.get(answer.to).text == "shown to -"
    assert browser.websocket(b"run")[1]["text"] == "screen"
    assert browser.get("/account/state").text == '{"stay":true,"go":null}'
    assert [browser.get(path).status for path in ("/media/report.pdf", "/app/static/x")] == [401, 401]
    assert browser.ask("PUT", "/_stcore/upload_file/a/b", headers={}).status == 401
    assert browser.get("/account/me").to == "/account/sign-in"
    # The code is good once.
    other = type(browser)(browser.app)
    assert other.post("/account/screen", code=code).status == 403
    # Another screen is paired: the first goes dark while its page is open.
    clock.now = sitting.now = sitting.now + timedelta(minutes=1)
    again = []

    def pair_another() -> None:
        again.append(sitting.sit(meeting.offer_wall, makers.SECRETARY))

    said = browser.websocket(b"run", before_each=pair_another)
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.close"]
    clock.now = sitting.now
    assert other.post("/account/screen", code=again[0]).to is not None
    assert browser.get("/account/state").text == '{"stay":false,"go":"/account/screen"}'
    assert other.websocket(b"run")[1]["text"] == "screen"
