"""Every colour of text on every ground that it may stand on passes contrast AA of WCAG 2.2 (4.5 : 1)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "dashboard" / "parts").glob("*.css"))
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
NAMED = dict(
    re.findall(r"--qc-([a-z-]+): (#[0-9a-f]{6})", (ROOT / "dashboard" / "parts" / "style.css").read_text("utf-8"))
)
TEXT = ("ink", "quiet", "navy", "good", "near", "bad")
#: White, the paper of tables and the sidebar, and the pale blue of what is chosen or answered.
GROUNDS = ("#ffffff", NAMED["paper"], "#e8eff6")
LEAST = 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb`` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)  # and the one that just passes


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_words_on_light_grounds(name: str, ground: str) -> None:
    assert contrast(NAMED[name], ground) >= LEAST


@pytest.mark.parametrize("name", ["good", "near", "bad"])
def test_chips_on_their_own_paper(name: str) -> None:
    assert contrast(NAMED[name], NAMED[f"{name}-paper"]) >= LEAST
    # What is late is told on the same paper in quiet words too.
    assert contrast(NAMED["ink"], NAMED[f"{name}-paper"]) >= LEAST
    assert contrast(NAMED["quiet"], NAMED[f"{name}-paper"]) >= LEAST


@pytest.mark.parametrize("name", ["navy", "bad"])
def test_white_on_dark(name: str) -> None:
    assert contrast("#fff", NAMED[name]) >= LEAST


def test_the_theme() -> None:
    for ground in (THEME["backgroundColor"], THEME["secondaryBackgroundColor"], THEME["sidebar"]["backgroundColor"]):
        for words in (THEME["textColor"], THEME["linkColor"], THEME["primaryColor"]):
            assert contrast(words, ground) >= LEAST
    assert contrast("#ffffff", THEME["primaryColor"]) >= LEAST


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_words_take_their_colour_from_the_list_that_is_measured(sheet: Path) -> None:
    """A colour of words is a name of the list, white, or inherited: then the pairs above are all there are."""
    found = re.findall(r"(?<![-\w])color:\s*([^;}]+)", sheet.read_text("utf-8"))
    free = {"inherit", "transparent", "#fff", "#ffffff"}
    strange = [one.strip() for one in found if not re.fullmatch(r"var\(--qc-[a-z-]+\)( !important)?", one.strip())]
    assert [one for one in strange if one.removesuffix(" !important") not in free] == []
