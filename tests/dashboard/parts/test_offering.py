"""One of very many: never more than a hundred and the chosen one are sent, a search finds every other."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts.offering import MOST, offered

IDS = tuple(f"2026-{number:05d}" for number in range(1, 20_001))


@pytest.mark.parametrize("size", [1, 100, 101, 20_000])
@pytest.mark.parametrize("search", ["", "2026", "09", "no such thing"])
def test_what_is_offered_does_not_grow_with_the_round(size: int, search: str) -> None:
    ids = IDS[:size]
    for chosen in (None, ids[0], ids[-1], "2025-00001"):
        found = offered(ids, chosen, search, str)
        assert len(found.options) <= min(size, MOST + 1)
        assert len(set(found.options)) == len(found.options)
        assert set(found.options) <= set(ids)
        assert chosen not in ids or chosen in found.options, "what is chosen stays chosen"


def test_neighbours_stand_together_where_nothing_is_searched() -> None:
    found = offered(IDS, IDS[3050], "", str)
    assert (found.options, found.first, found.found) == (IDS[3000:3100], 3001, None)


def test_a_search_finds_those_that_are_not_offered_and_counts_them() -> None:
    found = offered(IDS, IDS[0], "2026 1999", str)
    assert found.options == (IDS[0], IDS[1998], IDS[11_998], *IDS[19_989:19_999])
    assert (found.first, found.found) == (0, 12)


def test_a_search_that_finds_nothing_takes_nothing_away() -> None:
    found = offered(IDS, IDS[150], "无锡", str)
    assert (found.options, found.found) == (IDS[100:200], 0)


def script() -> None:
    import streamlit as st

    from dashboard.parts import case_picker
    from dashboard.texts import translator
    from scoring.flow import ApplicationHead, RoundSummary
    from scoring.model import Actor

    heads = tuple(ApplicationHead(f"a{number:04d}", f"第{number}公司", "AA") for number in range(1000))
    case_picker.source.application_heads = lambda *_: heads  # type: ignore[assignment]
    case_picker.source.decided = lambda *_: ()  # type: ignore[assignment]
    say, chair = translator("zh"), Actor("c", "c", frozenset({"chair"}))
    summary = RoundSummary("r", "deciding", None, "", {})  # type: ignore[arg-type]
    chosen, ids = case_picker.choose(chair, say, "page", summary)
    case_picker.turning(chair, say, "page", summary, chosen, ids)
    st.text(chosen)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from dashboard import source
    from dashboard.parts import case_picker

    for name in ("application_heads", "decided"):
        monkeypatch.setattr(source, name, getattr(source, name))  # the script's own are taken back
    monkeypatch.setattr(case_picker.st, "page_link", lambda *_, **__: None)
    return AppTest.from_function(script, default_timeout=60).run()


def now(at: AppTest) -> tuple[str, int]:
    assert not at.exception, at.exception
    (choice,) = at.selectbox
    assert choice.value == at.text[0].value
    assert choice.value in at.query_params["application"]
    return at.text[0].value, len(choice.options)


def test_turning_goes_over_all_applications_and_a_search_lets_the_chosen_one_be(at: AppTest) -> None:
    assert (at.text[0].value, len(at.selectbox[0].options)) == ("a0000", MOST)
    at.selectbox[0].select("a0099").run()
    at.button(key="case-after").click().run()
    assert now(at) == ("a0100", MOST)
    assert "第101–200件，共1000件" in at.selectbox[0].label
    at.text_input(key="case-find").set_value("第777").run()
    assert now(at) == ("a0100", 2)
    assert "找到1件" in at.selectbox[0].label
    at.selectbox[0].select("a0777").run()
    assert now(at) == ("a0777", 1)
    at.button(key="case-before").click().run()
    assert now(at) == ("a0776", 2)
    at.button(key="case-next_open").click().run()
    at.text_input(key="case-find").set_value("").run()
    assert now(at) == ("a0777", MOST)
    at.query_params["application"] = "a0999"
    at.run()
    assert now(at) == ("a0999", MOST)
    assert at.button(key="case-after").disabled
