"""A round edited as records: fields by place, typed text, and a tree that changes as its author means."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import pytest

from indicators.check import FileNames, check_rule_book
from indicators.drafting import (
    Field,
    added,
    as_typed,
    children_of,
    depth_of,
    field_of,
    moved,
    put,
    recoded,
    record_at,
    removed,
    rolled_up,
    shifted,
    subtree,
    typed,
)
from indicators.load import shipped_rule_book
from indicators.model import Indicator, ParameterSheet, Round, Share

BOOK = shipped_rule_book("2026-sample")
ROUND = BOOK.round
NEW = {"name": "新增指标", "name_en": "New", "anchors": ("未开展", "全面开展")}


def codes(round_: Round) -> list[str]:
    return [one.code for one in round_.indicator_table.indicators]


def faults(round_: Round) -> set[str]:
    names = FileNames("documents.toml", "jiangsu.toml", f"{round_.round_id}.toml")
    found = check_rule_book(names, documents=BOOK.documents, regulation=BOOK.regulation, round_=round_)
    return {fault.what.key for fault in found}


@pytest.mark.parametrize(
    ("record", "column", "expected"),
    [
        (ParameterSheet, "aggregate", Field("choice", ("mean", "median", "trimmed", "winsorised"))),
        (ParameterSheet, "experts_per_application", Field("wholes")),
        (ParameterSheet, "note_required_at_shares", Field("numbers")),
        (ParameterSheet, "expiry_warning_months", Field("wholes", empty=True)),
        (ParameterSheet, "caps", Field("other")),
        (ParameterSheet, "draw", Field("other", empty=True)),
        (ParameterSheet, "aaa_may_be_proposed_aa", Field("truth")),
        (Indicator, "step", Field("number", empty=True)),
        (Indicator, "cite", Field("cites")),
        (Round, "grades_open", Field("words")),
        (Share, "numerator", Field("whole")),
    ],
)
def test_what_a_field_takes(record: type, column: str, expected: Field) -> None:
    assert field_of(record, column) == expected


def places(record: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = []
    for one in fields(record):
        value, here = getattr(record, one.name), (*path, one.name)
        if is_dataclass(value) and field_of(type(record), one.name).kind == "other":
            found += places(value, here)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]) and one.name != "cite":
            for at in range(len(value)):
                found += places(value[at], (*here, at))
        elif field_of(type(record), one.name).kind not in ("other", "cite", "cites", "truth", "choice", "words"):
            found.append(here)
    return found


def test_every_field_of_a_round_reads_back_what_it_shows() -> None:
    every = places(ROUND)
    assert len(every) > 500
    for path in every:
        value, field = record_at(ROUND, path), field_of(type(record_at(ROUND, path[:-1])), str(path[-1]))
        assert typed(field, as_typed(value), entry="", column="") == (value, None), path
        assert put(ROUND, path, value) == ROUND


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "0.5", Decimal("0.5")),
        ("number", "2.", None),
        ("number", "1e3", None),
        ("whole", "5", 5),
        ("whole", "5.0", None),
        ("wholes", "5，7", (5, 7)),
        ("wholes", "5、七", None),
        ("numbers", "0 1", (Decimal(0), Decimal(1))),
        ("numbers", "", ()),
    ],
)
def test_typed_text(kind: Any, text: str, value: object) -> None:
    found, fault = typed(Field(kind), text, entry="e", column="c")
    assert (found, fault is None) == (value, value is not None)


def test_a_value_changes_at_its_place_alone() -> None:
    changed = put(ROUND, ("parameter_sheet", "notes", "quorum", "text"), "另定")
    assert changed.parameter_sheet.notes["quorum"].text == "另定"
    assert put(changed, ("parameter_sheet", "notes"), ROUND.parameter_sheet.notes) == ROUND
    with pytest.raises(TypeError, match="nothing stands at"):
        put(ROUND, ("round_id", "x"), 1)


def test_an_added_leaf_stands_after_its_siblings_and_the_sum_is_told() -> None:
    made, code = added(ROUND, "1.1", **NEW)
    siblings = children_of(ROUND, "1.1")
    assert codes(made).index(code) == codes(made).index(siblings[-1].code) + 1
    assert code.startswith("1.1.")
    assert code not in codes(ROUND)
    assert faults(made) == {"rulebook.points_do_not_add_up"}
    # The node's own points grow by one, those above with it, and full marks are then the author's word.
    assert record_at(rolled_up(made), ("indicator_table", "indicators", codes(made).index("1.1"))).max_score == 12
    assert removed(made, code) == ROUND


def test_a_leaf_with_something_below_it_is_no_longer_scored() -> None:
    leaf = ROUND.indicator_table.leaves()[0]
    made, code = added(ROUND, leaf.code, **NEW)
    assert faults(made) == {"rulebook.points_do_not_add_up"}
    assert (
        faults(
            rolled_up(
                put(made, ("indicator_table", "indicators", codes(made).index(code), "max_score"), leaf.max_score)
            )
        )
        == set()
    )


def test_what_is_taken_out_takes_its_floors_and_vetoes_along() -> None:
    first = ROUND.vetoes[0].indicator
    made = removed(ROUND, first)
    assert first not in codes(made)
    assert [veto.indicator for veto in made.vetoes] == [v.indicator for v in ROUND.vetoes if v.indicator != first]
    top = children_of(ROUND, None)[0].code
    assert set(codes(removed(ROUND, top))) == set(codes(ROUND)) - set(subtree(ROUND, top))


def test_another_code_is_the_same_indicator_everywhere() -> None:
    code = ROUND.floors[0].indicator
    made = recoded(ROUND, code, "Z9")
    assert faults(made) == set()
    assert recoded(made, "Z9", code) == ROUND


def test_moving_takes_all_below_along_and_never_below_itself() -> None:
    first, second = children_of(ROUND, None)[:2]
    inner = children_of(ROUND, first.code)[0]
    made = moved(ROUND, inner.code, second.code)
    assert {depth_of(made, code) for code in subtree(made, inner.code)} == {1, 2}
    assert sorted(codes(made)) == sorted(codes(ROUND))
    assert moved(ROUND, first.code, inner.code) == ROUND
    assert faults(rolled_up(made)) == set()


def test_shifting_there_and_back() -> None:
    first, second = children_of(ROUND, None)[:2]
    made = shifted(ROUND, first.code, 1)
    assert codes(made)[0] == second.code
    assert faults(made) == set()
    assert shifted(made, first.code, -1) == ROUND
    assert shifted(ROUND, first.code, -1) == ROUND
