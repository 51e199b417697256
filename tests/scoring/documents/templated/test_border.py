"""What is no template is refused with the paragraph of each fault, all faults at once; shipped ones pass."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from indicators.faults import Fault, FaultsError
from scoring.documents.templated.border import check_template
from scoring.documents.templated.kinds import KINDS, Kind
from scoring.documents.templated.outline import shipped
from scoring.documents.templated.package import LARGEST
from scoring.texts import translator


def _hostile() -> Any:
    spec = importlib.util.spec_from_file_location("hostile_templates", Path(__file__).with_name("hostile.py"))
    assert spec is not None
    assert spec.loader is not None
    sys.modules["hostile_templates"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["hostile_templates"])
    return sys.modules["hostile_templates"]


hostile = _hostile()
LETTER = shipped("feedback_letter", "zh").content


def faults(content: bytes, kind: Kind = "feedback_letter") -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as error:
        check_template(content, file="a.docx", kind=kind)
    return error.value.faults


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shipped_passes(kind: Kind, language: str) -> None:
    check_template(shipped(kind, language).content, file="a.docx", kind=kind)


@pytest.mark.parametrize("name", hostile.CASES)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    change, key = hostile.CASES[name]
    found = faults(change(LETTER))
    assert key in {one.what.key for one in found}
    for language in ("zh", "en"):
        assert all(one.message(translator(language)) for one in found)


def test_a_fault_says_in_which_paragraph_it_stands() -> None:
    (found,) = faults(hostile.first("<w:r><w:t>金额{{专家姓名}}元</w:t></w:r>")(LETTER))
    assert found.row == 1
    assert found.message(translator("zh")).startswith("第1段“金额{{专家姓名}}元”")


def test_all_faults_are_told_at_once() -> None:
    content = hostile.first("<w:r><w:t>{{甲}}</w:t></w:r>")(LETTER)
    content = hostile.with_text("{{认定结果}}", "某级")(content)
    content = hostile.first("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>")(content)
    keys = [one.what.key for one in faults(content)]
    assert keys == ["template.with_hidden", "template.field_unknown", "template.field_missing"]


def test_a_block_stands_alone() -> None:
    content = hostile.with_text("{{签字}}", "签字：{{签字}}")(shipped("minutes", "zh").content)
    assert [one.what.key for one in faults(content, "minutes")] == ["template.block_not_alone"]


def test_what_is_no_word_file_at_all() -> None:
    assert [one.what.key for one in faults(b"%PDF-1.7")] == ["template.not_word"]
    assert [one.what.key for one in faults(b"PK\x03\x04" + bytes(LARGEST))] == ["template.too_large"]
    assert [one.what.key for one in faults(LETTER[:-40])] == ["template.damaged"]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(30_000_000))
    assert [one.what.key for one in faults(made.getvalue())] == ["template.unpacks_to_too_much"]
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    assert [one.what.key for one in faults(empty.getvalue())] == ["template.not_word"]
