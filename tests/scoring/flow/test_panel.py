"""A panel's result: to nobody before the marks are closed, of the sheets that count, exact to the last fraction."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from indicators.model import IndicatorTable
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.scores import scores_of_table
from scoring.model import GivenMark, GivenSheet, MarkState, ScoreTable

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
PANEL = ("E01", "E02", "E03", "E04", "E05")


def result(office: Any, of: str = FIRST, **told: Any) -> Any:
    return flow.panel_result(office.register, office.who("chair"), of, **told)


def enter(office: Any, *given: GivenSheet, signed: bool = True) -> None:
    keys = {(sheet.application_id, sheet.expert_id) for sheet in given} if signed else set()
    flow.import_sheets(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        ROUND,
        given,
        submitted=keys,
        source="test",
    )


def marks_of(book: Any, random: Random) -> dict[str, tuple[MarkState, Fraction]]:
    """Marks at random, now and then not applicable or insufficient where that may be."""
    given = {}
    for leaf in book.round.indicator_table.leaves():
        value = random.choice(leaf.allowed_scores())
        given[leaf.code] = (MarkState.SCORED, Fraction(value))
        if leaf.allows_not_applicable and random.random() < 0.5:
            given[leaf.code] = (MarkState.NOT_APPLICABLE, Fraction())
        elif random.random() < 0.05:
            given[leaf.code] = (MarkState.INSUFFICIENT, Fraction())
    return given


def as_sheet(application_id: str, expert: str, marks: Mapping[str, tuple[MarkState, Fraction]]) -> GivenSheet:
    def value(state: MarkState, points: Fraction) -> Decimal | None:
        return Decimal(points.numerator) / points.denominator if state is MarkState.SCORED else None

    given = tuple(GivenMark(code, state, value(state, points), "依据") for code, (state, points) in marks.items())
    return GivenSheet(application_id, expert, given)


def total_by_hand(table: IndicatorTable, sheets: list[dict[str, tuple[MarkState, Fraction]]]) -> Fraction:
    """Mean of each indicator over those who judged it, up the tree; what nobody judged is shared out by its parent."""

    def earned(code: str) -> tuple[Fraction, Fraction] | None:
        """Return score and full marks, ``None`` where nothing applies."""
        node = next(one for one in table.indicators if one.code == code)
        children = [one.code for one in table.indicators if one.parent == code]
        if not children:
            given = [sheet[code][1] for sheet in sheets if sheet[code][0] is not MarkState.NOT_APPLICABLE]
            return (sum(given, Fraction()) / len(given), Fraction(node.max_score)) if given else None
        return together([one for child in children if (one := earned(child))], Fraction(node.max_score))

    def together(parts: list[tuple[Fraction, Fraction]], full: Fraction) -> tuple[Fraction, Fraction] | None:
        if not parts:
            return None
        score, reached = (sum((part[place] for part in parts), Fraction()) for place in (0, 1))
        return score * full / reached, full

    tops = [found for one in table.indicators if one.parent is None and (found := earned(one.code))]
    whole = together(tops, Fraction(table.full_marks))
    assert whole is not None
    return whole[0]


def half_up(value: Fraction, decimals: int = 2) -> Decimal:
    """As on paper: the digit after the last is 5 or more, so one up."""
    digits = value * 10**decimals
    whole, rest = divmod(digits.numerator, digits.denominator)
    return Decimal(whole + (2 * rest >= digits.denominator)).scaleb(-decimals)


@pytest.mark.parametrize("role", [role.id for role in access.rules().role])
def test_nobody_sees_a_result_before_the_marks_are_closed(office: Any, role: str) -> None:
    office.score(FIRST)
    for ask in (
        lambda who: flow.panel_result(office.register, who, FIRST),
        lambda who: flow.panel_results(office.register, who, ROUND),
    ):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            ask(office.who(role, "E01", "320000"))


def test_only_chair_and_inspector_see_it_afterwards(office: Any) -> None:
    office.to("deciding")
    for role in access.rules().role:
        who = office.who(role.id, "E01", "320000")
        if role.id in ("chair", "inspector"):
            assert len(flow.panel_results(office.register, who, ROUND)) == 2
        else:
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                flow.panel_results(office.register, who, ROUND)


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_those_of_a_computation_by_fractions(office: Any, seed: int) -> None:
    random = Random(seed)
    by_expert = {expert: marks_of(office.book, random) for expert in PANEL}
    enter(office, *(as_sheet(FIRST, expert, marks) for expert, marks in by_expert.items()))
    office.to("deciding")
    found = result(office)
    table = office.book.round.indicator_table
    assert found.scores.total == half_up(total_by_hand(table, list(by_expert.values())))
    for leaf in table.leaves():
        judged = [marks[leaf.code] for marks in by_expert.values()]
        given = [points for state, points in judged if state is not MarkState.NOT_APPLICABLE]
        assert found.scores.exact.get(leaf.code) == (sum(given, Fraction()) / len(given) if given else None)
        assert (leaf.code in found.scores.not_applicable) == (not given)


@pytest.mark.parametrize("experts", [5, 7])
def test_a_total_half_way_between_two_cents_goes_up(sample_book: Any, experts: int) -> None:
    """Floats would add up to a hair below the half now and then; many random panels, each held to the fraction."""
    random, table = Random(7), sample_book.round.indicator_table
    leaves = table.leaves()
    panels = [[marks_of(sample_book, random) for _ in range(experts)] for _ in range(150)]
    states = np.array([[[sheet[leaf.code][0] for leaf in leaves] for sheet in panel] for panel in panels], np.uint8)
    values = np.array([[[float(sheet[leaf.code][1]) for leaf in leaves] for sheet in panel] for panel in panels])
    values[states == MarkState.NOT_APPLICABLE] = np.nan
    names = tuple(str(number) for number in range(len(panels)))
    marked = ScoreTable(
        "p", names, PANEL + ("E06", "E07")[: experts - 5], tuple(x.code for x in leaves), values, states, 4
    )
    found = scores_of_table(marked, sample_book)
    by_hand = {name: total_by_hand(table, panel) for name, panel in zip(names, panels, strict=True)}
    assert {name: found[name].total for name in names} == {name: half_up(by_hand[name]) for name in names}
    ties = [name for name in names if (by_hand[name] * 1000).denominator == 1 and by_hand[name] * 1000 % 10 == 5]
    assert experts == 7 or ties, "no panel came out half way, so nothing was tried"


def test_what_everybody_found_not_applicable_is_shared_out_and_no_gap(office: Any) -> None:
    leaf = next(leaf for leaf in office.book.round.indicator_table.leaves() if leaf.allows_not_applicable)
    for expert in PANEL:
        marks = {one.indicator: (one.state, Fraction(one.value)) for one in office.sheet(FIRST, expert, "1").marks}
        enter(office, as_sheet(FIRST, expert, marks | {leaf.code: (MarkState.NOT_APPLICABLE, Fraction())}))
    office.to("deciding")
    scores = result(office).scores
    assert scores.total == Decimal("100.00")
    assert scores.not_applicable == {leaf.code}
    assert leaf.code not in scores.exact


def test_sheets_that_are_open_returned_or_of_the_recused_do_not_count(office: Any) -> None:
    office.score(FIRST, "0.5", PANEL[:4])
    enter(office, office.sheet(FIRST, "E05", "1"), signed=False)
    office.recuse(expert="E01")
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=FIRST,
        expert_id="E02",
        reason="专家申请",
    )
    office.to("deciding")
    found = result(office)
    assert (found.assigned, found.submitted, found.scores.of.experts) == (4, 2, 2)
    assert found.scores.total == Decimal("50.00")


def test_a_panel_without_a_sheet_has_no_score_and_no_proposal(office: Any) -> None:
    office.to("deciding")
    found = result(office)
    assert (found.scores, found.proposal.outcome, found.proposal.total, found.sheets) == (None, None, None, ())
    assert any("marks_missing" in str(reason.message) for reason in found.proposal.reasons)


def test_no_experts_id_leaves_with_a_result(office: Any) -> None:
    office.score(FIRST)
    office.score(SECOND, "1")
    office.to("deciding")
    one, every = result(office), flow.panel_results(office.register, office.who("inspector"), ROUND)
    assert [sheet.expert_id for sheet in one.sheets] == ["1", "2", "3", "4", "5"]
    assert one.sheets == every[0].sheets
    for expert in PANEL:
        assert f"'{expert}'" not in repr(one)
        assert f"'{expert}'" not in repr(every)


def test_results_of_the_round_are_those_of_each_panel_in_the_order_of_coming_in(office: Any) -> None:
    office.score(SECOND, "1")
    office.score(FIRST, "0.75")
    office.to("deciding")
    every = flow.panel_results(office.register, office.who("chair"), ROUND)
    assert every == (result(office, FIRST), result(office, SECOND))
    assert [str(one.scores.total) for one in every] == ["75.00", "100.00"]


def test_the_proposal_follows_total_and_grade(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "1")
    office.to("deciding")
    first, second = flow.panel_results(office.register, office.who("chair"), ROUND)
    assert (first.proposal.outcome, first.proposal.grade) == ("propose_aa", "AA")
    assert (second.proposal.outcome, second.proposal.grade) == ("send_to_site_visit", "AAA")
    assert set(second.eligibility) == {"AAA", "AA"}


def test_a_site_visit_that_the_grade_does_not_take_is_told(office: Any) -> None:
    office.to("deciding")
    with pytest.raises(ConflictError, match=r"flow\.no_site_visit"):
        result(office, FIRST, stage="on_site_verification")
    assert result(office, SECOND, stage="on_site_verification").scores is None
    assert flow.panel_results(office.register, office.who("chair"), ROUND, stage="on_site_verification") == ()
