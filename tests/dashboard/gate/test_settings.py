"""The gate's file: all that is wrong at once, and what follows from what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.gate.settings import GateSettings, Proxy, Site, read_settings
from indicators.faults import FaultsError

EXAMPLE = Path(__file__).parents[3] / "docs" / "deploy" / "gate.toml"


def test_the_example_can_be_used() -> None:
    found = read_settings(EXAMPLE)
    assert found.secure
    assert found.origin == "https://panel.example.gov.cn"
    assert found.hosts == {"panel.example.gov.cn"}
    assert found.oidc is not None


def test_everything_that_is_wrong_is_told_at_once(config_file: Path) -> None:
    config_file.write_text(
        '[site]\npublic_url = "http://panel.example.cn/x"\n[proxy]\naddresses = ["10.0.0.0/33"]\nwhat = 1\n'
        '[oidc]\nissuer = "http://id.example.cn"\nclient_id = "a"\nname = "b"\nname_en = "c"\nscopes = ["email"]\n',
        "utf-8",
    )
    with pytest.raises(FaultsError) as caught:
        read_settings(config_file)
    assert {(fault.entry, fault.column) for fault in caught.value.faults} == {
        ("site", "public_url"),
        ("proxy", "addresses"),
        ("proxy", "what"),
        ("oidc", "issuer"),
        ("oidc", "scopes"),
    }


def test_a_header_without_a_proxy_and_a_provider_without_a_way_back_are_refused(config_file: Path) -> None:
    config_file.write_text(
        '[proxy]\nuser_header = "X-Remote-User"\n'
        '[oidc]\nissuer = "https://id.example.cn"\nclient_id = "a"\nname = "b"\nname_en = "c"\n',
        "utf-8",
    )
    with pytest.raises(FaultsError) as caught:
        read_settings(config_file)
    keys = [fault.what.key for fault in caught.value.faults]
    assert keys == ["gate.header_of_nobody", "gate.no_way_back"]


def test_secret_is_no_key_of_the_file(config_file: Path) -> None:
    config_file.write_text(
        '[site]\npublic_url = "https://a.cn"\n[oidc]\nissuer = "https://id.cn"\nclient_id = "a"\nname = "b"\n'
        'name_en = "c"\nclient_secret = "d"\n',
        "utf-8",
    )
    with pytest.raises(FaultsError) as caught:
        read_settings(config_file)
    assert [fault.column for fault in caught.value.faults] == ["client_secret"]


def test_addresses_are_trusted_by_network() -> None:
    found = GateSettings(Site(), Proxy(("10.9.0.0/24", "::1")))
    assert [found.trusts(one) for one in ("10.9.0.200", "10.9.1.1", "::1", "unix:", "")] == [True, False, True] + [
        False
    ] * 2
