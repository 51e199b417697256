"""Cut scores: what a call may write, and which grade a total gets."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.errors import SpokenError
from scoring.statistics.cut_scores import CutScores, parse_cuts


def test_grades_and_their_cuts() -> None:
    assert parse_cuts("A=70, AA = 80.5,AAA=90") == CutScores(("A", "AA", "AAA"), (70.0, 80.5, 90.0))


def test_a_total_equal_to_a_cut_reaches_it_also_as_a_sum_of_floats() -> None:
    cuts = parse_cuts("A=0.3,AA=0.6")
    totals = np.array([0.29, 0.3, 0.1 + 0.2, 0.3 - 1e-12, 0.6, np.nan, -5.0])
    assert cuts.grade_of(totals).tolist() == [0, 1, 1, 1, 2, -1, 0]
    assert cuts.names == ("none", "A", "AA")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "cuts.unreadable"),
        ("A", "cuts.unreadable"),
        ("A=seventy", "cuts.unreadable"),
        ("=70", "cuts.unreadable"),
        ("A=70,", "cuts.unreadable"),
        ("A=nan", "cuts.unreadable"),
        ("A=70,A=80", "cuts.grade_taken"),
        ("none=10", "cuts.grade_taken"),
        ("A=80,AA=70", "cuts.not_ascending"),
        ("A=70,AA=70", "cuts.not_ascending"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, key: str) -> None:
    with pytest.raises(SpokenError, match=key.replace(".", r"\.")) as caught:
        parse_cuts(text)
    assert caught.value.what.key == key
