"""The designs on which rules are tried: who scores what, and what else moves the marks. Data, and the draw of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray

IntArray = NDArray[np.int64]

_PULL: Final = 1.5
"""How strongly better applications go to certain experts, against a Gumbel-distributed lot."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design, with standard deviations in points of 100.

    Attributes
    ----------
    key : str
        Its name.
    experts, each : int
        How many experts there are, and how many score each application; all of them where both are equal.
    who : {"random", "better_to_some", "commissions", "prefectures"}
        By lot; by lot, but better applications rather to the later experts; commissions of `each` that share no
        expert, applications by lot; the same, but applications of a prefecture, good or poor, go to its own experts.
    mixed : float
        Share of applications that one expert of each commission scores.
    missing : float
        Share of sheets that are missing.
    severity_sd : float
    wild : float
        Share of sheets that are 30 points too high or too low.
    slope_sd, noise_sd : float
        By how much experts differ in how far they spread applications (1 = as far as they lie apart), and in the
        logarithm of their noise.
    """

    key: str
    experts: int
    each: int
    who: Literal["random", "better_to_some", "commissions", "prefectures"] = "random"
    mixed: float = 0.0
    missing: float = 0.0
    severity_sd: float = 6.0
    wild: float = 0.0
    slope_sd: float = 0.0
    noise_sd: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every expert scores every application."""
        return self.each == self.experts and self.missing == 0

    @property
    def linked(self) -> bool:
        """Whether applications are there that join all experts."""
        return self.who not in ("commissions", "prefectures") or self.mixed > 0


DESIGNS: Final = (
    Design("complete_5", 5, 5),
    Design("complete_7", 7, 7),
    Design("complete_9", 9, 9),
    Design("gaps_9", 9, 9, missing=0.25),
    Design("of_9_5", 9, 5),
    Design("of_9_3", 9, 3),
    Design("of_9_3_severity_0", 9, 3, severity_sd=0.0),
    Design("of_9_3_severity_2", 9, 3, severity_sd=2.0),
    Design("of_9_3_severity_3", 9, 3, severity_sd=3.0),
    Design("of_9_3_severity_10", 9, 3, severity_sd=10.0),
    Design("better_to_some", 9, 3, who="better_to_some"),
    Design("commissions_mixed_10", 9, 3, who="commissions", mixed=0.10),
    Design("commissions_mixed_2", 9, 3, who="commissions", mixed=0.02),
    Design("commissions_apart", 9, 3, who="commissions"),
    Design("prefectures", 9, 3, who="prefectures"),
    Design("complete_7_wild", 7, 7, wild=0.05),
    Design("of_9_3_wild", 9, 3, wild=0.05),
    Design("of_9_5_wild", 9, 5, wild=0.05),
    Design("complete_7_unlike", 7, 7, slope_sd=0.25, noise_sd=0.25),
    Design("of_9_5_unlike", 9, 5, slope_sd=0.25, noise_sd=0.25),
)
"""Those of which figures are published with the product, and some where links are weak or missing."""


def design(key: str) -> Design:
    """Return a design by its name."""
    return next(one for one in DESIGNS if one.key == key)


def prefecture_of(design: Design, n_applications: int) -> IntArray:
    """Return the prefecture or commission of each application, shape (n_applications,): about equally many each."""
    return np.arange(n_applications) % (design.experts // design.each)


def assign(rng: np.random.Generator, design: Design, truth: FloatArray) -> IntArray:
    """Draw who scores what.

    Parameters
    ----------
    truth : ndarray, shape (n_panels, n_applications)
        True totals.

    Returns
    -------
    ndarray of int, shape (n_panels, n_applications, each)
        Experts, from 0.
    """
    n_panels, n_applications = truth.shape
    shape = (n_panels, n_applications, design.experts)
    if design.each == design.experts:
        return np.broadcast_to(np.arange(design.experts), shape)
    if design.who in ("commissions", "prefectures"):
        return _by_commission(rng, design, n_panels, n_applications)
    lot = rng.gumbel(size=shape)
    if design.who == "better_to_some":
        standing = (truth - truth.mean(axis=1, keepdims=True)) / truth.std(axis=1, keepdims=True)
        lot += _PULL * standing[..., None] * np.linspace(-1.0, 1.0, design.experts)
    return np.argpartition(lot, -design.each, axis=-1)[..., -design.each :]


def _by_commission(rng: np.random.Generator, design: Design, n_panels: int, n_applications: int) -> IntArray:
    """Return commissions of neighbours; the mixed ones are the first of the applications, which are in no order."""
    places = np.arange(design.each)
    own = prefecture_of(design, n_applications)[:, None] * design.each + places
    who = np.tile(own, (n_panels, 1, 1))
    mixed = round(design.mixed * n_applications)
    if mixed == 0:
        return who
    commissions = design.experts // design.each
    chosen = rng.permuted(np.tile(np.arange(commissions), (n_panels, mixed, 1)), axis=-1)[..., : design.each]
    who[:, :mixed] = chosen * design.each + rng.integers(design.each, size=chosen.shape)
    return who
