"""What one tab shows of one sheet: what the record held when it was shown, and what has not got into it.

Nothing here is kept for anybody: every mark that is acknowledged is in the record, and this can be lost at any moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from dashboard.parts.sheet_choices import Entry, entry_of
from indicators.faults import Fault
from indicators.language import Message, Translator
from indicators.model import Indicator
from scoring.flow import OwnSheet, SavedMark

Trouble = Message | Fault
KINDS: Final = ("typed", "chosen", "note")


@dataclass(slots=True)
class SheetView:
    """A sheet as this tab shows it.

    Attributes
    ----------
    own : OwnSheet
        The sheet as read for the last whole page.
    shown : dict
        The mark of each indicator that this tab last showed as the record's; its version goes along with a change.
    troubles : dict
        Why what stands in a row's inputs is not in the record.
    refused : tuple
        Why submission, or a whole sheet, was refused.
    asking : bool
        Whether the confirmation of submission stands open.
    """

    own: OwnSheet
    shown: dict[str, SavedMark] = field(default_factory=dict)
    troubles: dict[str, tuple[Trouble, ...]] = field(default_factory=dict)
    refused: tuple[Trouble, ...] = ()
    asking: bool = False

    @property
    def leaves(self) -> dict[str, Indicator]:
        """The indicators that are marked, by code, in the order of the table."""
        return {leaf.code: leaf for leaf in self.own.sheet.rule_book.round.indicator_table.leaves()}

    def key(self, kind: str, code: str) -> str:
        """Return the key of a widget: of this person, this application, this indicator."""
        sheet = self.own.sheet
        return f"{kind}-{sheet.expert_id}-{sheet.application_id}-{code}"

    def seen_version(self, code: str) -> int:
        """Return the version of a mark that this tab showed, 0 where it showed none."""
        return self.shown[code].version if code in self.shown else 0


def opened(own: OwnSheet) -> SheetView:
    """Return this tab's view of a sheet just read: what stood untouched in the inputs follows the record."""
    place = f"sheet-view-{own.sheet.expert_id}-{own.sheet.application_id}"
    view: SheetView = st.session_state.setdefault(place, SheetView(own))
    view.own = own
    follow(view, own.sheet.marks)
    return view


def follow(view: SheetView, kept: Mapping[str, SavedMark]) -> None:
    """Bring a view to what the record holds. What an expert has entered and not saved stays where it is."""
    for code, mark in kept.items():
        if view.shown.get(code) == mark:
            continue
        untouched = not differs(view, code)
        drawn = {kind for kind in KINDS if view.key(kind, code) in st.session_state}
        view.shown[code] = mark
        if untouched and drawn:
            fill(view, code)


def entered(view: SheetView, code: str) -> Entry:
    """Return what stands in a row's inputs; the record's mark where they are not drawn yet."""
    there = entry_of(view.leaves[code], view.shown.get(code))
    state = st.session_state
    return Entry(
        state.get(view.key("typed", code), there.typed),
        state.get(view.key("chosen", code), there.chosen),
        state.get(view.key("note", code), there.note) or "",
    )


def differs(view: SheetView, code: str) -> bool:
    """Whether a row's inputs say anything other than the mark that the record is known to hold."""
    there, here = entry_of(view.leaves[code], view.shown.get(code)), entered(view, code)
    return (here.typed, here.chosen, here.note.strip()) != (there.typed, there.chosen, there.note)


def fill(view: SheetView, code: str) -> None:
    """Put the record's mark into a row's inputs."""
    put(view, code, entry_of(view.leaves[code], view.shown.get(code)))


def put(view: SheetView, code: str, entry: Entry) -> None:
    """Put an entry into a row's inputs; an input that says it already is left alone, somebody may be typing there."""
    here = entered(view, code)
    if here.typed != entry.typed:
        st.session_state[view.key("typed", code)] = entry.typed
    if here.chosen != entry.chosen:
        st.session_state[view.key("chosen", code)] = entry.chosen
    if here.note.strip() != entry.note.strip():
        st.session_state[view.key("note", code)] = entry.note


def told(trouble: Trouble, say: Translator) -> str:
    """Return a trouble in the reader's words."""
    return trouble.message(say) if isinstance(trouble, Fault) else say(trouble)
