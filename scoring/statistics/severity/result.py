"""What every way of estimating severity answers with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import BoolArray, CountArray, Subsets


@dataclass(frozen=True, slots=True)
class Severity:
    """Severities and fair totals of a stack of panels; everything in points of the marks.

    Attributes
    ----------
    severity, severity_error : ndarray, shape (..., n_experts)
        Positive = his marks are lower than the panel's would be. They sum to zero in each connected subset. The error
        is the standard error.
    raw, fair, fair_error : ndarray, shape (..., n_applications)
        Mean of the totals as given, the same with severities taken out, and its standard error given these experts.
    estimate : ndarray, shape (..., n_applications)
        What the method makes of each application, also where `fair` is left at `raw`.
    adjusted : ndarray of bool, shape (..., n_applications)
        Whether the application stands in a subset with gaps. Where all experts of a subset scored all of its
        applications every one met the same experts, so `fair` is `raw`, to the last bit.
    subsets : Subsets
        Severities and fair totals of different subsets cannot be compared.
    marks : ndarray of int, shape (..., n_experts)
        How many marks of each expert entered.
    residuals, weights : ndarray, shape (..., n_applications, n_experts)
        Mark − application + severity, ``nan`` where there is none; and the weight the mark had in the end: by a robust
        method less than 1 for a mark that fits badly. 0 where there is none.
    error_variance, degrees_of_freedom : ndarray, shape (...)
        Of one mark, and what it was estimated from.
    f_value, p_value : ndarray, shape (...)
        Test of all severities equal (in each subset), with `f_freedom` and `degrees_of_freedom` degrees of freedom.
    f_freedom : ndarray of int, shape (...)
    difference_error : ndarray, shape (...)
        Largest standard error of a difference between two severities of one subset.
    measurement_error : ndarray, shape (...)
        Standard error of a raw total, severity included: √((σ²_r + σ²) mean(1/k_p)).
    weak_links : ndarray of bool, shape (...)
        Adjusted, and `difference_error` above half of `measurement_error`: so few applications join the experts that
        what is taken out is hardly known. True also where no error can be estimated: each link hangs on one mark.
    expert_reason, application_reason : ndarray of uint8, shapes (..., n_experts) and (..., n_applications)
        `Reason` where severity or totals are undefined.
    error_reason, test_reason : ndarray of uint8, shape (...)
        `Reason` where there are no standard errors, and no test.
    """

    severity: FloatArray
    severity_error: FloatArray
    raw: FloatArray
    fair: FloatArray
    fair_error: FloatArray
    estimate: FloatArray
    adjusted: BoolArray
    subsets: Subsets
    marks: CountArray
    residuals: FloatArray
    weights: FloatArray
    error_variance: FloatArray
    degrees_of_freedom: CountArray
    f_value: FloatArray
    p_value: FloatArray
    f_freedom: CountArray
    difference_error: FloatArray
    measurement_error: FloatArray
    weak_links: BoolArray
    expert_reason: CodeArray
    application_reason: CodeArray
    error_reason: CodeArray
    test_reason: CodeArray

    @property
    def shift(self) -> FloatArray:
        """What adjustment adds to each total, in points, shape (..., n_applications)."""
        return self.fair - self.raw

    @property
    def connected(self) -> BoolArray:
        """Whether all that was scored can be compared, shape (...)."""
        return np.asarray(self.subsets.count == 1)

    def reason_of_expert(self, expert: int) -> Reason:
        """Return why an expert of a single panel has no severity."""
        return Reason(int(self.expert_reason[expert]))

    def reason_of_application(self, application: int) -> Reason:
        """Return why an application of a single panel has no total."""
        return Reason(int(self.application_reason[application]))
