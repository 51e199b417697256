"""A demonstration that is several times as large: as many more applications and experts, and caps that let them in.

What is planted stays as it is: the same few needles in more hay.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Final

from indicators.load import parse_rule_book, shipped_rule_book
from indicators.model import RuleBook
from scoring.demonstration.plan import Plan
from scoring.demonstration.pools import note_pool

#: More enterprises than these have no names left: a brand is two rare characters, or those and a common one.
MOST_TIMES: Final = 10
_CAP: Final = re.compile(r"^per_prefecture = (\d+)$", re.MULTILINE)
_NOTE: Final = re.compile(r"(?<=^\[parameter_sheet\.notes\.caps\]\ntext = ).*$", re.MULTILINE)


def enlarged(plan: Plan, times: int) -> Plan:
    """Return a plan with `times` as many applications and experts on the same days.

    Raises
    ------
    ValueError
        If `times` is not from 1 to `MOST_TIMES`.
    """
    if not 1 <= times <= MOST_TIMES:
        raise ValueError(f"a demonstration can be from 1 to {MOST_TIMES} times as large, not {times}")
    return replace(
        plan,
        times=plan.times * times,
        prefectures=tuple(replace(one, experts=times * one.experts) for one in plan.prefectures),
        rounds=tuple(
            replace(one, applications={grade: times * count for grade, count in one.applications.items()})
            for one in plan.rounds
        ),
    )


def rule_book_of(round_id: str, times: int) -> RuleBook:
    """Return the rule book of a round: the one that comes with the program, with `times` its caps, and a note of it."""
    book = shipped_rule_book(round_id)
    if times == 1:
        return book
    said = json.dumps(note_pool().enlarged_caps.format(times=times), ensure_ascii=False)
    text = _CAP.sub(lambda found: f"per_prefecture = {times * int(found[1])}", book.texts.round)
    return parse_rule_book(replace(book.texts, round=_NOTE.sub(lambda _: said, text)))
