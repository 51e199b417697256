"""What came of rechecked opinions of prefectures on A (Article 19), told only of enough of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from json import loads
from typing import Final

from sqlalchemy import Connection

from indicators.language import Message
from scoring.flow import gather
from scoring.flow.regional.figures import Figure, figure, figures, rates
from scoring.flow.regional.records import Line, OverturnedLine
from scoring.register import applications, oversight
from scoring.register.oversight import Recheck
from scoring.statistics.disclosure import LEAST_OTHERS
from scoring.statistics.regions.overturned import overturned

DEFINE: Final = "province.define_overturned"
_FEW: Final = Message("province.few_rechecked", {"least": LEAST_OTHERS})


def overturned_whole(results: Sequence[tuple[str, str]]) -> Figure:
    """Return how often the province overturned a prefecture, of all that it rechecked.

    No number where it would be that of prefectures of which `overturned_lines` tells none: of fewer than `LEAST_OTHERS`
    rechecks, or of the only prefecture that is hidden there.

    Parameters
    ----------
    results : sequence of (prefecture, result)
    """
    looked, fell = _counted(results)
    hidden = _hidden(list(looked.values()))
    kept_back = [count for at, count in enumerate(looked.values()) if at in hidden]
    if kept_back and (len(kept_back) == 1 or sum(kept_back) < LEAST_OTHERS):
        return figure(DEFINE, None, looked.total(), reason=_FEW)
    return rates(DEFINE, [fell.total()], [looked.total()])[0]


def overturned_lines(
    results: Sequence[tuple[str, str]], opinions: Mapping[str, int], lines: Sequence[Line]
) -> tuple[OverturnedLine, ...]:
    """Return how often the province overturned each prefecture, of whose opinions it rechecked any.

    Where fewer than `LEAST_OTHERS` were rechecked one could tell which enterprise it was: no number then, nor of one
    more prefecture where the sum would give the only hidden one away.

    Parameters
    ----------
    results : sequence of (prefecture, result)
    opinions : Mapping of prefecture to int
        All of its opinions on A, from which those were drawn.
    """
    looked, fell = _counted(results)
    shown = [line for line in lines if looked[line.code]]
    if not shown:
        return ()
    n = [looked[line.code] for line in shown]
    x = [fell[line.code] for line in shown]
    found = overturned(x, [0] * len(x), n, [max(opinions.get(line.code, 0), n[at]) for at, line in enumerate(shown)])
    told = figures(DEFINE, x, n, found.rate)
    hidden = _hidden(n)
    return tuple(
        OverturnedLine(
            line.code,
            line.name,
            figure(DEFINE, None, n[at], reason=_FEW) if at in hidden else told[at],
        )
        for at, line in enumerate(shown)
    )


def _hidden(counts: Sequence[int]) -> frozenset[int]:
    """Return which counts are too small to be told, with as many of the next as hide them in the sum."""
    by_size = sorted(range(len(counts)), key=lambda at: counts[at])
    few = [at for at in by_size if counts[at] < LEAST_OTHERS]
    if few and (len(few) == 1 or sum(counts[at] for at in few) < LEAST_OTHERS):
        few = by_size[: len(few) + 1]
    return frozenset(few)


def results_of(connection: Connection, found: Sequence[Recheck]) -> tuple[tuple[str, str], ...]:
    """Return prefecture and result of each recheck."""
    places = _places(connection, found)
    return tuple((places[one.application_id], one.result) for one in found)


def opinions_of(connection: Connection, round_id: str, found: Sequence[Recheck]) -> Counter[str]:
    """Return how many opinions on A each prefecture gave, from which those were drawn."""
    places = _places(connection, found)
    # A later sample is drawn from what the earlier ones left: together they are all opinions.
    opinions = Counter(places.values())
    for sample in oversight.samples(connection, round_id)[-1:]:
        drawn = Counter(places[one.application_id] for one in found if one.sample < sample.version)
        opinions = drawn + Counter({place: len(ids) for place, ids in loads(sample.opinions).items()})
    return opinions


def _places(connection: Connection, found: Sequence[Recheck]) -> dict[str, str]:
    filed = applications.some(connection, [one.application_id for one in found])
    return {id_: gather.prefecture_or_beginning(one.enterprise.county) for id_, one in filed.items()}


def _counted(results: Sequence[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    """Return how many of each prefecture have a result, and how many of these fell; what is only drawn has none."""
    looked = Counter(place for place, result in results if result in ("upheld", "overturned"))
    return looked, Counter(place for place, result in results if result == "overturned")
