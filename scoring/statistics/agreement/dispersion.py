"""How far marks in ordered categories are spread, from how many stand in each.

With K categories in order, shares p, cumulative shares F, and n marks:

    consensus (Tastle & Wierman 2007)   1 + Σ p log2(1 - |k - mean k| / (K - 1))
    Leik's D (1966)                     2 Σ min(F, 1 - F) / (K - 1)
    IOV (Berry & Mielke 1992)           Σ_{i<j} n_i n_j (j - i) / T,  T = n² (K - 1) / 4, or (n² - 1) (K - 1) / 4 if odd
    l² (Blair & Lacy 2000)              Σ (F - ½)² / ((K - 1) / 4), over the first K - 1
    entropy (Shannon)                   - Σ p log2 p, in bits; divided by log2 K: from 0 to 1

Consensus and l² are 1 where all marks are in one category, and 0 where half stand at either end; D and IOV the other
way round. Entropy does not know the order of categories. Checked against R's agrmt 1.42.12 (golden p05, p12, p19).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import entr

from scoring.model import FloatArray
from scoring.statistics.agreement.van_der_eijk import agreement_a


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Measures of spread over ordered categories, all of shape (...); ``nan`` without marks or with one category.

    `agreement` is van der Eijk's A, `polarisation` (1 - A) / 2; the others stand at the head of this file. `entropy`
    is in bits, `entropy_share` a share of what it could be.
    """

    consensus: FloatArray
    agreement: FloatArray
    polarisation: FloatArray
    leik: FloatArray
    iov: FloatArray
    l_squared: FloatArray
    entropy: FloatArray
    entropy_share: FloatArray


def dispersion(frequencies: FloatArray) -> Dispersion:
    """Return how far marks are spread, from frequencies, shape (..., n_categories): of all categories declared."""
    steps = frequencies.shape[-1] - 1.0
    n = frequencies.sum(axis=-1)
    if steps <= 0.0:
        nothing = np.full(n.shape, np.nan)
        return Dispersion(*(nothing for _ in range(8)))
    share = np.divide(frequencies, n[..., None], out=np.full(frequencies.shape, np.nan), where=n[..., None] > 0)
    reached = np.cumsum(share, axis=-1)[..., :-1]
    place = np.arange(frequencies.shape[-1])
    away = np.abs(place - (share * place).sum(axis=-1)[..., None])
    # An empty category adds nothing, however far it lies.
    consensus = 1.0 + (share * np.log2(np.where(share > 0, 1.0 - away / steps, 1.0))).sum(axis=-1)
    # Between two marks lie as many steps as cumulative shares they stand on either side of.
    spread = n * n * (reached * (1.0 - reached)).sum(axis=-1)
    most = np.where(n % 2 == 1, n * n - 1.0, n * n) * steps / 4.0
    entropy = entr(share).sum(axis=-1) / np.log(2.0)
    a = agreement_a(frequencies)
    return Dispersion(
        consensus=np.asarray(consensus),
        agreement=a,
        polarisation=np.asarray((1.0 - a) / 2.0),
        leik=np.asarray(2.0 * np.minimum(reached, 1.0 - reached).sum(axis=-1) / steps),
        iov=np.divide(spread, most, out=np.full(n.shape, np.nan), where=most > 0),
        l_squared=np.asarray(np.square(reached - 0.5).sum(axis=-1) * 4.0 / steps),
        entropy=np.asarray(entropy),
        entropy_share=np.asarray(entropy / np.log2(steps + 1.0)),
    )
