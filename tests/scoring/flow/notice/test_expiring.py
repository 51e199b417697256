"""Grades that end soon are warned of, to the offices of their region."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import Granted

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")


def test_an_end_is_warned_of_to_the_offices_of_its_region(desk: Any, office: Any) -> None:
    office.accredit(AA, on=date(2026, 9, 1))

    def warned(role: str, on: date, region: str | None = None) -> list[tuple[str, int]]:
        found = flow.expiring(office.register, office.who(role, region=region), on=on)
        return [(one.accreditation.application_id, one.months) for one in found]

    assert warned("secretariat", date(2030, 8, 30)) == []
    assert warned("secretariat", date(2030, 8, 31)) == [(FIRST, 12)]
    assert warned("leader", date(2031, 8, 31)) == [(FIRST, 3)]
    assert warned("leader", date(2031, 9, 1)) == []
    assert warned("county_regulator", date(2031, 3, 1), "320102") == [(FIRST, 6)]
    assert warned("prefecture_drc", date(2031, 3, 1), "320100") == [(FIRST, 6)]
    assert warned("county_regulator", date(2031, 3, 1), "320505") == []
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        warned("expert", date(2031, 3, 1))
