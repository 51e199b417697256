"""The way, top to bottom, each step a file.

A round and its rule book → experts, applications, assignment → sheets → the panel's result → the collective decision →
the announcement → the record checked. Each step gathers (register), asks (access), computes (pure), applies (register).
Pages and commands call these functions and nothing below them.
"""

from scoring.flow.accrediting import Granted, announce, revoke
from scoring.flow.assigning import assign, recuse
from scoring.flow.deciding import read_decisions, record_decision, void_decision
from scoring.flow.exporting import Export, export_applications, export_experts, export_sheets
from scoring.flow.importing import import_sheets
from scoring.flow.intake import import_applications, import_experts
from scoring.flow.keeping import make_register, migrate_register
from scoring.flow.marking import Receipt, SavedMark, Sheet, read_sheet, return_sheet, save_mark, submit_sheet
from scoring.flow.own_sheet import OwnSheet, PointsSoFar, own_sheet, points_so_far, still_missing
from scoring.flow.panel import PanelResult, panel_result, panel_results
from scoring.flow.province import Distribution, Filed, RegionStock, Stock, distribution, filed, stock, trend
from scoring.flow.record import Verification, check, verify
from scoring.flow.rounds import RoundSummary, advance_round, create_round, list_rounds, show_round
from scoring.flow.sheet_names import SheetNames, names_on_sheets
from scoring.flow.tasks import Task, my_tasks

__all__ = [
    "Distribution",
    "Export",
    "Filed",
    "Granted",
    "OwnSheet",
    "PanelResult",
    "PointsSoFar",
    "Receipt",
    "RegionStock",
    "RoundSummary",
    "SavedMark",
    "Sheet",
    "SheetNames",
    "Stock",
    "Task",
    "Verification",
    "advance_round",
    "announce",
    "assign",
    "check",
    "create_round",
    "distribution",
    "export_applications",
    "export_experts",
    "export_sheets",
    "filed",
    "import_applications",
    "import_experts",
    "import_sheets",
    "list_rounds",
    "make_register",
    "migrate_register",
    "my_tasks",
    "names_on_sheets",
    "own_sheet",
    "panel_result",
    "panel_results",
    "points_so_far",
    "read_decisions",
    "read_sheet",
    "record_decision",
    "recuse",
    "return_sheet",
    "revoke",
    "save_mark",
    "show_round",
    "still_missing",
    "stock",
    "submit_sheet",
    "trend",
    "verify",
    "void_decision",
]
