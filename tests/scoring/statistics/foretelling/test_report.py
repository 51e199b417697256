"""The truth loop as a whole: what foretells is found, what does not is not, and few events say nothing."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.foretelling.report import (
    LEAST_SHOWN,
    LEAST_STATED,
    Followed,
    ForetellingReport,
    Verdict,
    foretold,
)

NAMES = ("1", "2", "3", "4", "5", "total")


def followed(events: int, *, strength: float = 1.5, seed: int = 4, n: int = 400) -> Followed:
    """The first mark decides the hazard, the second is its opposite, three are chance, and the total is the first."""
    rng = np.random.default_rng(seed)
    marks = np.round(rng.normal(0.8, 0.1, (n, 6)), 2)
    marks[:, 1] = 1.6 - marks[:, 0] + np.round(rng.normal(0, 0.05, n), 2)
    marks[:, 5] = marks[:, 0]
    times = rng.exponential(np.exp(strength * 10 * (marks[:, 0] - 0.8)) * 2000) + 1
    ends = rng.uniform(200, 1800, n)
    ordered = np.sort(np.where(times <= ends, times, np.inf))
    last = ordered[events - 1] if events else 0.0
    event = (times <= ends) & (times <= last)
    applied = np.vstack([marks, marks - 0.2])
    return Followed(marks, np.where(event, times, ends), event, applied)


def report(events: int, **given: float) -> ForetellingReport:
    return foretold(followed(events, **given), NAMES, apart=("total",))


def verdicts(found: ForetellingReport) -> list[Verdict]:
    return [line.verdict for line in found.lines]


def test_what_decides_the_hazard_is_found_and_chance_is_not():
    found = report(40)
    assert verdicts(found) == [Verdict.FORETOLD, Verdict.CONTRARY, *[Verdict.NOTHING_SEEN] * 3, Verdict.FORETOLD]
    first = found.lines[0]
    assert first.concordance.low > 0.5
    assert first.ratio.low > 1
    assert first.ratio.one.events + first.ratio.other.events == first.events == 40


def test_few_events_are_shown_with_limits_and_state_nothing():
    found = report(LEAST_STATED - 1)
    assert set(verdicts(found)) == {Verdict.TOO_FEW}
    assert found.lines[0].concordance.low is not None
    assert not found.stated
    assert 0.6 < found.detectable < 0.9


def test_fewer_still_are_not_told_by_indicator_at_all():
    found = report(LEAST_SHOWN - 1)
    assert set(verdicts(found)) == {Verdict.SUPPRESSED}
    for line in found.lines:
        assert (line.concordance, line.area, line.ratio, line.low_up_to) == (None, None, None, None)
    assert found.events == LEAST_SHOWN - 1
    assert found.rate.high > found.rate.value > 0
    assert found.detectable is None


def test_no_event_is_a_rate_with_an_upper_limit():
    found = report(0)
    assert (found.events, found.rate.value) == (0, 0.0)
    assert found.rate.high == pytest.approx(3.688879 / found.rate.years)


def test_the_total_is_no_part_of_the_family_of_indicators():
    alone = foretold(followed(40), NAMES, apart=("total",)).lines
    assert alone[5].q_value == pytest.approx(alone[5].concordance.p_value)
    within = foretold(followed(40), NAMES).lines
    assert within[3].q_value >= alone[3].q_value or within[3].q_value == pytest.approx(alone[3].q_value, rel=0.3)


def test_without_any_effect_hardly_anything_is_ever_found():
    found = [report(25, strength=0.0, seed=seed, n=120) for seed in range(8)]
    wrong = sum(verdict in (Verdict.FORETOLD, Verdict.CONTRARY) for one in found for verdict in verdicts(one)[:5])
    assert wrong <= 2


def test_the_choice_narrows_the_marks_and_it_is_said_how_far():
    found = report(40)
    assert 0.5 < found.lines[0].spread < 0.8  # two groups, .2 apart, and only the better one followed


def test_marks_that_do_not_differ_or_are_unknown_have_no_verdict_of_their_own():
    given = followed(40)
    given.marks[:, 2] = 0.75
    given.marks[:, 3] = np.nan
    found = foretold(given, NAMES)
    assert verdicts(found)[2:4] == [Verdict.UNDEFINED, Verdict.SUPPRESSED]
    assert found.lines[3].followed == 0
