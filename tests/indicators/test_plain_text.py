"""What is searched is found however it was typed."""

from __future__ import annotations

import pytest

from indicators.plain_text import plain


@pytest.mark.parametrize("typed", ["abc公司", "ＡＢＣ公司", "A B　C 公司", "\tabc\n公司 "])
def test_width_capitals_and_blanks_mean_nothing(typed: str) -> None:
    assert plain(typed) == "abc公司"


def test_other_signs_stay_apart() -> None:
    assert plain("甲公司") != plain("乙公司")
    assert plain("　 ") == ""
