"""What happens when an expert changes something on his sheet: callbacks that write through before they end."""

from __future__ import annotations

from typing import Final, NoReturn

import streamlit as st

from dashboard import source
from dashboard.parts import sheet_choices as choices
from dashboard.parts import sheet_state as state
from dashboard.parts.sheet_state import SheetView
from dashboard.parts.sheet_words import row_key
from indicators.faults import FaultsError
from scoring.errors import ConflictError, SpokenError
from scoring.model import Actor, GivenMark

PROGRESS: Final = "sheet-progress"
CLASS: Final = "class"


def typed(view: SheetView, person: Actor, code: str) -> NoReturn:
    """Save the mark that was typed."""
    here = state.entered(view, code)
    try:
        given = choices.typed_mark(view.leaves[code], here.typed, here.note)
    except choices.NotALevelError as error:
        view.meant[code], view.troubles[code] = here, (error.what,)
    else:
        _save(view, person, given)
    _redraw(view, code)


def chosen(view: SheetView, person: Actor, code: str) -> NoReturn:
    """Save the level, or the state, that was chosen."""
    here = state.entered(view, code)
    _save(view, person, choices.chosen_mark(view.leaves[code], here.chosen, here.note))
    _redraw(view, code)


def noted(view: SheetView, person: Actor, code: str) -> NoReturn:
    """Save the note, with the mark that the inputs show beside it; where the record is ahead, the expert is asked.

    A note is sent by itself when the typing rests: its expert may not have seen yet that another tab was first.
    """
    if code in view.ahead:
        view.meant[code] = state.entered(view, code)
    else:
        _save_inputs(view, person, code)
    _redraw(view, code)


def insist(view: SheetView, person: Actor, code: str) -> NoReturn:
    """Save what stands in the inputs, knowing what the record holds."""
    _save_inputs(view, person, code)
    _redraw(view, code)


def _save_inputs(view: SheetView, person: Actor, code: str) -> None:
    try:
        given = _wanted(view, code)
    except choices.NotALevelError as error:
        view.meant[code], view.troubles[code] = state.entered(view, code), (error.what,)
    else:
        _save(view, person, given)


def give_way(view: SheetView, code: str) -> NoReturn:
    """Take the record's mark into the inputs; nothing is written."""
    view.troubles.pop(code, None)
    view.ahead.discard(code)
    state.put(view, code, state.held(view, code))
    _redraw(view, code)


def submit(view: SheetView, person: Actor) -> NoReturn:
    """Submit the sheet; the page then shows the receipt, or all that is missing."""
    view.asking, view.refused = False, ()
    try:
        source.submit_sheet(person, view.own.sheet.application_id, view.own.sheet.stage)
    except FaultsError as error:
        view.refused = error.faults
    except SpokenError as error:
        view.refused = (error.what,)
    st.rerun()


def ask(view: SheetView, *, open_: bool = True) -> NoReturn:
    """Open or close the confirmation of submission."""
    view.asking, view.refused = open_, ()
    st.rerun()


def go_to(view: SheetView, class_: str) -> NoReturn:
    """Turn to a class of indicators; the address says which, so that a reload stays there."""
    view.asking = False
    st.query_params[CLASS] = class_
    st.rerun()


def _wanted(view: SheetView, code: str) -> GivenMark:
    """Return the mark that a row's inputs mean: the one of the two that was changed and not saved goes first."""
    leaf, here = view.leaves[code], state.entered(view, code)
    there = state.held(view, code)
    if here.typed == there.typed and here.chosen != there.chosen:
        return choices.chosen_mark(leaf, here.chosen, here.note)
    if here.typed is None and here.chosen in (choices.INSUFFICIENT, choices.NOT_APPLICABLE):
        return choices.chosen_mark(leaf, here.chosen, here.note)
    return choices.typed_mark(leaf, here.typed, here.note)


def _save(view: SheetView, person: Actor, given: GivenMark) -> None:
    """Write one mark; only what the record gives back is shown as saved."""
    code = given.indicator
    # Number and anchor are two ways to the same mark: both show what is meant, whether or not it gets saved.
    state.put(view, code, choices.entry_for(view.leaves[code], given))
    if not choices.says_the_same(given, view.shown.get(code)):
        try:
            view.shown[code] = source.save_mark(
                person,
                given,
                application_id=view.own.sheet.application_id,
                seen_version=view.seen_version(code),
                stage=view.own.sheet.stage,
            )
        except FaultsError as error:
            view.troubles[code] = error.faults
            return
        except ConflictError as error:
            view.troubles[code] = (error.what,)
            view.ahead.add(code)
            _look_again(view, person, code)
            return
        except SpokenError as error:
            view.troubles[code] = (error.what,)
            return
    view.meant.pop(code, None)
    view.troubles.pop(code, None)
    view.ahead.discard(code)


def _look_again(view: SheetView, person: Actor, code: str) -> None:
    """Read what the record holds now: for the expert to choose, or to find his sheet closed."""
    try:
        own = source.own_sheet(person, view.own.sheet.application_id, view.own.sheet.stage)
    except SpokenError as error:
        view.refused = (error.what,)
        st.rerun()
    view.own = own
    if not own.sheet.may_save:
        view.refused = view.troubles.pop(code)
        st.rerun()
    if code in own.sheet.marks:
        view.shown[code] = own.sheet.marks[code]


def _redraw(view: SheetView, code: str) -> NoReturn:
    view.due.add(code)
    st.rerun([*(row_key(due) for due in sorted(view.due)), PROGRESS])
