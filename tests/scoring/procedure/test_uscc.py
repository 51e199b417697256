from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.language import Message
from scoring.procedure.uscc import ALPHABET, LENGTH, check, check_character, make
from scoring.texts import translator

BASES = st.builds(
    lambda head, region, body: head + region + body,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text(ALPHABET[:10], min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


# The first is the worked example that goes with GB 32100-2015; the rest are codes that their holders publish.
@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "91440300708461136T", "9111000071093123XX", "91310110666007217T"]
)
def test_published_codes_are_sound(code: str) -> None:
    assert check(code) == ()
    assert make(code[:-1]) == code


def test_the_sum_of_the_worked_example() -> None:
    # The worked example prints the weighted sum 1640: 1640 mod 31 = 28, and 31 - 28 = 3.
    base = "91350100M000100Y4"
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    assert sum(ALPHABET.index(c) * w for c, w in zip(base, weights, strict=True)) == 1640
    assert check_character(base) == "3"


@given(BASES)
def test_a_code_made_here_is_a_multiple_of_31_and_sound(base: str) -> None:
    code = make(base)
    # 3**17 mod 31 = 22, not 1: the check character is added with weight 1, outside the run of weights.
    weights = [3**i for i in range(17)] + [1]
    assert sum(ALPHABET.index(c) * w for c, w in zip(code, weights, strict=True)) % 31 == 0
    assert check(code) == ()


@given(BASES, st.integers(0, LENGTH - 1), st.data())
def test_any_one_character_mistyped_is_found(base: str, place: int, data: st.DataObject) -> None:
    code = make(base)
    letters = ALPHABET[:10] if 2 <= place < 8 else ALPHABET
    other = data.draw(st.sampled_from([letter for letter in letters if letter != code[place]]))
    (fault,) = check(code[:place] + other + code[place + 1 :])
    assert fault.key == "uscc.check_character_wrong"


def test_everything_wrong_is_told_at_once() -> None:
    faults = check("91A50100I000100Y4")
    assert [(fault.key, fault.values.get("position"), fault.values["seen"]) for fault in faults] == [
        ("uscc.wrong_length", None, 17),
        ("uscc.not_a_digit", 3, "A"),
        ("uscc.not_allowed", 9, "I"),
    ]


def test_a_wrong_check_character_says_which_it_should_be() -> None:
    assert check("91350100M000100Y4Z")[0].key == "uscc.not_allowed"
    assert check("91350100M000100Y44") == (Message("uscc.check_character_wrong", {"seen": "4", "expected": "3"}),)


def test_small_letters_and_the_empty_text_are_faults() -> None:
    assert [fault.values["seen"] for fault in check("91350100m000100y43")] == ["m", "y"]
    assert [fault.key for fault in check("")] == ["uscc.wrong_length"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_can_be_said(language: str) -> None:
    say = translator(language)
    for code in ("", "91A50100I000100Y43", "91350100M000100Y44"):
        assert all(say(fault) for fault in check(code))


@pytest.mark.parametrize("base", ["", "91350100M000100Y", "91350100M000100YI"])
def test_no_check_character_for_what_is_no_base(base: str) -> None:
    with pytest.raises(ValueError, match="without its check character has 17 characters of"):
        check_character(base)
