"""A workbook that came back, line by line: its faults by cell, what it changes, conflicts with both values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.parts import sheet_choices as choices
from dashboard.parts.card_table import card_table
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.sheet_state import SheetView, of
from dashboard.parts.sheet_words import mark_words, name, option_words
from dashboard.parts.wording import as_html, day_and_clock, points
from indicators.faults import Fault
from indicators.language import Message, Translator
from indicators.model import Indicator
from scoring.flow import OfflineLine
from scoring.flow.offline_sheet import OfflineKind
from scoring.model import GivenMark, MarkState

#: Kinds of line in the order in which they are counted, and the colour of each; most serious kinds stand out.
COLOURS: Final[dict[OfflineKind, str]] = {
    "new": "yes",
    "changed": "unknown",
    "note_only": "",
    "emptied": "no",
    "conflict": "no",
    "unchanged": "",
}
_CHIP: Final = {"new": "good", "changed": "near", "note_only": "", "emptied": "bad"}
#: What takes something away is read first.
_FIRST: Final = ("emptied", "changed", "new", "note_only")


def faults(say: Translator, found: Sequence[Fault]) -> None:
    """Draw every fault of a file at once, by cell."""
    st.html(f'<p class="qc-why">{as_html(say("own_offline.faults", count=len(found)))}</p>')
    heads = [say(f"own_offline.column_{head}") for head in ("cell", "problem", "seen")]
    st.html(card_table(heads, [_fault(say, one) for one in found]))


def _fault(say: Translator, one: Fault) -> list[str]:
    problem = one.what.values.get("problem")
    return [
        f"<b>{as_html(one.what.values.get('cell') or say('own_offline.whole_file'))}</b>",
        as_html(say(problem) if isinstance(problem, Message) else one.message(say)),
        as_html(one.seen or "–"),
    ]


def changes(view: SheetView, say: Translator, lines: Sequence[OfflineLine]) -> None:
    """Draw what the file would change, what it takes away first."""
    if not lines:
        return
    heads = [say(f"own_offline.column_{head}") for head in ("indicator", "kind", "record", "file")]
    ordered = sorted(lines, key=lambda line: _FIRST.index(line.kind))
    rows = [
        [
            _indicator(view, say, line),
            chip(say(f"own_offline.kind_{line.kind}"), _CHIP[line.kind]),
            _kept(view, say, line),
            _given(view, say, line),
        ]
        for line in ordered
    ]
    st.html(card_table(heads, rows))


def conflicts(
    view: SheetView, say: Translator, lines: Sequence[OfflineLine], file_id: str
) -> dict[str, tuple[str, int]]:
    """Draw each conflict with both values and a box for the file's; return by indicator its box and the version.

    The box is of this file and this version of the record: another file, or a mark newer still, is another question.
    """
    if not lines:
        return {}
    st.html(f'<p class="qc-why">{as_html(say("own_offline.conflicts", count=len(lines)))}</p>')
    boxes = {}
    for line in lines:
        key = f"offline-win-{of(view.own)}-{line.indicator}-{line.version}-{file_id}"
        with st.container(border=True, key=f"offline-conflict-{line.indicator.replace('.', '-')}"):
            st.html(
                f'{_indicator(view, say, line)}<div class="qc-sides">'
                f"<div><span>{as_html(say('own_offline.column_record'))}</span>{_kept(view, say, line)}</div>"
                f"<div><span>{as_html(say('own_offline.column_file'))}</span>{_given(view, say, line)}</div></div>"
            )
            st.checkbox(say("own_offline.take_file", cell=line.cell), key=key)
        boxes[line.indicator] = (key, line.version)
    return boxes


def _indicator(view: SheetView, say: Translator, line: OfflineLine) -> str:
    words = f"{as_html(line.indicator)} {as_html(name(say, view.leaves[line.indicator]))}"
    return f"<b>{words}</b><small>{as_html(say('own_offline.in_cell', cell=line.cell))}</small>"


def _kept(view: SheetView, say: Translator, line: OfflineLine) -> str:
    kept = line.kept
    if kept is None:
        return as_html(say("own_sheet.no_mark"))
    when = as_html(say("own_offline.saved", time=day_and_clock(kept.saved_at), version=kept.version))
    mark = as_html(mark_words(say, view.leaves[line.indicator], kept))
    return f"{mark}{_note(say, kept.note)}<small>{when}</small>"


def _given(view: SheetView, say: Translator, line: OfflineLine) -> str:
    words = _given_words(say, view.leaves[line.indicator], line.given)
    return f"{as_html(words)}{_note(say, line.given.note)}"


def _given_words(say: Translator, leaf: Indicator, given: GivenMark) -> str:
    there = choices.entry_for(leaf, given)
    if there.chosen is not None:
        return option_words(say, leaf, there.chosen)
    if given.state is MarkState.SCORED and given.value is not None:
        return say("own_sheet.points", points=points(given.value))
    return say("own_sheet.no_mark")


def _note(say: Translator, note: str) -> str:
    return f"<small>{as_html(say('own_sheet.note_is', note=note))}</small>" if note else ""
