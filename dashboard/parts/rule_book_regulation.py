"""What the regulation lays down: conditions, steps, validity, sanctions, articles, and what the text leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import Item, chip, entry, facts, paragraphs, table
from dashboard.parts.rule_book_sources import citation, citations, clause_name
from dashboard.parts.rule_book_words import fact_words, interpretation_words, label
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from indicators.model import Condition, RuleBook, Sanction, Step


def conditions(book: RuleBook, say: Translator) -> list[Item]:
    """Return the basic and grade conditions, then the kinds of adverse record that some of them ask about."""
    found = [Item(_asked_of(one, book, say), _condition(book, one, say)) for one in book.regulation.conditions]
    kinds = [
        (as_html(say.say(Name(kind.name, kind.name_en))), as_html(say(f"rules.nature_{kind.nature}")))
        for kind in book.regulation.adverse_record_kinds
    ]
    cites = dict.fromkeys(kind.cite for kind in book.regulation.adverse_record_kinds)
    listed = table([say("rules.adverse_record"), say("rules.nature")], kinds) + citations(book, cites, say)
    return [*found, Item(say("rules.adverse_records"), entry(as_html(say("rules.adverse_records")), listed))]


def procedure(book: RuleBook, say: Translator) -> list[Item]:
    """Return the steps, the validity, the measures and the sanctions."""
    law = book.regulation
    steps = [Item(say("rules.steps"), _step(book, step, say)) for step in law.steps]
    valid = say("rules.validity_words", years=law.validity.years, since=say(f"rules.since_{law.validity.counted_from}"))
    validity = entry(as_html(valid), citations(book, [law.validity.cite], say))
    sanctions = [Item(say("rules.sanctions"), _sanction(book, one, say)) for one in law.sanctions]
    measures = table(
        [say("rules.measure"), say("rules.ends_validity"), say("rules.basis")],
        [
            (
                as_html(say.say(Name(one.name, one.name_en))),
                as_html(say("rules.yes" if one.ends_validity else "rules.no")),
                citation(book, one.cite, say),
            )
            for one in law.measures
        ],
    )
    return [
        *steps,
        Item(say("rules.validity"), validity),
        *sanctions,
        Item(say("rules.sanctions"), entry(as_html(say("rules.measures")), measures)),
    ]


def articles(book: RuleBook, say: Translator) -> list[Item]:
    """Return the articles word for word, under their chapters."""
    document = next((one for one in book.documents if one.key == book.regulation.document), None)
    return [
        Item(one.chapter, entry(as_html(clause_name(document, str(one.number), say)), paragraphs(one.text)))
        for one in book.regulation.articles
    ]


def interpretations(book: RuleBook, say: Translator) -> list[Item]:
    """Return the defaults that the text leaves open, each with its words, its reason and its source."""
    choices = book.regulation.interpretations
    found = []
    for field in fields(choices):
        note = choices.notes.get(field.name)
        if note is None:
            continue
        value = f'<p class="rb-value">{as_html(interpretation_words(choices, field.name, say))}</p>'
        body = value + paragraphs(note.text) + citations(book, [note.cite], say)
        found.append(Item("", entry(as_html(label(field.name, say)), body, level=3)))
    return found


def _asked_of(condition: Condition, book: RuleBook, say: Translator) -> str:
    everyone = set(condition.grades) >= set(book.regulation.accredited_grades())
    return (
        say("rules.basic_conditions")
        if everyone
        else say("rules.grade_conditions", grades=_grades(condition.grades, say))
    )


def _condition(book: RuleBook, one: Condition, say: Translator) -> str:
    rows = [(say("rules.judged_by"), as_html(say(f"rules.judged_by_{one.judged_by}")))]
    tests = [as_html(fact_words(test, book, say)) for test in one.tests]
    if tests:
        rows.append((say("rules.tests"), "<br>".join(tests)))
    head = as_html(say.say(Name(one.name, one.name_en)))
    return entry(head, paragraphs(one.text), facts(rows), citations(book, [one.cite], say))


def _step(book: RuleBook, step: Step, say: Translator) -> str:
    head = f"{step.order}. {as_html(say.say(Name(step.name, step.name_en)))} {''.join(map(chip, step.grades))}"
    acts = table(
        [say("rules.act"), say("rules.act_level"), say("rules.act_authority")],
        [
            (
                as_html(say.say(Name(act.name, act.name_en))),
                as_html(say(f"rules.level_{act.level}")),
                as_html(say(f"rules.authority_{act.authority}")),
            )
            for act in step.acts
        ],
    )
    return entry(head, paragraphs(step.text), acts, citations(book, [step.cite], say))


def _sanction(book: RuleBook, one: Sanction, say: Translator) -> str:
    names = {measure.id: say.say(Name(measure.name, measure.name_en)) for measure in book.regulation.measures}
    taken = listed((names.get(measure, measure) for measure in one.measures), say)
    rows = [(say("rules.measures"), as_html(taken))]
    if one.debarment_years is not None:
        since = "" if one.debarment_from is None else say(f"rules.since_{one.debarment_from}")
        bar = say("rules.debarment_words", years=one.debarment_years, since=since)
        rows.append((say("rules.debarment"), as_html(bar)))
    head = as_html(say.say(Name(one.name, one.name_en)))
    return entry(head, facts(rows), citations(book, [one.cite], say))


def _grades(grades: Iterable[str], say: Translator) -> str:
    return listed(grades, say)
