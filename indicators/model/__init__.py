"""The rule book as frozen records. Read by `load`, checked by `check`.

Numbers are `Decimal` as printed. Every rule carries a `Citation`. Texts are those of the sources, in Chinese, with an
English name beside each Chinese one.
"""

from indicators.model.book import RuleBook, RuleBookTexts
from indicators.model.common import Citation, Document, Documents, Note, Status
from indicators.model.regulation import (
    AdverseRecordKind,
    Article,
    Condition,
    FactTest,
    Grade,
    Interpretations,
    Measure,
    Regulation,
    Sanction,
    Step,
    StepAct,
    Validity,
)
from indicators.model.round import (
    AttachmentLimits,
    Cap,
    Clocks,
    CutScore,
    Deadline,
    DrawRules,
    Floor,
    Indicator,
    IndicatorTable,
    Level,
    NoticeRules,
    ParameterSheet,
    Round,
    Share,
    Upgrade,
    Veto,
)

__all__ = [
    "AdverseRecordKind",
    "Article",
    "AttachmentLimits",
    "Cap",
    "Citation",
    "Clocks",
    "Condition",
    "CutScore",
    "Deadline",
    "Document",
    "Documents",
    "DrawRules",
    "FactTest",
    "Floor",
    "Grade",
    "Indicator",
    "IndicatorTable",
    "Interpretations",
    "Level",
    "Measure",
    "Note",
    "NoticeRules",
    "ParameterSheet",
    "Regulation",
    "Round",
    "RuleBook",
    "RuleBookTexts",
    "Sanction",
    "Share",
    "Status",
    "Step",
    "StepAct",
    "Upgrade",
    "Validity",
    "Veto",
]
