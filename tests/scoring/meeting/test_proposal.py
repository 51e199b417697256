from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.language import Message
from indicators.load import shipped_rule_book
from indicators.model import Citation, CutScore, RuleBook
from scoring.meeting.proposal import PanelScores, Proposal, candidate_grades, grade_by_score, propose
from scoring.model import Application, Stage
from scoring.procedure.eligibility import Eligibility, assess
from scoring.texts import translator

COUNTIES = frozenset({"320102"})
LAW, SHEET = "small-measures", "small-sheet"


def _scores(total: str | None, **changes: str | None) -> PanelScores:
    """Return panel scores that clear every floor and veto unless changed: ``_scores("85", i2_2="10")``."""
    leaves = {"1.1": "9", "1.2": "27", "2.1": "18", "2.2": "36"} | {
        key[1:].replace("_", "."): value for key, value in changes.items()
    }
    return PanelScores(
        total=None if total is None else Decimal(total),
        indicators={code: None if score is None else Decimal(score) for code, score in leaves.items()},
    )


def _with_switch(rule_book: RuleBook) -> RuleBook:
    sheet = replace(rule_book.round.parameter_sheet, aaa_may_be_proposed_aa=True)
    return replace(rule_book, round=replace(rule_book.round, parameter_sheet=sheet))


def _propose(
    application: Application,
    rule_book: RuleBook,
    scores: PanelScores,
    *,
    target: str = "AAA",
    stage: Stage = "document_review",
) -> Proposal:
    eligibility = {
        grade: assess(application, rule_book, counties=COUNTIES, grade=grade)
        for grade in candidate_grades(target, rule_book)
    }
    return propose(target=target, stage=stage, scores=scores, eligibility=eligibility, rule_book=rule_book)


def _keys(proposal: Proposal) -> list[str]:
    return [reason.message.key.removeprefix("proposal.") for reason in proposal.reasons]


@pytest.mark.parametrize(
    ("total", "grade"),
    [("79.99", None), ("80", "AA"), ("80.00", "AA"), ("89.99", "AA"), ("90", "AAA"), ("100", "AAA"), (None, None)],
)
def test_a_total_equal_to_a_cut_reaches_the_grade(
    small_rule_book: RuleBook, total: str | None, grade: str | None
) -> None:
    cuts = small_rule_book.round.cut_scores
    points = None if total is None else Decimal(total)
    assert grade_by_score(points, cuts) == grade
    assert grade_by_score(points, reversed(cuts)) == grade


def test_a_tenth_is_a_tenth() -> None:
    cut = CutScore("AA", Decimal("0.3"), Citation("x"))
    assert grade_by_score(Decimal("0.1") + Decimal("0.2"), [cut]) == "AA"


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_more_points_never_reach_less(small_rule_book: RuleBook, one: Decimal, other: Decimal) -> None:
    order = [None, "AA", "AAA"]
    low, high = sorted((one, other))
    cuts = small_rule_book.round.cut_scores
    assert order.index(grade_by_score(low, cuts)) <= order.index(grade_by_score(high, cuts))


def test_aa_is_proposed_on_its_documents(sound_application: Application, small_rule_book: RuleBook) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("83.5"), target="AA")
    assert (proposal.outcome, proposal.grade, proposal.grade_by_score) == ("propose_aa", "AA", "AA")
    assert _keys(proposal) == ["conditions_met", "cut_reached"]
    assert proposal.reasons[1].message.values["by"] == Decimal("3.5")
    assert proposal.reasons[1].cite == (Citation(SHEET, "1"),)


def test_an_applicant_for_aa_is_not_proposed_more_than_he_applied_for(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("99"), target="AA")
    assert (proposal.outcome, proposal.grade_by_score) == ("propose_aa", "AAA")


def test_aaa_goes_to_the_site_visit_first_and_is_proposed_after(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    before = _propose(sound_application, small_rule_book, _scores("90"))
    assert (before.outcome, before.grade) == ("send_to_site_visit", "AAA")
    assert before.reasons[-1].cite == (Citation(LAW, "12(6)"),)
    after = _propose(sound_application, small_rule_book, _scores("90"), stage="on_site_verification")
    assert (after.outcome, after.grade) == ("propose_aaa", "AAA")


def test_a_missed_cut_says_by_how_much(sound_application: Application, small_rule_book: RuleBook) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("79.99"), target="AA")
    assert proposal.outcome == "do_not_propose"
    assert proposal.grade is None
    assert proposal.reasons[-1].message == Message(
        "proposal.cut_missed",
        {"grade": "AA", "cut": Decimal(80), "total": Decimal("79.99"), "by": Decimal("0.01")},
    )


@pytest.mark.parametrize(("score", "outcome"), [("18", "propose_aa"), ("17.99", "do_not_propose")])
def test_a_floor_in_a_parent_binds_whatever_the_total(
    sound_application: Application, small_rule_book: RuleBook, score: str, outcome: str
) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("95", i2_2=score), target="AA")
    assert proposal.outcome == outcome
    if outcome == "do_not_propose":
        values = proposal.reasons[-1].message.values
        assert (values["indicator"], values["score"], values["by"]) == ("2", Decimal("35.99"), Decimal("0.01"))
        assert proposal.reasons[-1].cite == (Citation(SHEET, "3"),)


@pytest.mark.parametrize(
    ("score", "outcome"), [("2.51", "send_to_site_visit"), ("2.5", "do_not_propose"), ("0", "do_not_propose")]
)
def test_a_veto_bars_at_its_line_and_below(
    sound_application: Application, small_rule_book: RuleBook, score: str, outcome: str
) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("95", i1_1=score))
    assert proposal.outcome == outcome
    assert ("vetoed" in _keys(proposal)) == (outcome == "do_not_propose")


def test_a_veto_for_aaa_does_not_bar_aa(sound_application: Application, small_rule_book: RuleBook) -> None:
    assert _propose(sound_application, small_rule_book, _scores("95", i1_1="0"), target="AA").outcome == "propose_aa"


def test_what_does_not_apply_neither_vetoes_nor_misses_a_floor(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    scores = replace(_scores("95", i1_1=None, i2_1=None), not_applicable=frozenset({"1.1", "2.1"}))
    # 2.2 alone carries its parent: 36 of 40 are 54 of 60, above the floor of 48.
    assert _propose(sound_application, small_rule_book, scores).outcome == "send_to_site_visit"


def test_a_condition_not_met_bars_the_grade_and_is_named_first(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    application = replace(sound_application, held=(), declared={"party_line": False})
    proposal = _propose(application, small_rule_book, _scores("99"))
    assert proposal.outcome == "do_not_propose"
    assert _keys(proposal) == ["condition_not_met", "condition_not_met", "cut_reached"]
    assert [reason.cite for reason in proposal.reasons[:2]] == [(Citation(LAW, "9(1)"),), (Citation(SHEET, "6"),)]


def test_an_unknown_growth_counts_as_the_regulation_reads_it_and_is_told_so(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    proposal = _propose(replace(sound_application, growth=()), small_rule_book, _scores("99"))
    assert proposal.outcome == "do_not_propose"
    assert "condition_unknown_not_met" in _keys(proposal)


def test_nothing_is_proposed_while_a_condition_is_unknown(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    proposal = _propose(replace(sound_application, declared={}), small_rule_book, _scores("99"))
    assert (proposal.outcome, proposal.grade) == (None, None)
    assert _keys(proposal)[0] == "condition_unknown"


def test_nothing_is_proposed_while_marks_are_missing(sound_application: Application, small_rule_book: RuleBook) -> None:
    reason = Message("proposal.marks_missing")
    scores = replace(_scores(None, i2_1=None, i1_1=None), reasons={"total": reason})
    proposal = _propose(sound_application, small_rule_book, scores)
    assert proposal.outcome is None
    assert _keys(proposal) == ["conditions_met", "total_unknown", "floor_unknown", "veto_unknown"]
    assert proposal.reasons[1].message.values["because"] is reason


def test_what_bars_a_grade_bars_it_whatever_is_missing_elsewhere(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    proposal = _propose(replace(sound_application, held=()), small_rule_book, _scores(None))
    assert proposal.outcome == "do_not_propose"


def test_an_applicant_for_aaa_found_at_aa_strength_needs_the_switch(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    off = _propose(sound_application, small_rule_book, _scores("85"))
    assert (off.outcome, off.grade_by_score) == ("do_not_propose", "AA")
    assert off.reasons[-1].message.key == "proposal.aa_not_for_aaa_applicant"
    on = _propose(sound_application, _with_switch(small_rule_book), _scores("85"))
    assert (on.outcome, on.grade) == ("propose_aa", "AA")
    assert _keys(on) == ["conditions_met", "cut_missed", "conditions_met", "cut_reached", "aa_for_aaa_applicant"]
    assert on.reasons[-1].cite == (Citation(SHEET, "7"),)


@pytest.mark.parametrize("stage", ["document_review", "on_site_verification"])
def test_whoever_is_barred_from_aaa_may_fall_to_aa_at_either_stage(
    sound_application: Application, small_rule_book: RuleBook, stage: Stage
) -> None:
    proposal = _propose(sound_application, _with_switch(small_rule_book), _scores("95", i1_1="0"), stage=stage)
    assert proposal.outcome == "propose_aa"


def test_the_switch_helps_only_whoever_meets_aa_himself(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    rule_book = _with_switch(small_rule_book)
    below = _propose(sound_application, rule_book, _scores("79"))
    assert below.outcome == "do_not_propose"
    unclean = replace(sound_application, declared={"party_line": False})
    assert _propose(unclean, rule_book, _scores("85")).outcome == "do_not_propose"


def test_no_fall_to_aa_while_aaa_is_still_open(sound_application: Application, small_rule_book: RuleBook) -> None:
    scores = _scores("95", i1_1=None)  # the veto of AAA cannot be told, AA has none
    assert _propose(sound_application, _with_switch(small_rule_book), scores).outcome is None


def test_a_is_not_for_the_sitting(sound_application: Application, small_rule_book: RuleBook) -> None:
    proposal = _propose(sound_application, small_rule_book, _scores("99"), target="A")
    assert proposal.outcome is None
    assert _keys(proposal) == ["not_for_experts"]


def test_a_round_without_a_cut_score_proposes_nothing(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    rule_book = replace(small_rule_book, round=replace(small_rule_book.round, cut_scores=()))
    proposal = _propose(sound_application, rule_book, _scores("99"), target="AA")
    assert (proposal.outcome, _keys(proposal)[-1]) == (None, "no_cut_score")


def test_aa_takes_no_site_visit(sound_application: Application, small_rule_book: RuleBook) -> None:
    with pytest.raises(ValueError, match="an applicant for AA takes no site visit"):
        _propose(sound_application, small_rule_book, _scores("99"), target="AA", stage="on_site_verification")


@given(total=st.decimals(0, 99, places=2), more=st.decimals(0, 1, places=2))
def test_more_points_never_propose_less(
    sound_application: Application, small_rule_book: RuleBook, total: Decimal, more: Decimal
) -> None:
    order = ["do_not_propose", "propose_aa", "send_to_site_visit"]
    rule_book = _with_switch(small_rule_book)
    outcomes = [
        _propose(sound_application, rule_book, _scores(str(points))).outcome for points in (total, total + more)
    ]
    ranks = [order.index(outcome) for outcome in outcomes if outcome is not None]
    assert len(ranks) == 2
    assert ranks == sorted(ranks)


def test_the_plain_form_is_json_and_the_same_for_equal_numbers(
    sound_application: Application, small_rule_book: RuleBook
) -> None:
    form = _propose(sound_application, small_rule_book, _scores("83.5"), target="AA").as_json()
    assert json.loads(json.dumps(form)) == form
    assert form == _propose(sound_application, small_rule_book, _scores("83.500"), target="AA").as_json()
    assert {key: form[key] for key in ("target_grade", "stage", "outcome", "grade", "total", "grade_by_score")} == {
        "target_grade": "AA",
        "stage": "document_review",
        "outcome": "propose_aa",
        "grade": "AA",
        "total": "83.5",
        "grade_by_score": "AA",
    }
    assert form["reasons"][1] == {  # type: ignore[index, call-overload]
        "message": {
            "key": "proposal.cut_reached",
            "values": {"grade": "AA", "cut": "80", "total": "83.5", "by": "3.5"},
        },
        "cite": [{"document": SHEET, "clause": "1"}],
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_can_be_said(sound_application: Application, small_rule_book: RuleBook, language: str) -> None:
    say = translator(language)
    bare = replace(sound_application, declared={}, growth=(), held=())
    for application in (sound_application, bare):
        for scores in (_scores("95", i1_1="0", i2_2="1"), _scores(None, i1_1=None, i2_1=None), _scores("85")):
            for rule_book in (small_rule_book, _with_switch(small_rule_book)):
                for reason in _propose(application, rule_book, scores).reasons:
                    assert "{" not in say(reason.message)


def test_eligibility_is_asked_for_each_grade_that_may_come_of_it(small_rule_book: RuleBook) -> None:
    assert candidate_grades("AAA", small_rule_book) == ("AAA",)
    assert candidate_grades("AAA", _with_switch(small_rule_book)) == ("AAA", "AA")
    assert candidate_grades("AA", _with_switch(small_rule_book)) == ("AA",)
    with pytest.raises(KeyError, match="AA"):
        propose(
            target="AAA",
            stage="document_review",
            scores=_scores("85"),
            eligibility={"AAA": Eligibility("AAA", ())},
            rule_book=_with_switch(small_rule_book),
        )


def test_the_shipped_sample_round_from_facts_to_proposal(sound_application: Application) -> None:
    rule_book = shipped_rule_book("2026-sample")
    declared = {one.id: True for one in rule_book.regulation.conditions if one.judged_by == "declaration"}
    application = replace(sound_application, declared=declared)
    table = rule_book.round.indicator_table
    full = {leaf.code: leaf.max_score for leaf in table.leaves()}

    def outcome(leaves: dict[str, Decimal | None]) -> tuple[str | None, list[str]]:
        known = [score for score in leaves.values() if score is not None]
        total = sum(known, Decimal()) if len(known) == len(leaves) else None
        proposal = _propose(application, rule_book, PanelScores(total, leaves))
        return proposal.outcome, _keys(proposal)

    assert outcome(dict(full)) == ("send_to_site_visit", ["conditions_met", "cut_reached", "site_visit_first"])
    for veto in rule_book.round.vetoes:
        verdict, keys = outcome({**full, veto.indicator: veto.at_or_below})
        assert "vetoed" in keys, f"{veto.indicator} does not bite"
        assert verdict == ("do_not_propose" if "AA" in veto.grades else "propose_aa")
    assert outcome({**full, table.leaves()[0].code: None})[0] is None
