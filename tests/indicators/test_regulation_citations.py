"""Citations and interpretations of both shipped regulations, and the synthetic one beside the Measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

import pytest

from indicators.model import Citation, Document, Regulation


def citations(law: Regulation) -> Iterator[Citation]:
    yield law.grades_cite
    yield law.validity.cite
    for records in (law.conditions, law.adverse_record_kinds, law.steps, law.measures, law.sanctions):
        yield from (record.cite for record in records)
    yield from (note.cite for note in law.interpretations.notes.values())


@pytest.fixture(params=["jiangsu", "synthetic"])
def law(request: pytest.FixtureRequest) -> Regulation:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Regulation)
    return found


def test_every_citation_is_of_a_known_document_and_of_a_clause_that_exists(
    law: Regulation, documents: dict[str, Document], own_clauses: dict[str, dict[str, str]]
) -> None:
    for cite in citations(law):
        assert cite.document in documents
        if cite.document == law.document:
            assert cite.clause in own_clauses[law.key]
        else:
            assert re.search(rf"(?m)^{cite.clause} ", documents[cite.document].note), cite


def test_ids_are_unique(law: Regulation) -> None:
    acts = [act for step in law.steps for act in step.acts]
    for records in (law.conditions, law.adverse_record_kinds, law.steps, acts, law.measures, law.sanctions):
        ids = [record.id for record in records]
        assert len(set(ids)) == len(ids)


def test_every_interpretation_has_its_note(law: Regulation) -> None:
    choices = law.interpretations
    assert set(choices.notes) == {field.name for field in fields(choices)} - {"notes"}
    assert all(note.text for note in choices.notes.values())


def test_interpretations_of_the_measures(jiangsu: Regulation) -> None:
    choices = jiangsu.interpretations
    assert (choices.growth_of, choices.growth_above_percent) == ("revenue", Decimal(0))
    assert (choices.window_counted_from, choices.window_includes_its_day) == ("application_date", True)
    assert choices.growth_years_unknown_count_as == "not_met"
    assert choices.listing_must_not_overlap_window
    assert choices.grade_a_is_noticed_and_announced
    assert not choices.groundless_objection_stands


def test_a_document_says_where_it_is_from_or_what_it_is(documents: dict[str, Document]) -> None:
    assert not [document.key for document in documents.values() if not document.source and not document.number]
    assert documents["gbt-23791"].withdrawn is None
    assert all("合成" in document.title for document in documents.values() if document.kind == "synthetic")


def test_the_synthetic_regulation_says_that_it_is_synthetic(synthetic: Regulation) -> None:
    assert synthetic.status == "synthetic"
    assert "合成" in synthetic.banner
    assert "Synthetic" in synthetic.banner_en
    assert all("合成" in article.text and "合成" in article.chapter for article in synthetic.articles)


def test_it_differs_from_the_measures_where_a_mix_up_would_show(synthetic: Regulation, jiangsu: Regulation) -> None:
    assert (synthetic.validity.years, jiangsu.validity.years) == (3, 5)
    assert [sanction.debarment_years for sanction in synthetic.sanctions] == [3, 3, 4]
    growth = [test.years for c in synthetic.conditions for test in c.tests if test.rule == "steady_growth"]
    assert growth == [1, 2]
    assert {c.id: c.grades for c in synthetic.conditions} == {c.id: c.grades for c in jiangsu.conditions}
    assert [step.id for step in synthetic.steps] == [step.id for step in jiangsu.steps]


def test_its_rules_are_the_words_of_the_clause_they_cite(
    synthetic: Regulation, own_clauses: dict[str, dict[str, str]]
) -> None:
    clauses = own_clauses[synthetic.key]
    assert {c.id: c.text for c in synthetic.conditions} == {c.id: clauses[c.cite.clause] for c in synthetic.conditions}
    assert {s.id: s.text for s in synthetic.steps} == {s.id: clauses[s.cite.clause] for s in synthetic.steps}
