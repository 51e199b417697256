"""The order of names: against GB 2312's own order of the common signs, against dictionaries, and against itself."""

from __future__ import annotations

from bisect import bisect_left
from itertools import permutations

import pytest
from pypinyin import Style, lazy_pinyin

from indicators.collation import Key, by_name, by_person, surnames


def first_level() -> list[str]:
    """The 3755 common signs in the order in which GB/T 2312-1980 lists them: by pinyin, like readings by strokes."""
    cells = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return [cell.decode("gb2312") for cell in cells if cell not in {bytes((0xD7, cell)) for cell in range(0xFA, 0xFF)}]


def test_common_signs_stand_as_the_national_standard_lists_them() -> None:
    signs = first_level()
    assert len(signs) == 3755
    # A sign with several readings stands in the standard under one of them, and may be listed here under another.
    kept = _longest_rising([by_name(sign) for sign in signs])
    assert kept / len(signs) > 0.96


def _longest_rising(keys: list[Key]) -> int:
    """Return how many of a list stand in order when as few as can be are taken out."""
    ends: list[Key] = []
    for key in keys:
        at = bisect_left(ends, key)
        ends[at : at + 1] = [key]
    return len(ends)


@pytest.mark.parametrize(
    "words",
    [
        # 现代汉语词典: lu before lü before luan, lüe before lun.
        "路 吕 峦 掠 抡 罗",
        # The four tones, then what has none.
        "妈 麻 马 骂 吗",
        # Words in which a sign has its other reading: chóng, cháng, zhòng, zhǎng.
        "常州钢铁 长江电缆 重庆机床 长治液压 中天重工 重型机械",
        # Signs, digits, Chinese, letters: the order of Unicode's tailoring for `zh`.
        "（苏）安 3号厂 阿里 张三 abc Abd ABE",
        # Sign by sign and not letter by letter: xi an before xian.
        "西安电力 西宁特钢 先锋电机",
        # The shorter one first.
        "南京 南京钢铁 南京钢铁股份",
    ],
)
def test_names_stand_as_in_a_dictionary(words: str) -> None:
    right = words.split()
    for given in list(permutations(right))[::37]:
        assert sorted(given, key=by_name) == right


def test_a_surname_is_read_as_one_and_only_in_names_of_persons() -> None:
    right = ["仇英", "单国强", "沈一", "解明", "谢安", "曾巩", "朱熹"]
    given = ["朱熹", "曾巩", "单国强", "沈一", "谢安", "解明", "仇英"]
    assert sorted(given, key=by_person) == right
    assert by_name("解放制药") < by_name("谢家集药业")
    assert sorted(("单于夫罗", "单国强", "产一"), key=by_person) == ["单于夫罗", "产一", "单国强"]


def test_no_surname_is_listed_that_is_read_so_anyway() -> None:
    for surname, reading in surnames().items():
        own = lazy_pinyin(surname, style=Style.TONE3, neutral_tone_with_five=True)
        assert " ".join(own) != reading or len(surname) > 1, surname


def test_what_has_no_reading_stands_last_of_chinese_and_always_at_the_same_place() -> None:
    unread = ["\U00020bb7野家", "\U0003106c公司"]
    names = [*unread, "足", "abc"]
    for given in permutations(names):
        assert sorted(given, key=by_name) == ["足", *unread, "abc"]


def test_letters_are_alike_in_any_case_and_width_and_no_two_names_are_equal() -> None:
    names = ["abc", "ABC", "ＡＢＣ", "Abd"]
    assert sorted(names, key=by_name)[-1] == "Abd"
    assert len({by_name(name) for name in names}) == len(names)
