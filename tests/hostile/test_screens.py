"""Hostile texts on pages, on the wall and on papers: text, and nothing but text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboard.parts import frame as page_frame
from dashboard.parts import wall_frames
from dashboard.parts.wording import as_html, as_markdown
from dashboard.texts import translator
from indicators.language import LANGUAGES, Name
from scoring import flow
from scoring.documents.fonts import find_fonts
from scoring.documents.paper import Paper, Paragraph, printable
from scoring.documents.paper_docx import paper_docx
from scoring.documents.paper_pdf import paper_pdf
from scoring.flow import intake
from scoring.meeting.frames import Frame, ItemFacts
from scoring.model import Expert

corpus = sys.modules["hostile_corpus"]
procedure = sys.modules["procedure_register"]
COUNT = 10_000
TEXTS: list[str] = corpus.texts(COUNT)
AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
#: What runs or fetches something, or frames something else; no page of ours needs one of them.
NEVER = frozenset({"script", "img", "iframe", "object", "embed", "link", "meta", "base", "form", "audio", "video"})
#: But the one that says the page's language, which takes nothing from anybody; what it may say is held below.
LANGUAGE_SCRIPTS = frozenset(f'<script data-language="{code}">' for code in ("zh-CN", "en"))


class Seen(HTMLParser):
    """What a browser makes of markup: its tags, its attributes, and the words that are left."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.bad: list[str] = []
        self.words: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and self.get_starttag_text() in LANGUAGE_SCRIPTS:
            return
        self.tags.append(tag)
        self.bad += [name for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        self.bad += [value for _, value in attrs if re.match(r"\s*(javascript|data|vbscript)\s*:", value or "", re.I)]

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            said = {page_frame.language_script(translator(code)) for code in LANGUAGES}
            self.bad += [] if data in said else [data]
            return
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.bad.append(data)

    def handle_decl(self, decl: str) -> None:
        self.bad.append(decl)


def harmful(text: str) -> set[str]:
    if text.isprintable():
        return set()
    return {one for one in set(text) if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - set("\n\t")


def visible(text: str) -> str:
    """Return a text as pages show it, told here once more."""
    bad = harmful(text)
    return "".join(f"[U+{ord(one):04X}]" if one in bad else one for one in text)


def test_a_text_in_markup_is_that_text_and_no_markup() -> None:
    markup = "".join(f'<p title="{as_html(text)}">{as_html(text)}</p>\x01' for text in TEXTS)
    seen = Seen(markup)
    assert (set(seen.tags), seen.bad, len(seen.tags)) == ({"p"}, [], COUNT)
    assert "".join(seen.words).split("\x01")[:-1] == [visible(text) for text in TEXTS]


def test_a_text_in_markdown_has_no_mark_left() -> None:
    for text in TEXTS:
        told = as_markdown(text)
        assert harmful(told) == set()
        assert re.sub(r"\\([!-/:-@\[-`{-~])", "", told).translate(
            str.maketrans("", "", "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~")
        ) == (re.sub(r"\\([!-/:-@\[-`{-~])", "", told))
        assert re.sub(r"\\(.)", r"\1", told) == visible(text).replace("\n", " ")


def test_the_wall_shows_a_text_and_no_markup() -> None:
    item = ItemFacts("", "hard", "reading", 1, 3, AT.isoformat(), 20.0, None, 11, 9, 8, 1)
    frame = Frame(kind="reading", round_name=Name("", ""), rehearsal=False, since=AT.isoformat(), seconds=9.0)
    say = translator("zh")
    plain = Seen(
        wall_frames.picture(
            replace(frame, item=replace(item, application_id="2026", split_indicator=Name("x", "x"))), say
        )
    )
    for text in TEXTS[:3_000]:  # each pattern alone, in words, and with others
        name = Name(text, text)
        filled = replace(frame, round_name=name, item=replace(item, application_id=text, split_indicator=name))
        seen = Seen(wall_frames.picture(filled, say))
        assert (seen.tags, seen.bad) == (plain.tags, [])
        words = "".join(seen.words)
        assert words.count(visible(text)) >= 2
        assert harmful(words) == set()


def paper(texts: list[str]) -> Paper:
    # As whoever makes a paper does: what cannot be seen is made visible where texts come in.
    parts = tuple(Paragraph(f"{number:05d} {printable(text)}") for number, text in enumerate(texts))
    return Paper("标题", (), "", "", "", "zh", AT, parts)


def test_a_word_file_holds_every_text_as_text() -> None:
    texts = [" / ".join(TEXTS[start : start + 20]) for start in range(0, COUNT, 20)]
    with zipfile.ZipFile(io.BytesIO(paper_docx(paper(texts)))) as parts:
        names, document = parts.namelist(), parts.read("word/document.xml")
    tree = ElementTree.fromstring(document)  # noqa: S314 - our own file
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = ["".join(one.text or "" for one in line.iter(f"{word}t")) for line in tree.iter(f"{word}p")]
    told = {line[:5]: line[6:] for line in found if re.match(r"\d{5} ", line)}
    assert list(told.values()) == [printable(text) for text in texts]
    assert not [one.tag for one in tree.iter() if one.tag.endswith(("hyperlink", "fldSimple", "instrText", "object"))]
    assert not [name for name in names if "vba" in name.lower() or "embed" in name.lower()]


def test_a_pdf_holds_every_pattern_and_runs_nothing(tmp_path: Path) -> None:
    fonts = find_fonts()
    texts = [text for text in corpus.PATTERNS if len(text) < 100]
    data = paper_pdf(paper(texts), fonts=fonts)
    assert not [word for word in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/URI") if word in data]
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext")
    (tmp_path / "a.pdf").write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    words = re.sub(r"[\s\u200b]", "", done.stdout.decode())
    for part in ("<script>alert(1)</script>", "#text(red)[x]", '#read("/etc/passwd")', "$x^2$", "[U+202E]", "=1+1"):
        assert re.sub(r"\s", "", part) in words
    assert "root:" not in words


PAGES = (
    ("secretariat", "office/intake", None),
    ("secretariat", "office/steps", None),
    ("county_regulator", "office/intake", procedure.NANJING),
    ("assignment_holder", "holder/experts", None),
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A register full of names that its borders let in, and experts that somebody wrote past them."""
    names = [*corpus.MARKUP, *corpus.UNSEEN[:4], *corpus.FORMULAS[:4]]
    with pytest.MonkeyPatch.context() as patch:
        served = procedure.served(tmp_path_factory.mktemp("h") / "r.db", "open", patch)
        with served as hall:
            people = [
                Expert(f"H{number:03d}", name, name, "320700", ("C34",), date(2024, 1, 1))
                for number, name in enumerate(names)
            ]
            # Past the border, which refuses what cannot be seen: as if it had come in before there was one.
            patch.setattr(intake, "expert_faults", lambda expert, source: ())
            hall.do(flow.import_experts, procedure.actor("assignment_holder"), people, source="<b>x</b>.csv")
            given = []
            for number, name in enumerate(name for name in names if not harmful(name) and "\t" not in name):
                one = procedure.application(procedure.GRADE_AA)
                code = procedure.make(f"91320102MA1HKT{number:03d}")
                enterprise = replace(one.enterprise, name=name, industry=name, uscc=code)
                given.append(replace(one, application_id=f"2026-H{number:03d}", enterprise=enterprise))
            hall.do(flow.import_applications, procedure.SECRETARIAT, procedure.ROUND, given, source="x.csv")
            yield hall


@pytest.mark.parametrize(("role", "page", "region"), PAGES)
def test_a_page_shows_every_name_as_text(hall: Any, role: str, page: str, region: str | None) -> None:
    at = hall.page(role, page, region=region)
    assert not at.exception
    markup = [one.proto.body for one in at.get("html")]
    shown = 0
    for body in markup:
        seen = Seen(body)
        assert not NEVER & set(seen.tags)
        assert seen.bad == []
        assert harmful(body) == set()
        shown += sum(text in "".join(seen.words) for text in corpus.MARKUP)
    for one in (*at.markdown, *at.error, *at.warning, *at.info, *at.success, *at.caption):
        assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(|<(img|script|a|iframe)", one.value)
        assert harmful(one.value) == set()
    assert shown, "no hostile name stands on this page, so that nothing was tested"
