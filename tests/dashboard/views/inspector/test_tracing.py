"""What leaked is traced by its number, its names or its bytes; the names to look for are shown when asked for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "inspector/tracing"

pr = sys.modules["procedure_register"]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("t") / "r.db", "entered", patch) as hall,
    ):
        yield hall


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.error, *at.warning, *at.header]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def take(hall: Any) -> Any:
    marks: list[Any] = []

    def make(mark: Any) -> bytes:
        marks.append(mark)
        return b"list " + mark.export_id.encode()

    hall.do(flow.disclose, pr.actor("assignment_holder"), what="experts", about="", make=make)
    return marks[0]


def test_a_number_or_a_pasted_list_leads_to_the_taker_and_an_unknown_one_nowhere(hall: Any) -> None:
    mark = take(hall)
    at = hall.page("inspector", PAGE)
    assert "pn-hash" not in words(at)
    at.text_area(key="tracing-text").set_value("AAAA-AAAA").run()
    assert "未查到" in words(at)
    at.text_area(key="tracing-text").set_value(f"编号 {mark.export_id.lower()}").run()
    assert "专家名单" in words(at)
    assert "专家分配保管人" in words(at)
    assert "未提供文件" in words(at)
    name = mark.decoy.entry.name
    at.text_area(key="tracing-text").set_value(f"张三、{name[0]} {name[1:]}、李四").run()
    assert mark.export_id in words(at)
    assert f"“{name}”不是专家" in words(at)


def test_a_file_is_known_by_its_bytes_and_told_from_one_that_was_changed(hall: Any) -> None:
    mark = take(hall)
    at = hall.page("inspector", PAGE)
    at.file_uploader(key="tracing-file").set_value(("leak.pdf", b"list " + mark.export_id.encode(), "application/pdf"))
    at.run()
    assert "未改动" in words(at)
    changed = f"编号,姓名\nE1,某\n,{mark.export_id}\n".encode()
    at.file_uploader(key="tracing-file").set_value(("<b>leak.csv", changed, "text/csv")).run()
    assert "已改动" in words(at)
    assert "<b>leak" not in words(at)


def test_the_code_over_an_experts_page_leads_to_him(hall: Any) -> None:
    at = hall.page("expert", "expert/tasks")
    (mark,) = [one.proto.body for one in at.get("html") if 'class="qc-mark"' in one.proto.body]
    assert 'aria-hidden="true"' in mark
    code = re.search(r"[A-Z2-7]{3}-[A-Z2-7]{3}", mark)
    assert code is not None
    assert re.search(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", mark)
    at = hall.page("inspector", PAGE)
    at.text_area(key="tracing-text").set_value(code[0]).run()
    (told,) = at.warning
    assert code[0] in told.value.replace("\\", "")
    at = hall.page("secretariat", "secretariat/round")
    assert not any('class="qc-mark"' in one.proto.body for one in at.get("html"))


def test_names_of_nobody_are_shown_when_asked_for_and_the_record_says_who_looked(hall: Any) -> None:
    mark = take(hall)
    name = mark.decoy.entry.name
    at = hall.page("inspector", PAGE)
    assert name not in words(at)
    at.toggle(key="tracing-lists").set_value(True).run()
    assert name in words(at)
    looked = flow.who_looked(hall.register, pr.actor("inspector"), hall.now)
    assert "list_canaries" in {one.what for one in looked}
