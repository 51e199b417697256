"""Lists of notices and joint documents: made, and corrected entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.faults import Fault
from indicators.language import Message
from scoring.flow.granting import Granted
from scoring.register.listings import Listed


def listed_anew(of: str, granted: Sequence[Granted]) -> list[Listed]:
    """Return the entries of a new list."""
    return [Listed(of, one.application_id, 1, 1, one.grade) for one in granted]


def corrected(
    before: Mapping[str, Listed],
    of: str,
    listed: Sequence[Granted],
    removed: Sequence[str],
    list_version: int,
    reason: str,
) -> tuple[list[Listed], list[Fault]]:
    """Return the further versions of entries that a correction makes, and what is wrong with it."""
    ids = [*(one.application_id for one in listed), *removed]
    faults = [Fault(Message("flow.twice"), seen=id_) for id_ in dict.fromkeys(ids) if ids.count(id_) > 1]
    if not ids:
        faults.append(Fault(Message("notice.nothing_corrected")))
    changed = []
    for id_ in removed:
        there = before.get(id_)
        if there is None or there.state == "removed":
            faults.append(Fault(Message("notice.not_on_the_list", {"application": id_}), seen=id_))
            continue
        changed.append(
            replace(there, version=there.version + 1, list_version=list_version, state="removed", reason=reason)
        )
    for one in listed:
        there = before.get(one.application_id)
        if there is not None and there.state == "listed" and there.grade == one.grade:
            values = {"application": one.application_id, "grade": one.grade}
            faults.append(Fault(Message("notice.listed_so_already", values), seen=one.application_id))
        version = 1 if there is None else there.version + 1
        changed.append(Listed(of, one.application_id, version, list_version, one.grade, reason=reason))
    return changed, faults
