"""Samples of opinions on A: the same from the same seed, of every prefecture its share, and counted (Article 19)."""

from __future__ import annotations

import hashlib

from scoring.procedure.oversight import RecheckCount, counts, draw

NANJING = [f"2026-{number:04d}" for number in range(1, 41)]
OPINIONS = {"320500": ["2026-0101", "2026-0102"], "320100": NANJING, "320900": ["2026-0201"]}


def test_a_sample_is_that_of_its_seed_alone() -> None:
    drawn = draw(OPINIONS, seed="开奖号 0471", percent=10, least=2)
    backwards = {place: list(reversed(ids)) for place, ids in reversed(OPINIONS.items())}
    assert drawn == draw(backwards, seed="开奖号 0471", percent=10, least=2)
    assert drawn != draw(OPINIONS, seed="开奖号 0472", percent=10, least=2)


def test_who_is_drawn_can_be_told_with_sha256_alone() -> None:
    order = sorted(NANJING, key=lambda id_: hashlib.sha256(f"s\n{id_}".encode()).hexdigest())
    assert draw({"320100": NANJING}, seed="s", percent=10, least=1) == tuple(order[:4])


def test_every_prefecture_gives_its_share_rounded_up_and_at_least_so_many() -> None:
    drawn = draw(OPINIONS, seed="s", percent=10, least=2)
    assert len(set(drawn)) == len(drawn)
    assert [sum(id_ in drawn for id_ in OPINIONS[place]) for place in sorted(OPINIONS)] == [4, 2, 1]
    # 41 opinions: ten per cent are more than four.
    assert len(draw({"320100": [*NANJING, "x"]}, seed="s", percent=10, least=1)) == 5
    assert draw({}, seed="s", percent=10, least=2) == ()


def test_all_opinions_are_drawn_alike() -> None:
    """Over many seeds each of forty is drawn as often as any other: 4 of 40 a time, 100 of 1000 times (s.d. 9.5)."""
    times = dict.fromkeys(NANJING, 0)
    for seed in range(1000):
        for id_ in draw({"320100": NANJING}, seed=str(seed), percent=10, least=1):
            times[id_] += 1
    assert sum(times.values()) == 4000
    assert min(times.values()) > 60
    assert max(times.values()) < 140


def test_results_are_counted_by_prefecture() -> None:
    results = [("320100", "upheld"), ("320100", "overturned"), ("320100", "drawn"), ("320500", "overturned")]
    found = counts(OPINIONS, results)  # type: ignore[arg-type]
    assert found == (
        RecheckCount("320100", 40, 3, 1, 1),
        RecheckCount("320500", 2, 1, 0, 1),
        RecheckCount("320900", 1, 0, 0, 0),
    )
    assert [one.open for one in found] == [1, 0, 0]
