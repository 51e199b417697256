"""The board drawn: red first, what goes on within its term, what is well folded away, and applications by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import desk, round_choice
from dashboard.parts.ready_lines import Level, Line, actors, sentence
from dashboard.parts.rule_book_markup import opened
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from scoring.flow import BoardRow, RoundBoard

STYLE: Final = Path(__file__).with_name("ready.css")
MOST: Final = 20


def style() -> None:
    """Put the look of the board on the page."""
    st.html(STYLE)


def head(say: Translator, found: Sequence[Line]) -> None:
    """Say in figures how the day begins."""
    cells = []
    for level, colour in (("late", "no"), ("now", "no"), ("course", "unknown"), ("good", "yes")):
        count = sum(line.level == level for line in found)
        cells.append((count, say(f"ready.count_{level}"), colour if count or level == "good" else "yes"))
    desk.counts(cells)


def draw(say: Translator, found: Sequence[Line], round_id: str) -> None:
    """Draw the lines, level by level."""
    levels: tuple[Level, ...] = ("late", "now", "course")
    if not any(line.level in ("late", "now") for line in found):
        st.success(say("ready.nothing_red"), icon=":material/check:")
    for level in levels:
        own = [line for line in found if line.level == level]
        if own:
            st.header(say(f"ready.head_{level}"), anchor=False)
        for at, line in enumerate(own):
            _line(say, line, round_id, f"ready-line-{level}-{line.what}-{at}")
    good = [line for line in found if line.level == "good"]
    if good:
        items = "".join(f"<li>{as_html(sentence(line, say))}</li>" for line in good)
        summary = as_html(say("ready.head_good", count=len(good)))
        st.html(f'<div class="rb">{opened(summary, f"<ul>{items}</ul>", "bd-good")}</div>')


def _line(say: Translator, line: Line, round_id: str, key: str) -> None:
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(_words(say, line), width="stretch")
        if line.page is not None:
            st.page_link(
                line.page,
                label=say("ready.deal_with"),
                icon=":material/arrow_forward:",
                width="content",
                query_params={round_choice.ROUND: round_id},
            )


def _words(say: Translator, line: Line) -> str:
    about = []
    if line.since is not None:
        about.append(say("ready.due" if line.level == "late" else "ready.since", day=line.since))
    if line.who:
        about.append(say("ready.who", who=actors(line, say)))
    quiet = f"<p>{as_html(' · '.join(about))}</p>" if about else ""
    late = f'<span class="dk-late">{as_html(say("ready.late"))}</span>' if line.level == "late" else ""
    return f'<div class="bd-line">{late}<b>{as_html(sentence(line, say))}</b>{quiet}{_details(say, line)}</div>'


def _details(say: Translator, line: Line) -> str:
    if not line.details:
        return ""
    items = [f"<li>{as_html(say(one))}</li>" for one in line.details[:MOST]]
    if len(line.details) > MOST:
        items.append(f"<li>{as_html(say('ready.more', count=len(line.details) - MOST))}</li>")
    body = f"<ul>{''.join(items)}</ul>"
    if len(line.details) <= 3:
        return body
    return f"<details><summary>{as_html(say('ready.details'))}</summary>{body}</details>"


def steps(say: Translator, board: RoundBoard) -> None:
    """Draw where the applications of a round wait, step by step."""
    st.header(say("ready.steps"), anchor=False)
    if not board.rows:
        st.html(f'<div class="qc-empty">{as_html(say("ready.no_applications"))}</div>')
        return
    waiting: dict[str, list[BoardRow]] = {}
    order: dict[str, int] = {}
    for row in board.rows:
        if row.standing.state == "open" and row.standing.step is not None:
            waiting.setdefault(row.standing.step.id, []).append(row)
            order[row.standing.step.id] = row.standing.step.order
    rows = [_step(say, waiting[id_]) for id_ in sorted(waiting, key=lambda one: order[one])]
    if rows:
        desk.listing([say(f"ready.column_{name}") for name in ("step", "who", "count", "late", "since")], rows)
    ended = [
        say(f"ready.rows_{state}", count=count)
        for state in ("complete", "returned", "refused", "withdrawn", "ended")
        if (count := sum(row.standing.state == state for row in board.rows))
    ]
    if ended:
        st.caption(" · ".join(ended))


def _step(say: Translator, rows: Sequence[BoardRow]) -> list[str]:
    step = rows[0].standing.step
    late = sum(bool(row.late) for row in rows)
    acts = dict.fromkeys(Name(act.name, act.name_en) for row in rows for act in row.standing.due)
    who = "".join(f"<div>{as_html(say.say(act))}</div>" for act in acts)
    name = "" if step is None else say.say(Name(step.name, step.name_en))
    return [
        as_html(name),
        f'<div class="dk-quiet wide">{who}</div>',
        f'<span class="num">{len(rows)}</span>',
        f'<span class="num {"dk-late" if late else "dk-quiet"}">{late}</span>',
        f'<span class="num">{min(row.standing.since for row in rows)}</span>',
    ]
