"""What the round lays down beside its indicators: grades, cut scores, floors, vetoes, the parameter sheet."""

from __future__ import annotations

from dataclasses import fields

from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import Item, chip, entry, number, paragraphs, table
from dashboard.parts.rule_book_sources import citations
from dashboard.parts.rule_book_words import label, parameter_words
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from indicators.model import Floor, RuleBook, Veto


def grades(book: RuleBook, say: Translator) -> list[Item]:
    """Return the order of grades, then for the round its cut scores, floors and vetoes with their reasons."""
    cuts = [
        Item(say("rules.cut_scores"), entry(as_html(_cut(cut.grade, number(cut.min_score), book, say)), cite))
        for cut in book.round.cut_scores
        if (cite := citations(book, [cut.cite], say))
    ]
    without = [grade for grade in book.round.grades_open if grade not in {cut.grade for cut in book.round.cut_scores}]
    if without:
        words = say("rules.no_cut_score", grades=listed(without, say))
        cuts.append(Item(say("rules.cut_scores"), f'<p class="qc-quiet">{as_html(words)}</p>'))
    return [
        _order(book, say),
        *cuts,
        *(Item(say("rules.floors"), _floor(book, floor, say)) for floor in book.round.floors),
        *(Item(say("rules.vetoes"), _veto(book, veto, say)) for veto in book.round.vetoes),
    ]


def parameters(book: RuleBook, say: Translator) -> list[Item]:
    """Return the parameter sheet: each value in words, why it is so, and where it comes from."""
    sheet = book.round.parameter_sheet
    found = []
    for field in fields(sheet):
        note = sheet.notes.get(field.name)
        if note is None:
            continue
        values = "".join(f"<li>{as_html(words)}</li>" for words in parameter_words(sheet, field.name, say))
        body = f'<ul class="rb-value">{values}</ul>{paragraphs(note.text)}{citations(book, [note.cite], say)}'
        found.append(Item("", entry(as_html(label(field.name, say)), body, level=3)))
    return found


def _order(book: RuleBook, say: Translator) -> Item:
    by_class: dict[str, list[str]] = {}
    for grade in book.regulation.grades:
        by_class.setdefault(grade.grade_class, []).append(
            chip(grade.name, "good" if grade.accredited else "")
            + (f" {as_html(say('rules.accredited'))} " if grade.accredited else " ")
        )
    rows = [(as_html(say("rules.grade_class", name=name)), "".join(chips)) for name, chips in by_class.items()]
    body = table([say("rules.class_column"), say("rules.grade_column")], rows)
    cite = citations(book, [book.regulation.grades_cite], say)
    return Item(say("rules.grade_order"), body + cite)


def _cut(grade: str, points: str, book: RuleBook, say: Translator) -> str:
    return say("rules.cut_score_words", grade=grade, points=points, full=number(book.round.indicator_table.full_marks))


def _floor(book: RuleBook, floor: Floor, say: Translator) -> str:
    words = say(
        "rules.floor_words",
        grade=floor.grade,
        indicator=_indicator(book, floor.indicator, say),
        points=number(floor.min_score),
        full=_full(book, floor.indicator),
    )
    return entry(as_html(words), paragraphs(floor.reason), citations(book, [floor.cite], say))


def _veto(book: RuleBook, veto: Veto, say: Translator) -> str:
    words = say(
        "rules.veto_words",
        grades=listed(veto.grades, say),
        indicator=_indicator(book, veto.indicator, say),
        points=number(veto.at_or_below),
        full=_full(book, veto.indicator),
    )
    return entry(as_html(words), paragraphs(veto.reason), citations(book, [veto.cite], say))


def _indicator(book: RuleBook, code: str, say: Translator) -> str:
    node = next(one for one in book.round.indicator_table.indicators if one.code == code)
    return f"{code} {say.say(Name(node.name, node.name_en))}"


def _full(book: RuleBook, code: str) -> str:
    return next(number(one.max_score) for one in book.round.indicator_table.indicators if one.code == code)
