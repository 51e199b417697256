"""What the demonstration tells at full size: numbers, rules kept, nothing forbidden but what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from indicators.model import RuleBook
from indicators.regions import Regions
from scoring.demonstration.assigning import barred, connected
from scoring.demonstration.marking import Marking
from scoring.demonstration.plan import Plan
from scoring.demonstration.rounds import OpenedRound
from scoring.demonstration.story import Story, tell
from scoring.model import MarkState
from scoring.procedure import uscc
from scoring.procedure.eligibility import assess
from scoring.procedure.validity import valid_until


def _opened(story: Story) -> list[OpenedRound]:
    return [*(one.opened for one in story.finished), story.current.opened]


def _markings(story: Story) -> list[tuple[OpenedRound, Marking]]:
    return [
        *((one.opened, marking) for one in story.finished for marking in (one.opened.review, one.visit)),
        (story.current.opened, story.current.opened.review),
    ]


def test_rounds_states_and_sizes(story: Story) -> None:
    assert [one.plan.round_id for one in _opened(story)] == [
        "2022-synthetic",
        "2023-synthetic",
        "2024-synthetic",
        "2025-synthetic",
        "2026-sample",
    ]
    for one in story.finished:
        assert 120 <= len(one.opened.review.applications) <= 260
    grades = Counter(one.target_grade for one in story.current.opened.applications)
    assert 400 <= grades["AAA"] + grades["AA"] <= 585
    assert len(story.raters) == 60


def test_every_prefecture_and_every_county_takes_part(story: Story, regions: Regions) -> None:
    counties = {one.enterprise.county for one in story.current.opened.applications}
    assert counties == {county.code for county in regions.counties()}
    assert len(counties) == 95
    assert len({regions.prefecture_of(county).code for county in counties}) == 13
    assert {rater.expert.region for rater in story.raters} == {one.code for one in regions.prefectures()}


def test_caps_are_kept_and_large_prefectures_come_close_to_them(story: Story) -> None:
    for opened in _opened(story):
        caps = {cap.grade: cap.per_prefecture for cap in opened.book.round.parameter_sheet.caps}
        counts = Counter((one.enterprise.county[:4], one.target_grade) for one in opened.applications)
        assert all(count <= caps.get(grade, count) for (_, grade), count in counts.items())
    current = Counter(
        one.enterprise.county[:4] for one in story.current.opened.applications if one.target_grade == "AAA"
    )
    assert current["3205"] == 15
    assert current["3213"] < 10


def test_names_codes_and_numbers_are_sound_and_different(story: Story) -> None:
    enterprises = {one.enterprise.uscc: one.enterprise for opened in _opened(story) for one in opened.applications}
    assert not any(uscc.check(code) for code in enterprises)
    assert len({one.name for one in enterprises.values()}) == len(enterprises) > 1000
    assert len({rater.expert.expert_id for rater in story.raters}) == 60
    assert len({rater.expert.name for rater in story.raters}) == 60
    for opened in _opened(story):
        assert len({one.application_id for one in opened.applications}) == len(opened.applications)
        assert len({one.enterprise.uscc for one in opened.applications}) == len(opened.applications)


def test_everyone_is_eligible_but_who_was_planted(story: Story, regions: Regions) -> None:
    counties = {county.code for county in regions.counties()}
    expected = {
        name: one.details["condition"] for one in story.planted if one.kind == "ineligible" for name in one.applications
    }
    found: dict[str, str] = {}
    for opened in _opened(story):
        for application in opened.applications:
            for finding in assess(application, opened.book, counties=counties).findings:
                if finding.counts_as != "met":
                    assert application.application_id not in found
                    found[application.application_id] = finding.condition
    assert found == expected
    assert len(expected) == 8


def test_grades_held_were_announced_in_the_story_or_before_it(story: Story) -> None:
    granted: dict[str, list[tuple[str, date]]] = {}
    held = 0
    for done in story.finished:
        by_id = {one.application_id: one.enterprise.uscc for one in done.opened.applications}
        end = done.opened.plan.end
        assert end is not None
        for grant in done.granted:
            granted.setdefault(by_id[grant.application_id], []).append((grant.grade, end.announced))
            assert grant.until == valid_until(end.announced, done.opened.book.regulation.validity)
    taken_away = {(one.application_id) for done in story.finished for one in done.revoked}
    codes_taken = {
        one.enterprise.uscc
        for done in story.finished
        for one in done.opened.applications
        if one.application_id in taken_away
    }
    for application in story.current.opened.applications:
        for one in application.held:
            held += 1
            assert (one.grade, one.since) in granted.get(application.enterprise.uscc, []) or (
                one.since in story.plan.before
            )
        # Whoever lost a grade is barred still.
        assert application.enterprise.uscc not in codes_taken
    assert held > 400


def test_grades_go_up_step_by_step_over_the_years(story: Story) -> None:
    ladder: dict[str, list[str]] = {}
    for done in story.finished:
        by_id = {one.application_id: one.enterprise.uscc for one in done.opened.applications}
        for grant in done.granted:
            ladder.setdefault(by_id[grant.application_id], []).append(grant.grade)
    assert any(grades == ["A", "AA", "AAA"] for grades in ladder.values())
    assert not any(("A", "AAA") in pairwise(grades) for grades in ladder.values())


def test_nobody_scores_at_home_or_his_employer_but_the_planted_one(story: Story) -> None:
    planted = {
        pair
        for one in story.planted
        if one.kind == "home_favour"
        for pair in zip(one.applications, one.experts, strict=True)
    }
    found: set[tuple[str, str]] = set()
    visited: dict[str, set[str]] = {}
    for opened, marking in _markings(story):
        by_id = {one.application_id: one for one in opened.applications}
        applications = [by_id[name] for name in marking.applications]
        # Of earlier rounds: who visits may have read the documents of the same round.
        earlier = [
            set() if marking.stage == "on_site_verification" else visited.get(one.enterprise.uscc, set())
            for one in applications
        ]
        may_not = barred(applications, opened.raters, earlier)
        found |= {
            (marking.applications[row], marking.experts[expert])
            for row, expert in np.argwhere(marking.assigned & may_not).tolist()
        }
        if marking.stage == "on_site_verification":
            for row, one in enumerate(applications):
                went = {marking.experts[place] for place in np.flatnonzero(marking.assigned[row])}
                visited.setdefault(one.enterprise.uscc, set()).update(went)
    assert found == planted
    assert visited
    assert len(planted) == 7
    # The rule about employers has somebody to apply to.
    names = {one.enterprise.name for one in story.current.opened.applications}
    assert any(rater.expert.employer in names for rater in story.current.opened.raters)


def test_designs_are_connected_and_balanced_and_panels_have_their_size(story: Story) -> None:
    for opened, marking in _markings(story):
        assert connected(marking.assigned)
        sizes = set(marking.assigned.sum(axis=1).tolist())
        assert sizes <= set(opened.book.round.parameter_sheet.experts_per_application)
        load = marking.assigned.sum(axis=0)
        # Site visits are few, and where the applicants live bars some experts from most of them.
        assert np.ptp(load) <= 2 or marking.stage == "on_site_verification"
    review = story.current.opened.review
    grade = {one.application_id: one.target_grade for one in story.current.opened.applications}
    panel = dict(zip(review.applications, review.assigned.sum(axis=1).tolist(), strict=True))
    assert {(grade[name], size) for name, size in panel.items()} == {("AAA", 7), ("AA", 5)}


def test_marks_stand_where_somebody_is_assigned_with_a_time_in_the_days_of_marking(story: Story) -> None:
    for opened, marking in _markings(story):
        marked = marking.states != MarkState.MISSING
        assert not marked[~marking.assigned].any()
        end = opened.plan.end
        visited = end.visited if end is not None and marking.stage == "on_site_verification" else opened.plan.marked
        first, last = (story.plan.at(day, 0).timestamp() * 1e6 for day in visited)
        times = marking.times[marked]
        assert first <= times.min()
        assert times.max() < last + 86_400e6
        na = np.argwhere(marking.states == MarkState.NOT_APPLICABLE)[:, 2]
        assert all(marking.leaves[place].allows_not_applicable for place in set(na.tolist()))
    current = story.current.opened.review
    for state in (MarkState.INSUFFICIENT, MarkState.NOT_APPLICABLE):
        assert 50 < (current.states == state).sum() < 2000


def test_some_pass_and_some_do_not(story: Story) -> None:
    for done in story.finished:
        targets = {one.application_id: one.target_grade for one in done.opened.applications}
        rate = {
            grade: np.mean([one.grade is not None for one in done.decisions if targets[one.application_id] == grade])
            for grade in ("AA", "AAA")
        }
        assert 0.4 < rate["AA"] < 0.95
        assert 0.2 < rate["AAA"] < 1.0
        assert done.revoked


def test_another_seed_tells_another_story_and_the_same_the_same(
    small_plan: Plan, books: Mapping[str, RuleBook], regions: Regions
) -> None:
    first, again, other = (tell(seed, plan=small_plan, books=books, regions=regions) for seed in (5, 5, 6))
    assert first.planted == again.planted
    assert [asdict(one.expert) for one in first.raters] == [asdict(one.expert) for one in again.raters]
    assert first.current.opened.applications == again.current.opened.applications
    assert np.array_equal(first.current.opened.review.levels, again.current.opened.review.levels)
    assert np.array_equal(first.current.opened.review.times, again.current.opened.review.times)
    assert first.current.opened.applications != other.current.opened.applications


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_rounds_before_2025_stand_under_the_synthetic_regulation(story: Story, year: int) -> None:
    (book,) = (one.book for one in _opened(story) if one.book.round.year == year)
    assert book.regulation.key == "synthetic-before-2025"
    assert book.round.status == book.regulation.status == "synthetic"
