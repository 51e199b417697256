"""Signing in through a real provider in a real browser: its session is new, its way back good once, its end an end."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring.flow import accounts
from scoring.model import Actor
from scoring.register.database import Register, create_register

pytestmark = pytest.mark.browser

SUBJECT = "wang.li@example.cn"
WAY_BACK = "/account/oidc/back"
SYSTEM = Actor("account-0001", "", frozenset({"system_admin"}))
SECURITY = Actor("account-0002", "", frozenset({"security_admin"}))
_SECONDS = 30


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on this machine, which lets in whoever says a name."""
    # Not imported here: it warns of what it imports itself.
    if importlib.util.find_spec("oidc_provider_mock") is None:
        pytest.skip("the provider for tests is not installed")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + _SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=1):  # noqa: S310
                break
        except OSError:
            assert process.poll() is None, "the provider ended while it started"
            assert time.monotonic() < until, "the provider did not start"
            time.sleep(0.2)
    yield url
    process.terminate()
    process.wait(10)


def _with_an_account(path: Path, issuer: str) -> None:
    """Make a register on which two administrators have let one leader in who signs in at the provider."""
    now = datetime.now(UTC)
    with create_register(str(path), now=now) as register:
        accounts.first_accounts(register, now, by="tester")
        _approved(
            register,
            accounts.propose_account(
                register, SYSTEM, now, login="wangli", name="王莉", roles=["leader"], reason="新任职"
            ),
        )
        account_id = "account-0004"
        _approved(
            register,
            accounts.link_external(
                register, SYSTEM, now, account_id, issuer=issuer, subject=SUBJECT, reason="统一身份认证"
            ),
        )


def _approved(register: Register, proposal: accounts.Proposal) -> None:
    accounts.approve(register, SECURITY, datetime.now(UTC), proposal.proposal_id)


@pytest.fixture(scope="module")
def product(server_of: Callable[[Path], Any], issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product on that register, set up for the provider."""
    folder = tmp_path_factory.mktemp("sign-in")
    path, file = folder / "register.db", folder / "gate.toml"
    _with_an_account(path, issuer)
    server = server_of(path)
    file.write_text(
        f'[site]\npublic_url = "{server.url}"\n[oidc]\nissuer = "{issuer}"\nclient_id = "panel"\n'
        'name = "统一身份认证平台"\nname_en = "the identity platform"\n',
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALITY_CREDIT_GATE", str(file))
        patch.setenv("QUALITY_CREDIT_OIDC_SECRET", "shared")
        server.start()
        yield str(server.url)


@pytest.fixture
def browser(chromium: Any) -> Iterator[Callable[[], Any]]:
    """Make browsers that know nothing of each other; what a page of the provider wants from outside it does not get."""
    made: list[Any] = []

    def make() -> Any:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.set_default_timeout(60_000)
        context.add_init_script(sys.modules["steady"].WATCH)
        context.route(lambda url: "//127.0.0.1:" not in url, lambda route: route.abort())
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


def _to_the_provider(page: Any, product: str, path: str = "/") -> None:
    page.goto(f"{product}{path}")
    page.get_by_role("link", name="使用统一身份认证平台登录").click()


def _say_who(page: Any, subject: str) -> None:
    page.locator('input[name="sub"]').fill(subject)
    page.get_by_role("button", name="Authorize").click()


def _token(context: Any) -> str | None:
    return next((one["value"] for one in context.cookies() if one["name"] == "qc-session"), None)


def test_one_signs_in_through_the_provider_and_out_of_everything(product: str, browser: Callable[[], Any]) -> None:
    context = browser()
    # Planted by whoever had the browser before: it must not become the session of him who signs in.
    context.add_cookies([{"name": "qc-session", "value": "planted" * 6, "url": product}])
    page, ways_back = context.new_page(), []
    page.on("request", lambda request: ways_back.append(request.url) if WAY_BACK in request.url else None)
    _to_the_provider(page, product, "/everyone_register")
    assert "code_challenge_method=S256" in page.url
    assert "nonce=" in page.url
    _say_who(page, SUBJECT)
    page.get_by_text("王莉").first.wait_for()
    assert page.url.startswith(f"{product}/everyone_register")
    token = _token(context)
    assert token not in (None, "planted" * 6)
    assert all(one["httpOnly"] for one in context.cookies() if one["name"].startswith("qc-"))

    # The way back is good once: neither here nor anywhere else does it open anything again.
    (way_back,) = ways_back
    for again in (context, browser()):
        before, tab = _token(again), again.new_page()
        assert tab.goto(way_back).status == 403
        assert _token(again) == before
        tab.close()

    # Signed out, the provider is told, the other tab leaves, and the token is worth nothing.
    other = context.new_page()
    other.goto(f"{product}/everyone_register")
    other.get_by_text("王莉").first.wait_for()
    page.goto(f"{product}/account/sign-out")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="End Session").wait_for()
    assert "id_token_hint=" in page.url
    assert _token(context) is None
    other.bring_to_front()
    other.wait_for_url("**/account/sign-in**")
    page.get_by_role("button", name="End session").click()
    page.get_by_text("已安全退出").wait_for()
    context.add_cookies([{"name": "qc-session", "value": token, "url": product}])
    page.goto(f"{product}/leader_regions")
    assert "/account/sign-in" in page.url


def test_nobody_is_signed_in_as_another_and_nobody_whom_no_account_is_linked_to(
    product: str, browser: Callable[[], Any]
) -> None:
    # A way back that an attacker began and kept for somebody else's browser.
    attacker = browser()
    page = attacker.new_page()
    _to_the_provider(page, product)
    page.locator('input[name="sub"]').wait_for()
    way_back = attacker.request.post(page.url, form={"sub": SUBJECT}, max_redirects=0).headers["location"]
    assert WAY_BACK in way_back
    victim = browser()
    assert victim.new_page().goto(way_back).status == 403
    assert _token(victim) is None

    stranger = browser()
    page = stranger.new_page()
    _to_the_provider(page, product)
    _say_who(page, "nobody@example.cn")
    page.get_by_role("alert").wait_for()
    assert _token(stranger) is None
    page.goto(f"{product}/leader_regions")
    assert "/account/sign-in" in page.url
