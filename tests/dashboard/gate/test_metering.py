"""Metrics in Prometheus' format: what they count, and for whom they are there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.requests import Request

from dashboard import metrics
from dashboard.gate import metering
from dashboard.gate.settings import GateSettings, Metrics
from indicators.language import Message
from scoring.errors import RecordError
from scoring.flow.vital import VitalSigns

SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+$')


def _samples(text: str) -> dict[str, float]:
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}


def _request(client: str = "10.1.2.3", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": metering.PATH, "headers": named, "client": (client, 1)})


def test_every_line_is_of_the_format_and_buckets_add_up() -> None:
    with metrics.timed("mark"):
        pass
    text = metrics.exposition(VitalSigns(17, 3, frozen=False))
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or SAMPLE.match(line), line
    typed = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(typed) == len(set(typed))
    found = _samples(text)
    assert (found["quality_credit_chain_entries"], found["quality_credit_sessions"]) == (17, 3)
    assert (found["quality_credit_database_up"], found["quality_credit_frozen"]) == (1, 0)
    for kind in metrics.KINDS:
        buckets = [value for name, value in found.items() if f'bucket{{kind="{kind}"' in name]
        assert buckets == sorted(buckets)
        assert buckets[-1] == found[f'quality_credit_work_seconds_count{{kind="{kind}"}}']
    assert 10_000_000 < found["process_resident_memory_bytes"] < 10_000_000_000


def test_work_is_counted_by_how_long_it_took_and_what_became_of_it() -> None:
    histogram = metrics.Histogram()
    for seconds in (0.001, 0.005, 0.006, 99.0):
        histogram.add(seconds, failed=seconds > 1)
    found = _samples("\n".join(histogram.lines("act")))
    counts = [
        found[f'quality_credit_work_seconds_bucket{{kind="act",le="{le}"}}'] for le in ("0.005", "0.01", "10.0", "+Inf")
    ]
    assert (counts, histogram.failed) == ([2, 3, 3, 4], 1)


def test_a_refusal_is_a_failure_and_the_end_of_a_run_is_none() -> None:
    name = 'quality_credit_work_failed_total{kind="act"}'
    before = _samples(metrics.exposition(None))[name]
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), metrics.timed("act"):
            raise error
    assert _samples(metrics.exposition(None))[name] == before + 1


def test_while_the_record_does_not_answer_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def dark() -> Any:
        raise RecordError(Message("register.unreachable"))

    monkeypatch.setattr(metering.source, "register", dark)
    found = _samples(metrics.exposition(metering._signs()))
    assert found["quality_credit_database_up"] == 0
    assert "quality_credit_chain_entries" not in found


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(metering.TOKEN, "a-word")
    return "a-word"


def test_by_its_token_alone(token: str) -> None:
    found = GateSettings()
    assert metering._may(_request(authorization=f"Bearer {token}"), found)
    assert metering._may(_request(authorization=f"bearer {token}", x_forwarded_for="1.2.3.4"), found)
    for wrong in ("", "Bearer ", "Bearer a-wor", f"Basic {token}", token, "Bearer \xff"):
        assert not metering._may(_request(authorization=wrong), found), wrong
    assert not metering._may(_request(), found)


def test_without_a_token_set_no_token_opens() -> None:
    assert not metering._may(_request(authorization="Bearer "), GateSettings())


def test_listed_addresses_that_call_themselves() -> None:
    found = GateSettings(metrics=Metrics(("127.0.0.1", "10.1.0.0/16")))
    assert metering._may(_request("10.1.2.3"), found)
    assert not metering._may(_request("10.2.2.3"), found)
    assert not metering._may(_request("127.0.0.1", x_forwarded_for="10.1.2.3"), found), "passed on by a proxy"
    assert not metering._may(_request("somewhere"), found)


def test_for_anybody_else_there_is_nothing(browser: Any, set_up: Any) -> None:
    assert browser.get(metering.PATH).status == 404
