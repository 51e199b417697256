"""The shipped regulations and documents as records, and the text of the Measures by article and clause.

`tests/data/measures.zh.txt` is the full text of 江苏省企业质量信用等级认定管理办法, with the bookmark marks of the
office file it came from. It is an official document of an administrative organ and so not under copyright (Copyright
Law, Article 5).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import pytest

import indicators
from indicators.load import Documents
from indicators.model import Document, Regulation
from indicators.shape import Shape
from indicators.toml_text import parse_toml, read_toml_file

Record = TypeVar("Record")

SHIPPED = Path(indicators.__file__).parent
SOURCE = Path(__file__).parents[1] / "data" / "measures.zh.txt"
DIGITS = "一二三四五六七八九"
NUMERALS = (*DIGITS, "十", *(f"十{digit}" for digit in DIGITS), "二十", "二十一")  # as the articles are numbered


def without_marks(text: str) -> str:
    """The text without bookmark marks and without any white space, the wide kind included."""
    return re.sub(r"\s", "", re.sub(r"\[bookmark:[^\]]*\]", "", text))


def articles_of(text: str) -> dict[int, str]:
    """The articles of the Measures by number, without their headings, the chapter headings taken out."""
    lines = [re.sub(r"\[bookmark:[^\]]*\]", "", line).strip() for line in text.splitlines()]
    articles: dict[int, str] = {}
    number = 0
    for line in lines:
        heading = re.match(rf"第({'|'.join(sorted(NUMERALS, key=len, reverse=True))})条\s+", line)
        if heading:
            number = NUMERALS.index(heading[1]) + 1
            articles[number] = line[heading.end() :]
        elif number and not re.match(r"第.章\s", line):
            articles[number] += line
    return {number: without_marks(article) for number, article in articles.items()}


def clauses_of(articles: dict[int, str]) -> dict[str, str]:
    """The articles, their items (（一）…) and sub-items (1、…) by the notation of citations: ``10(3)5``."""
    clauses: dict[str, str] = {}
    for number, article in articles.items():
        clauses[str(number)] = article
        # The mark of an item opens a sentence; a reference to an item inside one does not.
        mark = f"（([{DIGITS}])）"
        for item in re.finditer(rf"(?<=[。：]){mark}(.*?)(?=(?<=[。：]){mark}|$)", article):
            at = f"{number}({NUMERALS.index(item[1]) + 1})"
            clauses[at] = item[2]
            for sub in re.finditer(r"(?<=[。：])(\d)、(.*?)(?=(?<=。)\d、|$)", item[2]):
                clauses[f"{at}{sub[1]}"] = sub[2]
    return clauses


def read(shape: Shape[Record], path: Path) -> Record:
    tree = parse_toml(read_toml_file(path))
    assert tree.pop("schema") == 1
    record, faults = shape.read(tree, path.name)
    assert not faults
    assert record is not None
    return record


def read_regulation(key: str) -> Regulation:
    return read(Shape(Regulation, "regulation"), SHIPPED / "regulation" / f"{key}.toml")


@pytest.fixture(scope="session")
def jiangsu() -> Regulation:
    return read_regulation("jiangsu")


@pytest.fixture(scope="session")
def synthetic() -> Regulation:
    return read_regulation("synthetic-before-2025")


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    found = read(Shape(Documents, "documents"), SHIPPED / "documents.toml").documents
    by_key = {document.key: document for document in found}
    assert len(by_key) == len(found), "a key stands twice"
    return by_key


@pytest.fixture(scope="session")
def source_text() -> str:
    return SOURCE.read_text("utf-8")


@pytest.fixture(scope="session")
def source_articles(source_text: str) -> dict[int, str]:
    return articles_of(source_text)


@pytest.fixture(scope="session")
def source_clauses(source_articles: dict[int, str]) -> dict[str, str]:
    return clauses_of(source_articles)


@pytest.fixture(scope="session")
def own_clauses(jiangsu: Regulation, synthetic: Regulation) -> dict[str, dict[str, str]]:
    """The clauses of each regulation's own articles, by the regulation's key."""
    return {
        law.key: clauses_of({article.number: without_marks(article.text) for article in law.articles})
        for law in (jiangsu, synthetic)
    }
