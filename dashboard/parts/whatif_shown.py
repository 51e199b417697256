"""What a trial came to: in a sentence, by prefecture as figure and table, and the enterprises that would move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.figures.diverging import UpDown, diverging
from dashboard.parts import frame
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.paging import page_of
from dashboard.parts.regional_words import place_name
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.whatif_controls import Trial
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.regional.what_if import Moved, MovedPlace, WhatIf

A_PAGE: Final = 25
_PLAIN: Final = {"displayModeBar": False}


def answer(say: Translator, found: WhatIf, trial: Trial) -> None:
    """Say what would have moved if what was moved had been so."""
    said = "".join(f"<p><b>{as_html(one)}</b></p>" for one in in_words(say, found, trial))
    st.html(f'<div role="status">{said}</div>')


def in_words(say: Translator, found: WhatIf, trial: Trial) -> list[str]:
    """Return the answer as sentences."""
    if not trial.moves:
        return [say("whatif.nothing_tried", scored=found.scored)]
    tried = listed((say(one) for one in trial.moves), say)
    if not found.moved:
        first = say("whatif.nobody_moves", tried=tried, scored=found.scored)
    else:
        up = sum(one.up for one in found.moved)
        first = say(
            "whatif.some_move",
            tried=tried,
            scored=found.scored,
            count=len(found.moved),
            up=up,
            down=len(found.moved) - up,
            places=len({one.prefecture for one in found.moved}),
        )
    return [first, _over_in_words(say, found)] if trial.caps else [first]


def _over_in_words(say: Translator, found: WhatIf) -> str:
    now = sum(any(place.over.values()) for place in found.places)
    after = [
        say("whatif.over_of", name=place_name(place.name, say), counts=_counts(say, place.over_after))
        for place in found.places
        if any(place.over_after.values())
    ]
    if not after:
        return say("whatif.none_over_cap", before=now)
    return say("whatif.some_over_cap", before=now, after=len(after), which=listed(after, say))


def _counts(say: Translator, over: Mapping[str, int]) -> str:
    return listed((f"{grade} +{count}" for grade, count in over.items() if count), say)


def by_prefecture(say: Translator, found: WhatIf) -> None:
    """Draw up and down by prefecture; its numbers as a table on demand."""
    st.header(say("whatif.by_prefecture"), anchor=False)
    moving = [one for one in found.places if one.up or one.down]
    if moving:
        st.plotly_chart(
            diverging(
                [UpDown(place_name(one.name, say), one.up, one.down) for one in found.places],
                up=say("whatif.up"),
                down=say("whatif.down"),
            ),
            config=_PLAIN,
            width=680,
            key="whatif-figure",
            alt=say("whatif.figure_alt"),
        )
        st.html(f'<p class="dk-quiet">{as_html(figure_in_words(say, found.places, moving))}</p>')
    else:
        frame.empty(as_html(say("whatif.no_place_moves")))
    with st.expander(say("whatif.as_table")):
        st.html(_table(say, found.places))


def figure_in_words(say: Translator, places: Sequence[MovedPlace], moving: Sequence[MovedPlace]) -> str:
    """Return what the figure shows: where most would move, and where nothing."""
    most = max(one.up + one.down for one in moving)
    names = listed((place_name(one.name, say) for one in moving if one.up + one.down == most), say)
    return say("whatif.read_figure", names=names, most=most, still=len(places) - len(moving))


def _table(say: Translator, places: Sequence[MovedPlace]) -> str:
    heads = [say(f"whatif.column_{name}") for name in ("prefecture", "up", "down", "over", "over_after")]
    rows = [
        [
            f"<b>{as_html(place_name(one.name, say))}</b>",
            str(one.up),
            str(one.down),
            as_html(_counts(say, one.over) or "0"),
            as_html(_counts(say, one.over_after) or "0"),
        ]
        for one in places
    ]
    return card_table(heads, rows)


def enterprises(say: Translator, found: WhatIf) -> None:
    """Draw who would move, by prefecture: from which grade to which, and no score."""
    st.header(say("whatif.enterprises", count=len(found.moved)), anchor=False)
    if not found.moved:
        frame.empty(as_html(say("whatif.no_enterprise_moves")))
        return
    shown = page_of(say, "whatif-page", found.moved, size=A_PAGE)
    heads = [say(f"whatif.column_{name}") for name in ("enterprise", "prefecture", "target", "grade", "grade_after")]
    st.html(card_table(heads, [_row(say, one) for one in shown]))


def _row(say: Translator, one: Moved) -> list[str]:
    way = chip(say("whatif.goes_up"), "good") if one.up else chip(say("whatif.goes_down"), "near")
    return [
        f"<b>{as_html(one.name)}</b><small>{as_html(one.uscc)}</small>",
        as_html(say.say(source.regions().place(one.prefecture))),
        as_html(one.target_grade),
        as_html(one.grade or say("whatif.no_grade")),
        f"{as_html(one.grade_after or say('whatif.no_grade'))} {way}",
    ]
