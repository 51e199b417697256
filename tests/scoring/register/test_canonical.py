from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.register.canonical import RowsDigest, canonical, digest, moment, timestamp

texts = st.text(st.characters(codec="utf-8"), max_size=8)
rows = st.lists(st.tuples(texts | st.none(), st.integers() | st.none(), texts | st.none()), max_size=12)


def test_json_has_sorted_keys_no_spaces_and_its_own_characters() -> None:
    assert canonical({"b": [1, None], "a": "质量"}) == '{"a":"质量","b":[1,null]}'


@pytest.mark.parametrize(("value", "words"), [(Decimal("1.5"), "not JSON serializable"), ({1, 2}, "not JSON")])
def test_json_refuses_what_is_no_json(value: object, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        canonical(value)


def test_json_refuses_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_time_is_utc_with_microseconds() -> None:
    beijing = timezone(timedelta(hours=8))
    assert timestamp(datetime(2026, 5, 18, 9, 30, tzinfo=beijing)) == "2026-05-18T01:30:00.000000Z"


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        timestamp(datetime(2026, 5, 18))


@given(st.datetimes(timezones=st.just(UTC)))
def test_time_comes_back(at: datetime) -> None:
    assert moment(timestamp(at)) == at


@given(rows, st.integers(1, 5))
def test_digest_of_rows_does_not_depend_on_the_blocks(given_rows: list[tuple[object, ...]], size: int) -> None:
    names = ("a", "b", "c")
    blocks, whole = RowsDigest("sha256"), RowsDigest("sha256")
    for start in range(0, len(given_rows), size):
        blocks.add(names, given_rows[start : start + size])  # type: ignore[arg-type]
    whole.add(names, given_rows)  # type: ignore[arg-type]
    plain = [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in given_rows]
    by_hand = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert blocks.hexdigest() == whole.hexdigest() == hashlib.sha256(by_hand.encode()).hexdigest()


def test_a_column_added_later_leaves_old_digests_alone() -> None:
    before, after = RowsDigest("sha256"), RowsDigest("sha256")
    before.add(("a",), [("x",), ("y",)])
    after.add(("a", "later"), [("x", None), ("y", None)])
    assert before.hexdigest() == after.hexdigest()


def test_digest_of_the_standard() -> None:
    # "abc" is the first example of GB/T 32905-2016, A.1 and of FIPS 180-4.
    assert digest("sha256", "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("sm3", "abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
