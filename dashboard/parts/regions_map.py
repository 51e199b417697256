"""The tile grid: every prefecture an equal square, roughly where it lies, its numbers written in it.

It is text laid out in squares: it reads aloud as a list, and needs no colour to be read.
"""

from __future__ import annotations

from typing import Final

from dashboard import source
from dashboard.figures.tiles import free_places
from dashboard.parts.listing import listed
from dashboard.parts.regions_shown import Shown, interval_bar
from dashboard.parts.wording import as_html

#: Below this denominator the rate itself says more than it knows: its interval alone is written.
RATE_FROM: Final = 10
_FAR: Final = 2


def tile_map(shown: Shown) -> str:
    """Return the grid of the prefectures that have a place on it, with the names of the parts of the province."""
    regions = source.regions().by_code
    places = {}
    for row, line in enumerate(shown.report.prefectures):
        region = regions.get(line.line.code)
        if region is not None and region.tile is not None:
            places[row] = (region.tile, region.area_group or "")
    tiles = "".join(_tile(shown, row, *tile) for row, (tile, _) in places.items())
    labels = "".join(
        f'<li class="area" style="{_at(*place)}">{shown.words(area)}</li>'
        for area, place in free_places(list(places.values())).items()
    )
    label = as_html(shown.say("regions.map_label"))
    return f'<ul class="rg-map" aria-label="{label}">{tiles}{labels}</ul>'


def reading(shown: Shown) -> str:
    """Return the sentence below the grid, as markup: how it is read, and what it shows."""
    say, lines = shown.say, shown.report.prefectures
    known = [line for line in lines if line.outside is not None]
    if not known:
        return say("regions.map_nobody")
    far = [line.line.name for line in known if abs(line.outside or 0) >= _FAR]
    near = [line.line.name for line in known if 0 < abs(line.outside or 0) < _FAR]
    key = "regions.map_far" if far else "regions.map_near" if near else "regions.map_alike"
    places = listed((shown.words(name) for name in far or near), say)
    return shown.together(say(key, count=len(known), places=places), say("regions.map_read", least=RATE_FROM))


def _tile(shown: Shown, row: int, column: int, line: int) -> str:
    value, low, high = (shown.raw("rates", row, shown.place("rates", name)) for name in ("rate", "low", "high"))
    granted, of = (shown.named("rates", row, name) for name in ("granted", "of"))
    asked = shown.report.prefectures[row].line.rate.denominator or 0
    if not asked:
        inside = f"<em>{as_html(shown.say('regions.nobody_applied'))}</em>"
    else:
        counts = shown.say("regions.of", count=f"<b>{granted}</b>", of=of)
        inside = f"<span>{counts}</span><small>{_rate(shown, row, asked)}</small>{interval_bar(value, low, high)}"
    name = shown.words(shown.raw("rates", row, 0))
    return f'<li style="{_at(column, line)}"><strong>{name}</strong>{inside}</li>'


def _rate(shown: Shown, row: int, asked: int) -> str:
    low, high = (shown.named("rates", row, name) for name in ("low", "high"))
    if asked < RATE_FROM:
        return shown.say("regions.interval_only", low=low, high=high)
    return shown.say("regions.rate_only", rate=shown.named("rates", row, "rate"))


def _at(column: int, row: int) -> str:
    return f"grid-column:{column + 1};grid-row:{row + 1}"
