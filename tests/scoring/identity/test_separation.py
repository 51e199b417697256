from __future__ import annotations

import itertools

import pytest

from scoring import access
from scoring.identity import separation
from scoring.identity.terms import terms

ROLES = [role.id for role in access.rules().role]
ADMINISTRATIONS = ("system_admin", "security_admin", "inspector")


def keys(*roles: str, region: str | None = None, expert_id: str | None = None) -> list[str]:
    found = separation.faults(roles, known=ROLES, region=region, expert_id=expert_id)
    return [fault.what.key.removeprefix("identity.") for fault in found]


@pytest.mark.parametrize(("one", "other"), [(one, other) for one in ADMINISTRATIONS for other in ROLES if other != one])
def test_each_administration_excludes_every_other_role(one: str, other: str) -> None:
    assert separation.excluded([one, other]) == (tuple(sorted((one, other))),)
    assert "roles_exclude" in keys(one, other, region="320100", expert_id="E01")


def test_no_administration_scores_or_decides() -> None:
    """By the rules of access themselves: what no account can reach by any of its roles."""
    decisive = {("save", "sheet"), ("submit", "sheet"), ("record", "decision"), ("cast", "ballot"), ("give", "rescore")}
    assert decisive <= {(verb, rule.object) for rule in access.rules().rule for verb in rule.verbs}
    for role in ADMINISTRATIONS:
        for rule in access.rules().rule:
            assert not (role in rule.roles and {(verb, rule.object) for verb in rule.verbs} & decisive), rule


def test_no_administration_may_do_what_another_does_of_accounts() -> None:
    may = {
        role: {
            verb
            for rule in access.rules().rule
            if rule.object == "account" and role in rule.roles
            for verb in rule.verbs
        }
        for role in ADMINISTRATIONS
    }
    assert "propose" not in may["security_admin"]
    assert "approve" not in may["system_admin"]
    assert may["inspector"] == {"read"}
    others = set(ROLES) - set(ADMINISTRATIONS)
    assert not [
        rule
        for rule in access.rules().rule
        if rule.object.startswith("account")
        and others & set(rule.roles)
        and rule.object in ("account", "account_event")
    ]


def test_of_two_authorities_nobody_signs_for_both() -> None:
    assert keys("secretariat", "province_drc") == ["roles_exclude"]
    assert keys("county_regulator", "county_drc", region="320102") == ["roles_exclude"]


def test_the_holder_of_the_draw_is_a_person_apart() -> None:
    assert keys("secretariat", "assignment_holder") == ["roles_exclude"]


def test_a_chair_may_score_and_a_leader_need_not() -> None:
    assert keys("chair", "expert", expert_id="E01") == []
    assert keys("leader") == []


def test_every_fault_is_told_at_once() -> None:
    assert keys("kiosk", "nobody", "county_drc", "expert") == [
        "unknown_role",
        "not_for_people",
        "roles_exclude",
        "region_needed",
        "expert_and_number",
    ]
    assert keys() == ["no_role"]
    assert keys("chair", expert_id="E01") == ["expert_and_number"]
    assert keys("chair", region="320100") == ["region_without_role"]


def test_the_file_names_roles_that_there_are() -> None:
    separate = terms().separation
    named = {*separate.alone, *separate.regional, *separate.never, *itertools.chain(*separate.apart)}
    assert {*named, *terms().one_time.required} <= set(ROLES)
