"""Marks to arrays, one `ScoreTable` a panel."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scoring.model import MarkState, ScoreTable
from scoring.sheets.columns import decimals_of
from scoring.sheets.marks import Mark, Marks


def score_tables(marks: Marks) -> tuple[ScoreTable, ...]:
    """Return the marks as one table a panel: panels, applicants, experts, indicators in order of first appearance."""
    panels: dict[str, list[Mark]] = {}
    for mark in marks.marks:
        panels.setdefault(mark.panel, []).append(mark)
    return tuple(_score_table(panel, rows) for panel, rows in panels.items())


def _score_table(panel: str, rows: list[Mark]) -> ScoreTable:
    _, _, applicants, experts, indicators, scores, states = zip(*rows, strict=True)
    rated, rated_at = _coded(applicants)
    raters, raters_at = _coded(experts)
    items, items_at = _coded(indicators)
    places = (rated_at, raters_at, items_at)
    values = np.full((len(rated), len(raters), len(items)), np.nan)
    values[places] = [np.nan if score is None else float(score) for score in scores]
    cells = np.full(values.shape, MarkState.MISSING, np.uint8)
    cells[places] = states
    decimals = max((decimals_of(score) for score in set(scores) if score is not None), default=0)
    return ScoreTable(panel, rated, raters, items, values, cells, decimals)


def _coded(names: Iterable[str]) -> tuple[tuple[str, ...], list[int]]:
    """Return the labels in order of first appearance, and the position of each name among them."""
    codes: dict[str, int] = {}
    places = [codes.setdefault(name, len(codes)) for name in names]
    return tuple(codes), places
