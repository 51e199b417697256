"""Answers of other programs to the weighting methods, kept in ``tests/data/weighting/peers.json``.

Run by hand where they are installed; they are no dependency of the project::

    python3.11 -m venv peers && peers/bin/pip install scikit-criteria==0.10 pymcdm==1.4.0 pyDecision==5.1.8
    peers/bin/python tests/benchmarks/weighting/peers.py tests/data/weighting/peers.json

Where a peer is known to answer something else, ``differs`` says why; the test then wants the difference to be there.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from pyDecision.algorithm import ahp_method, critic_method, entropy_method, roc_method
from pyDecision.algorithm.bwm import bw_method
from pymcdm.weights import critic_weights, entropy_weights, standard_deviation_weights
from pymcdm.weights.subjective import AHP
from skcriteria.preprocessing import weighters

PEERS = ("scikit-criteria", "pymcdm", "pyDecision")
DRAW = np.random.default_rng(20261127)


def matrix(upper: list[float]) -> np.ndarray:
    """Return a reciprocal matrix from its upper triangle, row by row."""
    n = int((1 + np.sqrt(1 + 8 * len(upper))) / 2)
    found = np.ones((n, n))
    found[np.triu_indices(n, 1)] = upper
    found.T[np.triu_indices(n, 1)] = 1 / found[np.triu_indices(n, 1)]
    return found


MATRICES = {
    # Saaty (2008): relative consumption of drinks.
    "drinks": [
        *(9, 5, 2, 1, 1, 1 / 2, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 3, 1 / 4, 1 / 3, 1 / 9),
        *(1 / 2, 1, 1 / 3, 2, 1 / 2, 1 / 3),
    ],
    "four": [1, 5, 2, 3, 4, 3 / 4],
    "contradictory": [9, 1 / 9, 3, 9, 1 / 5, 1 / 2],
    "consistent": [2.0, 4.0, 8.0, 2.0, 4.0, 2.0],
}
MARKS = {
    # Tuş & Adalı (2019), Opsearch 56(2): time and attendance software.
    "software": [
        *([5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3], [600, 4, 3, 1, 2, 2]),
        [800, 2, 4, 3, 3, 4],
    ],
    # Xu (2004), European Journal of Operational Research 156(2).
    "xu": [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
    "forty": np.round(DRAW.uniform(1, 10, (40, 9)) + np.linspace(0, 2, 40)[:, None], 2).tolist(),
    "with_a_zero": np.where(np.eye(12, 5), 0, np.round(DRAW.uniform(1, 10, (12, 5)), 1)).tolist(),
}
BEST_WORST = {
    # Rezaei (2016), Omega 64: buying a car, tables 2 and 3.
    "car_consistent": ([2, 1, 4, 2, 8], [4, 8, 2, 4, 1]),
    "car": ([2, 1, 4, 3, 8], [4, 8, 2, 3, 1]),
    # Others-to-worst lower than a_BW asks for: the products stay below it.
    "too_low": ([4, 1, 2, 2, 8], [1, 8, 2, 3, 1]),
}
NO_ABSOLUTE = "takes no absolute value, so that products below a_BW count as consistent"
NOT_LINEAR = "adds ξ and the violations beyond it in a penalty: neither Rezaei's linear nor his nonlinear model"


def ahp_answers(one: np.ndarray) -> list[dict[str, object]]:
    """Return what the peers make of a matrix of judgements."""
    geometric, _ = ahp_method(one, wd="g")
    eigen, ratio = ahp_method(one, wd="m")
    eigen, ratio = ahp_method(one, wd="me")
    answers: list[dict[str, object]] = [
        {"peer": "pyDecision", "call": "ahp_method(wd='g')", "what": "geometric_mean", "value": geometric.tolist()},
        {"peer": "pyDecision", "call": "ahp_method(wd='me')", "what": "eigenvector", "value": eigen.tolist()},
        {"peer": "pyDecision", "call": "ahp_method(wd='me')", "what": "ratio", "value": float(ratio)},
    ]
    try:
        own = AHP(matrix=one)
    except ValueError:  # takes steps of Saaty's scale only
        return answers
    index = float(own.get_cr() * AHP.RI_M[len(one) - 1])
    return [
        *answers,
        {"peer": "pymcdm", "call": "AHP(matrix)()", "what": "eigenvector", "value": np.asarray(own()).tolist()},
        {"peer": "pymcdm", "call": "get_cr() × its random index", "what": "index", "value": index},
    ]


def marks_answers(values: np.ndarray) -> list[dict[str, object]]:
    """Return what the peers make of a matrix of marks."""
    n = values.shape[1]
    up = np.ones(n, int)
    found = {
        ("scikit-criteria", "entropy_weights", "entropy"): weighters.entropy_weights(values),
        ("pyDecision", "entropy_method", "entropy"): entropy_method(values, ["max"] * n),
        ("scikit-criteria", "critic_weights", "critic"): weighters.critic_weights(values, up),
        ("pymcdm", "critic_weights", "critic"): critic_weights(values),
        ("pyDecision", "critic_method", "critic"): critic_method(values, ["max"] * n),
        ("scikit-criteria", "std_weights", "deviation"): weighters.std_weights(values),
        ("pymcdm", "standard_deviation_weights", "deviation"): standard_deviation_weights(values),
    }
    if (values > 0).all():  # refuses a single 0, where 0 ln 0 = 0
        found["pymcdm", "entropy_weights", "entropy"] = entropy_weights(values)
    return [
        {"peer": peer, "call": call, "what": what, "value": np.asarray(value).tolist()}
        for (peer, call, what), value in found.items()
    ]


def best_worst_answers(name: str, best: list[float], worst: list[float]) -> list[dict[str, object]]:
    """Return what the peer makes of best-worst judgements."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        value = bw_method(np.array(best), np.array(worst), verbose=True)
    ratio = float(said.getvalue().split("CR:")[1].split()[0])
    answers: list[dict[str, object]] = [
        {"peer": "pyDecision", "call": "bw_method", "what": "linear", "value": value.tolist()},
        {"peer": "pyDecision", "call": "bw_method, as printed", "what": "input_ratio", "value": ratio},
    ]
    if name != "car_consistent":
        answers[0]["differs"] = NOT_LINEAR
    if name == "too_low":
        answers[1]["differs"] = NO_ABSOLUTE
    return answers


def main(to: Path) -> None:
    """Ask all peers and write their answers."""
    judged = {name: matrix(upper) for name, upper in MATRICES.items()}
    document = {
        "versions": {peer: version(peer) for peer in PEERS},
        "ahp": {name: {"matrix": one.tolist(), "answers": ahp_answers(one)} for name, one in judged.items()},
        "marks": {
            name: {"marks": rows, "answers": marks_answers(np.array(rows, float))} for name, rows in MARKS.items()
        },
        "best_worst": {
            name: {"best_to_others": b, "others_to_worst": w, "answers": best_worst_answers(name, b, w)}
            for name, (b, w) in BEST_WORST.items()
        },
        "rank_order_centroid": {
            str(n): {"peer": "pyDecision", "value": roc_method([f"g{i}" for i in range(1, n + 1)]).tolist()}
            for n in (2, 4, 5, 9)
        },
    }
    to.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
