"""The secretariat's round: where it stands, what is missing, the step confirmed, the step back with a reason."""

from __future__ import annotations

import sys

import pytest
from streamlit.testing.v1.errors import AppTestError

pr = sys.modules["panel_register"]
PAGE = "secretariat/round"


def opened(sitting, **options):
    return sitting.page("secretariat", PAGE, **options)


def test_the_present_state_is_marked_and_readiness_is_in_counts(sitting):
    at = opened(sitting)
    text = pr.words(at)
    assert text.count("aria-current") == 1
    assert "37 / 40" in text
    assert f"<td>{pr.FEW}</td><td>2 / 5</td>" in text
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


def test_missing_sheets_warn_and_do_not_forbid(sitting):
    at = opened(sitting)
    assert "尚缺 3 份评分表" in "".join(one.value for one in at.warning)
    advance = at.button(key="round-advance")
    assert advance.disabled
    at.checkbox(key=f"round-sure-{pr.ROUND}-deciding").check().run()
    at.button(key="round-advance").click().run()
    assert sitting.state() == "deciding"
    assert "集体决策" in "".join(one.value for one in at.success)


def test_it_says_what_a_step_opens_and_closes(sitting):
    text = pr.words(opened(sitting))
    assert "不能再评分、提交、退回或导入评分表" in text
    assert "记录集体决策" in text


def test_a_click_without_confirmation_does_nothing(sitting):
    at = opened(sitting)
    with pytest.raises(AppTestError, match="disabled"):
        at.button(key="round-advance").click().run()
    assert sitting.state() == "reviewing"


def test_stepping_back_takes_a_reason(sitting):
    sitting.to("deciding")
    at = opened(sitting)
    at.button(key="round-back-do-reviewing").click().run()
    assert "须写明理由" in "".join(one.value for one in at.error)
    assert sitting.state() == "deciding"
    at.text_area(key=f"round-reason-{pr.ROUND}-reviewing").set_value("一份评分表须更正")
    at.button(key="round-back-do-reviewing").click().run()
    assert sitting.state() == "reviewing"
    assert "一份评分表须更正" in pr.words(at)


def test_before_the_lock_undecided_applications_warn(sitting):
    sitting.to("deciding")
    warned = "".join(one.value for one in opened(sitting).warning)
    assert "8 件申报尚未作出决定" in warned


def test_a_step_that_someone_else_has_taken_is_refused_in_words(sitting):
    at = opened(sitting)
    at.checkbox(key=f"round-sure-{pr.ROUND}-deciding").check().run()
    sitting.to("deciding")
    at.button(key="round-advance").click().run()
    assert "不能转为" in "".join(one.value for one in at.error)


def test_a_closed_round_has_no_next_step(sitting):
    for state in ("deciding", "in_notice", "accredited", "closed"):
        sitting.to(state)
    at = opened(sitting, language="en")
    assert "no state follows" in pr.words(at)
    assert not [one for one in at.button if one.key == "round-advance"]


@pytest.mark.parametrize("role", ["expert", "chair", "leader"])
def test_others_have_no_such_page_and_are_refused_past_the_frame(sitting, role):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        sitting.page(role, PAGE)
    at = pr.direct(role, PAGE)
    assert "您无权进行此操作" in "".join(one.value for one in at.warning)
    assert pr.markup(at) == ""
