"""Plan and notice: drafted, signed by both authorities, and only then does a round open (Articles 7, 11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import gather

OTHER = "2025-synthetic"


@pytest.fixture
def planned(opened: Any) -> Any:
    """The office with another round, which is planned."""
    flow.create_round(opened.register, opened.who("secretariat"), opened.tick(), shipped_rule_book(OTHER))
    return opened


def draft(office: Any, kind: str = "annual_plan", who: str = "secretariat", **told: Any) -> Any:
    given = {"title": "标题", "content": "正文", **told}
    return flow.draft_opening(office.register, office.who(who), office.tick(), OTHER, kind=kind, **given)  # type: ignore[arg-type]


def sign(office: Any, kind: str = "annual_plan", who: str = "secretariat", version: int = 1, id_: str = "") -> Any:
    return flow.sign_opening(
        office.register,
        office.who(who, id_ or who),
        office.tick(),
        OTHER,
        kind=kind,
        version=version,  # type: ignore[arg-type]
    )


def to_open(office: Any) -> Any:
    return flow.advance_round(office.register, office.who("secretariat"), office.tick(), OTHER, "open")


DAYS = {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 30)}


def test_a_round_opens_only_when_both_have_signed_both(planned: Any) -> None:
    with pytest.raises(FaultsError, match=r"steps\.paper_missing.*steps\.paper_missing"):
        to_open(planned)
    draft(planned)
    draft(planned, "opening_notice", **DAYS)
    for kind, who in (
        ("annual_plan", "secretariat"),
        ("annual_plan", "province_drc"),
        ("opening_notice", "secretariat"),
    ):
        sign(planned, kind, who)
        with pytest.raises(FaultsError, match=r"steps\.signature_missing"):
            to_open(planned)
    sign(planned, "opening_notice", "province_drc")
    shown = flow.read_opening(planned.register, planned.who("county_drc"), OTHER)
    assert shown.missing == ()
    assert shown.window is not None
    assert (shown.window.first, shown.window.last) == (DAYS["first_day"], DAYS["last_day"])
    to_open(planned)
    assert planned.is_sound()


@pytest.mark.parametrize("role", ["province_drc", "leader", "county_regulator", "chair", "public"])
def test_nobody_else_drafts(planned: Any, role: str) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        draft(planned, who=role)


@pytest.mark.parametrize("role", ["leader", "chair", "county_drc", "prefecture_drc", "expert", "inspector"])
def test_nobody_else_signs(planned: Any, role: str) -> None:
    draft(planned)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        sign(planned, who=role)


def test_an_authority_signs_once_and_a_person_for_one_authority(planned: Any) -> None:
    draft(planned)
    sign(planned, id_="p1")
    with pytest.raises(ConflictError, match=r"steps\.signed_already"):
        sign(planned, id_="p2")
    before = len(planned.entries())
    with pytest.raises(FaultsError, match=r"steps\.same_person"):
        sign(planned, who="province_drc", id_="p1")
    assert [entry.act for entry in planned.entries()[before:]] == ["attempt.refused"]
    sign(planned, who="province_drc", id_="p3")


def test_another_version_needs_a_reason_and_both_signatures_anew(planned: Any) -> None:
    draft(planned)
    sign(planned)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
        draft(planned)
    draft(planned, reason="更正")
    with pytest.raises(ConflictError, match=r"steps\.paper_not_newest"):
        sign(planned, who="province_drc")
    with pytest.raises(ConflictError, match=r"steps\.paper_not_newest"):
        sign(planned, version=3)
    sign(planned, version=2)


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"title": " "}, r"steps\.paper_without_text"),
        ({"content": ""}, r"steps\.paper_without_text"),
        ({"content": "正\u202e文"}, r"flow\.text_with_hidden_characters"),
        ({"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 2)}, r"steps\.plan_without_days"),
    ],
)
def test_what_cannot_be_a_plan(planned: Any, told: dict[str, Any], key: str) -> None:
    with pytest.raises(FaultsError, match=key):
        draft(planned, **told)


@pytest.mark.parametrize(
    ("last", "fault"),
    [(date(2026, 6, 1), None), (date(2026, 5, 31), r"steps\.days_over"), (None, r"steps\.days_missing")],
)
def test_a_day_of_yesterday_where_tomorrow_is_meant(planned: Any, last: date | None, fault: str | None) -> None:
    assert gather.day_of(planned.now) == date(2026, 6, 1)
    told = {"first_day": date(2026, 5, 1), "last_day": last}
    if fault is None:
        draft(planned, "opening_notice", **told)
        return
    with pytest.raises(FaultsError, match=fault):
        draft(planned, "opening_notice", **told)


def test_the_papers_of_a_round_under_review_stand(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"steps\.opening_stands"):
        flow.draft_opening(
            office.register,
            office.who("secretariat"),
            office.tick(),
            "2026-sample",
            kind="annual_plan",
            title="标题",
            content="正文",
            reason="更正",
        )


def test_a_notice_may_be_as_long_as_official_papers_are_and_no_longer(planned: Any) -> None:
    draft(planned, content="文" * 20_000)
    with pytest.raises(FaultsError, match=r"flow\.text_too_long"):
        draft(planned, content="文" * 20_001)
