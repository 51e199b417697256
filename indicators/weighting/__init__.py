"""Weights by judgement and by data: what the studio and ``quality-credit weights`` work with.

By judgement: `ahp` and `ahp_tree` (pairs), `best_worst` (2n - 3 pairs), `swing` and `smarter` (points, ranks). From
past marks: `entropy`, `critic`, `deviation` on `marks`. Then `combine` and `distance` of weightings, `sensitivity` of
grades to them, and `as_points` to make shares the points of a round.

Pure: no file, clock or database. What is wrong with the input is a `FaultsError` with all faults; what is undefined is
``None`` with a `Message`. See ``docs/weighting.md``.
"""

from indicators.weighting.ahp import ExpertPriorities, Priorities, ahp
from indicators.weighting.best_worst import (
    BestWorst,
    BestWorstGroup,
    BestWorstWeights,
    best_worst,
    best_worst_of,
    best_worst_weights,
)
from indicators.weighting.combination import Distance, combine, distance
from indicators.weighting.consistency import Consistency, Deviation, Triad, consistency
from indicators.weighting.experts import Concordance, compatibility, kendall_w, mean_priorities, together
from indicators.weighting.from_marks import DataWeights, critic, deviation, entropy
from indicators.weighting.hierarchy import Tree, TreeWeights, ahp_tree, by_parent, flat, leaf_shares, tree_of
from indicators.weighting.judgements import (
    Comparisons,
    Judgement,
    comparisons,
    from_matrix,
    from_values,
    items_of,
    parse_judgement,
    read_judgements,
)
from indicators.weighting.marks import Left, Marks, marks
from indicators.weighting.points import Points, as_points
from indicators.weighting.priorities import principal_eigenvector, row_geometric_mean
from indicators.weighting.sensitivity import Crossing, LeafSensitivity, Sensitivity, nodes_of, sensitivity
from indicators.weighting.swing import SwingWeights, rank_order_centroid, smarter, swing
from indicators.weighting.swing_table import Swings, read_swings

__all__ = [
    "BestWorst",
    "BestWorstGroup",
    "BestWorstWeights",
    "Comparisons",
    "Concordance",
    "Consistency",
    "Crossing",
    "DataWeights",
    "Deviation",
    "Distance",
    "ExpertPriorities",
    "Judgement",
    "LeafSensitivity",
    "Left",
    "Marks",
    "Points",
    "Priorities",
    "Sensitivity",
    "SwingWeights",
    "Swings",
    "Tree",
    "TreeWeights",
    "Triad",
    "ahp",
    "ahp_tree",
    "as_points",
    "best_worst",
    "best_worst_of",
    "best_worst_weights",
    "by_parent",
    "combine",
    "comparisons",
    "compatibility",
    "consistency",
    "critic",
    "deviation",
    "distance",
    "entropy",
    "flat",
    "from_matrix",
    "from_values",
    "items_of",
    "kendall_w",
    "leaf_shares",
    "marks",
    "mean_priorities",
    "nodes_of",
    "parse_judgement",
    "principal_eigenvector",
    "rank_order_centroid",
    "read_judgements",
    "read_swings",
    "row_geometric_mean",
    "sensitivity",
    "smarter",
    "swing",
    "together",
    "tree_of",
]
