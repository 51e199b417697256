"""How long an accreditation holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from indicators.model import Validity
from scoring.procedure.dates import months_before, years_after

Standing = Literal["valid", "expired", "revoked", "superseded"]


def valid_until(announced_on: date, validity: Validity) -> date:
    """Return the last day of validity.

    The regulation counts "from the day of the announcement", which so is the first day (the general rule that the day
    of the event is not counted, Civil Code Article 201, yields to such a provision, Article 204): five years from 10
    May 2026 end with 9 May 2031.
    """
    return years_after(announced_on, validity.years) - timedelta(days=1)


def standing(state: Literal["valid", "revoked", "superseded"], until: date, *, on: date) -> Standing:
    """Return what an accreditation is on a day."""
    return "expired" if state == "valid" and on > until else state


def expiry_warning(until: date, months: Iterable[int], *, on: date) -> int | None:
    """Return how many months before its last day an accreditation is warned of on a day: the nearest of `months`.

    ``None`` where the first warning is still to come, or the validity is over: then there is nothing to renew in time.
    """
    if on > until:
        return None
    return min((count for count in months if on >= months_before(until, count)), default=None)
