"""The page on indicators: refused to whoever has none, empty states, findings with what to do, few events said so."""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results
from dashboard.texts import translator
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.flow.foretelling import Marked, loop_of
from scoring.flow.items import analysis_of
from scoring.flow.later_events import COMPLAINT, Fate, LaterEvent
from scoring.model import MarkState, ScoreTable
from scoring.register.accreditations import Accreditation

pr = sys.modules["panel_register"]
PAGE = "secretariat/items"
BOOK = shipped_rule_book(pr.ROUND)
LEAVES = BOOK.round.indicator_table.leaves()


@pytest.fixture(scope="module")
def analysis() -> flow.ItemAnalysis:
    """Forty applications, five experts: nobody agrees on the second indicator, the third is full marks for all."""
    rng = np.random.default_rng(5)
    quality = rng.normal(0.75, 0.15, (40, 1, 1))
    shares = quality + rng.normal(0, 0.1, (40, 1, len(LEAVES))) + rng.normal(0, 0.1, (40, 5, len(LEAVES)))
    shares[:, :, 1] = rng.choice([0.25, 0.5, 1.0], (40, 5))
    shares[:, :, 2] = 1.0
    shares = np.clip(np.round(shares * 4) / 4, 0, 1)
    values = shares * np.array([float(leaf.max_score) for leaf in LEAVES])
    table = ScoreTable(
        pr.ROUND,
        tuple(f"2026-{number:04d}" for number in range(40)),
        tuple(f"EXPERT-{number:02d}" for number in range(1, 6)),
        tuple(leaf.code for leaf in LEAVES),
        values,
        np.full(values.shape, MarkState.SCORED, np.uint8),
        decimals=3,
    )
    return analysis_of(table, BOOK, pr.ROUND, "document_review")


def loop(events: int, outcome: flow.LaterOutcome) -> flow.TruthLoop:
    rng = np.random.default_rng(2)
    shares = rng.choice([0.5, 0.75, 1.0], (60, len(LEAVES)))
    ids = tuple(f"2026-{number:04d}" for number in range(60))
    marked = Marked(pr.ROUND, BOOK, ids, shares, shares.mean(axis=1) * 100, rng.random(60))
    low = set(np.argsort(shares[:, 0], kind="stable")[:events].tolist())
    fates = [
        Fate(
            Accreditation(id_, 1, id_, pr.ROUND, "AA", date(2026, 1, 5), date(2031, 1, 4)),
            90 if at in low else 400,
            LaterEvent(COMPLAINT, date(2026, 4, 5)) if at in low else None,
        )
        for at, id_ in enumerate(ids)
    ]
    return loop_of([marked], {pr.ROUND: fates}, outcome, date(2027, 3, 1))


@pytest.fixture
def over(sitting, monkeypatch: pytest.MonkeyPatch, analysis: flow.ItemAnalysis) -> None:
    """The register as if its round were announced, with the numbers above."""
    monkeypatch.setattr(flow, "analysed_rounds", lambda register, actor: (pr.ROUND,))
    monkeypatch.setattr(results, "item_analysis", lambda actor, round_id, stage="document_review": analysis)


def later(sitting, monkeypatch: pytest.MonkeyPatch, events: int, language: str = "zh") -> AppTest:
    monkeypatch.setattr(results, "truth_loop", lambda actor, outcome: loop(events, outcome))
    return sitting.page("secretariat", PAGE, language=language, **{"items-tab": "foretelling"})


def test_without_an_announced_round_both_halves_say_what_is_missing(sitting):
    assert translator("zh")("itempage.no_round") in pr.words(sitting.page("secretariat", PAGE))
    at = sitting.page("secretariat", PAGE, **{"items-tab": "foretelling"})
    assert translator("zh")("itempage.nobody_followed") in pr.words(at)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_finding_says_what_it_means_and_what_to_do(sitting, over, language):
    at, say = sitting.page("secretariat", PAGE, language=language), translator(language)
    text = pr.words(at)
    for key in ("items.flag_not_agreed", "items.flag_all_equal", "items.remedy_rewrite", "items.remedy_drop"):
        assert say(key) in text, key
    assert text.count('<li class="sure"') >= 2
    assert say.say(BOOK.round.name if language == "zh" else BOOK.round.name_en) in text
    assert (BOOK.round.banner if language == "zh" else BOOK.round.banner_en)[:10] in text
    for hidden in (*pr.EXPERTS, *pr.PEOPLE, *pr.NAMES.values()):
        assert hidden not in text


def test_the_figure_has_its_words(sitting, over):
    at = sitting.page("secretariat", PAGE)
    text = pr.words(at)
    assert "各项指标与其余指标总分的相关在" in text
    assert 'id: "' in text
    assert translator("zh")("itempage.read_nearest") in text


def test_few_events_are_shown_with_limits_and_nothing_is_stated(sitting, monkeypatch):
    text = pr.words(later(sitting, monkeypatch, 9))
    assert translator("zh")("foretell.not_stated", count=9) in text
    assert translator("zh")("foretell.selection") in text
    assert "有预示作用</span>" not in text


def test_fewer_still_are_not_told_by_indicator(sitting, monkeypatch):
    text = pr.words(later(sitting, monkeypatch, 3))
    assert translator("zh")("foretell.not_told", count=3) in text
    assert translator("zh")("itempage.column_q") not in text
    assert translator("zh")("itempage.no_events") in pr.words(later(sitting, monkeypatch, 0))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_foretold_is_named(sitting, monkeypatch, language):
    text, say = pr.words(later(sitting, monkeypatch, 15, language)), translator(language)
    assert say("foretell.verdict_foretold") in text
    assert say("itempage.event_complaint_found_true") in text
    name = LEAVES[0].name if language == "zh" else LEAVES[0].name_en
    assert say("itempage.some_foretold", names="§").split("§")[0] in text
    assert f"{LEAVES[0].code} {name}" in text


@pytest.mark.parametrize("role", ["expert", "assignment_holder"])
def test_others_have_no_such_page(sitting, role):
    at = pr.direct(role, PAGE)
    assert not at.title
    assert len(at.warning) == 1
