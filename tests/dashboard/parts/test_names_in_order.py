"""People and enterprises are offered in the order of their names, as officials look them up: by pinyin."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from dashboard.parts.complaint_entry import matching
from dashboard.parts.draw_words import person_words, roster_of
from scoring.model import Actor, Expert

#: By code point 仇 < 单 < 安 < 张 < 朱; by number the other way round.
PEOPLE = {"E5": "仇英", "E4": "单国强", "E3": "安宁", "E2": "张一", "E1": "朱熹"}
BY_PINYIN = ["安宁", "仇英", "单国强", "张一", "朱熹"]


def expert(id_: str, name: str) -> Expert:
    return Expert(id_, name, "某院", "320100", ("C34",), date(2026, 1, 1))


def test_experts_are_offered_by_name_and_named_before_numbered() -> None:
    roster = roster_of(expert(*one) for one in PEOPLE.items())
    assert [one.name for one in roster.values()] == BY_PINYIN
    assert [person_words(id_, roster).split()[0] for id_ in roster] == BY_PINYIN
    assert person_words("E9", roster) == "E9"


def test_enterprises_of_a_complaint_are_offered_by_name() -> None:
    names = ["重庆机床", "南京钢铁", "常州电缆", "ABC 南京", "安丰化工"]
    entries: list[Any] = [SimpleNamespace(enterprise=name, uscc="9132", county="320102") for name in names]
    found = matching(Actor("p", "p", frozenset(), region="320100"), entries, "")
    assert [one.enterprise for one in found] == ["安丰化工", "常州电缆", "重庆机床", "南京钢铁", "ABC 南京"]
