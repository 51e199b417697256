from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest

from scoring.access import CIRCUMSTANCES, may, refused, require, roles_that_may, rules
from scoring.errors import AccessRefusedError
from scoring.model import Actor
from scoring.texts import translator


def actor(*roles: str) -> Actor:
    return Actor("p1", "someone", frozenset(roles))


ROLES = [role.id for role in rules().role]
PAIRS = sorted({(verb, rule.object) for rule in rules().rule for verb in rule.verbs})
OWN_OPEN = {"own", "assigned", "before_lock", "scoring_open"}


def test_what_is_not_listed_is_refused_to_everybody_in_any_circumstances() -> None:
    everyone = actor(*ROLES)
    assert not may(everyone, "delete", "sheet", CIRCUMSTANCES)
    assert not may(everyone, "save", "decision", CIRCUMSTANCES)
    assert not may(actor(), "read", "rule_book", CIRCUMSTANCES)


def test_an_expert_saves_only_his_own_open_sheet_while_assigned() -> None:
    assert may(actor("expert"), "save", "sheet", OWN_OPEN)
    for missing in OWN_OPEN:
        assert not may(actor("expert"), "save", "sheet", OWN_OPEN - {missing}), missing


@pytest.mark.parametrize("role", [role for role in ROLES if role != "expert"])
def test_nobody_else_ever_saves_or_submits_a_sheet(role: str) -> None:
    assert not may(actor(role), "save", "sheet", CIRCUMSTANCES)
    assert not may(actor(role), "submit", "sheet", CIRCUMSTANCES)


def test_the_chair_sees_no_panel_result_before_the_marks_are_closed() -> None:
    assert not may(actor("chair"), "read", "panel_result", CIRCUMSTANCES - {"marks_closed"})
    assert may(actor("chair"), "read", "panel_result", {"marks_closed"})


def test_leaders_see_nothing_before_decisions_are_locked() -> None:
    without = CIRCUMSTANCES - {"decisions_locked", "notice_opened", "announced"}
    seen = {pair for pair in PAIRS if may(actor("leader"), *pair, without)}
    opened = {pair for pair in seen if pair[0] == "open"}
    public = {("read", "rule_book"), ("read", "public_register"), ("verify", "certificate")}
    # When a grade ends stands in the public register too.
    public.add(("read", "expiry_warning"))
    # What stands in a file that he takes is asked where it is made.
    public.add(("take", "export"))
    # A template holds words of the office, and no facts.
    public.add(("use", "document_template"))
    # What marks of rounds that are announced foretold; of this one nothing before it is.
    public.add(("read", "truth_loop"))
    assert seen - opened == {*public, ("read", "round"), ("count", "application")}


def test_who_scored_what_is_for_the_assignment_holder_alone() -> None:
    assert roles_that_may("export_linked", "sheet", CIRCUMSTANCES) == {"assignment_holder"}
    assert roles_that_may("assign", "assignment", CIRCUMSTANCES) == {"assignment_holder"}
    assert roles_that_may("read", "assignment", CIRCUMSTANCES - {"own"}) == {"assignment_holder"}


def test_more_truth_never_takes_a_right_away() -> None:
    for verb, object_ in PAIRS:
        for few, more in itertools.pairwise([set(), {"own"}, {"own", "assigned"}, set(CIRCUMSTANCES)]):
            assert roles_that_may(verb, object_, few) <= roles_that_may(verb, object_, more)


def test_require_names_the_acting_role() -> None:
    assert require(actor("chair", "expert"), "read", "panel_result", {"marks_closed"}) == "chair"


def test_refusal_is_the_same_for_hidden_and_absent() -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused") as hidden:
        require(actor("leader"), "read", "panel_result", {"marks_closed"})
    with pytest.raises(AccessRefusedError, match=r"access\.refused") as absent:
        require(actor("leader"), "read", "panel_result")
    assert str(hidden.value) == str(absent.value)


FLOORS = [Path(__file__).parents[2] / floor for floor in ("scoring", "dashboard")]


def _refused_in_code() -> set[tuple[str, str]]:
    """Return verb and object of every refusal that the code spells out, among the rules or not."""
    calls = [
        node.args[at : at + 2]
        for floor in FLOORS
        for file in floor.rglob("*.py")
        if "access." in (text := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        for at in ({"require": 1, "refused": 0}.get(node.func.attr),)
        if at is not None
    ]
    pairs = [[one.value for one in call if isinstance(one, ast.Constant)] for call in calls]
    return {(pair[0], pair[1]) for pair in pairs if len(pair) == 2}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_names_verb_and_object_in_words(language: str) -> None:
    say, there = translator(language), _refused_in_code()
    assert len(there) > 40
    for verb, object_ in sorted({*PAIRS, *there}):
        words = say(refused(verb, object_).what)
        assert "_" not in words, (verb, object_)
        assert language == "en" or not any(letter.isascii() and letter.isalpha() for letter in words), words


def test_words_of_refusals_are_of_things_that_can_be_refused() -> None:
    pairs = {*PAIRS, *_refused_in_code()}
    known = {refused(*pair).what.values[part].key for pair in pairs for part in ("verb", "object")}
    said = {key for key in translator("zh").keys if key.startswith(("access.verb_", "access.object_"))}
    assert said == known


OFFICES = frozenset({"prefecture_regulator", "prefecture_drc", "county_regulator", "county_drc"})


@pytest.mark.parametrize(
    ("object_", "anywhere", "in_their_region"),
    [
        # Which rounds there are is no secret among those who work on them; a screen and the public read what is public.
        ("round", frozenset(ROLES) - {"kiosk", "public"}, frozenset()),
        ("expiry_warning", frozenset({"secretariat", "province_drc", "leader", "inspector"}), OFFICES),
    ],
)
def test_who_reads_it_everywhere_and_who_in_his_region_alone(
    object_: str, anywhere: frozenset[str], in_their_region: frozenset[str]
) -> None:
    def readers(circumstances: frozenset[str]) -> frozenset[str]:
        return frozenset(role for role in ROLES if may(actor(role), "read", object_, circumstances))

    assert readers(frozenset()) == anywhere
    assert readers(CIRCUMSTANCES) == anywhere | in_their_region
