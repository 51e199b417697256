"""What is valid today, what ends soon, what was taken away; and how the years went."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.parts.regions_shown import Shown, interval_bar
from dashboard.parts.wording import as_html
from indicators.language import Message


def stock(shown: Shown) -> str:
    """Return the whole province's stock as a row of figures."""
    row = len(shown.tables["stock"].rows) - 1
    items = "".join(
        f'<div class="{kind}"><dt>{as_html(name)}</dt><dd>{shown.html("stock", row, at)}</dd></div>'
        for kind, name, at in _figures(shown)
    )
    return f'<dl class="rg-figures">{items}</dl>'


def stock_reading(shown: Shown) -> str:
    """Return the sentence below: how many of the valid ones end within a year."""
    valid = sum(sum(line.valid.values()) for line in shown.report.stock)
    soon = sum(line.within[max(line.within)] for line in shown.report.stock)
    return shown.say("regions.stock_read", valid=valid, soon=soon)


def years(shown: Shown) -> str:
    """Return a line for each locked round: granted of applied, the rate, its interval as a bar."""
    return '<ul class="rg-years">' + "".join(_years(shown)) + "</ul>"


def years_reading(shown: Shown) -> str:
    """Return the sentence below: how this round differs from the one before, as markup."""
    change = shown.report.change
    if change is None or change.value is None:
        return shown.say("regions.years_read")
    table = shown.tables["whole"]
    row = next(
        at
        for at, cells in enumerate(table.rows)
        if isinstance(cells[0], Message) and cells[0].key == "province.define_change"
    )
    words = {name: shown.named("whole", row, name) for name in ("value", "low", "high")}
    key = "regions.years_change" if change.low is not None else "regions.years_change_only"
    return shown.together(shown.say(key, **words), shown.say("regions.years_read"))


def _figures(shown: Shown) -> Iterator[tuple[str, str, int]]:
    """Return kind, name and place of each figure, what is valid first."""
    columns = shown.tables["stock"].columns
    order = (*shown.places("stock", "valid"), *shown.places("stock", "valid_of"), *shown.places("stock", "within"))
    ended = [shown.place("stock", name) for name in ("suspended", "revoked", "barred")]
    for at in (*order, *ended):
        yield "whole" if at == order[0] else "", shown.say.say(columns[at]), at


def _years(shown: Shown) -> Iterator[str]:
    for row, year in enumerate(shown.report.years):
        value, low, high = (shown.raw("years", row, shown.place("years", name)) for name in ("rate", "low", "high"))
        counts = shown.say("regions.of", count=shown.named("years", row, "granted"), of=shown.named("years", row, "of"))
        grades = " · ".join(
            f"{as_html(grade)} {shown.html('years', row, at)}"
            for grade, at in reversed(shown.by_grade("years", "granted_of").items())
        )
        here = "here" if year.round_id == shown.report.round_id else ""
        yield (
            f'<li class="{here}"><b>{shown.named("years", row, "year")}</b><span class="counts">{counts}</span>'
            f"{interval_bar(value, low, high)}<span>{shown.rate('years', row)}</span><small>{grades}</small></li>"
        )
