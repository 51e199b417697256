"""The peers, each behind one function that takes the same arrays as this program; none of them is needed.

A peer that is not installed is ``None`` here, and its rows say so. Frames and tables are made inside the functions and
counted, except where long frames are made beforehand: for pingouin's ICC, whose bar is not to be won by that.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from itertools import product
from typing import Any, Final

import numpy as np

from scoring.model import FloatArray

NAMES: Final = ("pingouin", "krippendorff", "irrCAC", "simpledorff", "statsmodels", "generalizit")


def version_of(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def module(name: str) -> Any:
    """Return a peer's module, or ``None``."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


def long_frame(marks: FloatArray, axes: tuple[str, ...] = ("application", "expert")) -> Any:
    """Return a frame with a row for each mark that there is."""
    import pandas

    places = np.array(list(product(*(range(size) for size in marks.shape))))
    frame = pandas.DataFrame(places, columns=list(axes))
    frame["mark"] = marks.ravel()
    return frame.dropna()


def pingouin_icc(frame: Any) -> FloatArray:
    """Return the six forms in its order: single and then mean, one-way, absolute, consistency."""
    found = module("pingouin").intraclass_corr(frame, "application", "expert", "mark", nan_policy="omit")
    return np.asarray(found["ICC"], float)


def pingouin_cronbach(marks: FloatArray) -> float:
    import pandas

    return float(module("pingouin").cronbach_alpha(pandas.DataFrame(marks))[0])


def krippendorff_alpha(marks: FloatArray, level: str = "interval") -> float:
    return float(module("krippendorff").alpha(reliability_data=marks.T, level_of_measurement=level))


def krippendorff_draws(marks: FloatArray, draws: int) -> FloatArray:
    """Return alpha of applications drawn again: the loop that its users write."""
    rng = np.random.default_rng(0)
    n = len(marks)
    return np.array([krippendorff_alpha(marks[rng.integers(0, n, n)]) for _ in range(draws)])


def simpledorff_alpha(marks: FloatArray) -> float:
    peer, metrics = module("simpledorff"), module("simpledorff.metrics")
    frame = long_frame(marks)
    found = peer.calculate_krippendorffs_alpha_for_df(
        frame, experiment_col="application", annotator_col="expert", class_col="mark", metric_fn=metrics.interval_metric
    )
    return float(found)


def irrcac(coefficient: str, weights: str, categories: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return a function to value and standard error, by ``gwet``, ``fleiss``, ``conger``, ``bp``, ``krippendorff``."""

    def found(marks: FloatArray) -> FloatArray:
        import pandas

        peer = module("irrCAC.raw").CAC(
            pandas.DataFrame(marks), weights=weights, categories=categories.tolist(), digits=12
        )
        estimate = getattr(peer, coefficient)()["est"]
        return np.array([estimate["coefficient_value"], estimate["se"]])

    return found


def statsmodels_fleiss(marks: FloatArray, categories: FloatArray) -> float:
    peer = module("statsmodels.stats.inter_rater")
    counts = (marks[:, :, None] == categories).sum(axis=1)
    return float(peer.fleiss_kappa(counts, method="fleiss"))


def statsmodels_cohen(marks: FloatArray, categories: FloatArray) -> FloatArray:
    """Return kappa of two experts with quadratic weights, and its standard error."""
    peer = module("statsmodels.stats.inter_rater")
    counts, *_ = np.histogram2d(*marks.T, bins=np.append(categories, categories[-1] + 1))
    found = peer.cohens_kappa(counts, wt="quadratic")
    return np.array([found.kappa, found.std_kappa])


def statsmodels_components(totals: FloatArray) -> FloatArray:
    """Return applications, experts, residual by REML: crossed effects as one group of variance components."""
    frame = long_frame(totals)
    frame["all"] = 1
    effects = {"application": "0 + C(application)", "expert": "0 + C(expert)"}
    model = module("statsmodels.formula.api").mixedlm("mark ~ 1", frame, groups="all", vc_formula=effects)
    fit = model.fit(reml=True)
    return np.array([*(fit.vcomp[fit.model.exog_vc.names.index(name)] for name in effects), fit.scale])


def generalizit_components(marks: FloatArray) -> FloatArray:
    """Return the components of applications (p), experts (r), indicators (i), pr, pi, ri and the residual."""
    frame = long_frame(marks, ("p", "r", "i"))
    with redirect_stdout(StringIO()):
        study = module("generalizit").GeneralizIT(frame, design_str="p x r x i", response="mark")
    study.calculate_anova()
    return np.asarray(study.design.anova_table["Variance"], float)[:-1]


def scipy_kendall(marks: FloatArray) -> float:
    """Return Kendall's W from Friedman's chi-square, W = chi² / (k (n − 1)); complete panels alone."""
    from scipy.stats import friedmanchisquare

    n, k = marks.shape
    return float(friedmanchisquare(*marks).statistic) / (k * (n - 1))
