"""Signs in a round's marks, as the inspector sees them: nothing before closing, no name anywhere, reasons for gaps."""

from __future__ import annotations

import sys

import pytest

from dashboard.parts import signs
from dashboard.texts import translator

pr = sys.modules["panel_register"]
PAGE = "inspector/integrity"


def test_before_the_marks_are_closed_there_is_the_reason_and_nothing_else(sitting):
    text = pr.words(sitting.page("inspector", PAGE))
    assert "评分尚未截止" in text
    assert "评分表中的迹象" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_after_closing_no_expert_is_anywhere_in_the_page(sitting, language):
    sitting.to("deciding")
    text = pr.words(sitting.page("inspector", PAGE, language=language))
    assert pr.APART in text
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_list_says_how_to_read_it_and_what_is_not_found_says_so(sitting, language):
    sitting.to("deciding")
    at, say = sitting.page("inspector", PAGE, language=language), translator(language)
    captions = [one.value for one in at.caption]
    for name in (*signs.OF_EXPERTS, *signs.OF_SHEETS):
        assert say(f"signs.{name}_reading") in captions, name
    # Nobody of the small register marks at home.
    assert any(one.value.startswith(say("signs.favour", count=0)) for one in at.subheader)


def test_sheets_of_one_level_are_listed_by_application(sitting):
    sitting.to("deciding")
    at = sitting.page("inspector", PAGE)
    headings = [one.value for one in at.subheader]
    assert not [one for one in headings if one.startswith("通篇同一档的评分表（0）")]


def test_names_from_files_stay_text(sitting):
    sitting.to("deciding")
    assert "<img src=x" not in pr.markup(sitting.page("inspector", PAGE))


@pytest.mark.parametrize("role", ["expert", "leader", "secretariat", "chair"])
def test_others_have_no_such_page(sitting, role):
    at = pr.direct(role, PAGE)
    assert not at.title
    assert len(at.warning) == 1
