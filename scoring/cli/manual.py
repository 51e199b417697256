"""``manual``: the manual in the language of the call, as one HTML file and as PDF."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from indicators.language import Translator
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import Commands, command
from scoring.cli.manual_commands import commands_page
from scoring.cli.session import Session
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.documents.manual.blocks import Block
from scoring.documents.manual.contents import COMMANDS, EDITION, PAGES, page
from scoring.documents.manual.html import whole_html
from scoring.documents.manual.paper import manual_paper
from scoring.documents.paper_pdf import paper_pdf

SUFFIXES: Final = (".html", ".pdf")


@command("manual")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="cli.option_manual_to")
@click.pass_obj
def manual(session: Session, *, to: Path, overwrite: bool) -> None:
    """Write the manual; no register is read."""
    say = session.say
    to.mkdir(parents=True, exist_ok=True)
    html, pdf = (to / f"quality-credit-manual-{say.language}{suffix}" for suffix in SUFFIXES)
    for file in (html, pdf):
        refuse_bad_target(session, file, overwrite=overwrite, suffixes=SUFFIXES)
    program = click.get_current_context().find_root().command
    assert isinstance(program, Commands)  # noqa: S101  # it is what this command was called by
    pages = whole_manual(program, say)
    name = say("manual.name")
    paper = manual_paper(pages, language=say.language, name=name, edition=say("manual.edition", day=EDITION.date()))
    made = paper_pdf(paper, fonts=find_fonts(os.environ.get(VARIABLE)))
    html.write_text(whole_html(pages, language=say.language, name=name, contents=say("manual.contents")), "utf-8")
    pdf.write_bytes(made)
    if session.as_json:
        session.show_json({"files": [html.name, pdf.name], "pages": list(pages)})
        return
    for file in (html, pdf):
        session.show_line(say("manual.written", file=str(file)))


def whole_manual(program: Commands, say: Translator) -> dict[str, tuple[Block, ...]]:
    """Return every page of the manual, its commands made of the program's own help."""
    return {**{name: page(say.language, name) for name in PAGES}, COMMANDS: commands_page(program, say)}
