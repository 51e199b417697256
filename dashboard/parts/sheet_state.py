"""What one tab shows of one sheet: what the record held when it was shown, and what has not got into it.

Nothing here is kept for anybody: every mark that is acknowledged is in the record, and this can be lost at any moment.

No input is ever given a value from here once it is drawn. A browser that has not heard of it yet would send the old
value with its next message, and that would pass for a change by the expert. Where an input has to show something else,
another takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard.parts.sheet_choices import Entry, entry_of
from indicators.faults import Fault
from indicators.language import Message, Translator
from indicators.model import Indicator, IndicatorTable
from scoring.flow import OwnSheet, SavedMark
from scoring.meeting.proposal import SITE_VISIT

Trouble = Message | Fault


@dataclass(slots=True)
class SheetView:
    """A sheet as this tab shows it.

    Attributes
    ----------
    own : OwnSheet
        The sheet as read for the last whole page.
    shown : dict
        The mark of each indicator that this tab last showed as the record's; its version goes along with a change.
    meant : dict
        What an expert has entered in a row and the record does not hold.
    troubles : dict
        Why it does not.
    turns : dict
        How often an input has been replaced by another, by kind and indicator.
    refused : tuple
        Why submission, or a whole sheet, was refused.
    due : set
        Rows that have to be drawn anew. A redraw may be overtaken by the next mark; it is then made up for with that.
    asking : bool
        Whether the confirmation of submission stands open.
    ahead : set
        Rows of which the record turned out to hold a newer mark: their notes are saved by no pause in the typing, only
        by an act that says so.
    named : tuple
        The table whose indicators were last looked up, and those by code: a mark asks for them twenty times.
    """

    own: OwnSheet
    shown: dict[str, SavedMark] = field(default_factory=dict)
    meant: dict[str, Entry] = field(default_factory=dict)
    troubles: dict[str, tuple[Trouble, ...]] = field(default_factory=dict)
    turns: dict[tuple[str, str], int] = field(default_factory=dict)
    refused: tuple[Trouble, ...] = ()
    due: set[str] = field(default_factory=set)
    asking: bool = False
    ahead: set[str] = field(default_factory=set)
    named: tuple[IndicatorTable, dict[str, Indicator]] | None = field(default=None, repr=False)

    @property
    def leaves(self) -> dict[str, Indicator]:
        """The indicators that are marked, by code, in the order of the table."""
        table = self.own.sheet.rule_book.round.indicator_table
        if self.named is None or self.named[0] is not table:
            self.named = (table, {leaf.code: leaf for leaf in table.leaves()})
        return self.named[1]

    def key(self, kind: str, code: str) -> str:
        """Return the key of a widget: of this sheet, this indicator, and which in turn."""
        return f"{kind}-{of(self.own)}-{code}-{self.turns.get((kind, code), 0)}"

    def seen_version(self, code: str) -> int:
        """Return the version of a mark that this tab showed, 0 where it showed none."""
        return self.shown[code].version if code in self.shown else 0


def of(own: OwnSheet) -> str:
    """Return which sheet this is, as keys of widgets say it: of the site visit an expert has another than before."""
    visit = "-visit" if own.sheet.stage == SITE_VISIT else ""
    return f"{own.sheet.expert_id}-{own.sheet.application_id}{visit}"


def opened(own: OwnSheet) -> SheetView:
    """Return this tab's view of a sheet just read: what stood untouched in the inputs follows the record."""
    view: SheetView = st.session_state.setdefault(f"sheet-view-{of(own)}", SheetView(own))
    view.own = own
    view.due.clear()
    follow(view, own.sheet.marks)
    return view


def follow(view: SheetView, kept: Mapping[str, SavedMark]) -> None:
    """Bring a view to what the record holds. What an expert has entered and not saved stays where it is."""
    for code, mark in kept.items():
        if view.shown.get(code) != mark:
            untouched, here = not differs(view, code), entered(view, code)
            view.shown[code] = mark
            put(view, code, held(view, code) if untouched else here)


def held(view: SheetView, code: str) -> Entry:
    """Return what a row's inputs show for the mark that the record is known to hold."""
    return entry_of(view.leaves[code], view.shown.get(code))


def begun(view: SheetView, code: str) -> Entry:
    """Return what a row's inputs begin with: what is meant and not saved, or else the record."""
    return view.meant.get(code) or held(view, code)


def begin(view: SheetView, code: str) -> None:
    """Give the inputs that are about to be drawn for the first time what they begin with.

    Not as their defaults: an emptied number goes back to its default, and a mark could never be taken back.
    """
    first = begun(view, code)
    for kind, value in (("typed", first.typed), ("chosen", first.chosen), ("note", first.note)):
        st.session_state.setdefault(view.key(kind, code), value)


def entered(view: SheetView, code: str) -> Entry:
    """Return what stands in a row's inputs."""
    first, state = begun(view, code), st.session_state
    return Entry(
        state.get(view.key("typed", code), first.typed),
        state.get(view.key("chosen", code), first.chosen),
        state.get(view.key("note", code), first.note) or "",
    )


def differs(view: SheetView, code: str) -> bool:
    """Whether a row's inputs say anything other than the mark that the record is known to hold."""
    return not entered(view, code).same(held(view, code))


def put(view: SheetView, code: str, entry: Entry) -> None:
    """Let a row's inputs show an entry; an input that says it already is left alone, somebody may be typing there."""
    here = entered(view, code)
    changed = {
        "typed": here.typed != entry.typed,
        "chosen": here.chosen != entry.chosen,
        "note": here.note.strip() != entry.note.strip(),
    }
    for kind in (kind for kind, differs_ in changed.items() if differs_):
        view.turns[kind, code] = view.turns.get((kind, code), 0) + 1
    view.meant.pop(code, None)
    if not entry.same(held(view, code)):
        view.meant[code] = entry


def told(trouble: Trouble, say: Translator) -> str:
    """Return a trouble in the reader's words."""
    return trouble.message(say) if isinstance(trouble, Fault) else say(trouble)
