"""The report to be taken away: briefing, figures and workbook, each from the tables that the page shows."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, get_args

from indicators.language import Message, Translator
from indicators.workbook import write_xlsx
from scoring.documents.briefing import briefing_docx, briefing_filling, briefing_pdf
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.figures import Form, Kind, figure_file, figure_kinds
from scoring.documents.fonts import Fonts
from scoring.documents.minutes import ChainHead
from scoring.documents.register_table import cover
from scoring.documents.templated.filling import with_head
from scoring.documents.templated.making import made_file
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.disclosing import Mark
from scoring.flow.public_register import marks
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.sheets import workbook_sheets
from scoring.flow.regional.tables import report_tables
from scoring.flow.templates import template_in_force
from scoring.model import Actor
from scoring.register import chain
from scoring.register.database import Register

Paperform = Literal["pdf", "docx"]
FIGURES: Final[tuple[Kind, ...]] = get_args(Kind)
OF_PLACES: Final[tuple[Kind, ...]] = ("tiles", "rates")
"""Those that there are only once decisions are locked."""
# The first moment that a ZIP file can name: nothing in a file tells when it was made.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def briefing_facts(register: Register, actor: Actor, now: datetime, round_id: str) -> BriefingFacts:
    """Return what briefing and figures are made of.

    The head of the chain is in it once decisions are locked, as minutes have it, for whoever may read the report, also
    without the right to verify the record: it is a hash, which tells nothing of any entry, and heads are published
    anyway (`flow.published_chain`); with it a page on paper can be held against the record later.

    Raises
    ------
    AccessRefusedError
    ConflictError
        If there is no such round.
    """
    report = regional_report(register, actor, now, round_id)
    regions = gather.regions().by_code.values()
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        last = chain.head(connection) if report.locked else None
    return BriefingFacts(
        round_name=report.name,
        state=Message(f"rounds.state_{report.state}"),
        at=report.at,
        marks=marks(book, synthetic=report.synthetic),
        locked=report.locked,
        tables={table.key: table for table in report_tables(report)},
        tiles={region.name: region.tile for region in regions if region.tile is not None},
        head=None if last is None else ChainHead(last.sequence, last.hash, last.sequence),
    )


def regional_briefing(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    form: Paperform,
    *,
    say: Translator,
    fonts: Fonts,
    mark: Mark | None = None,
) -> bytes:
    """Return the one-page briefing as PDF or Word file; with a mark, as the copy of whoever takes it.

    Raises
    ------
    AccessRefusedError, ConflictError, SpokenError
    """
    facts = briefing_facts(register, actor, now, round_id)
    copy = "" if mark is None else say(mark.copy)
    held = template_in_force(register, actor, kind="briefing", language=say.language)
    if held.version:
        filling = with_head(briefing_filling(facts, say=say, fonts=fonts), say(held.words))
        return made_file(held.template, filling, f".{form}", fonts=fonts, copy=copy)
    return (briefing_pdf if form == "pdf" else briefing_docx)(facts, say=say, fonts=fonts, copy=copy)


def regional_figure(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    kind: Kind,
    *,
    form: Form,
    say: Translator,
    fonts: Fonts,
) -> bytes:
    """Return a figure as a picture.

    Raises
    ------
    AccessRefusedError, SpokenError
    ConflictError
        If there is no such figure now; it says which there are.
    """
    facts = briefing_facts(register, actor, now, round_id)
    there = figure_kinds(facts)
    if kind not in there:
        raise ConflictError(Message("briefing.no_figure", {"figure": kind, "there": ", ".join(there)}))
    return figure_file(facts, kind, form=form, say=say, fonts=fonts)


def regional_figures(
    register: Register, actor: Actor, now: datetime, round_id: str, *, say: Translator, fonts: Fonts
) -> bytes:
    """Return every figure that there is in both forms, as a ZIP file.

    Raises
    ------
    AccessRefusedError, ConflictError, SpokenError
    """
    facts = briefing_facts(register, actor, now, round_id)
    made = io.BytesIO()
    forms: tuple[Form, ...] = get_args(Form)
    with zipfile.ZipFile(made, "w") as package:
        for kind in figure_kinds(facts):
            for form in forms:
                entry = zipfile.ZipInfo(f"{round_id}-{kind}.{form}", _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                package.writestr(entry, figure_file(facts, kind, form=form, say=say, fonts=fonts))
    return made.getvalue()


def regional_workbook(
    register: Register, actor: Actor, now: datetime, round_id: str, *, say: Translator, mark: Mark | None = None
) -> bytes:
    """Return every table of the report as a workbook, what its numbers are, whether they are real, whose it is.

    Raises
    ------
    AccessRefusedError, ConflictError, FaultsError
    """
    report = regional_report(register, actor, now, round_id)
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
    said = None if mark is None else mark.words
    about = cover(say, register=register.name, at=report.at, synthetic=report.synthetic, book=book, mark=said)
    with TemporaryDirectory() as folder:
        to = Path(folder) / "regions.xlsx"
        write_xlsx(to, [*workbook_sheets(say, report_tables(report)), about])
        return to.read_bytes()
