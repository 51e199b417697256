"""What the page on grades by prefecture says in sentences, all of it computed from the counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dashboard.parts.listing import listed
from indicators.language import BEIJING, Translator
from indicators.regions import Region
from scoring.flow import Distribution

_AREAS: Final = {"苏南": "south", "苏中": "middle", "苏北": "north"}


def region_name(region: Region, say: Translator) -> str:
    """Return the short name of a prefecture; one without words in the catalogues stands under its official name."""
    key = f"region.of_{region.code}"
    return say(key) if key in say.keys else region.name


def area_name(region: Region, say: Translator) -> str:
    """Return which part of the province a prefecture lies in."""
    area = _AREAS.get(region.area_group or "")
    return region.area_group or "" if area is None else say(f"region.area_{area}")


def area_order(region: Region) -> int:
    """Return the place of a prefecture's part of the province from the south; what is of none comes last."""
    return list(_AREAS).index(region.area_group) if region.area_group in _AREAS else len(_AREAS)


def as_of(now: datetime, say: Translator) -> str:
    """Return when the numbers were read."""
    return say("regions.as_of", moment=f"{now.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def totals(found: Distribution) -> dict[str, int]:
    """Return the grades of the whole province that are known, highest first."""
    known = [grade for grade in reversed(found.grades) if all(grade in region.granted for region in found.regions)]
    return {grade: sum(region.granted[grade] for region in found.regions) for grade in known}


def previous(found: Distribution, every: Sequence[Distribution]) -> Distribution | None:
    """Return the last locked round of an earlier year."""
    earlier = [one for one in every if one.year < found.year]
    return max(earlier, key=lambda one: one.year, default=None)


def sentences(
    found: Distribution, before: Distribution | None, names: dict[str, str], say: Translator
) -> tuple[str, str, str]:
    """Return three answers: is it in order, is anything at its cap, what changed against the round before."""
    return _in_order(found, say), _caps(found, names, say), _change(found, before, say)


def _in_order(found: Distribution, say: Translator) -> str:
    values = {"count": found.for_experts, "open": found.undecided, "deferred": found.deferred}
    order = say("regions.order_open" if found.undecided else "regions.order_all", **values)
    granted = listed(
        (say("regions.grade_count", grade=grade, count=count) for grade, count in totals(found).items()), say
    )
    return order + say("regions.granted_announced" if found.announced else "regions.granted_proposed", granted=granted)


def _caps(found: Distribution, names: dict[str, str], say: Translator) -> str:
    if not found.caps:
        return say("regions.caps_unset")
    places: dict[str, list[str]] = {"regions.caps_over": [], "regions.caps_at": []}
    for grade, cap in found.caps.items():
        for region in found.regions:
            count = region.applied.get(grade, 0)
            if count >= cap:
                place = say("regions.cap_place", name=names[region.code], grade=grade, count=count)
                places["regions.caps_over" if count > cap else "regions.caps_at"].append(place)
    if any(places.values()):
        return "".join(say(key, places=listed(which, say)) for key, which in places.items() if which)
    caps = [say("regions.cap", grade=grade, cap=cap) for grade, cap in found.caps.items()]
    return say("regions.caps_none", caps=listed(caps, say))


def _change(found: Distribution, before: Distribution | None, say: Translator) -> str:
    if before is None:
        return say("regions.no_round_before")
    now, then = totals(found), totals(before)
    changes = [
        say("regions.change_of", what=grade, then=then[grade], now=now[grade], change=f"{now[grade] - then[grade]:+d}")
        for grade in now
        if grade in then
    ]
    applied, applied_then = (sum(region.applications for region in one.regions) for one in (found, before))
    filed = say(
        "regions.change_of",
        what=say("regions.applications"),
        then=applied_then,
        now=applied,
        change=f"{applied - applied_then:+d}",
    )
    return say("regions.change", year=before.year, changes=listed([filed, *changes], say))
