"""The top of the first screen: three answers, what they were computed of and when."""

from __future__ import annotations

from typing import Final

from dashboard.parts.regions_shown import Shown
from dashboard.parts.wording import as_html

_ANSWERS: Final = 3


def answers(shown: Shown) -> str:
    """Return the three answers, each below its question."""
    table = shown.tables["answers"]
    items = "".join(
        f"<li><small>{shown.words(asked)}</small><p>{shown.html('answers', row, 1)}</p></li>"
        for row, (asked, _) in enumerate(table.rows[:_ANSWERS])
    )
    return f'<ul class="rg-answers">{items}</ul>'


def as_of(shown: Shown, *definitions: str) -> str:
    """Return definitions, markup, and last the moment at which the numbers held."""
    stop = shown.say("analysis.stop")
    ended = (one if one.endswith(stop) else one + stop for one in definitions)
    return f'<p class="rg-note">{shown.together(*ended, as_html(shown.as_of()))}</p>'


def files(shown: Shown) -> str:
    """Return how many files there are by target grade: all that is told before decisions are locked."""
    table = shown.tables["files"]
    items = "".join(
        f"<div><dt>{shown.say('regions.files_of', grade=shown.words(row[0]))}</dt>"
        f"<dd>{shown.html('files', at, 1)}</dd></div>"
        for at, row in enumerate(table.rows)
    )
    total = sum(shown.report.files.values())
    whole = f'<div class="whole"><dt>{as_html(shown.say("regions.files_all"))}</dt><dd>{total}</dd></div>'
    return f'<dl class="rg-figures">{whole}{items}</dl>'


def checks(shown: Shown) -> str:
    """Return how orderly the round went, one count beside the other."""
    table = shown.tables["integrity"]
    items = "".join(
        f"<div><dt>{shown.words(row[0])}</dt><dd>{shown.html('integrity', at, 1)}</dd></div>"
        for at, row in enumerate(table.rows)
    )
    return f'<dl class="rg-figures">{items}</dl>'
