"""Conditions with their articles, and what the panel's scores are held against: lines, floors, vetoes, the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import streamlit as st

from dashboard.parts.panel_words import outcome_chip, shown
from dashboard.parts.rule_book_markup import chip, entry, opened
from dashboard.parts.rule_book_sources import citations
from dashboard.parts.wording import as_html, points
from indicators.language import Name, Translator
from indicators.model import Citation, RuleBook
from scoring.flow import SittingCase
from scoring.meeting.proposal import Proposal
from scoring.procedure.eligibility import Eligibility, Finding

_KINDS: Final = {"met": "good", "not_met": "bad", "unknown": "near"}
_CITED_OPENLY: Final = 2


def eligibility(say: Translator, case: SittingCase) -> None:
    """Draw the conditions of every grade that may come of a case."""
    conditions(say, case.rule_book, case.result.eligibility)


def conditions(say: Translator, book: RuleBook, of: Mapping[str, Eligibility]) -> None:
    """Draw each grade's conditions: met, not met or unknown, why, the evidence, and the words of the article."""
    for grade, found in of.items():
        st.subheader(say("case.conditions", grade=grade), anchor=False)
        open_ = [finding for finding in found.findings if finding.counts_as != "met"]
        met = [finding for finding in found.findings if finding.counts_as == "met"]
        html = "".join(_finding(say, book, finding) for finding in open_)
        if met:
            inner = "".join(_finding(say, book, finding) for finding in met)
            html += opened(as_html(say("case.conditions_met", count=len(met))), inner)
        st.html(f'<div class="rb pn-findings">{html}{_left(say, book, found)}</div>')


def _finding(say: Translator, book: RuleBook, finding: Finding) -> str:
    head = f"{as_html(_condition_name(say, book, finding.condition))} {_outcome(say, finding)}"
    evidence = "".join(f"<li>{as_html(say(fact))}</li>" for fact in finding.evidence)
    facts = f"<ul>{evidence}</ul>" if evidence else ""
    return entry(head, f"<p>{as_html(say(finding.because))}</p>", facts, citations(book, finding.cite, say))


def _outcome(say: Translator, finding: Finding) -> str:
    words = say(f"case.{finding.outcome}")
    if finding.counts_as != finding.outcome:
        words = say("case.counts_as", outcome=words, counts_as=say(f"case.{finding.counts_as}"))
    return chip(words, _KINDS[finding.counts_as])


def _condition_name(say: Translator, book: RuleBook, condition: str) -> str:
    known = {one.id: Name(one.name, one.name_en) for one in book.regulation.conditions}
    return say.say(known[condition]) if condition in known else say(f"case.condition_{condition}")


def _left(say: Translator, book: RuleBook, found: Eligibility) -> str:
    names = [_condition_name(say, book, condition) for condition in found.left_to_experts]
    if not names:
        return ""
    return f'<p class="qc-quiet">{as_html(say("case.left_to_experts", names=say("chair.comma").join(names)))}</p>'


def limits(say: Translator, case: SittingCase) -> None:
    """Draw the floors and vetoes of the grades that may come of the application, each with the panel's score."""
    round_, grades = case.rule_book.round, tuple(case.result.eligibility)
    nodes = {one.code: one for one in round_.indicator_table.indicators}

    def name(code: str) -> str:
        return f"{code} {say.say(Name(nodes[code].name, nodes[code].name_en))}"

    rows = [
        _limit(
            say,
            case,
            words=say("case.floor", grade=floor.grade, node=name(floor.indicator), points=points(floor.min_score)),
            limit=_Limit(floor.indicator, Fraction(floor.min_score), False, floor.reason, floor.cite),
        )
        for floor in round_.floors
        if floor.grade in grades
    ]
    for veto in round_.vetoes:
        if set(veto.grades) & set(grades):
            barred = say("chair.comma").join(veto.grades)
            words = say("case.veto", grades=barred, node=name(veto.indicator), points=points(veto.at_or_below))
            limit = _Limit(veto.indicator, Fraction(veto.at_or_below), True, veto.reason, veto.cite)
            rows.append(_limit(say, case, words=words, limit=limit))
    if rows:
        st.subheader(say("case.limits"), anchor=False)
        open_, kept = [html for holds, html in rows if not holds], [html for holds, html in rows if holds]
        folded = opened(as_html(say("case.limits_kept", count=len(kept))), "".join(kept)) if kept else ""
        st.html(f'<div class="rb pn-findings">{"".join(open_)}{folded}</div>')


@dataclass(frozen=True, slots=True)
class _Limit:
    """A score in a node that must be reached, or, where `beyond`, exceeded."""

    node: str
    points: Fraction
    beyond: bool
    reason: str
    cite: Citation

    def kept(self, score: Fraction) -> bool:
        return score > self.points if self.beyond else score >= self.points


def _limit(say: Translator, case: SittingCase, *, words: str, limit: _Limit) -> tuple[bool, str]:
    holds = True
    if case.result.scores is not None and limit.node not in case.nodes:
        mark = chip(say("case.does_not_apply"))
    elif (score := case.nodes.get(limit.node)) is None:
        mark, holds = chip(say("case.unknown"), "near"), False
    else:
        holds = limit.kept(score)
        key = "case.limit_kept" if holds else "case.limit_broken"
        mark = chip(say(key, points=shown(score)), "good" if holds else "bad")
    why = f'<p class="qc-quiet" lang="zh-CN">{as_html(limit.reason)}</p>'
    return holds, entry(f"{as_html(words)} {mark}", why, citations(case.rule_book, (limit.cite,), say))


def proposal(say: Translator, book: RuleBook, proposed: Proposal) -> None:
    """Draw what the rules propose, reason by reason, each with its source."""
    st.subheader(say("case.proposal"), anchor=False)
    reasons = "".join(
        f"<li>{as_html(say(reason.message))}{_cited(say, book, reason.cite)}</li>" for reason in proposed.reasons
    )
    st.html(
        f'<div class="rb pn-proposal"><p>{outcome_chip(proposed.outcome, say)}</p><ol>{reasons}</ol>'
        f'<p class="qc-quiet">{as_html(say("case.proposal_binds_nobody"))}</p></div>'
    )


def _cited(say: Translator, book: RuleBook, cites: tuple[Citation, ...]) -> str:
    """Return the sources of a reason, folded where they are many."""
    if len(cites) <= _CITED_OPENLY:
        return citations(book, cites, say) if cites else ""
    return opened(as_html(say("case.basis", count=len(cites))), citations(book, cites, say))
