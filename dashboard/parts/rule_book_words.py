"""Values of the rule book in words: fact tests, interpretations, parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import number
from indicators.language import Translator
from indicators.model import AttachmentLimits, FactTest, Interpretations, ParameterSheet, RuleBook, Share, Upgrade


def label(field: str, say: Translator) -> str:
    """Return the name of a value, as a heading."""
    return first_upper(say(f"rulebook.key_of_{field}"))


def first_upper(words: str) -> str:
    """Return words that stand by themselves, as English begins them."""
    return words[:1].upper() + words[1:]


def fact_words(test: FactTest, book: RuleBook, say: Translator) -> str:
    """Return how a condition is computed from facts, with its number of years."""
    readings = book.regulation.interpretations
    return say(
        f"rules.test_{test.rule}",
        years=test.years,
        allowed=listed((say(f"rules.form_{form}") for form in test.allowed), say),
        above=number(readings.growth_above_percent),
        of=say(f"rules.growth_of_{readings.growth_of}"),
    )


def interpretation_words(choices: Interpretations, field: str, say: Translator) -> str:
    """Return what was chosen where the text is silent."""
    value: object = getattr(choices, field)
    match value:
        case bool():
            return say("rules.yes" if value else "rules.no")
        case Decimal():
            return say("rules.above_percent", percent=number(value))
        case int():
            return say(f"rules.{field}", count=value)
    return say(f"rules.{field}_{value}")


def parameter_words(sheet: ParameterSheet, field: str, say: Translator) -> tuple[str, ...]:
    """Return a value of the parameter sheet in words; several where it has several parts."""
    return tuple(_PARAMETERS[field](sheet, say))


def _numbers(values: Iterable[object], say: Translator) -> str:
    return say("rules.list_or").join(number(one) if isinstance(one, Decimal) else str(one) for one in values)


def _share(share: Share, say: Translator) -> str:
    key = "rules.more_than" if share.strict else "rules.at_least"
    return say(key, numerator=share.numerator, denominator=share.denominator, of=say(f"rules.of_{share.of}"))


def _trimmed(sheet: ParameterSheet, say: Translator) -> list[str]:
    count = sheet.trimmed_each_side
    return [say("rules.trimmed", count=count) if count else say("rules.trimmed_none")]


def _clocks(sheet: ParameterSheet, say: Translator) -> list[str]:
    clocks = sheet.clocks
    names = ("length", "opening", "consent_item", "normal_item", "hard_item", "pause", "reserve", "closing")
    minutes = [say(f"rules.clock_{name}", minutes=number(getattr(clocks, name))) for name in names]
    return [*minutes, say("rules.clock_pull_window", seconds=clocks.pull_window_seconds)]


def _upgrade(upgrade: Upgrade, say: Translator) -> str:
    return say(f"rules.upgrade_{upgrade.rule}", target=upgrade.target, held=upgrade.held, years=upgrade.years)


def _draw(sheet: ParameterSheet, say: Translator) -> list[str]:
    rules = sheet.draw
    if rules is None:
        return []
    return [
        *([say("rules.draw_own_prefecture")] if rules.own_prefecture_excluded else []),
        *([say("rules.draw_earlier_visit")] if rules.earlier_visit_excluded else []),
        say("rules.draw_unsuitable", count=rules.most_unsuitable),
        say("rules.draw_prefectures", count=rules.least_prefectures),
        say("rules.draw_load", count=rules.load_within, most=rules.most_sheets),
        say(f"rules.draw_expertise_{rules.expertise}"),
        say(f"rules.draw_connected_{rules.connected}"),
        say("rules.draw_questions", count=rules.most_visit_questions),
    ]


def _step(step_id: str, say: Translator) -> str:
    """Return the name of a step; one that only a later regulation knows goes by its id."""
    key = f"rules.step_{step_id}"
    return say(key) if key in say.keys else step_id


def _attachments(limits: AttachmentLimits | None, say: Translator) -> str:
    if limits is None:
        return say("rules.no_attachments")
    kinds = _numbers([kind.upper() for kind in limits.kinds], say)
    return say("rules.attachments", megabytes=limits.most_megabytes, kinds=kinds)


def _notice(sheet: ParameterSheet, say: Translator) -> list[str]:
    rules = sheet.notice
    if rules is None:
        return []
    return [
        say("rules.notice_acknowledge", days=rules.acknowledge_working_days),
        say("rules.notice_decide", days=rules.decide_working_days),
        say("rules.notice_late_stands" if rules.late_objections_stand else "rules.notice_late_falls"),
        say("rules.notice_restarts" if rules.correction_restarts else "rules.notice_runs_on"),
    ]


_PARAMETERS: Final[Mapping[str, Callable[[ParameterSheet, Translator], Iterable[str]]]] = {
    "experts_per_application": lambda sheet, say: [
        say("rules.experts", numbers=_numbers(sheet.experts_per_application, say))
    ],
    "aggregate": lambda sheet, say: [say(f"rules.aggregate_{sheet.aggregate}")],
    "trimmed_each_side": _trimmed,
    "rounding_decimals": lambda sheet, say: [say("rules.rounding", decimals=sheet.rounding_decimals)],
    "deviation_to_explain": lambda sheet, say: [
        say("rules.deviation", percent=number(sheet.deviation_to_explain * 100))
    ],
    "note_required_at_shares": lambda sheet, say: [
        say("rules.note_required", shares=_numbers(sheet.note_required_at_shares, say))
        if sheet.note_required_at_shares
        else say("rules.note_never_required")
    ],
    "quorum": lambda sheet, say: [say("rules.quorum", share=_share(sheet.quorum, say))],
    "majority": lambda sheet, say: [say("rules.majority", share=_share(sheet.majority, say))],
    "voters": lambda sheet, say: [say(f"rules.voters_{sheet.voters}")],
    "ballot": lambda sheet, say: [say(f"rules.ballot_{sheet.ballot}")],
    "consent_threshold": lambda sheet, say: [say("rules.consent", share=number(sheet.consent_threshold))],
    "clocks": _clocks,
    "notice_working_days": lambda sheet, say: [say("rules.notice", days=sheet.notice_working_days)],
    "caps": lambda sheet, say: (
        [say("rules.cap", grade=cap.grade, count=cap.per_prefecture) for cap in sheet.caps] or [say("rules.no_cap")]
    ),
    "upgrades": lambda sheet, say: [_upgrade(one, say) for one in sheet.upgrades] or [say("rules.no_upgrade")],
    "deadlines": lambda sheet, say: (
        [say("rules.deadline", step=_step(one.step_id, say), days=one.days) for one in sheet.deadlines]
        or [say("rules.no_deadline")]
    ),
    "attachments": lambda sheet, say: [_attachments(sheet.attachments, say)],
    "aaa_may_be_proposed_aa": lambda sheet, say: [
        say("rules.aaa_as_aa" if sheet.aaa_may_be_proposed_aa else "rules.aaa_not_as_aa")
    ],
    "draw": _draw,
    "notice": _notice,
    "expiry_warning_months": lambda sheet, say: [
        say("rules.expiry_warnings", months=_numbers(sheet.expiry_warning_months or (), say))
    ],
}
