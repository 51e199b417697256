"""Shapes that the pictures of the wall are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.meeting.outcomes import SittingOutcome

#: In the order in which they stand side by side.
OUTCOMES: Final[tuple[SittingOutcome, ...]] = get_args(SittingOutcome)


def lines(*texts: str) -> str:
    """Return lines of text."""
    return "".join(f"<p>{as_html(text)}</p>" for text in texts)


def big(title: str, words: str, *under: str) -> str:
    """Return a heading, what is to be read from the last row, and what stands below it."""
    return f'<h2>{as_html(title)}</h2><p class="qw-big">{as_html(words)}</p>{lines(*under)}'


def pair(label: str, value: str, note: str = "") -> str:
    """Return a label with its value, and what is to be known of it."""
    small = f"<small>{as_html(note)}</small>" if note else ""
    return f"<div><dt>{as_html(label)}</dt><dd>{as_html(value)}{small}</dd></div>"


def totals(by_outcome: Sequence[tuple[str, int]], say: Translator) -> str:
    """Return how many items came to what; nothing where too few are decided to say so."""
    counted = dict(by_outcome)
    cells = "".join(
        f"<div><b>{counted[outcome]}</b><span>{as_html(say(f'minutes.outcome_{outcome}'))}</span></div>"
        for outcome in OUTCOMES
        if outcome in counted
    )
    return f'<div class="qw-totals">{cells}</div>' if cells else ""
