"""The three answers that a leader asks for first, computed from the report: in order, abnormal, needs you."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from indicators.language import Message
from scoring.flow.regional.figures import Figure
from scoring.flow.regional.funnel import StepLine
from scoring.flow.regional.records import PrefectureLine, StockLine
from scoring.flow.regional.table_parts import percent
from scoring.statistics.disclosure import LEAST_OTHERS

FINDING: Final = 0.05
"""The false discovery rate, and of the province as a whole the p-value, below which a change is told as one."""
FAR_OUTSIDE: Final = 2
SOON: Final = 3


def before_lock(files: Mapping[str, int], funnel: Sequence[StepLine]) -> tuple[Message, Message, Message]:
    """Return what may be said before decisions are locked: files, where they wait, and that nothing is asked of you."""
    count = sum(files.values())
    order = Message("province.order_open", {"count": count})
    waiting = [step for step in funnel if step.waiting]
    if not waiting:
        return order, Message("province.abnormal_nothing_waits"), Message("province.needs_lock")
    most = max(waiting, key=lambda step: step.waiting)
    abnormal = Message("province.abnormal_waits", {"step": most.name, "count": most.waiting})
    return order, abnormal, Message("province.needs_lock")


def after_lock(
    *,
    announced: bool,
    granted: Mapping[str, int],
    undecided: Message,
    lines: Sequence[PrefectureLine],
    stock: Sequence[StockLine],
    rechecks_open: int,
    change: Figure | None = None,
    change_p: float | None = None,
) -> tuple[Message, Message, Message]:
    """Return the three answers on a round whose decisions are locked."""
    key = "province.order_announced" if announced else "province.order_proposed"
    order = Message(key, {"granted": _listed(granted), "undecided": undecided})
    return order, _abnormal(lines, change, change_p), _needs(stock, rechecks_open)


def undecided_in_words(count: int) -> Message:
    """Return how many no sitting has decided to the end; so few that they could be named have no number."""
    if count == 0:
        return Message("province.undecided_none")
    if count < LEAST_OTHERS:
        return Message("province.undecided_few", {"least": LEAST_OTHERS})
    return Message("province.undecided", {"count": count})


def _abnormal(lines: Sequence[PrefectureLine], change: Figure | None, change_p: float | None) -> Message:
    over = [line for line in lines if any(cap.used > cap.cap for cap in line.caps.values())]
    outside = [line for line in lines if abs(line.outside or 0) >= FAR_OUTSIDE]
    changed = [line for line in lines if line.change_q is not None and line.change_q < FINDING]
    found = [
        Message(f"province.abnormal_{what}", {"places": _names(which)})
        for what, which in (("over_cap", over), ("outside", outside), ("changed", changed))
        if which
    ]
    if change is not None and change.value is not None and change_p is not None and change_p < FINDING:
        found.append(Message("province.abnormal_province", {"points": f"{percent(change.value):+.1f}"}))
    if found:
        return _joined(found)
    return Message("province.abnormal_none_yet" if change is None else "province.abnormal_none")


def _needs(stock: Sequence[StockLine], rechecks_open: int) -> Message:
    soon = sum(line.within[SOON] for line in stock)
    suspended = sum(line.suspended for line in stock)
    found = [
        Message(f"province.needs_{what}", {"count": count})
        for what, count in (("rechecks", rechecks_open), ("expiring", soon), ("suspended", suspended))
        if count
    ]
    return _joined(found) if found else Message("province.needs_nothing")


def _names(lines: Iterable[PrefectureLine]) -> Message:
    names = [line.line.name for line in lines]
    found = Message("province.one", {"what": names[0]})
    for name in names[1:]:
        found = Message("province.and", {"first": found, "second": name})
    return found


def _listed(granted: Mapping[str, int]) -> Message:
    parts = [Message("province.grade_count", {"grade": grade, "count": count}) for grade, count in granted.items()]
    found = parts[0] if parts else Message("province.no_grades")
    for part in parts[1:]:
        found = Message("province.and", {"first": found, "second": part})
    return found


def _joined(found: Sequence[Message]) -> Message:
    """Return sentences one after another; the language says what stands between them."""
    whole = found[0]
    for one in found[1:]:
        whole = Message("province.then", {"first": whole, "second": one})
    return whole
