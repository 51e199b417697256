"""Marks as handed in, checked, to arrays. The border between files and everything that computes."""

from scoring.sheets.against_round import check_against_round
from scoring.sheets.arrays import score_tables
from scoring.sheets.marks import Mark, Marks, read_marks
from scoring.sheets.scale import Scale, parse_scale
from scoring.sheets.weights import fitting_weights, read_weights, round_weights

__all__ = [
    "Mark",
    "Marks",
    "Scale",
    "check_against_round",
    "fitting_weights",
    "parse_scale",
    "read_marks",
    "read_weights",
    "round_weights",
    "score_tables",
]
