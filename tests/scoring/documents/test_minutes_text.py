"""The minutes in words: what stands in both versions, what in one alone, and every number from the facts."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from indicators.language import Message, Name
from indicators.model import Share
from scoring.documents.fonts import find_fonts
from scoring.documents.head_words import head_words
from scoring.documents.minutes import Attendance, DecidedItem, MinutesFacts, Tally
from scoring.documents.minutes_text import minutes_docx, minutes_pdf, minutes_text
from scoring.documents.minutes_words import majority_formula, needed, percent, quorum_formula
from scoring.documents.paper import Code, Heading, Paper, Paragraph, Signatures, Table
from scoring.meeting.quorum import Votes, carried, quorum_met
from scoring.texts import translator
from tests.scoring.documents.papers import EMPLOYERS, NAMES, START, facts, item, members

ZH = translator("zh")
HOSTILE = "\x00=HYPERLINK(1)\t\u202e'; DROP <img onerror=1> ../../ 😀＝\ud800" + "长" * 300


def _paper(given: MinutesFacts, *, internal: bool = True, language: str = "zh") -> Paper:
    return minutes_text(given, say=translator(language), internal=internal)


def _text(paper: Paper) -> str:
    lines = [paper.title, *paper.under_title, paper.marks, paper.marks_note, paper.head]
    for part in paper.parts:
        match part:
            case Heading():
                lines.append(part.text)
            case Paragraph():
                lines.append(part.lead + part.text)
            case Table():
                lines += ["|".join(row) for row in part.rows]
            case Code():
                lines += [part.text, *part.lines]
            case Signatures():
                lines += [f"{line.label}:{line.state}" for line in part.lines]
    return "\n".join(lines)


def _one(one: DecidedItem, **other: object) -> str:
    return _text(_paper(facts(0, items=(one,), **other)))


def test_the_public_file_names_no_member_no_employer_and_no_code() -> None:
    told = "；".join((*NAMES, *EMPLOYERS, *(one.id for one in members())))
    given = facts(12)
    items = tuple(replace(one, reason=told, dissents=(told,), visit_questions=(told,)) for one in given.items)
    given = replace(
        given,
        items=items,
        acts=tuple(
            replace(act, note=told, what=Message("minutes.total", {"outcome": told, "count": 1})) for act in given.acts
        ),
        contradictions=tuple(replace(one, became=told) for one in given.contradictions),
        reopened=tuple(replace(one, reason=told) for one in given.reopened),
    )
    words = [word for one in members() for word in (one.name, one.employer, one.id)]
    with zipfile.ZipFile(io.BytesIO(minutes_docx(given, say=ZH, internal=False))) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    assert not [(name, word) for name, text in parts.items() for word in words if word in text]
    assert "〔姓名略〕" in parts["word/document.xml"]
    # The scan finds what is there to be found.
    internal = _text(_paper(given))
    assert all(word in internal for word in words)


def test_the_public_version_has_offices_and_counts() -> None:
    public = _text(_paper(facts(), internal=False))
    assert "会议由评审组组长主持，工作机构记录。" in public
    assert "应到表决人 11 人，到会 10 人，缺席 1 人。" in public
    assert "签字 4 人，拒绝签字 1 人，尚未签字 6 人。" in public
    assert "公开文本" in public
    internal = _text(_paper(facts()))
    assert "会议由评审组组长赵启明主持，钱知行记录。" in internal
    assert "周敏学（甲省质量研究院，9时22分到会）" in internal
    assert "王笃行（丁标准化协会，10时40分离会）" in internal
    assert "缺席：陈怀瑾（乙大学管理学院）。" in internal
    assert "吴致远\n表决人:拒绝签字\n对第十一项结论有保留。" in internal


def test_both_versions_decide_the_same() -> None:
    def tables(internal: bool) -> list[Table]:
        return [part for part in _paper(facts(), internal=internal).parts if isinstance(part, Table)]

    assert tables(True)[1:] == tables(False)[1:]


@pytest.mark.parametrize(
    ("tally", "quorum", "majority", "said"),
    [
        # 10 of 11 present: 30 >= 22; 7 of 10 in favour: 21 >= 20.
        ((11, 10, 7, 2, 1), Share(2, 3, "entitled"), Share(2, 3, "present"), ("10/11≥2/3", "7/10≥2/3")),
        # 6 of 12: 6 is half and not more; 3 of 6 likewise.
        (
            (12, 6, 3, 3, 0),
            Share(1, 2, "entitled", strict=True),
            Share(1, 2, "cast", strict=True),
            ("6/12≤1/2", "3/6≤1/2"),
        ),
        # 7 of 11: 21 < 22; abstentions are no valid votes: 3 of 4 is more than half.
        ((11, 7, 3, 1, 3), Share(2, 3, "entitled"), Share(1, 2, "cast", strict=True), ("7/11<2/3", "3/4>1/2")),
        ((11, 9, 6, 0, 3), Share(2, 3, "entitled"), Share(3, 5, "entitled"), ("9/11≥2/3", "6/11<3/5")),
        ((0, 0, 0, 0, 0), Share(2, 3, "entitled"), Share(2, 3, "present"), ("0/0<2/3", "0/0<2/3")),
    ],
)
def test_formulas_have_their_numbers_and_agree_with_the_count(
    tally: tuple[int, ...], quorum: Share, majority: Share, said: tuple[str, str]
) -> None:
    votes = Votes(*tally)
    made = Tally(*tally, quorum_met=quorum_met(votes, quorum), carried=carried(votes, majority))
    assert (quorum_formula(made, quorum, ZH), majority_formula(made, majority, ZH)) == said


@pytest.mark.parametrize(("strict", "whole", "least"), [(False, 11, 8), (False, 12, 8), (True, 12, 9), (False, 0, 1)])
def test_what_it_takes_is_the_least_that_is_enough(strict: bool, whole: int, least: int) -> None:
    share = Share(2, 3, "entitled", strict=strict)
    assert needed(share, whole) == least
    if whole:
        assert quorum_met(Votes(whole, least, 0, 0, 0), share)
        assert not quorum_met(Votes(whole, least - 1, 0, 0, 0), share)


def test_an_item_with_everything_says_everything() -> None:
    text = _text(_paper(facts()))
    start = text.index("议题11　江苏省示例第11精密机械制造股份有限公司")
    said = text[start : text.index("（三）机动时间议题")]
    assert "评分：总分 79.80 分，未达到任何等级的分数线。会上复评前为 80.40 分。会前等级把握度 55.0%。" in said
    assert "结论：不予建议，依据《江苏省企业质量信用等级认定办法》第十条（二）。" in said
    assert "法定人数：到会 10 人，应到 11 人，10/11≥2/3，符合。" in said
    assert "赞成 7 票，反对 2 票，弃权 1 票；7/10≥2/3，通过。" in said
    assert "说明：经表决人要求单独讨论。按规则提出的建议为“建议 AA”，会议结论与其不同。" in said
    assert "不同意见（1）：钱知行等认为" in said
    assert "不同意见（2）：整改证据在材料第 46 页" in said
    assert "暂缓理由：第二次提示时仍有 4 名表决人要求延长讨论时间，按规定暂缓。" in text
    assert "表决：回避 1 人。未进行表决。" in text


def test_dissent_is_in_the_type_of_the_decision() -> None:
    paragraphs = [part for part in _paper(facts()).parts if isinstance(part, Paragraph)]
    looks = {part.lead[:2]: part.look for part in paragraphs if part.lead[:2] in ("结论", "不同")}
    assert looks == {"结论": "body", "不同": "body"}


def test_what_is_missing_is_said() -> None:
    bare = item(1, "hard", "do_not_propose", proposal="propose_aa", total=None, reason="", cites=(), tally=None)
    text = _one(replace(bare, certainty=None))
    assert "评分：没有总分。" in text
    assert "结论：不予建议。" in text
    assert "理由：未记载。" in text
    assert "表决：未进行表决。" in text
    assert "未作结论 1 项" in _one(item(1, "hard", None, tally=None))
    quorumless = Tally(11, 5, 0, 0, 0, quorum_met=False, carried=None)
    assert "5/11<2/3，不符合。" in _one(item(1, "hard", "defer", tally=quorumless))
    assert "未达法定人数，表决无效。另有 5 人到会未投票。" in _one(item(1, "hard", "defer", tally=quorumless))
    assert "按规则无法提出建议，结论由会议作出。" in _one(item(1, "hard", "propose_aa", proposal=None))


def test_consent_items_that_need_words_have_their_own() -> None:
    alone = item(1, "consent", "propose_aa", dissents=("不同意。",))
    assert "不同意见：不同意。" in _one(alone)
    assert "下列议题合并表决" not in _one(alone)
    assert "1\n2026-0001|建议 AA|0|10/11≥2/3|10/0/0|10/10≥2/3|" in _one(item(1, "consent", "propose_aa"))


def test_an_empty_sitting_has_minutes() -> None:
    empty = facts(
        0,
        items=(),
        acts=(),
        members=(),
        signatures=(),
        contradictions=(),
        reopened=(),
        seed=None,
        place="",
        marks=(),
        cut_scores=(),
        attendance=Attendance(0, 0),
    )
    for internal in (True, False):
        text = _text(_paper(empty, internal=internal))
        assert "会议没有审议议题。" in text
        assert "没有会议经过记录。" in text
        assert "未使用随机种子。" in text
        assert "示例" not in text.replace("2026年示例轮次", "")
        assert minutes_docx(empty, say=ZH, internal=internal).startswith(b"PK")


def test_head_and_words_stand_before_everything_else() -> None:
    given = facts()
    code = _paper(given).parts[0]
    assert isinstance(code, Code)
    assert code.text == f"30412:{given.head.hash}"
    assert all(word in code.lines[0] for word in head_words(given.head.hash))
    english = _paper(given, language="en").parts[0]
    assert isinstance(english, Code)
    assert all(word in english.lines[0] for word in head_words(given.head.hash, "en"))


def test_marks_say_that_it_is_no_real_paper() -> None:
    assert _paper(facts()).marks == "示例 · 合成"
    assert _paper(facts()).marks_note == "仅供试用与演示，不是正式文件"
    assert _paper(facts(marks=())).marks == _paper(facts(marks=())).marks_note == ""


def test_a_title_of_the_office_and_an_end_on_another_day() -> None:
    text = _text(_paper(facts(title=Name("某次评审会", "A sitting"), ended_at=START + timedelta(hours=20))))
    assert text.startswith("某次评审会会议纪要")
    assert "2026年5月8日9时00分至2026年5月9日5时00分（北京时间）" in text


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "—"), (0.896, "89.6%"), (1.0, "100.0%"), (0.99996, ">99.9%"), (0.00001, "<0.1%"), (0.0, "0.0%")],
)
def test_a_probability_is_never_rounded_to_certainty(value: float | None, said: str) -> None:
    assert percent(value, ZH) == said


@pytest.mark.parametrize("internal", [True, False])
def test_hostile_texts_are_set_in_both_files(internal: bool) -> None:
    given = facts(6)
    one = replace(
        given.items[-2], enterprise=HOSTILE, application_id=HOSTILE[:20], reason=HOSTILE, dissents=(HOSTILE, "\x00")
    )
    given = replace(
        given,
        items=(*given.items[:-2], one, given.items[-1]),
        place=HOSTILE,
        title=Name(HOSTILE[:40], HOSTILE[:40]),
        sitting_id=HOSTILE[:20],
        members=(replace(given.members[0], name=HOSTILE, employer=HOSTILE), *given.members[1:]),
        signatures=tuple(replace(sign, name=HOSTILE, reason=HOSTILE) for sign in given.signatures[:2]),
    )
    assert minutes_docx(given, say=ZH, internal=internal).startswith(b"PK")
    assert minutes_pdf(given, say=ZH, internal=internal, fonts=find_fonts()).startswith(b"%PDF")


def test_english_minutes_have_the_same_parts() -> None:
    zh, en = _paper(facts()), _paper(facts(), language="en")
    assert [type(part) for part in zh.parts] == [type(part) for part in en.parts]
    assert "Minutes of the document-review sitting, Sample round 2026" in en.title
