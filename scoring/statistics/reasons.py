"""Why a statistic has no value, or which way it was computed: codes for arrays, texts for people."""

from __future__ import annotations

from enum import IntEnum

from indicators.language import Message


class Reason(IntEnum):
    """Why a number is undefined. One code a panel, so that thousands of panels need no list of texts."""

    NONE = 0
    NO_MARKS = 1
    """Nothing was scored at all."""
    ONE_EXPERT = 2
    """Fewer than two experts gave marks."""
    ONE_APPLICATION = 3
    """Fewer than two applications have marks."""
    NO_PAIRS = 4
    """No application was scored by two experts, so nothing can be compared."""
    ALL_EQUAL = 5
    """All marks are equal: agreement is perfect, and how well applications are told apart cannot be known."""
    NO_SCALE = 6
    """The statistic depends on the scale, and none was declared."""
    OFF_SCALE = 7
    """A mark lies off the declared scale."""
    GAPS = 8
    """Not defined where marks are missing."""
    NOT_FINITE = 9
    """A mark is infinite."""
    NEGATIVE = 10
    """A mark is negative, and the statistic needs a zero below which there is nothing."""
    NOT_CONNECTED = 11
    """The panel falls apart into groups of experts and applications with nothing in common."""
    NO_FREEDOM = 12
    """As many unknowns as marks: nothing is left to estimate the error from."""
    TOO_FEW = 13
    """Too few marks for this statistic."""
    ZERO_WEIGHTS = 14
    """All weights are zero."""
    NOT_CONVERGED = 15
    """The solver found no answer."""
    NO_VARIANCE = 16
    """Applications do not differ, so there is nothing to measure reliability by."""
    NO_INDICATORS = 17
    """The statistic needs two indicators or more."""
    NO_REGION = 18
    """The marks name no regions."""
    NO_CUTS = 19
    """No cut scores were given."""
    INCOMPLETE_SHEET = 20
    """A mark that counts is missing, so that there is no total."""
    NO_COMPONENTS = 21
    """The variance components cannot be estimated."""
    EXACT_FIT = 22
    """The marks fit without any error, so there is nothing to test against."""
    CONFOUNDED = 23
    """What was asked cannot be told from something else in this design."""
    NO_CONTRAST = 24
    """Nobody gave marks both at home and elsewhere."""
    NO_TIME = 25
    """The marks carry no times."""
    ONLY_ORDER = 26
    """Only the order of the marks is known, not the time between them."""
    ONLY_TIES = 27
    """Nobody ranks anything: every expert gave all applications the same mark."""
    EXTREME = 28
    """Only the highest and the lowest marks there are: measured by a fixed adjustment, if at all, and without fit."""
    SCALE_END = 29
    """The mean lies so near an end of the scale that the experts could not have differed much."""
    UNATTAINABLE = 30
    """No number of experts would be enough: what is left does not lie with them."""
    LONG_SCALE = 31
    """Totals can take too many values for agreement by categories of them."""
    TOO_FINE = 32
    """The scale has more steps than the model can take."""

    @property
    def message(self) -> Message | None:
        """The reason as a text for people; ``None`` where there is none to give."""
        return None if self is Reason.NONE else Message(f"statistics.reason_{self.name.lower()}")
