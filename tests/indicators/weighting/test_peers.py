"""Every method against other programs, whose answers ``tests/benchmarks/weighting/peers.py`` froze."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.weighting import (
    BestWorst,
    Marks,
    best_worst_weights,
    consistency,
    critic,
    deviation,
    entropy,
    from_matrix,
    principal_eigenvector,
    rank_order_centroid,
    row_geometric_mean,
)

GOLDEN = json.loads((Path(__file__).parents[2] / "data" / "weighting" / "peers.json").read_text("utf-8"))


def names(n: int) -> tuple[str, ...]:
    return tuple(f"i{number}" for number in range(n))


def of_matrix(case: dict[str, Any]) -> dict[str, Any]:
    one = from_matrix("e", names(len(case["matrix"])), np.array(case["matrix"]))
    found = consistency(one)
    return {
        "eigenvector": principal_eigenvector(one.matrix)[0],
        "geometric_mean": row_geometric_mean(one.matrix),
        "ratio": found.ratio,
        "index": found.index,
    }


def of_marks(case: dict[str, Any]) -> dict[str, Any]:
    # The peers take the numbers as they stand: a scale of 0 to 1 divides by nothing.
    values = np.array(case["marks"], float)
    given = Marks(names(len(values)), names(values.shape[1]), values)
    return {
        "entropy": entropy(given).weights,
        "critic": critic(given, spread="observed").weights,
        "deviation": deviation(given).weights,
    }


def of_best_worst(case: dict[str, Any]) -> dict[str, Any]:
    best, worst = np.array(case["best_to_others"], float), np.array(case["others_to_worst"], float)
    one = BestWorst("e", names(len(best)), int(best.argmin()), int(worst.argmin()), best, worst)
    found = best_worst_weights(one)
    return {"linear": found.weights, "input_ratio": found.input_ratio}


OURS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "ahp": of_matrix,
    "marks": of_marks,
    "best_worst": of_best_worst,
}
# How near two right programs come: pyDecision adds 1e-9 or 1e-10 against division by zero, and stops its search early.
NEAR = {"pyDecision": 2e-6}


def answers() -> Iterator[Any]:
    for area, own in OURS.items():
        for name, case in GOLDEN[area].items():
            for answer in case["answers"]:
                label = f"{area}-{name}-{answer['peer']}-{answer['what']}"
                yield pytest.param(own, case, answer, id=label)


@pytest.mark.parametrize(("own", "case", "answer"), list(answers()))
def test_as_the_peer_says_or_for_a_known_reason_not(
    own: Callable[[dict[str, Any]], dict[str, Any]], case: dict[str, Any], answer: dict[str, Any]
) -> None:
    ours, theirs = np.array(own(case)[answer["what"]]), np.array(answer["value"])
    near = 6e-5 if "printed" in answer["call"] else NEAR.get(answer["peer"], 1e-9)
    if "differs" in answer:
        assert np.abs(ours - theirs).max() > 1e-3, "the peer was mended: freeze its answers again"
    else:
        assert ours == pytest.approx(theirs, abs=near)


@pytest.mark.parametrize("n", [2, 4, 5, 9])
def test_rank_order_centroid(n: int) -> None:
    assert rank_order_centroid(n) == pytest.approx(GOLDEN["rank_order_centroid"][str(n)]["value"], abs=1e-12)


def test_the_peers_were_asked() -> None:
    assert GOLDEN["versions"] == {"scikit-criteria": "0.10", "pymcdm": "1.4.0", "pyDecision": "5.1.8"}
