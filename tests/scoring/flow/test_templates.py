"""Templates adopted, used and taken back: each an act with person, reason, version and digest."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.documents.fonts import find_fonts
from scoring.documents.templated.outline import shipped
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Granted, PaperAsked
from scoring.texts import translator

FIRST, ROUND = "2026-0001", "2026-sample"


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    """A file alone: the record's table is tried on every database elsewhere."""
    return str(tmp_path / "register.db")


def edited(old: str = "（由经办处室填写", new: str = "质量发展处，025-00000000（") -> bytes:
    document = docx.Document(io.BytesIO(shipped("notice", "zh").content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def adopt(office: Any, content: bytes, *, role: str = "secretariat", reason: str = "填写受理方式") -> Any:
    return flow.adopt_template(
        office.register,
        office.who(role),
        office.tick(),
        kind="notice",
        language="zh",
        name="公示.docx",
        content=content,
        reason=reason,
    )


def in_force(office: Any, role: str = "public") -> flow.TemplateInForce:
    return flow.template_in_force(office.register, office.who(role), kind="notice", language="zh")


def test_adopting_is_an_act_with_person_reason_version_and_digest(office: Any) -> None:
    assert (in_force(office).version, in_force(office).template) == (0, shipped("notice", "zh"))
    content = edited()
    digest = hashlib.sha256(content).hexdigest()
    adopt(office, content)
    entry = office.entries()[-1]
    assert (entry.act, entry.object, entry.role) == ("document_template.adopted", "template/notice/zh", "secretariat")
    told = json.loads(entry.content)
    assert (told["details"], told["reason"]) == ({"digest": digest, "version": 1}, "填写受理方式")
    assert (in_force(office).version, in_force(office).template.content) == (1, content)
    with pytest.raises(ConflictError, match="in_force_already"):
        adopt(office, content)
    again = edited(new="质量发展处（")
    adopt(office, again)
    assert in_force(office).version == 2
    who = office.who("secretariat")
    flow.withdraw_template(office.register, who, office.tick(), kind="notice", language="zh", reason="恢复")
    assert in_force(office).version == 0
    with pytest.raises(ConflictError, match="shipped_holds_already"):
        flow.withdraw_template(office.register, who, office.tick(), kind="notice", language="zh", reason="恢复")
    adopt(office, content)  # an earlier file, kept once
    assert in_force(office).version == 4
    history = flow.template_history(office.register, office.who("inspector"))
    assert [(one.version, one.state) for one in history] == [
        (4, "adopted"),
        (3, "withdrawn"),
        (2, "adopted"),
        (1, "adopted"),
    ]
    assert office.is_sound()


def test_what_is_refused_leaves_nothing(office: Any) -> None:
    before = len(office.entries())
    with pytest.raises(FaultsError):
        adopt(office, b"no Word file")
    with pytest.raises(FaultsError, match="field_missing"):
        adopt(office, edited("{{公示截止日}}", "月底"))
    with pytest.raises(ConflictError, match="reason"):
        adopt(office, edited(), reason=" ")
    for role in ("province_drc", "inspector", "leader", "system_admin", "public"):
        with pytest.raises(AccessRefusedError):
            adopt(office, edited(), role=role)
    assert len(office.entries()) == before
    for role in ("expert", "leader", "public"):
        with pytest.raises(AccessRefusedError):
            flow.template_history(office.register, office.who(role))


def noticed(office: Any) -> Any:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    office.to("in_notice")
    office.accredit(Granted(FIRST, "AA"))
    office.to("accredited")
    return office


def test_papers_are_made_of_the_template_in_force(office: Any, led: Any) -> None:
    led(office, noticed)
    adopt(office, edited())
    say, fonts = translator("zh"), find_fonts()
    for kind, about in (("notice", ROUND), ("joint_document", ROUND), ("feedback_letter", FIRST)):
        asked = PaperAsked(kind, about, ".docx")  # type: ignore[arg-type]
        who = office.who("secretariat")
        made = flow.make_paper(office.register, who, office.now, asked, say=say, fonts=fonts, copy="份号 X")
        document = docx.Document(io.BytesIO(made))
        words = "\n".join(one.text for one in document.paragraphs)
        words += "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert office.application(1).enterprise.name in words
        assert ("质量发展处，025-00000000" in words) is (kind == "notice")
        head = document.sections[0].header.paragraphs[0].text
        version = "模板第1版" if kind == "notice" else "系统模板"
        assert "示例" in head
        assert version in head
        assert "份号 X" in head


def test_a_file_that_a_kind_does_not_have_is_refused(office: Any) -> None:
    asked = PaperAsked("feedback_letter", FIRST, ".xlsx")
    with pytest.raises(FaultsError, match="no_such_file"):
        flow.make_paper(
            office.register, office.who("secretariat"), office.now, asked, say=translator("zh"), fonts=find_fonts()
        )


def test_an_expert_takes_his_own_score_sheet_and_nobody_elses(office: Any) -> None:
    office.save(office.given("1.1.1", "0.75"))
    asked = PaperAsked("score_sheet", FIRST, ".docx")
    say, fonts = translator("zh"), find_fonts()
    own = office.who("expert", "E01")
    made = docx.Document(io.BytesIO(flow.make_paper(office.register, own, office.now, asked, say=say, fonts=fonts)))
    rows = [[cell.text for cell in row.cells] for row in made.tables[1].rows]
    most = office.leaf("1.1.1").max_score
    assert rows[1][:2] == ["1.1.1", office.leaf("1.1.1").name]
    assert float(rows[1][3]) == float(most) * 0.75
    assert rows[2][3] == "未评"
    for other in (office.who("expert", "E10"), office.who("secretariat"), office.who("chair")):
        with pytest.raises(AccessRefusedError):
            flow.make_paper(office.register, other, office.now, asked, say=say, fonts=fonts)
