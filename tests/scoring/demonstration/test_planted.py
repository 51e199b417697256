"""The planted troubles are really there, where the manifest says."""

from __future__ import annotations

import json

import numpy as np

from scoring.demonstration.marking import Marking, points_of
from scoring.demonstration.outcomes import proposals
from scoring.demonstration.planted import Planting, manifest
from scoring.demonstration.story import Story
from scoring.model import FloatArray, MarkState


def _of(story: Story, kind: str) -> list[Planting]:
    return [one for one in story.planted if one.kind == kind]


def _sheet(marking: Marking, application: str, expert: str) -> tuple[int, int]:
    return marking.applications.index(application), marking.experts.index(expert)


def _totals(marking: Marking) -> FloatArray:
    """Totals of whole sheets in points, nan elsewhere; shape (n_applications, n_experts)."""
    points = points_of(marking.leaves)[np.arange(len(marking.leaves)), marking.levels].sum(axis=2)
    whole = (marking.states == MarkState.SCORED).all(axis=2)
    return np.where(whole, points, np.nan)


def _deviations(marking: Marking) -> FloatArray:
    totals = _totals(marking)
    count = (~np.isnan(totals)).sum(axis=1, keepdims=True)
    return np.where(count > 1, totals - np.nansum(totals, axis=1, keepdims=True) / np.maximum(count, 1), np.nan)


def test_the_expert_at_home_gives_more_there_than_elsewhere(story: Story) -> None:
    review = story.current.opened.review
    (planting,) = _of(story, "home_favour")
    expert = review.experts.index(planting.experts[0])
    deviations = _deviations(review)[:, expert]
    home = np.isin(review.applications, planting.applications)
    assert np.nanmean(deviations[home]) - np.nanmean(deviations[~home]) > 4.0


def test_the_severe_expert_gives_least_of_all(story: Story) -> None:
    review = story.current.opened.review
    (planting,) = _of(story, "severe_expert")
    assert review.experts[int(np.nanargmin(np.nanmean(_deviations(review), axis=0)))] == planting.experts[0]


def test_the_hurried_expert_is_the_quickest_by_far(story: Story) -> None:
    review = story.current.opened.review
    (planting,) = _of(story, "hurried_expert")
    whole = (review.states != MarkState.MISSING).all(axis=2)
    pace = [
        float(np.median(np.diff(review.times[whole[:, expert], expert], axis=1)))
        for expert in range(len(review.experts))
    ]
    slowest_first = np.argsort(pace)
    assert review.experts[int(slowest_first[0])] == planting.experts[0]
    assert pace[slowest_first[0]] < 0.3 * pace[slowest_first[1]]


def test_straight_lined_sheets_have_one_level_throughout(story: Story) -> None:
    review = story.current.opened.review
    plantings = _of(story, "straight_lined_sheet")
    assert len(plantings) == 6
    for one in plantings:
        sheet = _sheet(review, one.applications[0], one.experts[0])
        given = review.levels[sheet][review.states[sheet] == MarkState.SCORED]
        assert len(set(given.tolist())) <= 1


def test_copied_sheets_are_alike_mark_by_mark_and_nobody_elses_are(story: Story) -> None:
    review = story.current.opened.review
    whole = (review.states == MarkState.SCORED).all(axis=2)
    alike = {
        (review.applications[row], frozenset({review.experts[one], review.experts[other]}))
        for row in range(len(review.applications))
        for one in np.flatnonzero(whole[row])
        for other in np.flatnonzero(whole[row])
        if one < other and np.array_equal(review.levels[row, one], review.levels[row, other])
    }
    plantings = _of(story, "copied_sheet")
    assert len(plantings) == 3
    planted = {(one.applications[0], frozenset(one.experts)) for one in plantings}
    straight = {one.applications[0] for one in _of(story, "straight_lined_sheet")}
    assert {pair for pair in alike if pair[0] not in straight} <= planted
    for one in plantings:
        source, copy = (_sheet(review, one.applications[0], expert) for expert in one.experts)
        kept = (review.states[source] != MarkState.MISSING) & (review.states[copy] != MarkState.MISSING)
        assert np.array_equal(review.levels[source][kept], review.levels[copy][kept])


def test_panels_are_split_at_a_cut_score(story: Story) -> None:
    review = story.current.opened.review
    totals = _totals(review)
    plantings = _of(story, "split_at_cut_score")
    assert {one.details["grade"] for one in plantings} == {"AA", "AAA"}
    for one in plantings:
        row = review.applications.index(one.applications[0])
        given, cut = totals[row][review.assigned[row]], float(one.details["cut"])
        assert abs(given.mean() - cut) < 1.0
        assert min((given >= cut).sum(), (given < cut).sum()) >= 2


def test_veto_and_floor_bar_what_the_total_reaches(story: Story) -> None:
    opened = story.current.opened
    applications = {one.application_id: one for one in opened.applications}
    experts, done = opened.review.experts, story.current.submitted
    submitted = np.array([[(name, expert) in done for expert in experts] for name in opened.review.applications])
    found = dict(
        zip(opened.review.applications, proposals(opened.review, submitted, applications, opened.book), strict=True)
    )
    for kind, key in (("veto", "proposal.vetoed"), ("floor", "proposal.floor_missed")):
        (planting,) = _of(story, kind)
        proposal = found[planting.applications[0]]
        assert proposal.outcome == "do_not_propose"
        assert proposal.grade_by_score in ("AA", "AAA")
        said = {reason.message.key: reason.message.values for reason in proposal.reasons}
        assert said[key]["indicator"] == planting.indicators[0]


def test_the_pushed_sheet_lies_far_above_its_panel(story: Story) -> None:
    review = story.current.opened.review
    (planting,) = _of(story, "pushed_sheet")
    row, expert = _sheet(review, planting.applications[0], planting.experts[0])
    others = [n for n in np.flatnonzero(review.assigned[row]) if n != expert]
    assert _totals(review)[row, expert] - np.nanmean(_totals(review)[row, others]) > 10.0


def test_open_sheets_are_not_whole_and_all_others_are(story: Story) -> None:
    review, submitted = story.current.opened.review, story.current.submitted
    (planting,) = _of(story, "sheets_not_submitted")
    pairs = set(zip(planting.applications, planting.experts, strict=True))
    assigned = {
        (review.applications[row], review.experts[expert]) for row, expert in np.argwhere(review.assigned).tolist()
    }
    assert submitted == assigned - pairs
    assert 0.01 < len(pairs) / len(assigned) < 0.12
    begun = 0
    for application, expert in sorted(assigned):
        there = review.states[_sheet(review, application, expert)] != MarkState.MISSING
        assert there.all() == ((application, expert) in submitted)
        begun += there.any() and not there.all()
    assert begun > 10


def test_the_late_recusal_and_the_returned_sheet_were_submitted_before(story: Story) -> None:
    late, returned = story.current.late_recusal, story.current.returned
    assert (late.application_id, late.expert_id) in story.current.submitted
    assert returned[:2] in story.current.submitted
    (planting,) = _of(story, "returned_sheet")
    assert (*planting.applications, *planting.experts, *planting.indicators) == returned


def test_recusals_took_place_and_were_replaced(story: Story) -> None:
    recusals = story.current.opened.recusals
    review = story.current.opened.review
    assert len(recusals) >= 20
    for one in recusals:
        row = review.applications.index(one.application_id)
        assert one.replacement is not None
        assert not review.assigned[row, review.experts.index(one.expert_id)]
        assert review.assigned[row, review.experts.index(one.replacement)]


def test_the_manifest_can_be_read_back(story: Story) -> None:
    read = json.loads(json.dumps(manifest(story.planted)))
    assert [one["kind"] for one in read] == [one.kind for one in story.planted]
    assert all(set(one) == {"kind", "round_id", "applications", "experts", "indicators", "details"} for one in read)
