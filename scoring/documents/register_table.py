"""Tables that leave the record, in the reader's words: the public register, and the sheet that says what a table is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from indicators.language import Message, Name, Translator
from indicators.model import RuleBook
from indicators.workbook import Cell, Sheet

STATUS: Final = "status"


def titles(columns: Iterable[str], say: Translator) -> dict[str, str]:
    """Return the headings of the public register, by column."""
    return {
        column: say("rounds.status") if column == STATUS else say(f"publicregister.column_{column}")
        for column in columns
    }


def row_in_words(row: Mapping[str, str], say: Translator) -> Mapping[str, str]:
    """Return a row that people read: the state of a grade, and why it is no real one, said."""
    marks = [say(f"certificate.mark_{mark}") for mark in row[STATUS].split("; ") if mark]
    return {
        **row,
        "standing": say(f"publicregister.standing_{row['standing']}"),
        STATUS: "; ".join(marks) or say("rounds.status_official"),
    }


def cover(
    say: Translator,
    *,
    register: str,
    at: datetime,
    synthetic: bool,
    book: RuleBook | None = None,
    mark: Message | None = None,
    has_a_decoy: bool = False,
) -> Sheet:
    """Return the sheet that says what a table is and whether it is real; after it, so that programs read on.

    `mark` says for whom it was made; `has_a_decoy` that one of its experts is nobody, so that none is called by it.
    """
    lines: list[tuple[str, object]] = [("exports.register", register), ("exports.at", at.isoformat())]
    if mark is not None:
        lines.append(("disclosure.for", mark))
    if has_a_decoy:
        lines.append(("disclosure.note", Message("disclosure.has_a_decoy")))
    if synthetic:
        lines.append(("exports.synthetic", Message("exports.synthetic_is")))
    if book is not None:
        round_ = book.round
        lines += [
            ("rounds.round_id", round_.round_id),
            ("rulebook.key_of_name", Name(round_.name, round_.name_en)),
            ("rounds.status", Message(f"rounds.status_{round_.status}")),
            ("rounds.rule_book", book.digest),
        ]
        if round_.banner:
            lines.append(("exports.banner", Name(round_.banner, round_.banner_en)))
    rows: Sequence[Sequence[Cell]] = [[say(key), say.say(value)] for key, value in lines]
    return Sheet(say("exports.sheet_cover"), (say("exports.what"), say("exports.is")), rows)
