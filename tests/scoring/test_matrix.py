"""The access matrix of the project, typed a second time, against the rules: both ways, in every circumstance.

`matrix_4_2.csv` is the table of nine columns, cell by cell. ``allowed``: as the table says. ``denied``: never, whatever
is true of the case. ``wider`` and ``narrower``: the rules let somebody do more, or less, than the table; ``why`` says
why. What a rule gives to one of the nine about an object of the table must stand in the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from scoring.access import CIRCUMSTANCES, may, rules
from scoring.model import Actor

COLUMNS = (
    *("expert", "chair", "secretariat", "province_drc", "leader", "inspector", "system_admin", "kiosk", "public"),
)
ROWS = (
    *("Own sheet before lock", "Own sheet after lock", "Others' item scores unlabelled", "Expert-sheet link"),
    *("Assignment and draw", "Recusal", "Vote / re-score ballot", "Decision, reason", "Parameter sheet"),
    *("Credit and bad-record check", "City distribution", "Log", "Users, roles"),
)
VERDICTS = {"allowed", "denied", "wider", "narrower"}


@dataclass(frozen=True)
class Said:
    """One line of the file for one role and one verb."""

    cell: str
    role: str
    verdict: str
    verb: str
    object: str
    when: frozenset[str]
    why: str

    @property
    def may(self) -> bool:
        return self.verdict in ("allowed", "wider")


def read() -> list[Said]:
    with Path(__file__).with_name("matrix_4_2.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Said(row["cell"], role, row["verdict"], verb, row["object"], frozenset(row["when"].split()), row["why"])
            for row in csv.DictReader(stream)
            for role in row["role"].split()
            for verb in row["verb"].split()
        ]


SAID = read()
OBJECTS = {one.object for one in SAID}
ALL_ROLES = [role.id for role in rules().role]
GIVEN = {
    (role, verb, rule.object, frozenset(rule.when))
    for rule in rules().rule
    for role in rule.roles
    for verb in rule.verbs
}


def someone(*roles: str) -> Actor:
    return Actor("x", "x", frozenset(roles))


def test_the_file_holds_every_cell_of_the_table() -> None:
    assert {(one.cell, one.role) for one in SAID} == set(product(ROWS, COLUMNS))
    assert {one.verdict for one in SAID} == VERDICTS
    assert all(one.cell in ROWS and one.role in COLUMNS and one.when <= CIRCUMSTANCES for one in SAID)
    assert [one for one in SAID if bool(one.why) != (one.verdict in ("wider", "narrower"))] == []


@pytest.mark.parametrize("one", [one for one in SAID if one.may], ids=lambda one: f"{one.role}-{one.verb}-{one.object}")
def test_what_the_table_allows_is_allowed_when_it_says_and_not_before(one: Said) -> None:
    assert may(someone(one.role), one.verb, one.object, one.when)
    others = {line.when for line in SAID if line.may and _same(line, one)} - {one.when}
    for missing in one.when:
        if not any(other <= CIRCUMSTANCES - {missing} for other in others):
            assert not may(someone(one.role), one.verb, one.object, CIRCUMSTANCES - {missing}), missing


def _same(line: Said, one: Said) -> bool:
    return (line.role, line.verb, line.object) == (one.role, one.verb, one.object)


def test_what_the_table_denies_is_denied_whatever_is_true() -> None:
    allowed = [one for one in SAID if not one.may and may(someone(one.role), one.verb, one.object, CIRCUMSTANCES)]
    assert allowed == []


def test_no_rule_gives_one_of_the_nine_more_than_the_file_says() -> None:
    said = {(one.role, one.verb, one.object, one.when) for one in SAID if one.may}
    given = {one for one in GIVEN if one[0] in COLUMNS and one[2] in OBJECTS}
    assert sorted((*one[:3], *sorted(one[3])) for one in given - said) == []
    assert sorted((*one[:3], *sorted(one[3])) for one in said - given) == []


def test_what_no_rule_lists_is_refused() -> None:
    """Every role × verb × object: several thousand, nearly all of them refused."""
    verbs = {verb for rule in rules().rule for verb in rule.verbs} | {"delete", "edit", "void", ""}
    objects = {rule.object for rule in rules().rule} | {"mark", "chain_entry", ""}
    listed = {one[:3] for one in GIVEN}
    wrong = [
        (role, verb, object_)
        for role, verb, object_ in product([*ALL_ROLES, "", "admin"], verbs, objects)
        if may(someone(role), verb, object_, CIRCUMSTANCES) != ((role, verb, object_) in listed)
    ]
    assert wrong == []
    assert len(listed) * 10 < len(ALL_ROLES) * len(verbs) * len(objects)


def test_nobody_at_all_may_do_what_no_rule_lists_not_even_with_every_role() -> None:
    everyone = someone(*ALL_ROLES)
    for verb, object_ in product(("delete", "edit", "void", "truncate"), {rule.object for rule in rules().rule}):
        assert not may(everyone, verb, object_, CIRCUMSTANCES), (verb, object_)
