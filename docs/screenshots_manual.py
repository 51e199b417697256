"""Makes the pictures of the manual: the first screen of pictures that the other scripts took, small.

``python docs/screenshots_manual.py``: takes what ``docs/screenshots.py`` took of a demonstration round, page by page,
and ``docs/screenshots_meeting.py`` of a sitting, phase by phase, and writes the first screen of each to
``scoring/documents/manual/pictures/<language>``. Run it after them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image

from indicators.language import LANGUAGES
from scoring.documents.manual.contents import PICTURES

SCREENS: Final = Path(__file__).with_name("screens")
SCREEN: Final = (1440, 900)
WIDEST: Final = 1020
COLOURS: Final = 48
#: Name of a picture, and what `screenshots` calls it.
TAKEN: Final = {
    "expert_sheet": "expert_sheet",
    "secretariat_readiness": "secretariat_readiness",
    "holder_draw": "holder_draw",
    "office_credit": "office_credit",
    "office_steps": "office_steps",
    "prefecture_steps": "office_steps-prefecture",
    "leader_regions": "leader_regions-ended",
    "inspector_overview": "inspector_overview",
    "everyone_register": "everyone_register",
}
#: Of a sitting, while a vote is open.
MEETING: Final = {"chair_sitting": "12-voting-chair", "sitting": "12-voting-member", "wall": "12-voting-wall"}
_MEETING_IN: Final = {"zh": "", "en": "en-"}


def main() -> None:
    """Write every picture in every language."""
    for language, folder in LANGUAGES.items():
        screens = {name: f"meeting/{_MEETING_IN[language]}{taken}.png" for name, taken in MEETING.items()}
        screens |= {name: f"{language}-wide-{taken}.png" for name, taken in TAKEN.items()}
        for name, screen in screens.items():
            _small(SCREENS / screen, PICTURES / folder / f"{name}.png")


def _small(source: Path, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(source).convert("RGB")
    picture = picture.crop((0, 0, min(picture.width, SCREEN[0]), min(picture.height, SCREEN[1])))
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
