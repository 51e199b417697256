"""Questions for the site visit: of the panel while it decides, three at most, for the visitors."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.texts import translator

FIRST, SECOND, ROUND = "2026-0001", "2026-0002", "2026-sample"
ASKED = ("关键设备的检定周期", "近三年投诉台账", "供方审核记录")


@pytest.fixture
def sitting(office: Any) -> Any:
    """The second application, for AAA, before the panel that decides."""
    office.score(SECOND, "1")
    office.to("deciding")
    return office


def ask(office: Any, *questions: str, of: str = SECOND, role: str = "chair", reason: str = "") -> Any:
    who = office.who(role)
    return flow.hand_on_questions(
        office.register, who, office.tick(), application_id=of, questions=questions, reason=reason
    )


def read(office: Any, role: str, id_: str | None = None, of: str = SECOND) -> flow.HandedOn:
    return flow.read_visit_questions(office.register, office.who(role, id_), of)


def test_three_questions_are_handed_on_and_shown_with_the_application(sitting: Any) -> None:
    assert read(sitting, "chair") == flow.HandedOn(SECOND, 0, ())
    ask(sitting, *ASKED)
    assert sitting.entries()[-1].act == "visit_questions.handed_on"
    for role in ("chair", "secretariat", "inspector", "assignment_holder"):
        assert read(sitting, role).questions == ASKED
    assert sitting.is_sound()


def test_a_fourth_question_and_an_empty_one_are_refused_together(sitting: Any) -> None:
    before = len(sitting.entries())
    with pytest.raises(FaultsError, match=r"draw\.empty_question.*draw\.too_many_questions") as caught:
        ask(sitting, *ASKED, " ")
    assert "至多 3 个" in caught.value.faults[1].message(translator("zh"))
    assert len(sitting.entries()) == before


def test_another_list_takes_the_place_of_the_first_with_a_reason(sitting: Any) -> None:
    ask(sitting, *ASKED)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_questions"):
        ask(sitting, ASKED[0])
    ask(sitting, ASKED[0], reason="其余已在会上澄清")
    assert read(sitting, "chair") == flow.HandedOn(SECOND, 2, ASKED[:1])


def test_visitors_read_them_and_other_experts_do_not(sitting: Any) -> None:
    ask(sitting, *ASKED)
    sitting.decide("send_to_site_visit", of=SECOND)
    pairs = [(SECOND, "E06"), (SECOND, "E07")]
    holder = sitting.who("assignment_holder")
    flow.assign(sitting.register, holder, sitting.tick(), ROUND, pairs, stage="on_site_verification")
    assert read(sitting, "expert", "E06").questions == ASKED
    for other in ("E01", "E08"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            read(sitting, "expert", other)


def test_they_are_the_panels_and_only_while_it_decides(office: Any) -> None:
    for role in ("chair", "secretariat", "expert", "assignment_holder"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            ask(office, *ASKED, role=role)


def test_a_grade_without_a_visit_has_no_questions(sitting: Any) -> None:
    for attempt in (lambda: ask(sitting, *ASKED, of=FIRST), lambda: read(sitting, "chair", of=FIRST)):
        with pytest.raises(ConflictError, match=r"flow\.no_site_visit"):
            attempt()
