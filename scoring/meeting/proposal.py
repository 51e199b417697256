"""What the rule book, applied to marks and facts, proposes to the sitting; every reason with its source.

A proposal binds nobody. The collective decision (集体决策) is recorded beside it and never derived from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from indicators.language import Message, Name
from indicators.model import Citation, CutScore, Floor, RuleBook, Step, Veto
from indicators.plain import PlainValue, plain
from scoring.meeting.nodes import NodeScores, node_scores, shown
from scoring.model import Stage
from scoring.procedure.eligibility import Eligibility, Finding

Outcome = Literal["propose_aa", "propose_aaa", "send_to_site_visit", "do_not_propose"]
# The grades a sitting can propose. A is proposed by the prefecture and confirmed by the province.
PROPOSABLE: Final[Mapping[str, Outcome]] = {"AA": "propose_aa", "AAA": "propose_aaa"}
SITE_VISIT: Final = "on_site_verification"


@dataclass(frozen=True, slots=True)
class PanelScores:
    """What the panel's marks come to.

    Attributes
    ----------
    total : Decimal or None
        In points, aggregated and rounded as the round lays down; ``None`` where it is undefined.
    indicators : mapping of str to Decimal, Fraction or None
        Panel score of each leaf of the indicator table, in points, exact: a mean over seven experts is a fraction.
    not_applicable : frozenset of str
        Leaves that the whole panel found not applicable; they have no score, and that is no gap.
    reasons : mapping of str to Message
        Why a score is undefined, by leaf; of the total under ``total``.
    """

    total: Decimal | None
    indicators: Mapping[str, Decimal | Fraction | None]
    not_applicable: frozenset[str] = frozenset()
    reasons: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed or not, and by which rule."""

    message: Message
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one application at one stage.

    `outcome` is ``None`` where nothing can be proposed, because marks are missing or a condition is unknown. `grade` is
    the grade proposed, or the one on whose way the site visit lies. `grade_by_score` is what the total alone reaches.
    """

    target_grade: str
    stage: Stage
    outcome: Outcome | None
    grade: str | None
    total: Decimal | None
    grade_by_score: str | None
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, PlainValue]:
        """Return the canonical form, to be kept with a decision and compared by ``verify``."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether a rule lets a grade through; ``None``: it cannot be told."""

    holds: bool | None
    reasons: tuple[Reason, ...] = ()


def grade_by_score(total: Decimal | None, cut_scores: Iterable[CutScore]) -> str | None:
    """Return the highest grade whose cut score a total reaches; a total equal to a cut reaches it.

    ``None`` if it reaches none or is undefined.
    """
    if total is None:
        return None
    reached = [cut for cut in cut_scores if total >= cut.min_score]
    return max(reached, key=lambda cut: cut.min_score).grade if reached else None


def candidate_grades(target: str, rule_book: RuleBook) -> tuple[str, ...]:
    """Return the grades that may come of an application, the one applied for first: `propose` needs their eligibility.

    An applicant for AAA may be proposed AA only where the parameter sheet says so.
    """
    if target == "AAA" and rule_book.round.parameter_sheet.aaa_may_be_proposed_aa:
        return ("AAA", "AA")
    return (target,)


def propose(
    *,
    target: str,
    stage: Stage,
    scores: PanelScores,
    eligibility: Mapping[str, Eligibility],
    rule_book: RuleBook,
) -> Proposal:
    """Apply conditions, cut score, floors and vetoes to an application.

    The first candidate grade that everything lets through is proposed, or sent to the site visit where that still lies
    ahead of it. A single rule that bars a grade bars it whatever else is unknown; where none bars it and one cannot be
    told, there is no proposal.

    Parameters
    ----------
    target : str
        Grade applied for.
    stage : {"document_review", "on_site_verification"}
        Which sitting the marks are for.
    scores : PanelScores
        The panel's scores.
    eligibility : mapping of str to Eligibility
        By grade, for each of `candidate_grades`.
    rule_book : RuleBook
        Steps of the regulation; cut scores, floors, vetoes and parameter sheet of the round.

    Raises
    ------
    ValueError
        If the grade applied for takes no site visit and `stage` is that of one.
    """
    by_score = grade_by_score(scores.total, rule_book.round.cut_scores)

    def proposal(outcome: Outcome | None, grade: str | None, reasons: Iterable[Reason]) -> Proposal:
        return Proposal(target, stage, outcome, grade, scores.total, by_score, tuple(reasons))

    if target not in PROPOSABLE:
        cite = (rule_book.regulation.grades_cite,)
        return proposal(None, None, [Reason(Message("proposal.not_for_experts", {"grade": target}), cite)])
    if stage == SITE_VISIT and _site_visit(target, rule_book) is None:
        raise ValueError(f"an applicant for {target} takes no site visit")

    nodes = node_scores(rule_book.round.indicator_table, scores.indicators, scores.not_applicable)
    reasons: list[Reason] = []
    for grade in candidate_grades(target, rule_book):
        verdict = _judge(grade, scores=scores, nodes=nodes, eligibility=eligibility[grade], rule_book=rule_book)
        reasons += verdict.reasons
        if verdict.holds is None:
            return proposal(None, None, reasons)
        if verdict.holds:
            if grade != target:
                reasons.append(_on_the_switch("proposal.aa_for_aaa_applicant", rule_book))
            visit = _site_visit(grade, rule_book)
            if visit is not None and stage != SITE_VISIT:
                reasons.append(Reason(Message("proposal.site_visit_first", {"grade": grade}), (visit.cite,)))
                return proposal("send_to_site_visit", grade, reasons)
            return proposal(PROPOSABLE[grade], grade, reasons)
    if target == "AAA" and by_score == "AA" and not rule_book.round.parameter_sheet.aaa_may_be_proposed_aa:
        reasons.append(_on_the_switch("proposal.aa_not_for_aaa_applicant", rule_book))
    return proposal("do_not_propose", None, reasons)


def _site_visit(grade: str, rule_book: RuleBook) -> Step | None:
    steps = rule_book.regulation.steps
    return next((step for step in steps if step.id == SITE_VISIT and grade in step.grades), None)


def _on_the_switch(key: str, rule_book: RuleBook) -> Reason:
    return Reason(Message(key), (rule_book.round.parameter_sheet.notes["aaa_may_be_proposed_aa"].cite,))


def _judge(
    grade: str, *, scores: PanelScores, nodes: NodeScores, eligibility: Eligibility, rule_book: RuleBook
) -> _Verdict:
    """Hold one grade against everything, in the order in which it is told: conditions, total, floors, vetoes."""
    names = {one.code: Name(one.name, one.name_en) for one in rule_book.round.indicator_table.indicators}
    verdicts = [
        _conditions(eligibility),
        _cut(grade, scores, rule_book.round.cut_scores),
        *(_floor(floor, nodes, scores, names) for floor in rule_book.round.floors if floor.grade == grade),
        *(_veto(veto, grade, nodes, scores, names) for veto in rule_book.round.vetoes if grade in veto.grades),
    ]
    holds = {verdict.holds for verdict in verdicts}
    return _Verdict(
        holds=False if False in holds else None if None in holds else True,
        reasons=tuple(reason for verdict in verdicts for reason in verdict.reasons),
    )


def _conditions(eligibility: Eligibility) -> _Verdict:
    if eligibility.eligible:
        cite = tuple(dict.fromkeys(cite for finding in eligibility.findings for cite in finding.cite))
        return _Verdict(True, (Reason(Message("proposal.conditions_met", {"grade": eligibility.grade}), cite),))
    open_ = [finding for finding in eligibility.findings if finding.counts_as != "met"]
    return _Verdict(eligibility.eligible, tuple(_condition(eligibility.grade, finding) for finding in open_))


def _condition(grade: str, finding: Finding) -> Reason:
    if finding.counts_as == "unknown":
        key = "proposal.condition_unknown"
    elif finding.outcome == "unknown":
        key = "proposal.condition_unknown_not_met"
    else:
        key = "proposal.condition_not_met"
    return Reason(Message(key, {"grade": grade, "because": finding.because}), finding.cite)


def _cut(grade: str, scores: PanelScores, cut_scores: Iterable[CutScore]) -> _Verdict:
    cut = next((one for one in cut_scores if one.grade == grade), None)
    if cut is None:
        return _Verdict(None, (Reason(Message("proposal.no_cut_score", {"grade": grade}), ()),))
    facts: dict[str, object] = {"grade": grade, "cut": cut.min_score}
    if scores.total is None:
        because = scores.reasons.get("total", Message("proposal.marks_missing"))
        return _Verdict(None, (Reason(Message("proposal.total_unknown", {**facts, "because": because}), (cut.cite,)),))
    reached = scores.total >= cut.min_score
    facts |= {"total": scores.total, "by": abs(scores.total - cut.min_score)}
    key = "proposal.cut_reached" if reached else "proposal.cut_missed"
    return _Verdict(reached, (Reason(Message(key, facts), (cut.cite,)),))


def _floor(floor: Floor, nodes: NodeScores, scores: PanelScores, names: Mapping[str, Name]) -> _Verdict:
    if not nodes.applies(floor.indicator):
        return _Verdict(True)
    score = nodes.of[floor.indicator]
    facts = {"grade": floor.grade, "floor": floor.min_score, **_node(floor.indicator, names)}
    if score is None:
        facts["because"] = scores.reasons.get(floor.indicator, Message("proposal.marks_missing"))
        return _Verdict(None, (Reason(Message("proposal.floor_unknown", facts), (floor.cite,)),))
    least = Fraction(floor.min_score)
    if score >= least:
        return _Verdict(True)
    facts |= {"score": shown(score), "by": shown(least - score)}
    return _Verdict(False, (Reason(Message("proposal.floor_missed", facts), (floor.cite,)),))


def _veto(veto: Veto, grade: str, nodes: NodeScores, scores: PanelScores, names: Mapping[str, Name]) -> _Verdict:
    if not nodes.applies(veto.indicator):
        return _Verdict(True)
    score = nodes.of[veto.indicator]
    facts = {"grade": grade, "at_or_below": veto.at_or_below, **_node(veto.indicator, names)}
    if score is None:
        facts["because"] = scores.reasons.get(veto.indicator, Message("proposal.marks_missing"))
        return _Verdict(None, (Reason(Message("proposal.veto_unknown", facts), (veto.cite,)),))
    if score > Fraction(veto.at_or_below):
        return _Verdict(True)
    facts["score"] = shown(score)
    return _Verdict(False, (Reason(Message("proposal.vetoed", facts), (veto.cite,)),))


def _node(code: str, names: Mapping[str, Name]) -> dict[str, object]:
    return {"indicator": code, "name": names[code]}
