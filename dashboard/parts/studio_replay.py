"""Rounds that are over under the draft: how many move, from which grade to which, where, who, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import streamlit as st

from dashboard import results, source
from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.paging import page_of
from dashboard.parts.regional_words import place_name
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from scoring.flow.replaying import Replay, Replayed
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

ROUNDS: Final = "studio-replay-rounds"
_RUN: Final = "studio-replayed"
_A_PAGE: Final = 25


def draw(sheet: Sheet, person: Actor, _page: str) -> None:
    """Draw the choice of rounds, and what the draft would have made of them once it is asked for."""
    work, say = sheet.work, sheet.say
    over = {one.round_id: one for one in source.rounds(person) if "announced" in circumstances(one.state)}
    st.html(f'<p class="dk-quiet" role="note">{as_html(say("studio.replay_what"))}</p>')
    if not over:
        frame.empty(say("replays.none_over"))
        return
    if sheet.faults:
        frame.empty(say("studio.replay_faults", count=len(sheet.faults)))
        return
    names = {
        id_: say("rules.round_choice", name=Name(one.rule_book.round.name, one.rule_book.round.name_en), id=id_)
        for id_, one in over.items()
    }
    base = work.opened.draft.base_round
    st.session_state.setdefault(ROUNDS, [base if base in over else next(iter(over))])
    st.session_state[ROUNDS] = [one for one in st.session_state[ROUNDS] if one in over]
    chosen = st.multiselect(say("studio.replay_rounds"), list(over), format_func=names.__getitem__, key=ROUNDS)
    book = work.book()
    wanted = (book.digest, tuple(chosen))
    if st.button(
        say("studio.replay_do"), key="studio-replay-do", type="primary", icon=":material/replay:", disabled=not chosen
    ):
        st.session_state[_RUN] = wanted
    if st.session_state.get(_RUN) != wanted:
        stale = _RUN in st.session_state
        frame.empty(say("studio.replay_stale" if stale else "studio.replay_not_yet"))
        return
    for round_id in chosen:
        with st.spinner(say("studio.replaying")):
            found = results.replayed_round(person, round_id, book)
        _show(sheet, found, names[round_id])


def _show(sheet: Sheet, found: Replay, name: str) -> None:
    say = sheet.say
    st.header(name, anchor=False)
    desk.counts(
        [
            (len(found.cases), say("studio.replay_judged"), ""),
            (found.up, say("studio.replay_up"), "yes" if found.up else ""),
            (found.down, say("studio.replay_down"), "no" if found.down else ""),
            (sum(bool(one.up + one.down) for one in found.places), say("studio.replay_places"), ""),
            (found.unknown, say("studio.replay_unknown"), "unknown" if found.unknown else ""),
        ]
    )
    for key, codes in (("without_marks", found.matched.without_marks), ("left_out", found.matched.left_out)):
        if codes:
            st.html(f'<p class="dk-quiet" role="note">{as_html(say(f"studio.{key}", codes=listed(codes, say)))}</p>')
    if not found.moved:
        frame.empty(say("studio.replay_nobody"))
    else:
        left, right = st.columns(2, gap="large")
        with left:
            st.html(f'<h3 class="st-head">{as_html(say("studio.replay_matrix"))}</h3>{_matrix(say, found)}')
        with right:
            st.html(f'<h3 class="st-head">{as_html(say("studio.replay_where"))}</h3>{_places(say, found)}')
        st.html(f'<h3 class="st-head">{as_html(say("studio.replay_who"))}</h3>')
        shown = page_of(say, f"studio-moved-{found.round_id}", found.moved, size=_A_PAGE)
        st.html(_cases(say, found, shown))
    command = f"quality-credit scheme replay {sheet.work.opened.draft.draft_id} --on {found.round_id}"
    words = "studio.replay_same" if not sheet.work.is_changed else "studio.replay_same_when_saved"
    st.html(f'<p class="dk-quiet">{as_html(say(words))} <code>{as_html(command)}</code></p>')


def _matrix(say: Translator, found: Replay) -> str:
    """Return a table of how many go from which grade to which."""
    grades = sorted({*found.before, *found.after} - {""}, key=lambda one: (len(one), one), reverse=True)
    order = [*grades, ""]
    pairs = Counter((one.before or "", one.after or "") for one in found.cases)
    none = say("replays.no_grade")
    heads = [say("studio.from_to"), *(grade or none for grade in order), say("studio.replay_sum")]
    rows = [
        [
            f"<b>{as_html(old or none)}</b>",
            *(f"<b>{pairs[old, new]}</b>" if old != new and pairs[old, new] else str(pairs[old, new]) for new in order),
            str(found.before.get(old, 0)),
        ]
        for old in order
    ]
    rows.append(
        [
            f"<b>{as_html(say('studio.replay_sum'))}</b>",
            *(str(found.after.get(new, 0)) for new in order),
            str(len(found.cases)),
        ]
    )
    return card_table(heads, rows)


def _places(say: Translator, found: Replay) -> str:
    heads = [say(f"studio.place_{name}") for name in ("name", "judged", "up", "down")]
    moving = [one for one in found.places if one.up or one.down]
    return card_table(
        heads,
        [
            [f"<b>{as_html(place_name(one.name, say))}</b>", str(one.judged), str(one.up), str(one.down)]
            for one in moving
        ],
    )


def _cases(say: Translator, found: Replay, shown: Iterable[Replayed]) -> str:
    names = {place.code: place.name for place in found.places}
    heads = [say(f"studio.case_{name}") for name in ("name", "prefecture", "target", "before", "after")]
    rows = [
        [
            f"<b>{as_html(one.name)}</b><small>{as_html(one.application_id)}</small>",
            as_html(place_name(names[one.prefecture], say)),
            as_html(one.target_grade),
            _grade(say, one.before, one.sure_before),
            f"{_grade(say, one.after, one.sure_after)} {_way(say, one)}",
        ]
        for one in shown
    ]
    return card_table(heads, rows)


def _grade(say: Translator, grade: str | None, sure: int | None) -> str:
    told = say("studio.sure_by_rule") if sure is None else say("studio.sure", percent=sure)
    return f"{as_html(grade or say('replays.no_grade'))} <small>{as_html(told)}</small>"


def _way(say: Translator, one: Replayed) -> str:
    return chip(say("studio.goes_up" if one.up else "studio.goes_down"), "good" if one.up else "bad")
