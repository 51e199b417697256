"""Papers and letters on their page, and a template edited, checked and adopted there."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from dashboard.parts import papers_letters, papers_templates
from indicators.collation import by_name
from scoring import flow
from scoring.documents.templated.outline import shipped
from scoring.flow import Mark, PaperAsked
from scoring.texts import translator

PAGE = "office/documents"
ZH = translator("zh")
pr = sys.modules["procedure_register"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A round announced, once for this module."""
    path = tmp_path_factory.mktemp("built") / "accredited.db"
    hall = pr.build(path, "accredited")
    hall.register.close()
    return path, hall.now


@pytest.fixture
def hall(built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    path, now = built
    shutil.copy(path, tmp_path / "r.db")
    with pr.serving(tmp_path / "r.db", now, monkeypatch) as served:
        yield served


def keys(at: Any) -> set[str]:
    return {one.key for one in at.get("download_button") if one.key}


def test_an_office_takes_papers_and_letters(hall: Any) -> None:
    at = hall.page("secretariat", PAGE)
    assert not at.exception
    text = " ".join(one.value for one in at.header)
    assert all(words in text for words in ("本轮次文书", "评审意见反馈函", "文书模板"))
    heads = flow.letter_heads(hall.register, pr.SECRETARIAT, pr.ROUND)
    first = min(heads, key=lambda one: by_name(one.enterprise))
    assert at.selectbox(key="papers-letter").value == first.application_id


def test_a_county_hands_its_own_letters_and_sees_no_template(hall: Any) -> None:
    at = hall.page("county_regulator", PAGE, region=pr.NANJING)
    assert not at.exception
    county = pr.actor("county_regulator", pr.NANJING)
    mine = [one.application_id for one in flow.letter_heads(hall.register, county, pr.ROUND)]
    assert at.selectbox(key="papers-letter").options
    assert len(at.selectbox(key="papers-letter").options) == len(mine)
    assert "文书模板" not in " ".join(one.value for one in at.header)


def test_letters_packed_are_one_for_each(hall: Any) -> None:
    heads = flow.letter_heads(hall.register, pr.SECRETARIAT, pr.ROUND)
    ids = [one.application_id for one in heads][:2]
    mark = Mark("AAAA-BBBB", "secretariat", hall.now)
    made = papers_letters.packed(pr.SECRETARIAT, ZH, ids, mark)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.namelist() == [f"{id_}.docx" for id_ in ids]
        first = docx.Document(io.BytesIO(package.read(package.namelist()[0])))
    assert "AAAA-BBBB" in first.sections[0].header.paragraphs[0].text
    assert made == papers_letters.packed(pr.SECRETARIAT, ZH, ids, mark)


def edited(old: str, new: str) -> Any:
    document = docx.Document(io.BytesIO(shipped("notice", "zh").content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    made = io.BytesIO()
    document.save(made)
    return SimpleNamespace(name="公示.docx", getvalue=made.getvalue)


def test_a_template_is_adopted_with_a_reason_and_shown_as_in_force(hall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {papers_templates.REASON: "填写受理方式"}
    monkeypatch.setattr(papers_templates.st, "session_state", state)
    papers_templates._adopt(pr.SECRETARIAT, "zh", "notice", edited("{{公示截止日}}", "月底"))
    told = state["acting-told-papers-templates"]
    assert not told.done
    assert [one.what.key for one in told.words] == ["template.field_missing"]
    papers_templates._adopt(pr.SECRETARIAT, "zh", "notice", edited("（由经办处室填写", "质量发展处（"))
    assert state["acting-told-papers-templates"].done
    monkeypatch.undo()
    held = flow.template_in_force(hall.register, pr.SECRETARIAT, kind="notice", language="zh")
    assert held.version == 1
    asked = PaperAsked("notice", pr.ROUND, ".docx")
    made = flow.make_paper(hall.register, pr.SECRETARIAT, hall.now, asked, say=ZH, fonts=None)  # type: ignore[arg-type]
    assert any("质量发展处" in one.text for one in docx.Document(io.BytesIO(made)).paragraphs)
