"""Where somebody is sent after signing in: to a page of the product, whatever an address says."""

from __future__ import annotations

import pytest

from dashboard.gate.paths import Kind, for_a_screen, kind, safe_next, with_next

OUTSIDE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/a//evil.example",
    "/../../evil",
    "/%00\x00",
    "/account/sign-out",
    "/_stcore/metrics",
    "/media/x",
    "/" + "a" * 2_000,
    "",
    None,
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_nobody_is_sent_out_of_the_product(text: str | None) -> None:
    assert safe_next(text) == "/"


@pytest.mark.parametrize("text", ["/", "/leader_regions", "/expert_sheet?application=A-1&stage=x"])
def test_a_page_is_remembered(text: str) -> None:
    assert safe_next(text) == text


def test_what_is_remembered_is_one_value_of_the_address() -> None:
    assert with_next("/account/lock", "/a?b=1&c=2") == "/account/lock?next=/a%3Fb%3D1%26c%3D2"
    assert with_next("/account/lock", "/") == "/account/lock"


def test_what_is_not_known_is_a_page_and_asks_for_a_session() -> None:
    assert kind("/anything/at/all") is Kind.PAGE
    assert kind("/accounts") is Kind.PAGE
    assert kind("/_stcore/new-in-a-later-version") is Kind.DATA


def test_a_screen_sees_its_page_and_the_program_of_it_alone() -> None:
    assert for_a_screen("/kiosk_wall")
    assert for_a_screen("/_stcore/stream")
    assert not for_a_screen("/media/report.pdf")
    assert not for_a_screen("/_stcore/upload_file/a/b")
