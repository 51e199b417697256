"""Checks of a round against its regulation: open grades, cut scores, floors, vetoes, caps, upgrades."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from indicators.check.place import Place, listed
from indicators.faults import Fault
from indicators.model import Regulation, Round


def check_grades_named(file: str, round_: Round, regulation: Regulation) -> Iterator[Fault]:
    """Every grade that a round names is accredited under the regulation, and open in this round."""
    accredited, opened = regulation.accredited_grades(), round_.grades_open
    if not opened:
        yield Place(file, "round").fault("rulebook.grades_none", "grades_open", expected=listed(accredited))
    for grade in opened:
        if grade not in accredited:
            yield Place(file, "round").fault(
                "rulebook.grade_not_accredited", "grades_open", seen=grade, expected=listed(accredited)
            )
    for place, column, grade in _grades_used(file, round_):
        if grade not in accredited:
            yield place.fault("rulebook.grade_not_accredited", column, seen=grade, expected=listed(accredited))
        elif grade not in opened:
            yield place.fault("rulebook.grade_not_open", column, seen=grade, expected=listed(opened))


def check_cut_scores(file: str, round_: Round) -> Iterator[Fault]:
    """A cut score is above zero and can be reached."""
    full = round_.indicator_table.full_marks
    for cut in round_.cut_scores:
        if not 0 < cut.min_score <= full:
            yield Place(file, f"cut_score {cut.grade}").fault(
                "rulebook.cut_score_range", "min_score", seen=cut.min_score, expected=full
            )


def check_cut_score_order(file: str, round_: Round, regulation: Regulation) -> Iterator[Fault]:
    """A higher grade asks for more points."""
    order = regulation.accredited_grades()
    cuts = sorted((cut for cut in round_.cut_scores if cut.grade in order), key=lambda cut: order.index(cut.grade))
    for lower, higher in pairwise(cuts):
        if lower.grade != higher.grade and higher.min_score <= lower.min_score:
            yield Place(file, f"cut_score {higher.grade}").fault(
                "rulebook.cut_score_order",
                "min_score",
                seen=higher.min_score,
                expected=lower.min_score,
                lower=lower.grade,
                higher=higher.grade,
            )


def check_cut_scores_there(file: str, round_: Round, regulation: Regulation) -> Iterator[Fault]:
    """Every open grade that experts judge has a cut score; without it nothing could be proposed."""
    judged = {
        grade for condition in regulation.conditions if condition.judged_by == "experts" for grade in condition.grades
    }
    cut = {cut_score.grade for cut_score in round_.cut_scores}
    for grade in round_.grades_open:
        if grade in judged and grade not in cut:
            yield Place(file, "round").fault("rulebook.cut_score_missing", "cut_score", seen=grade)


def check_floors(file: str, round_: Round) -> Iterator[Fault]:
    """A floor stands on an indicator of the table and within its points."""
    points = {indicator.code: indicator.max_score for indicator in round_.indicator_table.indicators}
    for floor in round_.floors:
        place = Place(file, f"floor {floor.grade} {floor.indicator}")
        if floor.indicator not in points:
            yield place.fault("rulebook.indicator_unknown", "indicator", seen=floor.indicator)
        elif not 0 < floor.min_score <= points[floor.indicator]:
            expected = points[floor.indicator]
            yield place.fault("rulebook.floor_range", "min_score", seen=floor.min_score, expected=expected)


def check_vetoes(file: str, round_: Round) -> Iterator[Fault]:
    """A veto stands on a leaf, bars at least one grade, leaves some points that pass, and bars a grade once."""
    table = round_.indicator_table
    known = {indicator.code for indicator in table.indicators}
    points = {leaf.code: leaf.max_score for leaf in table.leaves()}
    barred: set[tuple[str, str]] = set()
    for veto in round_.vetoes:
        place = Place(file, f"veto {veto.indicator} {'+'.join(veto.grades)}".strip())
        if veto.indicator not in known:
            yield place.fault("rulebook.indicator_unknown", "indicator", seen=veto.indicator)
        elif veto.indicator not in points:
            yield place.fault("rulebook.veto_on_parent", "indicator", seen=veto.indicator)
        elif not 0 <= veto.at_or_below < points[veto.indicator]:
            expected = points[veto.indicator]
            yield place.fault("rulebook.veto_range", "at_or_below", seen=veto.at_or_below, expected=expected)
        if not veto.grades:
            yield place.fault("rulebook.grades_none", "grades", expected=listed(round_.grades_open))
        for grade in veto.grades:
            if (veto.indicator, grade) in barred:
                yield place.fault("rulebook.veto_twice", "grades", seen=grade)
            barred.add((veto.indicator, grade))


def check_upgrades(file: str, round_: Round, regulation: Regulation) -> Iterator[Fault]:
    """An upgrade is from a lower grade, and has its years where its rule counts them."""
    order = regulation.accredited_grades()
    for upgrade in round_.parameter_sheet.upgrades:
        place = Place(file, f"parameter_sheet / upgrade {upgrade.target} {upgrade.held}")
        if upgrade.held not in order:
            yield place.fault("rulebook.grade_not_accredited", "held", seen=upgrade.held, expected=listed(order))
        elif upgrade.target in order and order.index(upgrade.held) >= order.index(upgrade.target):
            yield place.fault("rulebook.upgrade_not_upwards", "held", seen=upgrade.held, target=upgrade.target)
        if upgrade.rule == "years_held" and (upgrade.years is None or upgrade.years < 1):
            yield place.fault("rulebook.test_without_years", "years", seen=upgrade.years, rule=upgrade.rule)
        if upgrade.rule == "earlier_year" and upgrade.years is not None:
            yield place.fault("rulebook.test_value_unused", "years", seen=upgrade.years, rule=upgrade.rule)


def check_caps(file: str, round_: Round) -> Iterator[Fault]:
    """A cap lets at least one application through; a grade that takes none is not opened."""
    for cap in round_.parameter_sheet.caps:
        if cap.per_prefecture < 1:
            place = Place(file, f"parameter_sheet / cap {cap.grade}")
            yield place.fault("rulebook.count_below_one", "per_prefecture", seen=cap.per_prefecture)


def check_grading(file: str, round_: Round, regulation: Regulation | None) -> Iterator[Fault]:
    """Run the checks of this module; those against the regulation only where that could be read."""
    yield from check_cut_scores(file, round_)
    yield from check_floors(file, round_)
    yield from check_vetoes(file, round_)
    yield from check_caps(file, round_)
    if regulation is not None:
        yield from check_grades_named(file, round_, regulation)
        yield from check_cut_score_order(file, round_, regulation)
        yield from check_cut_scores_there(file, round_, regulation)
        yield from check_upgrades(file, round_, regulation)


def _grades_used(file: str, round_: Round) -> Iterator[tuple[Place, str, str]]:
    for cut in round_.cut_scores:
        yield Place(file, f"cut_score {cut.grade}"), "grade", cut.grade
    for floor in round_.floors:
        yield Place(file, f"floor {floor.grade} {floor.indicator}"), "grade", floor.grade
    for veto in round_.vetoes:
        for grade in veto.grades:
            yield Place(file, f"veto {veto.indicator} {'+'.join(veto.grades)}"), "grades", grade
    for cap in round_.parameter_sheet.caps:
        yield Place(file, f"parameter_sheet / cap {cap.grade}"), "grade", cap.grade
    for upgrade in round_.parameter_sheet.upgrades:
        yield Place(file, f"parameter_sheet / upgrade {upgrade.target} {upgrade.held}"), "target", upgrade.target
