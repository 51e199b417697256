"""Words and numbers as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboard.parts.wording import as_html, as_markdown, clock, day_and_clock, grouped, points


def test_what_comes_from_files_formats_nothing() -> None:
    assert as_html("<b>\"甲\"&'乙'") == "&lt;b&gt;&quot;甲&quot;&amp;&#x27;乙&#x27;"
    assert as_markdown("*甲* [乙](x) :red[丙]\n$1") == "\\*甲\\* \\[乙\\]\\(x\\) \\:red\\[丙\\] \\$1"


def test_what_cannot_be_seen_is_shown_for_what_it_is() -> None:
    assert as_html("a\u202egnp.exe\x00\ud800\n\t甲\u3000乙") == "a[U+202E]gnp.exe[U+0000][U+D800]\n\t甲\u3000乙"
    assert as_markdown("甲\u200b\u2028乙") == "甲\\[U\\+200B\\]\\[U\\+2028\\]乙"


@pytest.mark.parametrize(("value", "text"), [("1.50", "1.5"), ("2.0", "2"), ("20", "20"), (Decimal("0.625"), "0.625")])
def test_points_have_no_idle_zeros(value: Decimal | str, text: str) -> None:
    assert points(value) == text


def test_times_are_beijing_time_with_the_day_where_it_is_another() -> None:
    recorded = "2026-06-01T17:30:05.000000Z"
    assert clock(recorded, datetime(2026, 6, 2, 1, 0, tzinfo=UTC)) == "01:30:05"
    assert clock(recorded, datetime(2026, 6, 3, 1, 0, tzinfo=UTC)) == day_and_clock(recorded) == "2026-06-02 01:30:05"


def test_a_digest_is_read_in_groups_of_four() -> None:
    assert grouped("0123456789ab") == "0123 4567 89ab"
