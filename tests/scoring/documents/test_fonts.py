"""The first font of the list that is there; where there is none, what to install."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.documents.fonts import FAMILIES, find_fonts
from scoring.errors import SpokenError
from scoring.texts import translator


def test_the_best_that_is_there_comes_first() -> None:
    found = find_fonts().families
    assert found
    assert list(found) == [family for family in FAMILIES if family in found]
    assert find_fonts(wanted=("No such", found[-1])).families == (found[-1],)


def test_without_a_font_it_is_said_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SpokenError, match=r"certificate\.no_font") as caught:
        find_fonts(str(tmp_path), wanted=("No such font",))
    for language in ("zh", "en"):
        said = translator(language)(caught.value.what)
        assert "fonts-noto-cjk" in said
        assert "QUALITY_CREDIT_FONTS" in said
