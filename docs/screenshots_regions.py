"""Takes pictures of what a leader takes away of a round by region: briefing and figures, in Chinese and in English.

``python docs/screenshots_regions.py REGISTER [FOLDER]``: writes the briefing of the newest round before its lock and of
the newest locked one, as the PDF's pages and as LibreOffice lays out the Word file, and every figure. It needs Debian's
poppler-utils and LibreOffice. Pictures are taken to be looked at; those of the last look stand in
``docs/screens/regions``.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PIL import Image

from scoring import flow
from scoring.documents.briefing import briefing_docx, briefing_pdf
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.figures import figure_file, figure_kinds
from scoring.documents.fonts import find_fonts
from scoring.flow.regional.taking import briefing_facts
from scoring.model import Actor
from scoring.register.database import open_register
from scoring.texts import translator

LEADER: Final = Actor("leader", "leader", frozenset({"leader"}))
COLOURS: Final = 128
FIGURE_WIDTH: Final = 1280
DOTS_PER_INCH: Final = "96"


def main() -> None:
    """Take the pictures of the register named on the command line."""
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).with_name("screens") / "regions"
    folder.mkdir(parents=True, exist_ok=True)
    for state, facts in _rounds(Path(sys.argv[1])).items():
        for language in ("zh", "en"):
            _briefing(facts, language, folder / f"{language}-{state}")
            _figures(facts, language, folder / f"{language}-{state}")


def _rounds(path: Path) -> dict[str, BriefingFacts]:
    """Return the newest round that is locked, and the newest that is not."""
    found = {}
    with open_register(path) as register:
        now = datetime.now(UTC)
        for one in sorted(flow.list_rounds(register, LEADER), key=lambda one: one.rule_book.round.year):
            facts = briefing_facts(register, LEADER, now, one.round_id)
            found["locked" if facts.locked else "before"] = facts
    return found


def _briefing(facts: BriefingFacts, language: str, to: Path) -> None:
    say, fonts = translator(language), find_fonts()
    with tempfile.TemporaryDirectory() as scratch:
        pdf, word = Path(scratch) / "briefing.pdf", Path(scratch) / "word.docx"
        pdf.write_bytes(briefing_pdf(facts, say=say, fonts=fonts))
        word.write_bytes(briefing_docx(facts, say=say, fonts=fonts))
        _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", scratch, str(word))
        for kind, file in (("pdf", pdf), ("docx", word.with_suffix(".pdf"))):
            _run("pdftoppm", "-r", DOTS_PER_INCH, "-png", str(file), str(file.with_suffix("")))
            for number, page in enumerate(sorted(file.parent.glob(f"{file.stem}-*.png")), start=1):
                _save(Image.open(page), to.with_name(f"{to.name}-{kind}-{number}.png"))


def _figures(facts: BriefingFacts, language: str, to: Path) -> None:
    for kind in figure_kinds(facts):
        made = figure_file(facts, kind, form="png", say=translator(language), fonts=find_fonts())
        picture = Image.open(io.BytesIO(made))
        height = picture.height * FIGURE_WIDTH // picture.width
        _save(picture.convert("RGB").resize((FIGURE_WIDTH, height)), to.with_name(f"{to.name}-{kind}.png"))


def _save(picture: Image.Image, file: Path) -> None:
    picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
