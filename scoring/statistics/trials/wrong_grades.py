"""How many applications get a wrong grade under each rule, on each design."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.rules import NEED_LINKS, Rule, Scores, scores_of
from scoring.statistics.trials.setting import Setting, graded

QUOTA: Final = 0.4
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over independent fields with its standard error; ``nan`` for the error of a single one."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Against:
    """What a rule has over the plain mean on the same marks, in points of percent; positive is better.

    Attributes
    ----------
    right : Estimate
        Right grades.
    right_in_quota : Estimate
        Applications rightly in or out of the best 40 percent.
    same_quota : Estimate
        Agreement of two panels on the best 40 percent.
    """

    right: Estimate
    right_in_quota: Estimate
    same_quota: Estimate


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule does on a design, in percent of the applications.

    Attributes
    ----------
    rule : Rule
    too_high, too_low : Estimate or None
        Grades above and below that of the true total: false pass and false fail.
    wrong_in_quota : Estimate or None
        Wrong where the best 40 percent are taken instead: half of these got in, half were left out.
    same_grade, same_quota : Estimate or None
        Applications about which two panels that share no expert decide the same.
    against_mean : Against or None
    reason : Reason
        Why there is nothing: `NOT_CONNECTED` where the rule would compare what cannot be compared.
    """

    rule: Rule
    too_high: Estimate | None = None
    too_low: Estimate | None = None
    wrong_in_quota: Estimate | None = None
    same_grade: Estimate | None = None
    same_quota: Estimate | None = None
    against_mean: Against | None = None
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class DesignResult:
    """What all rules do on a design.

    Attributes
    ----------
    design : Design
    fields : int
        Fields of applications, each scored by two panels.
    subsets : float
        Connected subsets, mean over panels.
    reordered : int
        Complete panels on which taking severity out would have changed the order: none.
    rules : tuple of RuleResult
    robust_over_fair : Estimate or None
        Rightly in or out of the best 40 percent by Huber's method, minus those by least squares; in points of percent.
    """

    design: Design
    fields: int
    subsets: float
    reordered: int
    rules: tuple[RuleResult, ...]
    robust_over_fair: Estimate | None

    def of(self, rule: Rule) -> RuleResult:
        """Return what one rule does."""
        return next(one for one in self.rules if one.rule is rule)


def wrong_grades(setting: Setting, design: Design, n_fields: int, rng: np.random.Generator) -> DesignResult:
    """Return how often each rule errs on a design, by simulation.

    Every rule sees the same marks, so differences between rules are known better than each rule by itself.

    Where a design joins no two groups of experts, the fair total has no figure: strict experts cannot be told from
    poor applications, and to call its order right or wrong would take an assumption for a finding.

    Parameters
    ----------
    setting : Model or RoundSetting
        How marks come about, and the cut scores.
    design : Design
    n_fields : int
        Each is a fresh field of applications, with two panels of fresh experts.
    rng : numpy.random.Generator
    """
    found: dict[Rule, list[FloatArray]] = {}
    subsets: list[NDArray[np.int64]] = []
    reordered, connected = 0, True
    for pairs in setting.pairs(rng, design, n_fields):
        scores = scores_of(pairs.marks, setting.weights, pairs.totals, own=setting.aggregate)
        subsets.append(scores.subsets)
        reordered += int(scores.reordered.sum())
        connected &= bool(scores.connected.all())
        for rule, of in _measured(scores, pairs.truth, setting):
            found.setdefault(rule, []).append(of)
    plain = np.concatenate(found[Rule.MEAN])
    rules = tuple(
        RuleResult(rule, reason=Reason.NOT_CONNECTED)
        if rule in NEED_LINKS and not connected
        else _summed(rule, np.concatenate(of), plain)
        for rule, of in found.items()
    )
    fair, robust = (np.concatenate(found[rule])[:, 2] for rule in NEED_LINKS)
    return DesignResult(
        design=design,
        fields=n_fields,
        subsets=float(np.mean(np.concatenate(subsets, axis=1))),
        reordered=reordered,
        rules=rules,
        robust_over_fair=estimate(fair - robust) if connected else None,
    )


def _measured(scores: Scores, truth: FloatArray, setting: Setting) -> Iterator[tuple[Rule, FloatArray]]:
    """Yield the five measures of `RuleResult` of each field, shape (n_fields, 5), in percent."""
    deserved, best = setting.cuts.grade_of(truth), _best(truth)
    for rule, totals in scores.of.items():
        grade, chosen = graded(totals, setting), _best(np.round(totals, 9))
        measures = [
            (grade > deserved).mean(axis=-1).mean(axis=0),
            (grade < deserved).mean(axis=-1).mean(axis=0),
            (chosen != best).mean(axis=-1).mean(axis=0),
            (grade[0] == grade[1]).mean(axis=-1),
            (chosen[0] == chosen[1]).mean(axis=-1),
        ]
        yield rule, PERCENT * np.stack(measures, axis=-1)


def _best(totals: FloatArray) -> NDArray[np.bool_]:
    """Return the best 40 percent; equal totals by their order."""
    quota = round(QUOTA * totals.shape[-1])
    rank = np.argsort(np.argsort(-totals, axis=-1, kind="stable"), axis=-1)
    return np.asarray(rank < quota)


def estimate(values: FloatArray) -> Estimate:
    """Return the mean of independent values with its standard error."""
    error = float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else nan
    return Estimate(float(values.mean()), error)


def _summed(rule: Rule, own: FloatArray, plain: FloatArray) -> RuleResult:
    high, low, in_quota, _, same = (plain - own).T
    against = Against(estimate(high + low), estimate(in_quota), estimate(-same))
    measures = [estimate(measure) for measure in own.T]
    return RuleResult(rule, measures[0], measures[1], measures[2], measures[3], measures[4], against)
