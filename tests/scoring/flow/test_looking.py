"""Who looked at what is written down, once an hour for each thing, and read by the inspector alone."""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import looking, meeting

ROUND = "2026-sample"
#: Steps that read and are not written down: the public's, one's own, files and papers that pass through many hands,
#: and what tells only that something changed.
OPEN_TO_MANY = frozenset(
    {
        "application_heads",
        "bars_of",
        "board_revision",
        "certificates_issued",
        "check",
        "decided",
        "draw_outlook",
        "expiring",
        "export_applications",
        "export_public_register",
        "grade_standing",
        "head_of_record",
        "late_complaints",
        "late_instructions",
        "late_offices",
        "late_rectifications",
        "list_attachments",
        "list_bars",
        "list_complaints",
        "list_dossiers",
        "list_measures",
        "list_openings_identity",
        "list_rounds",
        "measure_history",
        "mirrored_rounds",
        "my_approach_reports",
        "my_mirror",
        "my_tasks",
        "notice_candidates",
        "notice_reminders",
        "offline_sheet",
        # who asked and who answered, without any name that was opened
        "openings_history",
        "own_sheet",
        "panel_revision",
        "practice_case",
        "practice_cases",
        "practice_feedback",
        "preview_experts",
        "preview_offline",
        "prospects",
        "public_register",
        "published_chain",
        "read_attachment",
        "read_decisions",
        "read_instructions",
        "read_joint_documents",
        "read_measures",
        "read_notices",
        # counts without a person
        "alarm_grounds",
        "draw_states",
        "record_revision",
        "read_opening",
        "read_rechecks",
        "read_sheet",
        "read_visit_questions",
        "read_void_requests",
        "readiness",
        "reminders_sent",
        "returnable",
        "round_board",
        "round_history",
        "round_progress",
        "show_round",
        "step_board",
        "step_file",
        "step_history",
        "step_quotas",
        # the times of entries, not what they are
        "last_entry",
        "times_going_back",
        "verify",
        "verify_certificate",
        "verify_draw",
        # of sittings
        "agenda_facts",
        "check_sitting",
        "consent_motions",
        "hall",
        "list_revision",
        "may_be_treated",
        "member_desk",
        "member_revision",
        "my_sittings",
        "proposed_in_list",
        "rescore_effect",
        "screen_code",
        "sitting_choices",
        "sitting_revision",
        "sittings_of_round",
        "sittings_with_minutes",
        # who froze the record and why: told to everybody whom it stops
        "standstill_history",
        "supervised",
        # drafts of rules, templates of papers, and what papers say that are public or his own
        "adopted_book",
        "draft_history",
        "joint_document_facts",
        "letter_heads",
        "list_drafts",
        "notice_facts",
        "read_draft",
        "score_sheet_facts",
        "template_history",
        "template_in_force",
        # whole rounds that are announced, no application and no expert
        "analysed_rounds",
        "item_analysis",
        "item_revision",
        "truth_loop",
        "wall_frame",
        "wall_preview",
        "wall_revision",
    }
)


def reading_steps() -> set[str]:
    found = set()
    for module in (flow, meeting):
        for name, step in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(step).parameters)
            if parameters[:2] == ["register", "actor"] and "now" not in parameters:
                found.add(name)
    return found


def test_of_every_step_that_reads_it_is_said_whether_looking_is_written_down() -> None:
    watched = frozenset().union(*looking.WATCHED.values())
    assert not watched & OPEN_TO_MANY
    assert reading_steps() - watched - OPEN_TO_MANY == set()
    assert watched <= reading_steps()


def note(office: Any, role: str, step: str, about: str = ROUND) -> bool:
    return flow.note_look(office.register, office.who(role), office.tick(), step=step, about=about)


def test_a_look_is_written_once_an_hour_for_each_thing(office: Any) -> None:
    assert note(office, "inspector", "round_signs")
    assert not note(office, "inspector", "round_signs")
    assert note(office, "inspector", "panel_result", "2026-0001")
    office.now += timedelta(hours=1, seconds=1)
    assert note(office, "inspector", "round_signs")
    looked = flow.who_looked(office.register, office.who("inspector"), office.tick())
    assert [(one.what, one.about) for one in looked] == [
        ("round_signs", ROUND),
        ("panel_result", "2026-0001"),
        ("round_signs", ROUND),
    ]
    assert office.is_sound()


def test_roles_and_steps_that_are_not_watched_leave_no_trace(office: Any) -> None:
    before = len(office.entries())
    assert not note(office, "chair", "panel_result")
    assert not note(office, "inspector", "list_rounds")
    assert not note(office, "assignment_holder", "round_signs")
    assert len(office.entries()) == before
    assert note(office, "assignment_holder", "read_seats")


def test_who_looked_is_for_the_inspector_alone(office: Any) -> None:
    note(office, "inspector", "round_signs")
    for role in ("chair", "secretariat", "assignment_holder", "system_admin", "security_admin", "leader"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.who_looked(office.register, office.who(role), office.tick())
