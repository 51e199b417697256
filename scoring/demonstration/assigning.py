"""Who scores what in the demonstration: a simple heuristic, balanced and mixed, from one seed.

The draw of a real round, with its constraints and its record, is `scoring.procedure`'s business and not this.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from scoring.demonstration.experts import Rater
from scoring.model import Application
from scoring.statistics.simulate import BoolArray


def barred(
    applications: Sequence[Application], raters: Sequence[Rater], visited_by: Sequence[Collection[str]]
) -> BoolArray:
    """Return who must not score what, shape (n_applications, n_experts).

    His own prefecture, his own employer, an enterprise that he visited in an earlier round; `visited_by` has the
    experts of earlier visits, one collection an application.
    """
    return np.array(
        [
            [
                one.enterprise.county[:4] == rater.expert.region[:4]
                or one.enterprise.name == rater.expert.employer
                or rater.expert.expert_id in seen
                for rater in raters
            ]
            for one, seen in zip(applications, visited_by, strict=True)
        ]
    ).reshape(len(applications), len(raters))


def assign(rng: np.random.Generator, panel_sizes: Sequence[int], may_not: BoolArray) -> BoolArray:
    """Return who scores what.

    Applications come in random order; each gets, one after the other, the free expert with the fewest so far, among
    those the one who has sat least with the colleagues chosen already, ties by lot.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    panel_sizes : sequence of int, one an application
        How many experts it gets.
    may_not : ndarray of bool, shape (n_applications, n_experts)
        From `barred`.

    Returns
    -------
    ndarray of bool, shape (n_applications, n_experts)

    Raises
    ------
    ValueError
        If too few experts are free for an application.
    """
    n_applications, n_experts = may_not.shape
    if any(size > free for size, free in zip(panel_sizes, (~may_not).sum(axis=1), strict=True)):
        raise ValueError("too few experts are free for an application")
    chosen = np.zeros((n_applications, n_experts), dtype=bool)
    load = np.zeros(n_experts)
    together = np.zeros((n_experts, n_experts))
    for application in rng.permutation(n_applications):
        panel: list[int] = []
        for _ in range(panel_sizes[application]):
            cost = load + 0.01 * together[panel].sum(axis=0) + 0.001 * rng.random(n_experts)
            cost[may_not[application]] = np.inf
            cost[panel] = np.inf
            panel.append(int(np.argmin(cost)))
        together[np.ix_(panel, panel)] += 1
        load[panel] += 1
        chosen[application, panel] = True
    return chosen


def connected(assigned: BoolArray) -> bool:
    """Return whether applications and experts hang together, so that severity can be told from quality.

    Experts without an application, and applications without an expert, are left out.
    """
    kept = assigned[assigned.any(axis=1)][:, assigned.any(axis=0)]
    links = csr_array(kept.astype(np.int8))
    parts, _ = connected_components(bmat([[None, links], [links.T, None]]), directed=False)
    return bool(parts == 1)
