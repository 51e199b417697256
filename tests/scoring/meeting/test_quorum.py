from __future__ import annotations

import pytest

from indicators.model import Share
from scoring.meeting.quorum import Votes, carried, quorum_met

TWO_THIRDS = Share(2, 3, "present")


def votes(entitled: int, present: int, in_favour: int = 0, against: int = 0, abstained: int = 0) -> Votes:
    return Votes(entitled, present, in_favour, against, abstained)


# Worked by hand: 2/3 of 12 is 8, of 11 is 7 1/3, of 10 is 6 2/3, of 9 is 6, of 1 is 2/3.
@pytest.mark.parametrize(
    ("entitled", "present", "met"),
    [
        (12, 8, True),
        (12, 7, False),
        (11, 8, True),
        (11, 7, False),
        (10, 7, True),
        (10, 6, False),
        (9, 6, True),
        (1, 1, True),
        (1, 0, False),
        (0, 0, False),
    ],
)
def test_quorum_of_two_thirds(entitled: int, present: int, met: bool) -> None:
    assert quorum_met(votes(entitled, present), Share(2, 3, "entitled")) is met


@pytest.mark.parametrize(
    ("of", "strict", "ballots", "expected"),
    [
        # 9 present of 12: two thirds of those present are 6, of those entitled 8.
        ("present", False, (6, 3, 0), True),
        ("present", False, (5, 4, 0), False),
        ("entitled", False, (7, 2, 0), False),
        ("entitled", False, (8, 1, 0), True),
        # Six for, three abstain: of 9 present exactly two thirds; of the 6 cast all.
        ("present", True, (6, 0, 3), False),
        ("cast", False, (2, 1, 6), True),
        ("cast", True, (2, 1, 6), False),
        ("cast", False, (0, 0, 9), False),
    ],
)
def test_majority_by_its_denominator(of: str, strict: bool, ballots: tuple[int, int, int], expected: bool) -> None:
    share = Share(2, 3, of, strict)  # type: ignore[arg-type]
    assert carried(votes(12, 9, *ballots), share) is expected


def test_a_tie_does_not_carry_a_simple_majority() -> None:
    more_than_half = Share(1, 2, "cast", strict=True)
    assert not carried(votes(8, 8, 4, 4), more_than_half)
    assert carried(votes(9, 9, 5, 4), more_than_half)


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (votes(5, 5, 3, 1, 1), []),
        (votes(5, 6), ["quorum.more_present"]),
        (votes(5, 5, 4, 1, 1), ["quorum.more_ballots"]),
        (votes(5, 5, -1), ["quorum.negative"]),
        (votes(4, 5, 5, 1), ["quorum.more_present", "quorum.more_ballots"]),
    ],
)
def test_what_cannot_be_is_said(given: Votes, keys: list[str]) -> None:
    assert [message.key for message in given.faults()] == keys
