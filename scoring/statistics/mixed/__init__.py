"""The mixed model of a panel: applications and experts as random, with or without gaps."""

from scoring.statistics.mixed.fit import fit_two_way
from scoring.statistics.mixed.result import TwoWayFit

__all__ = ["TwoWayFit", "fit_two_way"]
