"""What the wall shows of items: the consent list, the item on the table, the result of one that is closed."""

from __future__ import annotations

from typing import Final

from dashboard.parts.panel_words import shown
from dashboard.parts.rule_book_sources import clause_name
from dashboard.parts.wall_words import OUTCOMES, totals
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.meeting.frames import Frame, ItemFacts, ItemResult
from scoring.meeting.steps import STEPS, next_step

#: So many codes of the consent list stand in large type; so many in a smaller one, more in the smallest.
_ROOMY: Final = 20
_DENSE: Final = 36


def consent_list(frame: Frame, say: Translator) -> str:
    """Return the list by what is proposed, and how many items somebody wants to discuss."""
    count = len(frame.consent)
    dense = " packed" if count > _DENSE else " dense" if count > _ROOMY else ""
    groups = {
        outcome: sorted(one.application_id for one in frame.consent if one.outcome == outcome) for outcome in OUTCOMES
    }
    parts = "".join(
        f"<section><h3>{as_html(say(f'minutes.outcome_{outcome}'))}<small>"
        f"{as_html(say('screen.items', count=len(found)))}</small></h3>"
        f"<ul>{''.join(f'<li>{as_html(code)}</li>' for code in found)}</ul></section>"
        for outcome, found in groups.items()
        if found
    )
    pulled = f'<p class="qw-pulled">{as_html(say("screen.pulled", count=frame.pulled))}</p>'
    return f'<h2>{as_html(say(f"screen.kind_{frame.kind}"))}</h2><div class="qw-list{dense}">{parts}</div>{pulled}'


def item(frame: Frame, say: Translator) -> str:
    """Return the item on the table: its code, place, step, what splits the panel, and the quorum with its numbers."""
    one = frame.item
    if one is None:
        raise KeyError(frame.kind)
    place = say("screen.place", block=say(f"minutes.block_{one.block}"), place=one.place, of=one.of)
    split = "" if one.split_indicator is None else _split(say.say(one.split_indicator), say)
    return (
        f'<p class="qw-place">{as_html(place)}</p><h1 class="qw-code">{as_html(one.application_id)}</h1>'
        f"{_steps(one, say)}{split}{_quorum(one, say)}"
    )


def _split(indicator: str, say: Translator) -> str:
    return f'<p class="qw-split"><span>{as_html(say("screen.split"))}</span>{as_html(indicator)}</p>'


def _steps(one: ItemFacts, say: Translator) -> str:
    asked = [
        step for step in STEPS if step != "rescoring" or "rescoring" in (one.step, next_step(one.block, "questions"))
    ]
    at = asked.index(one.step)
    kinds = ["done"] * at + ["now"] + ["ahead"] * (len(asked) - at - 1)
    words = [as_html(say(f"screen.step_{step}")) for step in asked]
    cells = "".join(f'<li class="{kind}">{word}</li>' for word, kind in zip(words, kinds, strict=True))
    return f'<ol class="qw-steps">{cells}</ol>'


def _quorum(one: ItemFacts, say: Translator) -> str:
    met = one.needed is not None and one.present >= one.needed
    needed = say("quorum.out_of_reach") if one.needed is None else say("quorum.least", count=one.needed)
    words = say("screen.quorum", present=one.present, entitled=one.entitled, recused=one.recused, needed=needed)
    state = say("screen.quorum_met" if met else "screen.quorum_lacking")
    return f'<p class="qw-quorum {"" if met else "lacking"}">{as_html(words)}<b>{as_html(state)}</b></p>'


def result(frame: Frame, say: Translator) -> str:
    """Return what was decided about the item that was closed last, and the totals so far."""
    one = frame.result
    if one is None:
        raise KeyError(frame.kind)
    clauses = "".join(
        f"<li>{as_html(clause_name(None, clause.clause, say))} {as_html(say.say(clause.name))}</li>"
        for clause in one.clauses
    )
    return (
        f'<p class="qw-place">{as_html(say("screen.kind_result"))}</p>'
        f'<h1 class="qw-code">{as_html(one.application_id)}</h1>'
        f'<p class="qw-outcome {one.outcome}">{as_html(say(f"minutes.outcome_{one.outcome}"))}</p>'
        f'<ul class="qw-clauses">{clauses}</ul>{_median(one, say)}{totals(frame.by_outcome, say)}'
    )


def _median(one: ItemResult, say: Translator) -> str:
    if one.median_after is None:
        return ""
    after = shown(one.median_after)
    # A re-score that moved nothing that can be seen is no movement.
    if one.median_before is None or shown(one.median_before) == after:
        words = say("screen.median", after=after)
    else:
        words = say("screen.median_moved", before=shown(one.median_before), after=after)
    return f'<p class="qw-median">{as_html(words)}</p>'
