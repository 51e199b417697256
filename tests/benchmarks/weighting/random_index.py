"""The random index of `indicators.weighting.consistency.SIMULATED`: mean consistency index of judgements by chance.

``python -m tests.benchmarks.weighting.random_index`` prints it for n = 3 … 15 with its standard error: random
reciprocal matrices whose upper triangle is drawn evenly from the seventeen steps 1/9, 1/8 … 1 … 8, 9.
"""

from __future__ import annotations

import numpy as np

from indicators.weighting.consistency import STEPS

MATRICES = 100_000
SEED = 20261127
BLOCK = 5_000


def simulated(n: int, matrices: int = MATRICES, seed: int = SEED) -> tuple[float, float]:
    """Return the mean consistency index of `matrices` random matrices of size n, and its standard error."""
    draw = np.random.default_rng([seed, n])
    upper = np.triu_indices(n, 1)
    indices: list[np.ndarray] = []
    for start in range(0, matrices, BLOCK):
        count = min(BLOCK, matrices - start)
        block = np.ones((count, n, n))
        drawn = draw.choice(np.array(STEPS), (count, len(upper[0])))
        block[:, upper[0], upper[1]] = drawn
        block[:, upper[1], upper[0]] = 1 / drawn
        largest = np.linalg.eigvals(block).real.max(axis=1)
        indices.append((largest - n) / (n - 1))
    every = np.concatenate(indices)
    return float(every.mean()), float(every.std(ddof=1) / np.sqrt(len(every)))


if __name__ == "__main__":
    for size in range(3, 16):
        mean, error = simulated(size)
        print(f"{size:2d}  {mean:.4f}  ± {error:.4f}", flush=True)
