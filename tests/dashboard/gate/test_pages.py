# ruff: noqa: S106 - passwords of these tests alone
"""The pages of signing in: their forms, cookies and policy, and what is never said, kept or followed."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.gate.settings import GateSettings, Site
from scoring.flow import accounts

PASSWORD = "sieben-kalte-Fische-41"  # noqa: S105


def test_a_page_needs_no_inline_script_or_style_and_nothing_from_outside(browser: Any) -> None:
    page = browser.get("/account/sign-in")
    policy = page.header("content-security-policy") or ""
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page.header("cache-control") == "no-store"
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert "://" not in page.text


def test_every_field_has_its_label(browser: Any) -> None:
    text = browser.get("/account/sign-in").text
    for name, filled in (("login", "username"), ("password", "current-password")):
        assert f'<label for="{name}">' in text
        assert f'id="{name}"' in text
        assert f'autocomplete="{filled}"' in text
    assert 'lang="zh-CN"' in text
    assert 'lang="en"' in browser.get("/account/sign-in?lang=en").text.split("<head>")[0]
    # Chosen once, it stays.
    assert "Sign in" in browser.get("/account/sign-in").text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None, "http://127.0.0.1:9999"])
def test_a_form_from_elsewhere_is_refused(browser: Any, origin: str | None) -> None:
    assert browser.post("/account/sign-in", origin=origin, login="inspector", password="x").status == 403
    assert "qc-session" not in browser.jar


@pytest.mark.parametrize("word", ["", "x" * 43])
def test_a_form_without_the_word_of_this_browser_is_refused(browser: Any, word: str) -> None:
    browser.get("/account/sign-in")
    answer = browser.post("/account/sign-in", word=word, login="inspector", password="x")
    assert answer.status == 403
    assert 'name="login"' not in answer.text


def test_a_form_that_is_far_too_large_is_not_read(browser: Any) -> None:
    assert 'name="login"' not in browser.post("/account/sign-in", login="x" * 20_000, password="x").text


def test_wrong_name_and_wrong_password_are_told_alike(browser: Any) -> None:
    there = browser.post("/account/sign-in", login="inspector", password="wrong")
    absent = browser.post("/account/sign-in", login="nobody", password="wrong")
    assert there.status == absent.status == 403
    assert there.text.replace('value="inspector"', "") == absent.text.replace('value="nobody"', "")
    assert 'role="alert"' in there.text


def test_what_was_typed_means_itself(browser: Any) -> None:
    text = browser.post("/account/sign-in", login='"><script>alert(1)</script>', password="x").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_session_that_was_planted_is_not_the_one_that_is_opened(
    browser: Any, made: Any, owned: Any, clock: Any, enter_as: Any, real: Any
) -> None:
    browser.jar["qc-session"] = planted = "p" * 43
    browser.post("/account/sign-in", login="inspector", password="wrong")
    enter_as(browser, made[1]["inspector"], owned, clock)
    device, before = browser.jar["qc-device"], browser.jar["qc-session"]
    assert accounts.session_of(real, clock.now, planted, device=device) is None
    # Signed in once more in the same browser, the former session is over.
    enter_as(browser, "", owned, clock)
    assert browser.jar["qc-session"] not in (planted, before)
    assert accounts.session_of(real, clock.now, before, device=device) is None
    assert accounts.session_of(real, clock.now, browser.jar["qc-session"], device=device) is not None


def test_each_step_of_signing_in_has_a_token_of_its_own(
    browser: Any, made: Any, owned: Any, clock: Any, enter_as: Any, real: Any
) -> None:
    enter_as(browser, made[1]["inspector"], owned, clock)
    other = type(browser)(browser.app)
    assert other.post("/account/sign-in", login="inspector", password=PASSWORD).to == "/account/code"
    half = other.jar["qc-session"]
    # Half signed in, he sees nothing but the next step.
    assert other.get("/leader_regions").to == "/account/code?next=/leader_regions"
    assert other.get("/media/x").status == 401
    assert other.get("/account/me").to == "/account/code"
    while owned["inspector"].timecode(clock.now) <= owned["inspector"].used:
        clock.on(seconds=30)
    owned["inspector"].used = owned["inspector"].timecode(clock.now)
    assert other.post("/account/code", code=owned["inspector"].at(clock.now)).to == "/"
    assert other.jar["qc-session"] != half
    assert accounts.session_of(real, clock.now, half, device=other.jar["qc-device"]) is None


def test_he_goes_where_he_wanted_to_and_nowhere_else(
    browser: Any, made: Any, owned: Any, clock: Any, enter_as: Any
) -> None:
    enter_as(browser, made[1]["inspector"], owned, clock)
    assert browser.get("/account/sign-in?next=/leader_regions").to == "/leader_regions"
    for outside in ("https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example"):
        assert browser.get(f"/account/sign-in?next={outside}").to == "/"


def test_cookies_cannot_be_read_by_scripts_and_are_bound_to_https_where_there_is_one(browser: Any, set_up: Any) -> None:
    plain = browser.get("/account/sign-in").set_cookies
    assert all("HttpOnly" in line and "Path=/" in line and "Secure" not in line for line in plain)
    set_up(GateSettings(Site("https://panel.example.cn")))
    browser.host = "panel.example.cn"
    kept = browser.get("/account/sign-in").set_cookies
    assert kept
    assert all(line.startswith("__Host-") and "Secure" in line and "HttpOnly" in line for line in kept)
    forged = browser.post("/account/sign-in", origin="http://panel.example.cn", login="a", password="b")
    ours = browser.post("/account/sign-in", origin="https://panel.example.cn", login="a", password="b")
    assert ['name="login"' in answer.text for answer in (forged, ours)] == [False, True]


def test_the_lock_asks_its_person_for_the_password(signed_in: Any, clock: Any) -> None:
    clock.on(minutes=16)
    page = signed_in.get("/account/lock?next=/leader_regions")
    assert page.status == 200
    assert signed_in.get("/account/me").to == "/account/lock"
    assert signed_in.post("/account/lock", password="wrong").status == 403
    assert signed_in.get("/").to == "/account/lock"
    assert signed_in.post("/account/lock", password=PASSWORD, next="/leader_regions").to == "/leader_regions"
    assert signed_in.get("/leader_regions").status == 200


def test_signing_out_is_asked_and_lets_the_browser_forget(signed_in: Any, real: Any, clock: Any) -> None:
    token, device = signed_in.jar["qc-session"], signed_in.jar["qc-device"]
    assert signed_in.get("/account/sign-out").status == 200
    assert accounts.session_of(real, clock.now, token, device=device) is not None
    answer = signed_in.post("/account/sign-out")
    assert answer.to == "/account/sign-in?why=signed_out"
    assert "qc-session" not in signed_in.jar
    signed_in.jar["qc-session"] = token
    assert signed_in.get("/").to == "/account/sign-in"


def test_one_of_ones_sessions_is_ended_from_another(signed_in: Any, owned: Any, clock: Any, enter_as: Any) -> None:
    other = type(signed_in)(signed_in.app)
    enter_as(other, "", owned, clock)
    page = signed_in.get("/account/me").text
    ids = page.split('name="session" value="')[1:]
    assert ids
    for one in ids:
        assert signed_in.post("/account/sign-out-one", session=one.split('"')[0]).to == "/account/me"
    assert other.get("/").to == "/account/sign-in"
    assert signed_in.get("/").status == 200


def test_a_screen_is_paired_by_a_code_that_somebody_offers(browser: Any) -> None:
    assert browser.get("/account/screen").status == 200
    assert browser.post("/account/screen", code="123456").status == 403
    browser.jar["qc-screen"] = "sitting~token"
    assert browser.get("/kiosk_wall?screen=sitting~token").to is not None
    assert browser.get("/account/state").text == '{"stay":false,"go":"/account/screen"}'
