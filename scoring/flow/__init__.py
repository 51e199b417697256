"""The way, top to bottom, each step a file.

A round and its rule book → experts, applications, assignment → sheets → the panel's result → the collective decision →
the announcement → the record checked. Each step gathers (register), asks (access), computes (pure), applies (register).
Pages and commands call these functions and nothing below them.

What is imported here is what is offered: there is no second list of it (pyproject.toml says so to the checkers).
"""

from scoring.flow.accrediting import announce
from scoring.flow.adopting import AdoptedBook, adopted_book, answer_draft, propose_draft, withdraw_draft
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
from scoring.flow.foretelling import CERTAINTY, TOTAL, RoundFollowed, TruthLoop, truth_loop
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
from scoring.flow.items import ItemAnalysis, analysed_rounds, item_analysis, item_revision
from scoring.flow.joint_document import (
    DocumentStanding,
    correct_joint_document,
    draft_joint_document,
    read_joint_documents,
    sign_joint_document,
)
from scoring.flow.keeping import grant_register, make_register, migrate_register, rights_beyond_need
from scoring.flow.later_events import OUTCOMES as LATER_OUTCOMES
from scoring.flow.later_events import Outcome as LaterOutcome
from scoring.flow.letters import LetterHead, letter_facts, letter_heads
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
from scoring.flow.paper_files import PaperAsked, export_of, make_paper
from scoring.flow.papers import joint_document_facts, notice_facts, score_sheet_facts
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
from scoring.flow.reopening import ask_reopening, decline_reopening, read_reopenings
from scoring.flow.revising import record_revision
from scoring.flow.revoking import revoke, withdraw_revocation
from scoring.flow.roster import RosterPreview, preview_experts, read_roster
from scoring.flow.round_board import RoundBoard, board_revision, round_board
from scoring.flow.rounds import RoundSummary, advance_round, create_round, list_rounds, show_round
from scoring.flow.rule_drafts import OpenDraft, copy_round, draft_history, list_drafts, read_draft, save_draft
from scoring.flow.saving import SavedMark
from scoring.flow.screens import screen_code
from scoring.flow.seats import LeftSeat, Seat, read_left_seats, read_seats
from scoring.flow.sheet_names import SheetNames, names_on_sheets
from scoring.flow.signs import OfExpert, OfSheet, RoundSigns, round_signs
from scoring.flow.sitting import Count, SittingCase, majority_count, quorum_count, sitting_case
from scoring.flow.step_files import QuotaUse, StepFile, step_file, step_quotas
from scoring.flow.stepping import Signed, sign_steps
from scoring.flow.supervised import Supervised, supervised
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
from scoring.flow.templates import (
    TemplateInForce,
    adopt_template,
    template_history,
    template_in_force,
    withdraw_template,
)
from scoring.flow.timekeeping import (
    Hindrances,
    accept_clock,
    hindrances_of,
    last_entry,
    times_going_back,
    told_back,
)
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
from scoring.register.rule_drafts import RuleDraft
from scoring.register.void_requests import VoidRequest
