"""The workbook of a sheet: what an expert has on the page, to be filled in without a network.

Text is stored as text, never as a formula or a link; only what an expert fills in can be changed. The protection has
no password: it keeps slips out, and what comes back is checked whatever it is.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.language import Message, Name, Translator
from indicators.model import Indicator
from scoring.model import MarkState
from scoring.sheets.offline import layout
from scoring.sheets.offline.layout import COLUMNS, PLACE
from scoring.sheets.offline.model import OfflineMark, OfflineSheet

_WIDTHS: Final = {
    "class": 11,
    "code": 7,
    "name": 17,
    "full": 6,
    "evidence": 36,
    "levels": 62,
    "allowed": 13,
    "score": 9,
    "state": 11,
    "note": 36,
    "version": 8,
}
# Which columns a fact of the head is spread over.
_SPREADS: Final = (("class", "name"), ("full", "evidence"), ("levels", "levels"), ("allowed", "note"))
_INPUTS: Final = ("score", "state", "note")
_MIDDLE: Final = frozenset({"code", "full", "allowed", "score", "state"})
_LONGEST_NAME: Final = 120
# Points: a line of text, and the room above and below.
_LINE: Final = 15
_ROOM: Final = 5
_TALLEST: Final = 400
# Lines of a note for which there is room in any case.
_NOTE: Final = 3
# Limits of the file format.
_LONGEST_LIST: Final = 255
_LONGEST_HELP: Final = 255
_LONGEST_TITLE: Final = 32
_BASE: Final = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "text_wrap": True}


def write_offline(sheet: OfflineSheet, say: Translator, at: datetime) -> bytes:
    """Return the workbook of a sheet, made at a moment; the same sheet and moment give the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        workbook.set_properties({"created": created, "title": say("offline.title")})
        _Writing(workbook, sheet, say, at).write()
    return stream.getvalue()


class _Writing:
    """A workbook on its way out."""

    def __init__(self, workbook: xlsxwriter.Workbook, sheet: OfflineSheet, say: Translator, at: datetime) -> None:
        self._sheet, self._say, self._at = sheet, say, at
        self._page: Worksheet = workbook.add_worksheet(say("offline.sheet_name"))
        text = {**_BASE, "quote_prefix": True}
        ruled = {"border": 1, "border_color": "#BFBFBF"}
        given = {**_BASE, **ruled, "locked": False, "bg_color": "#FFF9E0"}
        middle = {"align": "center"}

        def form(*parts: Mapping[str, object]) -> Format:
            return workbook.add_format({name: value for part in parts for name, value in part.items()})

        self._title = form(text, {"bold": True, "font_size": 15, "valign": "vcenter"})
        self._banner = form(text, {"font_color": "#A61B1B", "bold": True, "valign": "vcenter"})
        self._fact = form(text, {"valign": "vcenter"})
        self._head = form(text, ruled, middle, {"bold": True, "bg_color": "#DCE6F1", "valign": "vcenter"})
        self._text, self._centred = form(text, ruled), form(text, ruled, middle)
        self._number = form(_BASE, ruled, middle)
        self._inputs = {
            "score": form(given, middle, {"bold": True}),
            "state": form(given, middle, {"num_format": "@"}),
            # As text, so that a note on pages 3-5 does not turn into a date, nor one that begins with = into a formula.
            "note": form(given, {"num_format": "@"}),
        }
        self._hidden = form({"font_color": "#808080"})

    def write(self) -> None:
        """Write everything."""
        for name, width in _WIDTHS.items():
            place = PLACE[name]
            self._page.set_column(place, place, width, None, {"hidden": name == "version"})
        header = self._write_head()
        for row, leaf in enumerate(self._sheet.leaves, header + 1):
            self._write_row(row, leaf)
        self._set_up(header, header + len(self._sheet.leaves))

    def _write_head(self) -> int:
        """Write whose sheet this is and how it is filled in; return the row of the columns' names (from 0)."""
        say = self._say
        self._line(0, say("offline.title"), self._title)
        self._page.set_row(0, 26)
        self._page.write_string(0, PLACE["version"], layout.key_text(self._sheet.identity()), self._hidden)
        row = 1
        if banner := self._banner_text():
            self._line(row, banner, self._banner)
            row += 1
        for facts in self._facts():
            said = [say(fact) for fact in facts]
            for (first, last), text in zip(_SPREADS, said, strict=True):
                self._spread(row, first, last, text, self._fact)
            most = max(_lines(text, _width(*spread)) for spread, text in zip(_SPREADS, said, strict=True))
            self._page.set_row(row, _LINE * most + _ROOM)
            row += 1
        self._line(row, say("offline.how", most=self._sheet.longest_note), self._fact)
        row += 1
        for name in COLUMNS:
            self._page.write_string(row, PLACE[name], say(f"offline.column_{name}"), self._head)
        self._page.write_string(row, PLACE["version"], layout.HEADER, self._hidden)
        self._page.set_row(row, 32)
        return row

    def _banner_text(self) -> str:
        say, round_ = self._say, self._sheet.rule_book.round
        parts = [say.say(Name(round_.banner, round_.banner_en))]
        if self._sheet.synthetic:
            parts.append(say("offline.synthetic"))
        return " ".join(part for part in parts if part)

    def _facts(self) -> Iterator[tuple[Message, Message, Message, Message]]:
        sheet, round_ = self._sheet, self._sheet.rule_book.round
        yield (
            Message("offline.fact_application", {"application": _readable(sheet.application_id)}),
            Message("offline.fact_grade", {"grade": sheet.target_grade}),
            Message("offline.fact_enterprise", {"enterprise": _readable(sheet.enterprise)}),
            Message("offline.fact_stage", {"stage": Message(f"offline.stage_{sheet.stage}")}),
        )
        yield (
            Message("offline.fact_round", {"round": Name(round_.name, round_.name_en)}),
            Message("offline.fact_expert", {"expert": _readable(sheet.expert_id)}),
            Message("offline.fact_made", {"at": self._at}),
            Message("offline.fact_rule_book", {"digest": sheet.rule_book.digest}),
        )

    def _write_row(self, row: int, leaf: Indicator) -> None:
        say = self._say
        mark = self._sheet.marks.get(leaf.code, OfflineMark(MarkState.MISSING, None, "", 0))
        words = [
            say("offline.level_is", level=layout.level_word(say, digit), points=value, anchor=level.anchor)
            for digit, level in enumerate(layout.levels(leaf))
            for value in (layout.points(level.share * leaf.max_score),)
        ]
        texts = {
            "class": say.say(self._sheet.class_of(leaf)),
            "code": leaf.code,
            "name": say.say(Name(leaf.name, leaf.name_en)),
            "evidence": leaf.evidence,
            "levels": "\n".join(words),
            "allowed": self._allowed(leaf),
        }
        for name, text in texts.items():
            self._page.write_string(row, PLACE[name], text, self._centred if name in _MIDDLE else self._text)
        self._page.write_number(row, PLACE["full"], float(leaf.max_score), self._number)
        self._write_inputs(row, leaf, mark)
        self._page.write_number(row, PLACE["version"], mark.version, self._hidden)
        # Not every program fits rows to their text when it opens a file; a note that comes later has room as well.
        told = [*((text, _WIDTHS[name]) for name, text in texts.items()), (mark.note, _WIDTHS["note"])]
        most = max(_NOTE, *(sum(_lines(line, width) for line in text.split("\n")) for text, width in told))
        self._page.set_row(row, min(_LINE * most + _ROOM, _TALLEST))

    def _write_inputs(self, row: int, leaf: Indicator, mark: OfflineMark) -> None:
        for name in _INPUTS:
            self._page.write_blank(row, PLACE[name], None, self._inputs[name])
        if mark.value is not None:
            self._page.write_number(row, PLACE["score"], float(mark.value), self._inputs["score"])
        if mark.state in (MarkState.NOT_APPLICABLE, MarkState.INSUFFICIENT):
            self._page.write_string(
                row, PLACE["state"], layout.state_word(self._say, mark.state), self._inputs["state"]
            )
        if mark.note:
            self._page.write_string(row, PLACE["note"], mark.note, self._inputs["note"])
        self._let_in(row, "score", self._score_rule(leaf), "offline.help_score", allowed=self._allowed(leaf))
        states = [
            layout.state_word(self._say, state)
            for state in layout.STATES
            if state is not MarkState.NOT_APPLICABLE or leaf.allows_not_applicable
        ]
        self._let_in(
            row, "state", {"validate": "list", "source": states}, "offline.help_state", words=", ".join(states)
        )
        longest = self._sheet.longest_note
        rule = {"validate": "length", "criteria": "<=", "value": longest}
        self._let_in(row, "note", rule, "offline.help_note", most=longest)

    def _score_rule(self, leaf: Indicator) -> dict[str, object]:
        source = list(layout.allowed(leaf))
        if len(",".join(source)) <= _LONGEST_LIST:
            return {"validate": "list", "source": source}
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(leaf.max_score)}

    def _let_in(self, row: int, name: str, rule: Mapping[str, object], key: str, **values: object) -> None:
        """Let a cell take only what may stand there, and say what that is."""
        told = self._say(key, **values)[:_LONGEST_HELP]
        title = self._say(f"offline.column_{name}")[:_LONGEST_TITLE]
        # Beside the note, help would cover what is being written.
        shown = {} if name == "note" else {"input_title": title, "input_message": told}
        refused = {"error_title": title, "error_message": told}
        self._page.data_validation(row, PLACE[name], row, PLACE[name], {**rule, **shown, **refused})

    def _allowed(self, leaf: Indicator) -> str:
        if leaf.step is not None:
            values = {"most": layout.points(leaf.max_score), "step": layout.points(leaf.step)}
            return self._say("offline.points_by_step", **values)
        return " / ".join(layout.allowed(leaf))

    def _set_up(self, header: int, last: int) -> None:
        """Set up what is seen, printed and locked."""
        page, note = self._page, PLACE["note"]
        page.freeze_panes(header + 1, PLACE["name"] + 1)
        page.set_zoom(90)
        page.hide_gridlines(2)
        page.set_selection(header + 1, PLACE["score"], header + 1, PLACE["score"])
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(header)
        page.print_area(0, 0, last, note)
        name = _readable(self._sheet.application_id).replace("&", "&&")
        page.set_footer(f"&L{name}&R&P / &N")
        page.protect("", {"format_rows": True})

    def _line(self, row: int, text: str, form: Format) -> None:
        self._spread(row, COLUMNS[0], COLUMNS[-1], text, form)
        # Programs fit rows to their text, but not where cells are joined.
        self._page.set_row(row, _LINE * _lines(text, _width(COLUMNS[0], COLUMNS[-1])) + _ROOM)

    def _spread(self, row: int, first: str, last: str, text: str, form: Format) -> None:
        if first == last:
            self._page.write_string(row, PLACE[first], text, form)
            return
        self._page.merge_range(row, PLACE[first], row, PLACE[last], "", form)
        self._page.write_string(row, PLACE[first], text, form)


def _readable(text: str) -> str:
    """Return a name from outside as it may stand in a cell: nothing invisible, not without end."""
    shown = "".join(one if one.isprintable() else "·" for one in text)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"


def _width(first: str, last: str) -> int:
    """Return the width of joined columns, in digits."""
    return sum(_WIDTHS[name] for name in COLUMNS[PLACE[first] : PLACE[last] + 1])


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes, with a little to spare for words that are not broken."""
    long = sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
    return max(1, math.ceil(long * 1.05 / width))
