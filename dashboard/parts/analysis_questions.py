"""Which questions the analysis answers, before and after the decisions are locked, and the section of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dashboard.parts import (
    analysis_checks,
    analysis_choice,
    analysis_fair,
    analysis_groups,
    analysis_rates,
    analysis_time,
)
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_read import Read

QUESTION: Final = "ask"
Section = Callable[[Read], None]
LOCKED: Final[Mapping[str, Section]] = {
    "certainty": analysis_rates.certainty,
    "chance": analysis_rates.chance,
    "change": analysis_rates.change,
    "standardised": analysis_checks.standardised,
    "fair": analysis_fair.fair,
    "uneven": analysis_fair.uneven,
    "overturned": analysis_checks.overturned,
    "ends": analysis_time.ends,
    "groups": analysis_groups.groups,
}
#: Nothing of the round itself but files and waiting.
BEFORE: Final[Mapping[str, Section]] = {
    "waits": analysis_time.waits,
    "years": analysis_time.years,
    "ends": analysis_time.ends,
    "stock": analysis_time.stock,
}


def draw(found: Read) -> None:
    """Draw the choice of a question and its one section: what is not shown is not computed."""
    sections = LOCKED if found.report.locked else BEFORE
    say = found.say
    if not found.report.locked:
        section.sentence(say("analysis.before_lock", count=sum(found.report.files.values())))
    chosen = analysis_choice.choose(
        say("analysis.question"), QUESTION, tuple(sections), lambda key: say(f"analysis.short_{key}")
    )
    section.heading(found, chosen)
    sections[chosen](found)
