"""Words of a hash: there and back, and a list of which no two words are taken for each other by ear."""

from __future__ import annotations

import csv
import hashlib

import pytest

from scoring.documents.head_words import LIST, bits_of_words, head_words
from scoring.errors import SpokenError

ZERO = "00" * 32


def _rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _as_heard(pinyin: str) -> str:
    """Return syllables as the south says them: no curled tongue, n and l, hu and f, and both nasal ends alike."""
    heard = []
    for syllable in pinyin.split():
        for said, like in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")):
            syllable = syllable.replace(said, like)
        if syllable.startswith("l"):
            syllable = "n" + syllable[1:]
        if syllable.startswith("hu") and len(syllable) > 2:
            syllable = "f" + syllable[2:]
        heard.append(syllable)
    return " ".join(heard)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_lead_back_to_the_first_64_bits(language: str) -> None:
    for text in ("a", "b", "c"):
        digest = hashlib.sha256(text.encode()).hexdigest()
        assert bits_of_words(head_words(digest, language)) == digest[:16]


def test_words_are_the_same_on_every_machine() -> None:
    assert head_words(ZERO) == ("白云",) * 8
    assert head_words("FF" * 32) == ("足球",) * 8
    assert head_words(ZERO, "en") == ("cloud",) * 8
    # A list that is changed would make papers unreadable that were printed with it.
    assert (
        hashlib.sha256(LIST.read_bytes()).hexdigest()
        == "93f9b804a7032ed622a2a2684063c3bde2bd7b542e9067c799f5f3f539749b2c"
    )


def test_another_hash_is_other_words() -> None:
    assert head_words("01" + "00" * 31) != head_words(ZERO)
    assert head_words("00" * 7 + "01" + "00" * 24) != head_words(ZERO)


def test_the_list_has_a_word_for_each_byte_and_none_sounds_like_another() -> None:
    rows = _rows()
    assert len(rows) == 256
    assert all(len(row["word"]) == 2 for row in rows)
    assert len({row["word"][0] for row in rows}) == 256
    assert len({row["english"] for row in rows}) == 256
    assert len({_as_heard(row["pinyin"]) for row in rows}) == 256


def test_what_was_misheard_is_said() -> None:
    words = head_words(ZERO)
    with pytest.raises(SpokenError, match=r"minutes\.words_unknown") as caught:
        bits_of_words((*words[:4], "摆云", *words[5:]))
    assert caught.value.what.values == {"number": 5, "word": "摆云"}
    with pytest.raises(SpokenError, match=r"minutes\.words_count"):
        bits_of_words(words[:7])


@pytest.mark.parametrize("digest", ["", "00" * 31, "zz" * 32, "０" * 64])
def test_what_is_no_hash_has_no_words(digest: str) -> None:
    with pytest.raises(ValueError, match="64"):
        head_words(digest)
