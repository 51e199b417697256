"""Who sits where and whose sheet is missing, since when: searched, a page at a time; for the holder alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, paging
from dashboard.parts.draw_words import Roster, kind_chip, line_html, person_html, waiting
from dashboard.parts.panel_words import day
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Seat, SittingConflict

VIEWS: Final = ("seats", "missing", "people")
VIEW: Final = "seats-view"
SEARCH: Final = "seats-search"
PAGE: Final = "seats-page"
_CHIP: Final = {"missing": "near", "returned": "near", "submitted": "good"}
Conflicts = Mapping[tuple[str, str], SittingConflict]


def seats(say: Translator, found: Sequence[Seat], roster: Roster, conflicts: Conflicts) -> None:
    """Draw the seats of a round's panels, what is missing, or what each expert has to do."""
    st.header(say("draws.seats", count=len(found)), anchor=False)
    if not found:
        st.html(f'<div class="qc-empty">{as_html(say("draws.no_seats"))}</div>')
        return
    st.session_state.setdefault(VIEW, VIEWS[0])
    with st.container(horizontal=True, vertical_alignment="bottom", key="seats-filter"):
        view = st.segmented_control(
            say("draws.view"),
            VIEWS,
            key=VIEW,
            required=True,
            format_func=lambda one: say(f"draws.view_{one}"),
            on_change=_first_page,
        )
        st.text_input(say("draws.search"), key=SEARCH, placeholder=say("draws.search_example"), on_change=_first_page)
    wanted = str(st.session_state.get(SEARCH) or "").casefold().split()
    hits = [one for one in found if _matches(one, roster, wanted)] if wanted else found
    if view == "people":
        _people(say, hits, roster)
    else:
        _seats(say, [one for one in hits if view == "seats" or one.sheet != "submitted"], roster, conflicts)


def _first_page() -> None:
    st.session_state[PAGE] = 0


def _matches(seat: Seat, roster: Roster, wanted: Sequence[str]) -> bool:
    known = roster.get(seat.expert_id)
    words = [seat.application_id, seat.expert_id, *([] if known is None else [known.name, known.employer])]
    text = " ".join(words).casefold()
    return all(word in text for word in wanted)


def _seats(say: Translator, hits: Sequence[Seat], roster: Roster, conflicts: Conflicts) -> None:
    if not hits:
        st.html(f'<div class="qc-empty">{as_html(say("draws.nothing_found"))}</div>')
        return
    heads = [say(f"draws.column_{name}") for name in ("application", "grade", "expert", "sheet", "since", "waits")]
    desk.listing(heads, [_seat(say, one, roster, conflicts) for one in paging.page_of(say, PAGE, hits)])


def _seat(say: Translator, seat: Seat, roster: Roster, conflicts: Conflicts) -> list[str]:
    conflict = conflicts.get((seat.application_id, seat.expert_id))
    kinds = "" if conflict is None else "".join(kind_chip(kind, say, "bad") for kind in conflict.kinds)
    days = waiting(seat.since, source.today())
    waits = "" if seat.sheet == "submitted" else say("draws.days", days=days)
    return [
        line_html(seat.application_id),
        desk.grade_chip(seat.target_grade),
        f"{person_html(seat.expert_id, roster)}{kinds}",
        chip(say(f"draws.sheet_{seat.sheet}"), _CHIP[seat.sheet]),
        line_html(day(seat.since)),
        line_html(waits),
    ]


def _people(say: Translator, hits: Sequence[Seat], roster: Roster) -> None:
    """Draw each expert with his load: who misses most comes first."""
    by_person: dict[str, list[Seat]] = {}
    for one in hits:
        by_person.setdefault(one.expert_id, []).append(one)
    if not by_person:
        st.html(f'<div class="qc-empty">{as_html(say("draws.nothing_found"))}</div>')
        return
    place = {expert_id: at for at, expert_id in enumerate(roster)}
    rows = sorted(by_person.items(), key=lambda one: (-len(_missing(one[1])), place.get(one[0], len(place)), one[0]))
    heads = [say(f"draws.column_{name}") for name in ("expert", "sheets", "missing", "oldest", "waits", "which")]
    desk.listing(heads, [_one(say, *row, roster) for row in paging.page_of(say, PAGE, rows)])


def _one(say: Translator, expert_id: str, mine: Sequence[Seat], roster: Roster) -> list[str]:
    missing = _missing(mine)
    oldest = min((one.since for one in missing), default=None)
    late = "" if oldest is None else say("draws.days", days=waiting(oldest, source.today()))
    which = say("chair.comma").join(one.application_id for one in missing)
    return [
        person_html(expert_id, roster),
        str(len(mine)),
        f'<span class="{"dk-late" if missing else ""}">{len(missing)}</span>',
        line_html("–" if oldest is None else day(oldest)),
        line_html(late),
        f'<div class="wide">{as_html(which or "–")}</div>',
    ]


def _missing(mine: Sequence[Seat]) -> list[Seat]:
    return [one for one in mine if one.sheet != "submitted"]
