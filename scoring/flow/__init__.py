"""The way, top to bottom, each step a file.

A round and its rule book → experts, applications, assignment → sheets → the panel's result → the collective decision →
the announcement → the record checked. Each step gathers (register), asks (access), computes (pure), applies (register).
Pages and commands call these functions and nothing below them.
"""

from scoring.flow.accrediting import announce
from scoring.flow.alarm_grounds import alarm_grounds
from scoring.flow.alarms import Alarm, alarms
from scoring.flow.approaching import (
    Approach,
    ReportReceipt,
    move_approach_report,
    my_approach_reports,
    read_approach_reports,
    report_approach,
)
from scoring.flow.assigning import assign, recuse
from scoring.flow.attaching import Download, attach_file, list_attachments, read_attachment, withdraw_attachment
from scoring.flow.bands import Band, PanelBands
from scoring.flow.barring import answer_void, bars_of, propose_void, return_as_untrue
from scoring.flow.certifying import (
    CertificateCheck,
    IssuedCertificate,
    certificates_issued,
    issue_certificate,
    verify_certificate,
)
from scoring.flow.chain_following import Followed
from scoring.flow.complaining import (
    LateComplaint,
    Sender,
    advance_complaint,
    late_complaints,
    list_complaints,
    read_complainant,
    read_complaint,
    receive_complaint,
)
from scoring.flow.conflict_facts import SittingConflict
from scoring.flow.conflicts import RoundConflicts, declare_conflict, lift_conflict, name_unsuitable, read_conflicts
from scoring.flow.consequences import preview_applications
from scoring.flow.copying import copy_register, restore_register
from scoring.flow.credit_review import CreditResult, CreditStanding, check_credit, read_credit_checks
from scoring.flow.deciding import read_decisions, record_decision
from scoring.flow.disclosing import ExportMade, Mark, What, disclose, marked, trace_export
from scoring.flow.dossiers import Dossier, list_dossiers
from scoring.flow.draw_checks import DrawCheck, DrawSummary, list_draws, verify_draw
from scoring.flow.draw_outlook import DrawOutlook, DuePanel, draw_outlook
from scoring.flow.draw_states import DrawState, draw_states
from scoring.flow.drawing import Drawn, draw_experts, replace_expert
from scoring.flow.evidence import Pack, evidence_pack
from scoring.flow.evidence_check import PackCheck, check_pack
from scoring.flow.expiring import Expiring, expiring
from scoring.flow.exporting import Export, export_applications, export_experts, export_sheets
from scoring.flow.freezing import answer_thaw, ask_thaw, freeze, standstill_history, standstill_of
from scoring.flow.granting import Granted
from scoring.flow.history import DecisionHistory, decision_history, round_history
from scoring.flow.identity_openings import (
    Opened,
    OpenedSheet,
    answer_opening_identity,
    ask_opening_identity,
    close_opening_identity,
    list_openings_identity,
    openings_history,
    read_opened_identity,
)
from scoring.flow.importing import import_sheets
from scoring.flow.intake import Entered, enter_application, import_applications, import_experts
from scoring.flow.joint_document import (
    DocumentStanding,
    correct_joint_document,
    draft_joint_document,
    read_joint_documents,
    sign_joint_document,
)
from scoring.flow.keeping import grant_register, make_register, migrate_register, rights_beyond_need
from scoring.flow.listable import Candidate, notice_candidates
from scoring.flow.looking import note_look, who_looked
from scoring.flow.marking import Receipt, Sheet, read_sheet, return_sheet, save_mark, submit_sheet
from scoring.flow.measuring import (
    LateOrder,
    confirm_rectified,
    grade_standing,
    late_rectifications,
    lift_suspension,
    order_measure,
    read_measures,
)
from scoring.flow.mirroring import OwnMirror, mirrored_rounds, my_mirror
from scoring.flow.misconduct import (
    Allegation,
    Supplied,
    conclude_case,
    open_case,
    read_cases,
    read_providers,
    record_providers,
    supplied_by,
)
from scoring.flow.notice import close_notice, correct_notice, draft_notice, open_notice, sign_notice
from scoring.flow.noticed import NoticeStanding, read_notices
from scoring.flow.objections import (
    ObjectionStanding,
    acknowledge_objection,
    decide_objection,
    notice_reminders,
    read_objections,
    receive_objection,
    sign_objection,
)
from scoring.flow.offline_sheet import (
    OfflineLine,
    OfflinePreview,
    TakenOffline,
    offline_sheet,
    preview_offline,
    take_offline,
)
from scoring.flow.opening import Opening, draft_opening, read_opening, sign_opening
from scoring.flow.overseeing import (
    Rechecks,
    answer_instruction,
    draw_rechecks,
    instruct,
    late_instructions,
    read_instructions,
    read_rechecks,
    record_recheck,
)
from scoring.flow.overview import (
    ApplicationHead,
    Case,
    PanelOverview,
    application_heads,
    decided,
    marks_closed,
    panel_overview,
    panel_revision,
)
from scoring.flow.own_sheet import OwnSheet, PointsSoFar, own_sheet, points_so_far, still_missing
from scoring.flow.panel import PanelResult, panel_result, panel_results
from scoring.flow.practice_feedback import IndicatorFeedback, PracticeFeedback, practice_feedback
from scoring.flow.practising import (
    CaseEvidence,
    CaseHead,
    OwnPractice,
    close_practice,
    practice_case,
    practice_cases,
    save_practice_mark,
)
from scoring.flow.prospects import Prospect, prospects
from scoring.flow.public_register import export_public_register, public_register
from scoring.flow.quality import (
    SURE,
    CaseCertainty,
    IndicatorAgreement,
    RoundQuality,
    SeverityBands,
    round_quality,
)
from scoring.flow.readiness import Readiness, StageReadiness, readiness
from scoring.flow.record import Verification, check, head_of_record, published_chain, verify
from scoring.flow.reminding import (
    BoardRow,
    LateOffice,
    late_offices,
    remind_late,
    reminders_sent,
    step_board,
    step_history,
)
from scoring.flow.reopening import ask_reopening, decline_reopening, my_reopening, read_reopenings
from scoring.flow.revising import record_revision
from scoring.flow.revoking import revoke, withdraw_revocation
from scoring.flow.roster import RosterPreview, preview_experts, read_roster
from scoring.flow.round_board import RoundBoard, board_revision, round_board
from scoring.flow.rounds import RoundSummary, advance_round, create_round, list_rounds, show_round
from scoring.flow.saving import SavedMark
from scoring.flow.screens import screen_code
from scoring.flow.seats import LeftSeat, Seat, read_left_seats, read_seats
from scoring.flow.sheet_names import SheetNames, names_on_sheets
from scoring.flow.signs import OfExpert, OfSheet, RoundSigns, round_signs
from scoring.flow.sitting import Count, SittingCase, majority_count, quorum_count, sitting_case
from scoring.flow.step_files import QuotaUse, StepFile, step_file, step_quotas
from scoring.flow.stepping import Signed, sign_steps
from scoring.flow.supervising import (
    HeldBar,
    HeldMeasure,
    Subject,
    list_bars,
    list_measures,
    measure_history,
    returnable,
)
from scoring.flow.tasks import PanelProgress, Progress, Task, my_tasks, round_progress
from scoring.flow.tracing import Leak, NamedList, ScreenTraced, Traced, list_canaries, trace_leak
from scoring.flow.visiting import HandedOn, hand_on_questions, read_visit_questions
from scoring.flow.voiding import agree_void, ask_void, decline_void, read_void_requests, take_back_void
from scoring.flow.withdrawing import withdraw_application
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.quorum import Votes
from scoring.procedure.causes import Cause
from scoring.procedure.consequences import Consequences
from scoring.procedure.objections import Reminder
from scoring.procedure.public_register import PublicEntry, PublicStanding, Search
from scoring.procedure.rounds import RoundState
from scoring.register.acts import Outcome, Recorded, RoundAct
from scoring.register.measure_acts import MeasureAct
from scoring.register.measures import Measure
from scoring.register.openings_of_identity import IdentityOpening
from scoring.register.readings import Reading
from scoring.register.void_requests import VoidRequest

__all__ = [
    "SURE",
    "Alarm",
    "Allegation",
    "ApplicationHead",
    "Approach",
    "Band",
    "BoardRow",
    "Candidate",
    "Case",
    "CaseCertainty",
    "CaseEvidence",
    "CaseHead",
    "Cause",
    "CertificateCheck",
    "Consequences",
    "Count",
    "CreditResult",
    "CreditStanding",
    "DecisionHistory",
    "DocumentStanding",
    "Dossier",
    "Download",
    "DrawCheck",
    "DrawOutlook",
    "DrawState",
    "DrawSummary",
    "Drawn",
    "DuePanel",
    "Entered",
    "Expiring",
    "Export",
    "ExportMade",
    "Followed",
    "Granted",
    "HandedOn",
    "HeldBar",
    "HeldMeasure",
    "IdentityOpening",
    "IndicatorAgreement",
    "IndicatorFeedback",
    "IssuedCertificate",
    "LateComplaint",
    "LateOffice",
    "LateOrder",
    "Leak",
    "LeftSeat",
    "Mark",
    "Measure",
    "MeasureAct",
    "NamedList",
    "NoticeStanding",
    "ObjectionStanding",
    "OfExpert",
    "OfSheet",
    "OfflineLine",
    "OfflinePreview",
    "Opened",
    "OpenedSheet",
    "Opening",
    "Outcome",
    "OwnMirror",
    "OwnPractice",
    "OwnSheet",
    "Pack",
    "PackCheck",
    "PanelBands",
    "PanelOverview",
    "PanelProgress",
    "PanelResult",
    "PointsSoFar",
    "PracticeFeedback",
    "Progress",
    "Prospect",
    "PublicEntry",
    "PublicStanding",
    "QuotaUse",
    "Readiness",
    "Reading",
    "Receipt",
    "Rechecks",
    "Recorded",
    "Reminder",
    "ReportReceipt",
    "RosterPreview",
    "RoundAct",
    "RoundBoard",
    "RoundConflicts",
    "RoundQuality",
    "RoundSigns",
    "RoundState",
    "RoundSummary",
    "SavedMark",
    "ScreenTraced",
    "Search",
    "Seat",
    "Sender",
    "SeverityBands",
    "Sheet",
    "SheetNames",
    "Signed",
    "SittingCase",
    "SittingConflict",
    "SittingOutcome",
    "StageReadiness",
    "StepFile",
    "Subject",
    "Supplied",
    "TakenOffline",
    "Task",
    "Traced",
    "Verification",
    "VoidRequest",
    "Votes",
    "What",
    "acknowledge_objection",
    "advance_complaint",
    "advance_round",
    "agree_void",
    "alarm_grounds",
    "alarms",
    "announce",
    "answer_instruction",
    "answer_opening_identity",
    "answer_thaw",
    "answer_void",
    "application_heads",
    "ask_opening_identity",
    "ask_reopening",
    "ask_thaw",
    "ask_void",
    "assign",
    "attach_file",
    "bars_of",
    "board_revision",
    "certificates_issued",
    "check",
    "check_credit",
    "check_pack",
    "close_notice",
    "close_opening_identity",
    "close_practice",
    "conclude_case",
    "confirm_rectified",
    "copy_register",
    "correct_joint_document",
    "correct_notice",
    "create_round",
    "decide_objection",
    "decided",
    "decision_history",
    "declare_conflict",
    "decline_reopening",
    "decline_void",
    "disclose",
    "draft_joint_document",
    "draft_notice",
    "draft_opening",
    "draw_experts",
    "draw_outlook",
    "draw_rechecks",
    "draw_states",
    "enter_application",
    "evidence_pack",
    "expiring",
    "export_applications",
    "export_experts",
    "export_public_register",
    "export_sheets",
    "freeze",
    "grade_standing",
    "grant_register",
    "hand_on_questions",
    "head_of_record",
    "import_applications",
    "import_experts",
    "import_sheets",
    "instruct",
    "issue_certificate",
    "late_complaints",
    "late_instructions",
    "late_offices",
    "late_rectifications",
    "lift_conflict",
    "lift_suspension",
    "list_attachments",
    "list_bars",
    "list_canaries",
    "list_complaints",
    "list_dossiers",
    "list_draws",
    "list_measures",
    "list_openings_identity",
    "list_rounds",
    "majority_count",
    "make_register",
    "marked",
    "marks_closed",
    "measure_history",
    "migrate_register",
    "mirrored_rounds",
    "move_approach_report",
    "my_approach_reports",
    "my_mirror",
    "my_reopening",
    "my_tasks",
    "name_unsuitable",
    "names_on_sheets",
    "note_look",
    "notice_candidates",
    "notice_reminders",
    "offline_sheet",
    "open_case",
    "open_notice",
    "openings_history",
    "order_measure",
    "own_sheet",
    "panel_overview",
    "panel_result",
    "panel_results",
    "panel_revision",
    "points_so_far",
    "practice_case",
    "practice_cases",
    "practice_feedback",
    "preview_applications",
    "preview_experts",
    "preview_offline",
    "propose_void",
    "prospects",
    "public_register",
    "published_chain",
    "quorum_count",
    "read_approach_reports",
    "read_attachment",
    "read_cases",
    "read_complainant",
    "read_complaint",
    "read_conflicts",
    "read_credit_checks",
    "read_decisions",
    "read_instructions",
    "read_joint_documents",
    "read_left_seats",
    "read_measures",
    "read_notices",
    "read_objections",
    "read_opened_identity",
    "read_opening",
    "read_providers",
    "read_rechecks",
    "read_reopenings",
    "read_roster",
    "read_seats",
    "read_sheet",
    "read_visit_questions",
    "read_void_requests",
    "readiness",
    "receive_complaint",
    "receive_objection",
    "record_decision",
    "record_providers",
    "record_recheck",
    "record_revision",
    "recuse",
    "remind_late",
    "reminders_sent",
    "replace_expert",
    "report_approach",
    "restore_register",
    "return_as_untrue",
    "return_sheet",
    "returnable",
    "revoke",
    "rights_beyond_need",
    "round_board",
    "round_history",
    "round_progress",
    "round_quality",
    "round_signs",
    "save_mark",
    "save_practice_mark",
    "screen_code",
    "show_round",
    "sign_joint_document",
    "sign_notice",
    "sign_objection",
    "sign_opening",
    "sign_steps",
    "sitting_case",
    "standstill_history",
    "standstill_of",
    "step_board",
    "step_file",
    "step_history",
    "step_quotas",
    "still_missing",
    "submit_sheet",
    "supplied_by",
    "take_back_void",
    "take_offline",
    "trace_export",
    "trace_leak",
    "verify",
    "verify_certificate",
    "verify_draw",
    "who_looked",
    "withdraw_application",
    "withdraw_attachment",
    "withdraw_revocation",
]
