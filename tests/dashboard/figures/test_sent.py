"""What a figure or a page of a list sends does not grow with the round."""

from __future__ import annotations

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.figures.totals import Group, Line, histogram

LINES = (Line("AA", Decimal(80)), Line("AAA", Decimal(90)))


def sent(size: int) -> tuple[int, int]:
    """Return the points and the bytes of the histogram of so many totals, the whole scale among them."""
    groups = [Group(grade, tuple(Decimal(n % 101) for n in range(size))) for grade in ("AA", "AAA")]
    figure = histogram(groups, LINES, points="points", count="count", hover="{low}-{high}: {count}")
    counted = sum(sum(trace.y) for trace in figure.data)
    assert counted == 2 * size, "every total is in a bar"
    return sum(len(trace.x) for trace in figure.data), len(figure.to_json())


def test_the_histogram_of_twenty_thousand_totals_is_as_large_as_that_of_two_thousand() -> None:
    points, size = sent(2_000)
    more, larger = sent(20_000)
    assert points == more == 2 * 101
    assert larger < 1.05 * size


def script() -> None:
    import streamlit as st

    from dashboard.parts import paging
    from dashboard.texts import translator

    rows = [f"row-{number:05d}" for number in range(st.session_state["size"])]
    shown = paging.page_of(translator("zh"), "list", rows)
    st.html("".join(f"<p>{row}</p>" for row in shown))


@pytest.mark.parametrize("size", [500, 20_000])
def test_a_list_sends_one_page_of_its_rows(size: int) -> None:
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["size"] = size
    at.run()
    assert not at.exception
    words = "".join(one.proto.body for one in at.get("html"))
    assert words.count("<p>row-") == 50
    at.button(key="list-on").click().run()
    words = "".join(one.proto.body for one in at.get("html"))
    assert (words.count("<p>row-"), "<p>row-00050" in words) == (50, True)
