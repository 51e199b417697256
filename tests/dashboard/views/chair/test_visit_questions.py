"""From the sitting to the site visit: questions handed on by the chair, read on the visitor's own sheet."""

from __future__ import annotations

import sys

from streamlit.testing.v1 import AppTest

from dashboard.roles import VIEWS
from scoring import flow
from scoring.meeting.quorum import Votes
from scoring.model import Actor

VISIT = "on_site_verification"


pr = sys.modules["procedure_register"]


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.error]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def sent(hall) -> None:
    values = {"application_id": pr.GRADE_AAA, "outcome": "send_to_site_visit", "votes": Votes(10, 10, 10, 0, 0)}
    hall.do(flow.record_decision, pr.actor("chair"), **values, reason="", stage="document_review")


def visitor(expert: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
    at.session_state["demonstration_expert"] = expert
    return sys.modules["straight"].open_page(at, "expert/sheet", **query)


def test_questions_go_from_the_chair_to_the_visitor_who_fills_in_his_sheet_of_the_visit(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "deciding", monkeypatch) as hall:
        at = hall.page("chair", "chair/application", application=pr.GRADE_AAA)
        assert "visits-hand-on" not in {one.key for one in at.button}, "nothing is sent to a visit yet"
        sent(hall)
        at = hall.page("chair", "chair/application", application=pr.GRADE_AAA)
        at.button(key="visits-hand-on").click().run()
        assert "尚未填写问题" in at.error[0].value
        at.text_area(key="visits-question-1").set_value("<b>计量器具</b>是否检定").run()
        at.button(key="visits-hand-on").click().run()
        assert flow.read_visit_questions(hall.register, pr.actor("chair"), pr.GRADE_AAA).questions == (
            "<b>计量器具</b>是否检定",
        )
        at.text_area(key="visits-question-0").set_value("另一个问题").run()
        at.button(key="visits-hand-on").click().run()
        assert "理由" in at.error[0].value, "what stands is changed with a reason"
        assert at.text_area(key="visits-question-0").value == "另一个问题"

        hall.do(flow.advance_round, pr.SECRETARIAT, pr.ROUND, "reviewing", reason="现场核查评分")
        assert "visits-hand-on" not in {
            one.key for one in hall.page("chair", "chair/application", application=pr.GRADE_AAA).button
        }
        hall.do(flow.assign, pr.actor("assignment_holder"), pr.ROUND, [(pr.GRADE_AAA, "E08")], stage=VISIT)
        at = visitor("E08")
        assert at.query_params["stage"] == VISIT, "the one open task is gone on with, of its own stage"
        assert "&lt;b&gt;计量器具" in words(at)
        assert "现场核查" in words(at)
        box = next(one for one in at.number_input if one.key.startswith(f"typed-E08-{pr.GRADE_AAA}-visit-"))
        box.set_value(1.0).run()
        own = Actor("E08", "", frozenset({"expert"}))
        kept = flow.own_sheet(hall.register, own, application_id=pr.GRADE_AAA, stage=VISIT).sheet.marks
        assert len(kept) == 1


def test_a_sheet_of_the_document_review_shows_no_question(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "reviewing", monkeypatch):
        at = visitor("E01", application=pr.GRADE_AAA)
        assert "移交的现场核查问题" not in words(at)
        assert not [one for one in at.number_input if "-visit-" in one.key]
