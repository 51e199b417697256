"""What a sitting would be like: blocks and minutes, movements at the door, items at the edge of their quorum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.panel_words import shown
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.meeting import SittingPreview
from scoring.meeting.slots import Slot

_BLOCKS: Final = ("consent", "hard", "normal", "reserve")


def draw(say: Translator, found: SittingPreview, names: Mapping[str, str]) -> None:
    """Draw it: figures first, then the plan, then each item's quorum."""
    counts = {leg.name: leg.items for leg in found.minutes.legs}
    late = found.minutes.over > 0
    desk.counts(
        [
            *((counts.get(block, 0), say(f"hall.block_{block}"), "") for block in _BLOCKS),
            (shown(found.minutes.needed, 0), say("hall.minutes_of", length=shown(found.minutes.length, 0)), _bad(late)),
            (found.recusals, say("hall.known_recusals"), ""),
            (found.movements, say("hall.movements"), ""),
            (len(found.without_quorum), say("hall.without_quorum"), _bad(bool(found.without_quorum))),
        ]
    )
    if late:
        st.warning(say("hall.over", minutes=shown(found.minutes.over, 0)), icon=":material/schedule:")
    _plan(say, found)
    _quorums(say, found, names)


def _bad(is_bad: bool) -> str:
    return "no" if is_bad else "yes"


def _plan(say: Translator, found: SittingPreview) -> None:
    columns = (say("hall.leg"), say("hall.leg_items"), say("hall.leg_from"), say("hall.leg_to"))
    rows = (
        (as_html(say(f"hall.leg_{leg.name}")), str(leg.items or ""), shown(leg.starts, 0), shown(leg.ends, 0))
        for leg in found.minutes.legs
    )
    desk.listing(columns, rows)


def _quorums(say: Translator, found: SittingPreview, names: Mapping[str, str]) -> None:
    columns = (say("hall.item"), say("hall.block"), say("hall.quorum"))
    lacking = [
        (
            _item(one.application_id, names),
            as_html(say(f"hall.block_{one.block}")),
            chip(say("screen.quorum_lacking"), "bad") + " " + as_html(_missing(say, one.missing)),
        )
        for one in found.without_quorum
    ]
    if lacking:
        desk.listing(columns, lacking)
    with st.expander(say("hall.quorums", count=len(found.slots)), key="hall-quorums"):
        desk.listing(columns, _slots(say, found.slots, names))


def _slots(say: Translator, slots: Iterable[Slot], names: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    # Those with the least to spare first.
    for one in sorted(slots, key=lambda slot: (slot.present - slot.needed, slot.application_id)):
        words = say("hall.quorum_is", present=one.present, entitled=one.entitled, needed=one.needed)
        yield _item(one.application_id, names), as_html(say(f"hall.block_{one.block}")), as_html(words)


def _missing(say: Translator, missing: int | None) -> str:
    return say("hall.missing_all") if missing is None else say("hall.missing", count=missing)


def _item(application_id: str, names: Mapping[str, str]) -> str:
    return f"<b>{as_html(application_id)}</b> {as_html(names.get(application_id, ''))}"
