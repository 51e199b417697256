"""Editing a round as frozen records: fields by their place, what may be typed into them, and changes of the tree.

Pure: every change returns another round. Nothing here checks; `indicators.check` does, on what came of it.
"""

from indicators.drafting.fields import Field, as_typed, field_of, put, record_at, typed
from indicators.drafting.tree import added, children_of, depth_of, moved, recoded, removed, rolled_up, shifted, subtree
from indicators.drafting.weights import reweighed, with_leaf_shares

__all__ = [
    "Field",
    "added",
    "as_typed",
    "children_of",
    "depth_of",
    "field_of",
    "moved",
    "put",
    "recoded",
    "record_at",
    "removed",
    "reweighed",
    "rolled_up",
    "shifted",
    "subtree",
    "typed",
    "with_leaf_shares",
]
