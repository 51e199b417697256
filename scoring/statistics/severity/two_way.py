"""The two-way layout mark = application + expert + error with gaps and weights, solved without an n × n matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.severity.connected import BoolArray, CountArray, Subsets, connected_subsets

_KEPT: Final = 4
"""Layouts at once: each is as large as the marks."""


@dataclass(frozen=True)
class Layout:
    """Who marked what in a stack of panels, with which weight, and what that lets one know of the experts.

    Attributes
    ----------
    weights : ndarray, shape (..., n_applications, n_experts)
        0 where there is no mark.
    subsets : Subsets
    per_application : ndarray, shape (..., n_applications)
        Sum of the weights; 1 instead of 0, so that it can be divided by.
    information : ndarray, shape (..., n_experts, n_experts)
        S = diag(n_r) − Nᵀ diag(1/k_p) N: what is left of the normal equations when applications are eliminated.
    inverse : ndarray, shape (..., n_experts, n_experts)
        S⁺, the pseudo-inverse: the covariance of the experts' effects is the error variance times it.
    """

    weights: FloatArray
    subsets: Subsets
    per_application: FloatArray
    information: FloatArray
    inverse: FloatArray

    @property
    def given(self) -> BoolArray:
        """Where there is a mark that counts."""
        return self.weights > 0

    @property
    def alone(self) -> BoolArray:
        """Which experts stand alone in their subset, shape (..., n_experts): nobody to compare them with."""
        return np.asarray(self.subsets.together.sum(axis=-1) < 2)

    @property
    def freedom(self) -> CountArray:
        """Marks less unknowns, shape (...): n − n_applications − n_experts + n_subsets, of those with marks."""
        given = self.given
        unknowns = given.any(axis=-1).sum(axis=-1) + given.any(axis=-2).sum(axis=-1) - self.subsets.count
        return np.asarray(given.sum(axis=(-2, -1)) - unknowns)

    @cached_property
    def leverage(self) -> FloatArray:
        """g'S⁺g with g = w/k, shape (..., n_applications): of an application's variance, what its experts bring."""
        share = self.weights / self.per_application[..., None]
        return np.asarray(((share @ self.inverse) * share).sum(axis=-1))


class Layouts:
    """The layouts of one computation, each made once: most indicators of a round are marked by the same experts."""

    def __init__(self) -> None:
        self._made: list[Layout] = []

    def of(self, weights: FloatArray) -> Layout:
        """Return `layout` of the weights."""
        for made in self._made:
            if np.array_equal(made.weights, weights):
                return made
        made = layout(weights)
        self._made = [made, *self._made[: _KEPT - 1]]
        return made


def layout(weights: FloatArray) -> Layout:
    """Return the layout of weighted marks, shape (..., n_applications, n_experts), 0 where there is none."""
    subsets = connected_subsets(weights > 0)
    return Layout(weights, subsets, *_eliminated(weights, subsets.together))


def effects(design: Layout, marks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least-squares effects of applications, (..., n_applications), and experts, (..., n_experts).

    v = S⁺ (Nᵀx − Nᵀ diag(1/k) N x) and t_p = mean of x − v over those who scored p; the effects of experts sum to zero
    in each subset. `marks` holds any finite number where there is no mark.
    """
    return _solved(design.weights, marks, design.per_application, design.inverse)


def solved(weights: FloatArray, marks: FloatArray, together: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the effects as `effects` does, where it is known who stands together."""
    per_application, _, inverse = _eliminated(weights, together)
    return _solved(weights, marks, per_application, inverse)


def _eliminated(weights: FloatArray, together: BoolArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return sums of weights, S, and S⁺.

    The pseudo-inverse needs no singular values: what S cannot know are the sums of the effects of each subset, so with
    B = 1 for two experts of one subset, m experts in it and any c > 0, S⁺ = (S + cB)⁻¹ − B/(c m²): the inverse under
    the constraint that effects sum to zero (Searle 1971). c is of the size of S, for the sake of the last digits.
    """
    n_experts = weights.shape[-1]
    total = weights.sum(axis=-1)
    per_application = np.where(total > 0, total, 1.0)
    halved = weights / np.sqrt(per_application)[..., None]
    per_expert = weights.sum(axis=-2)
    information = per_expert[..., None] * np.eye(n_experts) - np.swapaxes(halved, -1, -2) @ halved
    block = together.astype(np.float64)
    most = per_expert.max(axis=-1, initial=0.0)[..., None, None]
    size = np.where(most > 0, most, 1.0) / max(n_experts, 1)
    inverse = np.linalg.inv(information + size * block) - block / (size * block.sum(axis=-1, keepdims=True) ** 2)
    return per_application, information, inverse


def _solved(
    weights: FloatArray, marks: FloatArray, per_application: FloatArray, inverse: FloatArray
) -> tuple[FloatArray, FloatArray]:
    means = (weights * marks).sum(axis=-1) / per_application
    above = (weights * (marks - means[..., None])).sum(axis=-2)
    experts = np.einsum("...rq,...q->...r", inverse, above)
    shifts = (weights @ experts[..., None])[..., 0] / per_application
    return means - shifts, experts
