from __future__ import annotations

import numpy as np
import pytest

from scoring.demonstration.names import NameMaker, credit_code, organisation_code, short_place
from scoring.demonstration.pools import divisions, name_pool
from scoring.procedure import uscc


def test_organisation_code_of_the_standards_own_example() -> None:
    # GB 11714-1997 shows its rule on this code.
    assert organisation_code("D2143569") == "D2143569X"


@pytest.mark.parametrize("number", [0, 1, 2024, 999_999])
def test_credit_codes_are_sound_and_cannot_be_anybodys(number: int) -> None:
    code = credit_code("320583", number)
    assert uscc.check(code) == ()
    assert code[:8] == "91320583"
    assert code[8:10] == "XN"
    assert organisation_code(code[8:16]) == code[8:17]


def test_nobody_gets_a_name_twice() -> None:
    maker = NameMaker(np.random.default_rng(1), name_pool())
    people = [maker.person() for _ in range(300)]
    firms = [
        maker.enterprise(place="昆山", word="轴承", legal_form="legal_person", large=number % 2 == 0)
        for number in range(1500)
    ]
    assert len({*people, *firms}) == 1800
    assert {firm[0:2] for firm in firms} == {"昆山"}
    assert {firm[-4:] for firm in firms} == {"有限公司", "责任公司"}


def test_brands_that_somebody_bears_are_never_drawn() -> None:
    maker = NameMaker(np.random.default_rng(1), name_pool())
    drawn = [maker.enterprise(place="", word="", legal_form="legal_person", large=False) for _ in range(1500)]
    assert not any(name.startswith(tuple(name_pool().known_brands)) for name in drawn)


@pytest.mark.parametrize(("legal_form", "ending"), [("sole_proprietorship", "厂"), ("partnership", "中心（有限合伙）")])
def test_the_legal_form_shows_in_the_name(legal_form: str, ending: str) -> None:
    maker = NameMaker(np.random.default_rng(1), name_pool())
    assert maker.enterprise(place="丰县", word="粮油", legal_form=legal_form, large=True).endswith(ending)


@pytest.mark.parametrize(
    ("name", "short"), [("昆山市", "昆山"), ("沭阳县", "沭阳"), ("丰县", "丰县"), ("玄武区", "玄武")]
)
def test_short_places(name: str, short: str) -> None:
    assert short_place(name) == short


def test_divisions_are_told_apart_and_every_employer_says_that_it_is_invented() -> None:
    codes = [division.code for division in divisions()]
    assert len(set(codes)) == len(codes)
    assert all(code[0].isalpha() and code[1:].isdigit() and len(code) == 3 for code in codes)
    pool = name_pool()
    assert all(name.endswith("（虚构）") for name in (*pool.employers, *pool.provincial_employers))
