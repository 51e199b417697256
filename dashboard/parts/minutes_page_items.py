"""The items of the minutes on their page: decision, clauses, votes with their formulas, dissent; a few at a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.card_table import card_table
from dashboard.parts.minutes_page_view import View
from dashboard.parts.panel_words import outcome_chip
from dashboard.parts.rule_book_markup import chip, opened
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import ParameterSheet
from scoring.documents.minutes import DecidedItem
from scoring.documents.minutes_items import short_cite
from scoring.documents.minutes_words import Voice, majority_formula, percent, points, quorum_formula, voice_of
from scoring.flow.meeting import Written

KINDS: Final[Mapping[str, Callable[[DecidedItem], bool]]] = {
    "all": lambda item: True,
    "departs": lambda item: item.outcome != item.proposal,
    "dissent": lambda item: bool(item.dissents),
    "rescored": lambda item: item.total_before is not None,
    "pulled": lambda item: item.pulled,
}


def draw(view: View, written: Written) -> None:
    """Draw the items: all of them, or those of a kind."""
    say, facts = view.say, written.facts
    st.header(say("minutespage.decisions"), anchor=False)
    if not facts.items:
        st.caption(say("minutes.no_items"))
        return
    counted = {kind: sum(map(of, facts.items)) for kind, of in KINDS.items()}
    offered = [kind for kind, count in counted.items() if count]
    chosen = st.pills(
        say("minutespage.show"),
        offered,
        default="all",
        key="minutespage-kind",
        format_func=lambda kind: say(f"minutespage.kind_{kind}", count=counted[kind]),
        label_visibility="collapsed",
    )
    # The public version leaves members out of what others wrote, on the page as on paper.
    voice = voice_of(say, internal=view.internal, members=facts.members)
    shown = [item for item in facts.items if KINDS.get(chosen or "all", KINDS["all"])(item)]
    columns = [say(f"minutespage.column_{name}") for name in ("item", "score", "decision", "votes", "dissent")]
    st.html(f'<div class="mp-items">{card_table(columns, [_row(item, facts.sheet, voice) for item in shown])}</div>')


def _row(item: DecidedItem, sheet: ParameterSheet, voice: Voice) -> Sequence[str]:
    say = voice.say
    head = f'<b class="mp-name">{item.number}. {as_html(item.enterprise)}</b>'
    about = (
        f'<span class="mp-quiet">{as_html(item.application_id)} {as_html(say(f"minutes.block_{item.block}"))}</span>'
    )
    return (
        f"{head}{about}",
        _score(item, say),
        _decision(item, voice),
        _votes(item, sheet, say),
        _dissent(item, voice),
    )


def _score(item: DecidedItem, say: Translator) -> str:
    total = points(item.total, say)
    if item.total_before is not None and item.total_before != item.total:
        total = say("minutespage.total_moved", before=points(item.total_before, say), total=total)
    sure = say("minutespage.certainty", certainty=percent(item.certainty, say))
    head = f'{desk.grade_chip(item.target)} <b class="mp-total">{as_html(total)}</b>'
    return f'{head}<span class="mp-quiet">{as_html(sure)}</span>'


def _decision(item: DecidedItem, voice: Voice) -> str:
    say = voice.say
    clauses = "".join(
        f'<span class="qc-chip" title="{as_html(voice.said(cite))}">{as_html(voice.said(short_cite(cite)))}</span>'
        for cite in item.cites
    )
    lines = [f"{outcome_chip(item.outcome, say)} {clauses}"]
    if item.outcome != item.proposal and item.proposal is not None:
        proposed = say("minutespage.proposed", proposal=say(f"minutes.outcome_{item.proposal}"))
        lines.append(f'<span class="mp-quiet">{as_html(proposed)}</span>')
    lines += [f'<span class="mp-quiet">{as_html(voice.said(one))}</span>' for one in item.grounds]
    lines += [f'<span class="mp-reason">{as_html(line)}</span>' for line in voice.lines(item.reason)]
    return "".join(lines)


def _votes(item: DecidedItem, sheet: ParameterSheet, say: Translator) -> str:
    tally = item.tally
    if tally is None:
        return f'<span class="mp-quiet">{as_html(say("minutes.no_votes"))}</span>'
    counts = say("minutespage.votes", in_favour=tally.in_favour, against=tally.against, abstained=tally.abstained)
    lines = [
        f"<b>{as_html(counts)}</b>",
        _formula(say("minutespage.quorum"), quorum_formula(tally, sheet.quorum, say), met=tally.quorum_met),
        _formula(say("minutespage.majority"), majority_formula(tally, sheet.majority, say), met=tally.carried is True),
    ]
    if item.recused:
        lines.append(f'<span class="mp-quiet">{as_html(say("minutespage.recused", count=item.recused))}</span>')
    return "".join(lines)


def _formula(name: str, formula: str, *, met: bool) -> str:
    kind = "met" if met else "missed"
    return f'<span class="mp-formula {kind}">{as_html(name)} {as_html(formula)}</span>'


def _dissent(item: DecidedItem, voice: Voice) -> str:
    say = voice.say
    if not item.dissents:
        return f'<span class="mp-quiet">{as_html(say("minutespage.no_dissent"))}</span>'
    texts = "".join(f"<p>{as_html(line)}</p>" for text in item.dissents for line in voice.lines(text))
    return opened(chip(say("minutespage.dissents", count=len(item.dissents)), "near"), texts)
