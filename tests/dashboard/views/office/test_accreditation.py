"""The desk of joint document, announcement and certificates: both sign, what stands against it is told, files made."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "office/accreditation"
NUMBER = "苏市监〔2026〕1号"


pr = sys.modules["procedure_register"]
words = sys.modules["panel_register"].words


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A register taken to a stage once, and copied for each test."""
    folder, kept = tmp_path_factory.mktemp("built"), {}

    def of(stage: str) -> Any:
        if stage not in kept:
            hall = pr.build(folder / f"{stage}.db", stage)
            hall.register.close()
            kept[stage] = (folder / f"{stage}.db", hall.now)
        return kept[stage]

    return of


@pytest.fixture
def hall(built: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Serve a copy of the register of a stage: ``hall("closed")``."""
    with ExitStack() as stack:

        def of(stage: str) -> Any:
            path, now = built(stage)
            shutil.copy(path, tmp_path / "r.db")
            return stack.enter_context(pr.serving(tmp_path / "r.db", now, monkeypatch))

        yield of


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in [*at.success, *at.error])


def documents(hall: Any) -> Any:
    return flow.read_joint_documents(hall.register, pr.SECRETARIAT, pr.ROUND)


def sign(at: AppTest, day: date | None = None) -> AppTest:
    if day is not None:
        at.date_input(key="accreditation-signed-on").set_value(day)
    at.checkbox(key="accreditation-sign-sure").check().run()
    return at.button(key="accreditation-sign").click().run()


def keys(at: AppTest) -> set[str]:
    return {one.key for kind in (at.button, at.checkbox, at.text_input, at.multiselect) for one in kind if one.key}


def test_drafted_signed_by_both_and_announced_through_the_page(hall: Any) -> None:
    there = hall("closed")
    at = there.page("secretariat", PAGE)
    assert "可列入联合发文 4 件" in words(at)
    at.text_input(key="accreditation-number").set_value(NUMBER)
    at.button(key="accreditation-draft").click().run()
    assert "已起草" in said(at)
    assert [one.document.number for one in documents(there)] == [NUMBER]
    assert "已签署" in said(sign(at))
    assert "accreditation-sign" not in keys(at), "signed for one's own authority, nothing is left to sign"
    sign(there.page("province_drc", PAGE))
    assert documents(there)[0].document.state == "issued"
    at = there.page("secretariat", PAGE)
    assert "有效期自" in "".join(one.value for one in at.info)
    at.checkbox(key="accreditation-announce-sure").check().run()
    at.button(key="accreditation-announce").click().run()
    assert "已公告 4 件" in said(at)
    public = flow.public_register(there.register, pr.actor("public"), on=there.now.date())
    assert {(one.application_id, one.joint_document) for one in public} == {(id_, NUMBER) for id_ in pr.TARGETS}
    assert "轮次推进" in words(at)


def test_a_draft_without_a_number_is_refused_and_what_was_chosen_stays(hall: Any) -> None:
    there = hall("closed")
    at = there.page("secretariat", PAGE)
    at.multiselect(key="accreditation-leave").set_value([pr.FAR])
    at.button(key="accreditation-draft").click().run()
    assert "文号" in said(at)
    assert at.multiselect(key="accreditation-leave").value == [pr.FAR]
    assert not documents(there)
    at.text_input(key="accreditation-number").set_value(NUMBER)
    at.button(key="accreditation-draft").click().run()
    assert {one.application_id for one in documents(there)[0].entries} == set(pr.TARGETS) - {pr.FAR}


def test_a_signature_before_the_notice_was_closed_is_refused_in_words(hall: Any) -> None:
    there = hall("closed")
    there.do(flow.draft_joint_document, pr.SECRETARIAT, pr.ROUND, pr.granted(), number=NUMBER)
    at = sign(there.page("secretariat", PAGE), pr.LAST)
    assert "公示结束后方可签署" in said(at)
    assert documents(there)[0].signed == ()


def test_corrected_with_a_reason_and_both_sign_anew(hall: Any) -> None:
    there = hall("closed")
    there.do(flow.draft_joint_document, pr.SECRETARIAT, pr.ROUND, pr.granted(), number=NUMBER)
    there.do(flow.sign_joint_document, pr.DRC, pr.ROUND, signed_on=pr.CLOSED)
    at = there.page("secretariat", PAGE)
    at.multiselect(key="accreditation-remove").set_value([pr.FAR])
    at.button(key="accreditation-correct").click().run()
    assert "理由" in said(at)
    at.text_area(key="accreditation-reason").set_value("企业书面请求暂缓")
    at.button(key="accreditation-correct").click().run()
    assert "已移出 1 件" in said(at)
    assert documents(there)[0].signed == ()
    assert len(documents(there)[0].entries) == 3
    assert "accreditation-correct" not in keys(there.page("province_drc", PAGE))


def test_who_is_kept_off_by_an_objection_is_told_with_the_article(hall: Any) -> None:
    there = hall("noticed")
    there.on(date(2026, 6, 4))
    there.do(
        flow.receive_objection,
        pr.SECRETARIAT,
        application_id=pr.FAR,
        received_on=date(2026, 6, 4),
        received_from="某同行",
        substance="材料不实",
    )
    there.on(pr.CLOSED)
    there.do(flow.close_notice, pr.SECRETARIAT, pr.ROUND, closed_on=pr.CLOSED)
    text = words(there.page("secretariat", PAGE))
    assert "可列入联合发文 3 件" in text
    assert "有异议未处理完毕" in text
    assert "第十二条" in text
    assert "某同行" not in text


def test_the_inspector_reads_and_has_no_form(hall: Any) -> None:
    there = hall("closed")
    assert "待日常工作机构起草" in words(there.page("inspector", PAGE))
    there.do(flow.draft_joint_document, pr.SECRETARIAT, pr.ROUND, pr.granted(), number=NUMBER)
    at = there.page("inspector", PAGE)
    assert NUMBER in words(at)
    assert not [key for key in keys(at) if key.startswith("accreditation")]


def test_a_certificate_is_issued_once_and_several_come_as_a_packet(hall: Any) -> None:
    there = hall("accredited")
    at = there.page("secretariat", PAGE)
    at.multiselect(key="accreditation-chosen").set_value([pr.GRADE_AA]).run()
    at.button(key="accreditation-issue").click().run()
    assert "已签发 1 张证书" in said(at)
    name, file, _ = at.session_state["accreditation-made"]
    assert name.endswith(".pdf")
    check = flow.verify_certificate(there.register, pr.actor("public"), file, on=there.now.date())
    assert check.in_force
    assert list(flow.certificates_issued(there.register, pr.SECRETARIAT, pr.ROUND)) == [pr.GRADE_AA]
    at.button(key="accreditation-lacking").click().run()
    assert set(at.multiselect(key="accreditation-chosen").value) == set(pr.TARGETS) - {pr.GRADE_AA}
    at.button(key="accreditation-issue").click().run()
    with zipfile.ZipFile(BytesIO(at.session_state["accreditation-made"][1])) as packet:
        assert len(packet.namelist()) == 3
    assert "已签发 4 件，待签发 0 件" in words(at)


def test_nobody_else_issues_certificates(hall: Any) -> None:
    at = hall("accredited").page("province_drc", PAGE)
    assert pr.NAMES[pr.FAR] in words(at)
    assert "accreditation-issue" not in keys(at)


def test_what_ends_soon_is_counted_by_prefecture(hall: Any) -> None:
    there = hall("accredited")
    there.on(date(2031, 6, 9) - timedelta(days=20))
    at = there.page("province_drc", PAGE)
    text = words(at)
    assert "即将到期（4 件）" in text
    assert at.selectbox(key="accreditation-expiry-area").options == ["全部设区市", "南京市", "苏州市"]
    at.selectbox(key="accreditation-expiry-area").set_value("320500").run()
    rows = [one.proto.body for one in at.get("html") if "ct-table" in one.proto.body and "2031-06-09" in one.proto.body]
    assert pr.NAMES[pr.FAR] in rows[-1]
    assert pr.NAMES[pr.GRADE_AA] not in rows[-1]


def test_before_the_notice_it_says_what_would_bring_something_in_both_languages(hall: Any) -> None:
    there = hall("deciding")
    assert "尚未进入公示阶段" in words(there.page("province_drc", PAGE))
    assert "not in notice yet" in words(there.page("secretariat", PAGE, language="en"))
