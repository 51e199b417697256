"""The briefing on a round by region: one text for the PDF and the Word file."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.language import Translator
from scoring.documents import tabled
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.briefing_table import city_table, steps_table
from scoring.documents.figures import rates_strip
from scoring.documents.fonts import Fonts
from scoring.documents.head_words import head_words
from scoring.documents.minutes import ChainHead
from scoring.documents.minutes_words import grouped, led, marks_words, moment
from scoring.documents.paper import Paper, Paragraph, Part, numbered, printable
from scoring.documents.paper_docx import paper_docx
from scoring.documents.paper_pdf import paper_pdf
from scoring.documents.tabled import Tabled
from scoring.documents.templated.filling import Filling
from scoring.documents.typesetting import page_count


def briefing_pdf(facts: BriefingFacts, *, say: Translator, fonts: Fonts, copy: str = "") -> bytes:
    """Return the briefing as PDF/A; the same facts give the same bytes. `copy`: the words of its own number."""
    return _paged(facts, say, fonts, copy)[1]


def briefing_docx(facts: BriefingFacts, *, say: Translator, fonts: Fonts, copy: str = "") -> bytes:
    """Return the briefing as a Word file; the fonts are those of its figure. `copy`: as in `briefing_pdf`."""
    return paper_docx(_paged(facts, say, fonts, copy)[0])


def briefing_paper(facts: BriefingFacts, *, say: Translator, fonts: Fonts, is_long: bool = False) -> Paper:
    """Return the briefing in words: one page for the thirteen prefectures, more where there are more places.

    Parameters
    ----------
    is_long : bool
        Whether it has more than one page: then it says so under its title.
    """
    marks, note = marks_words(facts.marks, say)
    at = moment(facts.at)
    return Paper(
        title=say("briefing.title"),
        under_title=(
            say("briefing.under_title", round=facts.round_name, state=facts.state, at=at),
            *((say("briefing.is_long"),) if is_long else ()),
        ),
        marks=marks,
        marks_note=note,
        head=say("briefing.head", at=at),
        language=say.language,
        at=facts.at,
        parts=tuple(_parts(facts, say, fonts)),
        compact=True,
    )


def _paged(facts: BriefingFacts, say: Translator, fonts: Fonts, copy: str) -> tuple[Paper, bytes]:
    """Return the briefing and its PDF; whether it is longer than a page is known once it is set."""
    paper = numbered(briefing_paper(facts, say=say, fonts=fonts), copy)
    made = paper_pdf(paper, fonts=fonts)
    if page_count(made) > 1:
        paper = numbered(briefing_paper(facts, say=say, fonts=fonts, is_long=True), copy)
        made = paper_pdf(paper, fonts=fonts)
    return paper, made


def _parts(facts: BriefingFacts, say: Translator, fonts: Fonts) -> Iterable[Part]:
    for block in _blocks(facts, say, fonts).values():
        yield from block


def _blocks(facts: BriefingFacts, say: Translator, fonts: Fonts) -> dict[str, tuple[Part, ...]]:
    """Return the parts of the briefing by the fields of its template, in the order of the shipped one."""
    tables = facts.tables
    answers = [
        Paragraph(printable(say.say(answer)), lead=say("briefing.lead_asked", asked=printable(say.say(asked))))
        for asked, answer in (tables["answers"].rows if "answers" in tables else ())
    ]
    integrity: tuple[Part, ...] = ()
    if "integrity" in tables:
        lines = [say("briefing.pair", what=row[0], value=row[1]) for row in tables["integrity"].rows]
        text = say("briefing.ends", text=say("briefing.between").join(lines))
        integrity = (_led(say, say("briefing.integrity"), text),)
    notes = [Paragraph(say("briefing.at", at=moment(facts.at)) + _definitions(facts, say), look="small")]
    if facts.head is not None:
        notes.append(Paragraph(_head(facts.head, say), look="small"))
    return {
        "answers": tuple(answers),
        "body": tuple(_after_lock(facts, say, fonts) if facts.locked else _before_lock(facts, say)),
        "integrity": integrity,
        "notes": tuple(notes),
    }


def briefing_filling(facts: BriefingFacts, *, say: Translator, fonts: Fonts) -> Filling:
    """Return what goes into the template of the briefing; the fonts are those of its figure."""
    marks, note = marks_words(facts.marks, say)
    at = moment(facts.at)
    return Filling(
        values={
            "about": say("briefing.under_title", round=facts.round_name, state=facts.state, at=at),
            "round": say.say(facts.round_name),
            "regulation": "",
            "day": say(at),
        },
        blocks=_blocks(facts, say, fonts),
        marks=marks,
        marks_note=note,
        head=say("briefing.head", at=at),
        at=facts.at,
        name=say("briefing.title"),
    )


def _after_lock(facts: BriefingFacts, say: Translator, fonts: Fonts) -> Iterable[Part]:
    yield city_table(facts.tables, say)
    picture = rates_strip(facts, say=say, fonts=fonts)
    if picture is not None:
        yield picture
        yield Paragraph(picture.text, look="small")
    if "funnel" in facts.tables:
        yield led(say, "briefing.steps", _steps(facts.tables["funnel"], say))
    if "stock" in facts.tables:
        yield led(say, "briefing.stock", _stock(facts.tables["stock"], say))


def _before_lock(facts: BriefingFacts, say: Translator) -> Iterable[Part]:
    if "files" in facts.tables:
        pairs = [say("briefing.pair", what=grade, value=count) for grade, count in facts.tables["files"].rows]
        yield led(say, "briefing.files", say("briefing.files_are", files=say("briefing.between").join(pairs)))
    if "funnel" in facts.tables:
        yield steps_table(facts.tables["funnel"], say)
    yield Paragraph(say("briefing.later"))


def _steps(table: Tabled, say: Translator) -> str:
    said = [
        say(
            "briefing.step_waits" if tabled.count(table, row, "waiting") else "briefing.step",
            step=table.rows[row][0],
            **{name: tabled.cell(table, row, name) for name in ("passed", "waiting")},
        )
        for row in range(len(table.rows))
    ]
    return say("briefing.steps_are", steps=say("briefing.between").join(said))


def _stock(table: Tabled, say: Translator) -> str:
    """Return the last line of the stock, the whole province's, every column by its heading."""
    whole = table.rows[-1]
    pairs = [
        say("briefing.pair", what=name, value=cell) for name, cell in list(zip(table.columns, whole, strict=True))[1:]
    ]
    return say("briefing.stock_is", counts=say("briefing.between").join(pairs))


def _definitions(facts: BriefingFacts, say: Translator) -> str:
    wanted = ("cities", "areas", "stock") if facts.locked else ("files", "funnel")
    return "".join(say("briefing.define", text=facts.tables[key].define) for key in wanted if key in facts.tables)


def _head(head: ChainHead, say: Translator) -> str:
    words = ("\u3000" if say.language == "zh" else " ").join(head_words(head.hash, say.language))
    number = say("minutes.code_head", sequence=head.sequence, entries=head.entries)
    return say("briefing.chain", number=number, hash=grouped(head.hash), words=words)


def _led(say: Translator, lead: str, text: str) -> Paragraph:
    return Paragraph(printable(text), lead=say("briefing.lead", lead=printable(lead)))
