"""A round that is over under a draft of other rules: identities, and hand counts on marks that are known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.model import RuleBook
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.replayed_marks import matched
from scoring.flow.replaying import ReplayBasis, basis_of, replay, replay_basis, replay_revision, replayed
from scoring.model import MarkState, ScoreTable
from tests.scoring.flow.conftest import actor, application, book_of_the_round

BOOK = book_of_the_round()
LEAVES = BOOK.round.indicator_table.leaves()
CUTS = {cut.grade: cut.min_score for cut in BOOK.round.cut_scores}


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    """A file alone: nothing here is about the database."""
    return str(tmp_path / "register.db")


def basis(*shares: float, target: str = "AA", wobble: float = 0.0, book: RuleBook = BOOK) -> ReplayBasis:
    """Return applications in which every expert gives the same share of every indicator, or nearly so."""
    given = {one.application_id: one for one in (application(n, target) for n in range(1, len(shares) + 1))}
    leaves = book.round.indicator_table.leaves()
    points = np.array([float(leaf.max_score) for leaf in leaves])
    moods = np.linspace(-wobble, wobble, 5)
    values = np.stack([np.outer(share + moods, points) for share in shares])
    states = np.full(values.shape, int(MarkState.SCORED), np.uint8)
    codes = tuple(leaf.code for leaf in leaves)
    table = ScoreTable("x", tuple(given), tuple("12345"), codes, np.round(values, 4), states, 4)
    return basis_of("2026-sample", book, given, table)


def under(**changes: Any) -> RuleBook:
    return replace(BOOK, round=replace(BOOK.round, **changes), digest="other")


def cuts(**points: str) -> tuple[Any, ...]:
    return tuple(
        replace(cut, min_score=Decimal(points.get(cut.grade, str(cut.min_score)))) for cut in BOOK.round.cut_scores
    )


def table_with(*indicators: Any) -> Any:
    return replace(BOOK.round.indicator_table, indicators=tuple(indicators))


def test_under_its_own_rules_nothing_moves_and_grades_are_those_of_the_round() -> None:
    found = replayed(basis(0.95, 0.85, 0.75), BOOK)
    assert (found.moved, found.unknown) == ((), 0)
    assert [one.before for one in found.cases] == ["AA", "AA", None]
    assert found.before == found.after == {"AA": 2, "": 1}
    assert [(one.code, one.judged, one.up, one.down) for one in found.places] == [("320100", 3, 0, 0)]


@pytest.mark.parametrize(
    ("line", "grades", "moves"),
    [
        ("75", ["AA", "AA", "AA"], [(3, True)]),
        ("75.01", ["AA", "AA", None], []),
        ("85", ["AA", "AA", None], []),
        ("85.01", ["AA", None, None], [(2, False)]),
    ],
)
def test_a_line_moves_whom_a_hand_count_says(line: str, grades: list[Any], moves: list[Any]) -> None:
    assert CUTS["AA"] == 80
    found = replayed(basis(0.95, 0.85, 0.75), under(cut_scores=cuts(AA=line), floors=(), vetoes=()))
    assert [one.after for one in found.cases] == grades
    assert [(int(one.application_id[-4:]), one.up) for one in found.moved] == moves
    assert (found.up, found.down) == (sum(up for _, up in moves), sum(not up for _, up in moves))


def test_a_renumbered_table_is_the_same_table() -> None:
    """Names decide: every code changes, and nothing moves."""
    renumbered = [
        replace(one, code=f"X{one.code}", parent=one.parent and f"X{one.parent}")
        for one in BOOK.round.indicator_table.indicators
    ]
    other = under(
        indicator_table=table_with(*renumbered),
        floors=tuple(replace(one, indicator=f"X{one.indicator}") for one in BOOK.round.floors),
        vetoes=tuple(replace(one, indicator=f"X{one.indicator}") for one in BOOK.round.vetoes),
    )
    found = replayed(basis(0.95, 0.85, 0.75, wobble=0.05), other)
    own = replayed(basis(0.95, 0.85, 0.75, wobble=0.05), BOOK)
    assert found.cases == own.cases
    assert found.matched.without_marks == found.matched.left_out == ()


def test_points_move_from_a_weak_indicator_to_a_strong_one_and_the_total_with_them() -> None:
    """Two siblings of equal points: all of the first, nothing of the second; the points go over to the first."""
    first, second = next(
        (a, b)
        for a in LEAVES
        for b in LEAVES
        if a.parent == b.parent and a.code < b.code and a.max_score == b.max_score and a.max_score >= 2
        if not {a.code, b.code} & {veto.indicator for veto in BOOK.round.vetoes}
    )
    given = basis(0.8)
    values = given.table.values.copy()
    at = {leaf.code: place for place, leaf in enumerate(LEAVES)}
    values[..., at[first.code]], values[..., at[second.code]] = float(first.max_score), 0.0
    given = basis_of("x", BOOK, given.applications, replace(given.table, values=values))
    # 80 less what both had, and all of the first: below the line of 80 by 0.6 of the points that the first has not.
    total = 80 - Decimal("1.6") * first.max_score + first.max_score
    assert given.held["2026-0001"].grade is None
    moved = [
        replace(one, max_score=one.max_score + (1 if one is first else -1)) if one in (first, second) else one
        for one in BOOK.round.indicator_table.indicators
    ]
    found = replayed(given, under(indicator_table=table_with(*moved), cut_scores=cuts(AA=str(total + 1))))
    assert found.cases[0].after == "AA"
    found = replayed(given, under(indicator_table=table_with(*moved), cut_scores=cuts(AA=str(total + Decimal("1.01")))))
    assert found.cases[0].after is None


def test_an_indicator_that_nobody_marked_does_not_apply_and_one_that_is_gone_is_named() -> None:
    gone, renamed = LEAVES[0], LEAVES[1]
    new = replace(gone, code="N1", name="供应链质量追溯")
    kept = [new if one is gone else one for one in BOOK.round.indicator_table.indicators]
    found = replayed(basis(0.85), under(indicator_table=table_with(*kept)))
    assert (found.matched.without_marks, found.matched.left_out) == (("N1",), (gone.code,))
    # Equal shares everywhere: whoever takes over its points earns the same share of them.
    assert [(one.before, one.after) for one in found.cases] == [("AA", "AA")]
    other = matched(
        BOOK.round.indicator_table,
        table_with(*(replace(one, name="新名称") if one is renamed else one for one in kept)),
    )
    assert other.of[renamed.code] == renamed.code


def test_how_sure_is_the_probability_that_the_round_quality_gives() -> None:
    """The identity: at the rules of the round, for a target that nothing caps, it is that of `quality`."""
    from scoring.flow.quality import quality_of

    given = basis(0.95, 0.91, 0.89, 0.84, 0.79, 0.7, target="AAA", wobble=0.06)
    names = dict.fromkeys(given.applications, ("", "AAA"))
    quality = quality_of(given.table, BOOK, "x", "document_review", names)
    held = [given.held[one.application_id] for one in quality.cases]
    told = [(one.grade_by_score, one.probability) for one in quality.cases]
    assert [one.grade or "none" for one in held] == [grade for grade, _ in told]
    assert [one.sure for one in held] == [min(99, max(1, round(100 * share))) for _, share in told if share is not None]
    assert len({one.sure for one in held}) > 2


def test_a_total_above_the_grade_applied_for_makes_that_grade_surer() -> None:
    """For AA both AA and AAA are enough; for AAA they are two grades."""
    shares, wobble = (0.905, 0.86, 0.7), 0.06
    for_aa = basis(*shares, wobble=wobble).held["2026-0001"]
    for_aaa = basis(*shares, target="AAA", wobble=wobble).held["2026-0001"]
    assert (for_aa.grade, for_aaa.grade) == ("AA", "AAA")
    assert for_aa.sure == 99
    assert for_aaa.sure is not None
    assert for_aaa.sure < 99


def test_what_a_floor_decides_has_no_certainty() -> None:
    floor = replace(BOOK.round.floors[0], grade="AA", min_score=Decimal(1))
    node = next(one for one in BOOK.round.indicator_table.indicators if one.code == floor.indicator)
    high = replace(floor, min_score=node.max_score)
    found = replayed(basis(0.85), under(floors=(high,)))
    assert [(one.before, one.after, one.sure_after) for one in found.cases] == [("AA", None, None)]


def test_only_a_round_that_is_over_is_replayed_and_only_for_who_writes_rules(office: Any) -> None:
    office.score("2026-0001", "1")
    for role in ("secretariat", "province_drc", "leader", "chair"):
        for read in (replay_basis, replay_revision):
            with pytest.raises(AccessRefusedError):
                read(office.register, actor(role), "2026-sample")


def test_from_the_record_it_says_what_the_chair_was_proposed(graded: Any) -> None:
    """By marks that came in by the way that sheets come, against what the panel's page proposes."""
    chair = {
        one.application.application_id: one
        for one in flow.panel_results(graded.register, actor("chair"), "2026-sample")
    }
    found = replay(graded.register, actor("secretariat"), "2026-sample", BOOK)
    assert found.moved == ()
    for one in found.cases:
        assert one.before == chair[one.application_id].proposal.grade
    for role in ("leader", "chair", "expert", "inspector", "system_admin"):
        with pytest.raises(AccessRefusedError):
            replay(graded.register, actor(role), "2026-sample", BOOK)
