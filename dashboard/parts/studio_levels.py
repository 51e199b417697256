"""The levels of a leaf: the share of its points that each earns, and the words by which an expert knows it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from itertools import pairwise

import streamlit as st

from dashboard.parts.studio_fields import Sheet, box, key_of
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html, points
from indicators.drafting import put, record_at
from indicators.drafting.fields import Path
from indicators.language import Translator
from indicators.model import Level


def draw(sheet: Sheet, path: Path) -> None:
    """Draw every level of a leaf."""
    work, say = sheet.work, sheet.say
    leaf = record_at(work.round, path)
    st.html(f'<h3 class="st-head">{as_html(say("studio.levels"))}</h3>')
    sheet.beside(sheet.entry_of(path), "levels")
    for at, level in enumerate(leaf.levels):
        share, anchor, out = st.columns([2, 8, 1], gap="small", vertical_alignment="top")
        with share:
            box(sheet, (*path, "levels", at, "share"))
            earned = say("studio.earns", points=points(level.share * leaf.max_score))
            st.html(f'<p class="dk-quiet">{as_html(earned)}</p>')
        with anchor:
            box(sheet, (*path, "levels", at, "anchor"))
        if work.is_editable:
            out.button(
                "",
                key=f"{key_of(work, (*path, 'levels', at))}-out",
                icon=":material/close:",
                type="tertiary",
                help=say("studio.level_out", share=points(level.share)),
                on_click=do,
                args=(partial(_out, path=path, at=at),),
            )
    if work.is_editable:
        st.button(
            say("studio.level_more"),
            key="studio-level-more",
            icon=":material/add:",
            on_click=_more,
            args=(path, say),
        )


def _more(path: Path, say: Translator) -> None:
    """Put a level between the two that lie furthest apart."""

    def change(work: Work) -> None:
        levels = record_at(work.round, (*path, "levels"))
        shares = [level.share for level in levels]
        if len(shares) > 1:
            gap, at = max((b - a, place) for place, (a, b) in enumerate(pairwise(shares)))
            share, place = shares[at] + gap / 2, at + 1
        else:
            share, place = (Decimal(1) if Decimal(1) not in shares else Decimal(0)), len(shares)
        new = Level(share, say("studio.new_anchor", share=points(share * 100)))
        work.replace(put(work.round, (*path, "levels"), (*levels[:place], new, *levels[place:])))

    do(change)


def _out(work: Work, *, path: Path, at: int) -> None:
    levels = record_at(work.round, (*path, "levels"))
    work.replace(put(work.round, (*path, "levels"), (*levels[:at], *levels[at + 1 :])))
