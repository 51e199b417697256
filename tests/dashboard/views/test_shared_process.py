"""One process, one person after another: what was computed for one is neither shown nor kept for the next."""

from __future__ import annotations

import sys

import pytest

from dashboard import results
from scoring.errors import AccessRefusedError
from scoring.model import Actor

pr = sys.modules["panel_register"]


def test_who_comes_next_gets_his_own_or_nothing(sitting) -> None:
    sitting.to("deciding")
    inspector, chair = pr.actor("inspector"), pr.actor("chair")
    assert results.panel_overview(inspector, pr.ROUND).cases
    assert results.round_signs(inspector, pr.ROUND).sheets
    kept = results._panel_overview.cache_info()
    results.panel_overview(chair, pr.ROUND)
    assert results._panel_overview.cache_info().misses == kept.misses + 1  # computed anew, for him
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        results.round_signs(chair, pr.ROUND)
    for role in ("public", "leader", "expert", "system_admin", "security_admin"):
        for read in (results.panel_overview, results.round_signs, results.round_quality):
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                read(pr.actor(role), pr.ROUND)


def test_the_same_person_in_another_role_is_another_reader(sitting) -> None:
    sitting.to("deciding")
    results.panel_overview(Actor("same", "same", frozenset({"chair"})), pr.ROUND)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        results.panel_overview(Actor("same", "same", frozenset({"leader"})), pr.ROUND)


def test_a_right_that_is_lost_is_lost_though_the_answer_is_kept(sitting) -> None:
    sitting.to("deciding")
    chair = pr.actor("chair")
    results.panel_overview(chair, pr.ROUND)
    sitting.to("reviewing", reason="补正")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        results.panel_overview(chair, pr.ROUND)
