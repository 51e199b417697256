from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scoring.model import MarkState
from scoring.register import marks
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.marks import Mark

MakeMark = Callable[..., Mark]
Save = Callable[..., Entry]
SHEET = {"application_id": "a1", "expert_id": "e1", "stage": "document_review"}


def test_a_changed_mark_is_a_new_version(register: Register, save: Save, mark: MakeMark) -> None:
    first = save(register, mark("1.1"), mark("1.2"))
    save(register, mark("1.1", value="3", version=2))
    with register.read() as connection:
        assert marks.current_version(connection, **SHEET, indicator="1.1") == 2  # type: ignore[arg-type]
        assert marks.current_version(connection, **SHEET, indicator="9") == 0  # type: ignore[arg-type]
        now = marks.latest(connection, **SHEET)  # type: ignore[arg-type]
        before = marks.as_of(connection, **SHEET, entry=first.sequence)  # type: ignore[arg-type]
    assert now == (mark("1.2"), mark("1.1", value="3", version=2))
    assert before == (mark("1.1"), mark("1.2"))


def test_the_three_ways_to_have_no_points_are_kept_apart(register: Register, save: Save, mark: MakeMark) -> None:
    given = [
        Mark("a1", "e1", "document_review", str(state.value), 1, state, "2026-05-18T01:30:15.250000Z", note="无附件")
        for state in (MarkState.MISSING, MarkState.NOT_APPLICABLE, MarkState.INSUFFICIENT)
    ]
    save(register, *given, mark("9", value="0"))
    with register.read() as connection:
        assert marks.latest(connection, **SHEET)[:3] == tuple(given)  # type: ignore[arg-type]
        columns = marks.load_table(connection, stage="document_review", application_ids=["a1"])
    table = marks.score_table(columns, panel="p", indicators=["0", "2", "3", "9", "never"])
    assert table.states.tolist() == [[[0, 2, 3, 1, 0]]]
    np.testing.assert_array_equal(table.values, [[[np.nan, np.nan, 0.0, 0.0, np.nan]]])


def test_a_round_as_an_array(whole: Register) -> None:
    with whole.read() as connection:
        columns = marks.load_table(connection, stage="document_review", round_id="2026")
        assert marks.load_table(connection, stage="document_review", application_ids=["a1", "a2"]) == columns
        none = marks.load_table(connection, stage="on_site_verification", round_id="2026")
    codes = list(dict.fromkeys(columns.indicator))
    table = marks.score_table(columns, panel="2026", indicators=codes)
    assert (table.applicants, table.experts, table.decimals) == (("a2", "a1"), ("e1", "e2"), 1)
    assert table.values[1].tolist() == [[1.5] * 3, [1.5] * 3]
    assert table.states[0].tolist() == [[1] * 3, [0] * 3]
    assert np.isnan(table.values[0, 1]).all()
    some = marks.score_table(columns, panel="2026", indicators=codes[:1], sheets={("a1", "e2")})
    assert (some.applicants, some.experts, some.values.tolist()) == (("a1",), ("e2",), [[[1.5]]])
    assert marks.score_table(none, panel="2026", indicators=codes).values.shape == (0, 0, 3)


def test_only_the_newest_version_counts_in_an_array(register: Register, save: Save, mark: MakeMark) -> None:
    save(register, mark(value="1"), mark(value="2", application="a2"))
    save(register, mark(value="1.25", version=2))
    save(register, mark(value=None, application="a2", version=2))
    with register.read() as connection:
        columns = marks.load_table(connection, stage="document_review", application_ids=["a1", "a2"])
    assert dict(zip(columns.application_id, columns.value, strict=True)) == {"a1": "1.25", "a2": None}
    assert sorted(columns.version) == [2, 2]


def test_more_applications_than_one_statement_takes(register: Register, save: Save, mark: MakeMark) -> None:
    ids = [f"a{number}" for number in range(1_100)]
    save(register, *(mark(application=each) for each in ids))
    with register.read() as connection:
        columns = marks.load_table(connection, stage="document_review", application_ids=ids)
    assert sorted(columns.application_id) == sorted(ids)


@pytest.mark.parametrize("given", [{}, {"round_id": "2026", "application_ids": ["a1"]}])
def test_a_round_or_applications(register: Register, given: dict[str, object]) -> None:
    with register.read() as connection, pytest.raises(TypeError, match="a round or applications"):
        marks.load_table(connection, stage="document_review", **given)  # type: ignore[arg-type]


def test_the_digest_of_a_sheet_tells_every_mark_and_its_version(mark: MakeMark) -> None:
    sheet = [mark("1.1"), mark("1.2", value="3")]
    digest = marks.sheet_digest(sheet, hash_name="sha256")
    assert marks.sheet_digest(reversed(sheet), hash_name="sha256") == digest
    for other in (mark("1.2", value="3.0"), mark("1.2", value="3", version=2), mark("1.2", value=None), mark("1.3")):
        assert marks.sheet_digest([sheet[0], other], hash_name="sha256") != digest
    assert marks.sheet_digest(sheet[:1], hash_name="sha256") != digest
