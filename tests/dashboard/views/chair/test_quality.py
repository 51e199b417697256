"""What a round's marks are worth, as the chair sees it: nothing before closing, then counts and bands, no person."""

from __future__ import annotations

import sys

import pytest

from dashboard.parts.wording import as_html
from dashboard.texts import translator

pr = sys.modules["panel_register"]
PAGE = "chair/quality"


def test_before_the_marks_are_closed_there_is_the_reason_and_nothing_else(sitting):
    text = pr.words(sitting.page("chair", PAGE))
    assert "评分尚未截止" in text
    for hidden in ("等级把握度", "quality-certainty", "ICC"):
        assert hidden not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_after_closing_no_expert_is_anywhere_in_the_page(sitting, language):
    sitting.to("deciding")
    text = pr.words(sitting.page("chair", PAGE, language=language))
    assert pr.AGREED in text
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_and_table_says_how_to_read_it(sitting, language):
    sitting.to("deciding")
    at, say = sitting.page("chair", PAGE, language=language), translator(language)
    captions = "\n".join(one.value for one in at.caption).replace("\\", "")  # escaped for Markdown
    for key in ("certainty_reading", "least_sure_reading", "fair_reading", "indicators_reading", "severity_reading"):
        assert say(f"quality.{key}") in captions, key
    text = pr.words(at)
    assert as_html(say("agreement.reading_icc_ak")) in text


def test_names_from_files_stay_text(sitting):
    sitting.to("deciding")
    assert "<img src=x" not in pr.markup(sitting.page("chair", PAGE))


def test_one_application_shows_how_sure_its_grade_is(sitting):
    sitting.to("deciding")
    text = pr.words(sitting.page("chair", "chair/application", application=pr.AGREED))
    assert "换一组专家同等级的概率" in text
    assert "不是决定正确的概率" in text


@pytest.mark.parametrize("role", ["expert", "leader", "secretariat", "inspector"])
def test_others_have_no_such_page(sitting, role):
    at = pr.direct(role, PAGE)
    assert not at.title
    assert len(at.warning) == 1
