"""The list of a prefecture as a workbook: what is looked for on the page, by the one writer of tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dashboard import source
from dashboard.parts import desk, file_button
from dashboard.parts.drill_list import NONE, Wanted
from dashboard.parts.regional_words import place_name
from indicators.language import BEIJING, Translator
from indicators.workbook import Cell, Sheet, write_xlsx
from scoring.documents.register_table import cover
from scoring.flow import Mark, RoundSummary
from scoring.flow.regional.enterprises import RegionalEnterprise
from scoring.model import Actor

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: Final = ("enterprise", "uscc", "county", "target", "grade", "standing", "valid_until", "reason")


def download(
    person: Actor,
    say: Translator,
    summary: RoundSummary,
    prefecture: str,
    found: Sequence[RegionalEnterprise],
    wanted: Wanted,
    now: datetime,
) -> None:
    """Draw the button; the file is made when it is asked for."""
    place, day = desk.region(prefecture), now.astimezone(BEIJING).date()
    file_button.taken(
        person,
        say("drill.download", count=len(found)),
        what="enterprises",
        about=summary.round_id,
        make=partial(workbook, say, summary, place, tuple(found), wanted, now),
        file_name=f"{say('drill.file_name', of=place, round=summary.round_id, day=day)}.xlsx",
        mime=MIME,
        key="drill-xlsx",
    )


def workbook(
    say: Translator,
    summary: RoundSummary,
    place: str,
    found: Sequence[RegionalEnterprise],
    wanted: Wanted,
    now: datetime,
    mark: Mark,
) -> bytes:
    """Return the list, and a sheet that says of which place, as of when, and what was looked for."""
    table = Sheet(
        say("exports.sheet_table"),
        tuple(say(f"drill.column_{name}") for name in COLUMNS),
        [_row(say, one) for one in found],
    )
    held = source.register()
    about = cover(say, register=held.name, at=now, synthetic=held.synthetic, book=summary.rule_book, mark=mark.words)
    grade = say("drill.any_none") if wanted.grade == NONE else wanted.grade
    more: list[Sequence[Cell]] = [[say("drill.prefecture"), place]]
    more += [[say(key), value] for key, value in (("drill.words", wanted.words), ("drill.grade", grade)) if value]
    with TemporaryDirectory() as folder:
        to = Path(folder) / "enterprises.xlsx"
        write_xlsx(to, [table, Sheet(about.name, about.columns, [*about.rows, *more])])
        return to.read_bytes()


def _row(say: Translator, one: RegionalEnterprise) -> list[Cell]:
    standing = None if one.standing is None else say(f"publicregister.standing_{one.standing}")
    return [
        one.name,
        one.uscc,
        place_name(one.county, say),
        one.target_grade,
        one.grade,
        standing,
        one.valid_until,
        say(one.reason),
    ]
