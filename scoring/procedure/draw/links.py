"""How panels hang together: the connected parts of the graph of applications and experts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scoring.procedure.draw.model import Pair


def parts_of(pairs: Iterable[Pair]) -> tuple[frozenset[Pair], ...]:
    """Return the connected parts as sets of pairs, the largest first; ties by the first of their pairs.

    Two experts stand in one part when applications that both score join them, directly or by way of others: only
    within a part can a strict expert be told from a poor application.
    """
    edges = sorted(set(pairs))
    if not edges:
        return ()
    # Ids of applications and of experts may be alike, so each kind is numbered apart.
    applications = {name: number for number, name in enumerate(dict.fromkeys(one for one, _ in edges))}
    experts = {name: number for number, name in enumerate(dict.fromkeys(one for _, one in edges), len(applications))}
    nodes = len(applications) + len(experts)
    ends = np.array([(applications[one], experts[other]) for one, other in edges])
    graph = coo_array((np.ones(len(edges)), (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    _, labels = connected_components(graph, directed=False)
    parts: dict[int, set[Pair]] = {}
    for edge, label in zip(edges, labels[ends[:, 0]].tolist(), strict=True):
        parts.setdefault(label, set()).add(edge)
    return tuple(sorted(map(frozenset, parts.values()), key=lambda part: (-len(part), min(part))))
