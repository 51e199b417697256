"""The expert's mirror as a page: nothing before the lock, himself alone, no colleague in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

pr = sys.modules["panel_register"]
PAGE = "expert/mirror"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every application with enough sheets is decided, and the decisions are locked."""
    path = tmp_path_factory.mktemp("mirror") / "r.db"
    sitting = pr.build(path)
    sitting.to("deciding")
    for id_ in (pr.AGREED, pr.APART, *pr.CALM):
        sitting.decide(id_)
    sitting.to("in_notice")
    sitting.register.close()
    return path


@pytest.fixture
def served(locked: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    with pr.serving(locked, monkeypatch) as sitting:
        yield sitting


def test_before_the_lock_there_is_nothing(sitting: Any) -> None:
    at = sitting.page("expert", PAGE)
    assert "还没有可看的对照" in pr.markup(at)
    sitting.to("deciding")
    assert "还没有可看的对照" in pr.markup(sitting.page("expert", PAGE))


def test_answers_come_first_and_no_colleague_is_named(served: Any) -> None:
    at = served.page("expert", PAGE)
    shown = pr.markup(at)
    for words in ("宽严", "总分", "没有您的评分", "同行中间一半"):
        assert words in shown
    assert pr.NAMES[pr.AGREED] in shown
    everything = pr.words(at)
    own = pr.PEOPLE[0]
    for person, expert, employer in zip(pr.PEOPLE, pr.EXPERTS, pr.EMPLOYERS, strict=True):
        if person != own:
            assert person not in pr.markup(at)
            assert expert not in pr.markup(at)
        assert employer not in everything


def test_each_expert_sees_his_own_totals(served: Any) -> None:
    """The second gave everything, the last a quarter, on the application that splits the panel."""
    found = {}
    for expert in (pr.EXPERTS[1], pr.EXPERTS[4]):
        at = served.page("expert", PAGE)
        at.sidebar.selectbox(key="demonstration_expert").set_value(expert).run()
        found[expert] = pr.markup(at)
    assert '<span class="num">100</span>' in found[pr.EXPERTS[1]]
    assert '<span class="num">25</span>' in found[pr.EXPERTS[4]]
    assert '<span class="num">25</span>' not in found[pr.EXPERTS[1]]


def test_the_history_is_computed_when_it_is_asked_for(served: Any) -> None:
    at = served.page("expert", PAGE)
    assert "可对照件数" not in pr.markup(at)
    at.toggle(key="mirror-history").set_value(True).run()
    assert "可对照件数" in pr.markup(at)


def test_english(served: Any) -> None:
    at = served.page("expert", PAGE, language="en")
    assert "Middle half of others" in pr.markup(at)


def test_the_stage_that_had_no_sheets_says_so(served: Any) -> None:
    at = served.page("expert", PAGE, stage="on_site_verification")
    assert "没有以您的评分表为依据的决定" in pr.markup(at)
