"""Checks of the parameter sheet: panel, marks that need a note, shares of people, thresholds, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from typing import Final

from indicators.check.place import Place, listed
from indicators.faults import Fault
from indicators.model import Clocks, DrawRules, ParameterSheet, Regulation, Round, Share

_SHEET: Final = "parameter_sheet"
_MOST_DECIMALS: Final = 6


def check_panel(file: str, sheet: ParameterSheet) -> Iterator[Fault]:
    """Panels have people, and trimming leaves some of them in the smallest panel."""
    place, sizes = Place(file, _SHEET), sheet.experts_per_application
    if not sizes:
        yield place.fault("rulebook.panel_sizes_none", "experts_per_application")
    for size in sizes:
        if size < 1:
            yield place.fault("rulebook.count_below_one", "experts_per_application", seen=size)
    if sheet.trimmed_each_side < 0:
        yield place.fault("rulebook.below_zero", "trimmed_each_side", seen=sheet.trimmed_each_side)
    if sheet.aggregate in ("trimmed", "winsorised") and sheet.trimmed_each_side == 0:
        yield place.fault("rulebook.trimmed_by_none", "trimmed_each_side", seen=sheet.aggregate)
    smallest = min(sizes, default=0)
    if smallest > 0 and 2 * sheet.trimmed_each_side >= smallest:
        yield place.fault(
            "rulebook.trimmed_away",
            "trimmed_each_side",
            seen=sheet.trimmed_each_side,
            expected=(smallest - 1) // 2,
            smallest=smallest,
        )


def check_marks(file: str, round_: Round) -> Iterator[Fault]:
    """Rounding, deviation and the shares that need a note are such as can occur in this round's table."""
    place, sheet, table = Place(file, _SHEET), round_.parameter_sheet, round_.indicator_table
    if not 0 <= sheet.rounding_decimals <= _MOST_DECIMALS:
        yield place.fault(
            "rulebook.decimals_range", "rounding_decimals", seen=sheet.rounding_decimals, expected=_MOST_DECIMALS
        )
    if not 0 < sheet.deviation_to_explain <= 1:
        yield place.fault(
            "rulebook.deviation_range",
            "deviation_to_explain",
            seen=sheet.deviation_to_explain,
            expected=1,
        )
    shares = sorted({level.share for leaf in table.leaves() for level in leaf.levels})
    for share in sheet.note_required_at_shares:
        if share not in shares:
            expected = listed(shares)
            yield place.fault("rulebook.share_of_no_level", "note_required_at_shares", seen=share, expected=expected)


def check_quorum_and_majority(file: str, sheet: ParameterSheet) -> Iterator[Fault]:
    """Shares of people are more than none and can be reached; a quorum is of the entitled, a majority no minority."""
    for column in ("quorum", "majority"):
        share: Share = getattr(sheet, column)
        place = Place(file, f"{_SHEET} / {column}")
        seen = f"{share.numerator}/{share.denominator}"
        if share.denominator < 1 or not 0 < share.numerator <= share.denominator:
            yield place.fault("rulebook.people_share_range", column, seen=seen)
            continue
        part = Fraction(share.numerator, share.denominator)
        if part == 1 and share.strict:
            yield place.fault("rulebook.people_share_unreachable", "strict", seen=seen)
        if column == "quorum" and share.of != "entitled":
            yield place.fault("rulebook.quorum_of", "of", seen=share.of)
        if column == "majority" and part < Fraction(1, 2):
            yield place.fault("rulebook.majority_below_half", column, seen=seen)


def check_thresholds(file: str, sheet: ParameterSheet) -> Iterator[Fault]:
    """The consent threshold is a probability; a notice lasts at least a day."""
    place = Place(file, _SHEET)
    if not 0 < sheet.consent_threshold <= 1:
        yield place.fault("rulebook.threshold_range", "consent_threshold", seen=sheet.consent_threshold)
    if sheet.notice_working_days < 1:
        yield place.fault("rulebook.count_below_one", "notice_working_days", seen=sheet.notice_working_days)


def check_deadlines(file: str, sheet: ParameterSheet) -> Iterator[Fault]:
    """An office has at least a day for a step, and a file of a dossier some size and some kind to be of."""
    for deadline in sheet.deadlines:
        if deadline.days < 1:
            place = Place(file, f"{_SHEET} / deadline {deadline.step_id}")
            yield place.fault("rulebook.count_below_one", "days", seen=deadline.days)
    limits = sheet.attachments
    if limits is not None and limits.most_megabytes < 1:
        place = Place(file, f"{_SHEET} / attachments")
        yield place.fault("rulebook.count_below_one", "most_megabytes", seen=limits.most_megabytes)


def check_deadline_steps(file: str, sheet: ParameterSheet, regulation: Regulation) -> Iterator[Fault]:
    """A deadline is for a step that the regulation has."""
    known = [step.id for step in regulation.steps]
    for deadline in sheet.deadlines:
        if deadline.step_id not in known:
            place = Place(file, f"{_SHEET} / deadline {deadline.step_id}")
            yield place.fault("rulebook.step_unknown", "step_id", seen=deadline.step_id, expected=listed(known))


def check_clocks(file: str, clocks: Clocks) -> Iterator[Fault]:
    """No clock runs backwards, harder items get no less time, and one hard item fits into the sitting."""
    place = Place(file, f"{_SHEET} / clocks")
    for field in fields(clocks):
        if (value := getattr(clocks, field.name)) < 0:
            yield place.fault("rulebook.below_zero", field.name, seen=value)
    items = (clocks.consent_item, clocks.normal_item, clocks.hard_item)
    if list(items) != sorted(items):
        yield place.fault("rulebook.clocks_order", "hard_item", seen=listed(items))
    needed = clocks.opening + clocks.pause + clocks.reserve + clocks.closing + clocks.hard_item
    if needed > clocks.length:
        yield place.fault("rulebook.clocks_too_long", "length", seen=needed, expected=clocks.length)


def check_draw(file: str, draw: DrawRules) -> Iterator[Fault]:
    """Panels come from somewhere, experts may have sheets, and what is limited to none is limited to none."""
    place = Place(file, f"{_SHEET} / draw")
    for column in ("least_prefectures", "load_within", "most_sheets"):
        if (count := getattr(draw, column)) < 1:
            yield place.fault("rulebook.count_below_one", column, seen=count)
    for column in ("most_unsuitable", "most_visit_questions"):
        if (count := getattr(draw, column)) < 0:
            yield place.fault("rulebook.below_zero", column, seen=count)


def check_notice(file: str, sheet: ParameterSheet) -> Iterator[Fault]:
    """Who answers objections has at least a day, no less to decide than to acknowledge; warnings come months before."""
    if sheet.notice is not None:
        place = Place(file, f"{_SHEET} / notice")
        for column in ("acknowledge_working_days", "decide_working_days"):
            if (count := getattr(sheet.notice, column)) < 1:
                yield place.fault("rulebook.count_below_one", column, seen=count)
        days = (sheet.notice.acknowledge_working_days, sheet.notice.decide_working_days)
        if list(days) != sorted(days):
            yield place.fault("rulebook.decided_before_acknowledged", "decide_working_days", seen=days[1])
    for months in sheet.expiry_warning_months or ():
        if months < 1:
            yield Place(file, _SHEET).fault("rulebook.count_below_one", "expiry_warning_months", seen=months)


def check_sheet(file: str, round_: Round) -> Iterator[Fault]:
    """Run the checks of this module."""
    sheet = round_.parameter_sheet
    yield from check_panel(file, sheet)
    yield from check_marks(file, round_)
    yield from check_quorum_and_majority(file, sheet)
    yield from check_thresholds(file, sheet)
    yield from check_deadlines(file, sheet)
    yield from check_clocks(file, sheet.clocks)
    yield from check_notice(file, sheet)
    if sheet.draw is not None:
        yield from check_draw(file, sheet.draw)
