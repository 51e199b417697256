from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.language import Message, Name
from indicators.model import Citation
from indicators.plain import decimal_text, plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("80", "80"),
        ("80.00", "80"),
        ("8E+1", "80"),
        ("0.10", "0.1"),
        ("-0.0", "0"),
        ("1E-7", "0.0000001"),
        ("100", "100"),
    ],
)
def test_equal_numbers_are_written_alike(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_the_text_of_a_number_is_that_number(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert "E" not in text


def test_a_record_becomes_json_types() -> None:
    record = (
        Citation("law", "9(2)"),
        Message("area.key", {"on": date(2026, 5, 10), "points": Decimal("8.50"), "kind": Name("名", "name")}),
        [True, 3, None],
    )
    form = plain(record)
    assert json.loads(json.dumps(form)) == form
    assert form == [
        {"document": "law", "clause": "9(2)"},
        {"key": "area.key", "values": {"on": "2026-05-10", "points": "8.5", "kind": {"zh": "名", "en": "name"}}},
        [True, 3, None],
    ]


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no canonical plain form"):
        plain(value)
