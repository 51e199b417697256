"""What each figure is drawn of: names, numbers as they are printed, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from indicators.language import Translator
from scoring.documents import tabled
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.tabled import Tabled

#: Below this denominator the rate itself says more than it knows: its interval alone is written.
RATE_FROM: Final = 10
_NEAR: Final = 20


def rates_data(facts: BriefingFacts, say: Translator) -> dict[str, Any]:
    """Return a line for each place in the order of the official list, never by rate."""
    table = facts.tables["rates"]
    lines = [_rate_line(table, row, say) for row in tabled.without_whole(table)]
    whole = _whole(facts)
    key = "briefing.rates_show" if whole else "briefing.rates_show_places"
    ticks = scale([line["low"] for line in lines if line["low"] is not None])
    return {
        "lines": lines,
        "whole": None if whole is None else whole["value"],
        "ticks": ticks,
        "heads": [say("briefing.head_counts"), say("briefing.head_rate")],
        "sentence": say(key, **(whole or {})) + scale_words(ticks, say),
    }


def scale(lows: Sequence[float]) -> list[int]:
    """Return the marks of a scale of shares in %: from the tens below the least, or from 0 where it is near."""
    begin = min(90, int(min(lows, default=0.0) // 10) * 10)
    return list(range(begin, 101, 10)) if begin > _NEAR else [0, 25, 50, 75, 100]


def scale_words(ticks: Sequence[int], say: Translator) -> str:
    """Return the sentence that says where a scale begins, if not at 0."""
    return say("briefing.scale_from", begin=ticks[0]) if ticks[0] else ""


def tiles_data(facts: BriefingFacts, say: Translator) -> dict[str, Any]:
    """Return a tile for each place that has one; a place without is named beneath."""
    table = facts.tables["rates"]
    tiles = []
    for row in tabled.without_whole(table):
        where = facts.tiles.get(str(table.rows[row][0]))
        if where is not None:
            tiles.append({**_rate_line(table, row, say), "column": where[0], "row": where[1]})
    known = [tile for tile in tiles if tile["of"]]
    return {"lines": tiles, "sentence": say("briefing.tiles_show", places=len(known), least=RATE_FROM)}


def funnel_data(facts: BriefingFacts, say: Translator) -> dict[str, Any]:
    """Return the steps in their order: passed, waiting, dropped out of those who came."""
    table = facts.tables["funnel"]
    names = ("entered", "passed", "waiting", "dropped")
    lines = []
    waiting = [tabled.count(table, row, "waiting") for row in range(len(table.rows))]
    for row in range(len(table.rows)):
        counts = {name: tabled.count(table, row, name) for name in names}
        median = tabled.number(table, row, "median")
        said = [say("briefing.step_text", **counts), *([] if median is None else [say("briefing.days", median=median)])]
        lines.append({"name": say.say(table.rows[row][0]), **counts, "text": say("briefing.between").join(said)})
    most = max(waiting)
    key = "briefing.funnel_waits" if most else "briefing.funnel_nothing_waits"
    return {
        "lines": lines,
        "legend": [say(f"briefing.legend_{name}") for name in ("passed", "waiting", "dropped")],
        "sentence": say(key, step=table.rows[waiting.index(most)][0], count=most),
    }


def stock_data(facts: BriefingFacts, say: Translator) -> dict[str, Any]:
    """Return what is valid by place and grade, the highest grade first."""
    table = facts.tables["stock"]
    grades = tabled.by_grade(table, "valid_of")
    lines = [
        {
            "name": say.say(table.rows[row][0]),
            "parts": [table.rows[row][at] for at in grades.values()],
            "text": say.say(tabled.cell(table, row, "valid")),
        }
        for row in tabled.without_whole(table)
    ]
    last = len(table.rows) - 1
    soon = tabled.places(table, "within")
    return {
        "lines": lines,
        "legend": [say("briefing.legend_grade", grade=grade) for grade in grades],
        "sentence": say(
            "briefing.stock_shows",
            valid=tabled.cell(table, last, "valid"),
            soon_head=table.columns[soon[-1]] if soon else "",
            soon=table.rows[last][soon[-1]] if soon else "",
        ),
    }


def _whole(facts: BriefingFacts) -> dict[str, Any] | None:
    table = facts.tables.get("whole")
    row = None if table is None else tabled.row_of(table, "province.define_rate")
    if table is None or row is None:
        return None
    found = {name: tabled.number(table, row, name) for name in ("numerator", "of", "value", "low", "high")}
    return None if found["value"] is None else found


def _rate_line(table: Tabled, row: int, say: Translator) -> dict[str, Any]:
    granted, of = tabled.count(table, row, "granted"), tabled.count(table, row, "of")
    value, low, high = (tabled.number(table, row, name) for name in ("rate", "low", "high"))
    if value is None:
        text = say("briefing.nobody")
    elif of < RATE_FROM:
        text = say("briefing.interval_only", low=low, high=high)
    else:
        text = say("briefing.rate_is", rate=value, low=low, high=high)
    return {
        "name": say.say(table.rows[row][0]),
        "granted": granted,
        "of": of,
        "value": value,
        "low": low,
        "high": high,
        "counts": say("briefing.of", granted=granted, of=of),
        "text": text,
    }
