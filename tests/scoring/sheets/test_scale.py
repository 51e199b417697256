from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.errors import SpokenError
from scoring.sheets import Scale, parse_scale
from scoring.texts import translator


def test_a_scale() -> None:
    assert parse_scale("0:10:0.25") == Scale(Decimal(0), Decimal(10), Decimal("0.25"))


@pytest.mark.parametrize("text", ["", "0:10", "0:10:1:1", "a:b:c", "0:nan:1", "0:10:"])
def test_not_a_scale(text: str) -> None:
    with pytest.raises(SpokenError, match="scale_not_read") as caught:
        parse_scale(text)
    assert "LOW:HIGH:STEP" in translator("en")(caught.value.what)
    assert "最低:最高:步长" in translator("zh")(caught.value.what)


@pytest.mark.parametrize("text", ["0:10:0", "0:10:-1", "10:0:1", "5:5:1", "0:10:3"])
def test_an_impossible_scale(text: str) -> None:
    with pytest.raises(SpokenError, match="scale_impossible") as caught:
        parse_scale(text)
    assert f"The scale {text} cannot be" in translator("en")(caught.value.what)
    assert f"分值范围“{text}”不成立" in translator("zh")(caught.value.what)
