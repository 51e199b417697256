"""The agenda beside the meeting: every item by block, with its state, its decision, and why it was moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import source
from dashboard.parts.chairing_view import BLOCKS, View
from dashboard.parts.chairing_words import why
from dashboard.parts.panel_words import outcome_chip
from dashboard.parts.rule_book_markup import chip, opened
from dashboard.parts.wording import as_html
from scoring.flow import meeting
from scoring.flow.meeting import DeskItem

_TALKING = ("reading", "report", "questions", "rescoring", "voting")


def draw(view: View) -> None:
    """Draw the agenda; blocks in which nothing waits are folded, and the list that is voted on in one."""
    say = view.say
    said: dict[str, list[str]] = {}
    for one in source.ask(meeting.read_dissents, view.person, sitting_id=view.sitting_id):
        said.setdefault(one.application_id, []).append(one.text)
    st.header(say("chairing.agenda", decided=len(view.decided()), all=len(view.desk.items)), anchor=False)
    html = ""
    for block in BLOCKS:
        items = view.desk.of_block(block)
        if not items:
            continue
        done = sum(one.state == "decided" for one in items)
        head = f"<b>{as_html(say(f'chairing.block_{block}'))}</b> <em>{done}/{len(items)}</em>"
        rows = "".join(_row(view, one, said) for one in items)
        html += _block(head, f'<ol class="ch-items">{rows}</ol>', open_=block != "consent" and done < len(items))
    st.html(f'<div class="rb ch-agenda">{html}</div>')


def _block(head: str, body: str, *, open_: bool) -> str:
    markup = opened(head, body, "ch-block")
    return markup.replace("<details ", "<details open ", 1) if open_ else markup


def _row(view: View, item: DeskItem, said: Mapping[str, Sequence[str]]) -> str:
    say = view.say
    mark = outcome_chip(item.outcome, say) if item.state == "decided" else _state(view, item)
    notes = [why(say, item)] if item.why else []
    if item.asked:
        notes.append(say("chairing.asked", count=item.asked))
    if item.recused:
        notes.append(say("chairing.recused_of", recused=item.recused, there=item.leave))
    told = f"<small>{as_html(' · '.join(notes))}</small>" if notes else ""
    # A minority view stands in the type in which the decision stands.
    dissents = "".join(
        f'<p class="ch-dissent">{as_html(say("chairing.dissent", text=text))}</p>'
        for text in said.get(item.application_id, ())
    )
    kind = "now" if item.state in _TALKING else item.state
    name = f"<b>{as_html(item.application_id)}</b> {as_html(item.application.enterprise.name)}"
    return f'<li class="{kind}"><span>{name}</span>{mark}{told}{dissents}</li>'


def _state(view: View, item: DeskItem) -> str:
    if item.state in _TALKING:
        return chip(view.say("chairing.now"), "near")
    return chip(item.application.target_grade)
