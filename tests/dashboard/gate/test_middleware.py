"""What is reached without a session, and what a session is worth once it is over: over http and websocket."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from starlette.requests import Request

from dashboard import source
from dashboard.gate import in_time
from dashboard.gate.metering import readiness
from dashboard.gate.settings import GateSettings, Proxy, Site
from indicators.language import Message
from scoring.errors import RecordError
from scoring.flow import accounts
from tests.dashboard.own_loop import in_its_own_loop

CLOSED = [
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/agent/run",
    "/_stcore/script-health-check",
    "/auth/login",
    "/oauth2callback",
    "//evil.example",
    "/account/../media/x",
    "/a\\b",
]
DATA = ["/media/x.png", "/_stcore/upload_file/a/b", "/_stcore/host-config", "/static/js/index.js", "/component/x/y.js"]


def _closed(said: list[dict[str, Any]]) -> bool:
    return said[-1]["type"] == "websocket.close"


def test_closed_paths_are_closed_to_everybody(signed_in: Any) -> None:
    assert {path: signed_in.get(path).status for path in CLOSED} == dict.fromkeys(CLOSED, 404)


@pytest.mark.parametrize("path", DATA)
def test_what_is_no_page_is_401_without_a_session(browser: Any, path: str) -> None:
    assert browser.get(path).status == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_sent_to_a_page_without_a_session(browser: Any, method: str) -> None:
    assert browser.ask(method, "/leader_regions", headers={}).status == 401


def test_a_page_leads_to_the_page_of_signing_in_and_remembers_it(browser: Any) -> None:
    assert browser.get("/").to == "/account/sign-in"
    assert browser.get("/leader_regions?round=2026").to == "/account/sign-in?next=/leader_regions%3Fround%3D2026"


def test_health_and_the_pages_of_signing_in_are_open(browser: Any) -> None:
    paths = ("/_stcore/health", "/account/sign-in", "/account/static/gate.css", "/account/static/gate.js")
    assert [browser.get(path).status for path in paths] == [200, 200, 200, 200]
    assert browser.get("/account/static/settings.py").status == 404


def test_an_anonymous_websocket_is_refused_before_it_is_accepted(browser: Any) -> None:
    assert browser.websocket(b"run") == [{"type": "websocket.close", "code": 1008}]


def test_a_token_that_was_made_up_opens_nothing(browser: Any) -> None:
    browser.jar.update({"qc-session": "a" * 43, "qc-device": "b" * 43})
    assert browser.get("/").to == "/account/sign-in"
    assert _closed(browser.websocket(b"run"))


def test_who_signed_in_is_let_in_and_named_to_streamlit_by_the_gate_alone(signed_in: Any) -> None:
    assert signed_in.get("/").text == "shown to -"
    assert signed_in.get("/media/x.png").status == 200
    said = signed_in.websocket(b"run", b"run", x_qc_visitor="somebody-else")
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.send", "websocket.send"]
    assert said[1]["text"]
    assert "somebody-else" not in said[1]["text"]


def test_a_session_is_good_in_its_own_browser_alone(signed_in: Any) -> None:
    signed_in.jar["qc-device"] = "c" * 43
    assert signed_in.get("/").to == "/account/sign-in"


@pytest.mark.parametrize("how", ["sign-out", "sign-out-everywhere"])
def test_a_page_that_is_open_does_nothing_more_after_signing_out(
    signed_in: Any, real: Any, clock: Any, how: str
) -> None:
    token = signed_in.jar["qc-session"]
    leave = accounts.sign_out if how == "sign-out" else accounts.sign_out_everywhere
    ran = iter([lambda: None, lambda: leave(real, clock.now, token)])
    said = signed_in.websocket(b"run", b"run", before_each=lambda: next(ran)())
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert _closed(signed_in.websocket(b"run"))


def test_a_page_that_is_open_does_nothing_more_when_its_session_is_locked(signed_in: Any, clock: Any) -> None:
    said = signed_in.websocket(b"run", before_each=lambda: clock.on(minutes=16))
    assert [one["type"] for one in said] == ["websocket.accept", "websocket.close"]


def test_what_pages_ask_by_themselves_keeps_nobody_awake_and_what_he_does_does(signed_in: Any, clock: Any) -> None:
    for _ in range(4):
        clock.on(minutes=5)
        if signed_in.get("/account/state").text != '{"stay":true,"go":null}':
            break
    assert signed_in.get("/account/state").text == '{"stay":false,"go":"/account/lock"}'
    assert signed_in.get("/leader_regions").to == "/account/lock?next=/leader_regions"


def test_a_person_who_does_something_is_not_locked(signed_in: Any, clock: Any) -> None:
    for _ in range(4):
        clock.on(minutes=10)
        alive = signed_in.ask("POST", "/account/alive", headers={"origin": "http://127.0.0.1:8501"})
        assert alive.text == '{"stay":true,"go":null}'
    assert signed_in.ask("POST", "/account/alive", headers={"origin": "http://evil.example"}).status == 403


def test_nobody_is_let_in_while_the_record_does_not_answer(signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def dark() -> Any:
        raise RecordError(Message("rehearsal.power_cut"))

    said = signed_in.websocket(b"run", before_each=lambda: monkeypatch.setattr(source, "register", dark))
    assert _closed(said)
    answer = signed_in.get("/leader_regions?form=slide")
    # What is safe, what is not, what to do; and the page comes back by itself, at the same address.
    assert answer.status == 503
    assert "凡显示“已保存”的内容均已写入登记簿" in answer.text
    assert 'href="/leader_regions?form=slide"' in answer.text
    assert answer.header("refresh") == answer.header("retry-after") == "15"
    assert signed_in.get("/media/file").text == "the record does not answer"
    assert _closed(signed_in.websocket(b"run"))
    assert signed_in.get("/account/sign-in").status == 503


def test_a_record_that_hangs_is_one_that_does_not_answer(signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, there = Event(), source.register()

    def hanging() -> Any:
        goes_on.wait(20)
        return there

    with monkeypatch.context() as hangs:
        hangs.setattr(source, "register", hanging)
        hangs.setattr(in_time, "WAITS", 0.05)
        for address in ("/leader_regions", "/account/sign-in"):
            assert signed_in.get(address).status == 503, address
        assert signed_in.get("/media/file").text == "the record does not answer"
        assert in_its_own_loop(readiness(Request({"type": "http"}))).status_code == 503
        goes_on.set()
    assert signed_in.get("/account/sign-in").status == 303
    assert in_its_own_loop(readiness(Request({"type": "http"}))).status_code == 200


def test_another_host_is_not_answered(browser: Any, set_up: Any) -> None:
    set_up(GateSettings(Site("https://panel.example.cn", ("panel.local",))))
    statuses = {}
    for host in ("panel.example.cn", "panel.local:8501", "evil.example", "panel.example.cn.evil.example", ""):
        browser.host = host
        statuses[host] = browser.get("/account/sign-in").status
    assert list(statuses.values()) == [200, 200, 400, 400, 400]


def test_the_header_of_a_proxy_is_believed_from_its_address_alone(browser: Any, set_up: Any) -> None:
    set_up(GateSettings(proxy=Proxy(("10.9.0.0/24",), "X-Remote-User")))
    seen = {}
    for client in (("10.9.0.7", 40_000), ("10.1.2.3", 40_000), ("10.9.0.7", 0)):
        browser.client = client
        seen[client] = browser.get("/account/sign-in", x_remote_user="wang").text
    # Named by the proxy, but linked to no account: refused. Named by anybody else: not even heard.
    assert ['role="alert"' in text for text in seen.values()] == [True, False, False]


def test_a_demonstration_needs_no_gate_but_keeps_what_is_closed(
    application: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Demonstration:
        synthetic = True

    monkeypatch.setattr(source, "register", Demonstration)
    assert browser.get("/").status == 200
    assert browser.get("/account/sign-in").to == "/"
    assert browser.get("/_stcore/metrics").status == 404
    assert browser.websocket(b"run")[1]["text"] == "demonstration"
