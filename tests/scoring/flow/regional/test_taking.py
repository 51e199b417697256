"""What is taken away: one page, the same bytes, no clock and nobody in it; files and waits alone before the lock."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from PIL import Image

from indicators.language import Name
from scoring.documents.briefing import briefing_docx, briefing_paper, briefing_pdf
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.figure_data import rates_data, scale
from scoring.documents.figures import figure_file, figure_kinds
from scoring.documents.fonts import find_fonts
from scoring.documents.paper import Picture, Table
from scoring.documents.typesetting import page_count
from scoring.flow.regional.table_parts import RegionalTable
from scoring.flow.regional.taking import briefing_facts
from scoring.model import Actor
from scoring.register.database import open_register
from scoring.texts import translator

NOW = datetime(2026, 6, 20, 1, tzinfo=UTC)
LEADER = Actor("leader", "leader", frozenset({"leader"}))
ZH, FONTS = translator("zh"), find_fonts()


def _facts(folder: Path, stage: str) -> BriefingFacts:
    path = folder / f"{stage}.db"
    sys.modules["procedure_register"].build(path, stage).register.close()
    with open_register(path) as register:
        return briefing_facts(register, LEADER, NOW, "2026-sample")


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> BriefingFacts:
    return _facts(tmp_path_factory.mktemp("locked"), "accredited")


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> BriefingFacts:
    return _facts(tmp_path_factory.mktemp("undecided"), "deciding")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_one_page_and_the_same_bytes(locked: BriefingFacts, undecided: BriefingFacts, language: str) -> None:
    say = translator(language)
    for facts in (locked, undecided):
        made = briefing_pdf(facts, say=say, fonts=FONTS)
        assert page_count(made) == 1
        assert made == briefing_pdf(facts, say=say, fonts=FONTS)
        assert briefing_docx(facts, say=say, fonts=FONTS) == briefing_docx(facts, say=say, fonts=FONTS)
        assert b"/Author" not in made


def test_word_file_says_what_the_paper_says_and_names_nobody(locked: BriefingFacts) -> None:
    paper = briefing_paper(locked, say=ZH, fonts=FONTS)
    document = docx.Document(io.BytesIO(briefing_docx(locked, say=ZH, fonts=FONTS)))
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    (table,) = (part for part in paper.parts if isinstance(part, Table))
    (written,) = document.tables
    assert [[cell.text for cell in row.cells] for row in written.rows[1:]] == [list(row) for row in table.rows]
    assert len(document.inline_shapes) == 1
    words = "\n".join(one.text for one in document.paragraphs)
    assert locked.head is not None
    assert f"第 {locked.head.sequence} 条" in words
    assert ZH("certificate.mark_synthetic") in words


def test_before_the_lock_there_are_files_and_waits_and_no_head(undecided: BriefingFacts) -> None:
    assert not undecided.locked
    assert undecided.head is None
    paper = briefing_paper(undecided, say=ZH, fonts=FONTS)
    assert not any(isinstance(part, Picture) for part in paper.parts)
    (table,) = (part for part in paper.parts if isinstance(part, Table))
    assert len(table.rows) == len(undecided.tables["funnel"].rows)
    assert "tiles" not in figure_kinds(undecided)
    with pytest.raises(ValueError, match="tiles"):
        figure_file(undecided, "tiles", form="svg", say=ZH, fonts=FONTS)


def test_figures_are_wide_and_need_no_font(locked: BriefingFacts) -> None:
    kinds = figure_kinds(locked)
    assert set(kinds) >= {"tiles", "rates", "funnel"}
    for kind in kinds:
        svg = figure_file(locked, kind, form="svg", say=ZH, fonts=FONTS)
        assert b"<text" not in svg
        assert svg.startswith(b"<svg")
        assert svg.rstrip().endswith(b"</svg>")
        assert svg == figure_file(locked, kind, form="svg", say=ZH, fonts=FONTS)
        picture = Image.open(io.BytesIO(figure_file(locked, kind, form="png", say=ZH, fonts=FONTS)))
        assert picture.width == 1920
        assert picture.height == 1080


def test_word_files_have_no_time_of_making(locked: BriefingFacts) -> None:
    with zipfile.ZipFile(io.BytesIO(briefing_docx(locked, say=ZH, fonts=FONTS))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_briefing_of_more_than_a_page_says_so_in_both_files(locked: BriefingFacts, language: str) -> None:
    say = translator(language)
    cities = locked.tables["cities"]
    assert isinstance(cities, RegionalTable)
    longer = replace(cities, rows=(*cities.rows[:-1] * 3, cities.rows[-1]))
    facts = replace(locked, tables={**locked.tables, "cities": longer})
    assert page_count(briefing_pdf(facts, say=say, fonts=FONTS)) == 2
    for one, told in ((facts, True), (locked, False)):
        document = docx.Document(io.BytesIO(briefing_docx(one, say=say, fonts=FONTS)))
        assert (say("briefing.is_long") in [line.text for line in document.paragraphs]) is told


def test_a_scale_begins_below_all_that_it_shows(locked: BriefingFacts) -> None:
    assert scale([]) == scale([29.9, 90.0]) == [0, 25, 50, 75, 100]
    assert scale([62.2, 74.5]) == [60, 70, 80, 90, 100]
    assert scale([100.0]) == [90, 100]
    drawn = rates_data(locked, ZH)
    assert all(drawn["ticks"][0] <= line["low"] for line in drawn["lines"] if line["low"] is not None)


def test_no_figure_loses_a_line_below_its_edge(locked: BriefingFacts) -> None:
    long = "名称" * 120
    facts = replace(locked, round_name=Name(long, long))
    picture = Image.open(io.BytesIO(figure_file(facts, "tiles", form="png", say=ZH, fonts=FONTS)))
    assert picture.height > 1080
