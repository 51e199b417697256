"""One application before the chair: conditions, bands, proposal; the decision recorded, refused, voided."""

from __future__ import annotations

import sys

import pytest

from scoring import flow

pr = sys.modules["panel_register"]
PAGE = "chair/application"
PLACE = f"{pr.AGREED}-document_review"


def opened(sitting, application_id: str = pr.AGREED, **options):
    return sitting.page("chair", PAGE, application=application_id, **options)


def vote(at, *, outcome="propose_aa", counts=(9, 9, 9, 0, 0), reason="", of=pr.AGREED):
    """Fill in the form and record."""
    place = f"{of}-document_review"
    if outcome is not None:
        at.radio(key=f"outcome-{place}").set_value(outcome)
    for name, value in zip(("entitled", "present", "in_favour", "against", "abstained"), counts, strict=True):
        at.number_input(key=f"vote-{name}-{place}").set_value(value)
    at.text_area(key=f"reason-{place}").set_value(reason)
    at.button(key=f"record-{place}").click().run()
    assert not at.exception
    return at


def errors(at) -> str:
    return "\n".join(one.value.replace("\\", "") for one in at.error)


def history(sitting, of=pr.AGREED):
    return flow.decision_history(sitting.register, pr.actor("chair"), of)


def test_before_closing_nothing_but_the_reason_is_shown(sitting):
    at = opened(sitting)
    text = pr.words(at)
    assert "评分尚未截止" in text
    for hidden in ('class="rb pn-tree"', 'class="pn-counts"', "系统建议", "record-"):
        assert hidden not in text


@pytest.mark.parametrize("application_id", [pr.AGREED, pr.APART, pr.BARRED, pr.FEW])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_expert_is_anywhere_in_the_page(sitting, application_id, language):
    sitting.to("deciding")
    at = opened(sitting, application_id, language=language)
    text = pr.words(at)
    assert 'class="rb pn-tree"' in text
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text
    assert "<img" not in pr.markup(at)


def test_indicators_show_score_band_level_and_evidence(sitting):
    sitting.to("deciding")
    text = pr.words(opened(sitting))
    # 1.1.1 has 2 points; shares 0.75, 1, 0.75, 1, 0.75.
    assert "5 个评分：最低 1.5 分，最高 2 分，标准差 0.27 分" in text
    assert "达到的档位（1.5 分）" in text
    assert "经最高管理者批准的质量诚信方针文件" in text


def test_indicators_come_by_disagreement_when_asked(sitting):
    sitting.to("deciding")
    at = opened(sitting, pr.APART)
    at.segmented_control(key="case-order").set_value("apart").run()
    (tree,) = [one.proto.body for one in at.get("html") if 'class="rb pn-tree"' in one.proto.body]
    assert "pn-top" not in tree
    book = flow.show_round(sitting.register, pr.actor("chair"), pr.ROUND).rule_book
    most = max(leaf.max_score for leaf in book.round.indicator_table.leaves())
    first = next(leaf.code for leaf in book.round.indicator_table.leaves() if leaf.max_score == most)
    assert tree.index(f">{first}<") == min(tree.index(f">{leaf.code}<") for leaf in book.round.indicator_table.leaves())


def test_with_two_sheets_there_is_no_spread_and_it_says_why(sitting):
    sitting.to("deciding")
    text = pr.words(opened(sitting, pr.FEW))
    assert "本件只有 2 份评分表" in text
    assert "标准差" not in text
    assert "<s style" not in text


def test_conditions_stand_with_the_words_of_their_article(sitting):
    sitting.to("deciding")
    text = pr.words(opened(sitting, pr.BARRED))
    assert "不满足" in text
    assert "第十条（二）4" in text
    assert "质量违法、违规" in text


def test_formulas_are_filled_in_as_counts_are_typed(sitting):
    sitting.to("deciding")
    at = opened(sitting)
    assert "— ÷ —" in pr.words(at)
    at.number_input(key=f"vote-entitled-{PLACE}").set_value(9)
    at.number_input(key=f"vote-present-{PLACE}").set_value(5).run()
    text = pr.words(at)
    assert "5 ÷ 9 = 55.6%" in text
    assert "至少 6 人" in text
    assert "未达到" in text


def test_a_decision_is_recorded_and_shown_with_who_when_why_and_entry(sitting):
    sitting.to("deciding")
    at = vote(opened(sitting))
    assert "已记录" in "".join(one.value for one in at.success)
    (one,) = history(sitting)
    assert (one.decision.outcome, one.decision.votes["in_favour"]) == ("propose_aa", 9)
    text = pr.words(at)
    for words in (
        "评审组组长（demonstration-chair）",
        "应到 9，到会 9，赞成 9",
        "与建议一致",
        f"{one.recorded.sequence} ·",
    ):
        assert words in text
    assert not at.radio


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"outcome": "do_not_propose"}, "须写明理由"),
        ({"counts": (9, 5, 5, 0, 0)}, "未达法定人数"),
        ({"counts": (9, 9, 5, 4, 0)}, "该决定不成立"),
        ({"counts": (9, 9, 9, 1, 0)}, "多于到会"),
        ({"counts": (None, 9, 9, 0, 0)}, "表决人数尚未填全"),
        ({"outcome": None}, "尚未选择表决结果"),
        ({"reason": "看\u202e不见"}, "看不见的字符"),
    ],
)
def test_a_decision_is_refused_with_the_words(sitting, options, words):
    sitting.to("deciding")
    at = vote(opened(sitting), **options)
    assert words in errors(at)
    assert history(sitting) == ()
    assert at.radio, "the form stays, and what was typed with it"


def test_a_grade_whose_conditions_are_not_met_cannot_be_decided(sitting):
    sitting.to("deciding")
    at = vote(opened(sitting, pr.BARRED), of=pr.BARRED, reason="多数同意")
    assert "未全部满足" in errors(at)
    assert history(sitting, pr.BARRED) == ()


def test_a_clause_goes_into_the_reason(sitting):
    sitting.to("deciding")
    at = opened(sitting)
    pills = next(one for one in at.get("button_group") if one.key == f"clause-{PLACE}")
    pills.set_value(["integrity_culture_aa"]).run() if pills.proto.click_mode else pills.set_value(
        "integrity_culture_aa"
    ).run()
    assert "第十条（二）1" in at.text_area(key=f"reason-{PLACE}").value


def test_a_departure_with_a_reason_is_recorded_voided_and_stays_in_sight(sitting):
    sitting.to("deciding")
    at = vote(opened(sitting), outcome="defer", reason="材料须补正")
    (one,) = history(sitting)
    text = pr.words(at)
    assert "与建议不一致" in text
    assert "材料须补正" in text
    void = f"void-{one.decision.decision_id}"
    at.button(key=void).click().run()
    assert "须写明理由" in errors(at)
    at.text_area(key=f"void-reason-{one.decision.decision_id}").set_value("计票有误")
    at.button(key=void).click().run()
    assert "等待日常工作机构第二人同意" in pr.words(at)
    assert not [one for one in at.button if one.key.startswith("record-")]
    flow.agree_void(
        sitting.register, pr.actor("secretariat"), next(sitting.clock), decision_id=one.decision.decision_id
    )
    text = pr.words(opened(sitting))
    assert "已作废" in text
    assert "计票有误" in text
    assert "材料须补正" in text, "the voided decision keeps its own reason"
    vote(opened(sitting))
    assert [one.decision.outcome for one in history(sitting)] == ["propose_aa", "defer"]


def test_after_the_lock_the_decision_is_read_and_no_longer_changed(sitting):
    sitting.to("deciding")
    vote(opened(sitting))
    sitting.to("in_notice")
    at = opened(sitting)
    text = pr.words(at)
    assert "决定不能再记录或作废" in text
    assert not [one for one in at.button if one.key.startswith(("void-", "record-"))]


def test_the_next_undecided_application_is_one_click_away(sitting):
    sitting.to("deciding")
    at = opened(sitting, pr.CALM[-1])
    at.button(key="case-next_open").click().run()
    assert at.selectbox(key="chair_application-application").value == pr.AGREED


def test_an_application_of_no_round_is_told(sitting):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE, application="2019-0001")
    assert "没有地址中指明的申报" in "".join(one.value for one in at.warning)


@pytest.mark.parametrize("role", ["expert", "secretariat", "leader"])
def test_others_have_no_such_page_and_are_refused_past_the_frame(sitting, role):
    sitting.to("deciding")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        sitting.page(role, PAGE)
    at = pr.direct(role, PAGE)
    assert "您无权进行此操作" in "".join(one.value for one in at.warning)
    assert pr.markup(at) == ""


def test_after_a_site_visit_is_decided_there_is_a_second_stage_without_sheets_yet(sitting):
    sitting.to("deciding")
    at = vote(opened(sitting, pr.APART), outcome="send_to_site_visit", reason="现场核实分歧指标", of=pr.APART)
    assert not errors(at)
    at.selectbox(key="chair_application-stage").set_value("on_site_verification").run()
    text = pr.words(at)
    assert "本件还没有已提交的评分表" in text
    assert at.radio(key=f"outcome-{pr.APART}-on_site_verification").options[0] == "建议 AAA"
    assert "其他与已作废的决定" in text, "the decision of the first stage stays in sight"
