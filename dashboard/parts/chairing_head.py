"""The top of the chair's desk: the clock of the sitting and its honest end; now, next and then. Drawn every second."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from dashboard import source
from dashboard.parts import live
from dashboard.parts.chairing_view import View
from dashboard.parts.chairing_words import LONG_TIME, leaving, place, quorum, target, why, window
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import BEIJING
from scoring.flow import meeting
from scoring.flow.meeting import DeskItem, OnTheTable
from scoring.meeting.forecast import Forecast

#: Seconds for which a forecast is kept while nothing happens.
_FRESH = 20
_MINUTE = 60


def follow(view: View) -> None:
    """Draw clocks and the three items each second; run the whole page again when the sitting has moved on."""
    live.watch(
        lambda: source.ask(meeting.sitting_revision, view.person, sitting_id=view.sitting_id),
        view.desk.revision,
        partial(_draw, view, waits=window(view) > 0),
    )


def _draw(view: View, *, waits: bool) -> None:
    if waits and window(view) <= 0:
        st.rerun()  # the list may be voted on from now on
    st.html(f'<div class="ch-strip">{_strip(view)}</div>')
    if view.desk.sitting.phase not in ("prepared", "locked", "ended"):
        st.html(f'<div class="ch-three">{_now(view)}{_ahead(view)}</div>')


def _strip(view: View) -> str:
    say, desk = view.say, view.desk
    cells = [(say(f"chairing.phase_{desk.sitting.phase}"), say("chairing.phase"), "phase")]
    if desk.sitting.kind == "rehearsal":
        cells.insert(0, (say("screen.rehearsal"), say("chairing.rehearsal"), "word near"))
    length = float(view.book.round.parameter_sheet.clocks.length)
    if desk.started is not None and not desk.sitting.over:
        cells.append((live.clock(live.seconds_since(desk.started)), say("chairing.elapsed", length=f"{length:g}"), ""))
        cells += [] if desk.sitting.phase in ("visits", "review") else _end(view, desk.started)
    cells.append((f"{desk.present}/{desk.seats}", say("chairing.present"), ""))
    if desk.sitting.phase in ("opened", "recusals"):
        cells.append((f"{desk.confirmed}/{desk.seats}", say("chairing.confirmed"), ""))
    kind = {"paired": "", "paused": "near"}.get(desk.wall or "", "near")
    cells.append((say(f"chairing.wall_{desk.wall or 'none'}"), say("chairing.wall"), f"word {kind}"))
    return "".join(
        f'<div class="{kind}"><b>{as_html(value)}</b><span>{as_html(words)}</span></div>'
        for value, words, kind in cells
    )


def _end(view: View, started: str) -> list[tuple[str, str, str]]:
    found = forecast_of(view)
    if found is None:
        return []
    say = view.say
    words = say("chairing.end_range", low=_at(started, found.low), high=_at(started, found.high))
    share = found.probability_on_time
    kind = "" if share >= 0.9 else "near" if share >= 0.5 else "bad"
    return [
        (_at(started, found.mean), words, ""),
        (f"{share:.0%}", say("chairing.on_time"), kind),
        (str(found.can_still_take + found.room_for), _fits(view, found), "near" if found.to_defer else ""),
    ]


def _fits(view: View, found: Forecast) -> str:
    left = sum(found.to_defer.values())
    return view.say("chairing.fits_not", count=left) if left else view.say("chairing.fits")


def forecast_of(view: View) -> Forecast | None:
    """Return the forecast of the end; kept until something happens, or for some seconds."""
    now = source.now()
    key = (view.sitting_id, view.desk.revision, int(now.timestamp()) // _FRESH)
    kept = st.session_state.get("chairing-forecast")
    if kept is None or kept[0] != key:
        kept = key, source.ask(meeting.sitting_forecast, view.person, now, sitting_id=view.sitting_id)
        st.session_state["chairing-forecast"] = kept
    found: Forecast | None = kept[1]
    return found


def _at(started: str, minutes: float) -> str:
    return f"{(datetime.fromisoformat(started) + timedelta(minutes=minutes)).astimezone(BEIJING):%H:%M}"


def _now(view: View) -> str:
    if view.table is not None:
        return _on_the_table(view, view.table)
    say, phase = view.say, view.desk.sitting.phase
    figures = "".join(
        f"<div><b>{as_html(value)}</b><span>{as_html(words)}</span></div>" for value, words in _figures(view)
    )
    return (
        f'<section class="ch-now"><h2>{as_html(say("chairing.now"))}</h2>'
        f'<p class="ch-big">{as_html(say(f"chairing.phase_{phase}"))}</p>'
        f'<p>{as_html(say(f"chairing.now_{phase}"))}</p><div class="ch-clocks">{figures}</div></section>'
    )


def _figures(view: View) -> list[tuple[str, str]]:
    """Return the counts that a phase without an item on the table is about."""
    say, desk = view.say, view.desk
    match desk.sitting.phase:
        case "opened":
            return [(f"{desk.present}/{desk.seats}", say("chairing.present"))]
        case "recusals":
            return [(f"{desk.confirmed}/{desk.seats}", say("chairing.confirmed"))]
        case "consent":
            found = [
                (str(len(view.waiting("consent"))), say("chairing.to_vote")),
                (str(sum(one.why == "pulled" for one in desk.items)), say("chairing.pulled")),
            ]
            left = window(view)
            return [*found, (live.clock(left), say("chairing.pull_left"))] if left > 0 else found
    return [(f"{len(view.decided())}/{len(desk.items)}", say("chairing.decided"))]


def _on_the_table(view: View, table: OnTheTable) -> str:
    say, item = view.say, table.item
    used = live.seconds_since(table.started)
    left = table.step_seconds - live.seconds_since(item.since)
    first, second = table.too_long.first_at, table.too_long.second_at
    kind = "bad" if used >= second else "near" if used >= first else ""
    late = f'<p class="ch-late">{as_html(say("chairing.put_it_off"))}</p>' if used >= second else ""
    head = f"{as_html(say('chairing.now'))} {chip(place(view, item))} {target(say, item)}"
    step = say("chairing.step_left", step=say(f"chairing.step_{table.step}"))
    return (
        f'<section class="ch-now {kind}"><h2>{head}</h2>'
        f'<p class="ch-code">{as_html(item.application_id)}</p>'
        f'<p class="ch-name">{as_html(item.application.enterprise.name)}</p>'
        f'<div class="ch-clocks">{_clock(left, step, "near" if left < 0 else "")}'
        f"{_clock(used, say('chairing.item_used', of=f'{first / _MINUTE:g}'), '')}</div>"
        f"{late}<p>{leaving(say, item)}</p><p>{quorum(say, item)}</p>{_wishes(view, item)}</section>"
    )


def _clock(seconds: float, words: str, kind: str) -> str:
    return f'<div class="{kind}"><b>{live.clock(seconds)}</b><span>{as_html(words)}</span></div>'


def _wishes(view: View, item: DeskItem) -> str:
    """Return how many ask for discussion, and for more time: over a third of those present has it extended."""
    say, share = view.say, view.desk.short_share or 0.0
    parts = [chip(say("chairing.asked", count=item.asked))] if item.asked else []
    if item.short:
        over = share > LONG_TIME
        parts.append(chip(say("chairing.short", count=item.short, share=f"{share:.0%}"), "bad" if over else ""))
        if over:
            parts.append(f"<b>{as_html(say('chairing.short_rule'))}</b>")
    return f'<p class="ch-wishes">{" ".join(parts)}</p>' if parts else ""


def _ahead(view: View) -> str:
    if view.desk.sitting.phase == "review":
        return ""
    coming = [one for one in view.desk.following if one.block != "consent"][:2]
    cards = "".join(
        _card(view, one, view.say(f"chairing.{word}")) for one, word in zip(coming, ("next", "then"), strict=False)
    )
    if not coming:
        head, words = as_html(view.say("chairing.next")), as_html(view.say("chairing.nothing_next"))
        cards = f'<section class="ch-next"><h2>{head}</h2><p>{words}</p></section>'
    return f'<div class="ch-ahead">{cards}</div>'


def _card(view: View, item: DeskItem, word: str) -> str:
    say = view.say
    moved = f'<p class="qc-quiet">{as_html(why(say, item))}</p>' if item.why else ""
    fails = "" if item.quorum.met or not view.desk.present else f"<p>{quorum(say, item)}</p>"
    return (
        f'<section class="ch-next"><h2>{as_html(word)} {chip(place(view, item))} {target(say, item)}</h2>'
        f'<p class="ch-name"><b>{as_html(item.application_id)}</b> {as_html(item.application.enterprise.name)}</p>'
        f"<p>{leaving(say, item)}</p>{fails}{moved}</section>"
    )
