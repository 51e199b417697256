"""A tile grid: every region an equal square, roughly where it lies; where the names of its parts may stand."""

from __future__ import annotations

from collections.abc import Sequence


def free_places(taken: Sequence[tuple[tuple[int, int], str]]) -> dict[str, tuple[int, int]]:
    """Return where the name of each group may stand: the first free place in a row that holds that group alone.

    A group without such a place gets no label; the table has its name all the same.

    Parameters
    ----------
    taken : sequence of ((int, int), str)
        Column and row of each tile, and its group.
    """
    places = {place for place, _ in taken}
    groups_in: dict[int, set[str]] = {}
    for (_, row), group in taken:
        groups_in.setdefault(row, set()).add(group)
    all_columns = [column for column, _ in places]
    columns = range(min(all_columns), max(all_columns) + 1) if all_columns else range(0)
    found: dict[str, tuple[int, int]] = {}
    for row, groups in sorted(groups_in.items()):
        free = [column for column in columns if (column, row) not in places]
        if len(groups) == 1 and free:
            found.setdefault(next(iter(groups)), (free[0], row))
    return found
