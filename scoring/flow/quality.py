"""What a round's marks are worth, for its chair: agreement, severity, reliability, and how sure each grade is.

Counts and bands; no expert, no label, no single sheet. Names come only of a two-person opening by the inspector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from indicators.language import Name
from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.counting import counting_table
from scoring.flow.scores import aggregate_of, scores_of_table
from scoring.meeting.proposal import PROPOSABLE
from scoring.model import Actor, FloatArray, MarkState, ScoreTable, Stage
from scoring.register import applications
from scoring.register.database import Register
from scoring.sheets import round_weights
from scoring.statistics.agreement.krippendorff import krippendorff_alpha
from scoring.statistics.agreement.panel import Asked, Statistic, panel_agreement
from scoring.statistics.cut_scores import CutScores, cuts_of_round
from scoring.statistics.probability.decisions import ApplicantDecision, outlook_within_subsets, panel_decisions
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.panel import PanelReliability, panel_reliability
from scoring.statistics.seats import by_seat
from scoring.statistics.severity.adjustment import panel_severity
from scoring.statistics.severity.panel import EqualSeverity, PanelSeverity
from scoring.statistics.totals import expert_totals

SHOWN: Final = ("icc_a1", "icc_ak", "icc_c1", "alpha_interval", "kendall_w", "measurement_error", "loam")
"""Of totals on a scale of hundreds of steps; AC2 and its like depend on the declared scale and are not among them."""
SEVERITY_EDGES: Final = (-5.0, -3.0, -1.0, 1.0, 3.0, 5.0)
"""In points: the bands in which experts are counted."""
SURE: Final = 0.9
LIKELY: Final = 0.7


@dataclass(frozen=True, slots=True)
class IndicatorAgreement:
    """How far the experts agree on one indicator: alpha, interval; ``None`` with its reason where undefined."""

    code: str
    name: Name
    alpha: float | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class SeverityBands:
    """How severe the experts are, in counts.

    Attributes
    ----------
    counts : tuple of int
        Experts below -5 points, from there to -3, … above 5; see `SEVERITY_EDGES`. Positive = severe.
    unknown : int
        Experts whose severity cannot be told.
    equal : EqualSeverity or None
        The test that all are equally severe.
    subsets : int
        Into how many parts with nothing in common the round falls; with more than one, severity and what each part
        was given cannot be told apart.
    adjusted : bool
        Whether a fair total differs from the raw one at all: on a complete panel it never does.
    """

    counts: tuple[int, ...]
    unknown: int
    equal: EqualSeverity | None
    subsets: int
    adjusted: bool


@dataclass(frozen=True, slots=True)
class CaseCertainty:
    """What the marks say about the grade of one application: nothing in it is about an expert.

    Attributes
    ----------
    grade_by_score : str or None
        ``none`` below the lowest cut.
    probability : float or None
        等级把握度 of that grade: how sure the marks make it, never the probability of being right.
    likeliest : str or None
        The surest grade, and `likeliest_probability`; another one than `grade_by_score` right at a line.
    same_with_another_panel : float or None
    without_one : int
        How many of its experts change the grade when left out.
    other_aggregates : tuple of str
        Rules by which the grade differs.
    weights : float or None
        Share of weights within a tenth that give another grade.
    fair_total, fair_grade
        With severity taken out; shown beside the raw total, deciding nothing.
    """

    application_id: str
    name: str
    target_grade: str
    total: float | None
    grade_by_score: str | None
    probability: float | None
    likeliest: str | None
    likeliest_probability: float | None
    same_with_another_panel: float | None
    needs_discussion: bool
    without_one: int
    other_aggregates: tuple[str, ...]
    weights: float | None
    fair_total: float | None
    fair_grade: str | None


@dataclass(frozen=True, slots=True)
class RoundQuality:
    """What the marks of a round are worth. `cases` in the order the applications came in."""

    round_id: str
    stage: Stage
    rule_book: RuleBook
    experts: int
    sheets: int
    agreement: tuple[Statistic, ...]
    indicators: tuple[IndicatorAgreement, ...]
    severity: SeverityBands
    reliability: PanelReliability
    cases: tuple[CaseCertainty, ...]

    def in_bands(self) -> tuple[int, int, int, int]:
        """Return how many grades are at least 90 %, at least 70 %, less sure, and of unknown certainty."""
        known = [one.likeliest_probability for one in self.cases if one.likeliest_probability is not None]
        sure, likely = (sum(p >= least for p in known) for least in (SURE, LIKELY))
        return sure, likely - sure, len(known) - likely, len(self.cases) - len(known)


def round_quality(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> RoundQuality:
    """Return what the marks of a round are worth at a stage.

    Raises
    ------
    AccessRefusedError
        Marks still open, not for this person.
    ConflictError
    """
    with gather.reading(register, actor, "read", "marks_statistics", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        of_round = {one.application_id: one for one in applications.of_round(connection, round_id)}
        judged = [id_ for id_, one in of_round.items() if one.target_grade in PROPOSABLE]
        whole = counting_table(connection, round_id, stage, book)
    place = {name: at for at, name in enumerate(whole.applicants)}
    table = whole.of_rows([place[name] for name in judged if name in place])
    names = {id_: (one.enterprise.name, one.target_grade) for id_, one in of_round.items()}
    return quality_of(table, book, round_id, stage, names)


def quality_of(
    table: ScoreTable, book: RuleBook, round_id: str, stage: Stage, names: Mapping[str, tuple[str, str]]
) -> RoundQuality:
    """Return what marks are worth; `names` gives the enterprise and the target grade of each application."""
    weights = round_weights(book.round.indicator_table)
    totals = expert_totals(table, weights)
    (of_totals,) = panel_agreement(table, Asked(), weights=weights)
    severity = panel_severity(table, weights=weights)
    cuts = cuts_of_round(book.round)
    decisions = panel_decisions(
        table,
        cuts,
        aggregate=aggregate_of(book),
        weights=weights,
        official=_official(table, book),
    )
    return RoundQuality(
        round_id=round_id,
        stage=stage,
        rule_book=book,
        experts=len(table.experts),
        sheets=int((table.states != MarkState.MISSING).any(axis=2).sum()),
        agreement=tuple(one for name in SHOWN for one in of_totals.statistics if one.name == name),
        indicators=tuple(_indicators(table, book)),
        severity=_bands(severity),
        reliability=panel_reliability(totals_as_table(table, totals)),
        cases=tuple(_cases(decisions.applicants, severity, cuts, names)),
    )


def certainties(table: ScoreTable, book: RuleBook) -> FloatArray:
    """Return how sure the marks make the grade that each total reaches, or a higher one, shape (n_applications,).

    ``nan`` without a total, or where nobody can say how sure.
    """
    if not table.applicants:
        return np.zeros(0)
    totals = expert_totals(table, round_weights(book.round.indicator_table))
    outlook, subset = outlook_within_subsets(totals, cuts_of_round(book.round), _official(table, book))
    rows = np.arange(len(table.applicants))
    probability, grade = outlook.probability[subset, rows], outlook.grade[subset, rows]
    reached = np.arange(probability.shape[1]) >= grade[:, None]
    sure = np.where(reached, probability, 0.0).sum(axis=1)
    return np.asarray(np.where((grade >= 0) & (outlook.reason[subset, rows] == Reason.NONE), sure, np.nan))


def _official(table: ScoreTable, book: RuleBook) -> FloatArray:
    """Return the totals as the parameter sheet rounds them: what cut scores are held against."""
    scores = scores_of_table(table, book)
    totals = (scores[name].total for name in table.applicants)
    return np.array([np.nan if total is None else float(total) for total in totals], np.float64)


def totals_as_table(table: ScoreTable, totals: FloatArray) -> ScoreTable:
    """Return the totals as a table of one indicator: then their reliability is in points of the total."""
    states = np.where(np.isnan(totals), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    return replace(table, indicators=("total",), values=totals[..., None], states=states[..., None])


def _indicators(table: ScoreTable, book: RuleBook) -> Iterable[IndicatorAgreement]:
    marks, _ = by_seat(table.values)  # alpha asks how marks of an application differ, not whose they are
    found = krippendorff_alpha(np.moveaxis(marks, -1, 0), level="interval", decimals=table.decimals)
    for at, leaf in enumerate(book.round.indicator_table.leaves()):
        value = float(found.value[at])
        alpha = None if np.isnan(value) else value
        yield IndicatorAgreement(leaf.code, Name(leaf.name, leaf.name_en), alpha, found.reason_of(at))


def _bands(severity: PanelSeverity) -> SeverityBands:
    known = [one.severity for one in severity.experts if one.severity is not None]
    counts = np.bincount(np.searchsorted(SEVERITY_EDGES, known, side="right"), minlength=len(SEVERITY_EDGES) + 1)
    return SeverityBands(
        counts=tuple(int(count) for count in counts),
        unknown=len(severity.experts) - len(known),
        equal=severity.equal,
        subsets=severity.subsets,
        adjusted=any(one.raw_total != one.fair_total for one in severity.applicants),
    )


def _cases(
    decisions: Iterable[ApplicantDecision],
    severity: PanelSeverity,
    cuts: CutScores,
    names: Mapping[str, tuple[str, str]],
) -> Iterable[CaseCertainty]:
    fair = {one.applicant: one.fair_total for one in severity.applicants}
    for one in decisions:
        name, target = names[one.applicant]
        likeliest = max(one.probability, key=one.probability.__getitem__) if one.probability else None
        fair_total = fair.get(one.applicant)
        yield CaseCertainty(
            application_id=one.applicant,
            name=name,
            target_grade=target,
            total=one.total,
            grade_by_score=one.grade,
            probability=one.probability[one.grade] if one.probability and one.grade is not None else None,
            likeliest=likeliest,
            likeliest_probability=one.probability[likeliest] if one.probability and likeliest else None,
            same_with_another_panel=one.same_with_another_panel,
            needs_discussion=one.needs_discussion,
            without_one=len(one.dropping_one_expert),
            other_aggregates=one.other_aggregates,
            weights=one.weights_10_percent,
            fair_total=fair_total,
            fair_grade=None if fair_total is None else cuts.names[int(cuts.grade_of(np.array([fair_total]))[0])],
        )
