"""A round's rule book is never changed in place; its states follow each other; reasons where they are due."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from indicators.load import digest_of, shipped_rule_book
from indicators.model import RuleBook
from scoring import flow
from scoring.errors import ConflictError
from scoring.register import rounds

ROUND, OTHER = "2026-sample", "2024-synthetic"


def with_other_text(book: RuleBook, line: str) -> RuleBook:
    """The same rules under a text with a further comment, which is another rule book."""
    texts = replace(book.texts, round=f"{book.texts.round}\n# {line}\n")
    return replace(book, texts=texts, digest=digest_of(texts))


@pytest.fixture
def planned(office: Any) -> RuleBook:
    book = shipped_rule_book(OTHER)
    flow.create_round(office.register, office.who("secretariat"), office.tick(), book)
    return book


def create(office: Any, book: RuleBook, reason: str = "") -> Any:
    return flow.create_round(office.register, office.who("secretariat"), office.tick(), book, reason=reason)


def test_a_new_round_is_planned_and_holds_its_rule_book(office: Any, planned: RuleBook) -> None:
    shown = flow.show_round(office.register, office.who("chair"), OTHER)
    assert (shown.round_id, shown.state, shown.rule_book.digest) == (OTHER, "planned", planned.digest)
    assert shown.rule_book == planned
    assert shown.applications == {}


def test_the_same_rule_book_is_not_entered_twice(office: Any, planned: RuleBook) -> None:
    with pytest.raises(ConflictError, match=r"flow\.round_already_there .*2024-synthetic"):
        create(office, planned)


def test_a_planned_round_takes_another_rule_book_with_a_reason_and_keeps_the_first(
    office: Any, planned: RuleBook
) -> None:
    other = with_other_text(planned, "corrected")
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_new_rule_book"):
        create(office, other, reason=" \t")
    create(office, other, reason="勘误")
    assert flow.show_round(office.register, office.who("chair"), OTHER).rule_book.digest == other.digest
    with office.register.read() as connection:
        assert rounds.rule_book_texts(connection, planned.digest) == planned.texts
        assert rounds.rule_book_texts(connection, other.digest) == other.texts
        adopted = rounds.adopted(connection, OTHER)
    assert adopted is not None
    assert (adopted.version, adopted.reason) == (2, "勘误")
    assert office.is_sound()


def test_a_round_may_go_back_to_an_earlier_rule_book_without_storing_it_again(office: Any, planned: RuleBook) -> None:
    create(office, with_other_text(planned, "corrected"), reason="勘误")
    create(office, planned, reason="恢复原规则库")
    assert flow.show_round(office.register, office.who("chair"), OTHER).rule_book.digest == planned.digest
    assert office.is_sound()


def test_the_rules_of_a_round_that_has_begun_stand(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.round_rules_stand"):
        create(office, with_other_text(office.book, "late"), reason="理由")


def test_states_follow_each_other_one_at_a_time(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.state_cannot_follow .*'seen': 'in_notice'"):
        office.to("in_notice")
    for state in ("deciding", "in_notice", "accredited", "closed"):
        office.to(state)
        assert flow.show_round(office.register, office.who("chair"), ROUND).state == state
    with pytest.raises(ConflictError, match=r"flow\.state_cannot_follow .*'expected': '–'"):
        office.to("open")


def test_a_step_back_needs_a_reason_and_keeps_it(office: Any) -> None:
    office.to("deciding")
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_step_back"):
        office.to("reviewing")
    office.to("reviewing", reason=" 一份评分表退回补正 ")
    with office.register.read() as connection:
        state = rounds.state(connection, ROUND)
    assert state is not None
    assert (state.state, state.reason) == ("reviewing", "一份评分表退回补正")
    assert '"reason":"一份评分表退回补正"' in office.entries()[-1].content


def test_an_unknown_round_is_told_with_the_rounds_there_are(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.no_such_round .*'2031'.*2026-sample"):
        flow.show_round(office.register, office.who("chair"), "2031")
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        flow.advance_round(office.register, office.who("secretariat"), office.tick(), "2031", "open")


def test_the_list_has_every_round_by_id_with_its_applications(office: Any, planned: RuleBook) -> None:
    listed = flow.list_rounds(office.register, office.who("expert", "E01"))
    assert [(one.round_id, one.state) for one in listed] == [(OTHER, "planned"), (ROUND, "reviewing")]
    assert listed[1].applications == {"AA": 1, "AAA": 1}
    assert listed[1] == flow.show_round(office.register, office.who("chair"), ROUND)


def test_every_step_is_one_entry_of_the_chain_with_actor_and_role(office: Any) -> None:
    before = len(office.entries())
    office.to("deciding")
    entries = office.entries()
    assert len(entries) == before + 1
    assert (entries[-1].actor, entries[-1].role, entries[-1].act) == ("secretariat", "secretariat", "round.advanced")
    assert entries[-1].object == f"round/{ROUND}"


def test_a_round_of_deductions_is_refused_since_nothing_computes_them(office: Any) -> None:
    book = shipped_rule_book(OTHER)
    table = replace(book.round.indicator_table, marking="deduction")
    with pytest.raises(ConflictError, match=r"flow\.marking_not_computed .*deduction"):
        create(office, replace(book, round=replace(book.round, indicator_table=table)))
