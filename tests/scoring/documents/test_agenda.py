"""The paper pack: what is up, how many it takes, room for a hand, and ballots that nobody can tell apart."""

from __future__ import annotations

from dataclasses import replace

from scoring.documents.agenda import agenda_docx, agenda_paper, agenda_pdf
from scoring.documents.fonts import find_fonts
from scoring.documents.paper import Heading, NewPage, Slips, Table
from scoring.texts import translator
from tests.scoring.documents.papers import agenda

ZH = translator("zh")


def test_each_block_has_its_list_and_its_form() -> None:
    parts = agenda_paper(agenda(), say=ZH).parts
    headings = [part.text for part in parts if isinstance(part, Heading)][:3]
    assert headings == ["一、疑难议题", "二、一般议题", "三、合并表决议题"]
    tables = [part for part in parts if isinstance(part, Table)]
    assert len(tables) == 9
    # 11 entitled, at least two thirds: 8; 10: 7.
    assert tables[0].rows[0] == (
        "1\n2026-0001",
        "江苏省示例第1精密机械制造股份有限公司",
        "AA",
        "84.60\n93.0%",
        "建议 AA",
        "11",
        "8",
    )
    assert tables[0].rows[1][3:5] == ("—\n—", "无法提出")
    assert tables[0].rows[2][5:] == ("10\n回避 1", "7")
    assert all(cell == "" for row in tables[1].rows for cell in row[1:])
    assert tables[1].row_mm > 10


def test_each_item_has_a_ballot_for_each_who_may_vote_on_a_page_of_its_own() -> None:
    parts = agenda_paper(agenda(), say=ZH).parts
    slips = [part for part in parts if isinstance(part, Slips)]
    assert [one.count for one in slips] == [one.entitled for one in agenda().items]
    assert all(isinstance(parts[parts.index(one) - 2], NewPage) for one in slips)
    assert "提请表决：建议 AA" in slips[0].lines
    assert any(line.startswith("提请表决（会上提出）：") for line in slips[1].lines)
    assert "□ 赞成" in slips[0].lines[3]


def test_open_ballots_are_signed() -> None:
    secret = agenda(1)
    open_ = replace(secret, sheet=replace(secret.sheet, ballot="open"))
    last = [
        next(part for part in agenda_paper(one, say=ZH).parts if isinstance(part, Slips)).lines[-1]
        for one in (replace(secret, sheet=replace(secret.sheet, ballot="secret")), open_)
    ]
    assert last == ["只选一项，不署名；不选、多选无效。", "只选一项并签名；不选、多选无效。签名："]


def test_files_of_forty_items_and_of_none() -> None:
    for count in (0, 40):
        given = agenda(count) if count else agenda(1, items=())
        assert agenda_docx(given, say=ZH).startswith(b"PK")
        assert agenda_pdf(given, say=ZH, fonts=find_fonts()).startswith(b"%PDF")
