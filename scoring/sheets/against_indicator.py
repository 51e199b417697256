"""One mark against its indicator: what a score sheet lets in, from a page or from a file."""

from __future__ import annotations

from indicators.faults import Fault
from indicators.language import Message, Name
from indicators.model import Indicator
from scoring.model import GivenMark, MarkState


def mark_fault(given: GivenMark, indicator: Indicator | None) -> Fault | None:
    """Return what is wrong with a mark, ``None`` where it may stand.

    Parameters
    ----------
    given : GivenMark
        The mark.
    indicator : Indicator or None
        The leaf it is for; ``None`` if the round has none of that code.
    """
    if indicator is None:
        return Fault(Message("scoresheet.unknown_indicator"), column="indicator", seen=given.indicator)
    named = {"code": indicator.code, "name": Name(indicator.name, indicator.name_en)}
    if given.state is MarkState.NOT_APPLICABLE and not indicator.allows_not_applicable:
        return Fault(
            Message("scoresheet.must_apply", named), entry=indicator.code, column="state", seen="not_applicable"
        )
    scored = given.state is MarkState.SCORED
    finite = given.value is not None and given.value.is_finite()
    if scored != (given.value is not None) or (scored and not (finite and given.value in indicator.allowed_scores())):
        points = ", ".join(f"{score.normalize():f}" for score in indicator.allowed_scores())
        # With its exponent: written out, 1E+99999999 would be a text of a hundred megabytes.
        seen = "" if given.value is None else str(given.value)
        what = Message("scoresheet.points_not_allowed", named)
        return Fault(what, entry=indicator.code, column="score", seen=seen, expected=points)
    return None
