"""The rule book as markup: nothing left out, every citation opens on its source, what comes from files is escaped."""

from __future__ import annotations

from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest

from dashboard.parts import rule_book
from dashboard.parts.rule_book_markup import marked, words_of
from dashboard.parts.rule_book_sources import clause_name
from dashboard.texts import translator
from indicators.load import shipped_round_files, shipped_rule_book
from indicators.model import RuleBook
from scoring.flow import RoundSummary

ROUNDS = tuple(file.stem for file in shipped_round_files())
VOID = {"br"}


class Balance(HTMLParser):
    """Fails on a tag that is closed without having been opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def balanced(html: str) -> bool:
    parser = Balance()
    parser.feed(html)
    return not parser.open


@pytest.fixture(params=ROUNDS)
def book(request: pytest.FixtureRequest) -> RuleBook:
    return shipped_rule_book(request.param)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(rule_book.SECTIONS))
def test_every_section_of_every_round_is_whole_in_both_languages(book: RuleBook, name: str, language: str) -> None:
    assert balanced(rule_book.section(book, name, translator(language)))


def test_the_tree_holds_every_indicator_with_points_evidence_and_anchors(book: RuleBook) -> None:
    html = rule_book.section(book, "indicators", translator("zh"))
    words = words_of(html)
    for leaf in book.round.indicator_table.leaves():
        assert f"{leaf.code} " in words
        assert leaf.evidence.casefold() in words
        assert all(level.anchor.casefold() in words for level in leaf.levels)
    assert html.count('class="rb-more rb-leaf"') == len(book.round.indicator_table.leaves())


def test_articles_and_conditions_stand_word_for_word(book: RuleBook) -> None:
    articles = words_of(rule_book.section(book, "articles", translator("zh")))
    for article in book.regulation.articles:
        assert all(line.strip().casefold() in articles for line in article.text.splitlines())
    conditions = words_of(rule_book.section(book, "conditions", translator("en")))
    assert all(condition.text.casefold() in conditions for condition in book.regulation.conditions)


def test_every_parameter_and_interpretation_has_words_and_its_note(book: RuleBook) -> None:
    sheet, choices = book.round.parameter_sheet, book.regulation.interpretations
    for name, record in (("parameters", sheet), ("interpretations", choices)):
        items = rule_book.SECTIONS[name](book, translator("zh"))
        assert len(items) == len(fields(record)) - 1
        assert all('class="rb-value"' in item.html and "rb-cite" in item.html for item in items)
        text = words_of("".join(item.html for item in items))
        assert all(note.text.casefold() in text for note in record.notes.values())


def test_cut_scores_floors_and_vetoes_are_said_with_their_numbers() -> None:
    words = words_of(rule_book.section(shipped_rule_book("2026-sample"), "grades", translator("zh")))
    assert "aa 级：总分不低于 80 分（满分 100 分，等于即达到）" in words
    assert "建议 aaa 级：3 兑现质量承诺表现 不得低于 31.5 分（满分 35 分）" in words
    assert "2.1.5" in words
    assert "a 级不设分数线" in words


def test_a_citation_opens_on_the_words_of_its_clause() -> None:
    book = shipped_rule_book("2026-sample")
    html = rule_book.section(book, "conditions", translator("zh"))
    assert "见《江苏省企业质量信用等级认定管理办法》第十条（三）5" in html
    assert "5、近3年内经营稳健增长。" in html
    document = next(one for one in book.documents if one.key == book.regulation.document)
    assert clause_name(document, "10(3)5", translator("en")) == "Article 10(3)5"


def test_what_no_text_tells_is_shown_as_unknown() -> None:
    book = shipped_rule_book("2026-sample")
    summary = RoundSummary("2026-sample", "open", book, "2026-06-01T09:00:00Z", {})
    assert "未知，待录入" in rule_book.identity(summary, translator("zh"))
    known = shipped_rule_book("2022-synthetic")
    assert "2022-01-01" in rule_book.identity(replace(summary, rule_book=known), translator("zh"))
    assert words_of(rule_book.section(book, "documents", translator("zh"))).count("未知，待录入") > 10


def test_the_search_finds_by_all_words_in_every_section_and_marks_them() -> None:
    book, say = shipped_rule_book("2026-sample"), translator("zh")
    found = rule_book.search(book, "稳健增长 营业收入", say)
    assert found
    assert all("<mark>稳健增长</mark>" in html or "<mark>营业收入</mark>" in html for html in found.values())
    assert all(balanced(html) for html in found.values())
    assert rule_book.search(book, "绝无此词", say) == {}
    assert rule_book.search(book, "  ", say) == {}
    assert any("1.1.1" in html for html in rule_book.search(book, "integrity policy", translator("en")).values())


def test_marking_leaves_tags_and_entities_alone() -> None:
    assert marked('<p class="a">a &amp; b</p>', ["a"]) == '<p class="a"><mark>a</mark> &amp; b</p>'
    assert marked("<p>x &lt;b&gt;</p>", ["<b>"]) == "<p>x <mark>&lt;b&gt;</mark></p>"
    assert marked("<p>A.B</p>", ["a.b", "."]) == "<p><mark>A.B</mark></p>"


@pytest.mark.parametrize("name", list(rule_book.SECTIONS))
def test_text_from_a_file_stays_text(name: str) -> None:
    book = shipped_rule_book("2026-sample")
    evil = "<img src=x onerror=alert(1)>"
    leaf = book.round.indicator_table.leaves()[0]
    nodes = tuple(
        replace(one, name=evil, evidence=evil) if one is leaf else one for one in book.round.indicator_table.indicators
    )
    round_ = replace(book.round, indicator_table=replace(book.round.indicator_table, name=evil, indicators=nodes))
    law = replace(
        book.regulation,
        articles=tuple(replace(one, chapter=evil, text=evil) for one in book.regulation.articles),
        conditions=tuple(replace(one, name=evil, text=evil) for one in book.regulation.conditions),
        steps=tuple(replace(one, name=evil, text=evil) for one in book.regulation.steps),
        banner=evil,
    )
    documents = tuple(replace(one, title=evil, note=evil, source=evil) for one in book.documents)
    worse = replace(book, round=round_, regulation=law, documents=documents)
    html = rule_book.section(worse, name, translator("zh"))
    assert "<img" not in html
    assert "&lt;img" in html
